package plain

import (
	"strings"

	"signpost/store"
	"signpost/tui/page/caseload"
	"signpost/tui/page/turn"
)

// clientConsent writes down that a client has withdrawn the consent on which their
// referrals rest.
func (s *session) clientConsent(r *caseload.Record) error {
	return s.consent(r.Referrals, r.Client.Ref, "", r.Client.GivenName)
}

// consent says what the withdrawal of consent will do, asks for its day and whether
// it is meant, and writes it down: for the referral of that id or, with none, for
// all of the client's.
func (s *session) consent(all []store.Referral, ref store.ClientRef, id store.ReferralID, name string) error {
	today := s.desk.Today()
	ask, ok := turn.BeginConsent(all, id, name, today)
	if !ok {
		s.para(strings.TrimSpace(store.WithdrawnAlready(all) + " No referral of this client rests on consent."))
		return nil
	}
	s.title(name + " has withdrawn consent: what this will do")
	for _, does := range ask.Does() {
		s.para(does)
	}
	for {
		typed, err := s.words(words{label: "Day", ask: "On which day did they withdraw it?", note: "Enter a day.", was: today.Words()})
		if err != nil {
			return err
		}
		if err := ask.Take(typed); err != nil {
			s.refuse(err)
			continue
		}
		yes, err := s.confirm(ask.Question()+" y or n", "y writes it down, and does what was read out. n leaves everything as it is.")
		if err != nil {
			return err
		}
		if !yes {
			s.para("Not written down.")
			return nil
		}
		done, err := s.desk.WithdrawConsent(s.ctx, ref, id, ask.Day())
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.para(turn.Withdrawn(done))
		return nil
	}
}
