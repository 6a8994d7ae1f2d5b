package bolt_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"signpost/store"
	"signpost/store/bolt"
)

var killRounds = flag.Int("kill.rounds", 50, "how often the writing process is killed")

const (
	killWriters = 4
	killKept    = 300 // records a writer keeps; older ones it deletes
	killChurn   = 37  // records of changing size that a writer writes again and again
	killAcks    = 150 // the process is killed within this many acknowledgements
)

// Every acknowledged write is there after the process was killed with SIGKILL
// while it wrote, nothing of an unfinished one is, and the store is sound.
func TestKilledProcessLosesNothingAcknowledged(t *testing.T) {
	path := create(t)
	total := 0
	for round := range *killRounds {
		acked := killOnce(t, path, "write")
		if err := verifyKilled(t, path, acked); err != nil {
			t.Fatalf("round %d: %v", round+1, err)
		}
		for _, n := range acked {
			total = max(total, n)
		}
	}
	t.Logf("%d rounds; the busiest writer made %d durable writes", *killRounds, total)
}

// The test above must be able to fail: a process that acknowledges a write before
// it is committed is found out.
func TestKillFindsWritesAcknowledgedTooEarly(t *testing.T) {
	path := create(t)
	for range *killRounds {
		acked := killOnce(t, path, "acknowledge too early")
		if err := verifyKilled(t, path, acked); err != nil {
			if !errors.Is(err, errLost) {
				t.Fatal(err)
			}
			return
		}
	}
	t.Errorf("%d rounds did not find it", *killRounds)
}

var errLost = errors.New("an acknowledged write is lost")

// child starts this binary as another process in that mode.
func child(t *testing.T, path, mode string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+mode, pathEnv+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // for a test that gives up half-way
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd, bufio.NewReader(out)
}

// killOnce lets a process write, kills it at some moment, and answers the last
// acknowledged write of each of its writers.
func killOnce(t *testing.T, path, mode string) [killWriters]int {
	t.Helper()
	cmd, out := child(t, path, mode)
	var acked [killWriters]int
	for left := 1 + rand.IntN(killAcks); ; left-- {
		if left == 0 {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		line, err := out.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		var g, seq int
		if _, serr := fmt.Sscanf(line, "%d %d\n", &g, &seq); err != nil || serr != nil {
			t.Fatalf("read %q: %v", line, errors.Join(err, serr))
		}
		acked[g] = max(acked[g], seq)
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.Exited() {
		t.Fatalf("the process was not killed, it ended: %v", cmd.ProcessState)
	}
	return acked
}

// writeForEver is what the killed process does.
func writeForEver(e store.Engine, early bool) {
	var lasts [killWriters]int
	err := e.View(context.Background(), func(tx store.Tx) (err error) {
		for g := range lasts {
			if lasts[g], err = lastOf(tx, g); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for g := range killWriters {
		go func() {
			for seq := lasts[g] + 1; ; seq++ {
				ack := fmt.Appendf(nil, "%d %d\n", g, seq)
				if early {
					_, _ = os.Stdout.Write(ack)
				}
				if err := e.Update(context.Background(), func(tx store.Tx) error { return writeSeq(tx, g, seq) }); err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				if !early {
					_, _ = os.Stdout.Write(ack)
				}
			}
		}()
	}
	select {}
}

func lastKey(g int) []byte       { return fmt.Appendf(nil, "last/%d", g) }
func seqKey(g, seq int) []byte   { return fmt.Appendf(nil, "seq/%d/%08d", g, seq) }
func churnKey(g, seq int) []byte { return fmt.Appendf(nil, "churn/%d/%02d", g, seq%killChurn) }

func churnValue(g, seq int) []byte {
	return bytes.Repeat(fmt.Appendf(nil, "%d:%d;", g, seq), 1+seq*seq%600)
}

func writeSeq(tx store.Tx, g, seq int) error {
	return errors.Join(
		tx.Put(seqKey(g, seq), fmt.Appendf(nil, "record %d of writer %d", seq, g)),
		tx.Put(lastKey(g), []byte(strconv.Itoa(seq))),
		tx.Put(churnKey(g, seq), churnValue(g, seq)),
		tx.Delete(seqKey(g, seq-killKept)),
	)
}

func lastOf(tx store.Tx, g int) (int, error) {
	v, err := tx.Get(lastKey(g))
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(string(v))
}

// verifyKilled opens the store again and compares all of it with what the writers
// were told.
func verifyKilled(t *testing.T, path string, acked [killWriters]int) error {
	t.Helper()
	e, err := bolt.Open(path, bolt.Options{Identity: identity})
	if err != nil {
		return err
	}
	defer e.Close()
	if n := e.Notice(); n != "" {
		return errors.New(n)
	}
	if err := e.Check(t.Context()); err != nil {
		return err
	}
	return e.View(t.Context(), func(tx store.Tx) error {
		want := map[string]string{}
		for g, n := range acked {
			last, err := lastOf(tx, g)
			switch {
			case err != nil:
				return err
			case last < n:
				return fmt.Errorf("writer %d was told that %d is kept, and the last one is %d: %w", g, n, last, errLost)
			case n > 0 && last > n+1:
				return fmt.Errorf("writer %d was told of %d, and %d is there", g, n, last)
			case last == 0:
				continue
			}
			want[string(lastKey(g))] = strconv.Itoa(last)
			for seq := max(1, last-killKept+1); seq <= last; seq++ {
				want[string(seqKey(g, seq))] = fmt.Sprintf("record %d of writer %d", seq, g)
			}
			for seq := max(1, last-killChurn+1); seq <= last; seq++ {
				want[string(churnKey(g, seq))] = string(churnValue(g, seq))
			}
		}
		for pair, err := range tx.Range(nil, nil) {
			if err != nil {
				return err
			}
			if w, ok := want[string(pair.Key)]; !ok || w != string(pair.Value) {
				return fmt.Errorf("%q has %d bytes, want %d, wanted at all: %v", pair.Key, len(pair.Value), len(w), ok)
			}
			delete(want, string(pair.Key))
		}
		if len(want) > 0 {
			return fmt.Errorf("%d pairs are missing", len(want))
		}
		return nil
	})
}
