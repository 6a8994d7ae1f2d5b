package plain_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/desk"
	"signpost/tui/plain"
)

var update = flag.Bool("update", false, "write the golden transcripts anew")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a store in one bbolt file, an office over it and a clock that stands
// still unless a test lets time go by.
type world struct {
	tb     testing.TB
	office *desk.Office
	seeds  uint16

	mu  sync.Mutex
	now time.Time
}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	w := &world{tb: tb, now: time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)}
	path := filepath.Join(tb.TempDir(), "signpost.db")
	if err := bolt.Create(path, "test"); err != nil {
		tb.Fatal(err)
	}
	engine, err := bolt.Open(path, bolt.Options{Identity: "test"})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = engine.Close() })
	if w.office, err = desk.Over(tb.Context(), engine, w.time, desk.Options{}); err != nil {
		tb.Fatal(err)
	}
	return w
}

func (w *world) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// member enrols somebody with a key that is the same in every run.
func (w *world) member(name, partner string, roles ...keys.Role) *desk.Desk {
	w.tb.Helper()
	w.seeds++
	pub := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(w.seeds), byte(w.seeds >> 8)}, ed25519.SeedSize/2)).Public()
	sshKey, err := ssh.NewPublicKey(pub)
	if err != nil {
		w.tb.Fatal(err)
	}
	k, err := keys.FromSSH(sshKey)
	if err != nil {
		w.tb.Fatal(err)
	}
	if _, err := w.office.Installer().AddMember(w.tb.Context(), desk.NewMember{Name: name, Partner: partner, Roles: roles, Key: k}); err != nil {
		w.tb.Fatal(err)
	}
	caller, err := w.office.WhoIs(w.tb.Context(), k.Fingerprint)
	if err != nil {
		w.tb.Fatal(err)
	}
	return w.office.For(caller)
}

// coach is a work coach in Burnley.
func (w *world) coach() *desk.Desk { return w.member("Ann Lee", "Burnley Jobcentre", keys.Coach) }

// client keeps a client with facts as JSON.
func (w *world) client(d *desk.Desk, name, facts string) store.Client {
	w.tb.Helper()
	f, err := store.ParseFacts([]byte(facts))
	if err != nil {
		w.tb.Fatal(err)
	}
	c, err := d.AddClient(w.tb.Context(), name, store.Changes{Set: f}, store.ClientSaid, store.Told{How: store.ToldInPerson})
	if err != nil {
		w.tb.Fatal(err)
	}
	return c
}

// deliver has a programme delivered by the partner of somebody.
func (w *world) deliver(id store.ProgrammeID, by *desk.Desk) {
	w.tb.Helper()
	if _, err := w.office.Installer().SetDeliverer(w.tb.Context(), id, desk.Latest, by.Who().Partner.ID); err != nil {
		w.tb.Fatal(err)
	}
}

// send refers a client to a programme, whatever the checks say.
func (w *world) send(d *desk.Desk, ref store.ClientRef, id store.ProgrammeID) store.Referral {
	w.tb.Helper()
	why := map[string]string{}
	for _, check := range store.CheckIDs() {
		why[check] = "It is so in the test."
	}
	r, err := d.Refer(w.tb.Context(), store.ReferralForm{Client: ref, Programme: id, Told: d.Today(), Overrides: why})
	if err != nil {
		w.tb.Fatal(err)
	}
	return r
}

// person sits at the other end. Each time the session waits for input, say is
// given everything that was shown so far and answers with what is typed, keys and
// all; an error ends the input.
type person struct {
	tb   testing.TB
	say  func(shown string) (string, error)
	mu   sync.Mutex
	out  bytes.Buffer
	rest []byte
}

func (p *person) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.Write(b)
}

func (p *person) shown() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

func (p *person) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		typed, err := p.say(p.shown())
		if err != nil {
			return 0, err
		}
		p.rest = []byte(typed)
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// typist says the lines one after the other, and then ends the input. A function
// among them is called, and the line after it is said.
func typist(lines ...any) func(string) (string, error) {
	return func(string) (string, error) {
		for len(lines) > 0 {
			line := lines[0]
			lines = lines[1:]
			if fn, ok := line.(func()); ok {
				fn()
				continue
			}
			return line.(string) + "\r", nil
		}
		return "", io.EOF
	}
}

// sit runs a whole session and gives what was shown, and its exit status.
func (w *world) sit(d *desk.Desk, say func(string) (string, error), change ...func(*plain.In)) (string, int) {
	w.tb.Helper()
	shown, status, wrong := w.sat(d, say, change...)
	if wrong != "" {
		w.tb.Fatal(wrong)
	}
	return shown, status
}

