package entry

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
)

// asTyped is a value as a coach would type it.
func (e *Entry) asTyped(v store.Value) string {
	switch e.Fact.Info().Kind {
	case store.KindDate:
		y, m, d := v.Day.Split()
		return fmt.Sprintf("%d/%d/%d", d, m, y)
	case store.KindNumber:
		return strconv.FormatInt(v.Num, 10)
	case store.KindPounds:
		return strings.TrimPrefix(store.Pounds(v.Num), "£")
	}
	return e.Fact.Words(v)
}

// typing gives the field a key. The arrows move over the names that fit; a comma
// ends the name before it.
func (e *Entry) typing(msg tea.KeyPressMsg) {
	if at := e.fitting.At(); len(e.names) > 0 && e.fitting.Arrows(msg) {
		if e.pending() == "" && !e.moved {
			e.fitting.SetAt(at) // the first arrow goes to the first name
		}
		e.moved, e.wrong = true, ""
		return
	}
	if msg.Text == "," && e.Fact.Info().Kind == store.KindSet {
		e.complete()
	}
	if e.field.Update(msg) {
		e.wrong = ""
		e.refit()
	}
}

// pending is what is being typed: the part after the last comma.
func (e *Entry) pending() string {
	parts := e.parts()
	return parts[len(parts)-1]
}

// taken is the name that Enter takes, if it takes one.
func (e *Entry) taken() (Named, bool) {
	fits := e.fits()
	if len(fits) == 0 || e.pending() == "" && !e.moved {
		return Named{}, false
	}
	return fits[e.fitting.At()], true
}

