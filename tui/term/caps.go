// Package term is the terminal at the other end: what it can do (Caps), keys in
// (a decoder of its own, so that no question is ever sent to a terminal that
// would not understand it), frames out, and the running of one session's model
// on it from first size to last reset.
//
// It knows bytes, keys and sizes. It must not know pages, members or records.
package term

import (
	"errors"
	"strings"
	"time"
)

// Caps is what a terminal can do, as far as its name and the client's
// environment make certain. The zero Caps is a monochrome ASCII terminal that
// knows what a VT100 knows.
type Caps struct {
	Term    string
	Colour  bool // sixteen colours, and NO_COLOR is not set
	Unicode bool // shows UTF-8 for certain
	Modern  bool // has a second screen and brackets what is pasted
	Hides   bool // can hide its cursor

	Colours    bool // has sixteen colours, whatever NO_COLOR says
	MayUnicode bool // of a kind that may show UTF-8
	Unsaid     bool // ... and the client said nothing of its locale
	NoRegion   bool // does not scroll a part of its screen
}

// ErrNoScreen is a terminal on which no screen can be drawn.
var ErrNoScreen = errors.New("no screen can be drawn on this terminal")

// CapsOf reads a terminal's name and the client's environment, "NAME=value"
// each. The error is ErrNoScreen for a terminal that cannot place its cursor.
func CapsOf(name string, env []string) (Caps, error) {
	c := Caps{Term: name}
	base, rest, _ := strings.Cut(strings.ToLower(name), "-")
	colour := rest != "m" && rest != "mono"
	switch {
	case base == "", base == "dumb", base == "unknown", base == "network", base == "vt52":
		return c, ErrNoScreen
	case modern(base):
		utf8, said := locale(env)
		c.Modern, c.Hides, c.Colours = true, true, colour
		c.MayUnicode, c.Unicode, c.Unsaid = true, utf8, !said
	case base == "linux":
		c.Hides, c.Colours, c.MayUnicode = true, colour, true // its fonts have few signs, so only when it is asked for
	case base == "ansi", base == "cygwin", base == "pcansi":
		c.Colours, c.NoRegion = colour, true
	case base == "vt220", base == "vt320", base == "vt420", base == "vt520":
		c.Hides = true
	}
	noColour, _ := lookup(env, "NO_COLOR")
	c.Colour = c.Colours && noColour == ""
	return c, nil
}

// modern says whether the terminal of that family has a second screen and
// bracketed paste.
func modern(base string) bool {
	switch base {
	case "xterm", "screen", "tmux", "rxvt", "putty", "konsole", "gnome", "vte", "alacritty", "foot", "kitty",
		"ghostty", "wezterm", "st", "stterm", "iterm", "iterm2", "iterm2.app", "mintty", "contour", "rio", "mlterm",
		"nsterm", "eterm", "terminator", "ms":
		return true
	}
	return false
}

// locale reads the locale as POSIX does: the first of LC_ALL, LC_CTYPE and LANG
// that is set decides whether it is of UTF-8. said is false where none is set.
func locale(env []string) (utf8, said bool) {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v, _ := lookup(env, name); v != "" {
			v = strings.ToLower(v)
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8"), true
		}
	}
	return false, false
}

// lookup is the last value the environment gives the name.
func lookup(env []string, name string) (string, bool) {
	for i := len(env) - 1; i >= 0; i-- {
		if k, v, ok := strings.Cut(env[i], "="); ok && k == name {
			return v, true
		}
	}
	return "", false
}

// Stopping tells a session's model that the server stops. The model says so and
// quits.
type Stopping struct{}

// Redraw has the whole screen drawn again, as after noise on the line. The model
// sends it; it does not come back.
type Redraw struct{}

// Pace has frames drawn no closer together than Least. The model sends it; it
// does not come back.
type Pace struct{ Least time.Duration }

// The largest window that is drawn. A client may claim any size; nothing is
// allocated beyond this.
const (
	MaxWidth  = 300
	MaxHeight = 100
)

// Size is a window's size in columns and lines.
type Size struct{ W, H int }

// Fit is the size within bounds; false where either side is not positive, which
// clients send when they do not know.
func (s Size) Fit() (Size, bool) {
	if s.W < 1 || s.H < 1 {
		return Size{}, false
	}
	return Size{W: min(s.W, MaxWidth), H: min(s.H, MaxHeight)}, true
}
