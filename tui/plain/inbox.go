package plain

import (
	"fmt"
	"slices"

	"signpost/store"
	"signpost/tui/page/entry"
	"signpost/tui/page/inbox"
	"signpost/tui/page/turn"
)

// inbox lists what was sent to the partner, and opens one.
func (s *session) inbox() error {
	tabs := inbox.Tabs()
	tab, ended := 0, len(tabs)-1
	words := []command{{"capacity", "say what room there is on the programmes you deliver."}}
	for _, t := range tabs {
		words = append(words, command{t, "those alone that are " + t + "."})
	}
	for {
		all, err := s.desk.Inbox(s.ctx, tab == ended)
		if err != nil {
			s.wrong(err)
			return nil
		}
		l := &list{label: "Number, capacity, or help", words: words, none: "None of your referrals is here."}
		if tab == 0 {
			l.none = "No referral waits here. To say what room there is on your programmes, enter capacity."
		}
		var fit []store.ReferralID
		for i := range all {
			if r := &all[i]; inbox.Holds(tab, r) {
				life := turn.OfReceived(r)
				fit = append(fit, r.ID)
				l.rows = append(l.rows, fmt.Sprintf("%s to %s: %s", inbox.Whose(r), r.Packet.Name, life.Short(s.desk.Today())))
			}
		}
		s.title(fmt.Sprintf("Inbox, %s: %d", tabs[tab], len(fit)))
		if waits := turn.Waiting(all, s.desk.Today()); waits != "" {
			s.para(waits + ".")
		}
		s.show(l)
		got, err := s.pick(l)
		switch {
		case err != nil:
			return err
		case got.row >= 0:
			err = s.received(fit[got.row])
		case got.word == "capacity":
			err = s.capacity()
		default:
			tab = slices.Index(tabs, got.word)
		}
		if !back(err) {
			return err
		}
	}
}

// received reads one referral that was sent to the partner, and moves it.
func (s *session) received(id store.ReferralID) error {
	for {
		o, err := inbox.Open(s.ctx, s.desk, id)
		if err != nil {
			s.wrong(err)
			return nil
		}
		r := o.Received()
		s.title("Inbox: referral " + string(r.ID))
		s.text(o.Lines(s.lk, s.desk, s.w))
		l := &list{label: "Number or back"}
		rows := turn.Offers(s.desk.Replies(r))
		for _, row := range rows {
			l.rows = append(l.rows, capital(row.Does))
		}
		l.rows = append(l.rows, "The programme")
		s.rows(l)
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		if got.row == len(rows) {
			err = s.programme(r.Packet.Programme)
		} else {
			err = s.reply(o, rows[got.row])
		}
		if !back(err) {
			return err
		}
	}
}

// reply makes a move of the receiver.
func (s *session) reply(o *inbox.Opened, row store.MoveRow) error {
	r := o.Received()
	e := o.Begin(row, s.desk.Today())
	return s.turn(e, func(t store.Turn) error {
		now, err := s.desk.Reply(s.ctx, r.ID, r.Rev, t)
		if err == nil {
			life := turn.OfReceived(&now)
			s.para(life.Saved(t.Move, s.desk.Today()))
		}
		return err
	}, func() {
		if now, err := s.desk.Received(s.ctx, r.ID); err == nil {
			r = now
			life := turn.OfReceived(&now)
			e.Met(life.Words(s.desk.Today()), s.desk.Replies(now))
		}
	})
}

// capacity lists the programmes that the partner delivers, and says what room
// there is on one.
func (s *session) capacity() error {
	for at := 0; ; {
		ours, err := inbox.OurProgrammes(s.ctx, s.desk)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title("Capacity: what room there is on your programmes")
		l := &list{label: "Number", at: at, none: inbox.NoneOfOurs}
		for i := range ours {
			says := entry.RoomWords(&ours[i].Delivery, s.desk.Today())
			if says == "" {
				says = inbox.NotSaid
			}
			l.rows = append(l.rows, ours[i].Name+"\n"+says)
		}
		s.show(l)
		if len(ours) == 0 {
			l.label, l.enter = "Enter, to go back", "goes back."
		}
		got, err := s.pick(l)
		if err != nil || got.row < 0 {
			return err
		}
		at = got.row
		if err := s.sayRoom(inbox.Say(ours[got.row])); !back(err) {
			return err
		}
	}
}

// sayRoom asks what room there is on a programme, and saves it.
func (s *session) sayRoom(say *inbox.Saying) error {
	defer s.keep(func() string {
		if say.Changed() {
			return "What you said of the room there is, is not saved."
		}
		return ""
	})()
	for {
		done, err := s.sayAsk(say)
		switch {
		case err != nil && back(err):
			if !say.Before() {
				return err
			}
			continue
		case err != nil:
			return err
		case !done:
			continue
		}
		of := say.Of()
		_, err = s.desk.SetCapacity(s.ctx, of.Programme, of.Rev, say.Capacity())
		if err == nil {
			s.parf("Saved: %s, %s.", of.Name, entry.CapacityWord(say.Capacity().Code))
			return nil
		}
		s.wrong(err)
		if isConflict(err) {
			s.roomMet(say)
		} else if !say.Refuse(err) {
			return nil
		}
	}
}

// roomMet reads what somebody else said meanwhile.
func (s *session) roomMet(say *inbox.Saying) {
	of := say.Of()
	if d, err := s.desk.Delivery(s.ctx, of.Programme); err == nil {
		say.Met(inbox.Ours{Delivery: d, Name: of.Name}, s.desk.Today())
		s.para(say.Meanwhile())
	}
}

func (s *session) sayAsk(say *inbox.Saying) (bool, error) {
	code, question, note, was := say.Asks()
	if code != nil {
		if err := s.choose(code, "Room, number"); err != nil {
			return false, err
		}
		return say.Take("")
	}
	typed, err := s.words(words{label: "Answer", ask: question, note: note, was: was})
	if err != nil {
		return false, err
	}
	done, err := say.Take(typed)
	if err != nil {
		s.refuse(err)
	}
	return done, nil
}
