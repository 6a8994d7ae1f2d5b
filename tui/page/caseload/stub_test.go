package caseload_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/search"
)

var at = time.Date(2026, time.February, 2, 10, 0, 0, 0, time.UTC)

// stub is a desk that keeps its clients in memory.
type stub struct {
	leftOpen   bool
	clients    []store.Client
	notes      []store.Note
	referrals  []store.Referral
	households []store.HouseholdLine
	promised   []store.FollowUp
	source     store.FactSource
	refuse     error // the next write is refused
	clashes    int   // so many of the next writes meet somebody else's
	because    []string
	looked     int
	gone       error // reading is refused
	erased     []string
}

func newStub(t testing.TB) *stub {
	t.Helper()
	facts, err := store.ParseFacts([]byte(`{"work":"out-of-work","birth_date":"1990-03-27","programmes":["restart"],"judgements":{"a/b":true}}`))
	if err != nil {
		t.Fatal(err)
	}
	known := map[store.Fact]store.Known{}
	for f := range facts {
		known[f] = store.Known{Source: store.DocumentSeen, By: "M-2", On: store.Date(2026, 1, 15)}
	}
	return &stub{
		clients: []store.Client{
			{Ref: "A2C-DEF", Rev: 1, GivenName: "Ana", Coach: "M-2", Changed: at},
			{Ref: "K7M-2QX", Rev: 3, GivenName: "Jo", Coach: "M-1", Facts: facts, Known: known, Added: at, Changed: at, ChangedBy: "M-2"},
			{Ref: "R3S-TUV", Rev: 1, GivenName: "Old", Coach: "M-1", Changed: at, Closed: at, ClosedWhy: "moved away"},
		},
		notes: []store.Note{{ID: "N-1", At: at, By: "M-1", Text: "Rang on Tuesday"}, {ID: "N-2", At: at, By: "M-2", Text: "First visit"}},
		referrals: []store.Referral{
			{ID: "R-222-22A", Client: "K7M-2QX", State: store.Sent, Made: at, Sent: at, Packet: store.Packet{Name: "Connect to Work"}},
			{ID: "R-333-33B", Client: "K7M-2QX", State: store.Withdrawn, Made: at},
		},
	}
}

func (s *stub) Who() keys.Caller {
	return keys.Caller{Member: keys.Member{ID: "M-1", Name: "Amina Khan"}, Partner: keys.Partner{Name: "Burnley Jobcentre"}}
}

func (s *stub) Grounds(context.Context, keys.PartnerID) (store.Grounds, error) {
	return store.Grounds{}, nil
}

func (s *stub) TellClient(_ context.Context, ref store.ClientRef, rev uint64, told store.Told) (store.Client, error) {
	return s.amend(ref, rev, func(c *store.Client) { c.Told = told })
}

func (s *stub) Names(context.Context) (map[keys.MemberID]string, error) {
	return map[keys.MemberID]string{"M-1": "Amina Khan", "M-2": "Sam Jones"}, nil
}

func (s *stub) Find(context.Context, search.Query) (search.Page, error) {
	return search.Page{Hits: []search.Hit{
		{Programme: &store.Programme{ID: "connect-to-work", Name: "Connect to Work"}},
		{Programme: &store.Programme{ID: "restart", Name: "Restart Scheme"}},
	}}, nil
}

func (s *stub) Clients(_ context.Context, closed bool) ([]store.Card, error) {
	var out []store.Card
	for _, c := range s.clients {
		if closed || c.Closed.IsZero() {
			card := c.Card()
			for _, r := range s.referrals {
				if r.Client == c.Ref && !r.State.Closed() {
					card.Referrals++
				}
			}
			out = append(out, card)
		}
	}
	return out, s.gone
}

func (s *stub) find(ref store.ClientRef) *store.Client {
	for i := range s.clients {
		if s.clients[i].Ref == ref {
			return &s.clients[i]
		}
	}
	return &store.Client{}
}

