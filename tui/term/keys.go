package term

import (
	"bytes"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// How long to wait for the rest of a key. Escape alone is a key, and the first
// byte of most others: on a slow serial line the rest may come 100 ms later.
const (
	waitEscape = 100 * time.Millisecond
	waitRest   = 500 * time.Millisecond
	waitPaste  = 3 * time.Second // for the end of a paste, lest a lost one swallows every key
)

// maxPaste is how many bytes of one paste are kept; the rest is dropped.
const maxPaste = 64 << 10

// maxSequence is how long an escape sequence may be before it is taken for noise.
const maxSequence = 64

// maxAnswer is the same for the text that a terminal answers a question with.
const maxAnswer = 256

var (
	pasteStart = []byte("\x1b[200~")
	pasteEnd   = []byte("\x1b[201~")
)

// decoder turns the bytes of a terminal into keys and pastes, however they are
// cut up on the way. Sequences it does not know are swallowed whole, never typed.
type decoder struct {
	buf      []byte
	paste    []byte
	pasting  bool // in brackets
	bare     bool // the terminal does not bracket what is pasted
	bursting bool // something is pasted without
}

// feed takes bytes, as many as came at once, and gives the keys that are complete.
func (d *decoder) feed(b []byte) []tea.Msg {
	var out []tea.Msg
	if d.bare && len(d.buf) == 0 {
		b, out = d.takeBurst(b)
	}
	d.buf = append(d.buf, b...)
	return append(out, d.take(false)...)
}

// flush gives what is left as well: nothing more is coming.
func (d *decoder) flush() []tea.Msg { return append(d.endBurst(), d.take(true)...) }

// wait is how long to wait for the rest of what is begun; 0 when nothing is.
func (d *decoder) wait() time.Duration {
	switch {
	case d.pasting:
		return waitPaste
	case d.bursting:
		return burstFollow
	case len(d.buf) == 0:
		return 0
	case len(bytes.Trim(d.buf, "\x1b")) == 0:
		return waitEscape
	}
	return waitRest
}

func (d *decoder) take(last bool) []tea.Msg {
	var out []tea.Msg
	if d.pasting && last {
		d.buf = append(d.buf, pasteEnd...)
	}
	for len(d.buf) > 0 {
		if d.pasting {
			msg, ok := d.takePaste()
			if !ok {
				break
			}
			out = append(out, msg)
			continue
		}
		if bytes.HasPrefix(d.buf, pasteStart) {
			d.buf, d.pasting = d.buf[len(pasteStart):], true
			continue
		}
		msg, n := decode(d.buf, last)
		if n == 0 {
			break
		}
		d.buf = d.buf[n:]
		if msg != nil {
			out = append(out, msg)
		}
	}
	if len(d.buf) == 0 {
		d.buf = nil // a long paste is not held on to
	}
	return out
}

// takePaste moves bytes to the paste; ok when its end was reached.
func (d *decoder) takePaste() (tea.Msg, bool) {
	end := bytes.Index(d.buf, pasteEnd)
	if end < 0 {
		n := max(len(d.buf)-len(pasteEnd)+1, 0) // the end may be cut in two
		d.keep(d.buf[:n])
		d.buf = d.buf[n:]
		return nil, false
	}
	d.keep(d.buf[:end])
	d.buf, d.pasting = d.buf[end+len(pasteEnd):], false
	return d.pasted(), true
}

// keep adds to the paste what there is room for.
func (d *decoder) keep(b []byte) {
	d.paste = append(d.paste, b[:min(len(b), maxPaste-len(d.paste))]...)
}

// pasted is the whole paste.
func (d *decoder) pasted() tea.Msg {
	msg := tea.PasteMsg{Content: string(bytes.ToValidUTF8(d.paste, nil))}
	d.paste = nil
	return msg
}

// decode reads one key from the front of b: its message, nil for one that is
// swallowed, and how many bytes it took; 0 when more are needed. last says that
// no more are coming.
func decode(b []byte, last bool) (tea.Msg, int) {
	switch c := b[0]; {
	case c == 0x1b:
		return decodeEscape(b, last)
	case c < 0x20 || c == 0x7f:
		return press(control(c)), 1
	}
	if !utf8.FullRune(b) {
		if last {
			return nil, 1
		}
		return nil, 0
	}
	r, n := utf8.DecodeRune(b)
	return letter(r, n), n
}

// letter is a character that was typed; nil for one that cannot be seen.
func letter(r rune, n int) tea.Msg {
	switch {
	case r == utf8.RuneError && n <= 1:
		return nil
	case unicode.Is(unicode.Zs, r):
		return press(tea.Key{Code: tea.KeySpace, Text: " "})
	case unicode.IsPrint(r):
		return press(tea.Key{Code: r, Text: string(r)})
	}
	return nil
}

func press(k tea.Key) tea.Msg { return tea.KeyPressMsg(k) }

// control is the key of a control character. Backspace is either of two,
// whatever the terminal is set to; a line feed is the Enter of some.
func control(c byte) tea.Key {
	switch c {
	case 0x08, 0x7f:
		return tea.Key{Code: tea.KeyBackspace}
	case '\t':
		return tea.Key{Code: tea.KeyTab}
	case '\r', '\n':
		return tea.Key{Code: tea.KeyEnter}
	case 0:
		return tea.Key{Code: tea.KeySpace, Mod: tea.ModCtrl}
	}
	if c <= 26 {
		return tea.Key{Code: rune('a' + c - 1), Mod: tea.ModCtrl}
	}
	return tea.Key{Code: rune(c + 0x40), Mod: tea.ModCtrl}
}

// decodeEscape reads what begins with an escape character.
func decodeEscape(b []byte, last bool) (tea.Msg, int) {
	escape := press(tea.Key{Code: tea.KeyEscape})
	switch {
	case len(b) == 1 && last:
		return escape, 1
	case len(b) == 1:
		return nil, 0
	case b[1] == '[':
		return decodeCSI(b, last)
	case b[1] == 'O':
		return decodeSS3(b, last)
	case b[1] == ']' || b[1] == 'P':
		return decodeAnswer(b, last)
	case b[1] == 0x1b && len(b) > 2 && (b[2] == '[' || b[2] == 'O'):
		msg, n := decodeEscape(b[1:], last) // Alt with an arrow, as some spell it
		if n == 0 {
			return nil, 0
		}
		return alt(msg), n + 1
	case b[1] == 0x1b && len(b) == 2 && !last:
		return nil, 0
	case b[1] == 0x1b:
		return escape, 1
	}
	msg, n := decode(b[1:], last)
	if n == 0 {
		return nil, 0
	}
	return alt(msg), n + 1
}

// decodeAnswer swallows what a terminal answers when it is asked for its colours
// or its name: ESC ] or ESC P, a number or a sign, and a text to BEL or ESC \.
// Signpost asks nothing, but another program that ran before it may have. With
// anything else behind it, it is Alt and that key.
func decodeAnswer(b []byte, last bool) (tea.Msg, int) {
	if len(b) == 2 && !last {
		return nil, 0
	}
	if len(b) == 2 || bytes.IndexByte([]byte("0123456789>!$+"), b[2]) < 0 {
		return alt(letter(rune(b[1]), 1)), 2
	}
	for i := 3; i < len(b) && i < maxAnswer; i++ {
		switch c := b[i]; {
		case c == 0x07:
			return nil, i + 1
		case c == 0x1b && i+1 == len(b):
			return nil, cut(b, last)
		case c == 0x1b && b[i+1] == '\\':
			return nil, i + 2
		case c < 0x20: // broken off by something else
			return nil, i
		}
	}
	if len(b) < maxAnswer {
		return nil, cut(b, last)
	}
	return nil, maxAnswer
}

// alt adds Alt to a key, which then types nothing.
func alt(msg tea.Msg) tea.Msg {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return msg
	}
	k.Mod |= tea.ModAlt
	k.Text = ""
	return k
}

