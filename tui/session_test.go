package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"signpost/keys"
)

const (
	esc  = "\x1b"
	down = "\x1b[B"
	tab  = "\t"
	del  = "\x7f"
)

// TestScreens walks through Home and Find at the two sizes that are promised,
// and one that is wide.
func TestScreens(t *testing.T) {
	for _, size := range []struct{ w, h int }{{80, 24}, {60, 16}, {132, 43}} {
		t.Run(fmt.Sprintf("%dx%d", size.w, size.h), func(t *testing.T) {
			d := newStub(keys.Coach)
			d.diary = busy()
			s := start(t, d, "vt100", size.w, size.h)
			look := func(name, wait string) {
				t.Helper()
				s.sees(wait)
				s.golden(fmt.Sprintf("%s-%dx%d", name, size.w, size.h))
			}
			look("home", "26: 13")
			s.press("1")
			look("find", "14 found")
			s.press("forklift")
			look("find-words", "[forklift ")
			s.press(tab + "d")
			look("find-district", "Which district")
			s.press(down + down + down + "\r")
			look("find-burnley", "District: Burnley")
			s.press("/" + strings.Repeat(del, 8) + "zzz")
			look("find-nothing", "Nothing found")
			s.press(strings.Repeat(del, 3) + "connect\r")
			look("programme", "Supported employment")
			s.press("?")
			look("help", "Keys on this page")
			s.press("x\x03")
			look("leave", "Leave Signpost?")
			s.press("\x03")
			s.over()
		})
	}
}

func TestSteward(t *testing.T) {
	s := start(t, newStub(keys.Steward), "xterm-256color", 80, 24, "LANG=en_GB.UTF-8")
	s.sees("Access")
	s.golden("home-steward")
}

// What was typed ahead goes to the page that is opened, in order.
func TestTypedAhead(t *testing.T) {
	s := start(t, newStub(keys.Coach), "vt100", 80, 24)
	s.sees("Find provision")
	s.press("1forklift")
	s.sees("[forklift ")
	s.sees("2 found")
}

// Nothing typed is lost by resizing, even to a window too small to draw in,
// which still takes keys.
func TestResize(t *testing.T) {
	s := start(t, newStub(keys.Coach), "vt100", 80, 24)
	s.sees("Find provision")
	s.press("1fork")
	s.sees("[fork ")
	s.resize(40, 10)
	s.sees("This window is 40 by 10.")
	s.press("lift") // nobody sees what these would do
	s.resize(100, 30)
	s.sees("[fork ")
	s.press("lift")
	s.sees("[forklift ")
	s.resize(1, 1)
	s.resize(60, 16)
	s.sees("[forklift ")
}

// Any other key than ctrl+c stays, and does nothing else.
func TestStay(t *testing.T) {
	s := start(t, newStub(keys.Coach), "vt100", 80, 24)
	s.sees("Find provision")
	s.press("\x03")
	s.sees("Leave Signpost?")
	s.press("1")
	s.until("the question gone", func() bool { return !strings.Contains(s.text(), "Leave Signpost?") })
	if !strings.Contains(s.text(), "Signpost  Home") {
		t.Errorf("the key did something else:\n%s", s.text())
	}
	s.press("\x03\x03")
	s.over()
	s.sees("You have left Signpost.")
}

func TestStopping(t *testing.T) {
	s := start(t, newStub(keys.Coach), "vt100", 80, 24)
	s.sees("Find provision")
	close(s.stop)
	s.over()
	s.sees("Signpost is stopping. What you saved is kept.")
}

// The keys of the session work on every page, but in a field they are typed.
func TestEverywhere(t *testing.T) {
	s := start(t, newStub(keys.Coach), "vt100", 80, 24)
	s.sees("Find provision")
	s.press(esc)
	s.sees("This is the first page.")
	s.press("/")
	s.sees("Signpost  Find")
	s.press("and/or")
	s.sees("[and/or ")
	s.press("?")
	s.sees("Help: Find")
	s.press(" ")
	s.press("x")
	s.until("help closed", func() bool { return strings.Contains(s.text(), "[and/or ") })
	s.press(esc)
	s.sees("Signpost  Home")
}
