package seal_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/seal"
)

var update = flag.Bool("update", false, "make the store of this layout anew, which is to say that those of before open no more")

// What a store of the first layout holds: layout-1.db.gz, which nobody may need to
// make again.
const (
	layoutKey   = "SIGNPOST-STORE-KEY-1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
	layoutBlind = "testdata/layout-1.blind" // the keyed hash of a value, made with its keys
	layoutFile  = "testdata/layout-1.db.gz"
)

func layoutPairs() []string {
	return []string{"a", "one", "b\x00c", "two", "empty", "", "long", string(bytes.Repeat([]byte("signpost "), 1000))}
}

// A store that was made with the first layout opens, holds what it held, hashes what
// it hashed, and takes more. A change of the pages, the sealing or the keys that
// would leave those that people have behind is found here.
func TestAStoreOfTheFirstLayoutOpens(t *testing.T) {
	key, err := seal.ParseKey(layoutKey)
	if err != nil {
		t.Fatal(err)
	}
	f := file{path: filepath.Join(t.TempDir(), "store.db"), key: key}
	if *update {
		makeLayout(t, f)
	}
	unzip(t, f.path)
	below, err := bolt.Open(f.path, bolt.Options{Identity: "the first layout", Overhead: seal.Overhead})
	if err != nil {
		t.Fatal(err)
	}
	defer below.Close()
	if err := below.Check(t.Context()); err != nil {
		t.Error(err)
	}
	e, err := seal.Over(t.Context(), below, key)
	if err != nil {
		t.Fatal(err)
	}
	pairs, want := 0, layoutPairs()
	err = e.View(t.Context(), func(tx store.Tx) error {
		for pair, err := range tx.Range(nil, nil) {
			if err != nil {
				return err
			}
			if i := 2 * pairs; i >= len(want) || string(pair.Key) != want[i] || string(pair.Value) != want[i+1] {
				t.Errorf("pair %d is %q with %d bytes", pairs, pair.Key, len(pair.Value))
			}
			pairs++
		}
		blind, err := os.ReadFile(layoutBlind)
		if got := tx.(store.Blinder).Blind("i", "burnley"); got != string(blind) {
			t.Errorf("the hash is %q and was %q", got, blind)
		}
		return err
	})
	if err != nil || 2*pairs != len(want) {
		t.Errorf("%d pairs: %v", pairs, err)
	}
	put(t, e, "more", "three")
	if v, err := get(t, e, "more"); err != nil || v != "three" {
		t.Errorf("more: %q, %v", v, err)
	}
}

func unzip(t *testing.T, to string) {
	t.Helper()
	packed, err := os.Open(layoutFile)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	zr, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func makeLayout(t *testing.T, f file) {
	t.Helper()
	f.path += ".made"
	if err := bolt.Create(f.path, "the first layout"); err != nil {
		t.Fatal(err)
	}
	f.bare(t, func(e store.Engine) {
		if err := seal.Make(t.Context(), e, f.key); err != nil {
			t.Fatal(err)
		}
	})
	e := f.open(t)
	put(t, e, layoutPairs()...)
	err := e.View(t.Context(), func(tx store.Tx) error {
		return os.WriteFile(layoutBlind, []byte(tx.(store.Blinder).Blind("i", "burnley")), 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(f.path)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	zw := gzip.NewWriter(&packed)
	if _, err = zw.Write(b); err == nil {
		err = zw.Close()
	}
	if err == nil {
		err = os.WriteFile(layoutFile, packed.Bytes(), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