// decodeSS3 reads ESC O and a letter: arrows and keypad in application mode, F1
// to F4.
func decodeSS3(b []byte, last bool) (tea.Msg, int) {
	if len(b) == 2 {
		if last {
			return alt(letter('O', 1)), 2
		}
		return nil, 0
	}
	c := b[2]
	if code, ok := finals(c); ok {
		return press(tea.Key{Code: code}), 3
	}
	switch {
	case c == 'M':
		return press(tea.Key{Code: tea.KeyEnter}), 3
	case c >= 'p' && c <= 'y':
		return letter(rune('0'+c-'p'), 1), 3
	case c >= 'j' && c <= 'o':
		return letter(rune("*+,-./"[c-'j']), 1), 3
	}
	return nil, 3
}

// finals are the keys that a final letter alone tells, after CSI or SS3.
func finals(c byte) (rune, bool) {
	switch c {
	case 'A':
		return tea.KeyUp, true
	case 'B':
		return tea.KeyDown, true
	case 'C':
		return tea.KeyRight, true
	case 'D':
		return tea.KeyLeft, true
	case 'H':
		return tea.KeyHome, true
	case 'F':
		return tea.KeyEnd, true
	case 'P', 'Q', 'R', 'S':
		return tea.KeyF1 + rune(c-'P'), true
	}
	return 0, false
}

