package find_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/store/search"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/find"
	"signpost/tui/page/pagetest"
)

// desk remembers what was asked and answers with what it was given.
type desk struct {
	asked  []search.Query
	page   search.Page
	err    error
	record store.Programme
	others []store.Programme
	upkeep store.Upkeep
	wrong  []store.FieldQuestion
	rooms  []store.Delivery
}

func (d *desk) Deliveries(context.Context) ([]store.Delivery, error) { return d.rooms, nil }

func (d *desk) Delivery(_ context.Context, id store.ProgrammeID) (store.Delivery, error) {
	for _, r := range d.rooms {
		if r.Programme == id {
			return r, nil
		}
	}
	return store.Delivery{Programme: id}, nil
}

func (d *desk) Today() store.Day { return store.Date(2026, time.March, 27) }

func (d *desk) Find(_ context.Context, q search.Query) (search.Page, error) {
	d.asked = append(d.asked, q)
	return d.page, d.err
}

func (d *desk) Programme(_ context.Context, id store.ProgrammeID) (store.Programme, error) {
	for _, p := range append(d.others, d.record) {
		if p.ID == id {
			return p, nil
		}
	}
	return store.Programme{}, errors.New("There is no such programme.")
}

func (d *desk) Upkeep(context.Context, store.ProgrammeID) (store.Upkeep, error) { return d.upkeep, nil }

func (d *desk) Question(_ context.Context, id store.ProgrammeID, f store.Field, line int, note string) (store.FieldQuestion, error) {
	if note == "" {
		return store.FieldQuestion{}, &store.FieldError{Field: "note", Says: "Enter a note."}
	}
	q := store.FieldQuestion{Programme: id, Field: f, Line: fmt.Sprint(line), Note: note}
	d.wrong = append(d.wrong, q)
	return q, nil
}

func (d *desk) last() search.Query { return d.asked[len(d.asked)-1] }

func hits(names ...string) search.Page {
	var p search.Page
	for _, n := range names {
		p.Hits = append(p.Hits, search.Hit{
			Programme: &store.Programme{ID: store.ProgrammeID(n), Name: strings.ToUpper(n), Provider: "Provider of " + n, Gives: strings.Repeat("gives "+n+" ", 40)},
			Open:      store.Yes, Matched: []search.Match{{Word: "licens", Field: "gives", As: "licence"}},
		})
	}
	p.Total = len(names)
	return p
}

func open(t *testing.T, d *desk, w, h int) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, find.New(t.Context(), d, look.Plain(), ""), w, h)
}

func TestFindsWhileTyping(t *testing.T) {
	d := &desk{page: hits("one", "two")}
	p := open(t, d, 80, 20)
	if q := d.last(); q.Words != "" || q.Day != d.Today() || q.All {
		t.Errorf("at first it asks for everything that is open today: %+v", q)
	}
	p.Type("for")
	if len(d.asked) != 4 || d.last().Words != "for" {
		t.Errorf("asked %d times, last for %q", len(d.asked), d.last().Words)
	}
	p.Has("2 found.")
	p.Has(`Found "licens" as "licence" in what it gives`)
	p.Press("down", "enter")
	if p.Last() != (page.Go{To: page.Programme{ID: "two"}}) {
		t.Errorf("Enter: %+v", p.Last())
	}
}

// While a key is held down the one told of in full stays, under its own name;
// the rows and the marker move alone. It follows once the keys rest.
func TestTellsOnceTheKeysRest(t *testing.T) {
	d := &desk{page: hits("one", "two", "three")}
	for _, w := range []int{80, 120} {
		p := open(t, d, w, 20)
		first := p.Screen()
		p.Busy = true
		p.Press("tab", "down", "down")
		moved := strings.NewReplacer("  THREE ", "> THREE ", "> ONE ", "  ONE ").Replace(first)
		if got := p.Screen(); below(got) != below(moved) {
			t.Errorf("in %d columns more than the marker moves:\n%s", w, got)
		}
		p.Busy = false
		p.Send(page.Still{})
		p.Has("gives three gives three")
		p.Lacks("gives one")
		p.Press("up")
		p.Has("gives two gives two")
	}
}

