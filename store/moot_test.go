package store_test

import (
	"testing"

	"signpost/store"
)

func TestMoot(t *testing.T) {
	for _, c := range []struct {
		facts string
		fact  store.Fact
		moot  bool
	}{
		{`{}`, store.CaringHours, false},
		{`{"caring": []}`, store.CaringHours, true},
		{`{"caring": {"adult": false}}`, store.CaringHours, false},
		{`{"caring": ["adult"]}`, store.CaringHours, false},
		{`{"benefits": ["pip"]}`, store.UCRegime, true},
		{`{"benefits": {"pip": true}}`, store.UCRegime, false},
		{`{"work": "never-worked"}`, store.RedundancyDate, true},
		{`{"work": "out-of-work"}`, store.RedundancyDate, false},
		{`{"work_risk": []}`, store.RedundancyDate, true},
		{`{"graduate": false}`, store.DegreeSubject, true},
		{`{"graduate": true}`, store.DegreeSubject, false},
		{`{"qualification_level": 3}`, store.DegreeSubject, true},
		{`{"qualification_level": 6}`, store.DegreeSubject, false},
		{`{"work": "employed"}`, store.MonthsOutOfWork, true},
		{`{"work": "inactive"}`, store.HoursPerWeek, true},
		{`{"work": "inactive"}`, store.Health, false},
	} {
		ch, err := store.ParseChanges([]byte(c.facts))
		if err != nil {
			t.Fatal(err)
		}
		if got := ch.Apply(nil).Moot(c.fact); got != c.moot {
			t.Errorf("with %s, %v is moot: %v", c.facts, c.fact, got)
		}
	}
}
