package refer_test

import (
	"cmp"
	"context"
	"slices"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
	"signpost/store/search"
)

var at = time.Date(2026, time.February, 2, 10, 0, 0, 0, time.UTC)

// stub is a desk that keeps referrals in memory.
type stub struct {
	all     []store.Referral
	grounds store.Grounds
	refuse  error // the next write is refused
	clash   bool  // the next write meets somebody else's change of the reason
	none    error // no packet
	checks  []store.Check
	turns   []store.Turn
	sent    map[string]string // the overrides it was sent with
}

func (s *stub) Now() time.Time { return at }

func (s *stub) Checks(context.Context, store.ReferralForm) ([]store.Check, error) {
	return s.checks, nil
}

func (s *stub) RuleLines(context.Context, store.ProgrammeID) ([]match.Line, error) {
	return []match.Line{{Text: "is 19 or over"}, {Text: "lives in Lancashire"}}, nil
}

func (s *stub) Find(context.Context, search.Query) (search.Page, error) {
	return search.Page{Hits: []search.Hit{{Programme: &store.Programme{ID: "restart", Name: "Restart"}}}}, nil
}

func (s *stub) Moves(r store.Referral) []store.MoveRow {
	rows := store.MovesFrom(store.ReferrerSide, r.State)
	if r.To == "" && r.State != store.Draft {
		for _, row := range store.MovesFrom(store.ReceiverSide, r.State) {
			if _, both := store.MoveFrom(row.Move, store.ReferrerSide, r.State); !both {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// Move makes a move without looking at what it needs.
func (s *stub) Move(_ context.Context, id store.ReferralID, rev uint64, t store.Turn) (store.Referral, error) {
	return s.move(id, rev, func(r *store.Referral) {
		s.turns = append(s.turns, t)
		for _, side := range store.Sides() {
			if row, ok := store.MoveFrom(t.Move, side, r.State); ok {
				s.step(r, row, t)
				return
			}
		}
	})
}

func (s *stub) step(r *store.Referral, row store.MoveRow, t store.Turn) {
	step := store.Step{Move: row.Move, From: r.State, To: cmp.Or(row.To, r.State), Side: row.Side, At: at, Who: "Amina Khan, Burnley Jobcentre", Day: t.Day, Note: t.Note, Outcome: t.Outcome}
	for _, reason := range store.MoveReasons() {
		if reason.Code == t.Reason {
			step.Reason = &store.StepReason{Code: reason.Code, Says: reason.Says}
		}
	}
	r.State, r.Steps = step.To, append(r.Steps, step)
	if t.Outcome != "" {
		r.Outcomes = append(r.Outcomes, store.Outcome{Code: t.Outcome, Says: string(t.Outcome), Day: t.Day, Who: step.Who})
	}
}

func (s *stub) Today() store.Day { return store.Date(2026, 2, 2) }

func (s *stub) Names(context.Context) (map[keys.MemberID]string, error) {
	return map[keys.MemberID]string{"M-1": "Amina Khan"}, nil
}

func (s *stub) Grounds(context.Context, keys.PartnerID) (store.Grounds, error) {
	return s.grounds, nil
}

func (s *stub) Packet(_ context.Context, f store.ReferralForm) (store.Packet, store.Result, error) {
	if f.Basis != "" && !slices.Contains(s.grounds.Sharing(), f.Basis) {
		return store.Packet{}, store.Result{}, &store.FieldError{Field: "basis", Says: "Enter another."}
	}
	return packet(f), store.Result{Standing: store.Eligible}, s.none
}

func packet(f store.ReferralForm) store.Packet {
	return store.Packet{
		Client: f.Client, GivenName: "Jo", Contact: f.Contact, Programme: f.Programme, Name: "Connect to Work", Provider: "Lancashire County Council",
		From: "Amina Khan, Burnley Jobcentre", Reason: f.Reason, Standing: store.Eligible, Day: store.Date(2026, 2, 2),
		Lines: []store.PacketLine{{Fact: "district", Label: "District", Says: "Burnley"}, {Fact: "health", Label: "Health", Says: "mental"}},
	}
}

func (s *stub) refused() error {
	err := s.refuse
	s.refuse = nil
	return err
}

func (s *stub) add(f store.ReferralForm, state store.ReferralState) (store.Referral, error) {
	if err := s.refused(); err != nil {
		return store.Referral{}, err
	}
	r := store.Referral{
		ID: "R-222-22A", Rev: 1, Client: f.Client, By: "M-1", State: state, Packet: packet(f), Basis: f.Basis, Agreement: f.Agreement, Told: f.Told, Made: at, Sent: at,
		To: "reed", After: f.After,
	}
	s.all = append(s.all, r)
	return r, nil
}

func (s *stub) SaveDraft(_ context.Context, f store.ReferralForm) (store.Referral, error) {
	return s.add(f, store.Draft)
}

func (s *stub) Refer(_ context.Context, f store.ReferralForm) (store.Referral, error) {
	s.sent = f.Overrides
	return s.add(f, store.Sent)
}

func (s *stub) HouseholdReferrals(context.Context, store.HouseholdID) ([]store.Referral, error) {
	return s.all, nil
}

func (s *stub) find(id store.ReferralID) *store.Referral {
	for i := range s.all {
		if s.all[i].ID == id {
			return &s.all[i]
		}
	}
	return &store.Referral{}
}

func (s *stub) move(id store.ReferralID, rev uint64, fn func(*store.Referral)) (store.Referral, error) {
	r := s.find(id)
	if s.clash {
		s.clash = false
		r.Rev++
		r.Packet.Reason = "Their reason"
	}
	switch {
	case r.Rev != rev:
		return store.Referral{}, store.ErrConflict
	case s.refuse != nil:
		return store.Referral{}, s.refused()
	}
	r.Rev++
	fn(r)
	return *r, nil
}

func (s *stub) ChangeDraft(_ context.Context, id store.ReferralID, rev uint64, f store.ReferralForm) (store.Referral, error) {
	return s.move(id, rev, func(r *store.Referral) {
		r.Packet, r.Basis, r.Agreement, r.Told = packet(f), f.Basis, f.Agreement, f.Told
	})
}

func (s *stub) Send(_ context.Context, id store.ReferralID, rev uint64, why map[string]string) (store.Referral, error) {
	s.sent = why
	if s.find(id).Told == 0 {
		return store.Referral{}, &store.FieldError{Field: "told", Says: "Enter the day."}
	}
	return s.move(id, rev, func(r *store.Referral) { r.State, r.Sent = store.Sent, at })
}

func (s *stub) Referral(_ context.Context, id store.ReferralID) (store.Referral, error) {
	if r := s.find(id); r.ID != "" {
		return *r, nil
	}
	return store.Referral{}, store.ErrNotFound
}

func (s *stub) Referrals(context.Context, store.ClientRef) ([]store.Referral, error) {
	return s.all, nil
}

func draft(told store.Day) *stub {
	s := &stub{}
	_, _ = s.add(store.ReferralForm{
		Client: "K7M-2QX", Programme: "connect-to-work", Reason: "Wants work", Contact: store.Contact{By: store.ThroughCoach}, Basis: store.Consent, Agreement: store.Agreement{Day: store.Date(2026, 2, 2), How: store.AgreedSaid}, Told: told,
	}, store.Draft)
	return s
}

func (s *stub) WithdrawConsent(_ context.Context, _ store.ClientRef, id store.ReferralID, day store.Day) ([]store.Referral, error) {
	if err := s.refused(); err != nil {
		return nil, err
	}
	for i := range s.all {
		if r := &s.all[i]; r.ID == id {
			r.State, r.Agreement.Withdrawn = store.Withdrawn, day
			return []store.Referral{*r}, nil
		}
	}
	return nil, store.ErrNotFound
}