// below is what a screen shows below its filters.
func below(screen string) string {
	_, after, _ := strings.Cut(screen, "found.")
	return after
}

// At 80 columns an ordinary name is whole.
func TestNamesAreWhole(t *testing.T) {
	d := &desk{page: hits("support for economically inactive adults in preston")}
	p := open(t, d, 80, 20)
	p.Has("SUPPORT FOR ECONOMICALLY INACTIVE ADULTS IN PRESTON  Provider of.. open")
}

// found is what the search of a new page comes to.
func found(cmd tea.Cmd) tea.Msg { return cmd().(tea.BatchMsg)[0]() }

// An answer to words that have been typed over is not shown.
func TestAStaleAnswerIsDropped(t *testing.T) {
	d := &desk{page: hits("old")}
	m := find.New(t.Context(), d, look.Plain(), "")
	m.Update(page.Room{W: 80, H: 20})
	first := m.Init()
	second := m.Update(pagetest.Key("x"))
	stale := found(first)
	d.page = hits("new")
	m.Update(second())
	m.Update(stale)
	if v := m.View(); !strings.Contains(v, "NEW") || strings.Contains(v, "OLD") {
		t.Errorf("shows\n%s", v)
	}
}

// Enter pressed before the answer has come opens what comes first.
func TestEnterTypedAhead(t *testing.T) {
	d := &desk{page: hits("one")}
	m := find.New(t.Context(), d, look.Plain(), "")
	m.Update(page.Room{W: 80, H: 20})
	cmd := m.Init()
	m.Update(pagetest.Key("enter"))
	if got := m.Drain(); got != nil {
		t.Errorf("opens what is not found yet: %+v", got)
	}
	m.Update(found(cmd))
	if got := m.Drain(); len(got) != 1 || got[0] != (page.Go{To: page.Programme{ID: "one"}}) {
		t.Errorf("got %+v", got)
	}
}

func TestFilters(t *testing.T) {
	d := &desk{page: hits("one")}
	p := open(t, d, 80, 20)
	p.Type("d") // in the words a letter is a letter
	if q := d.last(); q.Words != "d" {
		t.Errorf("typed %q", q.Words)
	}
	p.Press("tab", "d")
	p.Has("Which district does the client live in? > 1 Any district")
	p.Press("4")
	if got := store.DistrictName(d.last().District); got != "Burnley" {
		t.Errorf("4 is %q", got)
	}
	p.Press("b", "2", "down", "space", "enter")
	if q := d.last(); len(q.Barriers) != 2 || q.Barriers[0] != "health.mental" || q.Barriers[1] != "health.severe-mental-illness" {
		t.Errorf("barriers %v", q.Barriers)
	}
	p.Press("a", "2", "h", "3", "o")
	if q := d.last(); q.Audience != store.ForPerson || q.Help != store.HelpTraining || !q.All || q.District == "" || q.Words != "d" {
		t.Errorf("they do not combine: %+v", q)
	}
	p.Has("d District: Burnley b Barriers: mental health and severe mental illness a For: a person h Help: training o Closed too")
	before := len(d.asked)
	p.Press("d", "esc", "j", "G")
	if len(d.asked) != before {
		t.Error("Esc leaves a filter as it was")
	}
	p.Press("d", "1")
	if d.last().District != "" {
		t.Error("any district is any")
	}
	p.Press("c")
	if q := d.last(); q.Words != "" || q.Barriers != nil || q.Audience != "" || q.All || q.Day != d.Today() {
		t.Errorf("cleared: %+v", q)
	}
}

