package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark stands where something that could act was. It is ASCII, so that it shows
// on every terminal.
const mark = '?'

// Safe gives s as one line that cannot act on a terminal, a log or a page: a
// new line or a tab becomes a space, and every control character (C0, C1, DEL,
// ESC, CR), line or paragraph separator, bidirectional, zero-width or tag
// character, private or forbidden code point, surplus accent and broken byte
// becomes "?". The result is never longer in bytes than s; Safe of a result is
// that result; and what Clean let through as one line comes back unchanged.
// Text that is plain ASCII costs no allocation.
func Safe(s string) string { return safe(s, false) }

// SafeLines is Safe, but keeps new lines.
func SafeLines(s string) string { return safe(s, true) }

func safe(s string, lines bool) string {
	if plainASCII(s) {
		return s
	}
	var b strings.Builder
	run, from := 0, 0 // marks in a row; what is not yet written out
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r >= 0x300 && unicode.Is(unicode.M, r) {
			run++
		} else {
			run = 0
		}
		if to := swap(r, size, run, lines); to != r {
			if b.Cap() == 0 {
				b.Grow(len(s))
			}
			b.WriteString(s[from:i])
			b.WriteByte(byte(to))
			from = i + size
			run = 0
		}
		i += size
	}
	if from == 0 {
		return s
	}
	b.WriteString(s[from:])
	return b.String()
}

// swap is the ASCII character to show in place of r, or r itself.
func swap(r rune, size, marks int, lines bool) rune {
	switch {
	case r >= 0x20 && r < 0x7f:
		return r
	case r == '\n' && lines:
		return r
	case r == '\n', r == '\t':
		return ' '
	case r == utf8.RuneError && size == 1,
		r < 0xa0,
		marks > maxMarks,
		r == '\u2028', r == '\u2029',
		invisible(r), forbidden(r):
		return mark
	}
	return r
}

// CSV gives s as it may stand in a field of a CSV file that a spreadsheet will
// open: safe, and with a ' before it where a spreadsheet would take it for a
// formula (OWASP, "CSV Injection": = + - @, the same in full width, after any
// spaces). Quoting is left to encoding/csv. CSV of a result is that result.
func CSV(s string) string {
	s = SafeLines(s)
	body := strings.TrimLeftFunc(s, unicode.IsSpace)
	first, _ := utf8.DecodeRuneInString(body)
	if body != "" && strings.ContainsRune("=+-@＝＋－＠", first) {
		return "'" + s
	}
	return s
}
