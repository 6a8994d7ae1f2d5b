package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/term"
)

// face is how a session looks: what its terminal can do, and what its member
// wants of it.
type face struct {
	look   look.Look
	caps   term.Caps
	asking bool // the first page asks whether UTF-8 is shown, so it is let through
}

// lookFor is the Look for a terminal and a member's settings. A setting counts
// for more than the client's environment: a scheme that the member chose, for
// more than NO_COLOR. What the terminal cannot do by its very kind is not sent to
// it, whatever was chosen on another one.
func lookFor(caps term.Caps, set store.Settings) look.Look {
	o := look.Options{Colour: caps.Colour, Unicode: caps.Unicode, Names: caps.Modern && set.Repeat != store.RepeatSlow}
	switch set.Glyphs {
	case store.GlyphsASCII:
		o.Unicode = false
	case store.GlyphsUnicode:
		o.Unicode = caps.MayUnicode
	}
	switch set.Colour {
	case store.ColourNone:
		o.Colour = false
	case store.ColourDark:
		o.Colour, o.Scheme = caps.Colours, look.DarkBackground
	case store.ColourLight:
		o.Colour, o.Scheme = caps.Colours, look.LightBackground
	}
	return look.New(o)
}

// asks says whether to ask what the terminal shows: nothing tells, the member was
// never asked, and may keep the answer.
func asks(caps term.Caps, set store.Settings, who keys.Caller) bool {
	return caps.Unsaid && set.Glyphs == "" && who.May(keys.ActSettings)
}

// obey has the settings hold from now on, on every page there is.
func (s *Session) obey(set store.Settings) tea.Cmd {
	s.quiet.obey(set)
	cmds := []tea.Cmd{s.pace(), s.watchIdle()}
	if lk := lookFor(s.caps, set); lk != s.look {
		redraw := lk.Unicode() != s.look.Unicode() && !s.asking
		s.look, s.foot = lk, foot{}
		cmds = append(cmds, s.tell(lk))
		if redraw { // the terminal may have shown what was there in other columns
			cmds = append(cmds, func() tea.Msg { return term.Redraw{} })
		}
	}
	return tea.Batch(cmds...)
}

// slowFrames is how far apart frames are on a slow line.
const slowFrames = 250 * time.Millisecond

// pace tells the terminal how far apart frames are to be.
func (s *Session) pace() tea.Cmd {
	least := time.Duration(0)
	if s.slow {
		least = slowFrames
	}
	return func() tea.Msg { return term.Pace{Least: least} }
}
