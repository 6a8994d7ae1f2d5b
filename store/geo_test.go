package store_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"signpost/store"
)

func TestDistrictsAreThoseOfEngland(t *testing.T) {
	kinds := map[string]int{}
	names := map[string]string{}
	last := ""
	for _, code := range store.DistrictCodes() {
		d, ok := store.FindDistrict(code)
		if !ok || d.Code != code || d.Into != "" || d.Name == "" {
			t.Errorf("%s is %+v, %v", code, d, ok)
		}
		if code <= last {
			t.Errorf("%s stands after %s", code, last)
		}
		last = code
		if of, taken := names[d.Name]; taken {
			t.Errorf("%s and %s are both %q", code, of, d.Name)
		}
		names[d.Name] = code
		kinds[code[:3]]++
	}
	// Non-metropolitan districts, unitary authorities with the Isles of Scilly,
	// metropolitan districts, London boroughs with the City.
	for kind, want := range map[string]int{"E07": 164, "E06": 63, "E08": 36, "E09": 33} {
		if kinds[kind] != want {
			t.Errorf("%d districts of %s, want %d", kinds[kind], kind, want)
		}
	}
}

func TestEveryDistrictIsFoundByItsName(t *testing.T) {
	for _, d := range store.Districts() {
		for _, s := range []string{
			d.Name, strings.ToUpper(d.Name), strings.ToLower(d.Code), " " + d.Code + " ",
			strings.ReplaceAll(d.Name, " ", "-"), strings.ReplaceAll(d.Name, "-", " "), strings.ReplaceAll(d.Name, " and ", " & "),
		} {
			if got, ok := store.FindDistrict(s); !ok || got.Code != d.Code {
				t.Errorf("%q is %+v, %v; want %s", s, got, ok, d.Code)
			}
		}
	}
}

func TestFormerDistrictsAreFound(t *testing.T) {
	former := store.FormerDistricts()
	if len(former) != 44 {
		t.Errorf("%d former districts, want 44", len(former))
	}
	for i, d := range former {
		if i > 0 && former[i-1].Code >= d.Code {
			t.Errorf("%s stands after %s", d.Code, former[i-1].Code)
		}
		if got, ok := store.FindDistrict(d.Code); !ok || got != d {
			t.Errorf("%s is %+v, %v", d.Code, got, ok)
		}
		now, ok := store.FindDistrict(d.Into)
		if !ok || now.Into != "" {
			t.Errorf("%s went into %q, which is no district of today", d.Code, d.Into)
		}
		if !store.AreaHolds(d.Into, d.Code) || store.AreaHolds(d.Code, d.Into) || !store.KnownArea(d.Code) {
			t.Errorf("%s is to be a part of %s", d.Code, d.Into)
		}
		if store.DistrictName(d.Code) != d.Name {
			t.Errorf("%s is named %q", d.Code, store.DistrictName(d.Code))
		}
	}
}

func TestFindDistrict(t *testing.T) {
	for s, want := range map[string]string{
		"burnley": "E07000117", "Blackburn with Darwen": "E06000008", "blackburn-with-darwen": "E06000008", "Blackburn": "E06000008",
		"e07000127": "E07000127", "St. Helens": "E08000013", "st helens": "E08000013", "ST HELEN'S": "E08000013",
		"Bristol, City of": "E06000023", "bristol": "E06000023", "Hull": "E06000010", "Kings Lynn & West Norfolk": "E07000146",
		"King\u2019s Lynn and West Norfolk": "E07000146", "Barnsley": "E08000038", "E08000016": "E08000016", "sheffield": "E08000039",
		"Barrow in Furness": "E07000027", "Westmorland and Furness": "E06000064", "county durham": "E06000047", "Durham": "E06000047",
		"Stoke on Trent": "E06000021", "  south   ribble ": "E07000126",
	} {
		if d, ok := store.FindDistrict(s); !ok || d.Code != want {
			t.Errorf("%q is %+v, %v; want %s", s, d, ok, want)
		}
	}
	for _, s := range []string{
		"", " ", "-", "E", "E07", "E07999999", "E10000017", "W06000015", "Cardiff", "S12000033", "N09000003", "Lancashire", "burnle", "burnleyy",
		strings.Repeat("x", 10_000), "\xff\xfe",
	} {
		if d, ok := store.FindDistrict(s); ok {
			t.Errorf("%q is %+v; want none", s, d)
		}
	}
}

func TestFindDistrictDoesNotAllocate(t *testing.T) {
	for _, s := range []string{"Wyre Forest", "King's Lynn & West Norfolk", "Hull", "nowhere at all"} {
		if n := testing.AllocsPerRun(100, func() { store.FindDistrict(s) }); n > 0 {
			t.Errorf("finding %q allocates %v times", s, n)
		}
	}
}

func TestAreas(t *testing.T) {
	count := map[string]int{}
	for _, code := range store.DistrictCodes() {
		for _, area := range store.AreaNames() {
			if store.AreaHolds(area, code) {
				count[area]++
			}
		}
	}
	for area, want := range map[string]int{
		store.Lancashire14: 14, store.Lancashire12: 12, store.LiverpoolCityRegion: 6, store.GreaterManchester: 10, store.England: 296,
	} {
		if count[area] != want || !store.KnownArea(area) {
			t.Errorf("%s holds %d districts, want %d", area, count[area], want)
		}
	}
	for _, area := range []string{"", "lancashire", "W06000015", "E10000017", "burnley"} {
		if store.KnownArea(area) {
			t.Errorf("%q is taken for an area", area)
		}
	}
}

func TestLancashireDistricts(t *testing.T) {
	f, err := os.Open(shared(t, "domain/geo/lancashire14_districts.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 15 || rows[0][0] != "lad_cd" || rows[0][1] != "lad_nm" {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		if d, ok := store.FindDistrict(row[1]); !ok || d.Code != row[0] || d.Name != row[1] || !store.AreaHolds(store.Lancashire14, d.Code) {
			t.Errorf("%s %s is %+v, %v", row[0], row[1], d, ok)
		}
	}
}

func BenchmarkFindDistrict(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := store.FindDistrict("West Lancashire"); !ok {
			b.Fatal("West Lancashire is not found")
		}
	}
}
