package plain_test

import (
	"testing"

	"signpost/store"
)

// TestAHousehold works with a household a line at a time: two people, what they
// share, a plan, how they stand together, and their referrals in one step.
func TestAHousehold(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	jo, err := store.ParseChanges([]byte(`{"age": 30, "work": "out-of-work", "health": ["mental"]}`))
	if err != nil {
		t.Fatal(err)
	}
	c, err := coach.AddClient(t.Context(), "Jo", jo, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	shown := w.do(coach, "h", "new", "6", string(c.Ref), "6", "K7M-2QX", "Bilal",
		"2", "2", "liverpool", "1", "1", "2", "2", "2", "19", "1", "back",
		"7", "Meet the debt adviser", "soon", "", "3", "1", "back",
		"5", "1", "back", "back", "back", "back", "quit")
	has(t, shown, "Household H-", "is open.", "Who joins this household?", "Saved.", "three characters, a hyphen, three characters", "Saved.",
		"District: not known", "District: Liverpool", "Saved.", "Bilal, not a client yet.", "Make them a client", "Saved.",
		"Enter a day, such as", "Saved.", "to do: Meet the debt adviser", "Saved.", "done: Meet the debt adviser",
		"How this household stands on", "Jo:", "Bilal:", "Programmes that ask for a household:", "Households into Work: unclear",
		"has at least two people who join, each 16 or over and unemployed", "Refer those who are clients, together", "Households", "Jo, Bilal, H-")
	shown = w.do(coach, "h", "1", "5", "1", "1", "Likes people.", "", "2", "", "n", "1", "1", "", "", "", "y", "back", "4", "quit")
	has(t, shown, "On what basis is this shared of Jo?", "On which day did Jo agree to this sharing?", "Bilal is not a client yet, so not referred.", "Given name", "Jo", "Likes people.", "Not sent.", "Sent: R-", "of Jo.", "Referrals", "Jo to Households into Work")
	shown = w.do(coach, "h", "1", "1", "health", "back", "5", "health", "1", "back", "back", "back", "back", "quit")
	has(t, shown, "Jo, client", "Health: known, not shown", "Jo, client", "Health: mental",
		"How this household stands on", "How this household stands on", "Each person, as one of this household")
	shown = w.do(coach, "h", "1", "8", "both in work", "5", "8", "8", "done", "back", "closed", "quit")
	has(t, shown, "Why is this household closed?", "Closed on", "was closed on", "Advocate:", "Closed on", "Households", "closed on")
}
