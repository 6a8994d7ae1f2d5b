package plain_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store/search"
	"signpost/tui/plain"
)

// raw gives the pieces as they are, one a read, and then ends the input.
func raw(pieces ...string) func(string) (string, error) {
	return func(string) (string, error) {
		if len(pieces) == 0 {
			return "", io.EOF
		}
		p := pieces[0]
		pieces = pieces[1:]
		return p, nil
	}
}

func TestLinesAreEditedOnATerminal(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	for _, c := range []struct {
		name   string
		pieces []string
		shows  string // of the line typed at "Words: ", up to its end
		finds  string // the words that were looked for
	}{
		{"CR", []string{"forklift\r"}, "forklift", "forklift"},
		{"LF", []string{"forklift\n"}, "forklift", "forklift"},
		{"CR LF is one end", []string{"forklift\r\n", "quit\r\n"}, "forklift", "forklift"},
		{"CR, then LF later", []string{"forklift\r", "\nquit\r"}, "forklift", "forklift"},
		{"a letter a read", strings.Split("forklift\r", ""), "forklift", "forklift"},
		{"backspace", []string{"forkk\x08lift\r"}, `forkk\k/lift`, "forklift"},
		{"delete", []string{"forkkk\x7f\x7flift\r"}, `forkkk\kk/lift`, "forklift"},
		{"nothing to take away", []string{"\x7f\x08forklift\r"}, "forklift", "forklift"},
		{"taken away to the end", []string{"ab\x7f\x7f\x7fforklift\r"}, `ab\ba/forklift`, "forklift"},
		{"ctrl+u", []string{"carer\x15forklift\r"}, "carer\r\nWords: forklift", "forklift"},
		{"a tab is a space", []string{"fork\tlift\r"}, "fork lift", "fork lift"},
		{"arrow keys", []string{"fork\x1b[A\x1bOB\x1b[1;5C\x1b[3~lift\r"}, "forklift", "forklift"},
		{"a split arrow key", []string{"fork\x1b", "[", "Clift\r"}, "forklift", "forklift"},
		{"ESC alone", []string{"fork\x1blift\r"}, "forklift", "forklift"},
		{"a line end in a broken sequence", []string{"forklift\x1b[\r"}, "forklift", "forklift"},
		{"other control characters", []string{"\x00fork\x01\x07\x1flift\r"}, "forklift", "forklift"},
		{"an accent", []string{"caf\u00e9\r"}, "cafe", "café"},
		{"an accent in two reads", []string{"caf\xc3", "\xa9\r"}, "cafe", "café"},
	} {
		t.Run(c.name, func(t *testing.T) {
			shown, _ := w.sit(coach, raw(append([]string{"1\r"}, c.pieces...)...))
			_, after, _ := strings.Cut(shown, "Words: ")
			if !strings.HasPrefix(after, c.shows+"\r\n") {
				t.Errorf("shown %q, want %q", after[:min(len(after), 60)], c.shows)
			}
			got, err := coach.Find(t.Context(), search.Query{Words: c.finds, Day: coach.Today()})
			if err != nil {
				t.Fatal(err)
			}
			if got.Total > 0 {
				has(t, after, got.Hits[0].Programme.Name)
			}
			if strings.Count(after, " found.") > 1 && got.Total > 0 {
				t.Errorf("looked for twice: %q", after)
			}
		})
	}
}

func TestARuboutTakesTheCharacterAway(t *testing.T) {
	w := newWorld(t)
	shown, _ := w.sit(w.coach(), raw("1\r", "ca\u00a3f\x7f\x7frer\r"), func(in *plain.In) { in.Rubout = true })
	_, after, _ := strings.Cut(shown, "Words: ")
	want := "caGBP f" + "\b \b" + strings.Repeat("\b \b", len("GBP ")) + "rer\r\n"
	if !strings.HasPrefix(after, want) {
		t.Errorf("shown %q, want %q", after[:min(len(after), 60)], want)
	}
	if strings.ContainsAny(strings.ReplaceAll(shown, "\b", ""), "\x1b\x07\x00") {
		t.Error("an escape sequence was sent")
	}
}

