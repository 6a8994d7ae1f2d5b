package refer

import (
	"slices"

	"signpost/store"
)

// stand takes the grounds on which the partner shares.
func (f *Form) stand(g store.Grounds) {
	f.preview.grounds = g
	f.changed = settle(&f.form, &g) || f.changed
}

// settle puts the partner's own basis in the place of none, and of one on which it
// does not share any more, as in a draft of before. It is true of such a one.
func settle(form *store.ReferralForm, g *store.Grounds) bool {
	was := form.Basis
	if slices.Contains(g.Sharing(), was) {
		return false
	}
	form.Basis, form.Agreement = g.For(store.PurposeRefer).Basis, store.Agreement{}
	return was != ""
}
