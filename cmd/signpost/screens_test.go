package main

import (
	"strings"
	"testing"

	"signpost/keys"
	"signpost/tui/term/vt100"
)

// told presses keys one after the other, and then has to see all of the texts,
// whatever lines they are broken into.
func (v *viewer) told(t *testing.T, press []string, sees ...string) {
	t.Helper()
	for _, k := range press {
		v.press(k)
	}
	for _, want := range sees {
		if !v.shows(want) {
			t.Fatalf("after %q the screen does not show %q:\n%s", press, want, v.screen())
		}
	}
}

func (v *viewer) shows(want string) bool {
	return strings.Contains(strings.Join(strings.Fields(v.screen()), " "), want)
}

// seek moves down a list until the row in focus has a text.
func (v *viewer) seek(t *testing.T, want string) {
	t.Helper()
	for range 60 {
		for line := range strings.SplitSeq(v.screen(), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "> ") && strings.Contains(line, want) {
				return
			}
		}
		v.press("j")
	}
	t.Fatalf("no row has %q:\n%s", want, v.screen())
}

// TestTwoScreens leads a referral through its life on two terminals at once: a
// coach's and a provider's. What one does meets what the other does, and nothing
// typed is lost.
func TestTwoScreens(t *testing.T) {
	dir, who := wrote(t)
	st := newStage(t, dir, who)
	coach := st.open(keys.Coach, terminal{name: "vt100", kind: vt100.VT100}, 80, 24)
	provider := st.open(keys.Provider, terminal{name: "xterm", kind: vt100.XTerm, cols: wide, env: utf8Locale}, 80, 24)

	coach.told(t, []string{"3", "fHassan", "\r", "t", "2"}, "unclear")
	coach.seek(t, "Connect to Work")
	coach.told(t, []string{"r"}, "Before you send: 1 warning", "Warning: There is a waiting list", "The next start is on 7 December")
	coach.told(t, []string{"\r", "Wants to work outdoors", "\r", "G", "k", "\r", "\r", "s"}, "Why is it sent all the same?")
	coach.told(t, []string{"She can wait", "\r"}, "Send this referral to", "Sent all the same: She can wait")
	coach.told(t, []string{"y"}, "Sent: referral R-", "an answer is due by")

	provider.told(t, []string{"9", "2", "G", "\r"}, "Hassan to Connect to Work", "sent on 23 November 2026, no answer yet", "Reason Wants to work outdoors")
	if provider.shows("She can wait") {
		t.Errorf("the receiver sees why it was sent against a check:\n%s", provider.screen())
	}
	provider.told(t, []string{"y", "\r"}, "Saved: acknowledged on 23 November 2026")

	coach.told(t, []string{"n", "Please ring before noon", "\r"}, "Somebody else changed it meanwhile. It is now acknowledged", "[Please ring before noon")
	coach.told(t, []string{"\r"}, "Note sent.")
	provider.told(t, []string{"l", "\r", "Full until March", "\r"}, "Somebody else changed it meanwhile.", "[Full until March")
	provider.told(t, []string{"\r"}, "Saved: on the waiting list since 23 November 2026, for a place.")
	coach.told(t, []string{"w", "4"}, "Reason the client is in work")
	provider.told(t, []string{"s", "\r", "\r"}, "Saved: started on 23 November 2026.")
	coach.told(t, []string{"Rang today", "\r"}, "It is now started on 23 November 2026. It cannot be withdrawn from there.", "Note Rang today")
	coach.told(t, []string{"\x1b[27u"}, "State started on 23 November 2026")
	provider.told(t, []string{"x", "3", "\r", "8", "Never came", "\r"}, "Saved: ended early on 23 November 2026: the client could not be reached.")
}

// TestTakenFurther takes a declined referral elsewhere on the screen: matched
// again, told anew, and followed to its end by the coach, where nobody here
// delivers the programme.
func TestTakenFurther(t *testing.T) {
	dir, who := wrote(t)
	st := newStage(t, dir, who)
	coach := st.open(keys.Coach, terminal{name: "vt100", kind: vt100.VT100}, 80, 24)
	coach.told(t, []string{"4", "7"}, "[7 ended")
	coach.seek(t, "declined")
	coach.told(t, []string{"\r"}, "declined on", "not eligible", "Moves: r refer elsewhere")
	coach.told(t, []string{"r"}, "To take R-", "further, move to a programme and press r.")
	coach.told(t, []string{"2"}, "unclear")
	coach.seek(t, "Access to Work")
	coach.told(t, []string{"r"}, ", after R-", "Reason Asked for help with a move", "Client told on not entered")
	coach.told(t, []string{"G", "\r", "\r", "s"}, "Send this referral to")
	coach.told(t, []string{"y"}, "Sent: referral R-", "Linked 1 R-", "Moves: w withdraw, n note, y acknowledge, a accept")
	coach.told(t, []string{"a", "\r"}, "Say who told you.")
	coach.told(t, []string{"Their helpline", "\r"}, "Saved: accepted on 23 November 2026.")
	coach.told(t, []string{"s", "\r", "\r"}, "Saved: started on 23 November 2026.")
	coach.told(t, []string{"f", "\r", "1", "\r"}, "Saved: completed on 23 November 2026.", "started a job on 23 November 2026")
	coach.told(t, []string{"o", "\r", "3", "\r"}, "Enter a day from 22 February 2027 on: 13 weeks after the job began.")
	coach.told(t, []string{"\x1b[27u"}, "State completed on 23 November 2026")
	coach.told(t, []string{"1"}, "declined on", "Linked 1 R-")
}
