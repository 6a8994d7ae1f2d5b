package line_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/desk"
	"signpost/tui/line"
)

var update = flag.Bool("update", false, "write the golden texts anew")

// world is a store, an office over it and a clock that a test sets.
type world struct {
	tb     testing.TB
	office *desk.Office
	seeds  byte
	wild   bool // what is typed may hold anything, and so may what quotes it

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

// pass lets time go by.
func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// member enrols somebody with a key that is the same in every run.
func (w *world) member(name, partner string, roles ...keys.Role) *desk.Desk {
	w.tb.Helper()
	w.seeds++
	pub := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{w.seeds}, ed25519.SeedSize)).Public()
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

// airships puts the programmes of testdata into the catalogue, so that tests
// do not turn on what the real ones say.
func (w *world) airships(curator *desk.Desk) {
	w.tb.Helper()
	for _, name := range []string{"club", "rigging", "network"} {
		data, err := os.ReadFile(filepath.Join("testdata", name+".yaml"))
		if err != nil {
			w.tb.Fatal(err)
		}
		if got := w.do(curator, string(data), "provision", "put"); got.status != line.Done {
			w.tb.Fatalf("provision put %s.yaml: %s", name, got.err)
		}
	}
}

// result is what one command did.
type result struct {
	status   int
	out, err string
}

// do runs one command, a minute after the one before.
func (w *world) do(d *desk.Desk, stdin string, args ...string) result {
	w.tb.Helper()
	return w.run(line.In{Desk: d, Args: args, Stdin: strings.NewReader(stdin)})
}

func (w *world) run(in line.In) result {
	w.tb.Helper()
	w.pass(time.Minute)
	var out, err bytes.Buffer
	in.Stdout, in.Stderr, in.Host = &out, &err, "signpost.example"
	in.Log = slog.New(slog.NewTextHandler(w.tb.Output(), nil))
	ctx, cancel := context.WithTimeout(w.tb.Context(), time.Minute)
	defer cancel()
	status := line.Run(ctx, in)
	got := result{status, out.String(), err.String()}
	w.check(in.Args, got)
	return got
}

// check holds every command to what all of them promise.
func (w *world) check(args []string, got result) {
	w.tb.Helper()
	switch {
	case got.status < line.Done || got.status > line.Denied:
		w.tb.Errorf("%q: exit status %d", args, got.status)
	case got.status == line.Done && (got.err != "" || !strings.HasSuffix(got.out, "\n")):
		w.tb.Errorf("%q: done, with on stderr %q, and stdout ending in %.20q", args, got.err, got.out[max(0, len(got.out)-20):])
	case got.status != line.Done && (got.out != "" || !strings.HasSuffix(got.err, "\n")):
		w.tb.Errorf("%q: not done, with on stdout %q and on stderr %q", args, got.out, got.err)
	}
	never := []string{"Something went wrong in Signpost", "Something went wrong here"}
	if !w.wild {
		never = append(never, "panic", "goroutine", ".go:", "%!", "failed to")
	}
	for _, no := range never {
		if strings.Contains(got.err, no) {
			w.tb.Errorf("%q: stderr holds %q: %s", args, no, got.err)
		}
	}
}

// ok runs a command that must be done, and gives its answer.
func (w *world) ok(d *desk.Desk, stdin string, args ...string) string {
	w.tb.Helper()
	got := w.do(d, stdin, args...)
	if got.status != line.Done {
		w.tb.Fatalf("%q: exit status %d: %s", args, got.status, got.err)
	}
	return got.out
}

// client adds a client and gives their reference.
func (w *world) client(coach *desk.Desk, form string) string {
	w.tb.Helper()
	var v struct{ Ref string }
	decode(w.tb, w.ok(coach, form, "client", "add", "--told", "in-person", "--json"), &v)
	return v.Ref
}

var (
	anyRef   = regexp.MustCompile(`\b[2-9A-HJKMNP-TV-Z]{3}-[2-9A-HJKMNP-TV-Z]{3}\b`)
	anyScore = regexp.MustCompile(`"score":[0-9.e+-]+`)
	anyCode  = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b`)
)

// story is golden text: commands and what they answered, with references and
// codes, which differ in every run, put in order.
type story struct {
	w    *world
	text strings.Builder
	refs map[string]string
}

func (w *world) story() *story { return &story{w: w, refs: map[string]string{}} }

// tell runs a command and writes it down.
func (s *story) tell(d *desk.Desk, stdin string, args ...string) string {
	s.w.tb.Helper()
	got := s.w.do(d, stdin, args...)
	fmt.Fprintf(&s.text, "$ %s\n", strings.Join(args, " "))
	if stdin != "" {
		fmt.Fprintf(&s.text, "< %s\n", strings.TrimSpace(stdin))
	}
	s.text.WriteString(got.out + got.err)
	fmt.Fprintf(&s.text, "exit %d\n\n", got.status)
	if !json.Valid([]byte(got.out)) {
		keepsToWidth(s.w.tb, args, got.out)
	}
	return got.out
}

func (s *story) tidy() string {
	all := anyCode.ReplaceAllStringFunc(s.text.String(), func(code string) string {
		s.refs[code[:4]+code[5:7]] = "CODE"
		return "CODE-CODE-CODE-CODE"
	})
	for id, word := range s.refs {
		all = regexp.MustCompile(`\b`+id+`\b`).ReplaceAllString(all, word)
	}
	seen := map[string]string{}
	all = anyScore.ReplaceAllString(all, `"score":0`)
	return anyRef.ReplaceAllStringFunc(all, func(ref string) string {
		if _, ok := store.TidyRef(ref); !ok {
			return ref
		}
		if seen[ref] == "" {
			seen[ref] = fmt.Sprintf("REF-%03d", len(seen)+1)
		}
		return seen[ref]
	})
}

// golden compares the story with its file.
func (s *story) golden(name string) {
	s.w.tb.Helper()
	path := filepath.Join("testdata", name+".golden")
	got := s.tidy()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			s.w.tb.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		s.w.tb.Fatal(err)
	}
	if got == string(want) {
		return
	}
	g, l := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range g {
		if i >= len(l) || g[i] != l[i] {
			s.w.tb.Fatalf("%s, line %d: got %q, want %q (go test ./tui/line -update writes it anew)", path, i+1, g[i], append(l, "")[min(i, len(l))])
		}
	}
	s.w.tb.Fatalf("%s: got %d lines, want %d", path, len(g), len(l))
}
