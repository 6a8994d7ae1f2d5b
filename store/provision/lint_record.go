package provision

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"signpost/store"
)

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// record says what is wrong with everything but the ids and the rule.
func (l *linter) record() {
	p := l.p
	for _, f := range []struct{ path, text string }{
		{"name", p.Name}, {"provider", p.Provider}, {"gives", p.Gives}, {"for", p.For}, {"assured_by", p.AssuredBy},
	} {
		if strings.TrimSpace(f.text) == "" {
			l.say(f.path, "missing: enter it in plain words")
		}
	}
	if p.Assured == 0 {
		l.say("assured", "missing: enter the day the record was last checked, as year-month-day")
	}
	words(l, "audience", p.Audience, store.Audiences(), true)
	words(l, "help", p.Help, store.Helps(), true)
	words(l, "helps", p.Helps, store.AllBarriers(), false)
	words(l, "documents", p.Documents, factNames(), false)
	l.area()
	l.dates()
	l.sources()
	for i, r := range p.Routes {
		if r.Who == "" || r.How == "" {
			l.say(fmt.Sprintf("routes[%d]", i), "missing: enter who may refer and how")
		}
	}
	for i, id := range p.See {
		if at := fmt.Sprintf("see[%d]", i); id == p.ID {
			l.say(at, "%q is this record: enter another", id)
		} else {
			l.points(at, id)
		}
	}
	l.hidden(reflect.ValueOf(*p), "")
	if data, err := json.Marshal(p); err != nil || len(data) > store.MaxValue {
		l.say("", "is too long to keep: shorten it to %d KiB", store.MaxValue>>10)
	}
}

func factNames() []string {
	var names []string
	for _, f := range store.AllFacts() {
		names = append(names, f.String())
	}
	return names
}

// words says which entries of a list are not of its vocabulary.
func words[W ~string](l *linter, path string, got, known []W, needed bool) {
	if needed && len(got) == 0 {
		l.say(path, "missing: enter one or more of %s", join(known))
	}
	for i, w := range got {
		at := fmt.Sprintf("%s[%d]", path, i)
		switch {
		case !slices.Contains(known, w):
			l.say(at, "%q is not known: enter one of %s", w, join(known))
		case slices.Contains(got[:i], w):
			l.say(at, "%q is there twice: take one out", w)
		}
	}
}

func join[W ~string](list []W) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return strings.Join(out, ", ")
}

func (l *linter) area() {
	p := l.p
	for i, a := range p.Area {
		l.place(fmt.Sprintf("area[%d]", i), a)
		if slices.Contains(p.Area[:i], a) {
			l.say(fmt.Sprintf("area[%d]", i), "%q is there twice: take one out", a)
		}
	}
	if len(p.Area) == 0 {
		if p.AreaSays != "" || p.AreaSource != "" {
			l.say("area", "missing: enter the areas that area_says speaks of, or take area_says and area_source out")
		}
		return
	}
	if p.AreaSays == "" {
		l.say("area_says", "missing: enter it in plain words, such as: lives in Lancashire")
	}
	if _, ok := p.SourceOf(p.AreaSource); !ok {
		l.say("area_source", "%q is none of the record's sources: enter the id of one", p.AreaSource)
	}
}

func (l *linter) place(at, area string) {
	if !store.KnownArea(area) {
		l.say(at, "%q is no area known here: enter one of %s, or the GSS code of an English district", area, join(store.AreaNames()))
	}
}

func (l *linter) dates() {
	d := l.p.Dates
	if d == (store.Dates{}) {
		return
	}
	ordered := func(a store.Day, aName string, b store.Day, bName string) {
		if a != 0 && b != 0 && a > b {
			l.say("dates."+aName, "%s comes after %s, %s: put them in order", a, bName, b)
		}
	}
	ordered(d.Opens, "opens", d.Closes, "closes")
	ordered(d.KnownFrom, "known_from", d.KnownTo, "known_to")
	ordered(d.Opens, "opens", d.KnownFrom, "known_from")
	ordered(d.KnownTo, "known_to", d.Closes, "closes")
	ordered(d.KnownFrom, "known_from", d.Closes, "closes")
	ordered(d.Opens, "opens", d.KnownTo, "known_to")
	if d.Planned && (d.KnownFrom != 0 || d.KnownTo != 0) {
		l.say("dates.planned", "is said of what was never known to run: take it out, or take known_from and known_to out")
	}
	if d.Says == "" {
		l.say("dates.says", "missing: enter the dates in plain words")
	}
	l.source("dates", d.Source, d.Unverified)
}

func (l *linter) sources() {
	p := l.p
	if len(p.Sources) == 0 {
		l.say("sources", "missing: enter where the record was read")
	}
	seen := map[string]bool{}
	for i, s := range p.Sources {
		at := fmt.Sprintf("sources[%d]", i)
		switch {
		case !idForm.MatchString(s.ID):
			l.say(at+".id", "%q is not an id: enter lower-case words and numbers with hyphens", s.ID)
		case seen[s.ID]:
			l.say(at+".id", "%q is the id of two sources: choose another", s.ID)
		}
		seen[s.ID] = true
		if s.Title == "" {
			l.say(at+".title", "missing: enter what the source is called")
		}
		if s.URL == "" && s.Seed == "" {
			l.say(at, "missing: enter a url, or the file name of a seed document")
		}
		if s.URL != "" && !strings.HasPrefix(s.URL, "https://") && !strings.HasPrefix(s.URL, "http://") {
			l.say(at+".url", "%q is no web address: begin it with https://", s.URL)
		}
		if s.Date == "" {
			l.say(at+".date", "missing: enter the date that the source gives, or undated")
		}
	}
}

// hidden says which texts hold characters that a reader cannot see and a
// terminal may act on.
func (l *linter) hidden(v reflect.Value, at string) {
	switch v.Kind() {
	case reflect.String:
		for _, r := range v.String() {
			if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co) || r == unicode.ReplacementChar {
				l.say(at, "holds %U, which cannot be seen: take it out", r)
				return
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			l.hidden(v.Elem(), at)
		}
	case reflect.Slice:
		for i := range v.Len() {
			l.hidden(v.Index(i), fmt.Sprintf("%s[%d]", at, i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ","); name != "-" {
				l.hidden(v.Field(i), strings.TrimPrefix(at+"."+name, "."))
			}
		}
	}
}
