package entry_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
	"signpost/tui/page/pagetest"
)

// press presses keys by name; "=text" types text. It gives the last outcome.
func press(e *entry.Entry, keys ...string) look.Outcome {
	out := look.Open
	for _, k := range keys {
		if typed, ok := strings.CutPrefix(k, "="); ok {
			for _, r := range typed {
				out = e.Key(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			continue
		}
		out = e.Key(pagetest.Key(k))
	}
	return out
}

var programmes = []entry.Named{
	{ID: "connect-to-work", Name: "Connect to Work"}, {ID: "restart", Name: "Restart Scheme"}, {ID: "sbwa", Name: "Warehouse, forklift and more"},
}

func value(t *testing.T, json string) store.Facts {
	t.Helper()
	f, err := store.ParseFacts([]byte(json))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestAnswers gives every form of fact as a coach would, and looks at what is
// then known.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		fact store.Fact
		have string // known before, as JSON
		keys string // "=text" types
		want string // known afterwards
	}{
		{store.BirthDate, `{}`, "=27/3/1990 enter", `{"birth_date":"1990-03-27"}`},
		{store.BirthDate, `{}`, "=27.3.90 enter", `{"birth_date":"1990-03-27"}`},
		{store.BirthDate, `{}`, "enter", `{}`},
		{store.Age, `{"age":30}`, "enter", `{"age":30}`},
		{store.Age, `{"age":30}`, "backspace backspace enter", `{}`},
		{store.WeeklyNetPay, `{}`, "=£1,196.50 enter", `{"weekly_net_pay":1196.5}`},
		{store.YoungestChildMonths, `{}`, "=3y enter", `{"youngest_child_months":36}`},
		{store.YoungestChildMonths, `{}`, "=1y space =6m enter", `{"youngest_child_months":18}`},
		{store.YoungestChildMonths, `{}`, "=9 enter", `{"youngest_child_months":9}`},
		{store.Postcode, `{}`, "=bb11 space =1aa enter", `{"postcode":"BB11 1AA"}`},
		{store.District, `{}`, "=burn enter", `{"district":"E07000117"}`},
		{store.District, `{}`, "=burn down enter", `{"district":"E06000008"}`},
		{store.District, `{}`, "=E07000117 enter", `{"district":"E07000117"}`},
		{store.District, `{}`, "enter", `{}`},
		{store.District, `{}`, "down down enter", `{"district":"E06000009"}`},
		{store.District, `{"district":"E07000117"}`, "enter", `{"district":"E07000117"}`},
		{store.RightToWork, `{}`, "enter", `{}`},
		{store.RightToWork, `{}`, "1", `{"right_to_work":true}`},
		{store.RightToWork, `{}`, "y", `{"right_to_work":true}`},
		{store.RightToWork, `{}`, "n", `{"right_to_work":false}`},
		{store.RightToWork, `{"right_to_work":false}`, "enter", `{"right_to_work":false}`},
		{store.RightToWork, `{"right_to_work":false}`, "3", `{}`},
		{store.Work, `{}`, "enter", `{}`},
		{store.Work, `{}`, "5", `{"work":"employed"}`},
		{store.Work, `{"work":"employed"}`, "up enter", `{"work":"education"}`},
		{store.UCHealth, `{}`, "1", `{"uc_health":"none"}`},
		{store.Health, `{}`, "enter", `{}`},
		{store.Health, `{}`, "2 5 enter", `{"health":["mental","neurodiverse"]}`},
		{store.Health, `{}`, "0", `{"health":[]}`},
		{store.Health, `{}`, "8 enter", `{"health":[]}`},
		{store.Health, `{}`, "8 2 enter", `{"health":["mental"]}`},
		{store.Health, `{}`, "2 8 enter", `{"health":[]}`},
		{store.Health, `{"health":[]}`, "enter", `{"health":[]}`},
		{store.Health, `{"health":{"mental":true}}`, "enter", `{"health":{"mental":true}}`},
		{store.Health, `{"health":{"mental":true}}`, "1 enter", `{"health":["physical","mental"]}`},
		{store.Health, `{"health":["mental"]}`, "2 enter", `{}`},
		{store.Programmes, `{}`, "enter", `{}`},
		{store.Programmes, `{}`, "=none enter", `{"programmes":[]}`},
		{store.Programmes, `{}`, "=rest enter", `{"programmes":["restart"]}`},
		{store.Programmes, `{}`, "=rest,work enter", `{"programmes":["restart","connect-to-work"]}`},
		{store.Programmes, `{}`, "=forklift,conn enter", `{"programmes":["sbwa","connect-to-work"]}`},
		{store.Programmes, `{}`, "down enter", `{"programmes":["connect-to-work"]}`},
		{store.Programmes, `{"programmes":["restart"]}`, "enter", `{"programmes":["restart"]}`},
		{store.Programmes, `{"programmes":["long-gone","restart"]}`, "enter", `{"programmes":["long-gone","restart"]}`},
		{store.Programmes, `{"programmes":["restart"]}`, "=, enter", `{"programmes":["restart"]}`},
		{store.Programmes, `{"programmes":[]}`, "enter", `{"programmes":[]}`},
	} {
		t.Run(c.fact.String()+" "+c.keys, func(t *testing.T) {
			have := value(t, c.have)
			e := entry.New(c.fact, have, programmes)
			if press(e, strings.Fields(c.keys)...) != look.Chosen {
				t.Fatalf("not answered:\n%s", e.View(look.Plain(), 80, 20))
			}
			ch, err := e.Changes()
			if err != nil {
				t.Fatal(err)
			}
			got, want := ch.Apply(have), value(t, c.want)
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("known is %v, want %v", got, want)
			}
			if _, known := want[c.fact]; e.Known(ch) != known {
				t.Errorf("says that it is known: %v", !known)
			}
		})
	}
}

