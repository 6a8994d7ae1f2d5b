package desk_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/desk"
	"signpost/store/seal"
)

// clock is a time that a test sets.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(time.Millisecond) // no two things happen at once
	return c.t
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = t
}

type world struct {
	t      testing.TB
	ctx    context.Context
	path   string
	key    seal.Key
	engine store.Engine
	office *desk.Office
	clock  *clock
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{
		t: t, ctx: t.Context(), path: filepath.Join(t.TempDir(), "signpost.db"), key: seal.NewKey(),
		clock: &clock{t: time.Date(2026, 2, 2, 10, 0, 0, 0, time.UTC)},
	}
	if err := bolt.Create(w.path, "test"); err != nil {
		t.Fatal(err)
	}
	bare := w.bare()
	if err := errors.Join(seal.Make(w.ctx, bare, w.key), bare.Close()); err != nil {
		t.Fatal(err)
	}
	w.open()
	t.Cleanup(func() { _ = w.engine.Close() })
	return w
}

// bare opens the store without its seal.
func (w *world) bare() *bolt.Engine {
	w.t.Helper()
	engine, err := bolt.Open(w.path, bolt.Options{Identity: "test", Overhead: seal.Overhead})
	if err != nil {
		w.t.Fatal(err)
	}
	return engine
}

func (w *world) open() {
	w.t.Helper()
	var err error
	if w.engine, err = seal.Over(w.ctx, w.bare(), w.key); err != nil {
		w.t.Fatal(err)
	}
	if w.office, err = desk.Over(w.ctx, w.engine, w.clock.now, desk.Options{Backup: backUp}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) reopen() {
	w.t.Helper()
	if err := w.engine.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.open()
}

func newKey(t testing.TB) keys.Key {
	t.Helper()
	pub, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sshKey, err := ssh.NewPublicKey(pub)
	if err != nil {
		t.Fatal(err)
	}
	k, err := keys.FromSSH(sshKey)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// member enrols somebody and gives their desk.
func (w *world) member(name, partner string, roles ...keys.Role) *desk.Desk {
	w.t.Helper()
	k := newKey(w.t)
	if _, err := w.office.Installer().AddMember(w.ctx, desk.NewMember{Name: name, Partner: partner, Roles: roles, Key: k}); err != nil {
		w.t.Fatal(err)
	}
	return w.desk(k.Fingerprint)
}

func (w *world) desk(fp keys.Fingerprint) *desk.Desk {
	w.t.Helper()
	caller, err := w.office.WhoIs(w.ctx, fp)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.office.For(caller)
}

// logged is how many events there are.
func (w *world) logged() int {
	w.t.Helper()
	var head store.LogHead
	err := w.engine.View(w.ctx, func(tx store.Tx) (err error) {
		head, err = store.Head(tx)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return int(head.Size)
}

// events is the whole trail, the oldest first.
func (w *world) events() []store.Event {
	w.t.Helper()
	var all []store.Event
	err := w.engine.View(w.ctx, func(tx store.Tx) error {
		all = nil
		for e, err := range store.Events.All(tx) {
			if err != nil {
				return err
			}
			all = append(all, e)
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func changes(t testing.TB, json string) store.Changes {
	t.Helper()
	c, err := store.ParseChanges([]byte(json))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// overAll writes why against every check, so that what is tested is something else.
func overAll() map[string]string {
	why := map[string]string{}
	for _, id := range store.CheckIDs() {
		why[id] = "agreed with the provider"
	}
	return why
}

func wantErr(t testing.TB, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Fatalf("got %v, want an error that is %v", err, target)
	}
}

// wantChecks wants that nothing was sent because of these checks, and no other.
func wantChecks(t testing.TB, err error, ids ...string) {
	t.Helper()
	var ce *store.CheckError
	if !errors.As(err, &ce) {
		t.Fatalf("got %v, want the checks %q", err, ids)
	}
	var got []string
	for _, c := range ce.Checks {
		got = append(got, c.ID)
	}
	if !slices.Equal(got, ids) {
		t.Fatalf("got the checks %q, want %q: %v", got, ids, err)
	}
}

func wantField(t testing.TB, err error, field string) {
	t.Helper()
	var fe *store.FieldError
	if !errors.As(err, &fe) || fe.Field != field {
		t.Fatalf("got %v, want a FieldError on %q", err, field)
	}
}

func (w *world) lastEvent() store.Event {
	w.t.Helper()
	all := w.events()
	return all[len(all)-1]
}
