package store_test

import (
	"strings"
	"testing"

	"signpost/store"
)

func TestMistyped(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"restart", "restart", 0},
		{"restrat", "restart", 1},
		{"rstart", "restart", 1},
		{"restartt", "restart", 1},
		{"resturt", "restart", 1},
		{"ca", "abc", 3}, // one change of places and no second change of the same letters
		{"kitten", "sitting", 3},
		{strings.Repeat("a", 80) + "b", strings.Repeat("a", 80) + "cd", 0},
	} {
		if got, back := store.Mistyped(c.a, c.b), store.Mistyped(c.b, c.a); got != c.want || back != c.want {
			t.Errorf("Mistyped(%q, %q) = %d, and the other way %d; want %d", c.a, c.b, got, back, c.want)
		}
	}
}
