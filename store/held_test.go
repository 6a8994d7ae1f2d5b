package store_test

import (
	"testing"

	"signpost/store"
)

// What was done is said once, where the verb says it already.
func TestWhatAnEventDid(t *testing.T) {
	for want, e := range map[string]store.Event{
		"closed":                   {Verb: "closed", Fields: []string{"closed"}},
		"reopened":                 {Verb: "reopened", Fields: []string{"closed"}},
		"opened closed":            {Verb: "opened", Fields: []string{"closed"}},
		"changed given name, work": {Verb: "changed", Fields: []string{"given_name", "work"}},
	} {
		if got := e.Did(); got != want {
			t.Errorf("%+v: got %q, want %q", e, got, want)
		}
	}
}
