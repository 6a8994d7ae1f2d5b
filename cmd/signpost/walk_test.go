package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/tui/term/vt100"
)

var (
	walkKeys = flag.Int("walk", 154, "how many random keys are pressed on each terminal")
	walkSeed = flag.Uint64("walk-seed", 1, "which random keys")
)

// wide, old and fast are how terminals count columns: as Unicode has it now; as
// it had it before emoji were wide; and with no regard to marks that join.
func wide(r rune) int {
	if n := old(r); n != 1 || r < 0x1f300 || r > 0x1faff {
		return n
	}
	return 2
}

func old(r rune) int {
	switch {
	case r >= 0x300 && r < 0x370 || r >= 0x483 && r < 0x48a || r >= 0x200b && r < 0x2010 || r >= 0x202a && r < 0x202f || r >= 0x2060 && r < 0x2065 ||
		r >= 0xfe00 && r < 0xfe10 || r == 0x93f || r == 0x940 || r == 0xfeff:
		return 0
	case r >= 0x1100 && r < 0x1160 || r >= 0x2e80 && r < 0xa4d0 || r >= 0xac00 && r < 0xd7a4 || r >= 0xf900 && r < 0xfb00 ||
		r >= 0xff00 && r < 0xff61 || r >= 0x20000 && r < 0x3fffe:
		return 2
	}
	return 1
}

func fast(rune) int { return 1 }

var utf8Locale = []string{"LANG=en_GB.UTF-8"}

// terminals are those that are walked on.
var terminals = []terminal{
	{name: "vt100", kind: vt100.VT100},
	{name: "vt220", kind: vt100.VT220},
	{name: "linux", kind: vt100.Linux, cols: old, env: utf8Locale},
	{name: "xterm", kind: vt100.XTerm, cols: old, env: append([]string{"NO_COLOR=1"}, utf8Locale...)},
	{name: "xterm-256color", kind: vt100.XTerm, cols: wide, env: utf8Locale},
	{name: "putty", kind: vt100.XTerm, cols: wide}, // says nothing of its locale, and so is asked
	{name: "screen", kind: vt100.XTerm, cols: fast, env: utf8Locale},
}

// way leads to a page: the keys from Home, and what the title has then.
type way struct {
	role  keys.Role
	keys  []string
	title string
}

// ways lead to every page there is. The steward comes last, who may shut out the
// others.
var ways = []way{
	{keys.Coach, nil, "Home"},
	{keys.Coach, []string{"1"}, "Find"},
	{keys.Coach, []string{"1", "connect", "\r"}, "Programme"},
	{keys.Coach, []string{"2"}, "Triage: a new client"},
	{keys.Coach, []string{"2", "burn\r", "\x1b[27u", "\x1b[27u"}, "Triage: a new client"},
	{keys.Coach, []string{"3"}, "Caseload"},
	{keys.Coach, []string{"3", "\r"}, "Client "},
	{keys.Coach, []string{"3", "fAhmed", "\r", "\x1b[C", "\x1b[C", "\x1b[C"}, "Client "},
	{keys.Coach, []string{"3", "fAhmed", "\r", "m", "1"}, "History of "},
	{keys.Coach, []string{"3", "\r", "m", "2"}, "Who has seen "},
	{keys.Coach, []string{"3", "\r", "m", "4"}, "Erase "},
	{keys.Coach, []string{"3", "\r", "m", "5"}, "Keep "},
	{keys.Coach, []string{"3", "fQuinn", "\r"}, "Why open "},
	{keys.Coach, []string{"3", "fAnne", "\r", "w"}, "Client "},
	{keys.Coach, []string{"3", "fKerry", "\r", "\x1b[C", "\r"}, "Assessment A-"},
	{keys.Coach, []string{"3", "fElif", "\r", "t"}, "Triage: "},
	{keys.Coach, []string{"3", "fIvy", "\r", "t", "\r"}, "Triage: "},
	{keys.Coach, []string{"3", "fHassan", "\r", "t", "\r", "r"}, "Refer "},
	{keys.Coach, []string{"4"}, "Referrals"},
	{keys.Coach, []string{"4", "\r"}, "Referral R-"},
	{keys.Coach, []string{"h"}, "Households"},
	{keys.Coach, []string{"h", "\r"}, "Household H-"},
	{keys.Coach, []string{"h", "\r", "t", "\r"}, "Triage of household H-"},
	{keys.Coach, []string{"h", "\r", "t", "r"}, "Refer household H-"},
	{keys.Coach, []string{"t"}, "Team"},
	{keys.Coach, []string{"7"}, "Settings"},
	{keys.Coach, []string{"8"}, "Data pack"},
	{keys.Provider, nil, "Home"},
	{keys.Provider, []string{"9"}, "Inbox"},
	{keys.Provider, []string{"9", "\r"}, "Inbox: referral R-"},
	{keys.Provider, []string{"9", "\r", "d", "1"}, "Inbox: referral R-"},
	{keys.Provider, []string{"9", "c"}, "Capacity"},
	{keys.Curator, []string{"1"}, "Find"},
	{keys.Curator, []string{"0"}, "Queue"},
	{keys.Auditor, []string{"6"}, "Trail"},
	{keys.Auditor, []string{"6", "\r"}, "Trail: one event"},
	{keys.Steward, []string{"p"}, "Purposes"},
	{keys.Steward, []string{"p", "\r", "\r"}, "Purposes"},
	{keys.Steward, []string{"r"}, "Retention"},
	{keys.Steward, []string{"r", "2"}, "Retention"},
	{keys.Steward, []string{"r", "p", "2"}, "Retention"},
	{keys.Steward, []string{"5"}, "Access"},
	{keys.Steward, []string{"5", "\x1b[C", "\r"}, "Access: one member"},
	{keys.Steward, []string{"5", "n"}, "Access: invite"},
	{keys.Steward, []string{"5", "\x1b[D"}, "Access"},
}

