package desk_test

import (
	"testing"

	"signpost/keys"
)

// An organisation is another one unless its name or its id says that it is the
// same: whose client somebody may open turns on it.
func TestPartnersAreToldApart(t *testing.T) {
	w := newWorld(t)
	first := w.member("Amina", "Trust", keys.Coach).Who().Partner
	for _, name := range []string{"trust", " TRUST ", "Trust.", first.Name, string(first.ID)} {
		if p := w.member("Bill", name, keys.Coach).Who().Partner; p.ID != first.ID {
			t.Errorf("%q is %q, want the partner there is", name, p.ID)
		}
	}
	seen := map[keys.PartnerID]string{first.ID: "Trust"}
	for _, name := range []string{"Łą Trust", "Trust é", "Trüst", "T-rust", "Caf", "Café"} {
		p := w.member("Cem", name, keys.Coach).Who().Partner
		if other, ok := seen[p.ID]; ok {
			t.Errorf("%q is taken for %q, %q", name, other, p.ID)
		}
		seen[p.ID] = name
		if again := w.member("Dil", name, keys.Coach).Who().Partner; again.ID != p.ID {
			t.Errorf("%q is %q once and %q then", name, p.ID, again.ID)
		}
	}
}
