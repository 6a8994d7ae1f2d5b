package tui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/store/search"
	"signpost/tui"
)

// stub is a desk that knows a dozen programmes and keeps nothing.
type stub struct {
	tui.Desk   // what no test here asks for
	who        keys.Caller
	diary      store.Diary
	programmes []store.Programme
}

func newStub(roles ...keys.Role) *stub {
	s := &stub{programmes: programmes()}
	s.who = keys.Caller{
		Member:  keys.Member{ID: "m1", Name: "Amina Khan", Roles: roles},
		Partner: keys.Partner{ID: "p1", Name: "Burnley Jobcentre"},
	}
	return s
}

func (s *stub) Who() keys.Caller { return s.who }
func (s *stub) Today() store.Day { return store.Date(2026, time.March, 27) }

func (s *stub) Purge(context.Context) (store.Purge, error) {
	return store.Purge{Last: s.Today(), Announced: 2, Removed: 1}, nil
}

// Deliveries is what room there is on two of the programmes.
func (s *stub) Deliveries(context.Context) ([]store.Delivery, error) {
	four := 4
	return []store.Delivery{
		{Programme: "connect-to-work", Rev: 1, Partner: "p1", Capacity: store.Capacity{Code: store.HasSpace, Places: &four, Said: store.Date(2026, time.March, 20), Note: "The next start is on 7 April."}},
		{Programme: "restart", Rev: 1, Partner: "p1", Capacity: store.Capacity{Code: store.NoSpace, Said: store.Date(2025, time.September, 1)}},
	}, nil
}

func (s *stub) Delivery(ctx context.Context, id store.ProgrammeID) (store.Delivery, error) {
	all, err := s.Deliveries(ctx)
	for _, d := range all {
		if d.Programme == id {
			return d, err
		}
	}
	return store.Delivery{Programme: id}, err
}

func (s *stub) Grounds(context.Context, keys.PartnerID) (store.Grounds, error) {
	return store.Grounds{Partner: s.who.Partner.ID}, nil
}

func (s *stub) Safety(context.Context) (store.Safety, error) { return store.Safety{}, nil }

func (s *stub) KeyNews(context.Context) ([]store.KeyNews, error) { return nil, nil }

func (s *stub) Diary(context.Context) (store.Diary, error) {
	d := s.diary
	d.Day = s.Today()
	return d, nil
}

func (s *stub) Programme(_ context.Context, id store.ProgrammeID) (store.Programme, error) {
	for _, p := range s.programmes {
		if p.ID == id {
			return p, nil
		}
	}
	return store.Programme{}, fmt.Errorf("There is no programme %q.", id)
}

func (s *stub) Upkeep(_ context.Context, id store.ProgrammeID) (store.Upkeep, error) {
	return store.Upkeep{Programme: id, Review: store.DefaultReview}, nil
}

func (s *stub) Question(_ context.Context, id store.ProgrammeID, f store.Field, _ int, note string) (store.FieldQuestion, error) {
	return store.FieldQuestion{Programme: id, Field: f, Note: note}, nil
}

func (s *stub) Queue(context.Context) ([]store.QueueItem, error) {
	at := time.Date(2026, time.March, 9, 9, 0, 0, 0, time.UTC)
	asked := store.FieldQuestion{ID: "Q-K7M-2Q9", Rev: 1, Programme: "restart", Field: store.FieldRoutes, Note: "The number is out of use.", At: at, Who: "Sam Jones", From: "Burnley Jobcentre"}
	return []store.QueueItem{
		{Programme: "access-to-work", Name: "Access to Work", Rev: 1, Since: store.Date(2024, time.July, 31), Assured: store.Date(2024, time.May, 2), Overdue: 604},
		{
			Programme: "connect-to-work", Name: "Connect to Work", Rev: 1, Field: store.FieldArea, Since: store.Date(2026, time.March, 2), Assured: store.Date(2026, time.January, 14),
			Patterns:  []store.Pattern{{Field: store.FieldArea, Says: "not eligible", Declined: 4, Of: 6}},
			Questions: []store.FieldQuestion{{ID: "Q-K7M-2QA", Rev: 4, Field: store.FieldArea, Declines: 4, Eligible: 3, At: at.AddDate(0, 0, -7)}},
		},
		{Programme: "restart", Name: "Restart Scheme", Rev: 1, Field: store.FieldRoutes, Since: store.DayOf(at), Assured: store.Date(2026, time.January, 14), Questions: []store.FieldQuestion{asked}},
	}, nil
}

// Find is a plain search: every word must be somewhere in the record.
func (s *stub) Find(ctx context.Context, q search.Query) (search.Page, error) {
	if ctx.Err() != nil {
		return search.Page{}, errors.New("The search was stopped.")
	}
	var page search.Page
	for i := range s.programmes {
		p := &s.programmes[i]
		hit := search.Hit{Programme: p, Open: p.Dates.Open(q.Day)}
		ok := (hit.Open != store.No || q.All) && (q.Audience == "" || p.Serves(q.Audience))
		for _, w := range strings.Fields(strings.ToLower(q.Words)) {
			switch {
			case strings.Contains(strings.ToLower(p.Name), w):
				hit.Matched = append(hit.Matched, search.Match{Word: w, Field: "name", As: w})
			case strings.Contains(strings.ToLower(p.Gives), w):
				hit.Matched = append(hit.Matched, search.Match{Word: w, Field: "gives", As: w})
			default:
				ok = false
			}
		}
		if ok {
			page.Hits = append(page.Hits, hit)
		}
	}
	page.Total = len(page.Hits)
	if page.Total == 0 && q.Words != "" {
		near := q
		near.Words = ""
		page.Nearest = &search.Nearest{Says: fmt.Sprintf("Without %q: %d found", q.Words, len(s.programmes)), Query: near, Total: len(s.programmes)}
	}
	return page, nil
}

