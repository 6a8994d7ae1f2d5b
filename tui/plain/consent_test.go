package plain_test

import (
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
)

// TestConsentIsWithdrawn withdraws consent a line at a time, from the client and
// from the referral, and hears what the receiver hears then.
func TestConsentIsWithdrawn(t *testing.T) {
	w := newWorld(t)
	coach, provider := w.coach(), w.member("Lee Smith", "Reed in Partnership", keys.Provider)
	w.deliver("restart", provider)
	for _, way := range [][]any{{"3", "1", "13"}, {"4", "no answer", "1", "3"}} {
		c := w.client(coach, "Wilhelmina", `{"birth_date": "1990-03-27", "district": "burnley"}`)
		form := store.ReferralForm{
			Client: c.Ref, Programme: "restart", Told: coach.Today(), Basis: store.Consent, Overrides: map[string]string{},
			Agreement: store.Agreement{Day: coach.Today(), How: store.AgreedOnline},
		}
		for _, id := range store.CheckIDs() {
			form.Overrides[id] = "agreed"
		}
		if _, err := coach.Refer(t.Context(), form); err != nil {
			t.Fatal(err)
		}
		last := way[len(way)-1]
		shown := w.do(coach, append(way, "soon", "", "n", last, "", "y", "quit")...)
		has(t, shown, "Wilhelmina has withdrawn consent: what this will do",
			"to Restart Scheme: ends at once; Reed in Partnership", "It cannot be taken back.", "soon", "Enter today or a day before it", "Not written down.",
			"Written down: consent for 1 referral is withdrawn.")
		if _, err := coach.CloseClient(t.Context(), c.Ref, c.Rev, "done", true); err != nil {
			t.Fatal(err)
		}
		shown = w.do(provider, "9", "ended", "1", "back", "quit")
		has(t, shown, "(not shown) to Restart Scheme: withdrawn", "A client to Restart Scheme", "The client withdrew consent on 2 February 2026.", "1 The programme")
		if strings.Contains(shown, "Wilhelmina") || strings.Contains(shown, string(c.Ref)) {
			t.Errorf("the provider hears of the client: %s", shown)
		}
	}
}
