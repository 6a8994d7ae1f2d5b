package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/seal"
)

// A store of the first layout opens, is sound, holds what it held, and is served.
func TestAStoreOfTheFirstLayoutIsServed(t *testing.T) {
	if *newGolden {
		makeGolden(t)
	}
	at := firstLayout(t)
	want, err := os.ReadFile(filepath.Join(goldenDir, "sums.txt"))
	check(t, err)
	dump := opened(t, at, store.Layout)
	if store.Layout == 1 && sums(dump) != string(want) {
		t.Error("the store does not hold what it held")
	}
	for _, kind := range []string{
		"partner", "member", "key", "invitation", "client", "card", "note", "assessment", "referral",
		"household", "programme", "delivery", "event", "slip",
	} {
		if !hasKind(dump, kind) {
			t.Errorf("the store holds no %s, so that nothing is tried of it", kind)
		}
	}
	s := serveFrom(t, at.data, "--key-file", at.key, "--today", store.DayOf(time.Now()).String())
	s.stop()
	did(t, "verify", "--data", at.data, "--key-file", at.key)
}

func hasKind(dump map[string]string, kind string) bool {
	for key := range dump {
		if strings.HasPrefix(key, "t\x00"+kind+"\x00") {
			return true
		}
	}
	return false
}

// opened opens the store of a data directory as a program does that knows layouts up
// to that one, holds it to being sound and gives what it holds.
func opened(t *testing.T, at place, layout int) map[string]string {
	t.Helper()
	holds, err := list(at.data)
	check(t, err)
	file, err := openFile(at, holds, layout)
	check(t, err)
	defer file.engine.Close()
	check(t, file.engine.Check(t.Context()))
	sealed, err := file.unseal(file.key)
	check(t, err)
	audit, err := readAuditKey(at.data)
	check(t, err)
	found, err := look(t.Context(), sealed, audit)
	check(t, errors.Join(err, found.err()))
	if sealed.Layout() != layout {
		t.Errorf("the store is in layout %d, not %d", sealed.Layout(), layout)
	}
	return dumpOf(t, sealed)
}

// testUpgrades are steps as later layouts may have them: each changes what is kept of
// every client, notes besides, and all of it takes more writes than an Update has.
func testUpgrades() []store.Upgrade {
	step := func(says string, change func(key, value string) string) store.Upgrade {
		return store.Upgrade{Says: says, Do: func(tx store.Tx) error {
			for pair, err := range tx.Range(nil, nil) {
				if err != nil {
					return err
				}
				if err := tx.Put(pair.Key, []byte(change(string(pair.Key), string(pair.Value)))); err != nil {
					return err
				}
			}
			return nil
		}}
	}
	return []store.Upgrade{step("names in capitals", loudly), step("notes are quoted", quoted)}
}

func loudly(key, value string) string {
	if !strings.HasPrefix(key, "t\x00client\x00") {
		return value
	}
	return edited(value, "given_name", strings.ToUpper)
}

func quoted(key, value string) string {
	if !strings.HasPrefix(key, "t\x00note\x00") {
		return value
	}
	return edited(value, "text", func(s string) string { return "> " + s })
}

// edited is a record as JSON with one of its texts changed.
func edited(value, field string, edit func(string) string) string {
	var all map[string]json.RawMessage
	var text string
	if err := errors.Join(json.Unmarshal([]byte(value), &all), json.Unmarshal(all[field], &text)); err != nil {
		panic(err)
	}
	all[field], _ = json.Marshal(edit(text))
	out, _ := json.Marshal(all)
	return string(out)
}

// after is a dump as a change makes it.
func after(dump map[string]string, change func(key, value string) string) map[string]string {
	out := map[string]string{}
	for key, value := range dump {
		out[key] = change(key, value)
	}
	return out
}

func upgradeOf(at place, steps []store.Upgrade, log *safeBuffer) *upgrade {
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	return &upgrade{at: at, steps: steps, now: now, log: slog.New(slog.NewTextHandler(log, nil))}
}

