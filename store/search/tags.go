package search

import (
	"slices"
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
	gainLabel    = 256 // the word of the tag's label, or a share of it where there are several
	gainCode     = 256 // the code of a district
	gainRegion   = 170 // a district's name, for an area that holds it
	gainCountry  = 60  // the same, for England
	gainNoArea   = 24  // the same, where no area is stated
	gainBarrier  = 200 // what people say, for the barrier meant
	gainBesides  = 160 // the same, for another barrier that may be meant
	gainHelp     = 110 // what people say, for the help that goes with it
	gainSynonym  = 150 // what people say, for another word of the records
	gainAudience = 140
)

// wordsOf calls fn for the words that lead to a tag and what each is worth. The
// words come as text, to be folded.
func wordsOf(k tagKey, fn func(text string, gain uint16)) {
	fn(labelOf(k), gainLabel)
	switch k.in {
	case inArea:
		if k.key != "" && !slices.Contains(store.AreaNames(), k.key) {
			fn(k.key, gainCode)
			return
		}
		if k.key == store.England {
			for _, word := range []string{"national", "nationwide", "anywhere"} {
				fn(word, gainLabel)
			}
		}
		gain := uint16(gainRegion)
		switch k.key {
		case store.England:
			gain = gainCountry
		case "":
			gain = gainNoArea
		}
		for _, code := range store.DistrictCodes() {
			if k.key == "" || store.AreaHolds(k.key, code) {
				fn(store.DistrictName(code), gain)
			}
		}
	default:
		fn(strings.NewReplacer(".", " ", "_", " ").Replace(k.key), gainLabel)
	}
}

// shares are what each word of a label is worth, of full, by how many words it
// has: "carer" says less of "lead carer of a child" than "debt" of "debt".
var shares = [...]uint16{0, 256, 176, 136, 112}

// wordsIn are the folded words of a text that a tag may be found by.
func wordsIn(text string) []string {
	words := strings.Fields(foldAll(text))
	return slices.DeleteFunc(words, func(w string) bool { return small[w] })
}

// small are the words that no tag is found by.
var small = map[string]bool{
	"a": true, "an": true, "and": true, "at": true, "for": true, "in": true, "no": true, "not": true,
	"of": true, "on": true, "or": true, "the": true, "to": true, "with": true, "low": true, "stated": true,
	"carer":    true, // of the lead carer of a child; who says it means somebody else
	"barriers": true, "groups": true, "risk": true, "work": true, "help": true, "needs": true, "support": true,
}
