package store

import "strings"

// Fact names one thing that may be known about a client. The vocabulary is
// closed: rules, triage questions, kept clients and the match command all speak
// it. The zero value is no fact.
type Fact uint8

// The facts there are, in the order they are shown. Each is described by Info.
const (
	NoFact Fact = iota
	BirthDate
	Age
	Sex
	Postcode
	District
	RightToWork
	Health
	LastingCondition
	Disability
	Caring
	CaringHours
	CaredForBenefit
	YoungestChildMonths
	QualificationLevel
	Graduate
	DegreeSubject
	EnglishGCSE
	MathsGCSE
	Digital
	ESOL
	Work
	MonthsOutOfWork
	WorkRisk
	RedundancyDate
	JobOffer
	HoursPerWeek
	WeeklyNetPay
	YearlyPay
	Benefits
	UCRegime
	UCHealth
	UCMonths
	CommitmentAccepted
	Sector
	Programmes
	PastProgrammes
	Groups
	Barriers
	HouseholdOutOfWork
	HouseholdOnBenefits
	Judgements
	factCount
)

// Kind is what a fact's value looks like.
type Kind uint8

// The kinds there are.
const (
	NoKind     Kind = iota
	KindDate        // a Day
	KindNumber      // a whole number
	KindPounds      // pounds and pence, kept in pence
	KindYesNo       // yes or no
	KindOne         // one word of Values
	KindSet         // any number of words of Values; each may be unknown
	KindText        // text with a form of its own
)

// Group is the heading a fact is shown under. Health, caring and skills lead.
type Group uint8

// The groups, in the order shown.
const (
	GroupAbout Group = iota
	GroupHealth
	GroupCaring
	GroupSkills
	GroupWork
	GroupHome
)

// String is the heading in plain words.
func (g Group) String() string {
	return [...]string{"About the client", "Health", "Caring", "Skills", "Work and benefits", "Home and money"}[g]
}

// Change says whether, and which way, a fact can come to be different. It
// decides what a near miss may wait for.
type Change uint8

// The ways a fact can change.
const (
	Fixed  Change = iota // cannot be waited or worked for: sex, being a veteran
	Grows                // rises with the calendar alone: age, months on a benefit
	Gained               // can be gained and not lost: a qualification
	Status               // can change either way: work, benefits, pay
)

// FactInfo describes one fact.
type FactInfo struct {
	Fact     Fact
	Name     string // as written in JSON and in rules
	Kind     Kind
	Group    Group
	Values   []string // what KindOne and KindSet take; nil where any id is taken
	Min, Max int      // what KindNumber takes, both included; KindPounds in whole pounds
	Unit     string   // "month", "hour": what a number counts, in the singular
	Change   Change
	Label    string // two or three words, for a list
	Question string // the question a coach asks
}

