package desk

import (
	"strings"

	"signpost/store"
)

// place works the district out from the postcode where the postcode table knows
// it. The postcode itself is then dropped: the rules need no more than the
// district, and a postcode can point at one house.
func (d *Desk) place(facts store.Facts) (store.Facts, error) {
	pc, ok := facts[store.Postcode]
	if !ok || d.office.post == nil {
		return facts, nil
	}
	code, ok := d.office.post.District(pc.Word)
	if !ok {
		return facts, nil
	}
	if have, ok := facts[store.District]; ok && have.Word != code {
		return nil, &store.FactError{
			Fact: "postcode", Got: pc.Word,
			Want: "a postcode in " + store.DistrictName(have.Word) + ", or leave the district out: this one is in " + store.DistrictName(code),
		}
	}
	out := store.Changes{Set: store.Facts{store.District: {Word: code}}, Forget: []store.Fact{store.Postcode}}.Apply(facts)
	return out, nil
}

// checkFacts refuses what no value by itself shows to be wrong: dates that
// cannot be, and programme ids that are a slip away from a known one.
func (d *Desk) checkFacts(facts store.Facts, day store.Day) error {
	if v, ok := facts[store.BirthDate]; ok && v.Day > day {
		return &store.FactError{Fact: "birth_date", Got: v.Day.String(), Want: "a date of birth on or before " + day.String()}
	}
	for _, fact := range []store.Fact{store.Programmes, store.PastProgrammes} {
		v := facts[fact]
		for _, words := range [][]string{v.Set.Has, v.Set.Not} {
			for _, w := range words {
				if near := d.slip(w); near != "" {
					return &store.FactError{Fact: fact.String(), Got: w, Want: "the id of a programme; the nearest is " + near}
				}
			}
		}
	}
	return nil
}

// slip is the known programme id that the word is one slip away from, if it is
// not an id itself. An id that is like no other is taken as a programme that
// this catalogue does not hold.
func (d *Desk) slip(word string) string {
	shelf := d.office.shelf.Load()
	if _, ok := shelf.Get(store.ProgrammeID(word)); ok {
		return ""
	}
	for _, p := range shelf.Programmes() {
		if oneSlip(strings.ToLower(word), string(p.ID)) {
			return string(p.ID)
		}
	}
	return ""
}

// oneSlip says whether a becomes b by one letter more, less, other, or two
// letters changing places.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || len(b) < 4 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) || a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
