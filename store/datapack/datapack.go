// Package datapack makes the evidence that the tool gives to those who plan
// provision: what could not be met, which rule alone was in the way, and what
// came of referrals. It adds monthly tallies up, and lets out nothing by which
// somebody could be found.
//
// It is pure: tallies go in, a Pack comes out. It must not know of screens, of
// who asks, or of any record of a person.
//
// # What is let out
//
// Every count is rounded down to a multiple of five, and one under five is "fewer
// than 5", whether it is 4 or 0: a table in which a nought is told from a 1 lets
// four cells that make 4 be worked out. Hiding further cells by hand, until no
// sum gives the small ones away, is what others have given up: NHS Digital for its hospital statistics ("Disclosure control methodology for
// Hospital Episode Statistics (HES) and Emergency Care Data Set (ECDS)",
// digital.nhs.uk, September 2018), because rounding can be automated and holds
// across tables, and the Office for National Statistics weighs the like, the
// "10-5 rule", against noise ("Comparison of post-tabular statistical disclosure
// control methods", ons.gov.uk). Here numbers are small and the same referrals
// stand in three tables, so rounding alone is not trusted either: where all that
// is let out together would leave a hidden count fewer than three values, what
// gives it away is rounded down further (see cap and hold). What is rounded down
// further depends on nothing but what is let out, so that doing it tells nothing.
//
// # What a reader can work out
//
// Of one pack: of any count that is hidden, no fewer than three of the values 0 to
// 4 remain, whatever tables are held against each other; a test goes on at that
// with random tables. Of several packs: periods are whole months, so that two of
// them differ by a month at least; but who asks for many periods, or looks again
// and again while a month goes on, learns when a count passed a multiple of five.
// Therefore each opening of the pack is an event that names the period.
//
// # What an auditor can work out
//
// The trail and the ledger of gaps have nothing in common but the day, and the
// ledger is read by nobody. A triage leaves the same event whether or not it left
// a gap. Marking a gap by hand leaves an event that names the member and the
// moment, and neither client nor barrier. An auditor can thus work out that a
// coach marked something, and from the coach's other events of that minute
// perhaps for whom; not for which barrier, unless they open the pack before and
// after it and a count passes a multiple of five just then, and nobody else's
// triage has moved it. Whoever holds the store itself and its key reads the
// clients there, and needs no ledger.
package datapack

import (
	"cmp"
	"slices"
	"strings"

	"signpost/store"
)

// Least is the smallest count that is shown, and what counts are rounded down to
// multiples of.
const Least = 5

// Hidden is what is shown of a count under Least.
const Hidden = "fewer than 5"

// Pack is what is let out of one period.
type Pack struct {
	Since      store.Day  `json:"since"`
	Until      store.Day  `json:"until"`
	Unmet      []Unmet    `json:"unmet_need"`
	OneRule    []OneRule  `json:"one_rule_in_the_way"`
	Programmes []Followed `json:"referrals_by_programme"`
	Districts  []Followed `json:"referrals_by_district"`
	Barriers   []Followed `json:"referrals_by_barrier"`
	Notes      []string   `json:"notes"`
}

// Unmet is how often nothing helped with a barrier.
type Unmet struct {
	Barrier   store.Barrier `json:"barrier"`
	Name      string        `json:"name"`
	Total     Count         `json:"total"`
	Districts []Placed      `json:"districts"`         // every one of store.CountedPlaces
	Stopped   string        `json:"stopped,omitempty"` // the rule that stopped most, where it did five times
	Aged      string        `json:"aged,omitempty"`    // the age band of most, where it was five times
}

// Placed is a count of one place.
type Placed struct {
	District string `json:"district"`
	Name     string `json:"name"`
	Count    Count  `json:"count"`
}

// OneRule is how often one rule alone was in the way of a programme.
type OneRule struct {
	Programme store.ProgrammeID `json:"programme"`
	Name      string            `json:"name"`
	Rule      string            `json:"rule"`
	Count     Count             `json:"count"`
}