func TestWithoutATerminalNothingIsEchoed(t *testing.T) {
	w := newWorld(t)
	shown, status := w.sit(w.coach(), raw("1\nfork\x03\x04lift\nquit\n"), func(in *plain.In) { in.PTY = false })
	if status != plain.Done || strings.Contains(shown, "\r") {
		t.Errorf("status %d, shown %q", status, shown)
	}
	for line := range strings.SplitSeq(shown, "\n") {
		if line == "forklift" || line == "1" {
			t.Errorf("what was typed is echoed: %q", line)
		}
	}
	has(t, shown, "Words:", `"forklift":`, "Goodbye.")
	if !strings.Contains(shown, "\nWords:\n") {
		t.Errorf("a prompt is no line of its own: %q", shown)
	}
}

func TestALineThatCannotBeTaken(t *testing.T) {
	w := newWorld(t)
	shown := w.do(w.coach(), "1", strings.Repeat("x", 2001), "caf\xe9", "forklift", "quit")
	has(t, shown, "That line has more than 2000 characters. None of it was taken: enter less.", "Words:",
		"A character of that line cannot be read", "Words: forklift", `"forklift":`)
}

func TestALineThatBreaksOffIsNotTaken(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	c := w.client(coach, "Sam", `{"age": 24}`)
	shown, status := w.sit(coach, raw("3\r1\r8\rmoved away"))
	if got, err := coach.Client(t.Context(), c.Ref); err != nil || !got.Closed.IsZero() {
		t.Errorf("the client was closed by a line nobody ended: %v, %v", got.Closed, err)
	}
	if status != plain.Done {
		t.Errorf("status %d, after %s", status, tail(shown))
	}
}

func TestLeaving(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	for _, c := range []struct {
		name   string
		pieces []string
		status int
		says   []string
	}{
		{"quit", []string{"quit\r"}, plain.Done, []string{"Goodbye."}},
		{"exit", []string{"EXIT\r"}, plain.Done, []string{"Goodbye."}},
		{"ctrl+c twice", []string{"\x03\x03"}, plain.Done, []string{"^C", "Leave Signpost, y or n:", "Goodbye."}},
		{"ctrl+c and yes", []string{"1\rfor\x03y\r"}, plain.Done, []string{"Leave Signpost", "Goodbye."}},
		{"ctrl+c and no", []string{"1\rfor\x03\rforklift\rquit\r"}, plain.Done, []string{"You stay.", "Words: forklift", `"forklift":`, "Goodbye."}},
		{"ctrl+c and neither", []string{"\x03perhaps\rn\r\x04"}, plain.Done, []string{"Enter y to leave, or n to stay.", "You stay.", "Goodbye."}},
		{"ctrl+d", []string{"\x04"}, plain.Done, []string{"Goodbye."}},
		{"the input ends", []string{"1\r"}, plain.Done, []string{"Words:"}},
		{"ctrl+d with answers", []string{"2\rburnley\r\x04\x04"}, plain.Done, []string{"1 answer about a new client is not saved.", "Leave it unsaved", "Goodbye."}},
		{"quit with answers, and stay", []string{"2\rburnley\rquit\rn\rsave\rSam\r\r\rquit\r"}, plain.Done, []string{"Leave it unsaved", "You stay.", "Saved: client", "Goodbye."}},
		{"menu with answers", []string{"2\rburnley\rmenu\ry\rquit\r"}, plain.Done, []string{"Leave it unsaved", "Menu", "Goodbye."}},
		{"back with answers", []string{"2\rburnley\rresults\rback\rn\rback\ry\rquit\r"}, plain.Done, []string{"Leave it unsaved", "Results", "Leave it unsaved", "Menu", "Goodbye."}},
		{"the input ends with answers", []string{"2\rburnley\r"}, plain.Broken, []string{"The input ended. 1 answer about a new client is not saved."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			shown, status := w.sit(coach, raw(c.pieces...))
			if status != c.status {
				t.Errorf("status %d, want %d", status, c.status)
			}
			has(t, shown, c.says...)
		})
	}
}

// broken is an end to which nothing can be written.
type broken struct{ after int }

func (b *broken) Write(p []byte) (int, error) {
	if b.after--; b.after < 0 {
		return 0, errGone
	}
	return len(p), nil
}

func TestAClosedWindowEndsTheSession(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	for after := range 4 {
		in := &person{tb: t, say: func(string) (string, error) { return "1\r", nil }}
		if status := plain.Run(t.Context(), plain.In{Desk: coach, In: in, Out: &broken{after}, PTY: true}); status != plain.Done {
			t.Errorf("after %d writes: status %d", after, status)
		}
	}
}

