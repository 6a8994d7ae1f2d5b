package search_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"signpost/store"
	"signpost/store/search"
)

const (
	burnley = "E07000117"
	preston = "E07000123"
	bolton  = "E08000001"
)

var today = store.Date(2026, 2, 2)

// shelf is a small catalogue in which each programme can be found in a way of
// its own.
func shelf() []store.Programme {
	person := []store.Audience{store.ForPerson}
	return []store.Programme{
		{
			ID: "restart", Name: "Restart", OtherNames: []string{"Restart Scheme"}, Provider: "G4S", Audience: person,
			Help: []store.Help{store.HelpEmployment}, Gives: "Up to a year of coaching and job search.", For: "People out of work for six months.",
			Helps: []store.Barrier{"barriers.job-search", "barriers.confidence"}, Area: []string{store.England},
		},
		{
			ID: "connect-to-work", Name: "Connect to Work", Provider: "Lancashire County Council", Audience: person,
			Help: []store.Help{store.HelpHealth, store.HelpEmployment}, Gives: "A keyworker who helps to find and keep a job.", For: "Disabled people and those with health conditions.",
			Helps: []store.Barrier{"health.physical", "health.mental", "disability", "groups.veteran"}, Area: []string{store.Lancashire14},
			Dates: store.Dates{Opens: store.Date(2025, 6, 1)},
		},
		{
			ID: "skills-bootcamps", Name: "Skills Bootcamps", Provider: "Nelson and Colne College", Audience: person,
			Help: []store.Help{store.HelpTraining}, Gives: "Free courses of up to 16 weeks: HGV driving, welding, coding.", For: "Adults of 19 or over.",
			Helps: []store.Barrier{"groups.career-changer", "qualification_level"}, Words: []string{"forklift", "boot camp"}, Area: []string{burnley, preston},
		},
		{
			ID: "licence-fund", OtherIDs: []store.ProgrammeID{"ticket-fund"}, Name: "Licence Fund", Provider: "Bolton Council", Audience: person,
			Help: []store.Help{store.HelpMoney, store.HelpTraining}, Gives: "Pays for a licence or a ticket.", For: "People with a job offer.",
			Helps: []store.Barrier{"barriers.transport"}, Area: []string{bolton}, Dates: store.Dates{KnownTo: store.Date(2024, 1, 1)},
		},
		{
			ID: "kickstart", Name: "Kickstart", Provider: "Department for Work and Pensions", Audience: person,
			Help: []store.Help{store.HelpPlacement}, Gives: "A job of six months.", For: "Young people on Universal Credit.",
			Helps: []store.Barrier{"barriers.work-experience"}, Dates: store.Dates{Opens: store.Date(2020, 9, 2), Closes: store.Date(2022, 3, 31)},
		},
		{
			ID: "careers-hub", Name: "Careers Hub", Provider: "Lancashire Skills Hub", Audience: []store.Audience{store.ForSchool},
			Help: []store.Help{store.HelpCareers}, Gives: "Careers advice in schools.", For: "Schools and colleges.",
			Helps: []store.Barrier{"groups.neet"}, Area: []string{store.Lancashire14},
		},
		{
			ID: "cafe", Name: "Café Zoë", Provider: "St Anne's Trust", Audience: person,
			Help: []store.Help{store.HelpPlacement}, Gives: "Placements in a carers' café.", For: "Anyone who comes first, with or without aids.", Helps: []store.Barrier{"caring.adult"},
			Words: []string{"barista", "E-Sports"},
		},
	}
}

func ids(p search.Page) []string {
	out := make([]string, len(p.Hits))
	for i, h := range p.Hits {
		out[i] = string(h.Programme.ID)
	}
	return out
}

