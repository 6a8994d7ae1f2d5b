package line_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"signpost/keys"
	"signpost/tui/line"
)

func FuzzMatch(f *testing.F) {
	w := newWorld(f)
	w.wild = true
	d := w.member("Ada", "Jobcentre", keys.Coach, keys.Curator)
	w.airships(d)
	for _, seed := range []string{
		`{}`, `[]`, `null`, `{"age": 30}`, `{"age": 1e400}`, `{"weekly_net_pay": 196.505}`, `{"birth_date": "2007-02-29"}`,
		`{"groups": {"veteran": true}, "health": []}`, `{"groups": {"veteran": null}}`, `{"programmes": ["restart", "\u001b[2J"]}`,
		`{"district": "E07000117", "postcode": "bb11 1aa"}`, "{\"age\": 30", `{"judgements": {"restart/running": false}}`,
		strings.Repeat(`{"age":`, 2000), `{"\ud800": 1}`, "{\"sex\": \"\xff\"}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, facts string) {
		w.tb = t
		got := w.do(d, facts, "match", "--json", "--as-of", "2026-02-02", "--programme", "zeppelin-rigging")
		switch {
		case got.status != line.Done && got.status != line.Refused:
			t.Errorf("exit status %d: %s", got.status, got.err)
		case got.status == line.Done && !json.Valid([]byte(got.out)):
			t.Errorf("not JSON: %s", got.out)
		}
		safe(t, got)
	})
}

func FuzzCommand(f *testing.F) {
	w := newWorld(f)
	w.wild = true
	d := w.member("Ada", "Jobcentre", keys.Roles()...)
	ref := w.client(d, sam)
	for _, c := range commands {
		f.Add(strings.ReplaceAll(c.name+" "+c.args, "REF", ref), c.stdin)
		f.Add("help "+c.name, "")
	}
	f.Add("find \x1b[31m --json", "")
	f.Add("--json=maybe find -- --", "\x00")
	f.Add("client note "+ref+" '\u202e\n' --json", "")
	f.Fuzz(func(t *testing.T, command, stdin string) {
		w.tb = t
		safe(t, w.run(line.In{Desk: d, Command: command, Stdin: strings.NewReader(stdin)}))
	})
}

// safe holds what comes out to plain text: no character that acts.
func safe(t *testing.T, got result) {
	t.Helper()
	for _, r := range got.out + got.err {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r == 0x200b || r == 0xfeff {
			t.Errorf("%U comes out in %q", r, got.out+got.err)
		}
	}
}

// Every run has its own commands: what one person types is nothing to another.
func TestRunsDoNotMeet(t *testing.T) {
	w := newWorld(t)
	d := w.member("Ada", "Jobcentre", keys.Coach)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for k := range 10 {
				var out, errs strings.Builder
				ask := []string{"find", "--provider", fmt.Sprint("nobody", i), "--json"}
				want := `{"total":0`
				if (i+k)%2 == 0 {
					ask, want = []string{"find", "--provider", fmt.Sprint("nobody", i)}, "Nothing found"
				}
				status := line.Run(t.Context(), line.In{Desk: d, Args: ask, Stdout: &out, Stderr: &errs})
				if status != line.Done || !strings.HasPrefix(out.String(), want) {
					t.Errorf("%q: exit status %d: %s%s", ask, status, out.String(), errs.String())
				}
			}
		})
	}
	all.Wait()
}