// TestEveryPageIsWalked holds ways to the map of the house: a page that is added
// is walked on every terminal.
func TestEveryPageIsWalked(t *testing.T) {
	titles := map[string]string{
		"Home": "Home", "Team": "Team", "Find": "Find", "Programme": "Programme", "Triage": "Triage: ", "Assessment": "Assessment A-",
		"Caseload": "Caseload", "Client": "Client ", "Why": "Why open ", "History": "History of ", "Seen": "Who has seen ", "Erase": "Erase ", "Keep": "Keep ", "ReferNew": "Refer ", "Referral": "Referral R-", "Referrals": "Referrals",
		"Inbox": "Inbox", "Received": "Inbox: referral R-", "Capacity": "Capacity", "Households": "Households", "Household": "Household H-",
		"Access": "Access", "Purposes": "Purposes", "Retention": "Retention", "Queue": "Queue", "Trail": "Trail", "DataPack": "Data pack", "Settings": "Settings",
	}
	file, err := parser.ParseFile(token.NewFileSet(), "../../tui/page/route.go", nil, 0)
	check(t, err)
	routes := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || spec.Name.Name == "Route" || spec.Name.Name == "Glyphs" { // it is asked on the way to the others
			return true
		}
		routes++
		title := titles[spec.Name.Name]
		if title == "" || !slices.ContainsFunc(ways, func(w way) bool { return w.title == title }) {
			t.Errorf("the page %s is on no way: add one to ways, and its title here", spec.Name.Name)
		}
		return false
	})
	if routes != len(titles) {
		t.Errorf("%d pages, and %d titles", routes, len(titles))
	}
}

// sizes are those of the windows walked in. The last is too small for a page.
var sizes = [][2]int{{80, 24}, {60, 16}, {132, 43}, {40, 10}}

// TestWalk presses random keys on every page, on every terminal, over SSH. After
// each the client's terminal has to show what the page means to show, and to have
// been sent nothing that it does not know.
func TestWalk(t *testing.T) {
	dir, who := wrote(t)
	for i, tty := range terminals {
		t.Run(tty.name, func(t *testing.T) {
			t.Parallel()
			w := &walk{
				st: newStage(t, dir, who), tty: tty, random: rand.New(rand.NewPCG(*walkSeed, uint64(i))),
				each: max(*walkKeys/len(ways), 1),
			}
			for _, to := range ways {
				w.along(t, to)
			}
			t.Logf("%d keys, %d screens, %d bytes", w.pressed, w.checked, w.bytes)
		})
	}
}

