package seal_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"testing"

	"signpost/store"
	"signpost/store/seal"
)

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

const records = 300

func record(i int) (key, value string) {
	return fmt.Sprintf("t\x00client\x00%03d", i), fmt.Sprintf("value %d %s", i, bytes.Repeat([]byte{'v'}, i))
}

func filled(t *testing.T) file {
	t.Helper()
	f := newFile(t)
	e := f.open(t)
	for i := range records {
		key, value := record(i)
		put(t, e, key, value)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return f
}

// whole fails the test unless every record opens.
func whole(t *testing.T, e store.Engine) {
	t.Helper()
	for i := range records {
		key, value := record(i)
		if got, err := get(t, e, key); err != nil || got != value {
			t.Fatalf("record %d is %q, %v", i, got, err)
		}
	}
}

// sealedWith counts the values by the key that they are sealed with.
func sealedWith(t *testing.T, f file) map[string]int {
	t.Helper()
	count := map[string]int{}
	f.bare(t, func(e store.Engine) {
		err := e.View(t.Context(), func(tx store.Tx) error {
			for pair, err := range tx.Range([]byte("t"), nil) {
				if err != nil {
					return err
				}
				count[string(pair.Value[:5])]++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	return count
}

// After a rotation the store opens with the new key and not with the old one;
// wherever the sealing anew is cut short every record opens, and the next goes on
// until no value is sealed with the old key and the store no longer has it.
func TestRotationCutShortAnywhere(t *testing.T) {
	for cut := 0; ; cut++ {
		f := filled(t)
		was := f
		f.key = seal.NewKey()
		f.bare(t, func(e store.Engine) {
			if err := seal.Rotate(t.Context(), e, was.key, f.key); err != nil {
				t.Fatal(err)
			}
			if _, err := seal.Over(t.Context(), e, was.key); err == nil {
				t.Fatal("the store opens with the key it had before")
			}
		})
		below := f.bolt(t)
		c := &cutter{Engine: below, left: cut}
		e, err := seal.Over(t.Context(), c, f.key)
		if err != nil {
			t.Fatal(err)
		}
		if !e.Stale() {
			t.Fatal("after a rotation there is nothing to seal anew")
		}
		n, err := e.Renew(t.Context())
		whole(t, e)
		if cerr := e.Close(); cerr != nil {
			t.Fatal(cerr)
		}
		if err == nil {
			if n != records || len(sealedWith(t, f)) != 1 {
				t.Errorf("%d values were sealed anew, by keys: %v", n, sealedWith(t, f))
			}
			again := f.open(t)
			if again.Stale() {
				t.Error("the store still has the key it had before")
			}
			whole(t, again)
			if cut < 5 {
				t.Errorf("it took %d transactions, so that it was hardly cut short", cut)
			}
			return
		}
		if !errors.Is(err, errCut) {
			t.Fatal(err)
		}
		e = f.open(t)
		if _, err := e.Renew(t.Context()); err != nil {
			t.Fatalf("cut short after %d transactions, the next: %v", cut, err)
		}
		whole(t, e)
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if keys := sealedWith(t, f); len(keys) != 1 {
			t.Fatalf("cut short after %d transactions, values are sealed by %d keys", cut, len(keys))
		}
	}
}

// What others write while values are sealed anew is kept as they wrote it.
func TestRenewBesideOthers(t *testing.T) {
	f := filled(t)
	f.bare(t, func(e store.Engine) {
		if err := seal.Rotate(t.Context(), e, f.key, f.key); err != nil {
			t.Fatal(err)
		}
	})
	e := f.open(t)
	done := make(chan error, 1)
	go func() {
		_, err := e.Renew(t.Context())
		done <- err
	}()
	for i := range records {
		key, _ := record(i)
		if i%3 == 0 {
			put(t, e, key, "changed meanwhile")
		}
		if i%3 == 1 {
			err := e.Update(t.Context(), func(tx store.Tx) error { return tx.Delete([]byte(key)) })
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	for i := range records {
		key, value := record(i)
		got, err := get(t, e, key)
		switch {
		case i%3 == 0 && (err != nil || got != "changed meanwhile"),
			i%3 == 1 && !errors.Is(err, store.ErrNotFound),
			i%3 == 2 && (err != nil || got != value):
			t.Errorf("record %d is %q, %v", i, got, err)
		}
	}
}

// A rotation with a key that is not the store's changes nothing.
func TestRotationWithAnotherKey(t *testing.T) {
	f := filled(t)
	f.bare(t, func(e store.Engine) {
		var wrong *seal.WrongKey
		if err := seal.Rotate(t.Context(), e, seal.NewKey(), seal.NewKey()); !errors.As(err, &wrong) {
			t.Errorf("got %v", err)
		}
	})
	e := f.open(t)
	if e.Stale() {
		t.Error("there is another key for values")
	}
	whole(t, e)
}