// sat is sit that says what is wrong with the session as a whole: it did not end,
// it logged a fault, or it sent what is no text.
func (w *world) sat(d *desk.Desk, say func(string) (string, error), change ...func(*plain.In)) (shown string, status int, wrong string) {
	p := &person{tb: w.tb, say: say}
	log := &faults{}
	in := plain.In{Desk: d, In: p, Out: p, PTY: true, Host: "signpost.example", Log: slog.New(slog.NewTextHandler(log, nil))}
	for _, c := range change {
		c(&in)
	}
	ctx, cancel := context.WithTimeout(w.tb.Context(), time.Minute)
	defer cancel()
	status = plain.Run(ctx, in)
	shown = p.shown()
	switch {
	case ctx.Err() != nil:
		wrong = "the session did not end by itself: " + tail(shown)
	case log.String() != "":
		wrong = "a fault was logged: " + log.String()
	case !in.Unicode && !in.Rubout:
		wrong = unprintable(shown)
	}
	return shown, status, wrong
}

// do types the lines in a session, which ends with the input.
func (w *world) do(d *desk.Desk, lines ...any) string {
	w.tb.Helper()
	shown, _ := w.sit(d, typist(lines...))
	return shown
}

// faults is a log that is to stay empty.
type faults struct {
	mu sync.Mutex
	b  strings.Builder
}

func (f *faults) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.b.Write(b)
}

func (f *faults) String() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.b.String()
}

// unprintable says what of all that was shown is neither printable ASCII nor a
// line end.
func unprintable(shown string) string {
	for i := range len(shown) {
		if c := shown[i]; (c < 0x20 || c > 0x7e) && c != '\r' && c != '\n' {
			return fmt.Sprintf("byte %d of what was shown is %#x, after %q", i, c, tail(shown[:i]))
		}
	}
	return ""
}

func tail(s string) string { return s[max(0, len(s)-1500):] }

// has says whether all the parts were shown, in their order.
func has(t testing.TB, shown string, parts ...string) {
	t.Helper()
	flat := strings.Join(strings.Fields(shown), " ")
	at := 0
	for _, part := range parts {
		i := strings.Index(flat[at:], part)
		if i < 0 {
			t.Fatalf("%q was not shown after %q, but %q ... %q", part, flat[max(0, at-60):at], flat[at:min(at+1000, len(flat))], flat[max(0, len(flat)-300):])
		}
		at += i + len(part)
	}
}

// lacks says that a text was never shown.
func lacks(t testing.TB, shown, part string) {
	t.Helper()
	if flat := strings.Join(strings.Fields(shown), " "); strings.Contains(flat, part) {
		t.Fatalf("%q was shown in:\n%s", part, shown)
	}
}

var (
	anyRef  = regexp.MustCompile(`\b[2-9A-HJKMNP-TV-Z]{3}-[2-9A-HJKMNP-TV-Z]{3}\b`)
	anyCode = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b`)
)

// tidy puts what differs in every run in order: references, codes and line ends.
func tidy(shown string) string {
	shown = strings.ReplaceAll(shown, "\r\n", "\n")
	ids := map[string]bool{}
	shown = anyCode.ReplaceAllStringFunc(shown, func(code string) string {
		ids[code[:4]+code[5:7]] = true
		return "CODE-CODE-CODE-CODE"
	})
	for id := range ids {
		shown = regexp.MustCompile(`\b`+id+`\b`).ReplaceAllString(shown, "CODE")
	}
	seen := map[string]string{}
	return anyRef.ReplaceAllStringFunc(shown, func(ref string) string {
		if _, ok := store.TidyRef(ref); !ok {
			return ref
		}
		if seen[ref] == "" {
			seen[ref] = fmt.Sprintf("REF-%03d", len(seen)+1)
		}
		return seen[ref]
	})
}

// golden compares a transcript with its file.
func golden(t *testing.T, name, shown string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got := tidy(shown)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	g, l := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range g {
		if i >= len(l) || g[i] != l[i] {
			t.Fatalf("%s, line %d: got %q, want %q (go test ./tui/plain -update writes it anew)", path, i+1, g[i], append(l, "")[min(i, len(l))])
		}
	}
	if len(g) != len(l) {
		t.Fatalf("%s: got %d lines, want %d", path, len(g), len(l))
	}
}

// prompt is what was asked last: the line that is not ended.
func prompt(shown string) string { return shown[strings.LastIndex(shown, "\n")+1:] }

var errGone = errors.New("the window was closed")
