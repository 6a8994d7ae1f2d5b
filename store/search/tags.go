package search

import (
	"strings"

	"signpost/store"
)

// tag is one barrier, area, audience or kind of help, and the programmes that
// have it.
type tag struct {
	in    field
	key   string // as the record has it; "" in inArea for no area stated
	label string // for a person
	docs  set
	count int
}

// tagKey finds a tag.
type tagKey struct {
	in  field
	key string
}

// tagsOf calls fn for every tag of the programme. A programme whose sources
// give no area has the area "", which a district's name leads to as well, last
// of all: nobody has said that it does not serve there.
func tagsOf(p *store.Programme, fn func(in field, key string)) {
	for _, b := range p.Helps {
		fn(inBarrier, string(b))
	}
	for _, h := range p.Help {
		fn(inHelp, string(h))
	}
	for _, a := range p.Audience {
		fn(inAudience, string(a))
	}
	for _, a := range p.Area {
		fn(inArea, a)
	}
	if len(p.Area) == 0 {
		fn(inArea, "")
	}
}

// labelOf is the tag in words for a person.
func labelOf(k tagKey) string {
	switch k.in {
	case inBarrier:
		return store.Barrier(k.key).Label()
	case inArea:
		return areaLabel(k.key)
	}
	return strings.ReplaceAll(k.key, "-", " ")
}

func areaLabel(area string) string {
	switch area {
	case "":
		return "no area stated"
	case store.Lancashire14, store.Lancashire12:
		return "Lancashire"
	case store.LiverpoolCityRegion:
		return "Liverpool City Region"
	case store.GreaterManchester:
		return "Greater Manchester"
	case store.England:
		return "England"
	}
	return store.DistrictName(area)
}

// Gains are what a word that leads to a tag is worth, of full: a district's own
// name most, the name of the country that it lies in least.
const (
	full         = 256
	gainCode     = 256 // a word of the tag's code or label
	gainRegion   = 170 // a district's name, for an area that holds it
	gainCountry  = 60  // the same, for England
	gainNoArea   = 24  // the same, where no area is stated
	gainBarrier  = 200 // what people say, for the barrier meant
	gainHelp     = 110 // what people say, for the help that goes with it
	gainSynonym  = 210 // what people say, for another word of the records
	gainAudience = 140
)

// wordsOf calls fn for the words that lead to a tag and what each is worth. The
// words come as text, to be folded.
func wordsOf(k tagKey, fn func(text string, gain uint16)) {
	fn(labelOf(k), gainCode)
	switch k.in {
	case inArea:
		if k.key == store.England {
			fn("national nationwide anywhere", gainCode)
		}
		gain := uint16(gainRegion)
		switch k.key {
		case store.England:
			gain = gainCountry
		case "":
			gain = gainNoArea
		}
		for _, code := range store.DistrictCodes() {
			if k.key == code {
				fn(code, gainCode)
			} else if k.key == "" || store.AreaHolds(k.key, code) {
				fn(store.DistrictName(code), gain)
			}
		}
	default:
		fn(strings.NewReplacer(".", " ", "_", " ").Replace(k.key), gainCode)
	}
}

// small are the words that no tag is found by.
var small = map[string]bool{
	"a": true, "an": true, "and": true, "at": true, "for": true, "in": true, "no": true, "not": true,
	"of": true, "on": true, "or": true, "the": true, "to": true, "with": true, "low": true, "stated": true,
	"barriers": true, "groups": true, "risk": true, "work": true, "help": true, "needs": true, "support": true,
}
