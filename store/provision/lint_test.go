package provision_test

import (
	"strings"
	"testing"

	"signpost/store"
	"signpost/store/provision"
)

// good is a record with nothing wrong in it; each test below spoils one thing.
const good = `id: good-one
other_ids: [good-1]
name: Good One
provider: A college
audience: [person]
help: [training]
gives: A course.
for: Adults.
helps: [digital.skills]
area: [lancashire-14]
area_says: lives in Lancashire
area_source: leaflet
dates:
  opens: 2020-01-01
  known_from: 2020-02-01
  known_to: 2021-02-01
  closes: 2022-01-01
  says: open in 2020 and 2021
  source: leaflet
see: [other]
routes:
  - who: anyone
    how: by telephone
rule:
  all:
    - fact: age
      min: 19
      says: is 19 or over
      source: leaflet
    - not:
        fact: programmes
        has: [other]
        says_not: is not on Other
        source: leaflet
    - any:
        - fact: work
          is: [employed]
          says: is employed
          source: leaflet
        - ask: discretion
          says: is let in at discretion
          question: Does the college let the client in?
          unverified: true
    - dated:
        - until: 2020-12-31
          rule: {fact: weekly_net_pay, max: 151.50, says: earns little, source: leaflet}
        - from: 2021-01-01
          rule: {fact: weekly_net_pay, max: 196, says: earns little, source: leaflet}
sources:
  - id: leaflet
    title: A leaflet
    url: https://example.org/leaflet
    date: undated
assured: 2026-11-21
assured_by: reading it
`

var rest = []store.Programme{
	{ID: "other", OtherIDs: []store.ProgrammeID{"another"}},
	{ID: "good-one"}, // the record that the file replaces
}

// swap is one spoilt thing: the first old is replaced by new.
type swap struct{ old, new string }

func lintSwapped(t *testing.T, s swap) []provision.Problem {
	t.Helper()
	if !strings.Contains(good, s.old) {
		t.Fatalf("the good record has no %q", s.old)
	}
	_, found := provision.LintFile("dir/good-one.yaml", []byte(strings.Replace(good, s.old, s.new, 1)), rest)
	return found
}

func TestGoodRecordIsClean(t *testing.T) {
	p, found := provision.LintFile("good-one.yaml", []byte(good), rest)
	for _, f := range found {
		t.Errorf("a good record is refused: %s", f)
	}
	if p.ID != "good-one" || len(p.Rule.All) != 4 || *p.Rule.All[3].Dated[0].Rule.Max != 15150 {
		t.Errorf("the record is read as %+v", p)
	}
}

