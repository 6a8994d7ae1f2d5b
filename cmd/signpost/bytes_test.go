package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/cryptotest"

	"signpost/keys"
	"signpost/tui/term/vt100"
)

// The most bytes that a VT100 is sent at 80x24: for a first frame, and for a key
// that moves down a list, whatever follows when the keys have come to rest.
const (
	mostFirst = 1550
	mostDown  = 60
)

// priced is a page whose keys are priced: what leads to it from Home, and what
// leads from it to a text field, the last letter apart, which changes no list.
type priced struct {
	name   string
	role   keys.Role
	keys   []string
	typing []string
	reads  bool // down reads on: a line of text comes into view
}

var pricedPages = []priced{
	{name: "home", role: keys.Coach},
	{name: "find", role: keys.Coach, keys: []string{"1"}, typing: []string{"connec", "t"}},
	{name: "find: list", role: keys.Coach, keys: []string{"1", "\t"}},
	{name: "programme", role: keys.Coach, keys: []string{"1", "connect", "\r"}, reads: true},
	{name: "triage: question", role: keys.Coach, keys: []string{"2"}, typing: []string{"bur", "n"}},
	{name: "triage: results", role: keys.Coach, keys: []string{"3", "fElif", "\r", "t", "\x1b[C"}},
	{name: "triage: reasons", role: keys.Coach, keys: []string{"3", "fElif", "\r", "t", "\r"}},
	{name: "assessment", role: keys.Coach, keys: []string{"3", "fKerry", "\r", "\x1b[C", "\r"}},
	{name: "caseload", role: keys.Coach, keys: []string{"3"}, typing: []string{"f", "Kerr", "y"}},
	{name: "client", role: keys.Coach, keys: []string{"3", "\r"}, typing: []string{"a", "note", "s"}},
	{name: "client: notes", role: keys.Coach, keys: []string{"3", "fAhmed", "\r", "\x1b[C", "\x1b[C", "\x1b[C"}, typing: []string{"c", "note", "s"}, reads: true},
	{name: "history", role: keys.Coach, keys: []string{"3", "fAhmed", "\r", "m", "1"}, reads: true},
	{name: "who has seen", role: keys.Coach, keys: []string{"3", "fAhmed", "\r", "m", "2"}, reads: true},
	{name: "erase", role: keys.Coach, keys: []string{"3", "fAhmed", "\r", "m", "4"}, typing: []string{"1", "K7M-2Q", "X"}},
	{name: "referrals", role: keys.Coach, keys: []string{"4"}},
	{name: "referral", role: keys.Coach, keys: []string{"4", "\r"}, reads: true},
	{name: "refer", role: keys.Coach, keys: []string{"3", "fHassan", "\r", "t", "\r", "r"}, typing: []string{"\r", "reaso", "n"}},
	{name: "households", role: keys.Coach, keys: []string{"h"}},
	{name: "household", role: keys.Coach, keys: []string{"h", "\r"}},
	{name: "household: triage", role: keys.Coach, keys: []string{"h", "\r", "t"}},
	{name: "inbox", role: keys.Provider, keys: []string{"9"}},
	{name: "received", role: keys.Provider, keys: []string{"9", "\r"}, typing: []string{"n", "note", "s"}, reads: true},
	{name: "received: decline", role: keys.Provider, keys: []string{"9", "\r", "d"}},
	{name: "capacity", role: keys.Provider, keys: []string{"9", "c"}},
	{name: "team", role: keys.Coach, keys: []string{"t"}},
	{name: "data pack", role: keys.Coach, keys: []string{"8"}, reads: true},
	{name: "queue", role: keys.Curator, keys: []string{"0"}},
	{name: "settings", role: keys.Coach, keys: []string{"7"}},
	{name: "trail", role: keys.Auditor, keys: []string{"6"}},
	{name: "retention", role: keys.Steward, keys: []string{"r"}},
	{name: "access", role: keys.Steward, keys: []string{"5"}, typing: []string{"f", "Burnle", "y"}},
	{name: "access: members", role: keys.Steward, keys: []string{"5", "\x1b[C"}},
	{name: "access: programmes", role: keys.Steward, keys: []string{"5", "\x1b[D"}},
	{name: "purposes", role: keys.Steward, keys: []string{"p"}},
	{name: "access: invite", role: keys.Steward, keys: []string{"5", "n"}, typing: []string{"nam", "e"}},
}

const bytesHead = `The bytes that each kind of key costs at 80x24, by page. go test ./cmd/signpost -run TestBytes -update writes it.

open    from the page before until nothing more comes
draw    the whole page, as after ctrl+l
down    at once, plus what follows when the keys have come to rest
up      the same
far     the dearest of 30 keys down, at once: a list that scrolls by one, or a marker that moves
letter  typed in the page's text field where the list stays the same: at once, plus what follows
back    to the page before

`

// TestBytes prices every kind of key on every page, and holds the prices to the
// table in testdata and to what was promised. What follows once the keys have
// come to rest is told from what comes at once by a pause, so a machine that is
// held up elsewhere can put a frame on the wrong side of it: a price counts when
// it is met in one of a few measurements.
func TestBytes(t *testing.T) {
	const measurements = 4
	cryptotest.SetGlobalRandom(t, 1) // references are drawn at random
	dir, who := wrote(t)
	file := filepath.Join("testdata", "bytes.txt")
	var text string
	var over []string
	for range measurements {
		text, over = measure(t, dir, who)
		if want, err := os.ReadFile(file); *update || err == nil && text == string(want) && len(over) == 0 {
			break
		}
	}
	for _, says := range over {
		t.Error(says)
	}
	golden(t, file, text)
}