// Followed is what came of the referrals that were sent in the period.
type Followed struct {
	Key       string                      `json:"key"`
	Name      string                      `json:"name"`
	Referrals Count                       `json:"referrals"`
	Starts    Count                       `json:"starts"`
	Outcomes  map[store.OutcomeCode]Count `json:"outcomes"` // every one of store.OutcomeCodes
}

// Sums are tallies added up: of what, by key, by what of it.
type Sums map[store.TallyOf]map[string]map[string]int

// Add adds one month's tally.
func (s Sums) Add(t *store.Tally) {
	if s[t.Of] == nil {
		s[t.Of] = map[string]map[string]int{}
	}
	if s[t.Of][t.Key] == nil {
		s[t.Of][t.Key] = map[string]int{}
	}
	for what, n := range t.Counts {
		s[t.Of][t.Key][what] += n
	}
}

// Make is the pack of a period from its sums. programmes are the names of all
// that could have been referred to, by id.
func Make(since, until store.Day, s Sums, programmes map[string]string) Pack {
	p := Pack{Since: since, Until: until, Notes: Notes(), Unmet: unmet(s[store.TallyGap]), OneRule: oneRule(s[store.TallyNear], programmes)}
	barriers := map[string]string{store.NoBarrier: "none known"}
	for _, b := range store.AllBarriers() {
		barriers[string(b)] = b.Label()
	}
	places := map[string]string{}
	for _, place := range store.CountedPlaces() {
		places[place] = store.PlaceName(place)
	}
	views := []view{
		{sums: s[store.TallyProgramme], names: programmes, parts: true},
		{sums: s[store.TallyDistrict], names: places, parts: true},
		{sums: s[store.TallyBarrier], names: barriers},
	}
	shown := follow(views)
	p.Programmes, p.Districts, p.Barriers = shown[0], shown[1], shown[2]
	return p
}

// Notes say how the pack is to be read.
func Notes() []string {
	return []string{
		"Counts are rounded down to a multiple of 5. What is not listed is fewer than 5, which may be none.",
		"Unmet need is counted when a saved triage finds nothing that helps with a barrier, or a coach marks that there is nothing; once in 90 days for each client.",
		"Referrals are those sent in the period, with what has come of them since. A referral counts under each barrier of its client.",
		"Where more would let a small count be worked out, a count is rounded down further, or hidden.",
	}
}

func unmet(gaps map[string]map[string]int) []Unmet {
	var out []Unmet
	places := store.CountedPlaces()
	for _, b := range store.AllBarriers() {
		counts := gaps[string(b)]
		u := Unmet{Barrier: b, Name: b.Label(), Total: down(counts[store.TallyTotal])}
		if u.Total < Least {
			continue
		}
		cells := make([]Count, len(places))
		for i, place := range places {
			cells[i] = down(counts[store.TallyPlace+place])
			u.Districts = append(u.Districts, Placed{District: place, Name: store.PlaceName(place), Count: cells[i]})
		}
		u.Total = capped(u.Total, cells)
		u.Stopped = most(counts, store.TallyRule)
		if band := most(counts, store.TallyAge); band != "" {
			u.Aged = store.AgeBand(band).Words()
		}
		out = append(out, u)
	}
	slices.SortStableFunc(out, func(a, b Unmet) int { return cmp.Compare(b.Total, a.Total) })
	return out
}

// most is the word that follows kind with the largest count, or "" where none was
// counted Least times.
func most(counts map[string]int, kind string) string {
	best, word := Least-1, ""
	for what, n := range counts {
		w, ok := strings.CutPrefix(what, kind)
		if ok && (n > best || n == best && word != "" && w < word) {
			best, word = n, w
		}
	}
	return word
}

func oneRule(near map[string]map[string]int, names map[string]string) []OneRule {
	var out []OneRule
	for id, counts := range near {
		for what, n := range counts {
			rule, ok := strings.CutPrefix(what, store.TallyRule)
			if c := down(n); ok && c >= Least {
				out = append(out, OneRule{store.ProgrammeID(id), cmp.Or(names[id], id), rule, c})
			}
		}
	}
	slices.SortFunc(out, func(a, b OneRule) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Rule, b.Rule))
	})
	return out
}
