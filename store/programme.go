package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// ProgrammeID names a programme: lower-case words with hyphens, never reused.
type ProgrammeID string

// Audience is who support is for.
type Audience string

// The audiences there are. Only what is for a Person is matched against facts.
const (
	ForPerson    Audience = "person"
	ForEmployer  Audience = "employer"
	ForSchool    Audience = "school" // schools and colleges
	ForProvider  Audience = "provider"
	ForCommunity Audience = "community"
)

// Audiences lists every audience.
func Audiences() []Audience {
	return []Audience{ForPerson, ForEmployer, ForSchool, ForProvider, ForCommunity}
}

// Help is the kind of help a programme gives.
type Help string

// The kinds of help there are.
const (
	HelpEmployment Help = "employment-support" // advice, coaching, job search
	HelpTraining   Help = "training"
	HelpPlacement  Help = "placement" // paid or unpaid work, a job scheme
	HelpHealth     Help = "health-and-work"
	HelpMoney      Help = "money" // a benefit, a grant, a fund
	HelpChildcare  Help = "childcare"
	HelpDevices    Help = "devices" // devices and connections
	HelpCareers    Help = "careers-advice"
	HelpRedundancy Help = "redundancy-support"
	HelpBusiness   Help = "business-support"
	HelpNetwork    Help = "network" // forums, networks, communities of practice
)

// Helps lists every kind of help.
func Helps() []Help {
	return []Help{
		HelpEmployment, HelpTraining, HelpPlacement, HelpHealth, HelpMoney, HelpChildcare, HelpDevices,
		HelpCareers, HelpRedundancy, HelpBusiness, HelpNetwork,
	}
}

// Source is where something in a record was read.
type Source struct {
	ID    string `json:"id" yaml:"id"`
	Title string `json:"title" yaml:"title"`
	URL   string `json:"url,omitempty" yaml:"url,omitempty"`
	Seed  string `json:"seed,omitempty" yaml:"seed,omitempty"`   // the seed document, where it is one
	Date  string `json:"date,omitempty" yaml:"date,omitempty"`   // as the source gives it: a day, a month, "undated"
	Quote string `json:"quote,omitempty" yaml:"quote,omitempty"` // the words relied on
}

// Route is one way to refer, and who may use it.
type Route struct {
	Who     string `json:"who" yaml:"who"` // "Jobcentre Plus", "anyone", "the client themselves"
	How     string `json:"how" yaml:"how"`
	Contact string `json:"contact,omitempty" yaml:"contact,omitempty"`
}

// Dates are the days on which a programme takes referrals. Opens and Closes are
// stated by a source: outside them it is closed. KnownFrom and KnownTo bound
// what the sources show it running: between Opens and Closes but outside them
// nobody has said, which is a judgement for the coach and never a guess.
type Dates struct {
	Opens      Day    `json:"opens,omitzero" yaml:"opens,omitempty"`   // first day of referrals
	Closes     Day    `json:"closes,omitzero" yaml:"closes,omitempty"` // last day of referrals
	KnownFrom  Day    `json:"known_from,omitzero" yaml:"known_from,omitempty"`
	KnownTo    Day    `json:"known_to,omitzero" yaml:"known_to,omitempty"`
	Planned    bool   `json:"planned,omitempty" yaml:"planned,omitempty"` // the sources show it proposed or planned, and on no day running
	Says       string `json:"says,omitempty" yaml:"says,omitempty"`       // in plain words: "closed to new referrals since 31 March 2023"
	Source     string `json:"source,omitempty" yaml:"source,omitempty"`
	Unverified bool   `json:"unverified,omitempty" yaml:"unverified,omitempty"`
}

// Open says whether the programme takes referrals on the day: Yes, No, or
// Unknown where the sources do not say.
func (d Dates) Open(day Day) Tri {
	switch {
	case d.Opens != 0 && day < d.Opens, d.Closes != 0 && day > d.Closes:
		return No
	case d.Planned, d.KnownFrom != 0 && day < d.KnownFrom, d.KnownTo != 0 && day > d.KnownTo:
		return Unknown
	}
	return Yes
}

