package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// at is the cursor of the glass, and the row it is on.
func (g glass) at() (x, y int, row string) {
	shown := strings.Split(g.shows(), "\n")
	c := g.term.Cursor()
	return c.X, c.Y, strings.TrimRight(shown[c.Y], " ")
}

// TestWhatOthersChangeAppears has a coach and a provider of another partner at two
// terminals: what either does is on the other's open screen by itself. The cursor
// stays where it is, and what is being typed stays.
func TestWhatOthersChangeAppears(t *testing.T) {
	r := &realServer{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: time.Date(2026, 11, 23, 10, 12, 0, 0, time.UTC)}}
	r.start()
	t.Cleanup(func() { r.stop() })
	amina, lee := r.enrol("Amina", "Burnley Jobcentre", keys.Coach), r.enrol("Lee", "Calico", keys.Provider)
	_, err := r.office.Installer().SetDeliverer(t.Context(), "connect-to-work", desk.Latest, "calico")
	check(t, err)
	sent := sentReferral(t, r, amina)

	coach, provider := r.window(amina), r.window(lee)
	coach.see(t, "What do you want to do?")
	coach.press(t, "4")
	coach.see(t, "sent, 10 days left")
	coach.press(t, "\r")
	coach.see(t, "sent on 23 November 2026")
	provider.see(t, "1 to answer")
	provider.press(t, "9")
	provider.see(t, "[1 open (1)]")
	x, y, _ := coach.at()
	inX, inY, row := provider.at()

	provider.press(t, "\r")
	provider.see(t, "What you were sent")
	provider.press(t, "y")
	provider.see(t, "Is there a note with it?")
	provider.press(t, "\r")
	provider.see(t, "Saved: acknowledged")
	coach.see(t, "acknowledged on 23 November 2026")
	if x2, y2, _ := coach.at(); x2 != x || y2 != y {
		t.Errorf("the coach's cursor is at %d, %d, and was at %d, %d", x2, y2, x, y)
	}

	provider.press(t, "\x1b")
	provider.see(t, "[1 open (1)]")
	coach.press(t, "n")
	coach.see(t, "note")
	coach.press(t, "Jo rang me")
	coach.see(t, "[Jo rang me")
	lee2 := r.deskOf(t, lee)
	_, err = lee2.Reply(t.Context(), sent, desk.Latest, store.Turn{Move: store.MoveAccept})
	check(t, err)
	coach.see(t, "Changed by Lee, Calico at 10:12.")
	coach.see(t, "[Jo rang me")
	provider.see(t, "accepted (1)")
	if x, y, now := provider.at(); x != inX || y != inY || !strings.HasPrefix(now, row[:10]) {
		t.Errorf("the provider's cursor is at %d, %d on %q, and was at %d, %d on %q", x, y, now, inX, inY, row)
	}
	coach.press(t, "\x1b")
	coach.see(t, "Press Esc again")
	coach.press(t, "\x1b")
	coach.see(t, "accepted on 23 November 2026")
}

// deskOf is the desk of the holder of a key, beside the windows they have open.
func (r *realServer) deskOf(t *testing.T, who gossh.Signer) *desk.Desk {
	t.Helper()
	key, err := keys.FromSSH(who.PublicKey())
	check(t, err)
	caller, err := r.office.WhoIs(t.Context(), key.Fingerprint)
	check(t, err)
	return r.office.For(caller)
}

// sentReferral is Jo's, to Connect to Work.
func sentReferral(t *testing.T, r *realServer, coach gossh.Signer) store.ReferralID {
	t.Helper()
	d := r.deskOf(t, coach)
	ch, err := store.ParseChanges([]byte(`{"birth_date": "1990-03-27", "district": "burnley"}`))
	check(t, err)
	c, err := d.AddClient(t.Context(), "Jo", ch, "", store.Told{How: store.ToldInPerson})
	check(t, err)
	why := map[string]string{}
	for _, id := range store.CheckIDs() {
		why[id] = "agreed"
	}
	sent, err := d.Refer(t.Context(), store.ReferralForm{Client: c.Ref, Programme: "connect-to-work", Told: d.Today(), Overrides: why})
	check(t, err)
	return sent.ID
}
