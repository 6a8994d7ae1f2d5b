package store

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Place is one local authority district of England, by its GSS code.
type Place struct {
	Code  string
	Name  string
	Into  string // the code of the district of today that a former district is part of; empty for one of today
	plain string // the name as plainName gives it
}

// FindDistrict reads a district by GSS code or by name, in any case and with or
// without hyphens: "E07000117", "burnley", "Blackburn with Darwen". A district of
// today comes before a former one of the same name. Districts of Wales, Scotland
// and Northern Ireland are not found.
func FindDistrict(s string) (Place, bool) {
	var room [64]byte
	want := plainName(room[:0], s)
	if len(want) == 9 && want[0] == 'e' && isDigit(want[1]) {
		want[0] = 'E'
		return districtOf(string(want))
	}
	for _, table := range [...][]Place{districts, formerDistricts} {
		for i := range table {
			if table[i].plain == string(want) {
				return table[i], true
			}
		}
	}
	for _, o := range otherNames {
		if o.plain == string(want) {
			return districtOf(o.code)
		}
	}
	return Place{}, false
}

// districtOf is the district of that code, written as it is in the table.
func districtOf(code string) (Place, bool) {
	for _, table := range [...][]Place{districts, formerDistricts} {
		if i, ok := slices.BinarySearchFunc(table, code, byCode); ok {
			return table[i], true
		}
	}
	return Place{}, false
}

func byCode(p Place, code string) int { return strings.Compare(p.Code, code) }

// DistrictName is the name of the district of that code, or the code itself.
func DistrictName(code string) string {
	if d, ok := districtOf(code); ok {
		return d.Name
	}
	return code
}

// Districts lists the districts that a client can live in today, by name.
func Districts() []Place {
	all := slices.Clone(districts)
	slices.SortFunc(all, func(a, b Place) int { return strings.Compare(a.plain, b.plain) })
	return all
}

// DistrictCodes lists the GSS codes of the districts of today, in order.
func DistrictCodes() []string {
	codes := make([]string, len(districts))
	for i := range districts {
		codes[i] = districts[i].Code
	}
	return codes
}

// FormerDistricts lists the districts that were abolished or given another code
// from April 2019 on, in the order of their codes.
func FormerDistricts() []Place { return slices.Clone(formerDistricts) }

// plainName appends a name to room in lower case, with one space between words
// and without the marks that people leave out.
func plainName(room []byte, s string) []byte {
	space := func() {
		if len(room) > 0 && room[len(room)-1] != ' ' {
			room = append(room, ' ')
		}
	}
	for _, r := range s {
		switch {
		case r == '-' || unicode.IsSpace(r):
			space()
		case r == '&':
			space()
			room = append(room, "and "...)
		case strings.ContainsRune(".,'\u2019", r):
		default:
			room = utf8.AppendRune(room, unicode.ToLower(r))
		}
	}
	return bytes.TrimSuffix(room, []byte{' '})
}

// The named areas.
const (
	Lancashire14        = "lancashire-14" // Lancashire County, Blackburn with Darwen, Blackpool
	Lancashire12        = "lancashire-12" // the districts of Lancashire County alone
	LiverpoolCityRegion = "liverpool-city-region"
	GreaterManchester   = "greater-manchester"
	England             = "england"
)

// AreaNames lists every named area.
func AreaNames() []string {
	return []string{Lancashire14, Lancashire12, LiverpoolCityRegion, GreaterManchester, England}
}

// AreaHolds says whether the area, a name of AreaNames or a GSS code, holds the
// district of that code. A district of today holds the former ones it was made of.
func AreaHolds(area, code string) bool {
	switch area {
	case England:
		return strings.HasPrefix(code, "E")
	case Lancashire14:
		return slices.Contains(lancashire12, code) || code == "E06000008" || code == "E06000009"
	case Lancashire12:
		return slices.Contains(lancashire12, code)
	case LiverpoolCityRegion:
		return slices.Contains(liverpoolCityRegion, code)
	case GreaterManchester:
		return slices.Contains(greaterManchester, code)
	}
	if area == code {
		return true
	}
	i, former := slices.BinarySearchFunc(formerDistricts, code, byCode)
	return former && formerDistricts[i].Into == area
}

// KnownArea says whether the area is one of AreaNames or the code of a district.
func KnownArea(area string) bool {
	_, district := districtOf(area)
	return district || slices.Contains(AreaNames(), area)
}

// ParsePostcode reads a full postcode in any spacing or case and gives it as
// "PR1 2HE".
func ParsePostcode(s string) (string, bool) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if len(s) < 5 || len(s) > 7 {
		return "", false
	}
	out, in := s[:len(s)-3], s[len(s)-3:]
	if !isDigit(in[0]) || !isLetter(in[1]) || !isLetter(in[2]) || !isLetter(out[0]) {
		return "", false
	}
	digit := false
	for i := range len(out) {
		switch {
		case isDigit(out[i]):
			digit = true
		case !isLetter(out[i]):
			return "", false
		}
	}
	return out + " " + in, digit
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'A' && c <= 'Z' }

var lancashire12 = []string{
	"E07000117", "E07000118", "E07000119", "E07000120", "E07000121", "E07000122",
	"E07000123", "E07000124", "E07000125", "E07000126", "E07000127", "E07000128",
}

var liverpoolCityRegion = []string{"E06000006", "E08000011", "E08000012", "E08000013", "E08000014", "E08000015"}

var greaterManchester = []string{
	"E08000001", "E08000002", "E08000003", "E08000004", "E08000005", "E08000006", "E08000007", "E08000008",
	"E08000009", "E08000010",
}