// A store is brought from the first layout to the next and to the one after, at once
// or by and by; what it holds then is what each step makes of it. Before each a copy
// is made, which the program of before opens, and the log says where it is.
func TestAStoreIsBroughtUpToDate(t *testing.T) {
	steps := testUpgrades()
	one := opened(t, firstLayout(t), 1)
	two := after(one, loudly)
	three := after(two, quoted)
	if maps.Equal(one, two) || maps.Equal(two, three) || len(one) <= store.MaxWrites {
		t.Fatalf("the steps do not do much to %d pairs", len(one))
	}
	for _, way := range [][]int{{3}, {2, 3}} {
		at := firstLayout(t)
		file := filepath.Join(at.data, storeFile)
		log := &safeBuffer{}
		from, dumps := 1, map[int]map[string]string{1: one, 2: two, 3: three}
		for _, to := range way {
			check(t, upgradeOf(at, steps[:to-1], log).run(t.Context()))
			if !maps.Equal(opened(t, at, to), dumps[to]) {
				t.Errorf("in layout %d there is something else than the steps make", to)
			}
			if _, err := openData(at, false); !errors.Is(err, bolt.ErrNewer) {
				t.Errorf("the program of before opens layout %d: %v", to, err)
			}
			kept := copyName(file, fmt.Sprint(from), "2026-11-23")
			info, err := os.Stat(kept)
			check(t, err)
			if info.Mode().Perm() != 0o600 || !strings.Contains(log.String(), "copy="+kept) {
				t.Errorf("the copy %s has mode %v, and the log says %s", kept, info.Mode(), log)
			}
			from = to
		}
		if files, err := list(at.data); err != nil || strings.Contains(fmt.Sprint(files), ".copy-") {
			t.Errorf("something is left: %q, %v", files, err)
		}
		if !strings.Contains(log.String(), "To go back, stop the server, put the copy in the place of the store") {
			t.Errorf("the log does not say how to go back: %s", log)
		}
		check(t, os.Rename(copyName(file, "1", "2026-11-23"), file))
		if !maps.Equal(opened(t, at, 1), one) {
			t.Error("the copy does not hold what the store held")
		}
		data, err := openData(at, false)
		check(t, err)
		check(t, data.Close())
	}
}

// A step that answers an error, or makes of a sound store one that is not, or touches
// the audit log, leaves the store as it was, to the byte of what it holds, and no copy.
func TestAnUpgradeThatDoesNotSucceedChangesNothing(t *testing.T) {
	wanted := errors.New("wanted by the test")
	take := func(prefix string) func(store.Tx) error {
		return func(tx store.Tx) error {
			for pair, err := range tx.Range([]byte(prefix), nil) {
				return errors.Join(err, tx.Delete(pair.Key))
			}
			return nil
		}
	}
	for _, c := range []struct {
		what string
		do   func(store.Tx) error
		want error
	}{
		{"an error", func(store.Tx) error { return wanted }, wanted},
		{"a record that does not decode", func(tx store.Tx) error { return tx.Put([]byte("t\x00client\x00K7M-2QX"), []byte("{")) }, store.ErrUnsound},
		{"an index entry that is gone", take("i\x00client\x00"), store.ErrUnsound},
		{"a record that is gone, and not from its index", take("t\x00client\x00"), store.ErrUnsound},
		{"an event that is gone", take("t\x00event\x00"), store.ErrUnsound},
		{"an event more", func(tx store.Tx) error { _, err := store.AppendEvent(tx, store.Event{Verb: "made up"}); return err }, store.ErrUnsound},
		{"something unknown", func(tx store.Tx) error { return tx.Put([]byte("x"), nil) }, store.ErrUnsound},
	} {
		t.Run(c.what, func(t *testing.T) {
			at := firstLayout(t)
			was := opened(t, at, 1)
			steps := append(testUpgrades(), store.Upgrade{Says: c.what, Do: c.do})
			err := upgradeOf(at, steps, &safeBuffer{}).run(t.Context())
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), "is as it was") {
				t.Errorf("the error is %v", err)
			}
			if !maps.Equal(opened(t, at, 1), was) {
				t.Error("the store holds something else")
			}
			if left, err := copiesOf(filepath.Join(at.data, storeFile), "*"); err != nil || len(left) > 0 {
				t.Errorf("the copies %q are left, %v", left, err)
			}
		})
	}
}

// upgradeAndDie upgrades the store that the environment names, and is killed: in the
// middle of a step, when all steps are done, or after so many microseconds.
func upgradeAndDie() {
	at := place{data: os.Getenv("SIGNPOST_TEST_DATA"), key: os.Getenv("SIGNPOST_TEST_KEY")}
	die := func() { _ = kill(os.Getpid()); select {} }
	steps := testUpgrades()
	when, after := os.Getenv("SIGNPOST_TEST_DIES"), time.Duration(0)
	_, _ = fmt.Sscan(os.Getenv("SIGNPOST_TEST_AFTER"), (*int64)(&after))
	last := steps[1].Do
	steps[1].Do = func(tx store.Tx) error {
		switch when {
		case "middle":
			die()
		case "later":
			time.AfterFunc(after, die)
		}
		err := last(tx)
		if when == "end" {
			die()
		}
		return err
	}
	if err := upgradeOf(at, steps, &safeBuffer{}).run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if when == "later" {
		die()
	}
}

