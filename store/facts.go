package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Tri is a truth of three values. The zero value is Unknown, which is never
// read as No.
type Tri int8

// The three values.
const (
	No      Tri = -1
	Unknown Tri = 0
	Yes     Tri = 1
)

// Set is what is known of a set fact: the words known to be in it, those known
// not to be, and whether Has is the whole truth.
type Set struct {
	Has   []string `json:"has,omitempty"`
	Not   []string `json:"not,omitempty"`
	Whole bool     `json:"whole,omitempty"`
}

// Holds says whether the set has the word.
func (s Set) Holds(word string) Tri {
	switch {
	case slices.Contains(s.Has, word):
		return Yes
	case s.Whole || slices.Contains(s.Not, word):
		return No
	}
	return Unknown
}

// Value is the value of one fact. Which field is in use goes by the fact's kind:
// Day for dates, Num for numbers (pounds in pence; yes is 1 and no is 0), Word
// for one-of and text, Set for sets.
type Value struct {
	Day  Day
	Num  int64
	Word string
	Set  Set
}

// Facts is what is known about a client. A fact that is not in the map is
// unknown.
type Facts map[Fact]Value

// FactError says which fact was given a value it does not take, and what it takes.
type FactError struct {
	Fact string // the name as it was given
	Got  string // the value as it was given; empty where the name itself is wrong
	Want string // what to enter
}

func (e *FactError) Error() string {
	if e.Got == "" {
		return fmt.Sprintf("%s: enter %s", e.Fact, e.Want)
	}
	return fmt.Sprintf("%s: %s does not fit: enter %s", e.Fact, e.Got, e.Want)
}

// MaxIDs is how many ids a set of programmes or of judgements may hold. Every
// reason that turns on a set tells all of it, so that without a bound an answer
// could outgrow any store.
const MaxIDs = 200

// maxWrong is how many wrong facts an error names: as many as there are facts.
const maxWrong = int(factCount)

// ParseFacts reads one JSON object of facts. A null forgets nothing here: it is
// refused; see ParseChanges. The facts that are wrong are named in the error, up
// to as many as there are facts, which joins one *FactError for each.
func ParseFacts(data []byte) (Facts, error) {
	f, gone, err := parseObject(data)
	if err == nil && len(gone) > 0 {
		return nil, &FactError{Fact: gone[0].String(), Got: "null", Want: gone[0].Takes() + ", or leave it out when it is not known"}
	}
	return f, err
}

// Changes is a change to what is known: facts to set, and facts to forget.
type Changes struct {
	Set    Facts
	Forget []Fact
}

// ParseChanges reads one JSON object of facts in which null means "no longer
// known".
func ParseChanges(data []byte) (Changes, error) {
	f, gone, err := parseObject(data)
	return Changes{Set: f, Forget: gone}, err
}

// Apply is facts with the changes made. A set given in part is merged word by
// word; everything else replaces what was there. facts is not changed.
func (c Changes) Apply(facts Facts) Facts {
	out := make(Facts, len(facts)+len(c.Set))
	for f, v := range facts {
		out[f] = v
	}
	for _, f := range c.Forget {
		delete(out, f)
	}
	for f, v := range c.Set {
		if f.Info().Kind == KindSet && !v.Set.Whole {
			v.Set = merge(out[f].Set, v.Set)
		}
		out[f] = v
	}
	return out
}

func merge(old, part Set) Set {
	out := Set{Whole: old.Whole}
	for _, w := range old.Has {
		if part.Holds(w) != No {
			out.Has = append(out.Has, w)
		}
	}
	for _, w := range old.Not {
		if part.Holds(w) != Yes {
			out.Not = append(out.Not, w)
		}
	}
	for _, w := range part.Has {
		if !slices.Contains(out.Has, w) {
			out.Has = append(out.Has, w)
		}
	}
	for _, w := range part.Not {
		if !out.Whole && !slices.Contains(out.Not, w) {
			out.Not = append(out.Not, w)
		}
	}
	return out
}