func TestFindByWords(t *testing.T) {
	ix := search.New(shelf())
	for _, c := range []struct{ words, want string }{
		{"restart", "restart"},
		{"RESTART scheme", "restart"},
		{"rest", "restart"},
		{"conect to wrok", "connect-to-work"},
		{"onnect", "connect-to-work"},
		{"bonnect", "connect-to-work"},
		{"skils bootcmaps", "skills-bootcamps"},
		{"boot camp", "skills-bootcamps"},
		{"keywrker", "connect-to-work restart"},
		{"bad back", "connect-to-work"},
		{"bad bakc", "connect-to-work"},
		{"sciatica", "connect-to-work"},
		{"ex army", "connect-to-work"},
		{"ex-army", "connect-to-work"},
		{"squaddie", "connect-to-work"},
		{"forklift", "skills-bootcamps licence-fund"},
		{"the forklift", "skills-bootcamps licence-fund"},
		{"welding burnley", "skills-bootcamps"},
		{"welding blackpool", ""},
		{"licence bolton", "licence-fund"},
		{"ticket-fund", "licence-fund"},
		{"cafe zoe", "cafe"},
		{"CAFÉ", "cafe"},
		{"carer", "cafe"},
		{"looks after her dad", "cafe"},
		{"st annes", "cafe"},
		{"esports", "cafe"},
		{"e sports", "cafe"},
		{"colleges", "skills-bootcamps careers-hub"},
		{"who needs help with confidence", "restart"},
		{"disabled", "connect-to-work"},
		{"universal credit", "kickstart"},
		{"first aid", "licence-fund cafe skills-bootcamps"},
		{"first aid barista", "cafe"},
	} {
		page := ix.Find(search.Query{Words: c.words, Day: today, All: true})
		if got := strings.Join(ids(page), " "); got != c.want {
			t.Errorf("%q finds %q, want %q", c.words, got, c.want)
		}
		if len(page.Ignored) > 0 {
			t.Errorf("%q ignores %q, want nothing ignored", c.words, page.Ignored)
		}
	}
}

