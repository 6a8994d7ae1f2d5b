package plain

import (
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/entry"
	"signpost/tui/page/household"
	"signpost/tui/page/turn"
)

// homeTriage matches everybody, and reads how they stand together.
func (s *session) homeTriage(h *atHome) error {
	for health := false; ; health = true {
		a, err := s.desk.TriageHousehold(s.ctx, h.ID, s.desk.Today(), health)
		if err != nil {
			s.wrong(err)
			return nil
		}
		if again, err := s.homeStanding(h, a); err != nil || !again {
			return err
		}
	}
}

// homeStanding reads how everybody stands, and says whether it is to be read once
// more, with what tells of health.
func (s *session) homeStanding(h *atHome, a store.HouseholdAnswer) (bool, error) {
	s.title("How this household stands on " + a.AsOf.Words())
	for i := range a.People {
		s.para(household.Summary(&a.People[i]))
	}
	l := &list{head: "Programmes that ask for a household:", label: "Number, to hear why", none: "No programme here asks for a household."}
	for _, r := range a.Results {
		l.rows = append(l.rows, r.Name+": "+string(r.Standing))
	}
	if a.Masked {
		l.words = []command{{"health", "to hear the reasons that tell of health too, which is written down."}}
	}
	s.show(l)
	for len(l.rows) > 0 {
		got, err := s.pick(l)
		switch {
		case err != nil:
			return false, err
		case got.row < 0:
			return true, nil
		}
		s.text(household.Standing(s.lk, a, a.Results[got.row], s.w))
		if err := s.homeRefer(h, a.Results[got.row]); !back(err) {
			return false, err
		}
	}
	return false, nil
}

// homeRefer asks whether the people who are clients are referred together, and on
// which day each was told, and sends all of it or nothing.
func (s *session) homeRefer(h *atHome, r store.HouseholdResult) error {
	l := &list{label: "Number or back", rows: []string{"Refer those who are clients, together"}}
	s.show(l)
	if _, err := s.pick(l); err != nil {
		return err
	}
	var forms []store.ReferralForm
	for _, p := range h.Taking() {
		if p.Client == "" {
			s.para(p.Name + " is not a client yet, so not referred.")
			continue
		}
		form := store.ReferralForm{Client: p.Client, Programme: r.ID}
		var err error
		if form.Reason, err = s.words(words{label: "Reason", ask: "Why do you refer " + p.Name + "?", note: "The receiver reads it. Enter alone gives none."}); err != nil {
			return err
		}
		typed, err := s.words(words{label: "Told on", ask: "On which day was " + p.Name + " told what is shared, and with whom?", note: "Enter a day.", was: s.desk.Today().Words()})
		if err != nil {
			return err
		}
		form.Told = entry.ReadDay(typed)
		if err := s.homeSharing(p.Name, &form); err != nil {
			return err
		}
		forms = append(forms, form)
	}
	if ok, err := s.homeChecks(h, r, forms); !ok {
		return err
	}
	sent, err := s.desk.ReferHousehold(s.ctx, h.ID, r.ID, forms)
	if err != nil {
		s.wrong(err)
		return nil
	}
	for _, one := range sent {
		s.parf("Sent: %s, of %s.", one.ID, one.Packet.GivenName)
	}
	return nil
}

// homeSharing asks on what basis what is sent of a person is shared and, where that
// is their consent, when they gave it.
func (s *session) homeSharing(name string, form *store.ReferralForm) error {
	g, err := s.desk.Grounds(s.ctx, "")
	if err != nil {
		return err
	}
	says, at := turn.SharingWords(g.Sharing(), form)
	c := look.NewChoice("On what basis is this shared of "+name+"?", says, at)
	if _, err := s.pickFrom(c, "Basis, number", says[at]); err != nil {
		return err
	}
	turn.Share(form, g.Sharing(), c.At())
	s.para(entry.WhyShared(&g, form.Basis))
	if form.Basis != store.Consent {
		return nil
	}
	typed, err := s.words(words{label: "Agreed on", ask: "On which day did " + name + " agree to this sharing?", note: "Enter a day.", was: s.desk.Today().Words()})
	form.Agreement.Day = entry.ReadDay(typed)
	return err
}

// homeChecks reads out what each receiver would see and what could go wrong, asks
// why it is sent all the same where a check warns or stops, and whether to send.
func (s *session) homeChecks(h *atHome, r store.HouseholdResult, forms []store.ReferralForm) (bool, error) {
	got, err := s.desk.HouseholdForms(s.ctx, h.ID, r.ID, forms)
	if err != nil {
		s.wrong(err)
		return false, nil
	}
	var lines []string
	for i, one := range got {
		lines = append(lines, turn.Packet(s.lk, &one.Packet, s.w)...)
		forms[i].Overrides = map[string]string{}
		for _, c := range one.Checks {
			if c.Level == store.CheckNote {
				s.para("Note: " + c.Says)
				continue
			}
			why, err := s.words(words{label: "Why", ask: capital(string(c.Level)) + ": " + c.Says + ". Why is it sent all the same?", note: "The reason is kept with the referral.", need: "Enter why, or back."})
			if err != nil {
				return false, err
			}
			forms[i].Overrides[c.ID] = why
		}
	}
	s.text(lines)
	sure, err := s.confirm("Send "+store.Count(len(forms), "referral")+" to "+r.Name+", y or n", "y sends all of them, n none.")
	if err == nil && !sure {
		s.para("Not sent.")
	}
	return sure && err == nil, err
}
