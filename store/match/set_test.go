package match_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"signpost/store"
	"signpost/store/match"
	"signpost/store/provision"
)

// What is found out for one programme, or tried for it, is not carried over to
// the next, nor from one client to another.
func TestASetSaysWhatOneSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var programmes []store.Programme
		clients := []store.Facts{}
		for i := range rapid.IntRange(1, 6).Draw(t, "programmes") {
			p, some, _, all := drawCase(t)
			if p.OtherIDs = nil; i > 0 { // a set knows other ids, and One does not
				p.ID = store.ProgrammeID(fmt.Sprintf("p%d", i))
			}
			programmes, clients = append(programmes, p), append(clients, some, all)
		}
		set := match.Compile(programmes)
		for _, f := range clients {
			want := map[store.ProgrammeID]store.Result{}
			for i := range programmes {
				want[programmes[i].ID] = match.One(f, &programmes[i], today)
			}
			for _, got := range set.All(f, today) {
				if a, b := asJSON(t, got), asJSON(t, want[got.ID]); a != b {
					t.Fatalf("of %s by %s the set says\n%s\nand alone it is\n%s", got.ID, plainly(f), a, b)
				}
			}
		}
	})
}

// A change that was tried for one programme is not there when another is tried
// for the next.
func TestWhatIsTriedIsTakenBack(t *testing.T) {
	rule := func(f store.Fact, least, most *store.Amount) store.Rule {
		return store.Rule{Fact: f, Min: least, Max: most, Says: f.String()}
	}
	programmes := []store.Programme{
		{ID: "waits", Name: "A", Audience: []store.Audience{store.ForPerson}, Rule: rule(store.UCMonths, num(6), nil)},
		{ID: "works-less", Name: "B", Audience: []store.Audience{store.ForPerson}, Rule: store.Rule{All: []store.Rule{
			rule(store.UCMonths, nil, num(3)), rule(store.HoursPerWeek, nil, num(10)),
		}}},
	}
	facts := store.Facts{store.UCMonths: {Num: 3}, store.HoursPerWeek: {Num: 16}}
	for _, r := range match.All(facts, programmes, today) {
		if r.Standing != store.NearMiss {
			t.Errorf("%s is %s; want a near miss, by one fact", r.ID, r.Standing)
		}
	}
}

func asJSON(t interface{ Fatal(...any) }, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestASetHasManyReaders(t *testing.T) {
	programmes, err := provision.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	before := asJSON(t, programmes)
	set := match.Compile(programmes)
	var clients []store.Facts
	for _, said := range []string{
		`{}`, `{"age": 19, "district": "burnley", "work": "out-of-work", "barriers": ["debt"]}`,
		`{"birth_date": "1969-03-01", "district": "preston", "benefits": ["universal-credit"], "uc_months": 5, "health": ["mental"], "programmes": ["restart"]}`,
		`{"birth_date": "2009-01-15", "district": "wyre", "work": "education", "groups": ["care-leaver", "neet"], "qualification_level": 1}`,
	} {
		f, err := store.ParseFacts([]byte(said))
		if err != nil {
			t.Fatal(err)
		}
		clients = append(clients, f)
	}
	want := make([]string, len(clients))
	for i, f := range clients {
		answer, err := match.Answer(f, programmes, today)
		if err != nil {
			t.Fatal(err)
		}
		want[i] = asJSON(t, answer)
	}
	var readers sync.WaitGroup
	for i := range 4 * len(clients) {
		readers.Go(func() {
			answer, err := set.Answer(clients[i%len(clients)], today)
			if err != nil || asJSON(t, answer) != want[i%len(clients)] {
				t.Errorf("client %d is answered otherwise beside other readers (%v)", i%len(clients), err)
			}
		})
	}
	readers.Wait()
	if asJSON(t, programmes) != before {
		t.Error("matching has changed the programmes")
	}
}