// Programme is one entry of provision: a programme, scheme, service or fund that
// a person, employer, school, provider or community group can be pointed to.
type Programme struct {
	ID         ProgrammeID   `json:"id" yaml:"id"`
	OtherIDs   []ProgrammeID `json:"other_ids,omitempty" yaml:"other_ids,omitempty,flow"`
	Name       string        `json:"name" yaml:"name"`
	OtherNames []string      `json:"other_names,omitempty" yaml:"other_names,omitempty"`
	Provider   string        `json:"provider" yaml:"provider"`
	Audience   []Audience    `json:"audience" yaml:"audience,flow"`
	Help       []Help        `json:"help" yaml:"help,flow"`
	Gives      string        `json:"gives" yaml:"gives"` // what it gives, in plain words
	For        string        `json:"for" yaml:"for"`     // who it is for, in plain words
	Helps      []Barrier     `json:"helps" yaml:"helps,flow"`
	Words      []string      `json:"words,omitempty" yaml:"words,omitempty,flow"` // what people call it or look for

	// Area lists where a client must live: names of areas (AreaNames) or GSS
	// codes of districts. Empty: no source gives an area, and none is asked.
	Area       []string `json:"area,omitempty" yaml:"area,omitempty,flow"`
	AreaSays   string   `json:"area_says,omitempty" yaml:"area_says,omitempty"` // "lives in Lancashire"
	AreaSource string   `json:"area_source,omitempty" yaml:"area_source,omitempty"`

	Dates     Dates           `json:"dates,omitzero" yaml:"dates,omitempty"`
	See       []ProgrammeID   `json:"see,omitempty" yaml:"see,omitempty,flow"` // what to look at instead, or as well
	Routes    []Route         `json:"routes,omitempty" yaml:"routes,omitempty"`
	Cost      string          `json:"cost,omitempty" yaml:"cost,omitempty"`
	Documents []string        `json:"documents,omitempty" yaml:"documents,omitempty,flow"` // names of facts that the provider asks to see a document for
	Rule      Rule            `json:"rule,omitzero" yaml:"rule,omitempty"`
	Household []HouseholdTest `json:"household,omitempty" yaml:"household,omitempty"` // asked of the people of a household together; all have to be met
	Sources   []Source        `json:"sources" yaml:"sources"`
	Assured   Day             `json:"assured" yaml:"assured"`       // the day the record was last checked
	AssuredBy string          `json:"assured_by" yaml:"assured_by"` // by whom or against what
	Notes     string          `json:"notes,omitempty" yaml:"notes,omitempty"`

	// Kept by the store, never written in a catalogue file.
	Rev     uint64 `json:"rev,omitempty" yaml:"-"`
	Builtin string `json:"builtin,omitempty" yaml:"-"` // digest of the built-in record this came from; empty once added by hand
	Edited  bool   `json:"edited,omitempty" yaml:"-"`  // changed here since
}

// Bring names what the provider asks to see a document for, in words.
func (p *Programme) Bring() string {
	var labels []string
	for _, name := range p.Documents {
		if f, ok := FactNamed(name); ok {
			labels = append(labels, strings.ToLower(f.Info().Label))
		}
	}
	return strings.Join(labels, ", ")
}

// Serves says whether the programme is for the audience.
func (p *Programme) Serves(a Audience) bool {
	for _, x := range p.Audience {
		if x == a {
			return true
		}
	}
	return false
}

// SourceOf is the programme's source of that id, and whether it has one.
func (p *Programme) SourceOf(id string) (Source, bool) {
	for _, s := range p.Sources {
		if s.ID == id {
			return s, true
		}
	}
	return Source{}, false
}

// Catalogue holds the programmes as they are now. Write through PutProgramme,
// which also keeps every revision, so that a kept assessment can be run again.
var Catalogue = Table[Programme]{
	Name: "programme",
	ID:   func(p *Programme) string { return string(p.ID) },
	Rev:  func(p *Programme) *uint64 { return &p.Rev },
}

// PutProgramme keeps a programme and a copy of this revision of it. What use and
// people said of a field that differs from before is forgotten: it spoke of what
// stood there then. Questions stay until a curator answers them.
func PutProgramme(tx Tx, p Programme) (Programme, error) {
	if err := forget(tx, &p); err != nil {
		return p, err
	}
	p, err := Catalogue.Put(tx, p)
	if err != nil {
		return p, err
	}
	data, err := json.Marshal(p)
	if err != nil {
		return p, fmt.Errorf("programme %q: encode: %w", p.ID, err)
	}
	return p, tx.Put(revisionKey(p.ID, p.Rev), data)
}

// forget drops what was said of fields as they were before.
func forget(tx Tx, p *Programme) error {
	old, err := Catalogue.Get(tx, string(p.ID))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	changed := FieldsThatDiffer(&old, p)
	if len(changed) == 0 {
		return nil
	}
	marks, err := AllMarks.Get(tx, string(p.ID))
	if err == nil && marks.Forget(changed) {
		_, err = AllMarks.Put(tx, marks)
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	track, err := Tracks.Get(tx, string(p.ID))
	if err == nil && track.Forget(changed) {
		_, err = Tracks.Put(tx, track)
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	return nil
}

// ProgrammeAt returns the programme as it was at a revision, or an error that is
// ErrNotFound.
func ProgrammeAt(tx Tx, id ProgrammeID, rev uint64) (Programme, error) {
	var p Programme
	data, err := tx.Get(revisionKey(id, rev))
	if err == nil {
		err = json.Unmarshal(data, &p)
	}
	if err != nil {
		return p, fmt.Errorf("programme %q at revision %d: %w", id, rev, err)
	}
	return p, nil
}

const programmeRevisions = "h\x00programme\x00"

func revisionKey(id ProgrammeID, rev uint64) []byte {
	return fmt.Appendf(nil, programmeRevisions+"%s\x00%016x", id, rev)
}
