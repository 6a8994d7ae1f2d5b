package store

import (
	"fmt"
	"strconv"
	"strings"
)

// Words is the value as a person reads it: "3 March 1990", "yes", "£196.50",
// "Burnley", "has skills; not device". Set values that are not known are left
// out; a set known to be empty is "none".
func (f Fact) Words(v Value) string {
	info := f.Info()
	switch info.Kind {
	case KindDate:
		return v.Day.Words()
	case KindYesNo:
		if v.Num != 0 {
			return "yes"
		}
		return "no"
	case KindPounds:
		return Pounds(v.Num)
	case KindNumber:
		return Count(int(v.Num), info.Unit)
	case KindSet:
		return setWords(v.Set)
	}
	if f == District {
		return DistrictName(v.Word)
	}
	if f == Postcode {
		return v.Word
	}
	return WordWords(v.Word)
}

// WordWords is one word of the vocabulary as a person reads it: "lone parent".
// Words that are known by their initials keep them.
func WordWords(w string) string {
	switch w {
	case "lcw", "lcwra", "neet", "send", "pip", "stem":
		return strings.ToUpper(w)
	case "pre-wca":
		return "pre-WCA"
	case "new-style-jsa", "income-based-jsa", "new-style-esa", "income-related-esa":
		cut := strings.LastIndexByte(w, '-')
		return strings.ReplaceAll(w[:cut], "-", " ") + " " + strings.ToUpper(w[cut+1:])
	case "universal-credit":
		return "Universal Credit"
	case "carers-allowance":
		return "Carer's Allowance"
	}
	return strings.ReplaceAll(w, "-", " ")
}

func setWords(s Set) string {
	words := func(list []string) string {
		out := make([]string, len(list))
		for i, w := range list {
			out[i] = WordWords(w)
		}
		return strings.Join(out, ", ")
	}
	switch {
	case len(s.Has) > 0 && len(s.Not) > 0:
		return words(s.Has) + "; not " + words(s.Not)
	case len(s.Has) > 0:
		return words(s.Has)
	case len(s.Not) > 0:
		return "not " + words(s.Not)
	case s.Whole:
		return "none"
	}
	return "not known"
}

// Pounds is an amount in pence as money is written: "£196", "£196.50",
// "£10,158".
func Pounds(pence int64) string {
	whole := strconv.FormatInt(pence/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if pence%100 == 0 {
		return "£" + whole
	}
	return fmt.Sprintf("£%s.%02d", whole, pence%100)
}

// Count is a number with its unit: "1 month", "5 months"; a level is "level 3",
// and a number without a unit stands alone.
func Count(n int, unit string) string {
	switch {
	case unit == "":
		return fmt.Sprint(n)
	case unit == "level":
		return fmt.Sprintf("level %d", n)
	case unit == "person" && n != 1:
		return fmt.Sprintf("%d people", n)
	case n == 1:
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