// TestRefused gives answers that do not fit: they stay, and what to enter is said.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		fact       store.Fact
		keys, says string
	}{
		{store.BirthDate, "=31/2/1990 enter", "such as 27/3/1990"},
		{store.Age, "=old enter", "a whole number from 0 to 120"},
		{store.Age, "=200 enter", "a whole number from 0 to 120"},
		{store.WeeklyNetPay, "=12.345 enter", "with pence if need be"},
		{store.YoungestChildMonths, "=30y enter", "years such as 3y"},
		{store.Postcode, "=BB1 enter", "a full postcode"},
		{store.District, "=zzz enter", "part of the name"},
		{store.Programmes, "=no-such enter", "part of a programme's name"},
		{store.Programmes, "=no-such,rest enter", "part of a programme's name"},
	} {
		t.Run(c.fact.String()+" "+c.keys, func(t *testing.T) {
			e := entry.New(c.fact, nil, programmes)
			if press(e, strings.Fields(c.keys)...) != look.Open {
				t.Fatal("taken")
			}
			view := e.View(look.Plain(), 76, 20)
			if !strings.Contains(view, "does not fit: enter") || !strings.Contains(strings.Join(strings.Fields(view), " "), c.says) {
				t.Errorf("it does not say %q:\n%s", c.says, view)
			}
			typed, _, _ := strings.Cut(strings.TrimPrefix(c.keys, "="), " ")
			if !strings.Contains(view, "["+strings.ReplaceAll(typed, ",", ",")) {
				t.Errorf("what was typed is gone:\n%s", view)
			}
			if press(e, "esc") != look.Left {
				t.Error("Esc does not leave")
			}
		})
	}
}

// TestJudgement takes one judgement out from among others and leaves these.
func TestJudgement(t *testing.T) {
	have := store.Facts{store.Judgements: {Set: store.Set{Has: []string{"a/x"}, Not: []string{"b/y"}}}}
	for _, c := range []struct {
		ask, key string
		has, not []string
	}{
		{"a/x", "enter", []string{"a/x"}, []string{"b/y"}},
		{"a/x", "n", nil, []string{"b/y", "a/x"}},
		{"a/x", "3", nil, []string{"b/y"}},
		{"c/z", "y", []string{"a/x", "c/z"}, []string{"b/y"}},
		{"c/z", "enter", []string{"a/x"}, []string{"b/y"}},
	} {
		e := entry.Judge(c.ask, "Is it so?", have)
		if press(e, c.key) != look.Chosen {
			t.Fatalf("%s %s: not answered", c.ask, c.key)
		}
		ch, err := e.Changes()
		if err != nil {
			t.Fatal(err)
		}
		set := ch.Apply(have)[store.Judgements].Set
		if fmt.Sprint(set.Has, set.Not) != fmt.Sprint(c.has, c.not) {
			t.Errorf("%s %s: %v and not %v, want %v and not %v", c.ask, c.key, set.Has, set.Not, c.has, c.not)
		}
	}
}

// TestAllOptionsAreInView draws the largest set at the home size: columns.
func TestAllOptionsAreInView(t *testing.T) {
	e := entry.New(store.Groups, nil, nil)
	view := e.View(look.Plain(), 80, 12)
	for _, w := range store.Groups.Info().Values {
		if !strings.Contains(view, store.WordWords(w)) {
			t.Errorf("%q is not in view:\n%s", w, view)
		}
	}
	for _, k := range []string{"right", "right", "down"} {
		press(e, k)
	}
	e.View(look.Plain(), 80, 12)
	press(e, "space", "enter")
	ch, _ := e.Changes()
	if got, want := ch.Set[store.Groups].Set.Has, []string{"tech-returner"}; !reflect.DeepEqual(got, want) {
		t.Errorf("right, right, down and the space bar marked %v, want %v:\n%s", got, want, view)
	}
}

