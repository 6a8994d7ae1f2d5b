package keys_test

import (
	"strings"
	"testing"

	"signpost/keys"
)

func TestNewCodeIsTidyAlready(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		code := keys.NewCode()
		if got, ok := keys.TidyCode(code); !ok || got != code {
			t.Fatalf("TidyCode(%q) = %q, %v; want it unchanged", code, got, ok)
		}
		if seen[code] {
			t.Fatalf("%q was made twice in a thousand", code)
		}
		seen[code] = true
		if id := keys.CodeID(code); string(id) != code[:4]+code[5:7] {
			t.Fatalf("CodeID(%q) = %q", code, id)
		}
	}
}

func TestTidyCode(t *testing.T) {
	const want = "7K2M-Q9XV-3BHT-01CE"
	for _, s := range []string{
		"7K2M-Q9XV-3BHT-01CE", "7k2m-q9xv-3bht-01ce", "7K2MQ9XV3BHT01CE", " 7k2m q9xv 3bht 01ce\r\n",
		"7K2M-Q9XV-3BHT-O1CE", "7K2M-Q9XV-3BHT-oICE", "7K2M-Q9XV-3BHT-0lce", "7K2M–Q9XV—3BHT‑01CE", "-7K2M--Q9XV-3BHT-01CE-",
	} {
		if got, ok := keys.TidyCode(s); !ok || got != want {
			t.Errorf("TidyCode(%q) = %q, %v; want %q", s, got, ok, want)
		}
	}
	for _, s := range []string{
		"", "7K2M", "7K2M-Q9XV-3BHT-01C", "7K2M-Q9XV-3BHT-01CEE", "7K2M-Q9XV-3BHT-01CU", "7K2M.Q9XV.3BHT.01CE",
		"7K2M-Q9XV-3BHT-01C\x00", "7K2M-Q9XV-3BHT-01CÉ", "7K2M-Q9XV-3BHT-01C\uff25", strings.Repeat("A", 4096),
	} {
		if got, ok := keys.TidyCode(s); ok {
			t.Errorf("TidyCode(%q) = %q; want it refused", s, got)
		}
	}
	if id := keys.CodeID("7K2"); id != "" {
		t.Errorf("CodeID of three characters is %q; want none", id)
	}
}

func FuzzTidyCode(f *testing.F) {
	f.Add("7k2m q9xv 3bht 01ce")
	f.Add("OIL0-OIL0-OIL0-OIL0")
	f.Add("\u2013")
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := keys.TidyCode(s)
		if !ok {
			if got != "" {
				t.Fatalf("TidyCode(%q) gives %q with what it refuses", s, got)
			}
			return
		}
		if len(got) != 19 {
			t.Fatalf("TidyCode(%q) = %q, which is not four fours", s, got)
		}
		if again, ok := keys.TidyCode(got); !ok || again != got {
			t.Fatalf("TidyCode(%q) = %q, %v; tidy twice is tidy once", got, again, ok)
		}
	})
}
