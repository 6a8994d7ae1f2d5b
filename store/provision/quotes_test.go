package provision_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestQuotesStandInTheSeeds looks for the words that each record relies on in
// the seed document it names.
func TestQuotesStandInTheSeeds(t *testing.T) {
	dir := shared(t, "domain/seeds")
	texts := map[string]string{}
	for _, p := range builtin(t) {
		for _, s := range p.Sources {
			if s.Seed == "" {
				continue
			}
			if _, ok := texts[s.Seed]; !ok {
				data, err := os.ReadFile(filepath.Join(dir, s.Seed))
				if err != nil {
					t.Errorf("%s: source %s: %v", p.ID, s.ID, err)
				}
				texts[s.Seed] = asRead(string(data))
			}
			if s.Quote == "" || !strings.Contains(texts[s.Seed], asRead(s.Quote)) {
				t.Errorf("%s: source %s: %q does not stand in %s", p.ID, s.ID, s.Quote, s.Seed)
			}
		}
	}
}

// asRead is a text without its line ends, page ends and marks of layout.
func asRead(s string) string {
	s = strings.NewReplacer("\u2019", "'", "\u2018", "'", "\u201c", `"`, "\u201d", `"`, "*", "", "#", "", "\u2013", "-").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}
