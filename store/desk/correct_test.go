package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// history is what the coach is told of a client's corrections, the latest first.
func (w *world) history(d *desk.Desk, ref store.ClientRef, fact store.Fact, health bool) []string {
	w.t.Helper()
	h, err := d.History(w.ctx, ref, fact, health)
	if err != nil {
		w.t.Fatal(err)
	}
	names, err := d.Names(w.ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	var says []string
	for _, l := range h.Lines(func(id keys.MemberID) string { return names[id] }) {
		says = append(says, l.Says)
	}
	return says
}

func (w *world) know(d *desk.Desk, ref store.ClientRef, facts string, source store.FactSource) {
	w.t.Helper()
	if _, err := d.SetFacts(w.ctx, ref, desk.Latest, changes(w.t, facts), source); err != nil {
		w.t.Fatal(err)
	}
}

// What was known before is kept with what it became, and what nobody had said
// before is no correction.
func TestACorrectionKeepsWhatItWas(t *testing.T) {
	w := newWorld(t)
	amina, sam := w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Sam", "Burnley Jobcentre", keys.Coach)
	c, err := amina.AddClient(w.ctx, "Jo", changes(t, `{"district": "burnley", "digital": {"device": true}}`), store.ClientSaid, store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	w.know(amina, c.Ref, `{"birth_date": "1990-03-27", "digital": {"skills": true}}`, store.ClientSaid) // first said
	w.know(amina, c.Ref, `{"district": "burnley"}`, store.ClientSaid)                                   // the same again
	if got := w.history(amina, c.Ref, store.NoFact, true); len(got) > 0 {
		t.Errorf("what was first said is corrected: %q", got)
	}
	if err := sam.Because(w.ctx, c.Ref, "together", ""); err != nil {
		t.Fatal(err)
	}
	w.know(sam, c.Ref, `{"district": "pendle"}`, store.DocumentSeen)
	w.know(amina, c.Ref, `{"birth_date": null}`, store.ClientSaid)
	w.know(amina, c.Ref, `{"birth_date": "1991-03-27"}`, store.ClientSaid) // first said again
	w.know(amina, c.Ref, `{"digital": {"device": false}}`, store.ClientSaid)
	if _, err := amina.RenameClient(w.ctx, c.Ref, desk.Latest, "Joe"); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Amina: Given name was Jo and became Joe.",
		"Amina: Digital was device, skills (client said; entered by Amina on 2 February 2026) and became skills; not device (client said).",
		"Amina: Date of birth was 27 March 1990 (client said; entered by Amina on 2 February 2026) and is not known any more.",
		"Sam: District was Burnley (client said; entered by Amina on 2 February 2026) and became Pendle (document seen).",
	}
	if got := w.history(amina, c.Ref, store.NoFact, true); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the history is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := w.history(amina, c.Ref, store.District, false); len(got) != 1 || got[0] != want[3] {
		t.Errorf("of the district alone: %q", got)
	}
}

// What was known of health is told when it is asked for, and the trail says so.
func TestHistoryMasksHealth(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{"health": ["severe-mental-illness"]}`), store.ClientSaid, store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	w.know(d, c.Ref, `{"health": ["physical"]}`, store.DocumentSeen)
	got := w.history(d, c.Ref, store.NoFact, false)
	if len(got) != 1 || strings.Contains(got[0], "mental") || strings.Contains(got[0], "physical") || !strings.Contains(got[0], "not shown") {
		t.Errorf("masked it is %q", got)
	}
	if e := w.lastEvent(); e.Verb != "opened" || len(e.Fields) != 1 {
		t.Errorf("left %+v", e)
	}
	got = w.history(d, c.Ref, store.NoFact, true)
	if len(got) != 1 || !strings.Contains(got[0], "severe mental illness") || !strings.Contains(got[0], "physical") {
		t.Errorf("shown it is %q", got)
	}
	if e := w.lastEvent(); e.Verb != "looked at" || len(e.Fields) != 2 || e.Fields[1] != "health" {
		t.Errorf("left %+v", e)
	}
}

// However often facts are changed, no more than so many corrections are kept of a
// client, and the first and the last value stay known.
func TestCorrectionsAreFolded(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{"uc_months": 1, "district": "burnley"}`), store.ClientSaid, store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	w.know(d, c.Ref, `{"district": "pendle"}`, store.ClientSaid)
	for i := range store.MaxCorrections + 10 {
		w.know(d, c.Ref, fmt.Sprintf(`{"uc_months": %d}`, i+2), store.ClientSaid)
	}
	h, err := d.History(w.ctx, c.Ref, store.NoFact, true)
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Corrections) != store.MaxCorrections || h.Corrections[0].Fact != store.District {
		t.Fatalf("%d are kept, the first of %s", len(h.Corrections), h.Corrections[0].Label())
	}
	first, last := h.Corrections[1], h.Corrections[len(h.Corrections)-1]
	if first.Was.Facts[store.UCMonths].Num != 1 || first.Folded != 11 || last.Became.Facts[store.UCMonths].Num != store.MaxCorrections+11 {
		t.Errorf("the first is %+v, the last %+v", first, last)
	}
	if says := w.history(d, c.Ref, store.UCMonths, false); !strings.Contains(says[len(says)-1], "11 changes not kept") {
		t.Errorf("the earliest says %q", says[len(says)-1])
	}
}

// A postcode that gives the district is not kept, and not in the history either: it
// can point at one house.
func TestAPostcodeThatIsKnownLeavesNoHistory(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{"postcode": "PR1 2HE"}`), store.ClientSaid, store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	w.know(d, c.Ref, `{"postcode": "BB11 1AA"}`, store.ClientSaid)
	if got := w.history(d, c.Ref, store.Postcode, true); len(got) != 1 {
		t.Errorf("with no table of postcodes: %q", got)
	}
	table, err := store.ReadPostcodes(strings.NewReader("postcode,lad_cd\nPR1 2HE,E07000123\nBB11 1AA,E07000117\n"))
	if err != nil {
		t.Fatal(err)
	}
	if w.office, err = desk.Over(w.ctx, w.engine, w.clock.now, desk.Options{Postcodes: table}); err != nil {
		t.Fatal(err)
	}
	d = w.desk(d.Who().Fingerprint)
	w.know(d, c.Ref, `{"age": 30}`, store.ClientSaid)
	h, err := d.History(w.ctx, c.Ref, store.Postcode, true)
	if err != nil || len(h.Corrections) != 1 || strings.Contains(fmt.Sprint(h.Corrections[0].Became), "PR1") {
		t.Errorf("with a table of postcodes: %+v, %v", h, err)
	}
	now, err := d.Client(w.ctx, c.Ref)
	if err != nil || now.Facts[store.District].Word != "E07000117" {
		t.Errorf("the client is %+v, %v", now.Facts, err)
	}
}
