package purposes_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/pagetest"
	"signpost/tui/page/purposes"
)

type desk struct {
	grounds store.Grounds
	of      keys.PartnerID
	err     error
}

func (d *desk) Who() keys.Caller { return keys.Caller{Partner: keys.Partner{ID: "authority"}} }

func (d *desk) Partners(context.Context) ([]keys.Partner, error) {
	return []keys.Partner{{ID: "authority", Name: "Authority"}, {ID: "burnley", Name: "Burnley Jobcentre"}}, nil
}

func (d *desk) Grounds(_ context.Context, p keys.PartnerID) (store.Grounds, error) {
	d.of = p
	return d.grounds, nil
}

func (d *desk) SetGround(_ context.Context, p keys.PartnerID, purpose store.Purpose, rev uint64, g store.Ground) (store.Grounds, error) {
	if d.err != nil {
		return store.Grounds{}, d.err
	}
	if err := g.Check(purpose); err != nil {
		return store.Grounds{}, err
	}
	d.grounds = d.grounds.With(purpose, g)
	d.grounds.Partner, d.grounds.Rev = p, rev+1
	return d.grounds, nil
}

func open(t *testing.T, d *desk) *pagetest.Page {
	t.Helper()
	return pagetest.Open(t, purposes.New(t.Context(), d, look.Plain()), 80, 20)
}

// Another ground is asked for in three steps; a policy document is asked for by
// name where the condition needs one.
func TestAnotherGround(t *testing.T) {
	d := &desk{}
	p := open(t, d)
	p.Has("What Authority uses data for")
	p.Has("> triage public task; health facts: employment and social security law")
	p.Has("Basis: public task, UK GDPR Article 6(1)(e).")
	p.Has("not named yet, and this condition asks for one")
	p.Press("enter")
	p.Has("1 public task, UK GDPR Article 6(1)(e)")
	p.Lacks("consent")
	p.Press("2")
	p.Has("Health facts are among the data.")
	p.Lacks("explicit consent")
	p.Press("1", "enter")
	p.Has("Enter the name of your policy document")
	p.Type("Policy 7")
	p.Press("enter")
	want := store.Ground{Basis: store.LegalObligation, Condition: store.EmploymentLaw, Note: "Policy 7"}
	if got := d.grounds.For(store.PurposeTriage); got != want {
		t.Errorf("kept %+v", got)
	}
	p.Has("> triage legal obligation; health facts")
	p.Has("Policy document, or law: Policy 7.")
	p.Press("enter", "esc")
	p.Has("> triage legal obligation")
}

// What is optional is done by consent or not at all.
func TestWhatIsOptional(t *testing.T) {
	d := &desk{}
	p := open(t, d)
	p.Press("end", "enter")
	p.Has("1 consent, UK GDPR Article 6(1)(a)")
	p.Has("2 not done here")
	p.Lacks("public task,")
	d.err = errors.New("changed meanwhile")
	p.Press("2")
	p.Has("> share-more consent")
	d.err = nil
	p.Press("enter", "2")
	if got := d.grounds.For(store.PurposeShareMore); got.Basis != store.NotDone {
		t.Errorf("kept %+v", got)
	}
	p.Has("> share-more not done here")
}

// Who meets somebody else's change sees it, and can set theirs over it.
func TestSomebodyElseSetAGround(t *testing.T) {
	d := &desk{}
	p := open(t, d)
	p.Press("enter", "2", "1")
	p.Type("Policy 7")
	d.grounds = d.grounds.With(store.PurposeRefer, store.Ground{Basis: store.Contract, Condition: store.HealthCare})
	d.grounds.Rev, d.err = 1, &store.Conflict{Table: "grounds", Had: 0, Now: 1}
	p.Press("enter")
	p.Has("refer contract with the client")
	d.err = nil
	p.Press("enter", "2", "1")
	p.Type("Policy 7")
	p.Press("enter")
	if got := d.grounds.For(store.PurposeTriage); got.Note != "Policy 7" || d.grounds.Rev != 2 {
		t.Errorf("kept %+v at %d", got, d.grounds.Rev)
	}
}

func TestAnotherPartner(t *testing.T) {
	d := &desk{}
	p := open(t, d)
	p.Press("p", "2")
	p.Has("What Burnley Jobcentre uses data for")
	if d.of != "burnley" {
		t.Errorf("read those of %q", d.of)
	}
}

// On a small screen the ground is said whole, in parts where it has to be.
func TestASmallScreen(t *testing.T) {
	d := &desk{}
	p := pagetest.Open(t, purposes.New(t.Context(), d, look.Plain()), 60, 11)
	p.Has("uses data for. Press p for another partner.")
	all := ""
	for range 9 {
		all += strings.Join(strings.Fields(p.Model.View()), " ")
		p.Press("space")
	}
	if !strings.Contains(all, "not named yet, and this condition asks for one") || !strings.Contains(all, "Space reads on.") {
		t.Errorf("the end of it is never in view:\n%s", all)
	}
}
