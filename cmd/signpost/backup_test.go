package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	agelib "filippo.io/age"
	gossh "golang.org/x/crypto/ssh"

	"signpost/store"
	"signpost/store/backup"
	"signpost/store/desk"
	"signpost/store/seal"
)

// ageKey makes an age key, and keeps its private half in a file.
func ageKey(t *testing.T) (public, file string) {
	t.Helper()
	id, err := agelib.GenerateX25519Identity()
	check(t, err)
	file = filepath.Join(t.TempDir(), "age-key.txt")
	check(t, os.WriteFile(file, []byte(id.String()+"\n"), 0o600))
	return id.Recipient().String(), file
}

// held is all that the store of a data directory holds, in the clear.
func held(t *testing.T, dir string) map[string]string {
	t.Helper()
	data, err := openData(place{data: dir}, false)
	check(t, err)
	defer data.Close()
	all := map[string]string{}
	check(t, data.Store.View(t.Context(), func(tx store.Tx) error {
		for pair, err := range tx.Range(nil, nil) {
			if err != nil {
				return err
			}
			all[string(pair.Key)] = string(pair.Value)
		}
		return nil
	}))
	return all
}

// did runs a command that has to end well.
func did(t *testing.T, args ...string) string {
	t.Helper()
	code, out, errs := signpost(t, args...)
	if code != exitDone {
		t.Fatalf("signpost %q: %d, %s", args, code, errs)
	}
	return out
}

// refused runs a command that has to be refused with those words.
func refused(t *testing.T, says string, args ...string) {
	t.Helper()
	code, out, errs := signpost(t, args...)
	if code == exitDone || !strings.Contains(errs, says) || strings.Contains(out, "Restored") {
		t.Errorf("signpost %q: %d, %q, %q; want %q", args, code, out, errs, says)
	}
}

// A backup of a server at work is made over its own SSH, opens with the two keys,
// holds what the store held, and becomes a data directory that serves the same
// people under the same host key.
func TestBackUpAServerAtWorkAndRestoreIt(t *testing.T) {
	public, identity := ageKey(t)
	dir, away := filepath.Join(t.TempDir(), "data"), t.TempDir()
	file := filepath.Join(away, "one.age")
	s := serveFrom(t, dir)
	ada := newSigner(t)
	s.dial("enrol", gossh.PublicKeys(ada), types(&safeBuffer{}, s.code))
	out := did(t, "backup", "--data", dir, "--to", file, "--recipient", public)
	for _, says := range []string{"Backed up to " + file, "SHA-256: ", "Read back from the file, decrypted, opened and checked", "Not proven: that you still have the age key"} {
		if !strings.Contains(out, says) {
			t.Errorf("backup says %q; want %q", out, says)
		}
	}
	refused(t, "is there already, and a backup is never written over", "backup", "--data", dir, "--to", file, "--recipient", public)
	refused(t, "would lie in the data directory", "backup", "--data", dir, "--to", filepath.Join(dir, "b.age"), "--recipient", public)
	s.stop()
	before := held(t, dir)
	if out := did(t, "verify", "--backup", file, "--identity", identity, "--data", dir); !strings.Contains(out, "Nothing is wrong with the store.") {
		t.Errorf("verify says %s", out)
	}
	fresh := filepath.Join(t.TempDir(), "fresh")
	out = did(t, "restore", "--from", file, "--identity", identity, "--data", fresh, "--erasures", filepath.Join(dir, ledgerFile))
	if !strings.Contains(out, "Restored to "+fresh) || !strings.Contains(out, "Nothing is wrong with the store.") {
		t.Errorf("restore says %s", out)
	}
	// The backup's own event, and the login after it, are all that came since.
	since := 0
	after := held(t, fresh)
	for key, value := range before {
		if after[key] != value {
			since++
			if !strings.HasPrefix(key, "a\x00event") && !strings.Contains(key, "\x00event") {
				t.Errorf("%q is %q and was %q", key, after[key], value)
			}
		}
	}
	if since == 0 || len(after) >= len(before) {
		t.Errorf("the backup holds its own event: %d differ, %d of %d", since, len(after), len(before))
	}
	s = serveFrom(t, fresh)
	client := s.dial("x", gossh.PublicKeys(ada))
	session, err := client.NewSession()
	check(t, err)
	said, err := session.Output("whoami")
	if err != nil || len(said) == 0 {
		t.Errorf("whoami at the restored server: %q, %v", said, err)
	}
	same := func(name string) bool {
		a, aerr := os.ReadFile(filepath.Join(dir, name))
		b, berr := os.ReadFile(filepath.Join(fresh, name))
		return errors.Join(aerr, berr) == nil && bytes.Equal(a, b)
	}
	for _, name := range inBackup {
		if !same(name) {
			t.Errorf("%s is another", name)
		}
	}
}