// parts is what was typed between commas; the last one is being typed.
func (e *Entry) parts() []string {
	typed := e.field.Value()
	if e.Fact.Info().Kind != store.KindSet {
		return []string{strings.TrimSpace(typed)}
	}
	parts := strings.Split(typed, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// complete writes out the name in focus in place of its beginning.
func (e *Entry) complete() {
	if name, ok := e.taken(); ok {
		parts := e.parts()
		parts[len(parts)-1] = name.typed()
		e.field.SetValue(strings.Join(parts, ", "))
	}
}

// typed is the name as it stands between commas: the id of one that has a comma
// of its own.
func (n Named) typed() string {
	if strings.Contains(n.Name, ",") {
		return n.ID
	}
	return n.Name
}

// refit counts the names that fit anew; the one of that very name has the focus,
// or else the first.
func (e *Entry) refit() {
	fits := e.fits()
	e.moved = false
	e.fitting.SetLen(len(fits))
	e.fitting.SetAt(max(exactly(fits, e.pending()), 0))
}

func exactly(names []Named, typed string) int {
	return slices.IndexFunc(names, func(n Named) bool { return strings.EqualFold(n.Name, typed) || strings.EqualFold(n.ID, typed) })
}

// districts are those of Lancashire, and then the others of England.
func districts() []Named {
	var near, far []Named
	for _, p := range store.Districts() {
		if store.AreaHolds(store.Lancashire14, p.Code) {
			near = append(near, Named{p.Code, p.Name})
		} else {
			far = append(far, Named{p.Code, p.Name})
		}
	}
	return append(near, far...)
}

// fits lists the names that have what was typed. Nothing typed is every name; of
// districts, those of Lancashire.
func (e *Entry) fits() []Named {
	want := strings.ToLower(e.pending())
	if want == "" && e.Fact == store.District {
		return slices.DeleteFunc(slices.Clone(e.names), func(n Named) bool { return !store.AreaHolds(store.Lancashire14, n.ID) })
	}
	return fitting(e.names, want)
}

// fitting lists the names that have a part: those that begin with it, then those
// in which a word does, then the others.
func fitting(names []Named, part string) []Named {
	var ranked [3][]Named
	for _, n := range names {
		name := strings.ToLower(n.Name)
		switch {
		case strings.HasPrefix(name, part) || strings.EqualFold(n.ID, part):
			ranked[0] = append(ranked[0], n)
		case strings.Contains(name, " "+part):
			ranked[1] = append(ranked[1], n)
		case strings.Contains(name, part) || strings.Contains(n.ID, part):
			ranked[2] = append(ranked[2], n)
		}
	}
	return slices.Concat(ranked[:]...)
}

// namesOf is a set of ids as it would be typed.
func (e *Entry) namesOf(s store.Set) string {
	if s.Whole && len(s.Has) == 0 {
		return none
	}
	names := make([]string, len(s.Has))
	for i, id := range s.Has {
		names[i] = id
		if at := slices.IndexFunc(e.names, func(n Named) bool { return n.ID == id }); at >= 0 {
			names[i] = e.names[at].typed()
		}
	}
	return strings.Join(names, ", ")
}

// read is what was typed as a change; nothing typed is nothing known.
func (e *Entry) read() (store.Changes, error) {
	typed := strings.TrimSpace(e.field.Value())
	if typed == "" && !e.moved {
		return e.Forget(), nil
	}
	v, ok := e.value(typed)
	if !ok {
		return store.Changes{}, &store.FactError{Fact: e.Fact.Info().Label, Got: typed, Want: e.takes()}
	}
	return store.Changes{Set: store.Facts{e.Fact: v}}, nil
}

// value reads what was typed: dates and amounts as people write them, names from
// the list.
func (e *Entry) value(typed string) (store.Value, bool) {
	switch e.Fact.Info().Kind {
	case store.KindDate:
		return e.Fact.ParseWord(ReadDay(typed).String())
	case store.KindNumber, store.KindPounds:
		if e.Fact.Info().Unit == "month" {
			typed = inMonths(typed)
		}
		v, err := e.Fact.Parse([]byte(strings.TrimPrefix(strings.ReplaceAll(typed, ",", ""), "£")))
		return v, err == nil
	case store.KindSet:
		return e.ids()
	case store.KindOne:
		name, ok := e.taken()
		return store.Value{Word: name.ID}, ok
	}
	return e.Fact.ParseWord(typed)
}

var spans = regexp.MustCompile(`^(?:(\d{1,3}) *(?:y|yr|yrs|year|years))? *(?:(\d{1,3}) *(?:m|mth|mths|month|months))?$`)

// inMonths is a span as people say it, "3 years", "1y 6m", as a number of
// months; anything else as it is.
func inMonths(typed string) string {
	m := spans.FindStringSubmatch(strings.ToLower(typed))
	if m == nil || m[1]+m[2] == "" {
		return typed
	}
	years, _ := strconv.Atoi(m[1])
	months, _ := strconv.Atoi(m[2])
	return strconv.Itoa(12*years + months)
}

// ids reads names with commas between: each is one of the list, the last one the
// one in focus. An id that is kept already stays, though the list lacks it.
func (e *Entry) ids() (store.Value, bool) {
	set := store.Set{Whole: true}
	if strings.EqualFold(strings.TrimSpace(e.field.Value()), none) {
		return store.Value{Set: set}, true
	}
	parts := e.parts()
	last, taken := e.taken()
	for i, part := range parts {
		id := ""
		switch at := exactly(e.names, part); {
		case i == len(parts)-1 && taken:
			id = last.ID
		case part == "":
			continue
		case at >= 0:
			id = e.names[at].ID
		case len(e.names) == 0 || slices.Contains(e.have[e.Fact].Set.Has, part):
			id = strings.ToLower(part)
		default:
			return store.Value{}, false
		}
		if !slices.Contains(set.Has, id) {
			set.Has = append(set.Has, id)
		}
	}
	return store.Value{Set: set}, len(set.Has) > 0
}

// ReadDay reads a day as people write it: "27/3/1990", "27.3.1990", "27 3 90",
// "27 March 1990", "1990-03-27"; no day for anything else. A year of two figures
// is one from 1940 to 2039.
func ReadDay(s string) store.Day {
	s = strings.TrimSpace(s)
	if d, err := store.ParseDay(s); err == nil {
		return d
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/.- ", r) })
	if len(parts) != 3 {
		return 0
	}
	if len(parts[2]) == 2 {
		if parts[2] < "40" {
			parts[2] = "20" + parts[2]
		} else {
			parts[2] = "19" + parts[2]
		}
	}
	for _, form := range []string{"2 1 2006", "2 January 2006", "2 Jan 2006"} {
		if t, err := time.Parse(form, strings.Join(parts, " ")); err == nil {
			return store.DayOf(t)
		}
	}
	return 0
}
