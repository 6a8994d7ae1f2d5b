package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// TestConsentIsWithdrawnWhileTheProviderWatches has a coach withdraw a client's
// consent by their pages while the provider has the referral open, and a move of it
// half entered: at once the provider's screens, commands and inbox show nobody, and
// what they had in hand is refused. What does not rest on consent stays.
func TestConsentIsWithdrawnWhileTheProviderWatches(t *testing.T) {
	r := &realServer{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: time.Date(2026, 11, 23, 10, 12, 0, 0, time.UTC)}}
	r.start()
	t.Cleanup(func() { r.stop() })
	amina, lee := r.enrol("Amina", "Burnley Jobcentre", keys.Coach), r.enrol("Lee", "Calico", keys.Provider)
	for _, id := range []store.ProgrammeID{"connect-to-work", "restart"} {
		_, err := r.office.Installer().SetDeliverer(t.Context(), id, desk.Latest, "calico")
		check(t, err)
	}
	seat := r.seat("Bill", "Burnley Jobcentre", keys.Coach)
	at := r.seat("Wojciech", "Calico", keys.Provider)
	var c struct{ Ref string }
	out, err := seat.enter(`{"given_name": "Wilhelmina", "facts": {"birth_date": "1990-03-27", "district": "burnley"}}`, "client add --told in-person --json")
	check(t, err)
	check(t, json.Unmarshal([]byte(out), &c))
	refer := func(programme, more string) store.Referral {
		t.Helper()
		var sent store.Referral
		typed := "refer " + c.Ref + " " + programme + " --told today --reason 'sings in a choir' " + more
		for _, id := range store.CheckIDs() {
			typed += " --override " + id + "=agreed"
		}
		seat.ok(typed, &sent)
		return sent
	}
	seat.no("refer "+c.Ref+" connect-to-work --told today --basis consent", "Enter the day the client agreed to this sharing")
	sent := refer("connect-to-work", "--contact phone --detail 07700900123 --basis consent --consent-day today --consent-how said")
	r.clock.add(time.Minute) // the older stands first
	public := refer("restart", "")
	check(t, r.deskOf(t, amina).Because(t.Context(), store.ClientRef(c.Ref), "cover", ""))

	provider, coach := r.window(lee), r.window(amina)
	provider.see(t, "2 to answer")
	provider.press(t, "9")
	provider.see(t, "Wilhelmina")
	provider.press(t, "\r")
	provider.see(t, "What you were sent")
	provider.see(t, "sings in a choir")
	provider.press(t, "a")
	provider.see(t, "Accept: Wilhelmina to Connect to Work")

	coach.see(t, "What do you want to do?")
	coach.press(t, "3")
	coach.see(t, "Wilhelmina")
	coach.press(t, "\r")
	coach.see(t, "Client "+c.Ref)
	coach.press(t, "w")
	coach.see(t, string(sent.ID)+" to Connect to Work: ends at once")
	coach.press(t, "\r")
	coach.see(t, "Write down that consent for 1 referral is withdrawn?")
	coach.press(t, "y")
	coach.see(t, "Written down: consent for 1 referral is withdrawn.")

	provider.see(t, "The client withdrew consent on 23 November 2026.")
	for _, word := range []string{"Wilhelmina", "choir", "07700", c.Ref} {
		if shown := provider.shows(); strings.Contains(shown, word) {
			t.Errorf("the provider's screen still shows %q:\n%s", word, shown)
		}
	}
	provider.press(t, "\x1b")
	provider.see(t, "open (1)")

	id := string(sent.ID)
	at.no(fmt.Sprintf("referral accept %s --rev %d", id, sent.Rev), "The client withdrew consent on 23 November 2026.")
	for typed, times := range map[string]int{"referral show " + id: 0, "referral show " + id + " --json": 0, "inbox --all --json": 1} {
		out, err := at.enter("", typed)
		check(t, err)
		for _, word := range []string{"Wilhelmina", "07700", "choir", c.Ref} {
			if strings.Count(out, word) > times { // once for what does not rest on consent
				t.Errorf("%s tells the provider of the client: %s", typed, out)
			}
		}
	}
	var inbox []struct{ ID, State string }
	at.ok("inbox", &inbox)
	if len(inbox) != 1 || inbox[0].ID != string(public.ID) || inbox[0].State != "sent" {
		t.Errorf("the inbox holds %+v", inbox)
	}
	out, err = seat.enter("", "client export "+c.Ref)
	check(t, err)
	if !strings.Contains(strings.Join(strings.Fields(out), " "), "Consent: given on 23 November 2026, said to the coach; withdrawn on 23 November 2026") {
		t.Errorf("the client's own copy does not tell of it:\n%s", out)
	}
	seat.no("client withdraw-consent "+c.Ref, "Consent for "+string(sent.ID)+" was withdrawn already, on 23 November 2026.")
	out, err = at.enter("", "client withdraw-consent "+c.Ref)
	if err == nil {
		t.Errorf("the provider withdrew consent: %s", out)
	}
}