func (s *stub) Client(_ context.Context, ref store.ClientRef) (store.Client, error) {
	return *s.find(ref), s.gone
}

func (s *stub) Notes(context.Context, store.ClientRef) ([]store.Note, error) { return s.notes, nil }

func (s *stub) HouseholdsOf(context.Context, store.ClientRef) ([]store.HouseholdLine, error) {
	return s.households, nil
}

func (s *stub) Assessments(context.Context, store.ClientRef) ([]store.Assessment, error) {
	return []store.Assessment{{ID: "A-222-22A", By: "M-2", Answer: store.Answer{AsOf: store.Date(2026, 1, 20)}}}, nil
}

func (s *stub) Today() store.Day { return store.Date(2026, 2, 2) }

func (s *stub) Referrals(_ context.Context, ref store.ClientRef) ([]store.Referral, error) {
	return s.referrals, nil
}

func (s *stub) amend(ref store.ClientRef, rev uint64, fn func(*store.Client)) (store.Client, error) {
	c := s.find(ref)
	if s.clashes > 0 {
		s.clashes--
		c.Rev++
		c.GivenName = "Joanna"
		c.Facts = store.Changes{Set: store.Facts{store.Work: {Word: "employed"}}}.Apply(c.Facts)
	}
	if err := s.refuse; err != nil {
		s.refuse = nil
		return store.Client{}, err
	}
	if c.Rev != rev {
		return store.Client{}, store.ErrConflict
	}
	c.Rev++
	fn(c)
	return *c, nil
}

func (s *stub) SetFacts(_ context.Context, ref store.ClientRef, rev uint64, ch store.Changes, src store.FactSource) (store.Client, error) {
	return s.amend(ref, rev, func(c *store.Client) { c.Facts, s.source = ch.Apply(c.Facts), src })
}

func (s *stub) RenameClient(_ context.Context, ref store.ClientRef, rev uint64, name string) (store.Client, error) {
	return s.amend(ref, rev, func(c *store.Client) { c.GivenName = name })
}

func (s *stub) AddNote(_ context.Context, _ store.ClientRef, words string) (store.Note, error) {
	if err := s.refuse; err != nil {
		s.refuse = nil
		return store.Note{}, err
	}
	s.notes = append([]store.Note{{ID: "N-3", At: at, By: "M-1", Text: words}}, s.notes...)
	return s.notes[0], nil
}

func (s *stub) CorrectNote(_ context.Context, id store.NoteID, rev uint64, words, why string) (store.Note, error) {
	return s.amendNote(id, rev, func(n *store.Note) { n.Correct(words, store.NoteChange{At: at, By: "M-1", Why: why}) })
}

func (s *stub) StrikeNote(_ context.Context, id store.NoteID, rev uint64, why string) (store.Note, error) {
	return s.amendNote(id, rev, func(n *store.Note) { n.Strike(store.NoteChange{At: at, By: "M-1", Why: why}) })
}

func (s *stub) amendNote(id store.NoteID, rev uint64, fn func(*store.Note)) (store.Note, error) {
	if err := s.refuse; err != nil {
		s.refuse = nil
		return store.Note{}, err
	}
	s.notes = slices.Clone(s.notes)
	n := &s.notes[slices.IndexFunc(s.notes, func(n store.Note) bool { return n.ID == id })]
	if s.clashes > 0 {
		s.clashes--
		n.Correct("Rang on Wednesday", store.NoteChange{At: at, By: "M-2", Why: "wrong"})
		n.Rev++
	}
	if n.Rev != rev {
		return store.Note{}, store.ErrConflict
	}
	n.Rev++
	fn(n)
	return *n, nil
}

func (s *stub) Erase(_ context.Context, ref store.ClientRef, why string) (store.Erasure, error) {
	err := s.refuse
	if s.refuse = nil; err == nil {
		s.erased = append(s.erased, string(ref)+" "+why)
	}
	return store.Erasure{Client: ref, Why: why}, err
}

