package plain

import (
	"fmt"
	"strings"

	"signpost/store"
	"signpost/store/search"
	"signpost/tui/page/entry"
	"signpost/tui/page/find"
)

// most is how many programmes are fetched; beyond it another word is asked for.
const most = 200

// find looks for provision by words and filters until the member goes back.
func (s *session) find(words string) error {
	s.title("Find provision")
	q := search.Query{Words: words, Day: s.desk.Today(), Limit: most}
	for asked := words != ""; ; {
		if !asked {
			line, err := s.ask(question{label: "Words", help: []string{
				"Enter what the client needs or what a programme is called: forklift, bad back, carer, no broadband. Part of a word and small slips of spelling are understood. Enter alone lists every programme that is open.",
			}})
			if err != nil {
				return err
			}
			q.Words, asked = line, true
		}
		next, err := s.found(q)
		switch {
		case err == nil:
			q = next
		case back(err): // to the words, with the filters as they are
			next.Words, q, asked = "", next, false
			continue
		default:
			return err
		}
	}
}

// foundWords are what can be entered at what was found.
func foundWords(near bool) []command {
	words := []command{
		{"filters", "how the filters stand, and change one: district, barriers, who it is for, kind of help, closed ones too."},
		{"clear", "no words and no filters."},
	}
	if near {
		words = append(words, command{"nearest", "search for what would find something."})
	}
	return words
}

// found reads out what a query finds, opens what is chosen, and gives the query
// that comes next.
func (s *session) found(q search.Query) (search.Query, error) {
	got, err := s.desk.Find(s.ctx, q)
	if err != nil {
		s.wrong(err)
		return q, errBack
	}
	rooms := s.rooms()
	l := &list{head: find.Found(got), label: "Number or words", words: foundWords(got.Nearest != nil), free: "other words to look for"}
	for _, f := range find.Filters(q) {
		l.also = append(l.also, command{f.Word, "change this filter. " + stopped(f.Says)})
	}
	if q.Words != "" {
		l.head = fmt.Sprintf("%q: %s", q.Words, l.head)
	}
	if set := filtersSet(q); set != "" {
		l.head += " " + set
	}
	for i := range got.Hits {
		l.rows = append(l.rows, hitWords(&got.Hits[i], rooms.Words(got.Hits[i].Programme.ID, q.Day)))
	}
	if l.none = "Use fewer words, or words for what the client needs, such as training or transport."; got.Nearest != nil {
		l.none = got.Nearest.Says + ". To see them, enter nearest."
	}
	for rows := s.show(l); ; {
		entered, err := s.pick(l)
		switch {
		case err != nil:
			return q, err
		case entered.row >= 0:
			if err := s.programme(got.Hits[entered.row].Programme.ID); !back(err) {
				return q, err
			}
			s.resume(rows, l.head)
			continue
		case entered.word == "filters":
			return s.filters(q)
		case entered.word == "clear":
			return search.Query{Day: q.Day, Limit: most}, nil
		case entered.word == "nearest":
			next := got.Nearest.Query
			next.Day, next.Limit, next.Offset = q.Day, most, 0
			return next, nil
		}
		if entered.free == "" {
			return s.filter(q, entered.word)
		}
		q.Words = entered.free
		return q, nil
	}
}

// rooms is what room there is on programmes. What cannot be read is not said.
func (s *session) rooms() entry.Rooms {
	all, err := s.desk.Deliveries(s.ctx)
	if err != nil {
		return nil
	}
	return entry.RoomsOf(all)
}

// past is where a client was referred already; nothing of one who is not saved.
func (s *session) past(ref store.ClientRef) entry.Past {
	if ref == "" {
		return nil
	}
	all, err := s.desk.Referrals(s.ctx, ref)
	if err != nil {
		return nil
	}
	return entry.PastOf(all)
}

// hitWords is a programme of a list: name, whether it is open, provider, what
// room there is, and why it was found.
func hitWords(hit *search.Hit, room string) string {
	row := fmt.Sprintf("%s: %s\n%s", hit.Programme.Name, find.OpenWord(hit.Open), hit.Programme.Provider)
	if room != "" {
		row += "\n" + room
	}
	if why := find.Matched(hit); why != "" {
		row += "\n" + why
	}
	return row
}

// filtersSet says which filters are not as they are at first.
func filtersSet(q search.Query) string {
	var set []string
	now, first := find.Filters(q), find.Filters(search.Query{})
	for i := range now {
		if now[i].Says != first[i].Says {
			set = append(set, now[i].Says)
		}
	}
	if len(set) == 0 {
		return ""
	}
	return "Filters: " + strings.Join(set, "; ") + "."
}

// filters changes one filter.
func (s *session) filters(q search.Query) (search.Query, error) {
	s.title("Filters")
	filters := find.Filters(q)
	l := &list{label: "Number", enter: "goes back to what was found."}
	for _, f := range filters {
		l.rows = append(l.rows, f.Says)
		l.words = append(l.words, command{f.Word, "change it."})
	}
	s.show(l)
	got, err := s.pick(l)
	if err != nil {
		return q, unlessBack(err)
	}
	switch {
	case got.row >= 0:
		return s.filter(q, filters[got.row].Word)
	case got.word != "":
		return s.filter(q, got.word)
	}
	return q, nil
}

// filter changes the filter of that word.
func (s *session) filter(q search.Query, word string) (search.Query, error) {
	for _, f := range find.Filters(q) {
		switch {
		case f.Word != word:
			continue
		case f.Choice == nil:
			return f.Take(), nil
		}
		answered, err := s.pickFrom(f.Choice, "Number or name", f.Says)
		if err != nil || !answered {
			return q, unlessBack(err)
		}
		return f.Take(), nil
	}
	return q, nil
}

// unlessBack is the error, where it is more than one step back.
func unlessBack(err error) error {
	if back(err) {
		return nil
	}
	return err
}

// programme reads one programme out, and those it points to.
func (s *session) programme(id store.ProgrammeID) error {
	lines, see, err := find.Read(s.ctx, s.desk, s.lk, id, s.w)
	if err != nil {
		s.wrong(err)
		return nil
	}
	s.title("Programme")
	text := s.text(lines)
	l := &list{label: "Back, or more", words: []command{{"wrong", "say that a part of this looks wrong or out of date."}}}
	for _, other := range see {
		l.rows = append(l.rows, other.Name)
	}
	if len(see) > 0 {
		l.label = "Number under See also, back, or more"
	}
	for {
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		if got.row >= 0 {
			err = s.programme(see[got.row].ID)
		} else {
			err = s.doubt(id)
		}
		if !back(err) {
			return err
		}
		s.resume(text, "Programme: "+lines[0])
	}
}