func programmes() []store.Programme {
	checked := store.Date(2026, time.January, 14)
	list := []store.Programme{
		{
			ID: "connect-to-work", Name: "Connect to Work", Provider: "Lancashire County Council", Audience: []store.Audience{store.ForPerson},
			Gives:   "Supported employment: a job coach who helps a person find a job that suits them, talks to the employer, and stays in touch for up to four months after the start.",
			For:     "People with a disability, a health condition or another complex barrier to work who want to work.",
			Helps:   []store.Barrier{"health.mental", "health.physical", "disability", "groups.care-leaver"},
			Area:    []string{store.Lancashire14},
			Dates:   store.Dates{Opens: store.Date(2025, time.June, 1)},
			See:     []store.ProgrammeID{"restart", "access-to-work"},
			Routes:  []store.Route{{Who: "anyone", How: "online form or telephone", Contact: "connect@example.org"}, {Who: "the client themselves", How: "telephone"}},
			Cost:    "Free to the client.",
			Sources: []store.Source{{ID: "guidance", Title: "Connect to Work: grant guidance", URL: "https://www.gov.uk/connect-to-work", Date: "November 2024"}},
			Assured: checked, AssuredBy: "the grant guidance",
			AreaSays: "lives in Lancashire",
		},
		{ID: "restart", Name: "Restart Scheme", Provider: "Reed in Partnership", Gives: "Up to 12 months of coaching for people out of work for six months or more.", Dates: store.Dates{Closes: store.Date(2026, time.June, 30)}, Assured: checked},
		{ID: "access-to-work", Name: "Access to Work", Provider: "Department for Work and Pensions", Gives: "Money for equipment, travel and support workers at work.", Assured: store.Date(2024, time.May, 2)},
		{ID: "hgv-skills", Name: "Skills Bootcamp: HGV driving", Provider: "The Growth Company", Gives: "Training for a lorry or forklift licence in up to 16 weeks, with an interview at the end.", Assured: checked},
		{ID: "warehouse", Name: "Warehouse and forklift course", Provider: "Nelson and Colne College", Gives: "A forklift licence in five days.", Dates: store.Dates{KnownTo: store.Date(2025, time.July, 1)}, Assured: checked},
		{ID: "work-and-health", Name: "Work and Health Programme", Provider: "Ingeus", Gives: "Coaching for disabled people.", Dates: store.Dates{Closes: store.Date(2024, time.October, 31), Says: "closed to new referrals since 31 October 2024"}, See: []store.ProgrammeID{"connect-to-work"}, Assured: checked},
	}
	for i, name := range []string{"Individual Placement and Support", "Multiply maths courses", "National Careers Service", "Digital Lifeline tablets", "Flexible Support Fund", "Free Courses for Jobs", "Sector-based work academy", "Talking Therapies, Lancashire & South Cumbria", "Café de Paris’s kitchen project"} {
		list = append(list, store.Programme{ID: store.ProgrammeID(fmt.Sprint("p", i)), Name: name, Provider: "Provider " + fmt.Sprint(i), Gives: "Help with “moving on” – worth £50 a week.", Assured: checked})
	}
	return list
}

// busy is the diary of a coach on a full day.
func busy() store.Diary {
	var d store.Diary
	row := func(kind store.DiaryKind, ref store.ClientRef, name string, day int, programme string) *store.DiaryRow {
		d.Rows = append(d.Rows, store.DiaryRow{Kind: kind, Client: ref, GivenName: name, Day: store.Date(2026, time.March, day), Name: programme})
		return &d.Rows[len(d.Rows)-1]
	}
	row(store.DiaryLast, "A4C-DEF", "Lee", 30, "Youth Hub").Text = "turns 25 on 31 March 2026"
	row(store.DiaryFollowUp, "A2C-DEF", "Sam", 26, "").Text = "ring about the forklift course"
	row(store.DiaryOverdue, "A3C-DEF", "Priya", 24, "Skills Bootcamp: HGV driving").Referral = "R-2"
	row(store.DiaryDue, "K7M-2QX", "Jo", 25, "Restart Scheme")
	row(store.DiaryDraft, "A2C-DEF", "Sam", 20, "Connect to Work").Referral = "R-1"
	for i, name := range []string{"Sam", "Priya", "Lee", "Zoë", "Mohammed", "Grace", "Tom", "Ana"} {
		row(store.DiaryTriage, store.ClientRef(fmt.Sprintf("A%dC-DEF", i+2)), name, 20, "")
	}
	return d
}

// The desk has what the pages ask for.
var _ tui.Desk = (*desk.Desk)(nil)
