package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/store"
)

// get is what is answered over HTTP.
func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	check(t, err)
	answer, err := http.DefaultClient.Do(req)
	check(t, err)
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	check(t, err)
	return answer.StatusCode, string(b)
}

func TestFiguresAndHealth(t *testing.T) {
	s := serveFrom(t, filepath.Join(t.TempDir(), "data"), "--metrics", "127.0.0.1:0", "--office", "127.0.0.1",
		"--checkpoints", filepath.Join(t.TempDir(), "checkpoints"))
	at := regexp.MustCompile(`http://(\S+)/metrics`).FindStringSubmatch(s.says)
	if at == nil {
		t.Fatalf("serve says %q", s.says)
	}
	steward := newSigner(t)
	c := s.dial("enrol", gossh.PublicKeys(steward), types(&safeBuffer{}, s.code))
	do(t, c, "", "member list", nil)
	stranger := newSigner(t)
	cfg, _ := config("x", gossh.PublicKeys(stranger))
	if _, err := gossh.Dial("tcp", s.addr, cfg); err == nil {
		t.Fatal("a stranger was let in")
	}
	if status, says := get(t, "http://"+at[1]+"/health"); status != http.StatusOK || says != "The store was written and read.\n" {
		t.Errorf("health answers %d, %q", status, says)
	}
	eventually(t, "the refusal is counted", func() bool {
		_, figures := get(t, "http://"+at[1]+"/metrics")
		return strings.Contains(figures, `signpost_refusals_total{reason="login refused"} 1`)
	})
	_, figures := get(t, "http://"+at[1]+"/metrics")
	for _, want := range []string{
		"\nsignpost_logins_total 1\n", "\nsignpost_connections 1\n", "\nsignpost_connections_at_door 0\n", "\nsignpost_sessions 0\n", "\nsignpost_addresses_kept_out 0\n",
		`signpost_refusals_total{reason="address kept out"} 0`, `signpost_request_seconds_count{act="`, `signpost_store_seconds_count{kind="update"}`,
		"\nsignpost_store_file_bytes ", "\nsignpost_audit_checkpoint_age_seconds ", "\nsignpost_store_limit_bytes ", `signpost_info{version="`, "\ngo_goroutines ",
	} {
		if !strings.Contains(figures, want) {
			t.Errorf("the figures have no %q", want)
		}
	}
	for _, secret := range []string{"First steward", "SHA256:", "127.0.0.1", "M-"} {
		if strings.Contains(figures, secret) {
			t.Errorf("the figures name somebody: %q", secret)
		}
	}
	var out, errs safeBuffer
	if code := run(t.Context(), []string{"health", "--metrics", at[1]}, strings.NewReader(""), &out, &errs); code != exitDone || out.String() != "The store was written and read.\n" {
		t.Errorf("health ends with %d: %s%s", code, &out, &errs)
	}
	s.stop()
	if code := run(t.Context(), []string{"health", "--metrics", at[1]}, strings.NewReader(""), &out, &errs); code != exitNo || !strings.Contains(errs.String(), "nothing answers at") {
		t.Errorf("health of nobody ends with %d: %s", code, &errs)
	}
}

// sick is an engine that takes what is written, or not, and keeps none of it.
type sick struct {
	asked int
	err   error
}

func (s *sick) Update(context.Context, func(store.Tx) error) error { s.asked++; return s.err }
func (s *sick) View(_ context.Context, fn func(store.Tx) error) error {
	return fn(nothing{})
}
func (s *sick) Close() error { return nil }

type nothing struct{ store.Tx }

func (nothing) Get([]byte) ([]byte, error) { return []byte("old"), nil }

func TestHealthIsProvedAndNotBelieved(t *testing.T) {
	at := &clock{at: time.Unix(1_800_000_000, 0)}
	full := errors.New("the disk is full")
	engine := &sick{err: full}
	p := &prover{engine: engine, now: at.now}
	if err := p.prove(t.Context()); !errors.Is(err, full) {
		t.Errorf("a full disk: %v", err)
	}
	engine.err = nil
	if err := p.prove(t.Context()); !errors.Is(err, full) || engine.asked != 1 {
		t.Errorf("asked again at once: %v, and the store %d times", err, engine.asked)
	}
	at.add(proofTime)
	if err := p.prove(t.Context()); err == nil || !strings.Contains(err.Error(), "what was written is not there") {
		t.Errorf("a store that keeps nothing: %v", err)
	}
}

func TestFaultsOfTheStoreAreCounted(t *testing.T) {
	own := errors.New("not found")
	m := newMeter()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		ctx    context.Context
		engine error
		fn     error
		want   float64
	}{
		{t.Context(), nil, nil, 0},
		{t.Context(), nil, own, 0}, // what fn answers is no fault
		{gone, context.Canceled, nil, 0},
		{t.Context(), errors.New("damaged"), nil, 1},
	} {
		_ = metered{plainly{c.engine}, m}.Update(c.ctx, func(store.Tx) error { return c.fn })
		figures, err := m.all.Gather()
		check(t, err)
		got := 0.0
		for _, f := range figures {
			if f.GetName() == "signpost_store_faults_total" {
				got = f.GetMetric()[0].GetCounter().GetValue()
			}
		}
		if got != c.want {
			t.Errorf("%v, %v: %v faults; want %v", c.engine, c.fn, got, c.want)
		}
	}
}

// plainly is an engine that runs what it is given, and answers its own error.
type plainly struct{ err error }

func (a plainly) Update(_ context.Context, fn func(store.Tx) error) error {
	return errors.Join(fn(nil), a.err)
}

func (a plainly) View(ctx context.Context, fn func(store.Tx) error) error { return a.Update(ctx, fn) }
func (a plainly) Close() error                                            { return nil }

func TestWatchedFromThisMachineAlone(t *testing.T) {
	for s, ok := range map[string]bool{
		"127.0.0.1:9222": true, "[::1]:9222": true, "localhost:9222": true, "127.0.0.9:0": true,
		":9222": false, "0.0.0.0:9222": false, "192.0.2.1:9222": false, "example.org:9222": false, "127.0.0.1": false, "[::]:1": false,
	} {
		if err := watchAddress(s); (err == nil) != ok {
			t.Errorf("%q: %v", s, err)
		}
	}
	var out, errs safeBuffer
	if code := run(t.Context(), []string{"serve", "--data", filepath.Join(t.TempDir(), "data"), "--metrics", ":9222"}, strings.NewReader(""), &out, &errs); code != exitUsage {
		t.Errorf("serve to everybody ends with %d: %s", code, &errs)
	}
}
