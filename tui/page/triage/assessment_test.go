package triage_test

import (
	"encoding/json"
	"strings"
	"testing"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/triage"
)

// seen is a desk with one saved assessment, as it comes back from the store.
func seen(t *testing.T) *stub {
	t.Helper()
	s := newStub(t)
	s.client = store.Client{Ref: "K7M-2QX", GivenName: "Jo", Facts: store.Facts{
		store.BirthDate: {Day: store.Date(1990, 3, 27)}, store.District: {Word: "E07000117"},
		store.Judgements: {Set: store.Set{Has: []string{"connect-to-work/running"}}},
	}}
	return s
}

func openAssessment(t *testing.T, s *stub, w, h int) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, triage.NewAssessment(t.Context(), s, look.Plain(), "K7M-2QX", "A-K7M-2QX"), w, h)
}

func TestAssessmentAsItWasShown(t *testing.T) {
	p := openAssessment(t, seen(t), 80, 20)
	p.Has("As it was shown on 2 February 2026 to Amina Khan, with 3 facts.")
	p.Has("National Careers Service")
	p.Press("enter")
	p.Has("Eligible: every rule is met")
	p.Press("esc", "2", "enter")
	p.Has("Unclear: nothing stands in the way")
	first, _, _ := strings.Cut(p.Screen(), "\n")
	p.Press("n")
	if next, _, _ := strings.Cut(p.Screen(), "\n"); next == first {
		t.Errorf("n shows %q again", next)
	}
	p.Press("p")
	if back, _, _ := strings.Cut(p.Screen(), "\n"); back != first {
		t.Errorf("p shows %q, not %q", back, first)
	}
	p.Press("esc", "l")
	p.Has("Date of birth 27 March 1990")
	p.Has("District Burnley")
	p.Has("yes Connect to Work:")
	p.Press("esc", "c")
	if to, ok := p.Last().(page.Go); !ok || to.To != (page.Client{Ref: "K7M-2QX"}) {
		t.Errorf("c asked for %#v", p.Last())
	}
	p.Press("enter", "enter")
	if to, ok := p.Last().(page.Go); !ok || to.To.(page.Programme).ID == "" {
		t.Errorf("Enter asked for %#v", p.Last())
	}
}

// TestWhatIsNotForAPersonStaysOut of a saved assessment too, after the store has
// written it out and read it back.
func TestWhatIsNotForAPersonStaysOut(t *testing.T) {
	s := seen(t)
	a, err := s.Assessment(t.Context(), "A-K7M-2QX")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(a.Answer)
	if err != nil {
		t.Fatal(err)
	}
	var back store.Answer
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	others := 0
	for i, r := range back.Results {
		if r.NotPerson != a.Answer.Results[i].NotPerson {
			t.Errorf("%s: not for a person is %v, and was %v", r.ID, r.NotPerson, a.Answer.Results[i].NotPerson)
		}
		if r.NotPerson {
			others++
		}
	}
	if others == 0 {
		t.Fatal("the catalogue has nothing that is not for a person")
	}
	p := openAssessment(t, s, 80, 50)
	for i, tab := range []string{"1", "2", "3", "4"} {
		p.Press(tab)
		for _, r := range back.Results {
			if r.NotPerson && strings.Contains(p.Screen(), r.Name+" ") {
				t.Errorf("%s is in part %d", r.Name, i+1)
			}
		}
	}
}

func TestAssessmentThatIsNotThere(t *testing.T) {
	p := pagetest.Open(t, triage.NewAssessment(t.Context(), seen(t), look.Plain(), "K7M-2QX", "A-222-222"), 80, 20)
	if _, ok := p.Last().(page.Back); !ok || !strings.HasPrefix(said(p), "There is no assessment") {
		t.Errorf("said %q, asked for %#v", said(p), p.Last())
	}
}

func TestAssessmentSweep(t *testing.T) {
	s := seen(t)
	s.catalogue = s.catalogue[:20]
	pagetest.Sweep(t, func() page.Model {
		return triage.NewAssessment(t.Context(), s, look.Plain(), "K7M-2QX", "A-K7M-2QX")
	}, "2", "down", "enter", "n", "pgdown", "esc", "4", "l", "down", "esc", "3")
}

func TestAssessmentShowsHealthOnAKey(t *testing.T) {
	s := seen(t)
	p := openAssessment(t, s, 80, 20)
	p.Press("l", "v")
	if s.looked != 0 {
		t.Error("health was asked for of which nothing is known")
	}
	s.client.Facts[store.Health] = store.Value{Set: store.Set{Has: []string{"mental"}}}
	p = openAssessment(t, s, 80, 20)
	p.Press("l")
	p.Has("Health known, not shown")
	p.Press("v")
	p.Has("Health mental")
	p.Press("v")
	p.Lacks("mental")
	if s.looked != 1 {
		t.Errorf("health was asked for %d times", s.looked)
	}
}
