package provision_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"signpost/store"
	"signpost/store/provision"
)

func builtin(t testing.TB) []store.Programme {
	t.Helper()
	all, err := provision.Builtin()
	if err != nil {
		t.Fatalf("the catalogue cannot be read:\n%v", err)
	}
	return all
}

func TestCatalogueIsClean(t *testing.T) {
	for _, f := range provision.Lint(builtin(t)) {
		t.Error(f)
	}
}

func TestCatalogueIsSortedAndDigested(t *testing.T) {
	all := builtin(t)
	digests := map[string]store.ProgrammeID{}
	for i, p := range all {
		if i > 0 && all[i-1].ID >= p.ID {
			t.Errorf("%q stands before %q", all[i-1].ID, p.ID)
		}
		if of, ok := digests[p.Builtin]; ok || len(p.Builtin) != 12 {
			t.Errorf("the digest of %q is %q, as that of %q", p.ID, p.Builtin, of)
		}
		digests[p.Builtin] = p.ID
	}
}

func TestFormatOfTheCatalogueIsReadAgain(t *testing.T) {
	for _, p := range builtin(t) {
		text, err := provision.Format(p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := provision.Parse(string(p.ID)+".yaml", text)
		if err != nil {
			t.Fatalf("%s written out is refused: %v\n%s", p.ID, err, text)
		}
		p.Builtin = ""
		if !reflect.DeepEqual(p, again) {
			t.Errorf("%s written out is read as another record:\n%s", p.ID, text)
		}
	}
}

// TestEmptyRulesAreMeant lists the records for a person that anybody meets. A
// source says so for each; a record whose source says nothing asks a judgement.
func TestEmptyRulesAreMeant(t *testing.T) {
	want := []store.ProgrammeID{}
	var got []store.ProgrammeID
	for _, p := range builtin(t) {
		if p.Serves(store.ForPerson) && p.Rule.Empty() {
			got = append(got, p.ID)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("anybody qualifies for %q, want %q", got, want)
	}
}

// TestCatalogueHoldsTheSeeds compares the catalogue with the reading of the seed
// documents from which it was begun.
func TestCatalogueHoldsTheSeeds(t *testing.T) {
	data, err := os.ReadFile(shared(t, "domain/seed_programmes.json"))
	if err != nil {
		t.Fatal(err)
	}
	var seeds struct {
		Programmes []struct {
			ID       store.ProgrammeID `json:"id"`
			Audience string            `json:"audience"`
		} `json:"programmes"`
	}
	if err := json.Unmarshal(data, &seeds); err != nil || len(seeds.Programmes) == 0 {
		t.Fatalf("read the seeds: %d programmes, %v", len(seeds.Programmes), err)
	}
	held := map[store.ProgrammeID]bool{}
	for _, p := range builtin(t) {
		held[p.ID] = true
		for _, id := range p.OtherIDs {
			held[id] = true
		}
	}
	for _, s := range seeds.Programmes {
		if s.Audience != "system" && !held[s.ID] {
			t.Errorf("the catalogue has no %q", s.ID)
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
