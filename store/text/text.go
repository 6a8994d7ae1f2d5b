// Package text makes text that cannot act. What people or feeds write is
// cleaned on the way in (Clean), and everything that is shown, printed, logged
// or exported is made safe on the way out (Safe, SafeLines, CSV), whatever the
// way in let through. It also measures and lays out text in terminal columns.
//
// It knows runes and columns. It must not know records, fields, screens or
// terminals' abilities.
package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many combining marks may follow one another. Living scripts
// need four; beyond that lies text that paints over its neighbours, and, at 31,
// normalisation that puts in characters of its own.
const maxMarks = 8

// Clean gives s as it may be kept: in normal form C, without what cannot be
// seen, with plain spaces, without spaces at its ends or at the ends of its
// lines. max is the most characters (runes of the result) it may have; 0 is no
// limit. lines says whether it may have more than one line; CR LF, CR and the
// Unicode line ends become "\n", and a tab becomes a space.
//
// Invisible characters that honest pasting brings (zero-width and soft breaks,
// bidirectional marks, tags, selectors) are left out without a word, as nobody
// could find them to mend them. Control characters, private and forbidden code
// points, broken UTF-8 and heaps of accents are refused, and the error says
// what to enter.
//
// Clean of a result is that result. An empty result is no error.
func Clean(s string, max int, lines bool) (string, error) {
	if !plainASCII(s) {
		kept, err := sift(s)
		if err != nil {
			return "", err
		}
		s = norm.NFC.String(kept)
		if deepMarks(s) {
			return "", fmt.Errorf("enter it with at most %d accents on a letter", maxMarks)
		}
	}
	s = trimLines(s)
	if !lines && strings.Contains(s, "\n") {
		return "", fmt.Errorf("enter it on one line")
	}
	if n := utf8.RuneCountInString(s); max > 0 && n > max {
		return "", fmt.Errorf("enter %d characters or fewer: this is %d", max, n)
	}
	return s, nil
}

// sift leaves out what is invisible, makes every space and line end plain, and
// refuses what must not be kept.
func sift(s string) (string, error) {
	var b strings.Builder
	b.Grow(len(s))
	place := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		place++
		switch {
		case r == utf8.RuneError && size == 1:
			return "", fmt.Errorf("enter it as UTF-8 text: character %d is broken", place)
		case r == '\r':
			if strings.HasPrefix(s[i:], "\n") {
				i++
			}
			b.WriteByte('\n')
		case r == '\n', r == '\u0085', r == '\u2028', r == '\u2029':
			b.WriteByte('\n')
		case r == '\t', unicode.Is(unicode.Zs, r):
			b.WriteByte(' ')
		case unicode.IsControl(r):
			return "", fmt.Errorf("enter it without control characters: character %d is %U", place, r)
		case invisible(r):
		case forbidden(r):
			return "", fmt.Errorf("enter it in ordinary letters, figures and signs: character %d is %U", place, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), nil
}

// trimLines takes away spaces at line ends, and spaces and line ends at both
// ends.
func trimLines(s string) string {
	s = strings.Trim(s, " \n")
	if !strings.Contains(s, " \n") {
		return s
	}
	parts := strings.Split(s, "\n")
	for i := range parts {
		parts[i] = strings.TrimRight(parts[i], " ")
	}
	return strings.Join(parts, "\n")
}

func deepMarks(s string) bool {
	run := 0
	for _, r := range s {
		if r < 0x300 || !unicode.Is(unicode.M, r) {
			run = 0
			continue
		}
		if run++; run > maxMarks {
			return true
		}
	}
	return false
}

// plainASCII says whether s is printable ASCII and nothing else.
func plainASCII(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c > 0x7e {
			return false
		}
	}
	return true
}

// invisible says whether r leaves no mark of its own: Unicode's default
// ignorable code points (zero-width, bidirectional, tags, selectors, fillers)
// and the blank Braille cell.
func invisible(r rune) bool {
	switch {
	case r < 0xad:
		return false
	case r == '\u2800':
		return true
	case unicode.Is(unicode.Cf, r):
		return !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
	}
	return unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

// forbidden says whether r is none of Unicode's public characters, or a format
// character that is seen but takes its neighbours in.
func forbidden(r rune) bool {
	return unicode.In(r, unicode.Co, unicode.Cs, unicode.Noncharacter_Code_Point, unicode.Prepended_Concatenation_Mark)
}
