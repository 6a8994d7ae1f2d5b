package look

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"signpost/store/text"
)

// Field is one line of text that is typed. Make it with NewField.
type Field struct {
	in      textinput.Model
	offered bool // what it holds was offered and not touched yet
}

// NewField is an empty field that takes at most limit characters, in focus.
func NewField(limit int) Field {
	in := textinput.New()
	in.Prompt, in.CharLimit = "", limit
	in.SetVirtualCursor(false) // the terminal's own cursor is placed; a blink would draw a frame
	in.KeyMap.Paste = key.NewBinding()
	in.KeyMap.AcceptSuggestion = key.NewBinding()
	in.KeyMap.NextSuggestion = key.NewBinding()
	in.KeyMap.PrevSuggestion = key.NewBinding()
	in.Focus()
	return Field{in: in}
}

// Value is what was typed.
func (f *Field) Value() string { return f.in.Value() }

// SetValue puts text in the field, the cursor after it.
func (f *Field) SetValue(s string) {
	f.offered = false
	f.in.SetValue(text.Safe(s))
	f.in.CursorEnd()
}

// Offer puts text in the field that the first character or paste replaces. Any
// other key keeps it, to be changed.
func (f *Field) Offer(s string) {
	f.SetValue(s)
	f.offered = true
}

// Full says how many characters the field takes, once it takes no more; otherwise
// it is empty.
func (f *Field) Full() string {
	if f.offered || utf8.RuneCountInString(f.in.Value()) < f.in.CharLimit {
		return ""
	}
	return digits(f.in.CharLimit) + " characters at most: this is full."
}

// digits is a number below a million as it is read: 1,000.
func digits(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// Focus lets keys come to the field.
func (f *Field) Focus() { f.in.Focus() }

// Blur takes the focus away.
func (f *Field) Blur() { f.in.Blur() }

// Focused says whether keys come to the field.
func (f *Field) Focused() bool { return f.in.Focused() }

// Update takes a key or a paste, and says whether the text changed by it.
func (f *Field) Update(msg tea.Msg) bool {
	before := f.in.Value()
	p, pasted := msg.(tea.PasteMsg)
	if pasted {
		msg = tea.PasteMsg{Content: text.Safe(oneLine(p.Content))}
	}
	if k, ok := msg.(tea.KeyPressMsg); f.offered && (pasted || ok) {
		f.offered = false
		if pasted || f.Takes(k) {
			f.in.SetValue("")
		}
	}
	f.in, _ = f.in.Update(msg)
	return f.in.Value() != before
}

// Over is how many characters of a paste would find no room in the field.
func (f *Field) Over(p tea.PasteMsg) int {
	n := utf8.RuneCountInString(text.Safe(oneLine(p.Content)))
	if !f.offered {
		n += utf8.RuneCountInString(f.in.Value())
	}
	return max(n-f.in.CharLimit, 0)
}

// oneLine has a space for each end of a line, which terminals paste as a carriage
// return, and for each tab; none for those at the ends.
func oneLine(s string) string {
	return strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\t", " ").Replace(strings.Trim(s, "\r\n"))
}

// Takes says whether the key is one that writes in the field: what a page
// answers for it in Takes.
func (f *Field) Takes(k tea.KeyPressMsg) bool { return f.Focused() && Types(k) }

// Types says whether the key writes a character.
func Types(k tea.KeyPressMsg) bool {
	for _, r := range k.Text {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return k.Text != "" && k.Mod&(tea.ModAlt|tea.ModCtrl) == 0
}

// View is the field in exactly w columns, in brackets, so that it is seen where
// there is no style.
func (f *Field) View(lk Look, w int) string {
	if w < 4 {
		return lk.Fit("", w)
	}
	from, _ := f.window(lk, w)
	return "[" + fitPlain(lk, []rune(f.in.Value())[from:], w-2) + "]"
}

// CursorX is the column of the cursor in View.
func (f *Field) CursorX(lk Look, w int) int {
	if w < 4 {
		return 0
	}
	_, x := f.window(lk, w)
	return x + 1
}

// window is the first character in view and the cursor's column, so that the
// cursor always has a column of its own.
func (f *Field) window(lk Look, w int) (from, x int) {
	left := []rune(f.in.Value())[:f.in.Position()]
	for {
		x = text.Width(lk.Text(string(left[from:])))
		if x <= w-3 || from == len(left) {
			return from, x
		}
		from++
	}
}

// fitPlain is as many characters as fit, without a sign that some are left out.
func fitPlain(lk Look, rs []rune, w int) string {
	for n := min(len(rs), w); n > 0; n-- {
		if s := lk.Text(string(rs[:n])); text.Width(s) <= w {
			return text.Pad(s, w)
		}
	}
	return text.Pad("", w)
}
