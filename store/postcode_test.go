package store_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"signpost/store"
)

const fewPostcodes = `postcode,lad_cd,lsoa11cd
PR12HE,E07000123,E01025298
BB11AE,E06000008,E01012641
bb5 5ap,E07000120,E01025042
CF101EP,W06000015,W01001939
`

func TestReadPostcodes(t *testing.T) {
	var zipped bytes.Buffer
	gz := gzip.NewWriter(&zipped)
	if _, err := gz.Write([]byte(fewPostcodes)); err != nil {
		t.Fatal(err)
	}
	if err := gz.Close(); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"plain":           fewPostcodes,
		"gzipped":         zipped.String(),
		"with a mark":     "\ufeff" + fewPostcodes,
		"Windows lines":   strings.ReplaceAll(fewPostcodes, "\n", "\r\n"),
		"no last newline": strings.TrimSpace(fewPostcodes),
		"other columns":   "lad_cd,x,POSTCODE\nE07000123,1,PR1 2HE\nE06000008,2,BB1 1AE\nE07000120,3,BB5 5AP\n",
	} {
		p, err := store.ReadPostcodes(strings.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for postcode, want := range map[string]string{
			"PR1 2HE": "E07000123", "pr12he": "E07000123", " b b11ae": "E06000008", "BB55AP": "E07000120",
			"PR1 2HF": "", "CF10 1EP": "", "PR1": "", "": "", "not a postcode": "",
		} {
			if code, ok := p.District(postcode); code != want || ok != (want != "") {
				t.Errorf("%s: %q is in %q, %v; want %q", name, postcode, code, ok, want)
			}
		}
		if p.Len() != 3 {
			t.Errorf("%s: %d postcodes, want 3", name, p.Len())
		}
	}
}

func TestReadPostcodesRefuses(t *testing.T) {
	const head = "postcode,lad_cd\n"
	for name, c := range map[string]struct{ text, want string }{
		"nothing":          {"", "heading"},
		"no such columns":  {"pcd,oslaua\n", "line 1"},
		"heading alone":    {head, "no English postcode"},
		"an outcode":       {head + "PR12HE,E07000123\nPR1,E07000123\n", "line 3: \"PR1\" is no full postcode"},
		"no district":      {head + "PR12HE,\n", "line 2: \"\" is the GSS code of no English district"},
		"unknown district": {head + "PR12HE,E07999999\n", "line 2"},
		"a county":         {head + "PR12HE,E10000017\n", "line 2"},
		"the same twice":   {head + "PR12HE,E07000123\nBB11AE,E06000008\npr1 2he,E07000126\n", "line 4: the postcode is on line 2 already"},
		"too few columns":  {head + "PR12HE,E07000123\nBB11AE\n", "line 3"},
		"an open quote":    {head + "\"PR12HE,E07000123\n", "line 2"},
		"half a gzip":      {"\x1f\x8b\x08\x00", "postcodes"},
	} {
		p, err := store.ReadPostcodes(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: read %d postcodes, %v; want an error that says %q", name, p.Len(), err, c.want)
		}
	}
}

func TestNoPostcodes(t *testing.T) {
	var p *store.Postcodes
	if code, ok := p.District("PR1 2HE"); ok || p.Len() != 0 {
		t.Errorf("no table gives %q", code)
	}
}

// lancashirePostcodes reads the table of Lancashire's 14 districts.
func lancashirePostcodes(t testing.TB) *store.Postcodes {
	t.Helper()
	f, err := os.Open(shared(t, "domain/geo/lancashire14_postcodes_compact.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := store.ReadPostcodes(f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLancashirePostcodes(t *testing.T) {
	p := lancashirePostcodes(t)
	if p.Len() != 40_638 {
		t.Errorf("%d postcodes, want 40,638", p.Len())
	}
	var in []string
	const letters = "ABDEFGHJLNPQRSTUWXYZ"
	for sector := range 10 {
		for _, a := range letters {
			for _, b := range letters {
				code, ok := p.District("BB1 " + string(rune('0'+sector)) + string(a) + string(b))
				if ok && !slices.Contains(in, code) {
					in = append(in, code)
				}
			}
		}
	}
	slices.Sort(in)
	if want := []string{"E06000008", "E07000120", "E07000124", "E07000125"}; !slices.Equal(in, want) {
		t.Errorf("BB1 is in %q, want %q", in, want)
	}
}

func BenchmarkDistrictOfPostcode(b *testing.B) {
	p := lancashirePostcodes(b)
	for b.Loop() {
		if _, ok := p.District("BB1 1AE"); !ok {
			b.Fatal("BB1 1AE is not found")
		}
	}
}

func BenchmarkReadPostcodes(b *testing.B) {
	data, err := os.ReadFile(shared(b, "domain/geo/lancashire14_postcodes_compact.csv.gz"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := store.ReadPostcodes(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}

// shared is the path of a file of the folder beside the project that the team
// shares; the test is skipped where there is none.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		path := filepath.Join(dir, "shared", filepath.FromSlash(name))
		if _, err := os.Stat(path); err == nil {
			return path
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Skipf("no folder named shared with %q stands above this one", name)
		}
		dir = up
	}
}
