package desk

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"signpost/store"
	"signpost/store/text"
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

// settled is kept facts with the district of a postcode that was kept before the
// table knew it. Where the two are at odds, the district that was said counts.
func (d *Desk) settled(facts store.Facts) store.Facts {
	if placed, err := d.place(facts); err == nil {
		return placed
	}
	return facts
}

// moved is a client's facts with the changes made, of which what was said last of
// where the client lives counts: a postcode that the table knows goes before a
// district that was said earlier, and a district before an earlier postcode.
func (d *Desk) moved(facts store.Facts, ch *store.Changes) (store.Facts, error) {
	set, err := d.place(ch.Set)
	if err != nil {
		return nil, err
	}
	ch.Set = set
	out := ch.Apply(facts)
	_, district := set[store.District]
	if _, postcode := set[store.Postcode]; district && !postcode {
		delete(out, store.Postcode)
	}
	return d.settled(out), nil
}

// checkFacts refuses what no value by itself shows to be wrong: dates that
// cannot be, and programme ids that are a slip away from a known one.
func (d *Desk) checkFacts(facts store.Facts, day store.Day) error {
	if v, ok := facts[store.BirthDate]; ok && v.Day > day {
		return &store.FactError{Fact: "birth_date", Got: v.Day.String(), Want: "a date of birth on or before " + day.String()}
	}
	for _, fact := range []store.Fact{store.Programmes, store.PastProgrammes, store.Judgements} {
		set := facts[fact].Set
		if n := len(set.Has) + len(set.Not); n > store.MaxIDs {
			return &store.FactError{Fact: fact.String(), Got: fmt.Sprintf("a set of %d", n), Want: fmt.Sprintf("%d or fewer", store.MaxIDs)}
		}
		for _, w := range slices.Concat(set.Has, set.Not) {
			if err := d.checkID(fact, w); err != nil {
				return err
			}
		}
	}
	return nil
}

// idForm is what ids of programmes and of judgements look like. Ids are typed,
// so they are held to their form as any other text is.
var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$`)

func (d *Desk) checkID(fact store.Fact, word string) error {
	switch {
	case !idForm.MatchString(word) || text.HasNINumber(word):
		return &store.FactError{Fact: fact.String(), Got: fmt.Sprintf("%q", word), Want: "ids alone: small letters, figures and hyphens, such as restart"}
	case fact == store.Judgements:
		if id, _, ok := strings.Cut(word, "/"); !ok || !d.has(id) {
			return &store.FactError{Fact: fact.String(), Got: word, Want: "a programme and its question, such as fsf/award, as match names them"}
		}
	default:
		if near := d.slip(word); near != "" {
			return &store.FactError{Fact: fact.String(), Got: word, Want: "the id of a programme; the nearest is " + near}
		}
	}
	return nil
}

func (d *Desk) has(id string) bool {
	_, ok := d.office.shelf.Load().Get(store.ProgrammeID(id))
	return ok
}

// slip is the known programme id that the word is one slip away from, if it is
// not an id itself. An id that is like no other is taken as a programme that
// this catalogue does not hold.
func (d *Desk) slip(word string) string {
	const shortest = 4 // of which one letter is no more than a slip
	shelf := d.office.shelf.Load()
	if _, ok := shelf.Get(store.ProgrammeID(word)); ok {
		return ""
	}
	for _, p := range shelf.Programmes() {
		low, id := strings.ToLower(word), string(p.ID)
		if n := len(low) - len(id); n < -1 || n > 1 || max(len(low), len(id)) < shortest {
			continue
		}
		if store.Mistyped(low, id) <= 1 {
			return string(p.ID)
		}
	}
	return ""
}
