package triage

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
)

// shown is the answer in view.
type shown struct {
	answer store.Answer
	groups [4][]store.Result // by standing, for a person only
	tab    int
	lists  [4]look.List
	text   look.Text
}

func (s *shown) set(a store.Answer) {
	s.answer = a
	s.groups = [4][]store.Result{}
	for _, r := range a.Results {
		if r.NotPerson {
			continue
		}
		for i, st := range store.Standings() {
			if r.Standing == st {
				s.groups[i] = append(s.groups[i], r)
			}
		}
	}
	for i := range s.lists {
		s.lists[i].SetLen(len(s.groups[i]))
	}
}

// chosen is the result in focus, if there is one.
func (s *shown) chosen() (store.Result, bool) {
	list := s.groups[s.tab]
	if len(list) == 0 {
		return store.Result{}, false
	}
	return list[s.lists[s.tab].At()], true
}

// counts is the four standings with how many there are of each.
func (s *shown) counts(lk look.Look) string {
	parts := make([]string, 4)
	for i, name := range standingNames {
		parts[i] = fmt.Sprintf("%s %d %s", mark(lk, store.Standings()[i]), len(s.groups[i]), name)
	}
	return strings.Join(parts, "   ")
}

var standingNames = [4]string{"eligible", "unclear", "near", "not"}

func mark(lk look.Look, s store.Standing) string {
	switch s {
	case store.Eligible:
		return lk.Glyphs.Yes
	case store.Unclear:
		return lk.Glyphs.Ask
	case store.NearMiss:
		return lk.Glyphs.Near
	}
	return lk.Glyphs.No
}

func (p *Page) keyResults(k tea.KeyPressMsg) tea.Cmd {
	switch name := k.String(); name {
	case "left", "h":
		p.shown.tab = (p.shown.tab + 3) % 4
	case "right", "tab":
		p.shown.tab = (p.shown.tab + 1) % 4
	case "1", "2", "3", "4":
		p.shown.tab = int(name[0] - '1')
	case "enter":
		if _, ok := p.shown.chosen(); ok {
			p.mode = reasons
			p.shown.text.Top()
			p.layReasons()
		}
	case "q":
		p.asker.skipped = nil
		p.nextQuestion()
		if p.mode == results {
			p.Say("There is nothing left to ask.")
		}
	case "l", "w":
		p.mode = listing
	case "s":
		return p.save()
	case "f":
		p.refer()
	default:
		p.shown.lists[p.shown.tab].Key(k)
	}
	return nil
}

// refer opens the referral of the kept client to the programme in focus.
func (p *Page) refer() {
	r, ok := p.shown.chosen()
	switch {
	case !ok:
	case p.who.client.Ref == "" || p.Unsaved():
		p.Say("Save the client first: press s. Then refer.")
	default:
		p.Go(page.ReferNew{Client: p.who.client.Ref, Programme: r.ID})
	}
}

func (p *Page) keyReasons(k tea.KeyPressMsg) tea.Cmd {
	r, _ := p.shown.chosen()
	switch k.String() {
	case "esc":
		p.mode = results
	case "enter":
		p.Go(page.Programme{ID: r.ID})
	case "f":
		p.refer()
	case "n":
		list := &p.shown.lists[p.shown.tab]
		list.SetAt(list.At() + 1)
		p.shown.text.Top()
		p.layReasons()
	default:
		p.shown.text.Key(k)
	}
	return nil
}

// layReasons lays out why, for the result in focus, as wide as the room is.
func (p *Page) layReasons() {
	if p.mode != reasons {
		return
	}
	r, ok := p.shown.chosen()
	if !ok {
		return
	}
	p.shown.text.SetLines(Reasons(p.look, r, p.room.W))
}

// Reasons is a result read out: the standing, what helps, and each reason with
// its sign and its source, in lines of w columns.
func Reasons(lk look.Look, r store.Result, w int) []string {
	lines := []string{lk.Title(lk.Cut(r.Name, w))}
	lines = append(lines, lk.Wrap(mark(lk, r.Standing)+" "+standingWords(r), w)...)
	if len(r.Helps) > 0 {
		lines = append(lines, lk.Hang("Helps with: ", labels(r.Helps), w)...)
	}
	part := func(head, sign string, reasons []store.Reason) {
		if len(reasons) == 0 {
			return
		}
		lines = append(lines, "", lk.Title(lk.Cut(head, w)))
		for _, reason := range reasons {
			lines = append(lines, reasonLines(lk, sign, reason, w)...)
		}
	}
	part("In the way", lk.Glyphs.No, r.Failed)
	part("Not known", lk.Glyphs.Ask, r.Missing)
	part("Met", lk.Glyphs.Yes, r.Met)
	return lines
}

func reasonLines(lk look.Look, sign string, r store.Reason, w int) []string {
	lines := lk.Hang(" "+sign+" ", r.Says, w)
	for _, s := range []string{r.Short, r.Note} {
		if s != "" {
			lines = append(lines, lk.Hang("   ", capital(s), w)...)
		}
	}
	if r.Question != "" {
		lines = append(lines, lk.Hang("   Ask: ", r.Question, w)...)
	}
	if r.Source != "" {
		lines = append(lines, lk.Hang("   Source: ", r.Source, w)...)
	}
	return lines
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func standingWords(r store.Result) string {
	switch r.Standing {
	case store.Eligible:
		return "Eligible: every rule is met"
	case store.Unclear:
		return fmt.Sprintf("Unclear: nothing stands in the way, %d not known", len(r.Missing))
	case store.NearMiss:
		if r.When != 0 {
			return "Near miss: one fact stands in the way until " + r.When.Words()
		}
		return "Near miss: one fact stands in the way, and it can change"
	}
	return "Not eligible"
}

func labels(bs []store.Barrier) string {
	out := make([]string, len(bs))
	for i, b := range bs {
		out[i] = b.Label()
	}
	return strings.Join(out, ", ")
}

// rowWords is a result on one row of a list: the name, and the one thing most
// worth knowing about it.
func rowWords(r store.Result) string {
	switch {
	case r.Standing == store.NearMiss && len(r.Failed) > 0 && r.Failed[0].Short != "":
		return r.Failed[0].Short
	case r.Standing == store.NearMiss && r.When != 0:
		return "from " + r.When.Words()
	case r.Standing == store.NearMiss && len(r.Failed) > 0 && r.Failed[0].Note != "":
		return r.Failed[0].Note
	case (r.Standing == store.Ineligible || r.Standing == store.NearMiss) && len(r.Failed) > 0:
		return "must be: " + r.Failed[0].Says
	case len(r.Helps) > 0:
		return "helps " + labels(r.Helps)
	case r.Standing == store.Unclear:
		return fmt.Sprintf("%d to ask", len(r.Missing))
	}
	return ""
}