// Nothing that is wrong with a backup, its keys or where it goes is passed over,
// and nothing is left of a restore that was refused.
func TestRestoreRefuses(t *testing.T) {
	public, identity := ageKey(t)
	_, other := ageKey(t)
	dir, away := filepath.Join(t.TempDir(), "data"), t.TempDir()
	file := filepath.Join(away, "one.age")
	did(t, "init", "--data", dir)
	did(t, "backup", "--data", dir, "--to", file, "--recipient", public)
	into := filepath.Join(t.TempDir(), "fresh")
	restore := func(from, identity, into string, more ...string) []string {
		return append([]string{"restore", "--from", from, "--identity", identity, "--data", into}, more...)
	}
	refused(t, "there is no ledger of erasures at", restore(file, identity, into)...)
	refused(t, "does not open with the age key in", restore(file, other, into, "--erasures", "none")...)
	refused(t, "is not a file of an age key", restore(file, file, into, "--erasures", "none")...)
	refused(t, "read the backup: open", restore(filepath.Join(away, "none"), identity, into, "--erasures", "none")...)
	refused(t, "a restore never touches what is there", restore(file, identity, dir, "--erasures", "none")...)
	key := filepath.Join(t.TempDir(), "other.key")
	check(t, os.WriteFile(key, []byte(seal.NewKey().Text()), 0o600))
	refused(t, "does not open the store", restore(file, identity, into, "--erasures", "none", "--key-file", key)...)
	ledger := filepath.Join(t.TempDir(), "erasures")
	check(t, os.WriteFile(ledger, []byte("# erasures of signpost 00\n"), 0o600))
	refused(t, "is the ledger of erasures of another store", restore(file, identity, into, "--erasures", ledger)...)
	whole, err := os.ReadFile(file)
	check(t, err)
	bad := filepath.Join(away, "bad.age")
	for range 5 {
		b := bytes.Clone(whole)
		b[300+rand.IntN(len(b)-300)] ^= 1 << rand.IntN(8)
		check(t, os.WriteFile(bad, b, 0o600))
		refused(t, "use another backup", restore(bad, identity, into, "--erasures", "none")...)
	}
	check(t, os.WriteFile(bad, whole[:len(whole)/2], 0o600))
	refused(t, "use another backup", restore(bad, identity, into, "--erasures", "none")...)
	if rest, _ := filepath.Glob(filepath.Join(filepath.Dir(into), "*")); len(rest) > 0 {
		t.Errorf("left behind: %q", rest)
	}
	if rest, _ := filepath.Glob(filepath.Join(filepath.Dir(into), ".*")); len(rest) > 0 {
		t.Errorf("left behind: %q", rest)
	}
	for _, args := range [][]string{
		{"backup", "--data", dir, "--to", file},
		{"backup", "--data", dir, "--recipient", public},
		{"backup", "--data", dir, "--to", file, "--recipient", "me"},
		{"restore", "--from", file},
		{"verify", "--backup", file},
		{"serve", "--data", dir, "--backup-to", away},
		{"serve", "--data", dir, "--backup-recipient", public},
		{"serve", "--data", dir, "--backup-to", away, "--backup-recipient", public, "--backup-every", "1s"},
	} {
		if code, _, errs := signpost(t, args...); code != exitUsage {
			t.Errorf("signpost %q: %d, %s", args, code, errs)
		}
	}
	refused(t, "would lie in the data directory", "serve", "--data", dir, "--backup-to", filepath.Join(dir, "b"), "--backup-recipient", public)
}

