package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxGap is how many spaces and hyphens may stand between two characters of a
// National Insurance number that somebody spread out.
const maxGap = 3

// HasNINumber says whether s holds what could be a National Insurance number,
// in any case and with any spaces, hyphens, dots or invisible characters in it:
// two letters that HMRC gives out (its manual NIM39110: neither D, F, I, Q, U
// or V, the second not O, and not BG, GB, KN, NK, NT, TN or ZZ), six figures,
// and A, B, C or D. A longer run of letters and figures is not one, and neither
// is a word, a date and an "a" ("on 12 03 26 a letter came").
func HasNINumber(s string) bool {
	if !plainASCII(s) {
		s = norm.NFKC.String(s)
	}
	runes := make([]rune, 0, len(s))
	for _, r := range s {
		if !invisible(r) {
			runes = append(runes, r)
		}
	}
	for i := range runes {
		if i > 0 && wordly(runes[i-1]) {
			continue
		}
		if niAt(runes[i:]) {
			return true
		}
	}
	return false
}

// niAt says whether a number starts at the first of the runes.
func niAt(s []rune) bool {
	var got [9]rune
	n, gap, afterPrefix, beforeSuffix := 0, 0, 0, 0
	i := 0
	for ; i < len(s) && n < len(got); i++ {
		if between(s[i]) {
			if gap++; gap > maxGap || n == 0 {
				return false
			}
			continue
		}
		if !fits(n, unicode.ToUpper(s[i])) {
			return false
		}
		switch n {
		case 2:
			afterPrefix = gap
		case 8:
			beforeSuffix = gap
		}
		got[n], gap = s[i], 0
		n++
	}
	if n < len(got) || i < len(s) && wordly(s[i]) {
		return false
	}
	prefix := string(got[:2])
	if strings.Contains(" BG GB KN NK NT TN ZZ ", " "+strings.ToUpper(prefix)+" ") {
		return false
	}
	sentence := got[8] == 'a' && beforeSuffix > 0 && afterPrefix > 0 && prefix != strings.ToUpper(prefix) &&
		strings.Contains(" am an as at be by ex he me my on or re we ye ", " "+strings.ToLower(prefix)+" ")
	return !sentence
}

// fits says whether the upper-case r may stand at place n of a number.
func fits(n int, r rune) bool {
	switch {
	case n == 0:
		return r >= 'A' && r <= 'Z' && !strings.ContainsRune("DFIQUV", r)
	case n == 1:
		return r >= 'A' && r <= 'Z' && !strings.ContainsRune("DFIQUVO", r)
	case n < 8:
		return r >= '0' && r <= '9'
	}
	return r >= 'A' && r <= 'D'
}

func between(r rune) bool {
	return unicode.IsSpace(r) || r == '.' || r == '_' || r == '/' || r == '\u2212' || unicode.Is(unicode.Pd, r)
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