// UnmarshalJSON is ParseFacts.
func (f *Facts) UnmarshalJSON(data []byte) error {
	got, err := ParseFacts(data)
	if err == nil {
		*f = got
	}
	return err
}

// MarshalJSON writes the facts in the order of the vocabulary.
func (f Facts) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for _, fact := range AllFacts() {
		v, ok := f[fact]
		if !ok {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		raw, err := json.Marshal(fact.Plain(v))
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", fact.String(), raw)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Plain is the value as JSON writes it: text, a number, true or false, a list
// (the whole truth of a set) or a map of words to true and false (part of it).
func (f Fact) Plain(v Value) any {
	switch f.Info().Kind {
	case KindDate:
		return v.Day.String()
	case KindNumber:
		return v.Num
	case KindPounds:
		if v.Num%100 == 0 {
			return v.Num / 100
		}
		return float64(v.Num) / 100
	case KindYesNo:
		return v.Num != 0
	case KindSet:
		if v.Set.Whole {
			return append([]string{}, v.Set.Has...)
		}
		part := map[string]bool{}
		for _, w := range v.Set.Has {
			part[w] = true
		}
		for _, w := range v.Set.Not {
			part[w] = false
		}
		return part
	}
	return v.Word
}

// Takes says in words what the fact takes, as the end of "enter ...".
func (f Fact) Takes() string {
	info := f.Info()
	switch info.Kind {
	case KindDate:
		return "a date as year-month-day, such as 1990-03-27"
	case KindNumber:
		return fmt.Sprintf("a whole number from %d to %d", info.Min, info.Max)
	case KindPounds:
		return fmt.Sprintf("pounds from %d to %d, with pence if need be, such as 196.50", info.Min, info.Max)
	case KindYesNo:
		return "true or false"
	case KindSet:
		if info.Values == nil {
			return fmt.Sprintf(`a list of ids such as ["restart"], or an object such as {"restart": false}, %d at the most`, MaxIDs)
		}
		return "a list, or an object of true and false, of: " + strings.Join(info.Values, ", ")
	case KindText:
		return "a full postcode, such as PR1 2HE"
	}
	if f == District {
		return "the name or GSS code of an English district, such as burnley or E07000117"
	}
	return "one of: " + strings.Join(info.Values, ", ")
}

func parseObject(data []byte) (Facts, []Fact, error) {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))) // Windows writes one
	dec.UseNumber()
	tok, err := dec.Token()
	if err != nil || tok != json.Delim('{') {
		return nil, nil, errors.New(`facts: enter one JSON object, such as {"age": 24, "district": "burnley"}`)
	}
	facts, seen := Facts{}, map[string]bool{}
	var gone []Fact
	var wrong []error
	for dec.More() {
		if len(wrong) == maxWrong {
			return nil, nil, errors.Join(wrong...)
		}
		tok, err := dec.Token()
		if err != nil {
			return nil, nil, fmt.Errorf("facts: the JSON breaks off or is mistyped near byte %d: %w", dec.InputOffset(), err)
		}
		name, _ := tok.(string)
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return nil, nil, fmt.Errorf("facts: the JSON breaks off or is mistyped after %q: %w", clip(name), err)
		}
		fact, ok := FactNamed(name)
		switch {
		case seen[name]:
			wrong = append(wrong, &FactError{Fact: clip(name), Want: "it once only"})
		case !ok:
			wrong = append(wrong, &FactError{Fact: strconv.Quote(clip(name)), Want: "a fact that is known here: " + strings.Join(factNames(), ", ")})
		case string(raw) == "null":
			gone = append(gone, fact)
		default:
			v, err := fact.Parse(raw)
			if err != nil {
				wrong = append(wrong, err)
			} else {
				facts[fact] = v
			}
		}
		seen[name] = true
	}
	if _, err := dec.Token(); err != nil {
		return nil, nil, fmt.Errorf("facts: the JSON object is not closed: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, nil, errors.New("facts: there is more after the JSON object: enter one object only")
	}
	if len(wrong) > 0 {
		return nil, nil, errors.Join(wrong...)
	}
	return facts, gone, nil
}

