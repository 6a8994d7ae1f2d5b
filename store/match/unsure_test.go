package match_test

import (
	"testing"

	"signpost/store"
	"signpost/store/match"
)

// A scheme that nobody has said is running comes after those that are, however
// much it would help, and does not decide what is asked next.
func TestASchemeLastHeardOfYearsAgoComesLater(t *testing.T) {
	day := store.Date(2026, 2, 2)
	person := []store.Audience{store.ForPerson}
	programmes := []store.Programme{
		{
			ID: "gone", Name: "A scheme of 2009", Audience: person, Helps: []store.Barrier{"barriers.debt"},
			Dates: store.Dates{KnownTo: store.Date(2009, 11, 10)},
			Rule:  store.Rule{Fact: store.Graduate, Is: []string{"yes"}, Says: "has a degree"},
		},
		{
			ID: "there", Name: "Z scheme", Audience: person,
			Rule: store.Rule{Fact: store.ESOL, Is: []string{"yes"}, Says: "needs help with English"},
		},
	}
	facts := store.Facts{store.Barriers: {Set: store.Set{Has: []string{"debt"}}}}
	a, err := match.Answer(facts, programmes, day)
	if err != nil {
		t.Fatal(err)
	}
	if a.Results[0].ID != "there" || a.Next[0].Fact != "esol" || a.Next[0].Settles != 1 {
		t.Fatalf("first %q, asks %+v", a.Results[0].ID, a.Next)
	}
	facts[store.Judgements] = store.Value{Set: store.Set{Has: []string{"gone/running"}}}
	if a, err = match.Answer(facts, programmes, day); err != nil {
		t.Fatal(err)
	}
	if a.Results[0].ID != "gone" || a.Next[0].Fact != "graduate" {
		t.Fatalf("once known to run: first %q, asks %+v", a.Results[0].ID, a.Next)
	}
}
