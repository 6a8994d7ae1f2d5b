package store

import (
	"slices"
	"strings"
)

// Place is one local authority district of England, by its GSS code.
type Place struct {
	Code string
	Name string
}

// FindDistrict reads a district by GSS code or by name, in any case and with or
// without hyphens: "E07000117", "burnley", "Blackburn with Darwen".
func FindDistrict(s string) (Place, bool) {
	want := plainName(s)
	for _, d := range districts {
		if strings.EqualFold(d.Code, strings.TrimSpace(s)) || plainName(d.Name) == want {
			return d, true
		}
	}
	return Place{}, false
}

// DistrictName is the name of the district of that code, or the code itself.
func DistrictName(code string) string {
	if d, ok := FindDistrict(code); ok {
		return d.Name
	}
	return code
}

// DistrictCodes lists the GSS codes of every district, in order.
func DistrictCodes() []string {
	codes := make([]string, len(districts))
	for i, d := range districts {
		codes[i] = d.Code
	}
	return codes
}

func plainName(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.NewReplacer("-", " ", ".", "", ",", "", "'", "", "&", "and").Replace(s)
	return strings.Join(strings.Fields(s), " ")
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
// district of that code.
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
	return area == code
}

// KnownArea says whether the area is one of AreaNames or the code of a district.
func KnownArea(area string) bool {
	return slices.Contains(AreaNames(), area) || slices.ContainsFunc(districts, func(d Place) bool { return d.Code == area })
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
