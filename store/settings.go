package store

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"signpost/keys"
)

// The idle times a member may choose from, in minutes. A session in which no key
// is pressed for so long is logged out.
const (
	LeastIdle   = 5
	MostIdle    = 60
	DefaultIdle = 15
)

// GlyphSet, ColourScheme, View and Repeat are what a member may set. An empty
// word was never set, and stands for the first of each.
type (
	GlyphSet     string
	ColourScheme string
	View         string
	Repeat       string
)

// The words there are.
const (
	GlyphsTerminal GlyphSet = "terminal" // as the terminal says
	GlyphsASCII    GlyphSet = "ascii"
	GlyphsUnicode  GlyphSet = "unicode"

	ColourTerminal ColourScheme = "terminal" // as the terminal says
	ColourNone     ColourScheme = "none"
	ColourDark     ColourScheme = "dark"  // sixteen colours on a dark background
	ColourLight    ColourScheme = "light" // sixteen colours on a light background

	ViewPages View = "pages"
	ViewLines View = "lines" // a line at a time

	RepeatNormal Repeat = "normal"
	RepeatSlow   Repeat = "slow" // for a slow line
)

// Settings is how one member wants Signpost shown. The zero Settings is how it
// is shown to somebody who never set anything. Glyphs stays empty until the
// member has said what their terminal shows, so that they are asked once.
type Settings struct {
	Rev    uint64        `json:"rev"`
	Member keys.MemberID `json:"member"`
	Glyphs GlyphSet      `json:"glyphs,omitempty"`
	Colour ColourScheme  `json:"colour,omitempty"`
	View   View          `json:"view,omitempty"`
	Idle   int           `json:"idle,omitempty"` // minutes; 0 is DefaultIdle
	Repeat Repeat        `json:"repeat,omitempty"`
}

// AllSettings holds the settings of the members who set anything, by member.
var AllSettings = Table[Settings]{
	Name: "settings",
	ID:   func(s *Settings) string { return string(s.Member) },
	Rev:  func(s *Settings) *uint64 { return &s.Rev },
}

// Setting is one thing that may be set: what it is called, what it changes, and
// what it may be.
type Setting struct {
	Name  string // in a command: "glyphs"
	Label string // on a page: "Glyphs"
	Says  string // what it changes, as sentences
	Words []SettingWord
}

// SettingWord is one value of a setting: the word kept, and how it reads.
type SettingWord struct{ Word, Label string }

// TheSettings lists what may be set, in the order shown to people. A setting
// without words is a number of minutes.
func TheSettings() []Setting {
	return []Setting{
		{
			"glyphs", "Glyphs", "Which signs are drawn. Unicode has accents, ticks and lines; a terminal that cannot show it is sent ASCII all the same.",
			[]SettingWord{{"terminal", "as the terminal says"}, {"ascii", "ASCII on every terminal"}, {"unicode", "Unicode"}},
		},
		{
			"colour", "Colour", "Colour only repeats what words and signs say. A scheme that you choose here counts for more than NO_COLOR.",
			[]SettingWord{
				{"terminal", "as the terminal says"},
				{"none", "none"},
				{"dark", "16 colours on a dark background"},
				{"light", "16 colours on a light background"},
			},
		},
		{
			"view", "Pages or lines", "Full-screen pages, or every job a line at a time, as a screen reader or a braille line wants it. It changes when you next connect.",
			[]SettingWord{{"pages", "full-screen pages"}, {"lines", "a line at a time"}},
		},
		{
			"idle", "Idle time", fmt.Sprintf("You are logged out after so many minutes without a key, %d to %d, with a warning a minute before.", LeastIdle, MostIdle), nil,
		},
		{
			"repeat", "Repeat rate", "For a key that is held down. On a slow line the screen is drawn at most four times a second, details follow half a second after the last key, and only the marker shows where you are.",
			[]SettingWord{{"normal", "normal"}, {"slow", "for a slow line"}},
		},
	}
}

// SettingNamed is the setting of that name.
func SettingNamed(name string) (Setting, bool) {
	for _, s := range TheSettings() {
		if s.Name == name {
			return s, true
		}
	}
	return Setting{}, false
}

// Get is the word of the setting of that name, the first of its words where it
// was never set, and "" where there is no such setting.
func (s *Settings) Get(name string) string {
	switch name {
	case "glyphs":
		return string(cmp.Or(s.Glyphs, GlyphsTerminal))
	case "colour":
		return string(cmp.Or(s.Colour, ColourTerminal))
	case "view":
		return string(cmp.Or(s.View, ViewPages))
	case "idle":
		return strconv.Itoa(cmp.Or(s.Idle, DefaultIdle))
	case "repeat":
		return string(cmp.Or(s.Repeat, RepeatNormal))
	}
	return ""
}

// Says is how the setting of that name reads to a person.
func (s *Settings) Says(name string) string {
	word := s.Get(name)
	if set, ok := SettingNamed(name); ok {
		for _, w := range set.Words {
			if w.Word == word {
				return w.Label
			}
		}
	}
	if name == "idle" {
		return word + " minutes"
	}
	return word
}

// Set gives the setting of that name a word, in any case. The error is a
// *FieldError that says what to enter.
func (s *Settings) Set(name, word string) error {
	word = strings.ToLower(strings.TrimSpace(word))
	set, ok := SettingNamed(name)
	if !ok {
		return &FieldError{"setting", fmt.Sprintf("There is no setting %q: enter one of %s.", name, settingNames())}
	}
	if set.Words == nil {
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(word, " minutes"), " min"))
		if err != nil || n < LeastIdle || n > MostIdle {
			return &FieldError{name, fmt.Sprintf("Enter a number of minutes from %d to %d, such as %d.", LeastIdle, MostIdle, DefaultIdle)}
		}
		s.Idle = n
		return nil
	}
	if !set.has(word) {
		return &FieldError{name, fmt.Sprintf("Enter %s.", set.choices())}
	}
	switch name {
	case "glyphs":
		s.Glyphs = GlyphSet(word)
	case "colour":
		s.Colour = ColourScheme(word)
	case "view":
		s.View = View(word)
	case "repeat":
		s.Repeat = Repeat(word)
	}
	return nil
}

func (s Setting) has(word string) bool {
	for _, w := range s.Words {
		if w.Word == word {
			return true
		}
	}
	return false
}

// choices is the words with "or" before the last.
func (s Setting) choices() string {
	words := make([]string, len(s.Words))
	for i, w := range s.Words {
		words[i] = w.Word
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func settingNames() string {
	all := TheSettings()
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.Name
	}
	return strings.Join(names, ", ")
}

// Check says by a *FieldError which setting is none that may be kept.
func (s *Settings) Check() error {
	var out Settings
	for _, set := range TheSettings() {
		if err := out.Set(set.Name, s.Get(set.Name)); err != nil {
			return err
		}
	}
	return nil
}

// Differs lists the names of the settings that are kept as another word in the
// other.
func (s *Settings) Differs(o *Settings) []string {
	var names []string
	for _, d := range []struct {
		name   string
		differ bool
	}{
		{"glyphs", s.Glyphs != o.Glyphs},
		{"colour", s.Colour != o.Colour},
		{"view", s.View != o.View},
		{"idle", s.Idle != o.Idle},
		{"repeat", s.Repeat != o.Repeat},
	} {
		if d.differ {
			names = append(names, d.name)
		}
	}
	return names
}

// IdleTime is how long a session may be without a key.
func (s *Settings) IdleTime() time.Duration {
	return time.Duration(cmp.Or(s.Idle, DefaultIdle)) * time.Minute
}