// Who was erased after a backup is not in what is restored from it, nor after an
// older store was put back by hand.
func TestErasuresOutliveBackups(t *testing.T) {
	public, identity := ageKey(t)
	dir, away := filepath.Join(t.TempDir(), "data"), t.TempDir()
	data, err := openData(place{data: dir}, true)
	check(t, err)
	made := store.Client{Ref: "K7M-2Q9", Partner: "p", GivenName: "Zebedee"}
	check(t, data.Store.Update(t.Context(), func(tx store.Tx) error {
		_, err := store.Clients.Put(tx, made)
		return err
	}))
	check(t, data.Close())
	file := filepath.Join(away, "one.age")
	did(t, "backup", "--data", dir, "--to", file, "--recipient", public)
	older, err := os.ReadFile(filepath.Join(dir, storeFile))
	check(t, err)
	data, err = openData(place{data: dir}, false)
	check(t, err)
	check(t, data.Store.Update(t.Context(), func(tx store.Tx) error {
		_, err := store.Erasures.Put(tx, store.Erasure{Client: made.Ref, At: time.Now(), Why: "asked"})
		_, gone := store.EraseClient(tx, made.Ref, time.Now())
		return errors.Join(err, gone)
	}))
	check(t, data.Close())
	cut := []string{filepath.Join(away, scratchPrefix+"1", "read"), filepath.Join(away, ".signpost-20260201T090000Z.age.part-1")}
	for _, left := range cut {
		check(t, os.MkdirAll(left, 0o700))
	}
	serveFrom(t, dir, "--backup-to", away, "--backup-recipient", public).stop()
	for _, left := range cut {
		if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is there still: %v", left, err)
		}
	}

	gone := func(what, dir string) {
		t.Helper()
		for key, value := range held(t, dir) {
			if strings.Contains(value, "Zebedee") {
				t.Errorf("%s: the client is in %q", what, key)
			}
		}
	}
	fresh := filepath.Join(t.TempDir(), "fresh")
	if out := did(t, "restore", "--from", file, "--identity", identity, "--data", fresh); !strings.Contains(out, "clients that were erased again: 1") {
		t.Errorf("restore says %s", out)
	}
	gone("restored", fresh)
	did(t, "verify", "--data", fresh)
	check(t, os.WriteFile(filepath.Join(dir, storeFile), older, 0o600))
	if log := serveFrom(t, dir).stop(); !strings.Contains(log, "the store was put back from before erasures: they were done again") {
		t.Errorf("the log says %s", log)
	}
	gone("put back by hand", dir)
}

// The installer's way in is for who holds the server's own key, calls itself so and
// is on the machine; and it leads to backups alone.
func TestTheInstallersDoor(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serveFrom(t, dir)
	host, err := readHostKey(dir)
	check(t, err)
	for user, key := range map[string]gossh.Signer{installerUser: newSigner(t), "root": host} {
		cfg, _ := config(user, gossh.PublicKeys(key))
		if _, err := gossh.Dial("tcp", s.addr, cfg); err == nil {
			t.Errorf("%s is let in with a key that is not for them", user)
		}
	}
	client := s.dial(installerUser, gossh.PublicKeys(host))
	for _, command := range []string{"member list", "backup", "backup x", "backup {}", `backup {"to":"/x/y","recipient":"age1"}`, "plain"} {
		session, err := client.NewSession()
		check(t, err)
		if out, err := session.Output(command); err == nil || len(out) > 0 {
			t.Errorf("%q is answered with %q", command, out)
		}
	}
	session, err := client.NewSession()
	check(t, err)
	if out, err := session.Output(""); err == nil {
		t.Errorf("a session without a command is answered with %q", out)
	}
	if _, err := askServer(t.Context(), dir, "help"); err == nil || !strings.Contains(err.Error(), "This server does not know that") {
		t.Errorf("askServer: %v", err)
	}
	s.stop()
	if _, err := askServer(t.Context(), dir, "help"); err == nil || !strings.Contains(err.Error(), "not by a server that answers") {
		t.Errorf("askServer of nobody: %v", err)
	}
}

