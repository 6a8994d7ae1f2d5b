package entry_test

import (
	"errors"
	"strings"
	"testing"

	"signpost/tui/look"
	"signpost/tui/page/entry"
	"signpost/tui/page/pagetest"
)

var colleges = []entry.Named{{ID: "ncc", Name: "Nelson and Colne College"}, {ID: "burnley", Name: "Burnley College"}, {ID: "blackburn", Name: "Blackburn College"}}

func TestPick(t *testing.T) {
	for _, c := range []struct{ keys, want string }{
		{"enter", ""},
		{"b enter", "burnley"},
		{"b down enter", "blackburn"},
		{"down enter", "ncc"},
		{"down down enter", "burnley"},
		{"c o l n e enter", "ncc"},
		{"z enter", ""},
		{"z backspace enter", ""},
	} {
		p := entry.NewPick("Which college?", colleges)
		outcome := look.Open
		for _, k := range strings.Fields(c.keys) {
			outcome = p.Key(pagetest.Key(k))
		}
		got, ok := p.Value()
		if got.ID != c.want || ok != (c.want != "") || (outcome == look.Chosen) != ok {
			t.Errorf("%s: %v, %v, %v", c.keys, got, ok, outcome)
		}
		if view := p.View(look.Plain(), 40, 10); ok && !strings.Contains(view, "> "+got.Name) || !ok && strings.Contains(view, ">") {
			t.Errorf("%s shows\n%s", c.keys, view)
		}
	}
	p := entry.NewPick("Which college?", colleges)
	if p.Changed() || p.Key(pagetest.Key("esc")) != look.Left {
		t.Error("it cannot be left as it was")
	}
}

func TestPickAloud(t *testing.T) {
	for line, want := range map[string]string{"burnley": "burnley", "Black": "blackburn", " colne ": "ncc", "NCC": "ncc", "": "", "zzz": "", "college": ""} {
		p := entry.NewPick("Which college?", colleges)
		err := p.Answer(line)
		if got, ok := p.Value(); got.ID != want || ok != (want != "") || (err == nil) != ok {
			t.Errorf("%q: %v, %v", line, got, err)
		}
		var several *entry.Several
		if errors.As(err, &several) != (line == "college") {
			t.Errorf("%q: %v", line, err)
		}
	}
}