func TestNothingFound(t *testing.T) {
	d := &desk{page: search.Page{
		Ignored: []string{"xyzzy"},
		Nearest: &search.Nearest{Says: "With closed programmes: 1 found", Total: 1, Query: search.Query{Words: "kick", All: true}},
	}}
	p := open(t, d, 80, 20)
	p.Has("Nothing found. Left out, as nothing has it: xyzzy.")
	p.Has("With closed programmes: 1 found. Press Enter to show it.")
	p.Press("enter")
	if q := d.last(); q.Words != "kick" || !q.All || q.Day != d.Today() || q.Limit == 0 {
		t.Errorf("the nearest is asked as %+v", q)
	}
	d.page = search.Page{}
	p.Press("x")
	p.Has("Use fewer words")
	d.err = errors.New("You may not search.")
	p.Press("y")
	p.Has("You may not search.")
}

func TestKeysItTakes(t *testing.T) {
	p := open(t, &desk{page: hits("one")}, 80, 20)
	m := p.Model.(page.Taker)
	for _, c := range []struct {
		after []string
		takes map[string]bool
	}{
		{nil, map[string]bool{"a": true, "/": true, "?": false, "f1": false, "esc": false}},
		{[]string{"tab"}, map[string]bool{"a": false, "/": true, "?": false, "esc": false}},
		{[]string{"d"}, map[string]bool{"?": false, "esc": true, "/": true}},
	} {
		p.Press(c.after...)
		for k, want := range c.takes {
			if got := m.Takes(pagetest.Key(k)); got != want {
				t.Errorf("after %v, takes %q: %v", c.after, k, got)
			}
		}
	}
}

func record() store.Programme {
	return store.Programme{
		ID: "restart", Name: "Restart Scheme", Provider: "Reed", Audience: []store.Audience{store.ForPerson},
		Gives: "Coaching for a year.", For: "People out of work.", Cost: "free",
		Helps:   []store.Barrier{"health.mental", "barriers.debt"},
		Dates:   store.Dates{Closes: store.Date(2025, time.March, 31), Says: "closed to new referrals since 31 March 2025", Source: "gov"},
		See:     []store.ProgrammeID{"gone", "next"},
		Routes:  []store.Route{{Who: "Jobcentre Plus", How: "through the work coach", Contact: "0800 000"}},
		Sources: []store.Source{{ID: "other", Title: "Other"}, {ID: "gov", Title: "Guidance", Date: "May 2024", URL: "https://example.org"}},
		Rule: store.Rule{All: []store.Rule{
			{Fact: store.JobOffer, Is: []string{"no"}, Says: "has no job offer", Source: "gov", Unverified: true},
			{Ask: "ready", Says: "is ready for work", Source: "gov"},
		}},
		Assured: store.Date(2025, time.January, 2), AssuredBy: "checked against the guidance", Notes: "A note.",
		OtherNames: []string{"RS"},
	}
}

func TestProgramme(t *testing.T) {
	d := &desk{record: record(), others: []store.Programme{{ID: "next", Name: "Next Scheme"}}}
	p := pagetest.Open(t, find.NewProgramme(t.Context(), d, look.Plain(), "restart"), 76, 90)
	for _, want := range []string{
		"Restart Scheme Reed x Closed to referrals. Closed to new referrals since 31 March 2025.",
		"What it gives Coaching for a year.",
		"People out of work. Every line of this has to be met:",
		"- has no job offer [2] (not confirmed by a published source)",
		"- is ready for work [2] (you judge this)",
		"Helps with Mental health, debt",
		"How to refer - Jobcentre Plus: through the work coach (0800 000)",
		"Cost Free",
		"See also 1 Next Scheme, open",
		"Last checked 2 January 2025: checked against the guidance. ! That is 14 months ago: check with the provider before you rely on it.",
		"[2] Guidance, May 2024: https://example.org",
		"Also called RS",
	} {
		p.Has(want)
	}
	p.Press("1")
	if p.Last() != (page.Go{To: page.Programme{ID: "next"}}) {
		t.Errorf("1: %+v", p.Last())
	}
	p.Press("2")
	if len(p.Asked) != 1 {
		t.Errorf("2 opens what is not there: %+v", p.Last())
	}
}

func TestProgrammeNotThere(t *testing.T) {
	p := pagetest.Open(t, find.NewProgramme(t.Context(), &desk{}, look.Plain(), "none"), 80, 20)
	p.Has("There is no such programme.")
}