// An upgrade that is killed leaves the layout of before, whole, or the new one, whole;
// the next start ends what it began, and makes no second copy.
func TestAnUpgradeThatIsKilled(t *testing.T) {
	one := opened(t, firstLayout(t), 1)
	three := after(after(one, loudly), quoted)
	deaths := []string{"middle", "end"}
	for range 8 {
		deaths = append(deaths, "later")
	}
	ends := map[int]int{}
	for i, when := range deaths {
		at := firstLayout(t)
		cmd := exec.CommandContext(t.Context(), "upgrade-and-die")
		cmd.Env = append(os.Environ(), "SIGNPOST_TEST_DATA="+at.data, "SIGNPOST_TEST_KEY="+at.key, "SIGNPOST_TEST_DIES="+when,
			fmt.Sprintf("SIGNPOST_TEST_AFTER=%d", rand.Int64N(int64(150*time.Millisecond))))
		out, err := cmd.CombinedOutput()
		if err == nil || cmd.ProcessState.Exited() {
			t.Fatalf("death %d, %s: %v, %s", i, when, err, out)
		}
		file := filepath.Join(at.data, storeFile)
		engine, err := bolt.Open(file, bolt.Options{Overhead: seal.Overhead, Layout: 3})
		check(t, err)
		layout := engine.Layout()
		check(t, engine.Close())
		ends[layout]++
		if layout == 1 && !maps.Equal(opened(t, at, 1), one) || layout == 3 && !maps.Equal(opened(t, at, 3), three) || layout == 2 {
			t.Errorf("death %d, %s: in layout %d there is something else", i, when, layout)
		}
		if layout == 3 && when != "later" {
			t.Errorf("death %d, %s: the store was brought up to date", i, when)
		}
		check(t, upgradeOf(at, testUpgrades(), &safeBuffer{}).run(t.Context()))
		if !maps.Equal(opened(t, at, 3), three) {
			t.Errorf("death %d, %s: afterwards there is something else", i, when)
		}
		if copies, err := copiesOf(file, "1"); err != nil || len(copies) != 1 {
			t.Errorf("death %d, %s: the copies are %q, %v", i, when, copies, err)
		}
	}
	t.Logf("layouts after a kill: %v", ends)
}

// Of copies the newest three are kept, and the log says what goes. One of the same
// day and layout never replaces another.
func TestCopiesFromBeforeUpgradesAreKept(t *testing.T) {
	at := firstLayout(t)
	file := filepath.Join(at.data, storeFile)
	log := &safeBuffer{}
	other := copyName(file, "1", "2026-11-23")
	check(t, os.WriteFile(other, []byte("somebody's"), 0o600))
	idle := store.Upgrade{Says: "nothing", Do: func(store.Tx) error { return nil }}
	var steps []store.Upgrade
	for range 4 {
		steps = append(steps, idle)
		check(t, upgradeOf(at, steps, log).run(t.Context()))
	}
	copies, err := copiesOf(file, "*")
	check(t, err)
	want := []string{copyName(file, "2", "2026-11-23"), copyName(file, "3", "2026-11-23"), copyName(file, "4", "2026-11-23")}
	if fmt.Sprint(copies) != fmt.Sprint(want) {
		t.Errorf("the copies are %q", copies)
	}
	for _, gone := range []string{other, copyName(file, "1", "2026-11-23-2")} {
		if !strings.Contains(log.String(), "copy="+gone) {
			t.Errorf("the log does not say that %q was removed: %s", gone, log)
		}
	}
}

// A store of an older layout is brought up to date by serve alone: whatever else opens
// it says so.
func TestAnOldLayoutIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), storeFile)
	check(t, bolt.Create(path, "x"))
	e, err := bolt.Open(path, bolt.Options{Layout: 9})
	check(t, err)
	defer e.Close()
	check(t, oldLayout(path, e))
	check(t, e.Migrate(t.Context(), store.Layout+1, func(store.Tx) error { return nil }))
	err = oldLayout(path, e)
	if !errors.Is(err, errOldLayout) || !strings.Contains(err.Error(), "signpost serve --data "+filepath.Dir(path)) {
		t.Errorf("%v", err)
	}
}

// What the program knows is one layout more than it has steps.
func TestTheLayoutIsThatOfTheSteps(t *testing.T) {
	if n := len(store.Upgrades()); store.Layout != 1+n {
		t.Errorf("layout %d with %d steps", store.Layout, n)
	}
}
