package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// room is what a package may import: rooms of this house, and packages of other
// modules, each by the start of its import path.
type room struct {
	ours    string
	outside string
	why     string // for a room or an arrow that is not plain from the rest
}

const (
	pageOurs    = "keys store store/match store/search store/text tui/look tui/page tui/page/entry"
	pageOutside = "charm.land/bubbletea charm.land/bubbles charm.land/lipgloss"
)

// house is the whole table of arrows: cmd -> tui -> store -> keys. A new room is
// a new row, with its reason; a new arrow is a decision.
var house = map[string]room{
	"cmd/signpost": {
		ours: "*",
		outside: "charm.land/bubbletea charm.land/ssh charm.land/wish github.com/spf13/cobra github.com/spf13/pflag golang.org/x/crypto/ssh golang.org/x/time/rate " +
			"github.com/prometheus/client_golang",
		why: "the front door wires all rooms together; bubbletea is there for the type of a session's model",
	},

	"tui": {
		ours: "keys store store/desk tui/look tui/page tui/page/find tui/page/home tui/page/triage tui/page/caseload " +
			"tui/page/refer tui/page/inbox tui/page/household tui/page/access tui/page/curate tui/page/trail tui/page/settings tui/page/datapack tui/page/purposes tui/page/retention tui/term",
		outside: pageOutside,
	},
	"tui/term": {
		ours:    "store/text",
		outside: "charm.land/bubbletea charm.land/ssh github.com/charmbracelet/colorprofile",
		why:     "columns are counted in one place, for what is laid out and for what is drawn",
	},
	"tui/term/vt100": {why: "a strict terminal that tests hold what is drawn to, and used nowhere else"},
	"tui/look":       {ours: "store/text", outside: pageOutside, why: "text is made safe at the last step before a screen"},
	"tui/line": {
		ours:    "keys store store/datapack store/desk store/match store/search store/text",
		outside: "github.com/spf13/cobra github.com/spf13/pflag",
	},
	"tui/plain": {
		ours: "keys store store/desk store/match store/search tui/look tui/page tui/page/entry tui/page/find tui/page/home " +
			"tui/page/triage tui/page/caseload tui/page/household tui/page/refer tui/page/inbox tui/page/turn tui/page/access tui/page/curate tui/page/trail tui/page/datapack tui/page/purposes tui/page/retention store/text",
		why: "the pages' jobs a line at a time: it reads out their words and questions, and never draws one",
	},
	"tui/page":          {ours: "store", outside: "charm.land/bubbletea charm.land/bubbles/v2/key"},
	"tui/page/pagetest": {ours: "tui/look tui/page", outside: "charm.land/bubbletea", why: "drives a page in tests, and nowhere else"},
	"tui/page/entry":    {ours: "keys store tui/look", outside: pageOutside, why: "the questions about facts, which triage and the caseload both ask"},
	"tui/page/turn": {
		ours: "store store/match store/search tui/look tui/page tui/page/entry", outside: pageOutside,
		why: "a referral's life in words and the questions of its moves, which both sides' pages share",
	},
	"tui/page/home":      {ours: pageOurs + " tui/page/turn", outside: pageOutside},
	"tui/page/find":      {ours: pageOurs, outside: pageOutside},
	"tui/page/triage":    {ours: pageOurs, outside: pageOutside},
	"tui/page/caseload":  {ours: pageOurs + " tui/page/turn", outside: pageOutside},
	"tui/page/refer":     {ours: pageOurs + " tui/page/turn", outside: pageOutside},
	"tui/page/inbox":     {ours: pageOurs + " tui/page/turn", outside: pageOutside},
	"tui/page/access":    {ours: pageOurs, outside: pageOutside},
	"tui/page/curate":    {ours: pageOurs, outside: pageOutside, why: "the curator's queue: what to check in provision"},
	"tui/page/purposes":  {ours: pageOurs, outside: pageOutside, why: "the steward's law: what data is used for, and on what ground"},
	"tui/page/retention": {ours: pageOurs, outside: pageOutside, why: "the steward's times: how long things are kept, and what goes when"},
	"tui/page/trail":     {ours: pageOurs, outside: pageOutside},
	"tui/page/settings":  {ours: pageOurs, outside: pageOutside},

	"tui/page/household": {ours: pageOurs + " tui/page/turn", outside: pageOutside},

	"tui/page/datapack": {ours: pageOurs + " store/datapack", outside: pageOutside, why: "it reads out the counts that are ready to be let out"},

	"store": {ours: "keys", outside: "golang.org/x/mod/sumdb/tlog", why: "the audit log is hashed in the transaction that appends to it"},
	"store/desk": {
		ours: "keys store store/datapack store/match store/openreferral store/proof store/provision store/search store/text",
	},
	"store/datapack": {
		ours: "store store/text",
		why:  "what is let out of the whole server's counts is decided in one small room that can be tested alone",
	},
	"store/bolt":         {ours: "store", outside: "go.etcd.io/bbolt"},
	"store/enginetest":   {ours: "store", outside: "pgregory.net/rapid", why: "tests that every engine runs, so it is no _test file"},
	"store/match":        {ours: "store"},
	"store/search":       {ours: "store"},
	"store/openreferral": {ours: "store"},
	"store/seal":         {ours: "store", outside: "github.com/tink-crypto/tink-go/v2", why: "what is kept is secret on disk, whatever is above and below"},
	"store/backup":       {outside: "filippo.io/age", why: "one small room reads and writes the files that all may depend on one day"},
	"store/proof":        {ours: "store", outside: "golang.org/x/mod/sumdb", why: "signs the audit log and holds it to what was signed"},
	"store/provision":    {ours: "store", outside: "go.yaml.in/yaml/v3"},
	"store/text":         {outside: "github.com/rivo/uniseg golang.org/x/text"},

	"keys": {outside: "golang.org/x/crypto/ssh golang.org/x/crypto/argon2", why: "argon2 hashes invitation codes"},
}

