package turn

import (
	"slices"

	"signpost/store"
)

// Sharing is one answer to on what basis something is shared; where that is
// consent, with how the client gave it.
type Sharing struct {
	Basis store.Basis
	How   store.AgreedHow
}

// Sharings lists the answers there are for some bases.
func Sharings(bases []store.Basis) []Sharing {
	var out []Sharing
	for _, b := range bases {
		if b != store.Consent {
			out = append(out, Sharing{Basis: b})
			continue
		}
		for _, how := range store.AgreedHows() {
			out = append(out, Sharing{b, how})
		}
	}
	return out
}

// Words is the answer as people read it.
func (s Sharing) Words() string {
	if s.Basis == store.Consent && s.How != "" {
		return "consent: the client agreed, " + s.How.Words()
	}
	return BasisWords(s.Basis)
}

// SharingOf is the answer of a form.
func SharingOf(form *store.ReferralForm) Sharing { return Sharing{form.Basis, form.Agreement.How} }

// SharingWords are the answers for some bases, in words, and the place of a form's
// own among them, 0 where it has none there.
func SharingWords(bases []store.Basis, form *store.ReferralForm) (says []string, at int) {
	list := Sharings(bases)
	for _, s := range list {
		says = append(says, s.Words())
	}
	return says, max(slices.Index(list, SharingOf(form)), 0)
}

// Share takes the answer at a place as that of a form. A consent that is no basis
// any more is dropped.
func Share(form *store.ReferralForm, bases []store.Basis, at int) {
	s := Sharings(bases)[at]
	form.Basis, form.Agreement.How = s.Basis, s.How
	if s.Basis != store.Consent {
		form.Agreement = store.Agreement{}
	}
}

// AgreedWords is the day on which the client agreed, as far as it is needed.
func AgreedWords(form *store.ReferralForm) string {
	switch {
	case form.Basis != store.Consent:
		return "not needed: consent is not the basis"
	case form.Agreement.Day == 0:
		return "not entered: needed before sending"
	}
	return form.Agreement.Day.Words()
}