// walk is one terminal's.
type walk struct {
	st      *stage
	tty     terminal
	random  *rand.Rand
	each    int // keys on each page
	v       *viewer
	role    keys.Role // whose window v is
	last    []string
	pressed int
	checked int
	bytes   int
}

// along goes to a page and presses keys there.
func (w *walk) along(t *testing.T, to way) {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Logf("on the way to %q, the last keys: %q; seed %d\n%s", to.title, w.last, *walkSeed, w.v.screen())
		}
	}()
	w.enter(t, to.role)
	for _, k := range to.keys {
		w.last = append(w.last, k)
		w.v.press(k)
	}
	if !strings.Contains(w.v.title(), "Signpost  "+to.title) {
		t.Fatalf("the keys %q lead to %q", to.keys, w.v.title())
	}
	w.stroll(t)
	w.check(t, true)
	if unknown := w.v.unknown(); len(unknown) > 0 {
		t.Fatalf("%s is sent what it does not know: %v", w.tty.name, unknown)
	}
}

// stroll presses random keys.
func (w *walk) stroll(t *testing.T) {
	t.Helper()
	for range w.each {
		if w.v.ended() {
			t.Fatalf("the session has ended after %q", w.last)
		}
		s := strides[w.random.IntN(len(strides))]
		w.last = append(w.last[max(len(w.last)-9, 0):], s.name)
		s.take(w)
		w.pressed++
		w.check(t, w.random.IntN(4) == 0)
	}
}

// enter has a window of the role's member open, on Home, at a random size.
func (w *walk) enter(t *testing.T, role keys.Role) {
	t.Helper()
	size := sizes[w.random.IntN(3)]
	if w.role == role && !w.v.ended() {
		w.v.resize(size[0], size[1])
	} else {
		w.v, w.role = w.st.open(role, w.tty, size[0], size[1]), role
	}
	w.last = nil
	for range 40 {
		w.check(t, true)
		if strings.HasPrefix(w.v.title(), "Signpost  Home ") {
			return
		}
		if strings.HasPrefix(w.v.title(), "Signpost  Your screen ") {
			w.stroll(t) // the question that is asked once
			w.v.resize(size[0], size[1])
			w.check(t, true)
		}
		w.v.write("\x1b[27u") // Escape, as a terminal with a longer protocol spells it: nothing to wait for
	}
	t.Fatalf("Escape does not lead Home:\n%s", w.v.screen())
}

// check holds the screen to what is meant.
func (w *walk) check(t *testing.T, all bool) {
	t.Helper()
	before := w.v.count()
	if wrong := w.v.taken(all); wrong != "" {
		t.Fatalf("wrong screen after %q: %s", w.last, wrong)
	}
	w.checked++
	w.bytes += w.v.count() - before
}

// count is how many bytes the terminal was sent.
func (v *viewer) count() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.bytes
}

func (v *viewer) unknown() map[string]int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.term.Unknown()
}

// stride is one step of a walk.
type stride struct {
	name string
	take func(*walk)
}