var vocabulary = [factCount]FactInfo{
	BirthDate:           {Name: "birth_date", Kind: KindDate, Group: GroupAbout, Change: Grows, Label: "Date of birth", Question: "What is the client's date of birth?"},
	Age:                 {Name: "age", Kind: KindNumber, Group: GroupAbout, Min: 0, Max: 120, Unit: "year", Change: Grows, Label: "Age", Question: "How old is the client?"},
	Sex:                 {Name: "sex", Kind: KindOne, Group: GroupAbout, Values: []string{"female", "male"}, Label: "Sex", Question: "What is the client's sex?"},
	Postcode:            {Name: "postcode", Kind: KindText, Group: GroupAbout, Label: "Postcode", Question: "What is the client's full postcode?"},
	District:            {Name: "district", Kind: KindOne, Group: GroupAbout, Label: "District", Question: "Which district does the client live in?"},
	RightToWork:         {Name: "right_to_work", Kind: KindYesNo, Group: GroupAbout, Label: "Right to work", Question: "Does the client have the right to live and work in the UK?"},
	Health:              {Name: "health", Kind: KindSet, Group: GroupHealth, Values: []string{"physical", "mental", "severe-mental-illness", "learning-disability", "neurodiverse", "sensory", "dependency"}, Label: "Health", Question: "Which health conditions affect the client?"},
	LastingCondition:    {Name: "lasting_condition", Kind: KindYesNo, Group: GroupHealth, Label: "Lasting condition", Question: "Has a condition lasted, or is it expected to last, 12 months or more?"},
	Disability:          {Name: "disability", Kind: KindYesNo, Group: GroupHealth, Label: "Disability", Question: "Is the client disabled, as the Equality Act means it?"},
	Caring:              {Name: "caring", Kind: KindSet, Group: GroupCaring, Values: []string{"adult", "child", "lead-carer"}, Label: "Caring for", Question: "Who does the client care for?"},
	CaringHours:         {Name: "caring_hours", Kind: KindNumber, Group: GroupCaring, Max: 168, Unit: "hour", Change: Status, Label: "Hours of care", Question: "How many hours of unpaid care does the client give in a week?"},
	CaredForBenefit:     {Name: "cared_for_benefit", Kind: KindYesNo, Group: GroupCaring, Change: Status, Label: "Cared-for benefit", Question: "Does the person cared for get a qualifying disability benefit?"},
	YoungestChildMonths: {Name: "youngest_child_months", Kind: KindNumber, Group: GroupCaring, Max: 240, Unit: "month", Change: Grows, Label: "Youngest child", Question: "How old is the client's youngest child, in months?"},
	QualificationLevel:  {Name: "qualification_level", Kind: KindNumber, Group: GroupSkills, Max: 8, Unit: "level", Change: Gained, Label: "Qualification level", Question: "What is the highest qualification level the client holds, 0 to 8?"},
	Graduate:            {Name: "graduate", Kind: KindYesNo, Group: GroupSkills, Label: "Graduate", Question: "Does the client have a degree?"},
	DegreeSubject:       {Name: "degree_subject", Kind: KindOne, Group: GroupSkills, Values: []string{"stem", "other"}, Label: "Degree subject", Question: "Is the client's degree in science, technology, engineering or maths?"},
	EnglishGCSE:         {Name: "english_gcse", Kind: KindYesNo, Group: GroupSkills, Change: Gained, Label: "English GCSE", Question: "Does the client have English GCSE at grade 4 (C) or above?"},
	MathsGCSE:           {Name: "maths_gcse", Kind: KindYesNo, Group: GroupSkills, Change: Gained, Label: "Maths GCSE", Question: "Does the client have maths GCSE at grade 4 (C) or above?"},
	Digital:             {Name: "digital", Kind: KindSet, Group: GroupSkills, Values: []string{"skills", "device", "connection"}, Change: Gained, Label: "Digital", Question: "Which of these does the client have: digital skills, a device, a connection?"},
	ESOL:                {Name: "esol", Kind: KindYesNo, Group: GroupSkills, Label: "Needs English help", Question: "Does the client need help with English as another language?"},
	Work:                {Name: "work", Kind: KindOne, Group: GroupWork, Values: []string{"out-of-work", "never-worked", "inactive", "education", "employed", "self-employed"}, Change: Status, Label: "Work", Question: "What is the client's work situation?"},
	MonthsOutOfWork:     {Name: "months_out_of_work", Kind: KindNumber, Group: GroupWork, Max: 720, Unit: "month", Change: Grows, Label: "Months out of work", Question: "How many months has the client been out of work?"},
	WorkRisk:            {Name: "work_risk", Kind: KindSet, Group: GroupWork, Values: []string{"redundancy", "redundancy-notice", "furloughed", "off-sick", "health-struggling", "underemployed"}, Change: Status, Label: "Risk at work", Question: "What puts the client's work at risk?"},
	RedundancyDate:      {Name: "redundancy_date", Kind: KindDate, Group: GroupWork, Change: Fixed, Label: "Redundancy date", Question: "On what date was, or will, the client be made redundant?"},
	JobOffer:            {Name: "job_offer", Kind: KindYesNo, Group: GroupWork, Change: Status, Label: "Job offer", Question: "Does the client have a paid job that starts within 12 weeks?"},
	HoursPerWeek:        {Name: "hours_per_week", Kind: KindNumber, Group: GroupWork, Max: 168, Unit: "hour", Change: Status, Label: "Hours worked", Question: "How many hours of paid work does the client do in a week?"},
	WeeklyNetPay:        {Name: "weekly_net_pay", Kind: KindPounds, Group: GroupWork, Max: 100_000, Change: Status, Label: "Weekly take-home pay", Question: "What is the client's weekly pay after tax and National Insurance, in pounds?"},
	YearlyPay:           {Name: "yearly_pay", Kind: KindPounds, Group: GroupWork, Max: 10_000_000, Change: Status, Label: "Yearly pay", Question: "What is the client's yearly pay before tax, in pounds?"},
	Benefits:            {Name: "benefits", Kind: KindSet, Group: GroupWork, Values: []string{"universal-credit", "new-style-jsa", "income-based-jsa", "new-style-esa", "income-related-esa", "income-support", "carers-allowance", "pip", "statutory-sick-pay"}, Change: Status, Label: "Benefits", Question: "Which benefits does the client get?"},
	UCRegime:            {Name: "uc_regime", Kind: KindOne, Group: GroupWork, Values: []string{"intensive-work-search", "work-preparation", "work-focused-interview", "no-work-related-requirements", "light-touch", "working-enough"}, Change: Status, Label: "UC regime", Question: "Which Universal Credit regime is the client in?"},
	UCHealth:            {Name: "uc_health", Kind: KindOne, Group: GroupWork, Values: []string{"none", "pre-wca", "lcw", "lcwra"}, Change: Status, Label: "UC health", Question: "Where is the client in the Universal Credit health journey?"},
	UCMonths:            {Name: "uc_months", Kind: KindNumber, Group: GroupWork, Max: 240, Unit: "month", Change: Grows, Label: "Months on UC", Question: "How many months has the client been on Universal Credit?"},
	CommitmentAccepted:  {Name: "commitment_accepted", Kind: KindYesNo, Group: GroupWork, Change: Status, Label: "Commitment accepted", Question: "Has the client proved their identity, attended the first meeting and accepted the claimant commitment?"},
	Sector:              {Name: "sector", Kind: KindSet, Group: GroupWork, Values: []string{"digital", "construction", "care", "hospitality", "call-centre", "finance-business", "manufacturing", "public-sector"}, Change: Status, Label: "Sector wanted", Question: "Which sectors does the client want to work in?"},
	Programmes:          {Name: "programmes", Kind: KindSet, Group: GroupWork, Change: Status, Label: "On now", Question: "Which programmes is the client on now?"},
	PastProgrammes:      {Name: "past_programmes", Kind: KindSet, Group: GroupWork, Label: "Been on", Question: "Which programmes has the client been on?"},
	Groups:              {Name: "groups", Kind: KindSet, Group: GroupHome, Values: []string{"neet", "veteran", "veteran-partner", "offender", "ex-offender", "care-leaver", "homeless", "refugee", "domestic-abuse", "modern-slavery", "serious-violence", "lone-parent", "ethnic-minority", "returner", "career-changer", "tech-returner", "business-owner", "apprentice", "send", "low-skilled"}, Label: "Groups", Question: "Which of these groups is the client in?"},
	Barriers:            {Name: "barriers", Kind: KindSet, Group: GroupHome, Values: []string{"housing", "debt", "transport", "confidence", "work-experience", "job-search", "id-or-bank-account", "isolation", "family", "aspiration-mismatch", "cannot-afford-work"}, Label: "Other barriers", Question: "What else stands between the client and work?"},
	HouseholdOutOfWork:  {Name: "household_out_of_work", Kind: KindNumber, Group: GroupHome, Max: 30, Unit: "person", Change: Status, Label: "Others out of work", Question: "How many other adults in the household are 16 or over, out of work and would join?"},
	HouseholdOnBenefits: {Name: "household_on_benefits", Kind: KindYesNo, Group: GroupHome, Change: Status, Label: "Household benefits", Question: "Does the household get benefits?"},
	Judgements:          {Name: "judgements", Kind: KindSet, Group: GroupHome, Change: Fixed, Label: "Answers", Question: "What has the coach judged?"},
}

