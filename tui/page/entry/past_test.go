package entry_test

import (
	"testing"

	"signpost/store"
	"signpost/tui/page/entry"
)

func TestPastIsOfTheOpenReferralOrTheLast(t *testing.T) {
	of := func(p store.ProgrammeID, s store.ReferralState) store.Referral {
		return store.Referral{State: s, Packet: store.Packet{Programme: p}}
	}
	past := entry.PastOf([]store.Referral{
		of("a", store.Declined), of("a", store.Completed), // the newest first
		of("b", store.Declined), of("b", store.Sent),
	})
	for id, want := range map[store.ProgrammeID]string{"a": "declined there", "b": "referred", "c": ""} {
		if past[id] != want {
			t.Errorf("%s: %q, want %q", id, past[id], want)
		}
	}
	for _, s := range store.ReferralStates() {
		if entry.PastOf([]store.Referral{of("a", s)})["a"] == "" {
			t.Errorf("nothing is said of one that is %s", s)
		}
	}
}