// decodeCSI reads ESC [, parameters, and a final byte.
func decodeCSI(b []byte, last bool) (tea.Msg, int) {
	if len(b) > 2 && b[2] == '[' { // the Linux console's F1 to F5
		if len(b) < 4 {
			return nil, cut(b, last)
		}
		if b[3] >= 'A' && b[3] <= 'E' {
			return press(tea.Key{Code: tea.KeyF1 + rune(b[3]-'A')}), 4
		}
		return nil, 4
	}
	i := 2
	for i < len(b) && b[i] >= 0x20 && b[i] < 0x40 {
		i++
	}
	switch {
	case i >= len(b) && i < maxSequence:
		return nil, cut(b, last)
	case i >= len(b):
		return nil, i
	case b[i] < 0x40 || b[i] > 0x7e: // broken off by something else
		return nil, i
	}
	return csi(b[2:i], b[i]), i + 1
}

// cut is how many bytes an unfinished sequence gives up: all when no more are
// coming.
func cut(b []byte, last bool) int {
	if last {
		return len(b)
	}
	return 0
}

// csi is the key of a control sequence; nil for one that is none.
func csi(params []byte, final byte) tea.Msg {
	n, ok := numbers(params)
	if !ok {
		return nil
	}
	mod := tea.KeyMod(0)
	if len(n) > 1 {
		mod = modifiers(n[1])
	}
	switch final {
	case 'Z':
		return press(tea.Key{Code: tea.KeyTab, Mod: tea.ModShift})
	case '~':
		if len(n) == 3 && n[0] == 27 {
			return coded(n[2], mod)
		}
		if len(n) > 0 {
			if code := tilde(n[0]); code != 0 {
				return press(tea.Key{Code: code, Mod: mod})
			}
		}
		return nil
	case 'u':
		if len(n) > 0 {
			return coded(n[0], mod)
		}
		return nil
	}
	if code, ok := finals(final); ok {
		return press(tea.Key{Code: code, Mod: mod})
	}
	return nil
}

// coded is a key given by its code point, as terminals with a longer protocol
// send it.
func coded(n int, mod tea.KeyMod) tea.Msg {
	if n < 0x20 || n == 0x7f {
		k := control(byte(n))
		if n == 0x1b {
			k = tea.Key{Code: tea.KeyEscape}
		}
		k.Mod |= mod
		return press(k)
	}
	if mod&^tea.ModShift != 0 {
		return press(tea.Key{Code: unicode.ToLower(rune(n)), Mod: mod &^ tea.ModShift})
	}
	return letter(rune(n), 4)
}

// tilde are the keys of CSI n ~. Home and End have two spellings each.
func tilde(n int) rune {
	switch {
	case n == 1 || n == 7:
		return tea.KeyHome
	case n == 2:
		return tea.KeyInsert
	case n == 3:
		return tea.KeyDelete
	case n == 4 || n == 8:
		return tea.KeyEnd
	case n == 5:
		return tea.KeyPgUp
	case n == 6:
		return tea.KeyPgDown
	case n >= 11 && n <= 15:
		return tea.KeyF1 + rune(n-11)
	case n >= 17 && n <= 21:
		return tea.KeyF6 + rune(n-17)
	case n == 23 || n == 24:
		return tea.KeyF11 + rune(n-23)
	}
	return 0
}

// modifiers reads the number that stands for Shift, Alt and Ctrl.
func modifiers(n int) tea.KeyMod {
	var mod tea.KeyMod
	n--
	for bit, m := range []tea.KeyMod{tea.ModShift, tea.ModAlt, tea.ModCtrl} {
		if n > 0 && n&(1<<bit) != 0 {
			mod |= m
		}
	}
	return mod
}

// numbers reads parameters split by semicolons; false for anything else, such
// as the private sequences a terminal answers a question with.
func numbers(params []byte) ([]int, bool) {
	if len(params) == 0 {
		return nil, true
	}
	out := []int{0}
	for _, c := range params {
		switch {
		case c == ';':
			out = append(out, 0)
		case c >= '0' && c <= '9':
			i := len(out) - 1
			out[i] = min(out[i]*10+int(c-'0'), unicode.MaxRune)
		default:
			return nil, false
		}
	}
	return out, true
}
