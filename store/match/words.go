package match

import (
	"slices"

	"signpost/store"
)

// Line is one line of a rule read out.
type Line struct {
	Indent     int        // how deep it stands: what is under a heading is one deeper
	Text       string     // "is 19 or over", or a heading: "any of:"
	Source     string     // the id of the programme's source; empty for a heading
	Unverified bool       // no published source supports it
	Judged     bool       // a coach decides it for each client
	Heading    bool       // it only says how the lines under it count
	Fact       store.Fact // what a test turns on
}

// RuleWords reads out who the programme is for on the day: whom it serves, when
// it takes referrals, where the client must live, its rule, and what is asked of a
// household, all of which have to be met. Of what changes by date, the part for
// the day is read.
func RuleWords(p *store.Programme, day store.Day) []Line {
	var b reader
	b.day = day
	if !p.Serves(store.ForPerson) {
		b.lines = append(b.lines, Line{Text: audienceWords(p.Audience)})
	}
	if text, judged := datesWords(p, day); text != "" {
		b.lines = append(b.lines, Line{Text: text, Source: p.Dates.Source, Unverified: p.Dates.Unverified, Judged: judged})
	}
	if len(p.Area) > 0 {
		b.lines = append(b.lines, Line{Text: areaWords(p), Source: p.AreaSource, Fact: store.District})
	}
	rule := p.Rule
	if len(p.Household) > 0 {
		rule = rule.InHousehold()
	}
	switch r := &rule; {
	case !r.Empty():
		b.read(r, false, 0, true)
	case len(p.Area) == 0 && len(p.Household) == 0 && p.Serves(store.ForPerson):
		b.lines = append(b.lines, Line{Text: "is open to everyone"})
	}
	b.household(p.Household)
	return b.lines
}

// household reads out what is asked of the people of a household together. It
// says all that is asked of a client alone in their place, and more.
func (b *reader) household(tests []store.HouseholdTest) {
	if len(tests) == 0 {
		return
	}
	b.heading(0, "a household that:")
	for i := range tests {
		b.heading(1, tests[i].Says+":")
		b.read(&tests[i].Who, false, 2, true)
	}
}

func datesWords(p *store.Programme, day store.Day) (text string, judged bool) {
	d := &p.Dates
	switch open := d.Open(day); {
	case open == store.No:
		return closedWords(d, day), d.Unverified
	case open == store.Yes && !hasDays(d):
		return d.Says, false
	case open == store.Yes:
		return openWords(d), false
	}
	text = "is taking referrals, which our sources do not say for " + day.Words()
	if d.Says != "" {
		text += ": " + d.Says
	}
	return text, true
}

func hasDays(d *store.Dates) bool {
	return d.Opens != 0 || d.Closes != 0 || d.KnownFrom != 0 || d.KnownTo != 0
}

// reader reads a rule out, line by line.
type reader struct {
	day   store.Day
	lines []Line
}

func (b *reader) heading(indent int, text string) {
	b.lines = append(b.lines, Line{Indent: indent, Text: text, Heading: true})
}

// read reads the rule at that depth; plain says that what it stands in already
// asks for all of its lines.
func (b *reader) read(r *store.Rule, neg bool, indent int, plain bool) {
	switch {
	case len(r.All) > 0, len(r.Any) > 0:
		rules, under := group(r), plain
		all := (len(r.All) > 0) != neg
		switch {
		case len(rules) == 1, all && plain:
		case all:
			b.heading(indent, "all of:")
			indent, under = indent+1, true
		default:
			b.heading(indent, "any of:")
			indent, under = indent+1, false
		}
		for i := range rules {
			b.read(&rules[i], neg, indent, under)
		}
	case r.Not != nil:
		b.read(r.Not, !neg, indent, plain)
	case len(r.Dated) > 0:
		b.dated(r, neg, indent, plain)
	case r.Empty():
		b.lines = append(b.lines, Line{Indent: indent, Text: map[bool]string{false: "is anyone", true: "is no one"}[neg]})
	default:
		b.lines = append(b.lines, Line{Indent: indent, Text: says(r, neg), Source: r.Source, Unverified: r.Unverified, Judged: r.Ask != "", Fact: r.Fact})
	}
}

func (b *reader) dated(r *store.Rule, neg bool, indent int, plain bool) {
	i := slices.IndexFunc(r.Dated, func(d store.Dated) bool { return d.Holds(b.day) })
	if i < 0 {
		b.lines = append(b.lines, Line{
			Indent: indent, Text: says(r, neg) + " (not known for " + b.day.Words() + ")",
			Source: r.Source, Unverified: r.Unverified, Judged: true,
		})
		return
	}
	d := &r.Dated[i]
	from := len(b.lines)
	b.read(&d.Rule, neg, indent, plain)
	window := windowWords(d)
	switch {
	case window == "":
	case len(b.lines) == from+1:
		b.lines[from].Text += " (" + window + ")"
	default:
		b.lines = slices.Insert(b.lines, from, Line{Indent: indent, Text: window + ":", Heading: true})
		for j := from + 1; j < len(b.lines); j++ {
			b.lines[j].Indent++
		}
	}
}

func windowWords(d *store.Dated) string {
	switch {
	case d.From != 0 && d.Until != 0:
		return "from " + d.From.Words() + " to " + d.Until.Words()
	case d.From != 0:
		return "from " + d.From.Words()
	case d.Until != 0:
		return "until " + d.Until.Words()
	}
	return ""
}