var strides = slices.Concat(
	// The keys of a keyboard, in the spellings of xterm, linux, rxvt and PuTTY, in
	// both cursor key modes.
	all(8, "\x1b[B", "\x1b[A", "j", "k"),
	all(3, "\x1b[C", "\x1b[D", "\r", "\t", " ", "\x7f", "\x08"),
	all(1, "\x1bOA", "\x1bOB", "\x1bOC", "\x1bOD", "\x1b[H", "\x1b[F", "\x1b[1~", "\x1b[4~", "\x1b[7~", "\x1b[8~", "\x1bOH", "\x1bOF"),
	all(1, "\x1b[5~", "\x1b[6~", "\x1b[3~", "\x1b[2~", "\x1b[Z", "\n", "g", "G", "\x1b[1;5C", "\x1b\x1b[A", "\x1bb"),
	all(1, "\x1bOP", "\x1b[[A", "\x1b[11~", "?", "/", "\x0c", "\x03n", "\x10", "\x01", "\x15", "\x00"),
	all(1, "a", "b", "c", "d", "e", "f", "h", "i", "l", "m", "n", "o", "p", "q", "r", "s", "t", "w", "x", "y", "1", "2", "3", "4", "9"),
	// What no key sends, and a terminal's answer to a question of another program.
	all(1, "\x1b[99~", "\x1b[?1;2c", "\x1b[24;80R", "\x1b]11;rgb:0000/0000/0000\x1b\\", "\xff\xfe", "\xc3", "\xe6\xbc", "\x80"),
	// Words, wide and joined characters, and such as cannot be seen.
	all(2, "forklift", "12/5/1990", "Zoë", "漢字", "e\u0301a\u0308", "👩‍👩‍👧 🙂", "שלום", "a\u200bb\u202ec", "नीता", "ﷺ", "ｗｉｄｅ"),
	// In pieces, and many at once.
	each(2, []string{"\x1b", "[B"}, []string{"\x1b[", "6~"}, []string{"\xe6", "\xbc\xa2"}, []string{"\x1b", "O", "A"}),
	all(2, strings.Repeat("\x1b[B", 12), strings.Repeat("\x1b[A", 9), "\x1b[B\x1b[B\x1b[A\r", strings.Repeat("\x7f", 20)),
	[]stride{
		{"paste", func(w *walk) { w.paste("pasted words, and\nmore\tof them\x7f") }},
		{"long paste", func(w *walk) { w.paste(strings.Repeat("bad back and no transport; ", 30)) }},
		{"escape", func(w *walk) { w.escape() }},
		{"escape", func(w *walk) { w.escape() }},
	},
	slices.Repeat([]stride{
		{"resize", func(w *walk) {
			size := sizes[w.random.IntN(len(sizes))]
			w.v.resize(size[0], size[1]+w.random.IntN(2))
		}},
		{"resize and back", func(w *walk) {
			size := w.v.size
			w.v.resize(size.W+7, size.H+1)
			w.v.resize(size.W, size.H)
		}},
	}, 2),
)

// all are strides of keys that come together, each so many times.
func all(times int, keys ...string) (out []stride) {
	for _, k := range keys {
		out = append(out, slices.Repeat([]stride{{fmt.Sprintf("%q", k), func(w *walk) { w.v.write(k) }}}, times)...)
	}
	return out
}

// each are strides of keys that come in pieces.
func each(times int, keys ...[]string) (out []stride) {
	for _, pieces := range keys {
		out = append(out, slices.Repeat([]stride{{fmt.Sprintf("%q", pieces), func(w *walk) {
			for _, p := range pieces {
				w.v.write(p)
			}
		}}}, times)...)
	}
	return out
}

// paste is text from elsewhere, in brackets where the terminal has them.
func (w *walk) paste(text string) {
	w.v.mu.Lock()
	brackets := w.v.term.Brackets()
	w.v.mu.Unlock()
	if brackets {
		text = "\x1b[200~" + text + "\x1b[201~"
	}
	w.v.write(text)
}

// escape is the Escape key alone, which is known for it only after a while.
func (w *walk) escape() {
	w.v.mu.Lock()
	before := w.v.keys
	w.v.mu.Unlock()
	w.v.write("\x1b")
	w.v.wait(w.v.t.Context(), func() bool { return w.v.over || w.v.keys > before })
}

// TestPastedRunsNothing pastes text into every page that is full of what would be
// commands, had they been typed: with brackets where the terminal has them, and
// all at once where not. The member stays where they are, and nothing changes but
// a text field that is open.
func TestPastedRunsNothing(t *testing.T) {
	dir, who := wrote(t)
	for _, tty := range []terminal{terminals[0], terminals[4]} {
		t.Run(tty.name, func(t *testing.T) {
			t.Parallel()
			w := &walk{st: newStage(t, dir, who), tty: tty, random: rand.New(rand.NewPCG(1, 1))}
			for _, to := range ways {
				w.along(t, to)
				title, before := w.v.title(), w.v.screen()
				w.paste("s\ry\rx n\r1 2 3 4 5 and d, r, t or w\rq\r?\n/")
				w.check(t, true)
				field := strings.Contains(before, "[  ") || strings.Contains(before, "  ]") // empty, or with a suggestion in it
				if now := w.v.screen(); w.v.title() != title || !field && now != before {
					t.Errorf("what is pasted into\n%s\nmakes it\n%s", before, now)
				}
			}
		})
	}
}