// AllFacts lists every fact in the order shown.
func AllFacts() []Fact {
	all := make([]Fact, 0, factCount-1)
	for f := NoFact + 1; f < factCount; f++ {
		all = append(all, f)
	}
	return all
}

// Info describes the fact; the zero FactInfo for one there is not.
func (f Fact) Info() FactInfo {
	if f == NoFact || f >= factCount {
		return FactInfo{}
	}
	info := vocabulary[f]
	info.Fact = f
	return info
}

// String is the fact's name, "" for no fact.
func (f Fact) String() string { return f.Info().Name }

// Health says whether a fact is of somebody's health. Such facts are shown when
// they are asked for, and not before.
func (f Fact) Health() bool { return f.Info().Group == GroupHealth || f == UCHealth }

// Small is the fact's label within a sentence: "date of birth", "UC regime".
func (f Fact) Small() string {
	label := f.Info().Label
	if len(label) > 1 && label[1] >= 'A' && label[1] <= 'Z' {
		return label
	}
	return strings.ToLower(label[:min(1, len(label))]) + label[min(1, len(label)):]
}

// FactNamed is the fact of that name, and whether there is one.
func FactNamed(name string) (Fact, bool) {
	for f := NoFact + 1; f < factCount; f++ {
		if vocabulary[f].Name == name {
			return f, true
		}
	}
	return NoFact, false
}

// MarshalText is the fact's name.
func (f Fact) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads a fact's name; an empty text is no fact.
func (f *Fact) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*f = NoFact
		return nil
	}
	v, ok := FactNamed(string(b))
	if !ok {
		return &FactError{Fact: string(b), Want: "one of the facts that are known here: " + strings.Join(factNames(), ", ")}
	}
	*f = v
	return nil
}

func factNames() []string {
	names := make([]string, 0, factCount-1)
	for _, f := range AllFacts() {
		names = append(names, f.String())
	}
	return names
}