func (s *stub) History(_ context.Context, ref store.ClientRef, fact store.Fact, health bool) (store.History, error) {
	h := store.History{Client: ref, Notes: s.notes}
	h.Corrections = []store.Correction{
		{At: at, By: "M-2", Fact: store.District, Was: version(store.District, "E07000117"), Became: version(store.District, "E07000122")},
		{At: at, By: "M-2", Fact: store.UCHealth, Was: version(store.UCHealth, "lcwra")},
	}
	h.Corrections = slices.DeleteFunc(h.Corrections, func(c store.Correction) bool { return fact != store.NoFact && c.Fact != fact })
	if !health {
		h.Mask()
	}
	return h, s.gone
}

func version(f store.Fact, word string) store.Version {
	return store.Version{Facts: store.Facts{f: {Word: word}}, Known: store.Known{Source: store.DocumentSeen, By: "M-1", On: store.Date(2026, 1, 15)}}
}

func (s *stub) Seen(context.Context, store.ClientRef) ([]store.Sight, error) {
	return []store.Sight{{Day: store.Date(2026, 2, 2), First: at, Last: at.Add(time.Hour), Member: "M-2", Who: "Sam Jones, Reed", Did: []string{"opened given name, facts", "exported"}}}, s.gone
}

func (s *stub) CloseClient(_ context.Context, ref store.ClientRef, rev uint64, why string, leave bool) (store.Client, error) {
	s.leftOpen = leave
	return s.amend(ref, rev, func(c *store.Client) { c.Closed, c.ClosedWhy = at, why })
}

func (s *stub) ReopenClient(_ context.Context, ref store.ClientRef, rev uint64) (store.Client, error) {
	return s.amend(ref, rev, func(c *store.Client) { c.Closed = time.Time{} })
}

func (s *stub) FollowUps(context.Context, store.ClientRef) ([]store.FollowUp, error) {
	return slices.Clone(s.promised), nil
}

func (s *stub) AddFollowUp(_ context.Context, ref store.ClientRef, due store.Day, words string) (store.FollowUp, error) {
	s.promised = append(s.promised, store.FollowUp{ID: "F-222-222", Client: ref, Member: "M-1", Due: due, Text: words})
	return s.promised[0], nil
}

func (s *stub) EndFollowUp(_ context.Context, id store.FollowUpID) (store.FollowUp, error) {
	i := slices.IndexFunc(s.promised, func(f store.FollowUp) bool { return f.ID == id })
	s.promised[i].Done = at
	return s.promised[i], nil
}

func (s *stub) Colleagues(context.Context) ([]keys.Member, error) {
	return []keys.Member{{ID: "M-2", Name: "Sam Jones"}, {ID: "M-3", Name: "Zoe Pike"}}, nil
}

func (s *stub) HandOver(_ context.Context, to keys.MemberID, refs ...store.ClientRef) (store.Holding, error) {
	var h store.Holding
	for i := range s.clients {
		if c := &s.clients[i]; c.Coach == "M-1" && (len(refs) == 0 || slices.Contains(refs, c.Ref)) {
			c.Coach = to
			h.Clients++
		}
	}
	return h, s.refuse
}

func (s *stub) Health(_ context.Context, ref store.ClientRef) (store.Facts, error) {
	s.looked++
	err := s.refuse
	s.refuse = nil
	return store.Facts{}, err
}

// WithdrawConsent withdraws all of it.
func (s *stub) WithdrawConsent(_ context.Context, ref store.ClientRef, _ store.ReferralID, day store.Day) ([]store.Referral, error) {
	err := s.refuse
	if s.refuse = nil; err != nil {
		return nil, err
	}
	var done []store.Referral
	for i := range s.referrals {
		if r := &s.referrals[i]; r.OnConsent() {
			r.State, r.Agreement.Withdrawn = store.Withdrawn, day
			done = append(done, *r)
		}
	}
	return done, nil
}
