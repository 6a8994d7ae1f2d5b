package turn_test

import (
	"strconv"
	"strings"
	"testing"

	"signpost/store"
	"signpost/store/match"
	"signpost/tui/look"
	"signpost/tui/page/entry"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/turn"
)

func facts() turn.Facts {
	return turn.Facts{
		Who: "Jo to Restart", Reader: "the coach", Today: today, About: turn.About{
			Rules:      []match.Line{{Text: "is 19 or over"}, {Text: "lives in Lancashire"}},
			Programmes: []entry.Named{{ID: "boost", Name: "Boost maths"}, {ID: "boost-english", Name: "Boost English"}},
		},
	}
}

// answer answers all questions of a move a line at a time, reasons by the i-th,
// and says how many there were.
func answer(t *testing.T, e *turn.Entry, i int) int {
	t.Helper()
	for n := 1; ; n++ {
		q, typed := e.Asks(), ""
		switch {
		case q.Ask == "":
			t.Fatalf("%s asks nothing", e.Does())
		case q.Label == "Reason":
			_ = q.Choice.Answer(strconv.Itoa(i + 1))
		case q.Choice != nil:
			_ = q.Choice.Answer("1")
		case q.Pick != nil:
			if err := q.Pick.Answer("boost m"); err != nil {
				t.Fatal(err)
			}
		case q.Label == "Note":
			typed = "Some words"
		default:
			typed = "today"
		}
		done, err := e.Take(typed)
		if err != nil {
			t.Fatalf("%s, %s: %v", e.Does(), q.Label, err)
		}
		if done {
			return n
		}
	}
}

// TestNothingTypedIsLost by going back, by another reason, or by what somebody
// else did.
func TestNothingTypedIsLost(t *testing.T) {
	row, _ := store.MoveFrom(store.MoveDecline, store.ReceiverSide, store.Sent)
	e := turn.Begin(row, facts())
	press := func(keys ...string) {
		for _, k := range keys {
			e.Key(pagetest.Key(k))
		}
	}
	shows := func(want string) {
		t.Helper()
		lines, _, _ := e.Draw(look.Plain(), 80, 20)
		if got := strings.Join(strings.Fields(strings.Join(lines, "\n")), " "); !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	press("1", "2", "a", "b", "esc", "esc", "2", "c")
	shows("[abc")
	if got := e.Turn(); got.Rule != 0 || got.Reason != "no-capacity" || got.Note != "abc" {
		t.Errorf("entered %+v", got)
	}
	e.Met("accepted on 5 February 2026", store.MovesFrom(store.ReceiverSide, store.Accepted))
	shows("It is now accepted on 5 February 2026. What you entered is still here")
	shows("[abc")
	e.Met("started on 5 February 2026", store.MovesFrom(store.ReceiverSide, store.Started))
	shows("It cannot be declined from there. You entered:")
	shows("abc")
	if !e.Gone() || !e.Changed() {
		t.Errorf("gone %v, changed %v", e.Gone(), e.Changed())
	}
	if e.Key(pagetest.Key("enter")) != look.Open || e.Key(pagetest.Key("esc")) != look.Left {
		t.Error("it can be made all the same, or not be left")
	}
}

// TestNoRuleToName asks for no rule where the programme is gone.
func TestNoRuleToName(t *testing.T) {
	row, _ := store.MoveFrom(store.MoveDecline, store.ReceiverSide, store.Sent)
	f := facts()
	f.Rules = nil
	e := turn.Begin(row, f)
	if n := answer(t, e, 0); n != 2 || e.Turn().Rule != 0 {
		t.Errorf("%d questions, entered %+v", n, e.Turn())
	}
}

func TestTitle(t *testing.T) {
	row, _ := store.MoveFrom(store.MoveWait, store.ReceiverSide, store.Sent)
	if got := turn.Begin(row, facts()).Does(); got != "Put on the waiting list: Jo to Restart" {
		t.Errorf("%q", got)
	}
}
