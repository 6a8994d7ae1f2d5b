package provision_test

import (
	"testing"

	"signpost/store/provision"
)

func BenchmarkBuiltin(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := provision.Builtin(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLint(b *testing.B) {
	all := builtin(b)
	b.ReportAllocs()
	for b.Loop() {
		if found := provision.Lint(all); len(found) > 0 {
			b.Fatal(found[0])
		}
	}
}