// Parse reads one value of the fact from JSON. The error is a *FactError.
func (f Fact) Parse(raw []byte) (Value, error) {
	v, ok := f.parse(raw)
	if !ok {
		return Value{}, &FactError{Fact: f.String(), Got: clip(string(raw)), Want: f.Takes()}
	}
	return v, nil
}

func clip(s string) string {
	if len(s) > 60 {
		s = strings.ToValidUTF8(s[:60], "") + "..."
	}
	return s
}

func (f Fact) parse(raw []byte) (Value, bool) {
	info := f.Info()
	switch info.Kind {
	case KindYesNo:
		var b bool
		if json.Unmarshal(raw, &b) != nil {
			return Value{}, false
		}
		if b {
			return Value{Num: 1}, true
		}
		return Value{}, true
	case KindNumber, KindPounds:
		return parseNumber(info, raw)
	case KindSet:
		return parseSet(info, raw)
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return Value{}, false
	}
	return f.ParseWord(s)
}

// ParseWord reads a date, a one-of or a text fact from the bare word, as a
// coach types it.
func (f Fact) ParseWord(s string) (Value, bool) {
	info := f.Info()
	switch info.Kind {
	case KindDate:
		d, err := ParseDay(s)
		return Value{Day: d}, err == nil && d >= Date(1900, 1, 1) && d <= Date(2100, 1, 1)
	case KindText:
		pc, ok := ParsePostcode(s)
		return Value{Word: pc}, ok
	case KindOne:
		if f == District {
			d, ok := FindDistrict(s)
			return Value{Word: d.Code}, ok
		}
		return Value{Word: s}, slices.Contains(info.Values, s)
	}
	return Value{}, false
}

func parseNumber(info FactInfo, raw []byte) (Value, bool) {
	var n json.Number
	if len(raw) == 0 || raw[0] == '"' || json.Unmarshal(raw, &n) != nil {
		return Value{}, false
	}
	f, err := n.Float64()
	if err != nil || f < float64(info.Min) || f > float64(info.Max) {
		return Value{}, false
	}
	if info.Kind == KindPounds {
		pence := math.Round(f * 100)
		return Value{Num: int64(pence)}, math.Abs(f*100-pence) < 1e-6
	}
	return Value{Num: int64(f)}, f == math.Trunc(f)
}

func parseSet(info FactInfo, raw []byte) (Value, bool) {
	fits := func(w string) bool {
		return info.Values == nil && w != "" && len(w) <= 120 || slices.Contains(info.Values, w)
	}
	most := len(info.Values)
	if info.Values == nil {
		most = MaxIDs
	}
	var list []string
	if json.Unmarshal(raw, &list) == nil && list != nil {
		if len(list) > 2*most { // a word may stand twice
			return Value{}, false
		}
		set := Set{Whole: true}
		for _, w := range list {
			if !fits(w) {
				return Value{}, false
			}
			if !slices.Contains(set.Has, w) {
				set.Has = append(set.Has, w)
			}
		}
		return Value{Set: set}, len(set.Has) <= most
	}
	var part map[string]bool
	if json.Unmarshal(raw, &part) != nil || part == nil || len(part) > most {
		return Value{}, false
	}
	var set Set
	for w, in := range part {
		switch {
		case !fits(w):
			return Value{}, false
		case in:
			set.Has = append(set.Has, w)
		default:
			set.Not = append(set.Not, w)
		}
	}
	slices.Sort(set.Has)
	slices.Sort(set.Not)
	return Value{Set: set}, true
}
