package desk_test

import (
	"errors"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// withPostcodes is the desk of the same member over an office that has a table.
func (w *world) withPostcodes(d *desk.Desk) *desk.Desk {
	w.t.Helper()
	table, err := store.ReadPostcodes(strings.NewReader("postcode,lad_cd\nBB11 1AA,E07000117\nPR1 2HE,E07000123\n"))
	if err != nil {
		w.t.Fatal(err)
	}
	office, err := desk.Over(w.ctx, w.engine, w.clock.now, desk.Options{Postcodes: table})
	if err != nil {
		w.t.Fatal(err)
	}
	return office.For(d.Who())
}

// Where the table knows a postcode the district is kept and the postcode is not,
// and what was said last of where a client lives counts.
func TestPostcodes(t *testing.T) {
	const burnley, preston = "E07000117", "E07000123"
	for _, c := range []struct {
		name             string
		before, with     string // said without the table, then with it
		district, second string // kept in the end
	}{
		{"at first", "", `{"postcode": "bb111aa"}`, burnley, ""},
		{"with its district", "", `{"postcode": "BB11 1AA", "district": "burnley"}`, burnley, ""},
		{"not in the table", "", `{"postcode": "M1 1AA"}`, "", "M1 1AA"},
		{"a move", `{"district": "burnley"}`, `{"postcode": "PR1 2HE"}`, preston, ""},
		{"a move after a postcode", `{"postcode": "BB11 1AA"}`, `{"district": "preston"}`, preston, ""},
		{"kept before there was a table", `{"postcode": "BB11 1AA"}`, `{"age": 30}`, burnley, ""},
		{"kept before, and at odds", `{"postcode": "BB11 1AA", "district": "preston"}`, `{"age": 30}`, preston, "BB11 1AA"},
		{"a move to what the table has not", `{"district": "burnley"}`, `{"postcode": "M1 1AA"}`, burnley, "M1 1AA"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			plain := w.member("Amina", "Burnley Jobcentre", keys.Coach)
			d := w.withPostcodes(plain)
			before := c.before
			if before == "" {
				before = "{}"
			}
			got, err := plain.AddClient(w.ctx, "Jo", changes(t, before), store.DocumentSeen, store.Told{How: store.ToldInPerson})
			if err != nil {
				t.Fatal(err)
			}
			if got, err = d.SetFacts(w.ctx, got.Ref, got.Rev, changes(t, c.with), store.ClientSaid); err != nil {
				t.Fatal(err)
			}
			if got.Facts[store.District].Word != c.district || got.Facts[store.Postcode].Word != c.second {
				t.Errorf("kept district %q and postcode %q", got.Facts[store.District].Word, got.Facts[store.Postcode].Word)
			}
			want := store.ClientSaid
			if !strings.Contains(c.with, "postcode") && !strings.Contains(c.with, "district") {
				want = store.DocumentSeen
			}
			if k, ok := got.Known[store.District]; ok && c.second == "" && k.Source != want {
				t.Errorf("the district is known from %q, want %q", k.Source, want)
			}
			if len(got.Known) != len(got.Facts) {
				t.Errorf("%d facts, of %d of which it is known where they come from", len(got.Facts), len(got.Known))
			}
		})
	}
	w := newWorld(t)
	d := w.withPostcodes(w.member("Amina", "Burnley Jobcentre", keys.Coach))
	var fe *store.FactError
	_, err := d.AddClient(w.ctx, "Jo", changes(t, `{"postcode": "BB11 1AA", "district": "preston"}`), "", store.Told{How: store.ToldInPerson})
	if !errors.As(err, &fe) || fe.Fact != "postcode" {
		t.Errorf("a postcode of another district: %v", err)
	}
}

// A client whose postcode was kept before there was a table is matched by it.
func TestTriageFindsTheDistrict(t *testing.T) {
	w := newWorld(t)
	plain := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := plain.AddClient(w.ctx, "Jo", changes(t, `{"age": 30, "postcode": "BB11 1AA"}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	d := w.withPostcodes(plain)
	a, err := d.Triage(w.ctx, c.Ref, d.Today())
	if err != nil {
		t.Fatal(err)
	}
	if _, kept := a.Facts[store.Postcode]; kept || a.Facts[store.District].Word != "E07000117" {
		t.Errorf("the assessment keeps %v", a.Facts)
	}
	packet, _, err := d.Packet(w.ctx, store.ReferralForm{Client: c.Ref, Programme: "connect-to-work"})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range packet.Lines {
		if l.Fact == "district" {
			return
		}
	}
	t.Errorf("the packet does not tell the district: %v", packet.Lines)
}
