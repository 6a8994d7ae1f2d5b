package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"signpost/store"
)

// Every default may be set as it is, but that a condition which asks for a policy
// document wants its name.
func TestDefaultGroundsFit(t *testing.T) {
	var g store.Grounds
	for _, p := range store.Purposes() {
		ground := g.For(p.Code)
		ground.Note = "our policy document"
		if err := ground.Check(p.Code); err != nil {
			t.Errorf("%s: %+v: %v", p.Code, ground, err)
		}
	}
}

// Every basis and condition with every purpose: consent where the client has a
// choice, and nothing but consent there.
func TestConsentIsForWhatIsOptional(t *testing.T) {
	for _, p := range store.Purposes() {
		for _, b := range store.LawfulBases() {
			for _, c := range store.Conditions() {
				ground := store.Ground{Basis: b.Code, Condition: c.Code, Note: "policy"}
				err := ground.Check(p.Code)
				byChoice := b.Code == store.Consent || b.Code == store.NotDone
				want := byChoice == p.Optional && (p.Optional || c.Code != store.ExplicitConsent)
				if (err == nil) != want {
					t.Errorf("%s on %s under %s: %v", p.Code, b.Code, c.Code, err)
				}
			}
		}
	}
}

func TestGroundsThatAreRefused(t *testing.T) {
	for _, c := range []struct {
		purpose store.Purpose
		ground  store.Ground
		field   string
	}{
		{"marketing", store.Ground{Basis: store.PublicTask, Condition: store.EmploymentLaw, Note: "x"}, "purpose"},
		{store.PurposeTriage, store.Ground{Basis: "habit", Condition: store.EmploymentLaw, Note: "x"}, "basis"},
		{store.PurposeTriage, store.Ground{Basis: store.PublicTask, Note: "x"}, "condition"},
		{store.PurposeTriage, store.Ground{Basis: store.PublicTask, Condition: store.EmploymentLaw}, "note"},
		{store.PurposeShareMore, store.Ground{Basis: store.Consent}, "condition"},
	} {
		var field *store.FieldError
		if err := c.ground.Check(c.purpose); !errors.As(err, &field) || field.Field != c.field {
			t.Errorf("%s %+v: %v, want the field %s", c.purpose, c.ground, err, c.field)
		}
	}
}

// What the law says stands with each: an article for each basis, and for each
// condition the paragraph of the Act where Article 9(2) asks for one.
func TestGroundsNameTheirLaw(t *testing.T) {
	for _, b := range store.LawfulBases() {
		if b.Code != store.NotDone && !strings.HasPrefix(b.Source, "UK GDPR Article 6(1)(") {
			t.Errorf("%s: %q", b.Code, b.Source)
		}
	}
	for _, c := range store.Conditions() {
		inAct := strings.Contains(c.Source, "DPA 2018 Sch 1 Pt ")
		if !strings.HasPrefix(c.Source, "UK GDPR Article 9(2)(") || inAct == (c.Code == store.ExplicitConsent) {
			t.Errorf("%s: %q", c.Code, c.Source)
		}
	}
}

func TestSharing(t *testing.T) {
	var g store.Grounds
	if got := g.Sharing(); !slices.Equal(got, []store.Basis{store.PublicTask, store.Consent}) {
		t.Errorf("by default: %q", got)
	}
	g = g.With(store.PurposeRefer, store.Ground{Basis: store.Contract, Condition: store.HealthCare})
	without := g.With(store.PurposeShareMore, store.Ground{Basis: store.NotDone})
	if got := g.Sharing(); !slices.Equal(got, []store.Basis{store.Contract, store.Consent}) {
		t.Errorf("by contract: %q", got)
	}
	if got := without.Sharing(); !slices.Equal(got, []store.Basis{store.Contract}) {
		t.Errorf("without consent: %q", got)
	}
}

func TestToldWords(t *testing.T) {
	day := store.Date(2026, 2, 2)
	for _, c := range []struct {
		told store.Told
		yet  bool
		says string
	}{
		{store.Told{}, false, "not yet"},
		{store.Told{How: store.ToldNotYet}, false, "not yet"},
		{store.Told{Day: day, How: store.ToldByLetter}, true, "by letter on 2 February 2026"},
	} {
		if c.told.Yet() != c.yet || c.told.Words() != c.says {
			t.Errorf("%+v: %v, %q", c.told, c.told.Yet(), c.told.Words())
		}
	}
}
