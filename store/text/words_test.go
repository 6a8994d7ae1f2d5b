package text_test

import (
	"testing"

	"signpost/store/text"
)

func TestCapital(t *testing.T) {
	for s, want := range map[string]string{"": "", "given name": "Given name", "élan": "Élan", "9 to 5": "9 to 5", "\xffx": "\xffx", "A": "A"} {
		if got := text.Capital(s); got != want {
			t.Errorf("Capital(%q) is %q, want %q", s, got, want)
		}
	}
}
