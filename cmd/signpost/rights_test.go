package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
)

// TestAClientsRightsOverSSH puts right what is wrong of a client, gives out what is
// held and erases it, on the coach's screen and by commands, while a colleague who
// covers for them has the same client open: what is corrected there appears, and the
// page of a client who is erased is left.
func TestAClientsRightsOverSSH(t *testing.T) {
	r := &realServer{t: t, dir: filepath.Join(t.TempDir(), "data"), clock: &clock{at: time.Date(2026, 11, 23, 10, 12, 0, 0, time.UTC)}}
	r.start()
	t.Cleanup(func() { r.stop() })
	amina, sam := r.enrol("Amina", "Burnley Jobcentre", keys.Coach), r.enrol("Sam", "Burnley Jobcentre", keys.Coach)
	d := r.deskOf(t, amina)
	ch, err := store.ParseChanges([]byte(`{"district": "burnley", "health": ["severe-mental-illness"]}`))
	check(t, err)
	c, err := d.AddClient(t.Context(), "Wilhelmina", ch, store.ClientSaid, store.Told{How: store.ToldInPerson})
	check(t, err)
	_, err = d.AddNote(t.Context(), c.Ref, "Her brother drinks.")
	check(t, err)

	colleague := r.window(sam)
	colleague.see(t, "What do you want to do?")
	colleague.press(t, "3")
	colleague.see(t, "Wilhelmina")
	colleague.press(t, "\r")
	colleague.see(t, "Why do you open their record?")
	colleague.press(t, "1")
	colleague.see(t, "[1 facts (2)]")
	colleague.press(t, "4")
	colleague.see(t, "Her brother drinks.")
	colleague.press(t, "s")
	colleague.see(t, "Only Amina may change this note, who wrote it.")

	coach := r.window(amina)
	coach.see(t, "What do you want to do?")
	coach.press(t, "3")
	coach.see(t, "Wilhelmina")
	coach.press(t, "\r")
	coach.see(t, "[1 facts (2)]")
	coach.press(t, "4")
	coach.see(t, "Her brother drinks.")
	coach.press(t, "s")
	coach.see(t, "Why is this note struck?")
	coach.press(t, "3")
	coach.see(t, "Remove it?")
	coach.press(t, "y")
	coach.see(t, "Struck on 23 November 2026 by Amina: it was about somebody else.")
	colleague.see(t, "Struck on 23 November 2026 by Amina: it was about somebody else.")

	cfg, _ := config("amina", gossh.PublicKeys(amina))
	conn, err := gossh.Dial("tcp", r.addr, cfg)
	check(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	seat := &seat{t, conn}
	_, err = seat.enter(`{"district": "pendle", "health": ["physical"]}`, "client facts "+string(c.Ref))
	check(t, err)
	for _, command := range []string{"client history ", "client seen ", "client export "} {
		out, err := seat.enter("", command+string(c.Ref))
		check(t, err)
		if strings.Contains(out, "brother drinks") {
			t.Errorf("%s tells what was struck:\n%s", command, out)
		}
		if command == "client history " && (strings.Contains(out, "severe mental") || !strings.Contains(out, "District was Burnley")) {
			t.Errorf("%s says\n%s", command, out)
		}
		if command == "client seen " && !strings.Contains(strings.Join(strings.Fields(out), " "), "Sam, Burnley Jobcentre: said why cover; opened given name") {
			t.Errorf("%s says\n%s", command, out)
		}
	}

	coach.press(t, "m")
	coach.see(t, "What do you want to do?")
	coach.press(t, "4")
	coach.see(t, "Goes, for good: the name, 2 facts")
	coach.press(t, "1")
	coach.see(t, "enter their reference")
	coach.press(t, strings.ToLower(string(c.Ref))+"\r")
	coach.see(t, "is erased. Nothing of theirs is left here.")
	coach.see(t, "0 open clients")
	colleague.see(t, "0 open clients")
	seat.no("client show "+string(c.Ref), "There is no client")
}