func TestAContextThatEndsEndsTheSession(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	read, write := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	var out bytes.Buffer
	done := make(chan int)
	go func() { done <- plain.Run(ctx, plain.In{Desk: coach, In: read, Out: &out, PTY: true}) }()
	if _, err := io.WriteString(write, "2\rburnley\r"); err != nil {
		t.Fatal(err)
	}
	cancel()
	if status := <-done; status != plain.Done && status != plain.Broken {
		t.Errorf("status %d", status)
	}
	_ = read.Close() // the window: its read ends with it
}

// faulty breaks the program in the middle of a session.
type faulty struct{}

func (faulty) Read([]byte) (int, error) { return 0, nil }

func TestAReaderThatGivesNothingEndsTheSession(t *testing.T) {
	w := newWorld(t)
	var out bytes.Buffer
	plain.Run(t.Context(), plain.In{Desk: w.coach(), In: faulty{}, Out: &out})
	has(t, out.String(), "Menu", "Number:")
}

func TestTextIsFoldedUnlessUnicodeIsCertain(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	w.client(coach, "Zoë\u202e", `{"weekly_net_pay": 196.5}`)
	script := typist("3", "1", "1", "quit")
	ascii, _ := w.sit(coach, script)
	has(t, ascii, "Zoe", "Weekly take-home pay: GBP 196.50")
	unicode, _ := w.sit(coach, typist("3", "1", "1", "quit"), func(in *plain.In) { in.Unicode = true })
	has(t, unicode, "Zoë", "Weekly take-home pay: £196.50")
	lacks(t, unicode, "\u202e")
}

func TestLinesKeepToTheWidth(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	w.client(coach, "Sam", `{"age": 24, "district": "burnley"}`)
	for _, width := range []int{0, 80, 200, 40, 20, 1} {
		var typed []string
		say := typist("1", "forklift", "more", "help", "1", "again", "more", "more", "back", "filters", "2", "", "menu",
			"2", "help", "burnley", "results", "7", "back", "facts", "back", "what if", "1", "1/1/2000", "take", "back", "y",
			"3", "1", "1", "1", "", "back", "back", "back", "4", "quit")
		shown, _ := w.sit(coach, func(s string) (string, error) {
			typed = append(typed, prompt(s))
			return say(s)
		}, func(in *plain.In) { in.Width = width })
		most := width
		if width == 0 || width > 80 {
			most = 80
		}
		most = max(most, 20)
		for line := range strings.SplitSeq(shown, "\r\n") {
			isPrompt := false
			for _, p := range typed {
				isPrompt = isPrompt || p != "" && strings.HasPrefix(line, p)
			}
			if len(line) > most && !isPrompt {
				t.Errorf("width %d: %q is %d wide", width, line, len(line))
			}
		}
	}
}

func TestReservedWordsInQuotes(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	w.do(coach, "2", "burnley", "save", `"Back"`, "", "", "quit")
	clients, err := coach.Clients(t.Context(), false)
	if err != nil || len(clients) != 1 || clients[0].GivenName != "Back" {
		t.Errorf("%+v, %v", clients, err)
	}
}

func TestARevokedKeyIsToldSo(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	revoke := func() {
		if _, err := w.office.Installer().RevokeKey(t.Context(), coach.Who().Fingerprint); err != nil {
			t.Error(err)
		}
	}
	say := typist("forklift", "quit")
	first := true
	shown, _ := w.sit(coach, func(s string) (string, error) {
		if first {
			first = false
			return "1\r", nil
		}
		if revoke != nil {
			revoke()
			revoke = nil
		}
		return say(s)
	})
	has(t, shown, "This key was revoked on 2 February 2026. Ask your steward.")
}

func TestJobsAreThoseOfTheRoles(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		role  keys.Role
		has   []string
		lacks string
	}{
		{keys.Coach, []string{"1 Find provision", "2 Triage a client", "3 Caseload", "4 Referrals"}, "5 Access"},
		{keys.Steward, []string{"1 Find provision", "5 Access"}, "3 Caseload"},
		{keys.Auditor, []string{"1 Find provision", "6 Trail"}, "Nothing waits"},
		{keys.Curator, []string{"1 Find provision"}, "6 Trail"},
	} {
		shown := w.do(w.member("Kim", "Some Partner", c.role), "3", "quit")
		has(t, shown, c.has...)
		lacks(t, shown, c.lacks)
		if c.role != keys.Coach {
			has(t, shown, `"3" is none of the choices. Enter 1`)
		}
	}
}
