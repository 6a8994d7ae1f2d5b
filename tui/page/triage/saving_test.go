package triage_test

import (
	"context"
	"strings"
	"testing"

	"signpost/store"
)

func TestSomebodyElseChangedTheClient(t *testing.T) {
	for _, c := range []struct {
		keys    string
		clashes int
		work    string
		age     int64
	}{
		{"m", 1, "out-of-work", 40},
		{"m m", 2, "out-of-work", 40},
		{"t", 1, "employed", 40},
		{"esc s 1 m", 1, "out-of-work", 40},
	} {
		t.Run(c.keys, func(t *testing.T) {
			s := newStub(t)
			s.client = store.Client{Ref: "K7M-2QX", Rev: 3, GivenName: "Jo", Facts: store.Facts{store.Age: {Num: 30}}}
			p := open(t, s, s.client.Ref)
			answerFact(p, store.Work, "1")
			s.clash = c.clashes
			results(p)
			p.Press("s", "2")
			p.Has("Somebody else changed this client")
			p.Has("theirs employed")
			p.Has("mine out of work")
			press(p, strings.Fields(c.keys)...)
			if got := s.client.Facts; got[store.Work].Word != c.work || got[store.Age].Num != c.age {
				t.Errorf("kept %v\n%s", got, p.Screen())
			}
			if c.work == "out-of-work" && (s.triaged != 1 || c.keys[0] == 'm' && s.source != store.DocumentSeen) {
				t.Errorf("triaged %d, by %q", s.triaged, s.source)
			}
			if unsaved(p) {
				t.Error("still unsaved")
			}
		})
	}
}

// TestARefusedSaveKeepsWhatWasTyped refuses the name, then the whole thing.
func TestARefusedSaveKeepsWhatWasTyped(t *testing.T) {
	s := newStub(t)
	p := open(t, s, "")
	answerFact(p, store.District, "=burn", "enter")
	s.refuse = &store.FieldError{Field: "given name", Says: "Take out the National Insurance number."}
	results(p)
	press(p, "s", "=Jo QQ123456C", "enter", "1", "1")
	p.Has("[Jo QQ123456C")
	p.Has("Take out the National Insurance number.")
	press(p, strings.Fields(strings.Repeat("backspace ", 10))...)
	s.refuse = context.DeadlineExceeded
	press(p, "enter", "1", "1")
	p.Has("How was the client told")
	p.Press("esc", "s")
	p.Has("[Jo ")
	press(p, "enter", "2", "enter")
	if s.told != (store.Told{How: store.ToldNotYet}) {
		t.Errorf("Enter alone said that they were told: %+v", s.told)
	}
	if s.added != 1 || s.client.GivenName != "Jo" || len(s.client.Facts) != 1 {
		t.Errorf("kept %+v", s.client)
	}
}

// TestAnAssessmentThatIsNotSaved leaves the client saved, and says so.
func TestAnAssessmentThatIsNotSaved(t *testing.T) {
	s := newStub(t)
	s.noTriage = context.DeadlineExceeded
	p := open(t, s, "")
	answerFact(p, store.District, "=burn", "enter")
	results(p)
	press(p, "s", "=Jo", "enter", "1", "2")
	if !strings.HasPrefix(said(p), "Client K7M-2QX is saved, but this assessment is not") || unsaved(p) {
		t.Errorf("said %q, unsaved %v", said(p), unsaved(p))
	}
	p.Has("Press s to save this assessment.")
	s.noTriage = nil
	p.Press("s")
	p.Has("Saved on 2 February 2026.")
	if s.added != 1 || s.triaged != 1 {
		t.Errorf("added %d, triaged %d", s.added, s.triaged)
	}
}
