package inbox_test

import (
	"cmp"
	"context"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
	"signpost/store/search"
)

var at = time.Date(2026, time.February, 2, 10, 0, 0, 0, time.UTC)

// stub is a desk of a provider at Reed that keeps everything in memory.
type stub struct {
	all        []store.Received
	deliveries []store.Delivery
	turns      []store.Turn
	asked      []bool // of Inbox: with what has ended
	refuse     error  // the next write is refused
}

func (s *stub) Who() keys.Caller {
	return keys.Caller{Member: keys.Member{ID: "M-2", Name: "Lee Smith"}, Partner: keys.Partner{ID: "reed", Name: "Reed"}}
}
func (s *stub) Now() time.Time   { return at }
func (s *stub) Today() store.Day { return store.Date(2026, 2, 2) }

func (s *stub) Inbox(_ context.Context, all bool) ([]store.Received, error) {
	s.asked = append(s.asked, all)
	var out []store.Received
	for _, r := range s.all {
		if all || !r.State.Closed() {
			out = append(out, r)
		}
	}
	return out, nil
}

func (s *stub) find(id store.ReferralID) *store.Received {
	for i := range s.all {
		if s.all[i].ID == id {
			return &s.all[i]
		}
	}
	return nil
}

func (s *stub) Received(_ context.Context, id store.ReferralID) (store.Received, error) {
	if r := s.find(id); r != nil {
		return *r, nil
	}
	return store.Received{}, store.ErrNotFound
}

func (s *stub) Replies(r store.Received) []store.MoveRow {
	return store.MovesFrom(store.ReceiverSide, r.State)
}

func (s *stub) RuleLines(context.Context, store.ProgrammeID) ([]match.Line, error) {
	return []match.Line{{Text: "is 19 or over"}, {Text: "lives in Lancashire"}}, nil
}

func (s *stub) Find(context.Context, search.Query) (search.Page, error) {
	var p search.Page
	for _, x := range []store.Programme{{ID: "restart", Name: "Restart"}, {ID: "boost", Name: "Boost maths"}, {ID: "connect-to-work", Name: "Connect to Work"}} {
		p.Hits = append(p.Hits, search.Hit{Programme: &x})
	}
	return p, nil
}

// Reply makes a move without looking at what it needs.
func (s *stub) Reply(_ context.Context, id store.ReferralID, rev uint64, t store.Turn) (store.Received, error) {
	r := s.find(id)
	err := s.refuse
	s.refuse = nil
	switch {
	case err != nil:
		return store.Received{}, err
	case r.Rev != rev:
		return store.Received{}, store.ErrConflict
	}
	row, ok := store.MoveFrom(t.Move, store.ReceiverSide, r.State)
	if !ok {
		return store.Received{}, store.ErrConflict
	}
	s.turns = append(s.turns, t)
	r.Steps = append(r.Steps, store.Step{
		Move: t.Move, From: r.State, To: cmp.Or(row.To, r.State), Side: row.Side, At: at, Who: "Lee Smith, Reed", Day: t.Day, Note: t.Note, Instead: t.Instead,
	})
	r.State, r.Until = cmp.Or(row.To, r.State), t.Day
	r.Rev++
	return *r, nil
}

func (s *stub) Programme(_ context.Context, id store.ProgrammeID) (store.Programme, error) {
	if id == "gone" {
		return store.Programme{}, store.ErrNotFound
	}
	return store.Programme{ID: id, Name: "The " + string(id)}, nil
}

func (s *stub) Deliveries(context.Context) ([]store.Delivery, error) {
	return append([]store.Delivery{}, s.deliveries...), nil
}

func (s *stub) SetCapacity(_ context.Context, id store.ProgrammeID, rev uint64, c store.Capacity) (store.Delivery, error) {
	err := s.refuse
	s.refuse = nil
	if err != nil {
		return store.Delivery{}, err
	}
	for i := range s.deliveries {
		if d := &s.deliveries[i]; d.Programme == id {
			if d.Rev != rev {
				return store.Delivery{}, store.ErrConflict
			}
			c.Said = s.Today()
			d.Rev, d.Capacity = d.Rev+1, c
			return *d, nil
		}
	}
	return store.Delivery{}, store.ErrNotFound
}

func received(id store.ReferralID, name string, state store.ReferralState, replyBy store.Day) store.Received {
	return store.Received{
		ID: id, Rev: 3, From: "burnley", State: state, Basis: store.Consent, Told: store.Date(2026, 1, 20), Sent: at.AddDate(0, 0, -10),
		ReplyBy: replyBy, ExpiresOn: store.Date(2026, 2, 22),
		Packet: store.Packet{
			Client: "K7M-2QX", GivenName: name, Contact: store.Contact{By: store.ThroughCoach}, Programme: "connect-to-work", Name: "Connect to Work",
			Provider: "Reed", From: "Amina Khan, Burnley Jobcentre", Reason: "Wants work", Standing: store.Eligible, Day: store.Date(2026, 1, 23),
			Lines: []store.PacketLine{{Fact: "district", Label: "District", Says: "Burnley"}},
		},
		Steps: []store.Step{{Move: store.MoveSend, From: store.Draft, To: store.Sent, Side: store.ReferrerSide, At: at.AddDate(0, 0, -10), Who: "Amina Khan, Burnley Jobcentre"}},
	}
}
