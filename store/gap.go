package store

import (
	"cmp"
	"errors"
	"slices"
)

// The gap ledger: what could not be met. A gap is evidence, and no record of
// anybody: it holds no client, member or partner and no time of day, its id is
// drawn at random, so that the order of ids tells nothing, and a district outside
// Lancashire, where there may be one such client, is only "elsewhere".

// GapID names a gap: "G-" and a reference drawn at random.
type GapID string

// AgeBand is an age as widely as evidence needs it.
type AgeBand string

// The age bands there are. They part where rules and benefits do: 18, 25 and
// State Pension age.
const (
	Under18  AgeBand = "under-18"
	From18   AgeBand = "18-24"
	From25   AgeBand = "25-34"
	From35   AgeBand = "35-49"
	From50   AgeBand = "50-65"
	From66   AgeBand = "66-and-over"
	AgeBlank AgeBand = "not-known"
)

// AgeBands lists every age band.
func AgeBands() []AgeBand {
	return []AgeBand{Under18, From18, From25, From35, From50, From66, AgeBlank}
}

// Words is the band as it follows "aged": "18 to 24".
func (b AgeBand) Words() string {
	switch b {
	case Under18:
		return "under 18"
	case From66:
		return "66 and over"
	case AgeBlank:
		return "not known"
	}
	low, high := string(b)[:2], string(b)[3:]
	return low + " to " + high
}

// AgeBandOf is the band of whoever has these facts, on a day.
func AgeBandOf(facts Facts, day Day) AgeBand {
	age := -1
	if v, ok := facts[Age]; ok {
		age = int(v.Num)
	}
	if v, ok := facts[BirthDate]; ok {
		age = day.Age(v.Day)
	}
	switch {
	case age < 0:
		return AgeBlank
	case age < 18:
		return Under18
	case age < 25:
		return From18
	case age < 35:
		return From25
	case age < 50:
		return From35
	case age < 66:
		return From50
	}
	return From66
}

// The places that a count is kept for besides the districts of Lancashire.
const (
	Elsewhere     = "elsewhere"
	PlaceNotKnown = "not-known"
)

// CountedPlaces lists every place that counts are kept for: the codes of the
// fourteen districts of Lancashire by name, then Elsewhere and PlaceNotKnown.
func CountedPlaces() []string {
	codes := append(slices.Clone(lancashire12), "E06000008", "E06000009")
	slices.SortFunc(codes, func(a, b string) int { return cmp.Compare(DistrictName(a), DistrictName(b)) })
	return append(codes, Elsewhere, PlaceNotKnown)
}

// CountedPlace is which of CountedPlaces a district, "" for none, counts under.
func CountedPlace(district string) string {
	switch {
	case district == "":
		return PlaceNotKnown
	case AreaHolds(Lancashire14, district):
		return district
	}
	return Elsewhere
}

// PlaceName is one of CountedPlaces for a person.
func PlaceName(place string) string {
	switch place {
	case Elsewhere:
		return "Elsewhere"
	case PlaceNotKnown:
		return "Not known"
	}
	return DistrictName(place)
}

// StoppedBy is the rule that stopped most of what helps with a barrier; the zero
// value where nothing in the catalogue helps with it.
type StoppedBy struct {
	Says      string      `json:"says,omitempty"`
	Fact      string      `json:"fact,omitempty"` // empty for a rule of the programme and not of the client
	Programme ProgrammeID `json:"programme,omitempty"`
}

// Gap is one barrier of somebody that nothing helped with on a day.
type Gap struct {
	ID      GapID     `json:"id"`
	Rev     uint64    `json:"rev"`
	Barrier Barrier   `json:"barrier"`
	Place   string    `json:"district"` // one of CountedPlaces
	Age     AgeBand   `json:"age"`
	Stopped StoppedBy `json:"stopped,omitzero"`
	Day     Day       `json:"day"`
}

// Gaps holds the gap ledger. Write through PutGap.
var Gaps = Table[Gap]{
	Name: "gap",
	ID:   func(g *Gap) string { return string(g.ID) },
	Rev:  func(g *Gap) *uint64 { return &g.Rev },
}

// PutGap keeps a new gap under a new id, and counts it in the month's tallies.
func PutGap(tx Tx, g Gap) error {
	id, err := Gaps.NewID(tx, "G-")
	if err != nil {
		return err
	}
	g.ID, g.Rev = GapID(id), 0
	if _, err := Gaps.Put(tx, g); err != nil {
		return err
	}
	counts := map[string]int{TallyTotal: 1, TallyPlace + g.Place: 1, TallyAge + string(g.Age): 1}
	if g.Stopped.Says != "" {
		counts[RuleCount(g.Stopped.Says)] = 1
	}
	return AddTally(tx, Tally{Month: MonthOf(g.Day), Of: TallyGap, Key: string(g.Barrier), Counts: counts})
}

// NotAgain is the days in which the same thing of the same client is counted once.
const NotAgain = 90

// Counted marks what of a client was counted, so that it is not counted again
// while NotAgain days go by. It stands beside the mark of their triage, which
// lists read, and holds what was counted and not what came of it.
type Counted struct {
	Client ClientRef      `json:"client"`
	Rev    uint64         `json:"rev"`
	Until  map[string]Day `json:"until"` // the last day on which it does not count again
}

// Counteds holds the marks of what was counted.
var Counteds = Table[Counted]{
	Name: "counted",
	ID:   func(c *Counted) string { return string(c.Client) },
	Rev:  func(c *Counted) *uint64 { return &c.Rev },
}

// CountOnce gives those of the things that have not been counted for the client
// in the last NotAgain days, and marks them as counted on the day.
func CountOnce(tx Tx, client ClientRef, things []string, day Day) ([]string, error) {
	c, err := Counteds.Get(tx, string(client))
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	c.Client = client
	until := make(map[string]Day, len(c.Until)+len(things))
	for thing, last := range c.Until {
		if last >= day {
			until[thing] = last
		}
	}
	var fresh []string
	for _, thing := range things {
		if _, ok := until[thing]; !ok {
			until[thing] = day + NotAgain
			fresh = append(fresh, thing)
		}
	}
	if len(fresh) == 0 {
		return nil, nil
	}
	c.Until = until
	_, err = Counteds.Put(tx, c)
	return fresh, err
}
