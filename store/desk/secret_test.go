package desk_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/desk"
)

// planted is what plant writes and nobody may read from the disk: what people
// said and are called, and what is in the catalogue, which shows that all is
// sealed and not only what was thought of.
var planted = []string{
	"Zebedee", "Florence", "Dougal Brown", "Magic Roundabout Jobcentre", "Brian the Snail", // names
	"1979-05-02", "E07000117", "severe-mental-illness", "out-of-work", "lone-parent", "universal-credit", // facts
	"spring on a hinge", "boing said the jack", "time for bed at last", "sugar lumps by the dozen", // notes, reasons, a step
	"given_name", "birth_date", "opened", "Sector-based Work Academy", // fields, acts, provision
}

// plant writes all of it through the desk, as its members would.
func plant(t *testing.T, w *world) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	d := w.member("Dougal Brown", "Magic Roundabout Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Zebedee", changes(t, `{"birth_date": "1979-05-02", "district": "burnley", "health": ["severe-mental-illness"],
		"work": "out-of-work", "groups": ["lone-parent"], "benefits": ["universal-credit"], "right_to_work": true}`), store.ClientSaid, store.Told{How: store.ToldInPerson})

	must(err)
	_, err = d.AddNote(w.ctx, c.Ref, "spring on a hinge")
	must(err)
	_, err = d.Triage(w.ctx, c.Ref, d.Today())
	must(err)
	r, err := d.Refer(w.ctx, store.ReferralForm{Client: c.Ref, Programme: "connect-to-work", Told: store.Date(2026, 2, 1), Reason: "boing said the jack"})
	must(err)
	_, err = d.Move(w.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveNote, Note: "sugar lumps by the dozen"})
	must(err)
	h, err := d.OpenHousehold(w.ctx)
	must(err)
	h, err = d.AddPerson(w.ctx, h.ID, h.Rev, store.NewPerson{GivenName: "Florence"})
	must(err)
	_, err = d.AddStep(w.ctx, h.ID, h.Rev, store.PlanStep{What: "time for bed at last", Due: d.Today() + 7})
	must(err)
	_, _, err = w.office.Installer().Invite(w.ctx, "Brian the Snail", "Magic Roundabout Jobcentre", []keys.Role{keys.Coach})
	must(err)
	must(w.engine.Close())
}

// Nothing that was written through the desk can be read from the file; in a file
// without the seal all of it can, so that the search would find it.
func TestNothingKeptCanBeReadFromTheDisk(t *testing.T) {
	sealed := newWorld(t)
	bare := &world{t: t, ctx: sealed.ctx, path: sealed.path + ".bare", clock: sealed.clock}
	if err := bolt.Create(bare.path, "test"); err != nil {
		t.Fatal(err)
	}
	bare.engine = bare.bare()
	t.Cleanup(func() { _ = bare.engine.Close() })
	var err error
	if bare.office, err = desk.Over(bare.ctx, bare.engine, bare.clock.now, desk.Options{}); err != nil {
		t.Fatal(err)
	}
	for name, w := range map[string]*world{"sealed": sealed, "bare": bare} {
		plant(t, w)
		data, err := os.ReadFile(w.path)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range planted {
			if bytes.Contains(data, []byte(word)) != (name == "bare") {
				t.Errorf("in the %s file: %q", name, word)
			}
		}
	}
	onlyPseudonymsInKeys(t, sealed)
}

// What stands in the keys of the file, which are in the clear.
var (
	idInKey    = regexp.MustCompile(`^[A-Za-z0-9:+/._-]+( [A-Za-z0-9._-]+)*$`)
	blindInKey = regexp.MustCompile(`^[A-Za-z0-9_-]{22}$`)
	dayInKey   = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
)

// onlyPseudonymsInKeys reads every key of the file as it is: values of indexes are
// hashes or days.
func onlyPseudonymsInKeys(t *testing.T, w *world) {
	t.Helper()
	e := w.bare()
	defer e.Close()
	indexes := 0
	err := e.View(w.ctx, func(tx store.Tx) error {
		for pair, err := range tx.Range([]byte("a"), nil) {
			if err != nil {
				return err
			}
			parts := strings.Split(string(pair.Key), "\x00")
			if parts[0] != "i" {
				continue
			}
			indexes++
			if len(parts) != 5 || !blindInKey.MatchString(parts[3]) && !dayInKey.MatchString(parts[3]) || !idInKey.MatchString(parts[4]) {
				t.Errorf("in the clear: %q", pair.Key)
			}
		}
		return nil
	})
	if err != nil || indexes == 0 {
		t.Fatalf("%d keys of indexes, %v", indexes, err)
	}
}
