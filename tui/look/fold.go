package look

import (
	"strings"
	"unicode"
)

// fold writes s in ASCII: the signs of typography and the letters of Europe by
// their nearest spelling, accents left off, whatever else as "?".
func fold(s string) string {
	i := 0
	for i < len(s) && s[i] < 0x80 {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			b.WriteString(foldRune(r))
		}
	}
	return b.String()
}

func foldRune(r rune) string {
	switch r {
	case '£':
		return "GBP "
	case '€':
		return "EUR "
	case '‘', '’', '‚', '′', 'ʼ':
		return "'"
	case '“', '”', '„', '″', '«', '»':
		return `"`
	case '‐', '‑', '‒', '–', '—', '―', '−', '•', '·', '─':
		return "-"
	case '…':
		return "..."
	case '×':
		return "x"
	case '½':
		return "1/2"
	case '¼':
		return "1/4"
	case '¾':
		return "3/4"
	case '°':
		return " degrees"
	case '≥':
		return ">="
	case '≤':
		return "<="
	case '→':
		return "->"
	case '│':
		return "|"
	case '✓':
		return "+"
	case '✗':
		return "x"
	case 'Æ':
		return "AE"
	case 'æ':
		return "ae"
	case 'Œ':
		return "OE"
	case 'œ':
		return "oe"
	case 'ß':
		return "ss"
	case 'Þ':
		return "Th"
	case 'þ':
		return "th"
	}
	if unicode.Is(unicode.Mn, r) {
		return ""
	}
	for _, row := range foldLetters {
		if strings.ContainsRune(row.of, r) {
			return row.to
		}
	}
	return "?"
}

var foldLetters = []struct{ to, of string }{
	{"A", "ÀÁÂÃÄÅĀĂĄ"},
	{"a", "àáâãäåāăą"},
	{"C", "ÇĆĈĊČ"},
	{"c", "çćĉċč"},
	{"D", "ÐĎĐ"},
	{"d", "ðďđ"},
	{"E", "ÈÉÊËĒĔĖĘĚ"},
	{"e", "èéêëēĕėęě"},
	{"G", "ĜĞĠĢ"},
	{"g", "ĝğġģ"},
	{"H", "ĤĦ"},
	{"h", "ĥħ"},
	{"I", "ÌÍÎÏĨĪĬĮİ"},
	{"i", "ìíîïĩīĭįı"},
	{"J", "Ĵ"},
	{"j", "ĵ"},
	{"K", "Ķ"},
	{"k", "ķ"},
	{"L", "ĹĻĽĿŁ"},
	{"l", "ĺļľŀł"},
	{"N", "ÑŃŅŇ"},
	{"n", "ñńņňŉ"},
	{"O", "ÒÓÔÕÖØŌŎŐ"},
	{"o", "òóôõöøōŏő"},
	{"R", "ŔŖŘ"},
	{"r", "ŕŗř"},
	{"S", "ŚŜŞŠȘ"},
	{"s", "śŝşšș"},
	{"T", "ŢŤŦȚ"},
	{"t", "ţťŧț"},
	{"U", "ÙÚÛÜŨŪŬŮŰŲ"},
	{"u", "ùúûüũūŭůűų"},
	{"W", "ŴẀẂẄ"},
	{"w", "ŵẁẃẅ"},
	{"Y", "ÝŶŸỲ"},
	{"y", "ýÿŷỳ"},
	{"Z", "ŹŻŽ"},
	{"z", "źżž"},
}
