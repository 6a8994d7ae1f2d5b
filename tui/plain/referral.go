package plain

import (
	"cmp"
	"fmt"

	"signpost/store"
	"signpost/tui/page/refer"
)

// referralWords is a referral in a list.
func referralWords(r *store.Referral) string {
	return fmt.Sprintf("%s %s to %s: %s", r.Client, r.Packet.GivenName, r.Packet.Name, refer.State(*r))
}

// referrals lists the partner's referrals, all or those in one state, and opens
// one.
func (s *session) referrals() error {
	state := store.ReferralState("")
	words := []command{{"all", "in every state."}}
	for _, st := range []store.ReferralState{store.Draft, store.Sent, store.Withdrawn} {
		words = append(words, command{string(st), "those alone that are " + string(st) + "."})
	}
	for {
		all, err := s.desk.Referrals(s.ctx, "")
		if err != nil {
			s.wrong(err)
			return nil
		}
		l := &list{label: "Number, draft, sent, withdrawn or all", words: words, none: "No referrals here. Refer a client from triage or from the caseload."}
		var fit []store.Referral
		for i := range all {
			if state == "" || all[i].State == state {
				fit = append(fit, all[i])
				l.rows = append(l.rows, referralWords(&all[i]))
			}
		}
		s.title("Referrals, " + cmp.Or(string(state), "all") + ": " + fmt.Sprint(len(fit)))
		s.show(l)
		got, err := s.pick(l)
		switch {
		case err != nil:
			return err
		case got.row >= 0:
			if err := s.referral(fit[got.row].ID); !back(err) {
				return err
			}
		case got.word == "all":
			state = ""
		default:
			state = store.ReferralState(got.word)
		}
	}
}

// referral is one referral: what was shared, its state, and what can be done.
func (s *session) referral(id store.ReferralID) error {
	for {
		r, err := s.desk.Referral(s.ctx, id)
		if err != nil {
			s.wrong(err)
			return nil
		}
		names, err := s.desk.Names(s.ctx)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title("Referral " + string(r.ID))
		s.parf("%s to %s", r.Packet.GivenName, r.Packet.Name)
		s.pair("State", refer.State(r))
		s.pair("Decided by", nameOf(names, r.By))
		s.pair("Basis for sharing", refer.Basis(r.Basis))
		s.pair("Client told on", cmp.Or(r.Told.Words(), "not entered: needed before sending"))
		if step, ok := r.Came(); ok && r.State == store.Withdrawn {
			s.pair("Why withdrawn", step.Says())
		}
		s.lines(refer.Sees(s.lk, r.Packet, s.w))
		if err := s.do(r); err != nil {
			return err
		}
	}
}

// do asks what is to be done with a referral, and does it. Going back out of that
// comes back to the referral.
func (s *session) do(r store.Referral) error {
	l := &list{label: "Number or back"}
	var do []func() error
	add := func(says string, fn func() error) {
		l.rows, do = append(l.rows, says), append(do, fn)
	}
	if r.State == store.Draft {
		add("Check, change and send", func() error { return s.redraft(r) })
	}
	if r.State != store.Withdrawn {
		add("Withdraw", func() error { return s.withdraw(r) })
	}
	add("The client", func() error { return s.client(r.Client) })
	add("The programme", func() error { return s.programme(r.Packet.Programme) })
	s.lines([]string{""})
	s.show(l)
	got, err := s.pick(l)
	if err != nil {
		return err
	}
	return unlessBack(do[got.row]())
}

// withdraw takes a referral back, and says why.
func (s *session) withdraw(r store.Referral) error {
	s.title("Withdraw")
	w := words{label: "Reason", ask: "Why is this referral withdrawn?", note: "Enter withdraws it. The reason is kept with it."}
	return s.enter(w, func(typed string) error {
		_, err := s.desk.Move(s.ctx, r.ID, r.Rev, store.Turn{Move: store.MoveWithdraw, Reason: store.ReasonOther, Note: typed})
		return err
	}, func() {
		if now, err := s.desk.Referral(s.ctx, r.ID); err == nil {
			r = now
			s.parf("It is %s.", refer.State(r))
		}
	})
}
