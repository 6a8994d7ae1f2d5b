package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	bbolt "go.etcd.io/bbolt"

	"signpost/store/bolt"
)

// refused opens what must not be opened, and looks that nothing has changed: no
// new store, no byte of the old one.
func refused(t *testing.T, path string, opts bolt.Options, kind error) string {
	t.Helper()
	before, berr := os.ReadFile(path)
	e, err := bolt.Open(path, opts)
	if err == nil {
		_ = e.Close()
		t.Fatalf("it was opened, want %v", kind)
	}
	var p *bolt.Problem
	if !errors.As(err, &p) || !errors.Is(err, kind) {
		t.Fatalf("got %v (%T), want %v", err, err, kind)
	}
	if !strings.Contains(p.Says, strconv.Quote(path)) || !strings.Contains(p.Says, ": ") {
		t.Errorf("%q does not name the file and say what to do", p.Says)
	}
	after, aerr := os.ReadFile(path)
	if !bytes.Equal(before, after) || (berr == nil) != (aerr == nil) {
		t.Errorf("the file has changed: %v, %v", berr, aerr)
	}
	return p.Says
}

func TestOpenRefusesWhatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	refused(t, filepath.Join(dir, "none.db"), bolt.Options{}, bolt.ErrMissing)
	refused(t, filepath.Join(dir, "none", "none.db"), bolt.Options{}, bolt.ErrMissing)
	refused(t, dir, bolt.Options{}, bolt.ErrNotStore)
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("the folder has %v (%v)", left, err)
	}
}

// A file cut off behind its last page in use has lost nothing.
func TestOpenTakesAFileWithoutItsSpareEnd(t *testing.T) {
	good := sound(t)
	if len(good) == needs(good) {
		t.Fatal("the file has no spare end")
	}
	e := open(t, write(t, good[:needs(good)]))
	exercise(t, e)
}

func TestOpenRefusesAnotherStore(t *testing.T) {
	path := create(t)
	says := refused(t, path, bolt.Options{Identity: "another"}, bolt.ErrIdentity)
	if !strings.Contains(says, identity) || !strings.Contains(says, "another") {
		t.Errorf("%q does not name both", says)
	}
	e, err := bolt.Open(path, bolt.Options{})
	if err != nil || e.Identity() != identity || e.Notice() != "" {
		t.Fatalf("identity %q, notice %q, %v", e.Identity(), e.Notice(), err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

func TestOpenRefusesOtherContents(t *testing.T) {
	change := func(fn func(*bbolt.Tx) error) string {
		path := create(t)
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(db.Update(fn), db.Close()); err != nil {
			t.Fatal(err)
		}
		return path
	}
	schema := func(to string) func(*bbolt.Tx) error {
		return func(tx *bbolt.Tx) error { return tx.Bucket([]byte("meta")).Put([]byte("schema"), []byte(to)) }
	}
	refused(t, change(schema("2")), bolt.Options{}, bolt.ErrNewer)
	refused(t, change(schema("10")), bolt.Options{Identity: "another"}, bolt.ErrNewer)
	refused(t, change(schema("")), bolt.Options{}, bolt.ErrDamaged)
	refused(t, change(schema("0")), bolt.Options{}, bolt.ErrDamaged)
	refused(t, change(func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("meta")) }), bolt.Options{}, bolt.ErrNotStore)
	refused(t, change(func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("data")) }), bolt.Options{}, bolt.ErrDamaged)
}

func TestOpenSaysWhoHoldsTheStore(t *testing.T) {
	path := create(t)
	e, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	opts := bolt.Options{Wait: time.Nanosecond}
	if says := refused(t, path, opts, bolt.ErrHeld); runtime.GOOS == "linux" && !strings.Contains(says, "this same process") {
		t.Errorf("it says %q", says)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}

	cmd, out := child(t, path, "hold")
	if line, err := out.ReadString('\n'); line != "held\n" {
		t.Fatalf("%q, %v", line, err)
	}
	if says := refused(t, path, opts, bolt.ErrHeld); runtime.GOOS == "linux" && !strings.Contains(says, fmt.Sprintf("process %d", cmd.Process.Pid)) {
		t.Errorf("it says %q, and process %d holds it", says, cmd.Process.Pid)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	open(t, path)
}

func TestCreateRefusesWhatIsThere(t *testing.T) {
	path := create(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	empty := write(t, nil)
	for _, p := range []string{path, empty, t.TempDir()} {
		if err := bolt.Create(p, identity); !errors.Is(err, bolt.ErrExists) || !strings.Contains(err.Error(), strconv.Quote(p)) {
			t.Errorf("%s: %v", p, err)
		}
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the store has changed (%v)", err)
	}
	if err := bolt.Create(filepath.Join(t.TempDir(), "none", "store.db"), identity); !errors.Is(err, bolt.ErrAccess) {
		t.Errorf("no folder: %v", err)
	}
	for _, bad := range []string{"", "a\nb", "\x00", "a\xff", strings.Repeat("a", 129)} {
		path := filepath.Join(t.TempDir(), "store.db")
		if err := bolt.Create(path, bad); err == nil {
			t.Errorf("identity %q was taken", bad)
		}
	}
}

// Of many that make a store at the same path, one does; no other file is left.
func TestCreateAtTheSameTime(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "store.db")
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = bolt.Create(path, fmt.Sprintf("store %d", i)) })
	}
	wg.Wait()
	made := -1
	for i, err := range errs {
		switch {
		case err == nil && made < 0:
			made = i
		case !errors.Is(err, bolt.ErrExists):
			t.Errorf("maker %d (maker %d has made it): %v", i, made, err)
		}
	}
	e, err := bolt.Open(path, bolt.Options{Identity: fmt.Sprintf("store %d", made)})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("the folder has %v (%v)", left, err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the store may be read by others: %v (%v)", info.Mode(), err)
	}
}
