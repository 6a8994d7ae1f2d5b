package store

import (
	"maps"
	"slices"
	"strings"

	"signpost/keys"
)

// Purpose is what data about a client is used for. The list is closed: nothing
// else is done with it.
type Purpose string

// The purposes there are.
const (
	PurposeTriage    Purpose = "triage"
	PurposeCaseload  Purpose = "caseload"
	PurposeRefer     Purpose = "refer"
	PurposeFollowUp  Purpose = "follow-up"
	PurposePlanning  Purpose = "planning"
	PurposeShareMore Purpose = "share-more"
)

// PurposeInfo is one purpose in words.
type PurposeInfo struct {
	Code     Purpose `json:"code"`
	Says     string  `json:"says"`
	Optional bool    `json:"optional"` // the client's own choice: done by consent, or not at all
}

// Purposes lists every purpose, in the order of the work.
func Purposes() []PurposeInfo {
	return []PurposeInfo{
		{PurposeTriage, "work out which programmes fit", false},
		{PurposeCaseload, "keep in touch and see it through", false},
		{PurposeRefer, "refer to a provider", false},
		{PurposeFollowUp, "see what came of it", false},
		{PurposePlanning, "count what is missing, without names", false},
		{PurposeShareMore, "share with a provider more than the basis of refer covers", true},
	}
}

// Info is the purpose in words, and whether there is such a purpose.
func (p Purpose) Info() (PurposeInfo, bool) {
	for _, i := range Purposes() {
		if i.Code == p {
			return i, true
		}
	}
	return PurposeInfo{}, false
}

// Basis is the lawful basis of a purpose: a point of Article 6(1) UK GDPR.
type Basis string

// The bases there are. Vital interests (d) and the recognised legitimate interests
// are left out: they are for emergencies, crime and safeguarding, and none of the
// purposes is one. NotDone is no basis: an optional purpose that a partner does
// without.
const (
	PublicTask          Basis = "public-task"
	LegalObligation     Basis = "legal-obligation"
	Contract            Basis = "contract"
	LegitimateInterests Basis = "legitimate-interests"
	Consent             Basis = "consent"
	NotDone             Basis = "not-done"
)

// BasisInfo is one basis in words, with where in law it stands.
type BasisInfo struct {
	Code   Basis  `json:"code"`
	Says   string `json:"says"`
	Source string `json:"source,omitempty"`
}

// LawfulBases lists every basis, the usual one first.
func LawfulBases() []BasisInfo {
	return []BasisInfo{
		{PublicTask, "public task", "UK GDPR Article 6(1)(e)"},
		{LegalObligation, "legal obligation", "UK GDPR Article 6(1)(c)"},
		{Contract, "contract with the client", "UK GDPR Article 6(1)(b)"},
		{LegitimateInterests, "legitimate interests", "UK GDPR Article 6(1)(f) (not for public tasks)"},
		{Consent, "consent", "UK GDPR Article 6(1)(a)"},
		{NotDone, "not done here", ""},
	}
}

// Bases lists every basis on which something may be shared, the usual one first;
// on which of them a partner shares is in its Grounds.
func Bases() []Basis {
	return []Basis{PublicTask, LegalObligation, Contract, LegitimateInterests, Consent}
}

// Info is the basis in words, and whether there is such a basis.
func (b Basis) Info() (BasisInfo, bool) {
	for _, i := range LawfulBases() {
		if i.Code == b {
			return i, true
		}
	}
	return BasisInfo{}, false
}

// Condition is what allows the use of health and other special category data, and
// of criminal offence data, besides the basis: a point of Article 9(2) UK GDPR
// and, where that asks for one, a paragraph of Schedule 1 to the Data Protection
// Act 2018.
type Condition string

// The conditions there are.
const (
	EmploymentLaw   Condition = "employment-law"
	HealthCare      Condition = "health-or-social-care"
	GovernmentTask  Condition = "government-purposes"
	Statistics      Condition = "statistics"
	ExplicitConsent Condition = "explicit-consent"
)

// ConditionInfo is one condition in words, with where in law it stands.
type ConditionInfo struct {
	Code   Condition `json:"code"`
	Says   string    `json:"says"`
	Source string    `json:"source"`
	Policy bool      `json:"policy"` // it asks for an appropriate policy document: DPA 2018 Sch 1, paragraphs 1(1)(b), 5 and 39
}

// Conditions lists every condition, the usual one first.
func Conditions() []ConditionInfo {
	return []ConditionInfo{
		{EmploymentLaw, "employment and social security law", "UK GDPR Article 9(2)(b); DPA 2018 Sch 1 Pt 1 para 1 (employment, social security and social protection)", true},
		{HealthCare, "health or social care", "UK GDPR Article 9(2)(h); DPA 2018 Sch 1 Pt 1 para 2", false},
		{GovernmentTask, "statutory and government purposes", "UK GDPR Article 9(2)(g) (substantial public interest); DPA 2018 Sch 1 Pt 2 para 6", true},
		{Statistics, "research and statistics", "UK GDPR Article 9(2)(j); DPA 2018 Sch 1 Pt 1 para 4", false},
		{ExplicitConsent, "explicit consent", "UK GDPR Article 9(2)(a)", false},
	}
}

