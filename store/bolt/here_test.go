package bolt_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"signpost/store"
	"signpost/store/bolt"
)

// Whoever takes the file away under an engine has stopped it: no write is
// acknowledged that would be lost, nothing is read as if all were well, and what was
// put in its place is not touched.
func TestAStoreThatIsTakenAway(t *testing.T) {
	put := func(tx store.Tx) error { return tx.Put([]byte("k"), make([]byte, 9000)) }
	for name, take := range map[string]func(t *testing.T, path string) error{
		"removed": func(_ *testing.T, path string) error { return os.Remove(path) },
		"renamed": func(_ *testing.T, path string) error { return os.Rename(path, path+".old") },
		"replaced by a copy of itself": func(_ *testing.T, path string) error {
			b, err := os.ReadFile(path)
			return errors.Join(err, os.WriteFile(path+".new", b, 0o600), os.Rename(path+".new", path))
		},
		"replaced by another's":    func(t *testing.T, path string) error { return os.Rename(create(t), path) },
		"removed with its folder":  func(_ *testing.T, path string) error { return os.RemoveAll(filepath.Dir(path)) },
		"cut short":                func(_ *testing.T, path string) error { return os.Truncate(path, 4096) },
		"emptied":                  func(_ *testing.T, path string) error { return os.Truncate(path, 0) },
		"replaced by a folder":     func(_ *testing.T, path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) },
		"a link to it turned away": turned,
	} {
		t.Run(name, func(t *testing.T) {
			path := create(t)
			if name == "a link to it turned away" {
				link := filepath.Join(t.TempDir(), "link.db")
				if err := os.Symlink(path, link); err != nil {
					t.Skip(err)
				}
				path = link
			}
			e, err := bolt.Open(path, bolt.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(e.Update(t.Context(), put), e.Here()); err != nil {
				t.Fatal(err)
			}
			if err := take(t, path); err != nil {
				t.Fatal(err)
			}
			info, _ := os.Stat(path)
			var problem *bolt.Problem
			if err := e.Update(t.Context(), put); !errors.Is(err, bolt.ErrGone) || !errors.As(err, &problem) {
				t.Errorf("Update: %v", err)
			}
			if err := e.View(t.Context(), func(store.Tx) error { return nil }); !errors.Is(err, bolt.ErrGone) {
				t.Errorf("View: %v", err)
			}
			if err := e.Here(); !errors.Is(err, bolt.ErrGone) {
				t.Errorf("Here: %v", err)
			}
			if err := e.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
			after, _ := os.Stat(path)
			if (info == nil) != (after == nil) || info != nil && (info.Size() != after.Size() || !info.ModTime().Equal(after.ModTime())) {
				t.Errorf("what is at the path was %v and is %v", info, after)
			}
		})
	}
}

// turned has a link lead elsewhere.
func turned(t *testing.T, path string) error {
	return errors.Join(os.Remove(path), os.Symlink(create(t), path))
}