// oneFile says which outside packages a room keeps in one of its files.
var oneFile = map[string]string{
	"tui/term": "charm.land/ssh",
}

// Tests may use these besides, and, above the store, any of its rooms.
const (
	testOurs    = "store/enginetest tui/page tui/page/pagetest tui/term/vt100"
	testOutside = "pgregory.net/rapid go.uber.org/goleak github.com/rogpeppe/go-internal github.com/hinshun/vt10x " +
		"go.yaml.in/yaml/v3 golang.org/x/crypto/ssh filippo.io/age github.com/hanwen/go-fuse/v2"
)

// file is one Go file and what it imports.
type file struct {
	room    string
	name    string
	test    bool
	imports []string
}

func TestHouse(t *testing.T) {
	files := readHouse(t)
	if len(files) == 0 {
		t.Fatal("no Go files were found")
	}
	keeps := map[string][]string{}
	for _, f := range files {
		r, ok := house[f.room]
		if !ok {
			t.Errorf("%s: the room %q has no row in the table: add one, with its reason", f.name, f.room)
			continue
		}
		for _, imported := range f.imports {
			if !r.allows(f, imported) {
				t.Errorf("%s: %q may not import %q", f.name, f.room, imported)
			}
			if one := oneFile[f.room]; one == imported && !f.test {
				keeps[f.room+" "+one] = append(keeps[f.room+" "+one], f.name)
			}
		}
	}
	for what, names := range keeps {
		if len(names) > 1 {
			t.Errorf("%s is kept to one file, and is in %v", what, names)
		}
	}
}

// TestHouseHasNoCircle holds the table itself to its word: arrows run one way.
func TestHouseHasNoCircle(t *testing.T) {
	var walk func(name string, path []string)
	walk = func(name string, path []string) {
		if slices.Contains(path, name) {
			t.Fatalf("the arrows go in a circle: %v", append(path, name))
		}
		for _, next := range strings.Fields(house[name].ours) {
			if next != "*" {
				walk(next, append(slices.Clone(path), name))
			}
		}
	}
	for name, r := range house {
		walk(name, nil)
		for _, next := range strings.Fields(r.ours) {
			if _, ok := house[next]; !ok && next != "*" {
				t.Errorf("%q may import %q, which has no row", name, next)
			}
		}
	}
}

func (r room) allows(f file, imported string) bool {
	ours, inside := strings.CutPrefix(imported, "signpost/")
	switch {
	case !inside && !strings.Contains(strings.Split(imported, "/")[0], "."):
		return true // the standard library
	case !inside && f.test:
		return begins(imported, r.outside) || begins(imported, testOutside)
	case !inside:
		return begins(imported, r.outside)
	case r.ours == "*" || slices.Contains(strings.Fields(r.ours), ours):
		return true
	case !f.test:
		return false
	}
	below := strings.HasPrefix(ours, "store") && ours != "store/desk" && f.room != "keys" && f.room != "store"
	return ours == f.room || below || ours == "keys" || slices.Contains(strings.Fields(testOurs), ours)
}

// begins says whether the import path is one of the list, or inside one.
func begins(imported, list string) bool {
	return slices.ContainsFunc(strings.Fields(list), func(p string) bool {
		return imported == p || strings.HasPrefix(imported, p+"/")
	})
}

// readHouse reads the imports of every Go file of the module.
func readHouse(t *testing.T) []file {
	t.Helper()
	root := moduleRoot(t)
	var files []file
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		f := file{room: path.Dir(name), name: name, test: strings.HasSuffix(name, "_test.go")}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, imported)
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test's directory")
		}
		dir = filepath.Dir(dir)
	}
}