func TestLintRefuses(t *testing.T) {
	rule := good[strings.Index(good, "rule:\n") : strings.Index(good, "sources:\n")+len("sources:\n")]
	ruled := func(text string) swap {
		return swap{rule, "rule:\n" + text + "sources:\n"}
	}
	leaf := func(test string) swap {
		return ruled("  {" + test + ", says: x, source: leaflet}\n")
	}
	age := "      min: 19\n"
	for name, c := range map[string]struct {
		swap
		path, says string
	}{
		"no id":                  {swap{"id: good-one\n", ""}, "id", `"" is not an id`},
		"id out of form":         {swap{"id: good-one", "id: Good_One"}, "id", "not an id"},
		"file of other name":     {swap{"id: good-one", "id: good-two"}, "id", `name the file "good-two.yaml"`},
		"id used twice":          {swap{"good-1]", "other]"}, "other_ids[0]", `already an id of "other"`},
		"other id used twice":    {swap{"good-1]", "another]"}, "other_ids[0]", `already an id of "other"`},
		"its own id again":       {swap{"good-1]", "good-one]"}, "other_ids[0]", `already an id of "good-one"`},
		"no name":                {swap{"name: Good One\n", ""}, "name", "missing"},
		"no provider":            {swap{"provider: A college\n", ""}, "provider", "missing"},
		"no audience":            {swap{"audience: [person]\n", ""}, "audience", "missing"},
		"unknown audience":       {swap{"[person]", "[person, everybody]"}, "audience[1]", "not known"},
		"no help":                {swap{"help: [training]\n", ""}, "help", "missing"},
		"unknown document":       {swap{"help: [training]", "help: [training]\ndocuments: [age, passport]"}, "documents[1]", "not known"},
		"unknown help":           {swap{"[training]", "[lessons]"}, "help[0]", "not known"},
		"help twice":             {swap{"[training]", "[training, training]"}, "help[1]", "twice"},
		"no gives":               {swap{"gives: A course.\n", ""}, "gives", "missing"},
		"no for":                 {swap{"for: Adults.\n", ""}, "for", "missing"},
		"unknown barrier":        {swap{"[digital.skills]", "[digital]"}, "helps[0]", "not known"},
		"unknown area":           {swap{"[lancashire-14]", "[lancashire]"}, "area[0]", "no area known here"},
		"Welsh district":         {swap{"[lancashire-14]", "[W06000015]"}, "area[0]", "no area known here"},
		"area without words":     {swap{"area_says: lives in Lancashire\n", ""}, "area_says", "missing"},
		"area without source":    {swap{"area_source: leaflet\n", ""}, "area_source", "none of the record's sources"},
		"words without area":     {swap{"area: [lancashire-14]\n", ""}, "area", "missing"},
		"closes before opens":    {swap{"opens: 2020-01-01", "opens: 2022-01-02"}, "dates.opens", "comes after closes"},
		"known backwards":        {swap{"known_from: 2020-02-01", "known_from: 2021-02-02"}, "dates.known_from", "comes after known_to"},
		"known before opens":     {swap{"known_from: 2020-02-01", "known_from: 2019-12-31"}, "dates.opens", "comes after known_from"},
		"known after closes":     {swap{"known_to: 2021-02-01", "known_to: 2022-01-02"}, "dates.known_to", "comes after closes"},
		"known and only planned": {swap{"  known_from:", "  planned: true\n  known_from:"}, "dates.planned", "never known to run"},
		"dates without words":    {swap{"  says: open in 2020 and 2021\n", ""}, "dates.says", "missing"},
		"dates without source": {
			swap{"  says: open in 2020 and 2021\n  source: leaflet\n", "  says: open in 2020 and 2021\n"}, "dates.source", "missing",
		},
		"sees nothing":              {swap{"[other]", "[nowhere]"}, "see[0]", "the id of no record"},
		"sees another id":           {swap{"[other]", "[another]"}, "see[0]", `enter "other"`},
		"sees itself":               {swap{"[other]", "[good-one]"}, "see[0]", "this record"},
		"route without how":         {swap{"    how: by telephone\n", ""}, "routes[0]", "missing"},
		"no sources":                {swap{good[strings.Index(good, "sources:\n"):strings.Index(good, "assured:")], ""}, "sources", "missing"},
		"source without id":         {swap{"  - id: leaflet\n    title", "  - title"}, "sources[0].id", "not an id"},
		"source without title":      {swap{"    title: A leaflet\n", ""}, "sources[0].title", "missing"},
		"source without place":      {swap{"    url: https://example.org/leaflet\n", ""}, "sources[0]", "missing"},
		"source with wrong place":   {swap{"https://", "file://"}, "sources[0].url", "no web address"},
		"source without date":       {swap{"    date: undated\n", ""}, "sources[0].date", "missing"},
		"not assured":               {swap{"assured: 2026-11-21\n", ""}, "assured", "missing"},
		"assured by nobody":         {swap{"assured_by: reading it\n", ""}, "assured_by", "missing"},
		"hidden character":          {swap{"Good One", "Good\u202e One"}, "name", "U+202E"},
		"unknown name":              {swap{"name:", "nome:"}, "nome", "no such name here"},
		"name twice":                {swap{"gives: A course.\n", "gives: A course.\nname: B\n"}, "name", "given twice"},
		"unknown fact":              {swap{"fact: age", "fact: shoe_size"}, "rule.all[0].fact", "shoe_size"},
		"unknown day":               {swap{"2021-02-01", "2021-02-31"}, "dates.known_to", "not a date"},
		"no amount":                 {swap{age, "      min: nineteen\n"}, "rule.all[0].min", "not an amount"},
		"empty file":                {swap{good, "# nothing\n"}, "", "nothing here"},
		"two records":               {swap{good, good + "---\nid: b\n"}, "", "second record"},
		"alias":                     {swap{"[training]", "&x [training]"}, "help", "anchor"},
		"min on a set":              {leaf("fact: health, min: 1"), "rule.min, max, over, under", "does not fit health"},
		"has on a number":           {leaf("fact: age, has: [x]"), "rule.has", "does not fit age"},
		"is on a set":               {leaf("fact: groups, is: [neet]"), "rule.is", "does not fit groups"},
		"is on a date":              {leaf("fact: redundancy_date, is: [x]"), "rule.is", "does not fit redundancy_date"},
		"days ago on a number":      {leaf("fact: age, max_days_ago: 3"), "rule.max_days_ago", "does not fit age"},
		"days ago below nothing":    {leaf("fact: redundancy_date, max_days_ago: -1"), "rule.max_days_ago", "below 0"},
		"no test":                   {leaf("fact: age"), "rule", "one test of age"},
		"two tests":                 {leaf("fact: groups, has: [neet], lacks: [veteran]"), "rule", "one test of groups"},
		"two lower bounds":          {leaf("fact: age, min: 3, over: 3"), "rule", "two lower"},
		"fraction of a year":        {leaf("fact: age, min: 18.5"), "rule.min", "no whole number"},
		"age out of range":          {leaf("fact: age, min: 190"), "rule.min", "out of range"},
		"birth date":                {leaf("fact: birth_date, max_days_ago: 9"), "rule.fact", "test age"},
		"postcode":                  {leaf("fact: postcode, is: [PR1 2HE]"), "rule.fact", "test district"},
		"judgements":                {leaf("fact: judgements, has: [x]"), "rule.fact", "as ask"},
		"word of no set":            {leaf("fact: groups, has: [neet, poet]"), "rule.has[1]", "no value of groups"},
		"word of no one-of":         {leaf("fact: work, is: [retired]"), "rule.is[0]", "no value of work"},
		"true for yes":              {leaf("fact: graduate, is: [true]"), "rule.is", "enter [yes] or [no]"},
		"yes and no":                {leaf("fact: graduate, is: [yes, no]"), "rule.is", "enter [yes] or [no]"},
		"unknown district":          {leaf("fact: district, is: [burnley]"), "rule.is[0]", "no area known here"},
		"empty list":                {leaf("fact: work, is: []"), "rule.is", "empty list"},
		"programme of no record":    {leaf("fact: programmes, has: [nowhere]"), "rule.has[0]", "the id of no record"},
		"programme by another id":   {leaf("fact: past_programmes, lacks: [another]"), "rule.lacks[0]", `enter "other"`},
		"test without fact":         {leaf("ask: a, question: 'b?', min: 4"), "rule", "a test but no fact"},
		"leaf that is a group":      {leaf("fact: age, min: 3, any: []"), "", ""},
		"two things in one":         {leaf("fact: age, min: 3, ask: a"), "rule", "more than one thing"},
		"nothing in a group":        {ruled("  all:\n    - {}\n"), "rule.all[0]", "tests nothing"},
		"words and no rule":         {ruled("  {says: is welcome}\n"), "rule", "tests nothing"},
		"words on a group":          {ruled("  says: x\n  all:\n    - {fact: age, min: 3, says: x, source: leaflet}\n"), "rule", "shown to nobody"},
		"leaf without words":        {swap{"      says: is 19 or over\n", ""}, "rule.all[0].says", "missing"},
		"leaf without source":       {swap{"is 19 or over\n      source: leaflet\n", "is 19 or over\n"}, "rule.all[0].source", "missing"},
		"leaf with unknown source":  {swap{"is 19 or over\n      source: leaflet\n", "is 19 or over\n      source: hearsay\n"}, "rule.all[0].source", "none of the record's"},
		"leaf under not, unworded":  {swap{"says_not", "says"}, "rule.all[1].not.says_not", "missing"},
		"judgement without words":   {swap{"          says: is let in at discretion\n", ""}, "rule.all[2].any[1].says", "missing"},
		"judgement without source":  {swap{"          unverified: true\n", ""}, "rule.all[2].any[1].source", "missing"},
		"judgement unasked":         {swap{"          question: Does the college let the client in?\n", ""}, "rule.all[2].any[1].question", "missing"},
		"judgement out of form":     {swap{"ask: discretion", "ask: At discretion"}, "rule.all[2].any[1].ask", "not an id"},
		"judgement of running":      {swap{"ask: discretion", "ask: running"}, "rule.all[2].any[1].ask", "every programme has"},
		"judgement of proof":        {swap{"ask: discretion", "ask: confirm-0a1b2c3d"}, "rule.all[2].any[1].ask", "every programme has"},
		"judgement asked twice":     {ruled(twice), "rule.all[1].ask", "asked twice"},
		"window backwards":          {swap{"from: 2021-01-01", "from: 2021-01-01\n          until: 2020-12-31"}, "rule.all[3].dated[1].from", "comes after until"},
		"windows overlap":           {swap{"from: 2021-01-01", "from: 2020-12-31"}, "rule.all[3].dated[1].from", "overlap"},
		"windows out of order":      {swap{"from: 2021-01-01", "until: 2019-01-01"}, "rule.all[3].dated[1].from", "in order"},
		"gap without words":         {swap{"from: 2021-01-01", "from: 2021-01-02"}, "rule.all[3].says", "missing"},
		"end without words":         {swap{"from: 2021-01-01", "from: 2021-01-01\n          until: 2021-06-01"}, "rule.all[3].says", "missing"},
		"rule on an employer":       {swap{"audience: [person]", "audience: [employer]"}, "rule", "of a person only"},
		"window after the last day": {in("  dated:\n    - until: 2021-12-31\n      rule: {fact: age, min: 3}\n    - from: 2022-01-02\n      rule: {fact: age, min: 3}\n  says: x\n  source: leaflet\n"), "rule.dated[1].rule", "no client can meet"},
	} {
		t.Run(name, func(t *testing.T) {
			found := lintSwapped(t, c.swap)
			if c.says == "" {
				if len(found) > 0 {
					t.Fatalf("found %v, want nothing", found)
				}
				return
			}
			for _, f := range found {
				if f.Path == c.path && strings.Contains(f.Says, c.says) {
					if f.File != "good-one.yaml" || f.Line == 0 && c.path != "" {
						t.Errorf("the problem stands at %s:%d", f.File, f.Line)
					}
					return
				}
			}
			t.Fatalf("found %v, want %q at %q", found, c.says, c.path)
		})
	}
}

const twice = `  all:
    - {ask: a, says: x, question: "a?", source: leaflet}
    - {ask: a, says: x, question: "b?", source: leaflet}
`

func TestLintCountsLines(t *testing.T) {
	found := lintSwapped(t, swap{"is: [employed]", "is: [retired]"})
	want := 1 + strings.Count(good[:strings.Index(good, "is: [employed]")], "\n")
	if len(found) != 1 || found[0].Line != want {
		t.Errorf("found %v, want one problem on line %d", found, want)
	}
}

func TestLintNamesTheSecondOfTwo(t *testing.T) {
	found := provision.Lint([]store.Programme{{ID: "a", OtherIDs: []store.ProgrammeID{"b"}}, {ID: "b"}})
	for _, f := range found {
		if f.ID == "b" && f.Path == "id" && strings.Contains(f.Says, `already an id of "a"`) {
			return
		}
	}
	t.Errorf("found %v, want that b is already an id of a", found)
}
