package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWord is how many bytes of a folded word count.
const maxWord = 40

// plainOf gives ASCII for the Latin letters that people leave the accents off.
// Letters in pairs of code points, upper case left out: words are in lower case
// by the time it is asked.
const (
	accented = "àáâãäåāăąçćĉċčďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĺļľŀłñńņňòóôõöøōŏőŕŗřśŝşšţťŧùúûüũūŭůűųŵýÿŷźżžșț"
	plain    = "aaaaaaaaacccccddeeeeeeeeegggghhiiiiiiiiijklllllnnnnooooooooorrrsssstttuuuuuuuuuuwyyyzzzst"
)

// scanner goes through a text word by word, folded: lower case, no accents, no
// apostrophes; everything but letters and figures parts words.
type scanner struct {
	text     string
	at       int
	from, to int    // the word, as written, is text[from:to]
	glued    bool   // one hyphen alone stands between this word and the one before
	word     []byte // folded; good until the next call
}

func (s *scanner) reset(text string) {
	s.text, s.at, s.from, s.to, s.glued = text, 0, 0, 0, false
}

// next finds the next word, and says whether there is one.
func (s *scanner) next() bool {
	end := s.to
	s.word = s.word[:0]
	for s.at < len(s.text) {
		start := s.at
		c := s.text[s.at]
		if c < utf8.RuneSelf {
			s.at++
			switch {
			case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			case c >= 'A' && c <= 'Z':
				c += 'a' - 'A'
			case c == '\'':
				continue
			default:
				if len(s.word) > 0 {
					s.to = start
					return true
				}
				continue
			}
			s.begin(start, end)
			if len(s.word) < maxWord {
				s.word = append(s.word, c)
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		s.at += size
		switch {
		case r == '’', r == 'ʼ', unicode.Is(unicode.M, r):
		case unicode.IsLetter(r), unicode.IsNumber(r):
			s.begin(start, end)
			if len(s.word)+size <= maxWord {
				s.word = appendFolded(s.word, r)
			}
		case len(s.word) > 0:
			s.to = start
			return true
		}
	}
	s.to = len(s.text)
	return len(s.word) > 0
}

func (s *scanner) begin(start, end int) {
	if len(s.word) == 0 {
		s.from = start
		s.glued = end > 0 && start == end+1 && s.text[end] == '-'
	}
}

func appendFolded(word []byte, r rune) []byte {
	r = unicode.ToLower(r)
	switch r {
	case 'ß':
		return append(word, "ss"...)
	case 'æ':
		return append(word, "ae"...)
	case 'œ':
		return append(word, "oe"...)
	}
	if i := strings.IndexRune(accented, r); i >= 0 {
		return append(word, plain[utf8.RuneCountInString(accented[:i])])
	}
	return utf8.AppendRune(word, r)
}

// foldAll is the text's folded words with one space between them.
func foldAll(text string) string { return string(appendFold(nil, text)) }

// appendFold appends foldAll of the text.
func appendFold(out []byte, text string) []byte {
	var s scanner
	s.reset(text)
	for n := 0; s.next(); n++ {
		if n > 0 {
			out = append(out, ' ')
		}
		out = append(out, s.word...)
	}
	return out
}