// Backups come when they are due, whatever the clock does, and a steward can have
// one made; each is in the trail.
func TestBackupsByTheClock(t *testing.T) {
	public, _ := ageKey(t)
	to, err := backup.ParseRecipient(public)
	check(t, err)
	data, err := openData(place{data: filepath.Join(t.TempDir(), "data")}, true)
	check(t, err)
	defer data.Close()
	at := &clock{at: time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)}
	log := &safeBuffer{}
	s := &schedule{dir: t.TempDir(), every: 24 * time.Hour, to: to, vault: &vault{data: data, now: at.now}, log: slog.New(slog.NewTextHandler(log, nil))}
	office, err := desk.Over(t.Context(), data.Store, at.now, desk.Options{Backup: s.make})
	check(t, err)
	made := func() int {
		t.Helper()
		s.tick(t.Context(), office.Installer())
		all, err := filepath.Glob(filepath.Join(s.dir, "signpost-*.age"))
		check(t, err)
		return len(all)
	}
	for _, step := range []struct {
		what string
		by   time.Duration
		want int
	}{
		{"at the start", 0, 1},
		{"a minute later", time.Minute, 1},
		{"a day later", 24 * time.Hour, 2},
		{"the clock goes back a year", -365 * 24 * time.Hour, 3},
		{"a minute after that", time.Minute, 3},
		{"ten years on", 10 * 365 * 24 * time.Hour, 4},
		{"an hour after that", time.Hour, 4},
	} {
		at.add(step.by)
		if got := made(); got != step.want {
			t.Fatalf("%s: %d backups, want %d; %s", step.what, got, step.want, log)
		}
	}
	// A start looks at what is there, and not at what a wrong clock has left.
	if newest, err := newestBackup(s.dir, time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)); err != nil || !newest.Equal(time.Date(2026, 2, 2, 9, 1, 0, 0, time.UTC)) {
		t.Errorf("the newest is of %v, %v", newest, err)
	}
	// A place that is gone is told, and tried again after an hour.
	dir := s.dir
	s.dir = filepath.Join(dir, "gone")
	at.add(25 * time.Hour)
	s.tick(t.Context(), office.Installer())
	s.dir = dir
	at.add(time.Minute)
	if got := made(); got != 4 || strings.Count(log.String(), "level=ERROR") != 1 {
		t.Errorf("after it came to nothing: %d, %s", got, log)
	}
	at.add(time.Hour)
	if got := made(); got != 5 {
		t.Errorf("an hour later: %d", got)
	}
	at.add(time.Second)
	b, err := office.Installer().Backup(t.Context())
	if err != nil || b.Records == 0 || b.Log.Size == 0 {
		t.Errorf("when asked: %+v, %v", b, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	at.add(time.Second)
	if _, err := s.make(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("when it is ended: %v", err)
	}
	if rest, _ := filepath.Glob(filepath.Join(dir, ".*")); len(rest) > 0 {
		t.Errorf("left behind: %q", rest)
	}
	found, err := look(t.Context(), data.Store, data.Audit)
	check(t, err)
	check(t, found.err())
	if found.census.Records["event"] != 6 {
		t.Errorf("there are %d events, want one for each backup", found.census.Records["event"])
	}
}
