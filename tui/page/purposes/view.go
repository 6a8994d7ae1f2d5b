package purposes

import (
	"cmp"
	"slices"
	"strings"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
)

// Bases are those that a purpose can have: consent or nothing where it is optional,
// and any other where it is not.
func Bases(of store.PurposeInfo) []store.Basis {
	if of.Optional {
		return []store.Basis{store.Consent, store.NotDone}
	}
	return slices.DeleteFunc(store.Bases(), func(b store.Basis) bool { return b == store.Consent })
}

// Conditions are those that a purpose can have.
func Conditions(of store.PurposeInfo) []store.Condition {
	var out []store.Condition
	for _, c := range store.Conditions() {
		if of.Optional || c.Code != store.ExplicitConsent {
			out = append(out, c.Code)
		}
	}
	return out
}

// AskBasis asks for the basis of a purpose.
func AskBasis(r *Record, of store.PurposeInfo) *look.Choice {
	var says []string
	for _, b := range Bases(of) {
		info, _ := b.Info()
		says = append(says, strings.TrimSuffix(info.Says+", "+info.Source, ", "))
	}
	return look.NewChoice("On what lawful basis does "+r.Partner.Name+" "+of.Says+"?", says, max(slices.Index(Bases(of), r.Grounds.For(of.Code).Basis), 0))
}

// AskCondition asks for the condition of a purpose.
func AskCondition(r *Record, of store.PurposeInfo) *look.Choice {
	var says []string
	for _, c := range Conditions(of) {
		info, _ := c.Info()
		says = append(says, info.Says)
	}
	at := max(slices.Index(Conditions(of), r.Grounds.For(of.Code).Condition), 0)
	c := look.NewChoice("Health facts are among the data. What allows their use?", says, at)
	c.Note = "Each is a point of Article 9(2) UK GDPR; where in law it stands is said on the page once it is chosen, and by: help purposes set."
	return c
}

// AskNote asks for the policy document, or the law.
func AskNote(r *Record, of store.PurposeInfo) *entry.Text {
	return entry.NewText("What is your policy document, or the law, called?", "Some conditions ask for a policy document. Enter its name, such as: Appropriate policy document, May 2026.", r.Grounds.For(of.Code).Note, 200)
}

// Whole is a purpose with its ground and where in law it stands, as sentences.
func Whole(g *store.Grounds, of store.PurposeInfo) []string {
	ground := g.For(of.Code)
	basis, _ := ground.Basis.Info()
	out := []string{string(of.Code) + ": " + of.Says + ".", "Basis: " + strings.TrimSuffix(basis.Says+", "+basis.Source, ", ") + "."}
	condition, ok := ground.Condition.Info()
	if ok {
		out = append(out, "Condition for health facts: "+condition.Says+", "+condition.Source+".")
	}
	if ground.Note != "" || condition.Policy {
		out = append(out, "Policy document, or law: "+cmp.Or(ground.Note, "not named yet, and this condition asks for one")+".")
	}
	return out
}

// View draws the purposes, or what is asked.
func (p *Page) View() string {
	lines, _, _ := p.draw()
	return strings.Join(lines[:min(len(lines), p.room.H)], "\n")
}

// Cursor is on the focus.
func (p *Page) Cursor() (x, y int, ok bool) {
	_, x, y = p.draw()
	return x, y, y >= 0 && y < p.room.H && x < p.room.W
}

func (p *Page) draw() (lines []string, x, y int) {
	w, h := p.room.W, p.room.H
	switch {
	case p.save.Busy():
		return []string{p.look.Cut("Saving...", w)}, 0, -1
	case p.over.note != nil:
		x, y = p.over.note.Cursor(p.look, w)
		return strings.Split(p.over.note.View(p.look, w, h), "\n"), x, y
	case p.over.open():
		c := p.over.choice()
		lines = strings.Split(c.View(p.look, w, h), "\n")
		x, y = c.Cursor(p.look, w, h)
		return lines, x, y
	case !p.read.Here():
		return []string{p.look.Cut("Reading the purposes...", w)}, 0, -1
	}
	lines = []string{p.look.Title(p.look.Cut(p.others("What "+p.got.Partner.Name+" uses data for", w), w))}
	if body := p.rows.View(p.look, w, min(h-len(lines), p.rows.Len()), p.row); body != "" {
		x, y = p.rows.Cursor()
		y += len(lines)
		lines = append(lines, strings.Split(body, "\n")...)
	}
	lines = append(lines, "")
	var whole []string
	for _, says := range Whole(&p.got.Grounds, store.Purposes()[p.told]) {
		whole = append(whole, p.look.Wrap(says, w)...)
	}
	p.whole.SetLines(whole)
	return append(lines, p.whole.Part(p.look, w, h-len(lines))...), x, y
}

// others adds to whose they are, where w columns have room, how to see another
// partner's purposes: a steward's own partner often has no clients.
func (p *Page) others(whose string, w int) string {
	const says = ". Press p for another partner."
	if look.Width(whose+says) > w || len(p.got.Partners) < 2 || p.of != p.desk.Who().Partner.ID {
		return whose
	}
	return whose + says
}

func (p *Page) row(i, w int) string {
	of := store.Purposes()[i]
	return p.look.Cut(p.look.Fit(string(of.Code), 10)+"  "+p.got.Grounds.For(of.Code).Words(), w)
}