func TestProgrammeScrolls(t *testing.T) {
	p := pagetest.Open(t, find.NewProgramme(t.Context(), &desk{record: record()}, look.Plain(), "restart"), 60, 12)
	p.Has("Down or Space reads on.")
	p.Press("G")
	p.Has("[2] Guidance")
	p.Lacks("reads on")
	p.Send(page.Room{W: 80, H: 100})
	p.Has("Restart Scheme")
}

func TestAllSizes(t *testing.T) {
	d := &desk{page: hits("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"), record: record()}
	pagetest.Sweep(t, func() page.Model {
		return find.New(t.Context(), d, look.New(look.Options{Colour: true}), "words")
	}, "x", "tab", "G", "d", "down", "esc", "b", "end", "enter")
	nothing := &desk{page: search.Page{Ignored: []string{"xyzzy"}, Nearest: &search.Nearest{Says: "With closed programmes: 1 found", Total: 1}}}
	pagetest.Sweep(t, func() page.Model { return find.New(t.Context(), nothing, look.Plain(), "") })
	pagetest.Sweep(t, func() page.Model {
		return find.NewProgramme(t.Context(), d, look.New(look.Options{Colour: true, Unicode: true}), "restart")
	}, "down", "G")
}

func TestPaste(t *testing.T) {
	d := &desk{page: hits("one")}
	p := open(t, d, 80, 20)
	p.Send(tea.PasteMsg{Content: "fork\nlift"})
	if d.last().Words != "fork lift" {
		t.Errorf("pasted %q", d.last().Words)
	}
}

// TestWhatRoomThereIs is said with its day, in the list where it has room for it,
// under the list where not, and on the programme's own page; and that it was said
// too long ago.
func TestWhatRoomThereIs(t *testing.T) {
	four := 4
	d := &desk{record: record(), page: hits("restart", "boost")}
	d.rooms = []store.Delivery{
		{Programme: "restart", Capacity: store.Capacity{Code: store.HasSpace, Places: &four, Said: store.Date(2026, time.March, 20), Note: "Next start on 7 April."}},
		{Programme: "boost", Capacity: store.Capacity{Code: store.NoSpace, Said: store.Date(2025, time.March, 20)}},
	}
	p := open(t, d, 80, 20)
	p.Has("Space, 4 places: said on 20 March 2026. Next start on 7 April.")
	p.Press("down")
	p.Has("No space: said on 20 March 2025. Stale: that is 372 days ago.")
	wide := open(t, d, 132, 40)
	wide.Has("RESTART open space")
	wide.Has("BOOST open no space (stale)")
	one := pagetest.Open(t, find.NewProgramme(t.Context(), d, look.Plain(), "restart"), 80, 20)
	one.Has("+ Space, 4 places: said on 20 March 2026. Next start on 7 April.")
	d.rooms[0].Capacity.Code = store.NoSpace
	one.Send(page.Shown{})
	one.Has("x No space")
}

// A programme is read again when somebody else changes it, and no other's change
// is; while it is being said what is wrong with it, only once that is done.
func TestOthersChangeTheProgramme(t *testing.T) {
	d := &desk{record: record()}
	p := pagetest.Open(t, find.NewProgramme(t.Context(), d, look.Plain(), "restart"), 76, 90)
	change := func(id store.ProgrammeID, gives string) {
		d.record.Gives = gives
		p.Send(page.Changed{All: []store.Changed{{Programme: id, Who: "Stella, Authority", At: time.Date(2026, 2, 2, 10, 0, 0, 0, time.UTC)}}})
	}
	change("boost", "Nothing now.")
	p.Has("Coaching for a year.")
	change("restart", "Coaching for two years.")
	p.Has("Coaching for two years.")
	p.Press("w")
	change("restart", "Coaching for three years.")
	if p.Last() != (page.Marked{Text: "Changed by Stella, Authority at 10:00."}) {
		t.Errorf("it says %+v", p.Last())
	}
	p.Press("esc")
	p.Has("Coaching for three years.")
}