// TestFits draws every fact in every size: never more than the room.
func TestFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := store.AllFacts()
		f := facts[rapid.IntRange(0, len(facts)-2).Draw(t, "fact")]
		e := entry.New(f, nil, programmes)
		keys := rapid.SliceOfN(rapid.SampledFrom([]string{
			"down", "up", "left", "right", "space", "1", "9", "0", "b", "u", ",", "backspace", "enter", "pgdown", "G", "home",
		}), 0, 12).Draw(t, "keys")
		w, h := rapid.IntRange(1, 140).Draw(t, "w"), rapid.IntRange(1, 50).Draw(t, "h")
		for _, k := range keys {
			press(e, k)
			lines := strings.Split(e.View(look.Plain(), w, h), "\n")
			if len(lines) > h {
				t.Fatalf("%d lines in %d", len(lines), h)
			}
			for _, line := range lines {
				if look.Width(line) > w {
					t.Fatalf("%d columns in %d: %q", look.Width(line), w, line)
				}
			}
			if x, y := e.Cursor(look.Plain(), w, h); x < 0 || y < 0 {
				t.Fatalf("cursor at %d, %d", x, y)
			}
		}
	})
}

func TestText(t *testing.T) {
	key := func(x *entry.Text, name string) look.Outcome { return x.Key(pagetest.Key(name)) }
	x := entry.NewText("Why?", "Say why.", "so", 20)
	if key(x, "esc") != look.Left {
		t.Error("Esc does not leave what was not changed")
	}
	key(x, "!")
	if x.Value() != "so!" || !x.Changed() || key(x, "esc") != look.Open {
		t.Errorf("Esc leaves %q at once", x.Value())
	}
	if view := x.View(look.Plain(), 60, 5); !strings.Contains(view, "Press Esc again") {
		t.Errorf("it does not say what Esc does:\n%s", view)
	}
	key(x, "?")
	if view := x.View(look.Plain(), 60, 5); !strings.Contains(view, "Say why.") {
		t.Errorf("another key does not go on:\n%s", view)
	}
	if key(x, "esc") != look.Open || key(x, "esc") != look.Left {
		t.Error("Esc twice does not leave")
	}
	x.Refuse(entry.Sentence("Enter less."))
	if view := x.View(look.Plain(), 60, 5); !strings.Contains(view, "Enter less.") || !strings.Contains(view, "[so!?") {
		t.Errorf("a refusal hides what was typed:\n%s", view)
	}
	x.Paste(tea.PasteMsg{Content: " and a good deal more than it holds"})
	if view := x.View(look.Plain(), 60, 5); x.Value() != "so!?" || !strings.Contains(view, "What you pasted is 19 characters too long") {
		t.Errorf("more than it holds is pasted, or nothing is said: %q\n%s", x.Value(), view)
	}
	x.Paste(tea.PasteMsg{Content: " and a good deal"})
	if key(x, "enter") != look.Chosen || len(x.Value()) > 20 {
		t.Errorf("holds %q", x.Value())
	}
	if view := x.View(look.Plain(), 12, 16); !strings.Contains(strings.ReplaceAll(view, "\n", " "), "so!? and a good") {
		t.Errorf("in a narrow room the whole text is not in view:\n%s", view)
	}
}

func TestTextSaysThatItIsFull(t *testing.T) {
	x := entry.NewText("Why?", "Say why.", "", 5)
	for _, k := range []string{"a", "b", "c", "d"} {
		x.Key(pagetest.Key(k))
	}
	if view := x.View(look.Plain(), 60, 5); strings.Contains(view, "full") {
		t.Errorf("one short of full:\n%s", view)
	}
	x.Key(pagetest.Key("e"))
	if view := x.View(look.Plain(), 60, 5); !strings.Contains(view, "5 characters at most: this is full.\nSay why.") {
		t.Errorf("it does not say that it is full:\n%s", view)
	}
}

func TestReadDay(t *testing.T) {
	want := store.Date(1990, 3, 27)
	for _, s := range []string{"27/3/1990", "27.03.1990", "27-3-1990", "27 3 90", "27 March 1990", "27 mar 1990", " 1990-03-27 "} {
		if got := entry.ReadDay(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
	if got := entry.ReadDay("1/2/26"); got != store.Date(2026, 2, 1) {
		t.Errorf("a year of two figures: %v", got)
	}
	for _, s := range []string{"", "31/2/1990", "27/3", "yesterday", "3/27/1990"} {
		if got := entry.ReadDay(s); got != 0 {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestOrder(t *testing.T) {
	got := entry.Order(value(t, `{"work":"employed","birth_date":"1990-03-27","judgements":{"a/x":true}}`))
	if got[0] != store.BirthDate || got[1] != store.Work || got[2] != store.Sex {
		t.Errorf("begins with %v", got[:3])
	}
	for _, f := range got {
		if f == store.Judgements || f == store.Age {
			t.Errorf("%v is in the list", f)
		}
	}
	if len(got) != len(store.AllFacts())-2 {
		t.Errorf("%d facts", len(got))
	}
}

func TestClash(t *testing.T) {
	theirs, mine := value(t, `{"work":"employed","age":30}`), value(t, `{"work":"out-of-work","age":30}`)
	text := strings.Join(entry.Clash(look.Plain(), theirs, mine, 60), "\n")
	for _, want := range []string{"theirs  employed", "mine    out of work", "m to save mine", "or t to"} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Age") {
		t.Errorf("it shows what does not differ:\n%s", text)
	}
}
