package plain

import (
	"fmt"
	"slices"

	"signpost/store"
	"signpost/tui/page/refer"
	"signpost/tui/page/turn"
)

// referralWords is a referral in a list.
func (s *session) referralWords(r *store.Referral) string {
	life := turn.Of(r)
	return fmt.Sprintf("%s %s to %s: %s", r.Client, r.Packet.GivenName, r.Packet.Name, life.Words(s.desk.Today()))
}

// referrals lists the partner's referrals, all or those that have got to one
// place, and opens one.
func (s *session) referrals() error {
	states := refer.States()
	state := 0
	words := []command{{states[0], "wherever they have got to."}}
	for _, st := range states[1:] {
		words = append(words, command{st, "those alone of that state."})
	}
	for {
		all, err := s.desk.Referrals(s.ctx, "")
		if err != nil {
			s.wrong(err)
			return nil
		}
		l := &list{label: "Number, or help", words: words, none: "No referrals here. Refer a client from triage or from the caseload."}
		var fit []store.ReferralID
		for i := range all {
			if refer.Holds(state, &all[i]) {
				fit = append(fit, all[i].ID)
				l.rows = append(l.rows, s.referralWords(&all[i]))
			}
		}
		s.title(fmt.Sprintf("Referrals, %s: %d", states[state], len(fit)))
		s.show(l)
		got, err := s.pick(l)
		switch {
		case err != nil:
			return err
		case got.row >= 0:
			if err := s.referral(fit[got.row]); !back(err) {
				return err
			}
		default:
			state = slices.Index(states, got.word)
		}
	}
}

// referral is one referral: where it has got to, what was shared, and what can be
// done.
func (s *session) referral(id store.ReferralID) error {
	for {
		o, err := refer.Open(s.ctx, s.desk, id)
		if again, err := s.excused(err); err != nil {
			return err
		} else if again {
			continue
		}
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title("Referral " + string(o.Referral().ID))
		s.text(o.Lines(s.lk, s.desk, s.w))
		if err := s.do(o); err != nil {
			return err
		}
	}
}

// do asks what is to be done with a referral, and does it. Going back out of that
// comes back to the referral.
func (s *session) do(o *refer.Opened) error {
	r := o.Referral()
	l := &list{label: "Number or back"}
	var do []func() error
	add := func(says string, fn func() error) {
		l.rows, do = append(l.rows, says), append(do, fn)
	}
	if r.State == store.Draft {
		add("Check, change and send", func() error { return s.redraft(r) })
	}
	if o.Elsewhere(s.desk.Today()) {
		add("Refer elsewhere", func() error { return s.triage(r.Client, r.ID) })
	}
	for _, row := range turn.Offers(s.desk.Moves(r)) {
		add(capital(row.Does), func() error { return s.move(o, row) })
	}
	if r.OnConsent() {
		add("Consent is withdrawn", func() error { return s.consent([]store.Referral{r}, r.Client, r.ID, r.Packet.GivenName) })
	}
	for _, id := range o.Links() {
		add("Referral "+string(id), func() error { return s.referral(id) })
	}
	if r.Household != "" {
		add("The household", func() error { return s.household(r.Household) })
	}
	add("The client", func() error { return s.client(r.Client) })
	add("The programme", func() error { return s.programme(r.Packet.Programme) })
	s.lines([]string{""})
	s.rows(l)
	got, err := s.pick(l)
	if err != nil {
		return err
	}
	return unlessBack(do[got.row]())
}

// move makes a move of the referrer.
func (s *session) move(o *refer.Opened, row store.MoveRow) error {
	r := o.Referral()
	e := o.Begin(row, s.desk.Today())
	return s.turn(e, func(t store.Turn) error {
		now, err := s.desk.Move(s.ctx, r.ID, r.Rev, t)
		if err == nil {
			life := turn.Of(&now)
			s.para(life.Saved(t.Move, s.desk.Today()))
		}
		return err
	}, func() {
		if now, err := s.desk.Referral(s.ctx, r.ID); err == nil {
			r = now
			life := turn.Of(&now)
			e.Met(life.Words(s.desk.Today()), s.desk.Moves(now))
		}
	})
}
