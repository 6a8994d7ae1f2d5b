package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// A server whose store is taken away says so and ends by itself, with a member
// inside; nothing is put where the store was, and what was in it is whole.
func TestAStoreTakenAwayEndsTheServer(t *testing.T) {
	for name, take := range map[string]func(file string) error{
		"removed": func(file string) error { return os.Rename(file, file+".away") },
		"replaced": func(file string) error {
			return errors.Join(os.Rename(file, file+".away"), os.WriteFile(file, nil, 0o600))
		},
		"emptied": func(file string) error {
			b, err := os.ReadFile(file)
			return errors.Join(err, os.WriteFile(file+".away", b, 0o600), os.Truncate(file, 0))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			file := filepath.Join(dir, storeFile)
			did(t, "init", "--data", dir)
			var out, log safeBuffer
			ended := make(chan int, 1)
			go func() {
				ended <- run(t.Context(), []string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, strings.NewReader(""), &out, &log)
			}()
			eventually(t, "the server listens", func() bool { return strings.HasSuffix(out.String(), "\n\n") })
			at, err := os.ReadFile(filepath.Join(dir, listeningFile))
			check(t, err)
			s := &served{t: t, addr: strings.TrimSpace(string(at))}
			_, code, _ := strings.Cut(out.String(), "enter:\n\n    ")
			s.dial("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, strings.Fields(code)[0]))
			check(t, take(file))
			if code := <-ended; code != exitNo {
				t.Errorf("the server ended with %d", code)
			}
			if !strings.Contains(log.String(), "while it was in use, so nothing more is written") {
				t.Errorf("it says %s", &log)
			}
			if info, err := os.Stat(file); err == nil && info.Size() > 0 {
				t.Errorf("something was put in its place: %d bytes", info.Size())
			}
			if code, _, errs := signpost(t, "serve", "--data", dir, "--listen", "127.0.0.1:0"); code != exitNo || !strings.Contains(errs, "from your backups") {
				t.Errorf("a start after it: %d, %s", code, errs)
			}
			check(t, os.Rename(file+".away", file))
			if out := did(t, "member", "list", "--data", dir); !strings.Contains(out, "First steward") {
				t.Errorf("put back, it has the members %s", out)
			}
		})
	}
}
