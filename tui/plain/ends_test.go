package plain_test

import (
	"context"
	"io"
	"regexp"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/tui/plain"
)

// mainJob is the script of the main job: find, triage with that many facts, save,
// refer, and see the referral.
func mainJob(facts int) func(string) (string, error) {
	return conversation(
		[]string{"1", "forklift", "1", "back", "back", "menu", "2"}, facts,
		[]string{
			"save", "Sam", "1", "1", "1", "refer", // why the first is eligible, and refer
			"Sam wants to work outdoors.", "2", "07700 900123", "", "today", "send", "y",
			"menu", "4", "1", "back", "quit",
		})
}

// count is how many clients and sent referrals a desk's partner has.
func count(t *testing.T, d *desk.Desk) (clients, sent int) {
	t.Helper()
	all, err := d.Clients(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	referrals, err := d.Referrals(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range referrals {
		if r.State == store.Sent {
			sent++
		}
	}
	return len(all), sent
}

var (
	saved = regexp.MustCompile(`Saved:\s+client`)
	sent  = regexp.MustCompile(`Sent:\s+referral`)
)

// TestEndingAtAnyPromptLosesNothingSaved ends the main job at every prompt, in
// every way a session can end, and compares what is kept with what was said to
// be.
func TestEndingAtAnyPromptLosesNothingSaved(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	var lines []string
	script := mainJob(4)
	w.sit(coach, func(shown string) (string, error) {
		line, err := script(shown)
		lines = append(lines, line)
		return line, err
	})
	lines = lines[:len(lines)-1] // without quit
	for name, end := range map[string]func(*testing.T, *world, *desk.Desk, []string) string{
		"end of input": endOfInput, "ctrl+c": endByKeys, "closed window": endByWriting, "context": endByContext,
	} {
		t.Run(name, func(t *testing.T) {
			for k := range len(lines) + 1 {
				clients, sentBefore := count(t, coach)
				shown := end(t, w, coach, lines[:k])
				c, s := count(t, coach)
				if want := clients + len(saved.FindAllString(shown, -1)); c != want {
					t.Errorf("after %d lines: %d clients, and %d were said to be saved", k, c, want)
				}
				if want := sentBefore + len(sent.FindAllString(shown, -1)); s != want {
					t.Errorf("after %d lines: %d referrals, and %d were said to be sent", k, s, want)
				}
			}
		})
	}
}

// then says the lines, each with its end, and after them what last says.
func then(lines []string, last func(string) (string, error)) func(string) (string, error) {
	return func(shown string) (string, error) {
		if len(lines) == 0 {
			return last(shown)
		}
		line := lines[0]
		lines = lines[1:]
		return line, nil
	}
}

func endOfInput(_ *testing.T, w *world, d *desk.Desk, lines []string) string {
	shown, _ := w.sit(d, then(lines, func(string) (string, error) { return "y", io.EOF }))
	return shown
}

func endByKeys(t *testing.T, w *world, d *desk.Desk, lines []string) string {
	shown, status := w.sit(d, then(lines, raw("half a line\x03", "\x03")))
	if status != plain.Done {
		t.Errorf("after %d lines: status %d", len(lines), status)
	}
	return shown
}

// endByWriting closes the window: nobody takes what is written, and the input
// goes on for a while.
func endByWriting(t *testing.T, _ *world, d *desk.Desk, lines []string) string {
	p := &person{tb: t}
	out := &window{to: p}
	p.say = then(lines, func(shown string) (string, error) {
		out.closed = true
		if strings.Contains(shown[max(len(shown)-60, 0):], "not yet") {
			return "zzz\r", nil // n is one of the answers
		}
		return "n\r", nil // at a question whether to do it, not to
	})
	plain.Run(t.Context(), plain.In{Desk: d, In: p, Out: out, PTY: true})
	return p.shown()
}

// window is an end that can be closed. The session writes and waits by turns, so
// that closed needs no lock.
type window struct {
	to     io.Writer
	closed bool
}

func (w *window) Write(b []byte) (int, error) {
	if w.closed {
		return 0, errGone
	}
	return w.to.Write(b)
}

// endByContext ends the context while the session waits for a key that never
// comes: only when the window is closed does the read end.
func endByContext(t *testing.T, _ *world, d *desk.Desk, lines []string) string {
	ctx, cancel := context.WithCancel(t.Context())
	closed := make(chan struct{})
	p := &person{tb: t, say: then(lines, func(string) (string, error) {
		cancel()
		<-closed
		return "", errGone
	})}
	plain.Run(ctx, plain.In{Desk: d, In: p, Out: p, PTY: true})
	close(closed)
	return p.shown()
}

// free are the prompts at which any line is an answer.
var free = regexp.MustCompile(`^(Words|Number or words|Given name|Reason|Contact detail): $`)

// TestWrongInputsAtEveryPrompt enters what does not fit at every prompt of the
// main job before what does: the same is asked again, and nothing is lost.
func TestWrongInputsAtEveryPrompt(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	script, wrong, asked := mainJob(12), []string(nil), ""
	fresh := true
	shown, status := w.sit(coach, func(shown string) (string, error) {
		p := prompt(shown)
		if fresh {
			fresh, asked = false, p
			wrong = []string{"help", "again", "more", strings.Repeat("x", 3000), "caf\xe9"}
			if !free.MatchString(p) {
				wrong = append(wrong, "zzz qqq", "999999", "!!", strings.Repeat("zzz ", 30))
			}
		}
		if p != asked {
			t.Errorf("%q is asked after a wrong answer to %q:\n%s", p, asked, tail(shown))
			return "", errGone
		}
		if len(wrong) > 0 {
			line := wrong[0]
			wrong = wrong[1:]
			return line + "\r", nil
		}
		fresh = true
		return script(shown)
	})
	if status != plain.Done {
		t.Errorf("status %d", status)
	}
	has(t, shown, "Saved: client", "Sent: referral", "Goodbye.")
	clients, err := coach.Clients(t.Context(), false)
	if err != nil || len(clients) != 1 || len(w.facts(coach, clients[0].Ref)) != 12 {
		t.Errorf("%v: %+v", err, clients)
	}
}

// TestHelpSaysWhatCanBeEntered asks for help at every prompt of every job.
func TestHelpSaysWhatCanBeEntered(t *testing.T) {
	w := newWorld(t)
	all := w.member("Ann Lee", "Burnley Jobcentre", keys.Coach, keys.Provider, keys.Steward, keys.Auditor)
	sam := w.client(all, "Sam", `{"age": 24}`)
	w.deliver("restart", all)
	w.send(all, sam.Ref, "restart")
	for _, place := range []string{
		"", "1", "1,", "1,forklift,1", "1,carer,filters", "1,carer,district", "2", "2,north", "2,burnley,", "2,results", "2,results,1", "2,facts", "2,facts,3",
		"2,what if", "2,burnley,save", "2,burnley,save,Sam", "3", "3,1", "3,1,1", "3,1,1,1", "3,1,1,1,9", "3,1,6", "3,1,7", "3,1,8", "4",
		"5", "5,1", "5,1,1", "5,2", "5,2,1", "5,2,1,1", "5,2,1,2", "5,2,1,3", "5,3,1", "5,4", "5,5", "5,5,1", "5,5,1,1", "5,6", "5,6,Kim", "5,6,Kim,1", "5,6,Kim,1,1",
		"6", "6,1", "6,since", "6,member", "6,client", "7", "7,1", "7,4",
		"4,1", "4,1,1", "4,1,1,1", "9", "9,1", "9,1,2", "9,1,3", "9,1,4", "9,1,5", "9,capacity", "9,capacity,1", "9,capacity,1,1", "9,capacity,1,1,,",
	} {
		var lines []any
		for line := range strings.SplitSeq(place, ",") {
			if place != "" {
				lines = append(lines, line)
			}
		}
		before := w.do(all, lines...)
		after := w.do(all, append(lines, "help")...)
		help := strings.TrimPrefix(after, before)
		has(t, help, "Everywhere: menu goes to the menu")
		if len(strings.Fields(help)) < 38 { // more than what works everywhere
			t.Errorf("%q: help says only %q", place, help)
		}
	}
}
