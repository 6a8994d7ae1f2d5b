package entry

import (
	"signpost/keys"
	"signpost/tui/look"
)

// Whose is which partner a page is about, of all there are.
type Whose struct {
	Partner  keys.Partner
	Partners []keys.Partner // by name
}

// WhoseOf is the partner of that id among all.
func WhoseOf(all []keys.Partner, of keys.PartnerID) Whose {
	w := Whose{Partners: all}
	for _, p := range all {
		if p.ID == of {
			w.Partner = p
		}
	}
	return w
}

// AskWhose asks for another partner, with the marker on this one.
func (w *Whose) AskWhose(question string) *look.Choice {
	names, at := make([]string, len(w.Partners)), 0
	for i, p := range w.Partners {
		if names[i] = p.Name; p.ID == w.Partner.ID {
			at = i
		}
	}
	return look.NewChoice(question, names, at)
}
