package line

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"signpost/store"
	"signpost/store/match"
	"signpost/store/search"
	"signpost/store/text"
)

// found is one programme of find --json.
type found struct {
	ID        store.ProgrammeID `json:"id"`
	Name      string            `json:"name"`
	Provider  string            `json:"provider"`
	Open      bool              `json:"open"`                 // not known to be closed
	OpenKnown *bool             `json:"open_known,omitempty"` // false where the sources do not say
	Areas     []string          `json:"areas"`                // names of areas and GSS codes; none: no source gives one
	Helps     []store.Barrier   `json:"helps"`
	Score     float64           `json:"score"`
	Matched   []search.Match    `json:"matched"`
	Capacity  string            `json:"capacity,omitempty"` // in words, where its partner here has said
}

// nearestJSON is the smallest change to a search that finds something.
type nearestJSON struct {
	Says    string `json:"says"`
	Total   int    `json:"total"`
	Command string `json:"command"`
}

// foundPage is what find --json answers.
type foundPage struct {
	Total   int          `json:"total"`
	Results []found      `json:"results"`
	Ignored []string     `json:"ignored,omitempty"`
	Nearest *nearestJSON `json:"nearest,omitempty"`
}

func (j *job) find() *cobra.Command {
	q := search.Query{Limit: 50}
	c := &cobra.Command{
		Use: "find WORDS...", GroupID: "provision", Short: "Find programmes by words and by filters",
		Long: "Words may be misspelt or cut short. Filters combine. Only programmes that take referrals on the day, or are not known to be closed, are shown, unless you add --all. " +
			"Without words, everything that the filters leave is listed.",
		Example: "find forklift\nfind bad back --district burnley\nfind --barrier debt --barrier transport --json\nfind kickstart --all\nfind skills --audience employer --on 2026-04-06",
		Args:    cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			q.Words = strings.Join(args, " ")
			if q.Day == 0 {
				q.Day = j.today
			}
			got, err := j.in.Desk.Find(j.ctx, q)
			if err != nil {
				return err
			}
			rooms, err := j.rooms()
			if err != nil {
				return err
			}
			v := pageJSON(got)
			for i := range v.Results {
				v.Results[i].Capacity = rooms[v.Results[i].ID]
			}
			return j.answer(v, func(p *page) { foundText(p, q, got, rooms) })
		},
	}
	option(c, &q.District, "district", "D", "the client lives in this district: name or GSS code", district)
	options(c, &q.Barriers, "barrier", "B", "helps with this barrier, such as debt or health.mental; may be repeated", barrier)
	option(c, &q.Audience, "audience", "A", "is for: "+joined(store.Audiences(), plain), oneOf("audience", store.Audiences()))
	option(c, &q.Help, "help-kind", "H", "gives this kind of help: "+joined(store.Helps(), plain), oneOf("help-kind", store.Helps()))
	option(c, &q.Provider, "provider", "P", "part of the provider's name", asTyped)
	option(c, &q.Day, "on", "DAY", "takes referrals on this day; today when left out", j.day("on"))
	option(c, &q.Limit, "limit", "N", "show at most so many, 1 to 10000; 50 when left out", within("limit", 1, 10000))
	c.Flags().BoolVar(&q.All, "all", false, "show closed programmes too, after the open ones")
	return c
}

func pageJSON(got search.Page) foundPage {
	out := foundPage{Total: got.Total, Ignored: got.Ignored, Results: each(got.Hits, func(h search.Hit) found {
		f := found{
			ID: h.Programme.ID, Name: h.Programme.Name, Provider: h.Programme.Provider, Open: h.Open != store.No,
			Areas: some(h.Programme.Area), Helps: some(h.Programme.Helps), Score: h.Score, Matched: some(h.Matched),
		}
		if h.Open == store.Unknown {
			f.OpenKnown = new(bool)
		}
		return f
	})}
	if n := got.Nearest; n != nil {
		out.Nearest = &nearestJSON{Says: n.Says, Total: n.Total, Command: command(n.Query)}
	}
	return out
}