// Info is the condition in words, and whether there is such a condition.
func (c Condition) Info() (ConditionInfo, bool) {
	for _, i := range Conditions() {
		if i.Code == c {
			return i, true
		}
	}
	return ConditionInfo{}, false
}

// Ground is why a partner may do something with data about clients.
type Ground struct {
	Basis     Basis     `json:"basis"`
	Condition Condition `json:"condition,omitempty"` // none where it is not done
	Note      string    `json:"note,omitempty"`      // the law or the policy document, by name
}

// Check refuses, by a *FieldError, a ground that cannot be that of the purpose:
// consent is for what is optional, and what is optional is done by consent or not
// at all. A condition is always asked for, since health facts are among the data.
func (g *Ground) Check(p Purpose) error {
	purpose, ok := p.Info()
	if !ok {
		return &FieldError{"purpose", "Enter one of: " + codes(Purposes(), func(i PurposeInfo) Purpose { return i.Code }) + "."}
	}
	basis, ok := g.Basis.Info()
	if !ok {
		return &FieldError{"basis", "Enter one of: " + codes(LawfulBases(), func(i BasisInfo) Basis { return i.Code }) + "."}
	}
	byChoice := basis.Code == Consent || basis.Code == NotDone
	switch {
	case byChoice && !purpose.Optional:
		return &FieldError{"basis", "Enter another basis: consent is for optional sharing alone, and the client has no choice about " + string(p) + "."}
	case !byChoice && purpose.Optional:
		return &FieldError{"basis", "Enter consent or not-done: " + string(p) + " is the client's own choice."}
	case basis.Code == NotDone:
		g.Condition = ""
		return nil
	}
	condition, ok := g.Condition.Info()
	switch {
	case !ok:
		return &FieldError{"condition", "Enter one of: " + codes(Conditions(), func(i ConditionInfo) Condition { return i.Code }) + "."}
	case condition.Code == ExplicitConsent && !purpose.Optional:
		return &FieldError{"condition", "Enter another condition: consent is for optional sharing alone, and the client has no choice about " + string(p) + "."}
	case condition.Policy && g.Note == "":
		return &FieldError{"note", "Enter the name of your policy document: this condition asks for one."}
	}
	return nil
}

// codes lists codes with commas between.
func codes[I any, C ~string](list []I, of func(I) C) string {
	words := make([]string, len(list))
	for i, item := range list {
		words[i] = string(of(item))
	}
	return strings.Join(words, ", ")
}

// Words is the ground as people read it, without its end: "public task; health
// facts: employment and social security law".
func (g Ground) Words() string {
	basis, _ := g.Basis.Info()
	condition, ok := g.Condition.Info()
	if !ok {
		return basis.Says
	}
	return basis.Says + "; health facts: " + condition.Says
}

// Grounds is why one partner may do what it does, for each purpose.
type Grounds struct {
	Partner keys.PartnerID     `json:"partner"`
	Rev     uint64             `json:"rev"`
	Set     map[Purpose]Ground `json:"set,omitempty"` // those that were set; the others have their defaults
}

// For is the ground of a purpose: the one that was set, or else the default. By
// default what has to be done is a public task under employment and social
// security law, counts are statistics, and sharing more is by consent.
func (g *Grounds) For(p Purpose) Ground {
	if set, ok := g.Set[p]; ok {
		return set
	}
	switch p {
	case PurposeShareMore:
		return Ground{Basis: Consent, Condition: ExplicitConsent}
	case PurposePlanning:
		return Ground{Basis: PublicTask, Condition: Statistics}
	}
	return Ground{Basis: PublicTask, Condition: EmploymentLaw}
}

// With is the grounds with that of one purpose set. The map of g stays as it is.
func (g Grounds) With(p Purpose, ground Ground) Grounds {
	g.Set = maps.Clone(g.Set)
	if g.Set == nil {
		g.Set = map[Purpose]Ground{}
	}
	g.Set[p] = ground
	return g
}

// Sharing lists the bases on which a referral may be sent, the usual one first:
// that of refer, and consent where the partner shares more by it.
func (g *Grounds) Sharing() []Basis {
	out := []Basis{g.For(PurposeRefer).Basis}
	if more := g.For(PurposeShareMore).Basis; more == Consent && !slices.Contains(out, more) {
		out = append(out, more)
	}
	return out
}

// Shares is the ground of sharing on a basis: that of refer, or of sharing more.
func (g *Grounds) Shares(b Basis) Ground {
	if refer := g.For(PurposeRefer); b != Consent || refer.Basis == b {
		return refer
	}
	return g.For(PurposeShareMore)
}

// AllGrounds holds the grounds of the partners that set any, by partner.
var AllGrounds = Table[Grounds]{
	Name: "grounds",
	ID:   func(g *Grounds) string { return string(g.Partner) },
	Rev:  func(g *Grounds) *uint64 { return &g.Rev },
}