// measure is the whole table, and which prices are over what was promised.
func measure(t *testing.T, dir string, who cast) (text string, over []string) {
	t.Helper()
	var table strings.Builder
	for _, tty := range []terminal{{name: "vt100", kind: vt100.VT100}, {name: "xterm", kind: vt100.XTerm, cols: wide, env: utf8Locale}} {
		p := &pricer{t: t, st: newStage(t, dir, who), tty: tty}
		fmt.Fprintf(&table, "%-22s%6s%6s%11s%11s%6s%11s%6s\n", tty.name, "open", "draw", "down", "up", "far", "letter", "back")
		for _, page := range pricedPages {
			fmt.Fprintf(&table, "%-22s%s\n", page.name, p.price(page))
		}
		table.WriteByte('\n')
		over = append(over, p.over...)
	}
	return bytesHead + strings.TrimSuffix(table.String(), "\n"), over
}

// golden holds a text to a file, or writes it there.
func golden(t *testing.T, file, text string) {
	t.Helper()
	want, err := os.ReadFile(file)
	switch {
	case *update:
		check(t, os.WriteFile(file, []byte(text), 0o644))
	case err != nil:
		t.Fatal(err)
	case text != string(want):
		t.Errorf("%s is not what was measured: look at it, and run go test with -update\n%s", file, text)
	}
}

// pricer is one terminal's.
type pricer struct {
	t    *testing.T
	st   *stage
	tty  terminal
	v    *viewer
	role keys.Role
	over []string // what costs more than was promised
}

// price is the page's line of the table.
func (p *pricer) price(page priced) string {
	p.home(page)
	open := p.v.count() // of Home: what a member who connects is sent
	if len(page.keys) > 0 {
		open = p.follow(page.keys)
	}
	draw := p.redraw()
	down, downRest := p.key("\x1b[B")
	up, upRest := p.key("\x1b[A")
	back := "-"
	if len(page.keys) > 0 {
		now, later := p.key("\x1b[27u")
		back = fmt.Sprint(now + later)
		p.home(page)
		p.follow(page.keys)
	}
	far := 0
	p.v.hold(true)
	for range 30 {
		far = max(far, p.now("\x1b[B"))
	}
	p.v.hold(false)
	p.settle()
	letter := "-"
	if n := len(page.typing); n > 0 {
		p.home(page)
		p.follow(page.keys)
		p.follow(page.typing[:n-1])
		now, later := p.key(page.typing[n-1])
		letter = fmt.Sprintf("%d + %d", now, later)
	}
	if p.tty.kind == vt100.VT100 {
		if first := max(draw, open); first > mostFirst {
			p.over = append(p.over, fmt.Sprintf("%s: a first frame is %d bytes; %d are the most", page.name, first, mostFirst))
		}
		if !page.reads && (down > mostDown || up > mostDown) {
			p.over = append(p.over, fmt.Sprintf("%s: a key down is %d bytes and up %d; %d are the most", page.name, down, up, mostDown))
		}
	}
	return fmt.Sprintf("%6d%6d%11s%11s%6d%11s%6s", open, draw,
		fmt.Sprintf("%d + %d", down, downRest), fmt.Sprintf("%d + %d", up, upRest), far, letter, back)
}

// home goes to Home, in a new window where the role's member has none.
func (p *pricer) home(page priced) {
	p.t.Helper()
	if p.v == nil || p.role != page.role {
		p.v, p.role = p.st.open(page.role, p.tty, 80, 24), page.role
		p.v.hold(false)
	}
	p.settle()
	for n := 0; !strings.HasPrefix(p.v.title(), "Signpost  Home "); n++ {
		if n == 20 {
			p.t.Fatalf("Escape does not lead Home:\n%s", p.v.screen())
		}
		p.v.press("\x1b[27u")
	}
}

func (p *pricer) settle() {
	p.t.Helper()
	if wrong := p.v.taken(true); wrong != "" {
		p.t.Fatalf("%s\n%s", wrong, p.v.screen())
	}
}

// follow presses keys and gives what the last one costs in all.
func (p *pricer) follow(keys []string) int {
	p.t.Helper()
	cost := 0
	for _, k := range keys {
		now, later := p.key(k)
		cost = now + later
	}
	return cost
}

// key presses a key and gives what it costs at once, and what it costs when what
// it asks has been answered and the keys have come to rest.
func (p *pricer) key(k string) (now, later int) {
	p.t.Helper()
	before := p.v.count()
	p.v.hold(true)
	now = p.now(k)
	p.v.hold(false)
	p.settle()
	return now, p.v.count() - before - now
}

// now presses a key while answers are held, and gives what it costs.
func (p *pricer) now(k string) int {
	p.t.Helper()
	before := p.v.count()
	p.v.write(k)
	if wrong := p.v.taken(false); wrong != "" {
		p.t.Fatalf("after %q: %s\n%s", k, wrong, p.v.screen())
	}
	return p.v.count() - before
}

// redraw has the whole page drawn.
func (p *pricer) redraw() int {
	p.t.Helper()
	before := p.v.count()
	p.v.write("\x0c")
	if !p.v.wait(p.t.Context(), func() bool { return p.v.bytes > before && p.v.level() }) {
		p.t.Fatalf("the page is not drawn again:\n%s", p.v.screen())
	}
	p.settle()
	return p.v.count() - before
}

// hold keeps answers back, or lets them come.
func (v *viewer) hold(on bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.step, v.held = true, on
	v.news.Broadcast()
}