func TestFilters(t *testing.T) {
	ix := search.New(shelf())
	for _, c := range []struct {
		name string
		q    search.Query
		want string
	}{
		{"none", search.Query{Day: today}, "cafe careers-hub connect-to-work licence-fund restart skills-bootcamps"},
		{"no day", search.Query{}, "cafe careers-hub connect-to-work kickstart licence-fund restart skills-bootcamps"},
		{"closed too, after the open ones", search.Query{Day: today, All: true}, "cafe careers-hub connect-to-work licence-fund restart skills-bootcamps kickstart"},
		{"an earlier day", search.Query{Day: store.Date(2021, 1, 1)}, "cafe careers-hub kickstart licence-fund restart skills-bootcamps"},
		{"district", search.Query{Day: today, District: burnley}, "cafe careers-hub connect-to-work restart skills-bootcamps"},
		{"district outside", search.Query{Day: today, District: bolton}, "cafe licence-fund restart"},
		{"district that is none", search.Query{Day: today, District: "W06000015"}, "cafe"},
		{"barrier", search.Query{Day: today, Barriers: []store.Barrier{"health.mental"}}, "connect-to-work"},
		{"both barriers", search.Query{Day: today, Barriers: []store.Barrier{"health.mental", "barriers.transport"}}, ""},
		{"barrier of no programme", search.Query{Day: today, Barriers: []store.Barrier{"barriers.debt"}}, ""},
		{"audience", search.Query{Day: today, Audience: store.ForSchool}, "careers-hub"},
		{"provider", search.Query{Day: today, Provider: "council"}, "connect-to-work licence-fund"},
		{"provider by part of a word", search.Query{Day: today, Provider: "st anne’s tr"}, "cafe"},
		{"provider of none", search.Query{Day: today, Provider: "serco"}, ""},
		{"help", search.Query{Day: today, Help: store.HelpTraining}, "licence-fund skills-bootcamps"},
		{"several", search.Query{Day: today, Help: store.HelpTraining, District: preston, Provider: "college"}, "skills-bootcamps"},
		{"with words", search.Query{Day: today, Words: "scheme", District: preston}, "restart"},
		{"a page", search.Query{Day: today, Offset: 1, Limit: 2}, "careers-hub connect-to-work"},
		{"past the end", search.Query{Day: today, Offset: 50}, ""},
	} {
		if got := strings.Join(ids(ix.Find(c.q)), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestMatchedSaysWhere(t *testing.T) {
	ix := search.New(shelf())
	for _, c := range []struct {
		words string
		want  []search.Match
	}{
		{"restart", []search.Match{{Word: "restart", Field: "name", As: "restart"}}},
		{"Bad Back", []search.Match{{Word: "Bad Back", Field: "barrier", As: "physical health"}}},
		{"wrok Mentl", []search.Match{{Word: "wrok", Field: "name", As: "work"}, {Word: "Mentl", Field: "barrier", As: "mental health"}}},
		{"keyw preston", []search.Match{{Word: "keyw", Field: "gives", As: "keyworker"}, {Word: "preston", Field: "area", As: "Lancashire"}}},
		{"g4s", []search.Match{{Word: "g4s", Field: "provider", As: "g4s"}}},
		{"ticket-fund", []search.Match{{Word: "ticket", Field: "id", As: "ticket"}, {Word: "fund", Field: "name", As: "fund"}}},
		{"First aid barista", []search.Match{{Word: "First", Field: "for", As: "first"}, {Word: "aid", Field: "for", As: "aids"}, {Word: "barista", Field: "words", As: "barista"}}},
		{"r", []search.Match{{Word: "r", Field: "name", As: "restart"}}},
	} {
		page := ix.Find(search.Query{Words: c.words, Day: today})
		if len(page.Hits) == 0 {
			t.Errorf("%q finds nothing", c.words)
			continue
		}
		if got := page.Hits[0].Matched; !slices.Equal(got, c.want) {
			t.Errorf("%q matches %+v, want %+v", c.words, got, c.want)
		}
	}
}

func TestIgnoredAndNearest(t *testing.T) {
	ix := search.New(shelf())
	for _, c := range []struct {
		name    string
		q       search.Query
		total   int
		ignored string
		says    string
	}{
		{"a word that no record has", search.Query{Words: "restart zzyzx", Day: today}, 1, "zzyzx", ""},
		{"no word that a record has", search.Query{Words: "zzyzx", Day: today}, 0, "zzyzx", ""},
		{"no word but fillers", search.Query{Words: "to zzyzx", Day: today}, 0, "zzyzx", ""},
		{"closed", search.Query{Words: "kikstart", Day: today}, 0, "", "With closed programmes: 1 found"},
		{"short word mistyped", search.Query{Words: "jbo", Day: today}, 0, "jbo", `Spelt "job": 3 found`},
		{"district", search.Query{Words: "forklift", Day: today, District: "E07000121"}, 0, "", "Without the district filter: 2 found"},
		{"barrier", search.Query{Words: "nelson", Day: today, Barriers: []store.Barrier{"health.mental", "health.sensory"}}, 0, "", "Without any filter: 1 found"},
		{"one barrier of two", search.Query{Words: "keep", Day: today, Barriers: []store.Barrier{"health.mental", "health.sensory"}}, 0, "", `Without the barrier filter "sight or hearing": 1 found`},
		{"audience", search.Query{Words: "nelson", Day: today, Audience: store.ForEmployer}, 0, "", "Without the audience filter: 1 found"},
		{"provider", search.Query{Words: "nelson", Day: today, Provider: "serco"}, 0, "", "Without the provider filter: 1 found"},
		{"help", search.Query{Words: "nelson", Day: today, Help: store.HelpMoney}, 0, "", "Without the kind of help filter: 1 found"},
		{"two words that do not meet", search.Query{Words: "nelson keep", Day: today}, 0, "", `Without the word "nelson": 1 found`},
		{"filters that nothing passes", search.Query{Help: store.HelpMoney, Audience: store.ForSchool, Day: today}, 0, "", "Without the audience filter: 1 found"},
		{"words that nothing knows, under a filter", search.Query{Words: "zzyzx", Help: store.HelpMoney, Day: today}, 0, "zzyzx", "Without the words: 1 found"},
	} {
		page := ix.Find(c.q)
		if page.Total != c.total || strings.Join(page.Ignored, " ") != c.ignored {
			t.Errorf("%s: %d found, ignored %q, want %d and %q", c.name, page.Total, page.Ignored, c.total, c.ignored)
		}
		says := ""
		if page.Nearest != nil {
			says = page.Nearest.Says
			if again := ix.Find(page.Nearest.Query); again.Total != page.Nearest.Total || again.Total == 0 {
				t.Errorf("%s: the nearest query finds %d, said %d", c.name, again.Total, page.Nearest.Total)
			}
		}
		if says != c.says {
			t.Errorf("%s: nearest says %q, want %q", c.name, says, c.says)
		}
	}
}

func TestGet(t *testing.T) {
	ix := search.New(shelf())
	for id, want := range map[store.ProgrammeID]string{"restart": "Restart", "licence-fund": "Licence Fund", "ticket-fund": "Licence Fund"} {
		if p, ok := ix.Get(id); !ok || p.Name != want {
			t.Errorf("Get(%q) = %v, %v, want %q", id, p, ok, want)
		}
	}
	if p, ok := ix.Get("nothing"); ok {
		t.Errorf("Get of an id that nobody has = %q", p.Name)
	}
	if got := ix.Programmes(); len(got) != len(shelf()) || got[0].ID != "restart" {
		t.Errorf("Programmes gives %d, want those it was built from, in their order", len(got))
	}
}

func TestEmptyIndexAndStrangeQueries(t *testing.T) {
	empty := search.New(nil)
	if page := empty.Find(search.Query{Words: "restart", District: burnley, Day: today}); page.Total != 0 {
		t.Errorf("an empty index finds %d", page.Total)
	}
	ix := search.New(shelf())
	for _, words := range []string{
		"", " ", "the", "the a", "to", "is it", "-", "...", "'", "\xff\xfe", "\x00", "\x00r", "é", "就业", "بحث",
		strings.Repeat("a", 10_000), strings.Repeat("restart ", 500), strings.Repeat("x y ", 100), "1", "50+", "c++", "a b c d e f g h i j k l m n o p",
	} {
		for _, q := range []search.Query{{Words: words}, {Words: words, Day: today, Limit: -1, Offset: -5, Provider: words, District: words}} {
			if page := ix.Find(q); page.Total < len(page.Hits) {
				t.Errorf("%.20q: %d hits of %d", words, len(page.Hits), page.Total)
			}
		}
	}
}

func TestTheTwelfthWordIsTheLast(t *testing.T) {
	page := search.New(shelf()).Find(search.Query{Words: strings.Repeat("restart ", 12) + "and more", Day: today})
	if got := strings.Join(page.Ignored, " "); page.Total != 1 || got != "and more" {
		t.Errorf("%d found, ignored %q, want 1 and %q", page.Total, got, "and more")
	}
}

func TestManyReadersAtOnce(t *testing.T) {
	ix := search.New(synthetic(300))
	log := queryLog()
	want := make([]search.Page, len(log))
	for i, q := range log {
		want[i] = ix.Find(q.Query)
	}
	var wg sync.WaitGroup
	for r := range 8 {
		wg.Go(func() {
			for i := range log {
				i = (i + r*7) % len(log)
				q := log[i].Query
				if r%2 == 1 { // another day in between, so that days are worked out beside one another
					q.Day += store.Day(r)
					ix.Find(q)
					continue
				}
				if got := ix.Find(q); got.Total != want[i].Total || !slices.Equal(ids(got), ids(want[i])) {
					t.Errorf("%q finds %v beside others, and %v alone", q.Words, ids(got), ids(want[i]))
				}
			}
		})
	}
	wg.Wait()
}
