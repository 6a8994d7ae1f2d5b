package text

import (
	"unicode"
	"unicode/utf8"
)

// Capital is s with its first letter a capital, as a sentence begins.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
