package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
)

// engine is a store over a map.
type engine struct{ tx *memory }

func (e engine) View(_ context.Context, fn func(store.Tx) error) error { return fn(e.tx) }
func (e engine) Close() error                                          { return nil }

func (e engine) Update(_ context.Context, fn func(store.Tx) error) error {
	e.tx.envelope = store.Envelope{}
	return fn(e.tx)
}

func (e engine) do(t *testing.T, fn func(store.Tx) error) {
	t.Helper()
	if err := e.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// peopled is a store with two clients, and something of every kind that hangs on
// them.
func peopled(t *testing.T) engine {
	t.Helper()
	e := engine{newMemory()}
	e.do(t, func(tx store.Tx) error {
		for _, ref := range []store.ClientRef{"K7M-2Q9", "222-222"} {
			packed, err := store.PackAnswer(store.Answer{})
			if err != nil {
				return err
			}
			_, errs := store.Clients.Put(tx, store.Client{Ref: ref, Partner: "p", GivenName: "Zebedee " + string(ref)})
			for _, err := range []error{
				errs, second(store.Notes.Put(tx, store.Note{ID: store.NoteID("N-" + ref), Client: ref, Text: "Zebedee likes bees"})),
				second(store.Triages.Put(tx, store.Triage{Client: ref, Partner: "p"})),
				second(store.Referrals.Put(tx, store.Referral{ID: store.ReferralID("R-" + ref), Client: ref, Partner: "p"})),
				second(store.PutAssessment(tx, store.Assessment{ID: store.AssessmentID("A-" + ref), Client: ref}, packed)),
				second(store.CountOnce(tx, ref, []string{"gap"}, 20000)),
				second(store.AppendEvent(tx, store.Event{At: time.Unix(0, 0), Verb: "added", Subject: "client " + string(ref)})),
			} {
				if err != nil {
					return err
				}
			}
		}
		_, err := store.Households.Put(tx, store.Household{ID: "H-1", Partner: "p", People: []store.Person{{ID: "1", Client: "K7M-2Q9"}, {ID: "2", Client: "222-222"}}})
		if err == nil {
			_, err = store.PutProgramme(tx, store.Programme{ID: "restart", Name: "Restart"})
		}
		return err
	})
	return e
}

func second[T any](_ T, err error) error { return err }

// A census counts what is there, and tells each way in which a store can be unsound
// though every value opens.
// counted is peopled with a referral that was sent and is counted, and what is
// counted of another, which is gone.
func counted(t *testing.T) engine {
	t.Helper()
	e := peopled(t)
	e.do(t, func(tx store.Tx) error {
		_, err := store.Referrals.Put(tx, store.Referral{ID: "R-SENT", Client: "222-222", Partner: "p", Sent: time.Unix(9, 0)})
		for _, id := range []store.ReferralID{"R-SENT", "R-GONE"} {
			c := store.ReferralCount{ID: id, Month: "2026-02", Programme: "restart", Place: "other", Barriers: []string{store.NoBarrier}}
			err = errors.Join(err, store.CountReferral(tx, c, []string{store.TallyTotal, store.TallyStarted}))
		}
		return err
	})
	return e
}

func TestCensus(t *testing.T) {
	e := counted(t)
	c, err := store.TakeCensus(t.Context(), e)
	if err != nil || len(c.Faults) > 0 {
		t.Fatalf("a sound store: %q, %v", c.Faults, err)
	}
	if c.Records["client"] != 2 || c.Records["event"] != 2 || c.Total() != 30 || c.Entries == 0 {
		t.Errorf("it counts %v, %d in all, and %d entries", c.Records, c.Total(), c.Entries)
	}
	key := func(part string) string {
		for k := range e.tx.has {
			if strings.HasPrefix(k, part) {
				return k
			}
		}
		t.Fatalf("nothing begins with %q", part)
		return ""
	}
	for name, spoil := range map[string]func(has map[string][]byte){
		"a record that is no JSON":           func(has map[string][]byte) { has["t\x00client\x00K7M-2Q9"] = []byte("{") },
		"another's record in its place":      func(has map[string][]byte) { has["t\x00client\x00K7M-2Q9"] = has["t\x00client\x00222-222"] },
		"a record gone":                      func(has map[string][]byte) { delete(has, "t\x00note\x00N-K7M-2Q9") },
		"an index entry gone":                func(has map[string][]byte) { delete(has, key("i\x00note\x00client\x00K7M-2Q9")) },
		"an index entry to another":          func(has map[string][]byte) { has[key("i\x00note\x00client\x00K7M-2Q9")] = []byte("N-222-222") },
		"an index entry too many":            func(has map[string][]byte) { has["i\x00note\x00client\x00K7M-2Q9\x00N-9"] = []byte("N-9") },
		"an answer gone":                     func(has map[string][]byte) { delete(has, key("b\x00assessment\x00A-K7M-2Q9")) },
		"an answer cut short":                func(has map[string][]byte) { k := key("b\x00assessment\x00A-K7M-2Q9"); has[k] = has[k][:9] },
		"a programme's past changed":         func(has map[string][]byte) { has[key("h\x00programme\x00restart")] = []byte(`{"id":"else","rev":1}`) },
		"what is counted of a referral gone": func(has map[string][]byte) { delete(has, "t\x00referral-count\x00R-SENT") },
		"a count that no referral is under":  func(has map[string][]byte) { delete(has, "t\x00referral-count\x00R-GONE") },
		"a kind that is not known":           func(has map[string][]byte) { has["t\x00wizard\x001"] = []byte("{}") },
		"something that is nothing":          func(has map[string][]byte) { has["zzz"] = []byte("z") },
		"a record of a later program's form": func(has map[string][]byte) { has["t\x00client\x00K7M-2Q9"] = []byte(`{"ref": 7}`) },
	} {
		t.Run(name, func(t *testing.T) {
			e := counted(t)
			spoil(e.tx.has)
			c, err := store.TakeCensus(t.Context(), e)
			if err != nil || len(c.Faults) == 0 {
				t.Errorf("it is not told: %v", err)
			}
			if says := strings.Join(c.Faults, " "); strings.Contains(says, "Zebedee") {
				t.Errorf("it tells what a record holds: %s", says)
			}
		})
	}
}

// No table is left out of the census: a store with one record in it and nothing
// else is whole.
func TestCensusKnowsEveryTable(t *testing.T) {
	source, err := os.ReadFile("sound.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	listed := regexp.MustCompile(`(?s)return \[\]kind\{(.*?)\n\t\}`).FindSubmatch(source)
	n := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^var (\w+) = Table\[`).FindAllSubmatch(text, -1) {
			n++
			if !regexp.MustCompile(`\b` + string(m[1]) + `\b`).Match(listed[1]) {
				t.Errorf("%s: the table %s is not counted in a census", file, m[1])
			}
		}
	}
	if n < 10 {
		t.Errorf("found %d tables", n)
	}
}

// Who was erased since a backup is erased in what it puts back, wherever something
// of them is, with one event each, and those beside them stay.
func TestReapply(t *testing.T) {
	e := peopled(t)
	at := time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)
	ledger := []store.Erasure{{Client: "K7M-2Q9", At: at, Why: "asked", By: "M-1"}, {Client: "999-99F", At: at}}
	var file strings.Builder
	if err := store.WriteLedger(&file, "signpost 00ff", ledger); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(file.String(), "M-1") {
		t.Errorf("the file names a member: %s", &file)
	}
	read, err := store.ReadLedger(strings.NewReader(file.String()), "signpost 00ff")
	if err != nil || len(read) != 2 {
		t.Fatalf("the ledger reads as %v, %v", read, err)
	}
	n, err := store.Reapply(t.Context(), e, read, at)
	if err != nil || n != 1 {
		t.Fatalf("erased %d: %v", n, err)
	}
	for k, v := range e.tx.has {
		ours := strings.HasPrefix(k, "t\x00event") || strings.HasPrefix(k, "i\x00event") || strings.HasPrefix(k, "t\x00erasure")
		if (strings.Contains(k, "K7M-2Q9") || strings.Contains(string(v), "K7M-2Q9")) && !ours {
			t.Errorf("%q is there still", k)
		}
	}
	c, err := store.TakeCensus(t.Context(), e)
	if err != nil || len(c.Faults) > 0 || c.Records["client"] != 1 || c.Records["note"] != 1 || c.Records["erasure"] != 2 || c.Records["event"] != 3 {
		t.Errorf("what is left is %v, %q, %v", c.Records, c.Faults, err)
	}
	e.do(t, func(tx store.Tx) error {
		last, err := store.Events.Get(tx, "0000000000000003")
		if last.Verb != "erased again" || last.Subject != "client K7M-2Q9" || last.Act != keys.ActClock {
			t.Errorf("the event is %+v", last)
		}
		return err
	})
	if n, err := store.Reapply(t.Context(), e, read, at); err != nil || n != 0 {
		t.Errorf("a second time it erases %d: %v", n, err)
	}
}

func TestALedgerIsReadWholeOrNotAtAll(t *testing.T) {
	const head = "# erasures of signpost 00ff\n"
	for text, ok := range map[string]bool{
		head: true,
		head + `{"erased":"K7M-2Q9","at":"2026-02-01T09:00:00Z"}` + "\n\n": true,
		"":                              false,
		"# erasures of signpost 1111\n": false,
		`{"erased":"K7M-2Q9","at":"2026-02-01T09:00:00Z"}`:   false,
		head + `{"erased":"K7M-2Q9","at":"2026-02-01T09:00:`: false,
		head + `{"erased":"Jo Smith"}`:                       false,
		head + "{}":                                          false,
	} {
		if _, err := store.ReadLedger(strings.NewReader(text), "signpost 00ff"); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
	_, err := store.ReadLedger(strings.NewReader("# erasures of signpost 1111\n"), "signpost 00ff")
	if !errors.Is(err, store.ErrOtherLedger) {
		t.Errorf("of another store: %v", err)
	}
}