// command is the search as it is typed.
func command(q search.Query) string {
	words := append([]string{"find"}, strings.Fields(q.Words)...)
	add := func(name, value string) {
		if value != "" {
			words = append(words, "--"+name, value)
		}
	}
	add("district", q.District)
	for _, b := range q.Barriers {
		add("barrier", string(b))
	}
	add("audience", string(q.Audience))
	add("help-kind", string(q.Help))
	add("provider", q.Provider)
	add("on", q.Day.String())
	if q.All {
		words = append(words, "--all")
	}
	for i, w := range words {
		if strings.ContainsAny(w, " \t\n'\"\\") {
			words[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}

// rooms is what room there is on each programme whose partner here has said, in
// words, with the day and whether that is stale.
func (j *job) rooms() (map[store.ProgrammeID]string, error) {
	all, err := j.in.Desk.Deliveries(j.ctx)
	rooms := map[store.ProgrammeID]string{}
	for i := range all {
		if all[i].Capacity.Code != "" {
			rooms[all[i].Programme] = capacityWords(&all[i].Capacity, all[i].Stale(j.today))
		}
	}
	return rooms, err
}

func foundText(p *page, q search.Query, got search.Page, rooms map[store.ProgrammeID]string) {
	open := "open on " + q.Day.Words()
	if q.All {
		open = "open or closed"
	}
	switch {
	case got.Total == 0:
		p.line("Nothing found, %s.", open)
	case got.Total > len(got.Hits):
		p.line("%d found, %s. Showing %d. To see more: --limit %d", got.Total, open, len(got.Hits), got.Total)
	default:
		p.line("%d found, %s.", got.Total, open)
	}
	if len(got.Ignored) > 0 {
		p.para("", "Left out of the search, as no record has it: "+strings.Join(got.Ignored, ", ")+".")
	}
	if n := got.Nearest; n != nil {
		p.para("", n.Says)
		p.line("  %s", command(n.Query))
	}
	for _, h := range got.Hits {
		p.blank()
		p.para("", h.Programme.Name+" ("+string(h.Programme.ID)+")")
		p.para("  ", opening(h.Programme, h.Open)+" Provider: "+h.Programme.Provider+".")
		if room := rooms[h.Programme.ID]; room != "" {
			p.para("  ", "Capacity: "+room+".")
		}
		p.para("  ", "Area: "+area(h.Programme)+".")
		if len(h.Programme.Helps) > 0 {
			p.para("  ", "Helps with: "+joined(h.Programme.Helps, store.Barrier.Label)+".")
		}
		if len(h.Matched) > 0 {
			p.para("  ", "Matched: "+strings.Join(each(h.Matched, matchedWords), "; ")+".")
		}
	}
}

func matchedWords(m search.Match) string {
	if strings.EqualFold(m.Word, m.As) {
		return m.Word + " in " + m.Field
	}
	return m.Word + " as " + m.As + " in " + m.Field
}

// opening says whether a programme takes referrals.
func opening(p *store.Programme, open store.Tri) string {
	switch open {
	case store.Yes:
		return "Open."
	case store.No:
		says := strings.TrimSuffix(p.Dates.Says, ".")
		switch {
		case says == "":
			return "Closed."
		case strings.HasPrefix(strings.ToLower(says), "closed"):
			return text.Capital(says) + "."
		}
		return "Closed: " + says + "."
	}
	if p.Dates.Says != "" {
		return "May be open: " + strings.TrimSuffix(p.Dates.Says, ".") + "."
	}
	return "May be open: the sources do not say."
}

func area(p *store.Programme) string {
	if p.AreaSays != "" {
		return strings.TrimPrefix(p.AreaSays, "lives in ")
	}
	if len(p.Area) == 0 {
		return "none given"
	}
	return joined(p.Area, areaName)
}

func areaName(a string) string {
	switch a {
	case store.Lancashire14:
		return "Lancashire with Blackburn and Blackpool"
	case store.Lancashire12:
		return "Lancashire County"
	case store.LiverpoolCityRegion:
		return "Liverpool City Region"
	case store.GreaterManchester:
		return "Greater Manchester"
	case store.England:
		return "England"
	}
	return store.DistrictName(a)
}

// programmeJSON is what programme --json answers: the record, and what follows
// from it on the day.
type programmeJSON struct {
	store.Programme
	Open      bool         `json:"open"`
	OpenKnown *bool        `json:"open_known,omitempty"`
	RuleWords []ruleLine   `json:"rule_words"`
	Upkeep    store.Upkeep `json:"upkeep"`
	Capacity  string       `json:"capacity,omitempty"` // in words, where its partner here has said
}

// ruleLine is one line of the rule read out.
type ruleLine struct {
	Indent     int    `json:"indent"`
	Text       string `json:"text"`
	Source     string `json:"source,omitempty"`
	Unverified bool   `json:"unverified,omitempty"`
	Judged     bool   `json:"judged,omitempty"`
}

func ruleLineOf(l match.Line) ruleLine {
	return ruleLine{l.Indent, l.Text, l.Source, l.Unverified, l.Judged}
}

func (j *job) programme() *cobra.Command {
	day := j.today
	c := &cobra.Command{
		Use: "programme ID", GroupID: "provision", Short: "Read one programme whole, with its rule and sources",
		Long:    "The ID is what find shows in brackets. The rule is read out as it is on the day.",
		Example: "programme connect-to-work\nprogramme restart --on 2025-06-01 --json",
		Args:    need(1, 1, "Enter the id of one programme"),
		RunE: func(_ *cobra.Command, args []string) error {
			got, err := j.in.Desk.Programme(j.ctx, store.ProgrammeID(args[0]))
			if err != nil {
				return err
			}
			upkeep, err := j.in.Desk.Upkeep(j.ctx, got.ID)
			if err != nil {
				return err
			}
			rooms, err := j.rooms()
			if err != nil {
				return err
			}
			open := got.Dates.Open(day)
			v := programmeJSON{Capacity: rooms[got.ID], Programme: got, Upkeep: upkeep, Open: open != store.No, RuleWords: each(match.RuleWords(&got, day), ruleLineOf)}
			if open == store.Unknown {
				v.OpenKnown = new(bool)
			}
			return j.answer(v, func(p *page) {
				programmeText(p, &got, day, rooms[got.ID])
				upkeepText(p, &upkeep)
			})
		},
	}
	option(c, &day, "on", "DAY", "read it as it is on this day; today when left out", j.day("on"))
	return c
}

func programmeText(p *page, got *store.Programme, day store.Day, room string) {
	p.para("", got.Name+" ("+string(got.ID)+")")
	p.field("On "+day.Words(), opening(got, got.Dates.Open(day)))
	p.field("Capacity", room)
	p.field("Gives", got.Gives)
	p.field("For", got.For)
	p.field("Provider", got.Provider)
	p.field("Area", area(got))
	p.field("Helps with", joined(got.Helps, store.Barrier.Label))
	p.field("Kind of help", joined(got.Help, plain))
	p.field("Audience", joined(got.Audience, plain))
	p.field("Cost", got.Cost)
	p.field("Documents to bring, for", got.Bring())
	p.field("Also called", strings.Join(got.OtherNames, "; "))
	p.field("Other ids", joined(got.OtherIDs, plain))
	p.field("See also", joined(got.See, plain))
	p.head("Who it is for")
	n := 0 // provision question and the moves of a referral name a line by it
	for _, l := range match.RuleWords(got, day) {
		words := l.Text
		if !l.Heading {
			n++
			words = strconv.Itoa(n) + " " + words
		}
		if l.Judged {
			words += " [for the coach to judge]"
		}
		if l.Unverified {
			words += " [no published source]"
		}
		if l.Source != "" {
			words += " (source: " + l.Source + ")"
		}
		p.para(strings.Repeat("  ", l.Indent+1), words)
	}
	p.head("How to refer")
	for _, r := range got.Routes {
		p.para("  ", strings.TrimSuffix(r.Who+": "+r.How, ".")+". "+r.Contact)
	}
	if len(got.Routes) == 0 {
		p.line("  No way to refer is recorded.")
	}
	p.head("Sources")
	for _, s := range got.Sources {
		p.para("  "+s.ID+": ", sourceWords(s))
	}
	p.blank()
	p.field("Checked", strings.TrimSpace(got.Assured.Words()+", "+got.AssuredBy))
	p.field("Notes", got.Notes)
	if got.Edited && got.Builtin != "" {
		p.line("Edited here since it was built in.")
	}
}

func sourceWords(s store.Source) string {
	words := s.Title
	for _, more := range []string{s.Date, s.URL, s.Seed} {
		if more != "" {
			words += ", " + more
		}
	}
	if s.Quote != "" {
		words += `. "` + s.Quote + `"`
	}
	return words
}
