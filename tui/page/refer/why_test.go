package refer_test

import (
	"context"
	"testing"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/refer"
)

// colleagues is a desk whose referrals are of a colleague's clients.
type colleagues struct{ *stub }

func (colleagues) Referral(context.Context, store.ReferralID) (store.Referral, error) {
	return store.Referral{}, &store.WhyError{Client: "K7M-2QX", Coach: "Sam Jones"}
}

func TestAColleaguesReferralLeadsToTheQuestionWhy(t *testing.T) {
	p := pagetest.Open(t, refer.NewOne(t.Context(), colleagues{&stub{}}, look.Plain(), "R-222-22A"), 80, 20)
	want := page.Go{To: page.Why{Client: "K7M-2QX", Coach: "Sam Jones", Then: page.Referral{ID: "R-222-22A"}}, Instead: true}
	if p.Last() != want || said(p) != "" {
		t.Errorf("asked for %#v and said %q", p.Last(), said(p))
	}
}
