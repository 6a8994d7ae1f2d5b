package plain_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/keys"
	"signpost/store/desk"
	"signpost/tui/plain"
)

// lines are what members enter, so that random walks get somewhere.
var lines = strings.Split("1|2|3|4|5|6|7|8|9|10|11|12|0|99|-1|||||?|y|n|yes|no|back|back|menu|more|again|help|results|facts|what if|save|questions|"+
	"take|programme|refer|answer|next|previous|eligible|unclear|near|not eligible|filters|clear|nearest|closed|district|barriers|mine|all|new|"+
	"send|draft|sees|no answer|ended|capacity|to answer|waiting|accepted|started|open|theirs|since|member|client|older|invite|today|burnley|north|1/2/1990|27 March 1990|forklift|carer|none|"+
	"1, 2, 3|1 3|coach|coach, auditor|Sam|Sam Jones|AB123456C|07700 900123|ann|\"back\"|quit", "|")

func drawLine(t *rapid.T) string {
	switch rapid.IntRange(0, 19).Draw(t, "kind") {
	case 0:
		return rapid.String().Draw(t, "text") + "\r"
	case 1:
		return string(rapid.SliceOfN(rapid.Byte(), 0, 12).Draw(t, "bytes"))
	case 2:
		return rapid.SampledFrom([]string{"\x03", "\x04", "\x1b[A", "\x15", "\x7f", "\r\n", "\x1b", "\xc3"}).Draw(t, "key")
	}
	return rapid.SampledFrom(lines).Draw(t, "line") + "\r"
}

// TestRandomLines enters anything at all, in every role: no session panics, logs
// a fault, hangs, or sends what is no text.
func TestRandomLines(t *testing.T) {
	w := newWorld(t)
	var all *desk.Desk
	rapid.Check(t, func(rt *rapid.T) {
		if all != nil {
			if _, err := all.Whoami(t.Context()); err != nil {
				all = nil // locked, or the key revoked, by the walk before
			}
		}
		if all == nil {
			all = w.member("Ann Lee", "Burnley Jobcentre", keys.Coach, keys.Provider, keys.Steward, keys.Auditor)
			sam := w.client(all, "Sam", `{"age": 24, "district": "burnley"}`)
			w.deliver("restart", all)
			w.send(all, sam.Ref, "restart")
		}
		in := plain.In{
			PTY: rapid.Bool().Draw(rt, "pty"), Width: rapid.SampledFrom([]int{0, 20, 40, 79}).Draw(rt, "width"),
		}
		typed := rapid.SliceOfN(rapid.Custom(drawLine), 1, 40).Draw(rt, "lines")
		shown, status, wrong := w.sat(all, raw(typed...), func(i *plain.In) { i.PTY, i.Width = in.PTY, in.Width })
		if wrong != "" {
			rt.Fatalf("%s", wrong)
		}
		if status != plain.Done && status != plain.Broken || strings.Contains(shown, "Something went wrong") {
			rt.Fatalf("status %d: %s", status, tail(shown))
		}
	})
}
