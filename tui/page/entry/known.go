package entry

import (
	"fmt"
	"strings"

	"signpost/store"
	"signpost/tui/look"
)

// Clash shows two versions of a client's facts, only where they differ: what is
// saved now, by somebody else, and what was to be saved.
func Clash(lk look.Look, theirs, mine store.Facts, w int) []string {
	lines := []string{lk.Title(lk.Cut("Somebody else changed this client", w)), ""}
	same := true
	for _, f := range store.AllFacts() {
		a, b := Says(f, theirs), Says(f, mine)
		if a == b {
			continue
		}
		same = false
		lines = append(lines, Versions(lk, f.Info().Label, a, b, w)...)
	}
	if same {
		lines = append(lines, lk.Wrap("What you entered is saved already.", w)...)
	}
	lines = append(lines, "")
	return append(lines, lk.Wrap("Press m to save mine over theirs where they differ, or t to take theirs and drop mine. Nothing else changes.", w)...)
}

// Versions is one thing in two versions, the one that is saved and one's own.
func Versions(lk look.Look, label, theirs, mine string, w int) []string {
	lines := []string{lk.Title(lk.Cut(label, w))}
	lines = append(lines, lk.Hang("  theirs  ", theirs, w)...)
	return append(lines, lk.Hang("  mine    ", mine, w)...)
}

// Says is what is known of a fact, in words.
func Says(f store.Fact, facts store.Facts) string {
	v, ok := facts[f]
	if !ok {
		return "not known"
	}
	return f.Words(v)
}

// HealthKept stands where what is known of health is not shown.
const HealthKept = "known, not shown"

// Line is a fact's label and what is known of it, on one row of w columns.
func Line(lk look.Look, f store.Fact, facts store.Facts, w int) string {
	return lk.Cut(fmt.Sprintf("%s  %s", lk.Fit(f.Info().Label, 20), Says(f, facts)), w)
}

// Order lists the facts that a coach may change in a list, those that are known
// first. The judgements, which belong to single programmes and are asked with
// them, are left out, and so is the age of somebody whose date of birth is known.
func Order(have store.Facts) []store.Fact {
	var known, others []store.Fact
	for _, f := range store.AllFacts() {
		_, is := have[f]
		_, born := have[store.BirthDate]
		switch {
		case f == store.Judgements, f == store.Age && born:
		case is:
			known = append(known, f)
		default:
			others = append(others, f)
		}
	}
	return append(known, others...)
}

// sources are the ways in which a fact can be known, in the words of the screens.
var sources = [...]struct {
	source store.FactSource
	says   string
}{
	{store.ClientSaid, "the client said so"},
	{store.DocumentSeen, "a document was seen"},
	{store.PartnerRecord, "it is in our own records"},
}

// Sources asks how something is known. Source says which of its options is which.
func Sources(question string) *look.Choice {
	options := make([]string, len(sources))
	for i, s := range sources {
		options[i] = s.says
	}
	return look.NewChoice(question, options, 0)
}

// Source is what was chosen of Sources.
func Source(c *look.Choice) store.FactSource { return sources[c.At()].source }

// HowTold asks how a new client was told what is kept and why. The focus is on the
// answer that claims nothing: whoever presses Enter alone has not said that the
// client was told.
func HowTold(question string) *look.Choice {
	hows := store.ToldHows()
	options := make([]string, len(hows))
	for i, h := range hows {
		options[i] = h.Words()
	}
	return look.NewChoice(question, options, len(options)-1)
}

// Told is what was chosen of HowTold.
func Told(c *look.Choice) store.Told { return store.Told{How: store.ToldHows()[c.At()]} }

// WhyKept says on what ground something is done with data about clients.
func WhyKept(g *store.Grounds, p store.Purpose) string {
	return "Why we keep it: " + g.For(p).Words() + "."
}

// WhyShared says on what ground something is shared on a basis.
func WhyShared(g *store.Grounds, b store.Basis) string {
	return "Why we share it: " + g.Shares(b).Words() + "."
}

// SourceWords is how a fact is known, in a few words for a list.
func SourceWords(s store.FactSource) string {
	switch s {
	case store.ClientSaid:
		return "client said"
	case store.DocumentSeen:
		return "document seen"
	case store.PartnerRecord:
		return "our records"
	}
	return strings.ReplaceAll(string(s), "-", " ")
}
