package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/store"
	"signpost/store/proof"
)

// signpost runs a command of the program's own.
func signpost(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e safeBuffer
	code = run(t.Context(), args, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

// The server keeps checkpoints in the second place as long as it runs; an older
// copy of the store that is put back is found by them, by the server before it
// lets anybody in and by whoever verifies.
func TestTheServerKeepsCheckpointsElsewhere(t *testing.T) {
	dir, book := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "checkpoints")
	s := serveFrom(t, dir, "--checkpoints", book)
	s.stop()
	first, err := os.ReadFile(book)
	check(t, err)
	older, err := os.ReadFile(filepath.Join(dir, storeFile))
	check(t, err)
	s = serveFrom(t, dir, "--checkpoints", book)
	s.dial("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, s.code))
	s.stop()
	second, err := os.ReadFile(book)
	check(t, err)
	if len(first) == 0 || !bytes.HasPrefix(second, first) || len(second) == len(first) {
		t.Fatalf("the checkpoints are %q and then %q", first, second)
	}
	if code, out, errs := signpost(t, "trail", "verify", "--data", dir, "--checkpoint", book); code != exitDone || !strings.Contains(out, "Nothing is wrong with the trail.") {
		t.Errorf("verify: %d, %s, %s", code, out, errs)
	}
	check(t, os.WriteFile(filepath.Join(dir, storeFile), older, 0o600))
	code, out, errs := signpost(t, "trail", "verify", "--data", dir, "--checkpoint", book, "--json")
	if code != exitNo || !strings.Contains(out, "an older copy was put back") || !strings.Contains(errs, "tell your security officer") {
		t.Errorf("of an older copy: %d, %s, %s", code, out, errs)
	}
	code, out, errs = signpost(t, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--checkpoints", book)
	if code != exitNo || out != "" || !strings.Contains(errs, "the audit log is not what its checkpoints") || !strings.Contains(errs, "start again with another") {
		t.Errorf("serve on an older copy: %d, %s, %s", code, out, errs)
	}
	other := filepath.Join(t.TempDir(), "data")
	if code, _, errs := signpost(t, "serve", "--data", other, "--listen", "127.0.0.1:0", "--checkpoints", book); code != exitNo || !strings.Contains(errs, "holds checkpoints of another log") {
		t.Errorf("serve with the checkpoints of another: %d, %s", code, errs)
	}
	for where, says := range map[string]string{
		filepath.Join(dir, "checkpoints"):                "would lie in the data directory",
		filepath.Join(t.TempDir(), "none", "checkpoint"): "keep a checkpoint: open",
	} {
		if code, _, errs := signpost(t, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--checkpoints", where); code != exitNo || !strings.Contains(errs, says) {
			t.Errorf("serve with checkpoints in %q: %d, %s", where, code, errs)
		}
	}
}

// At each tick a checkpoint is kept if the log has grown, and one at the end; a
// place that cannot be written to is told each time, and made up for.
func TestCheckpointsByTheClock(t *testing.T) {
	data, err := openData(place{data: filepath.Join(t.TempDir(), "data")}, true)
	check(t, err)
	defer data.Close()
	grow := func() {
		t.Helper()
		check(t, data.Store.Update(t.Context(), func(tx store.Tx) error {
			_, err := store.AppendEvent(tx, store.Event{At: time.Unix(0, 0)})
			return err
		}))
	}
	path := filepath.Join(t.TempDir(), "checkpoints")
	log := &safeBuffer{}
	w := &witness{data: data, path: path, now: (&clock{}).now, log: slog.New(slog.NewTextHandler(log, nil))}
	check(t, w.begin(t.Context()))
	sizes := func() (all []store.EventID) {
		t.Helper()
		kept, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			return nil
		}
		check(t, err)
		book, err := proof.Read(kept, data.Audit.Public())
		check(t, err)
		for _, c := range book.Checkpoints {
			all = append(all, c.Head.Size)
		}
		return all
	}
	ctx, cancel := context.WithCancel(t.Context())
	tick, ended := make(chan time.Time), make(chan struct{})
	go func() {
		defer close(ended)
		w.run(ctx, tick)
	}()
	twice := func() { // the second is taken when the first is done with
		tick <- time.Time{}
		tick <- time.Time{}
	}
	twice()
	if got := sizes(); len(got) != 0 {
		t.Errorf("of an empty log: %v", got)
	}
	grow()
	twice()
	grow()
	grow()
	twice()
	if got := sizes(); len(got) != 2 || got[0] != 1 || got[1] != 3 {
		t.Errorf("the checkpoints are of %v", got)
	}
	grow()
	check(t, os.Rename(path, path+".away"))
	check(t, os.Mkdir(path, 0o700))
	twice()
	eventually(t, "both are told", func() bool { return strings.Count(log.String(), "level=ERROR") == 2 })
	check(t, os.Remove(path))
	check(t, os.Rename(path+".away", path))
	cancel()
	<-ended
	if got := sizes(); len(got) != 3 || got[2] != 4 {
		t.Errorf("at the end the checkpoints are of %v", got)
	}
}

// A rotation that is left to the server is done while it serves.
func TestTheServerSealsAnew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	serveFrom(t, dir).stop()
	if code, _, errs := signpost(t, "key-rotate", "--data", dir, "--later"); code != exitDone {
		t.Fatalf("key-rotate: %d, %s", code, errs)
	}
	s := serveFrom(t, dir)
	s.dial("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, s.code))
	eventually(t, "the store is sealed anew", func() bool { return strings.Contains(s.log.String(), "the store is sealed with its new key") })
	s.stop()
	data, err := openData(place{data: dir}, false)
	check(t, err)
	defer data.Close()
	if data.Store.Stale() {
		t.Error("the key from before is still in the store")
	}
}
