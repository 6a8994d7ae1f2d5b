package plain

import (
	"fmt"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/page"
	"signpost/tui/page/home"
)

// waitsFrom is the number of the first thing that waits: the jobs keep the digits
// that they have on the page.
const waitsFrom = 11

// home is the menu, again and again until the member leaves.
func (s *session) home() error {
	who := s.desk.Who()
	s.parf("Signpost, a line at a time. %s, %s. At any prompt, enter help.", who.Member.Name, who.Partner.Name)
	for {
		to, err := s.menu()
		if err == nil {
			err = s.open(to)
		}
		switch {
		case err == errMenu, back(err):
		default:
			return err
		}
	}
}

// knownWord says that the member knows of the key that the menu tells of.
const knownWord = "known"

// know keeps that the member knows of the key that the menu tells of.
func (s *session) know(of store.KeyNews) error {
	if err := s.desk.KnowKeys(s.ctx, []keys.Fingerprint{of.Fingerprint}); err != nil {
		s.refuse(err)
		return s.ctx.Err()
	}
	s.para("Noted that you know of it.")
	return nil
}

// menu reads out what waits and the jobs, and asks for one.
func (s *session) menu() (page.Route, error) {
	jobs := home.Jobs(s.ctx, s.desk)
	waits, ever, waitsErr := home.Waits(s.ctx, s.desk)
	s.title("Menu")
	l := &list{from: waitsFrom, label: "Number"}
	news, err := s.desk.KeyNews(s.ctx)
	if err != nil {
		s.para(s.says(err))
	}
	if len(news) > 0 {
		s.para(news[0].Says() + " To say that you know of it, enter known.")
		l.words = append(l.words, command{knownWord, "say that you know of the key that was added for you."})
	}
	if ever {
		l.head = fmt.Sprintf("Your diary, %s: %d", s.desk.Today().Words(), len(waits))
		if waitsErr != nil {
			l.head = s.says(waitsErr)
		} else if len(waits) == 0 {
			l.head = "Nothing waits for you today."
		}
		for _, w := range waits {
			l.rows = append(l.rows, w.Name+": "+w.Says)
		}
		s.show(l)
	}
	if s.desk.Who().May(keys.ActBackup) {
		if safe, err := s.desk.Safety(s.ctx); err == nil {
			s.para(safe.Says())
		}
	}
	s.para("What do you want to do?")
	for _, j := range jobs {
		s.lines(s.lk.Hang(j.Name+" ", j.Says, s.w))
		l.words = append(l.words, command{j.Name, j.Says})
	}
	for {
		got, err := s.pick(l)
		if back(err) && err != nil {
			s.para("This is the menu: there is nothing to go back to. To leave, enter quit.")
			continue
		}
		if err != nil {
			return nil, err
		}
		if got.row >= 0 {
			return waits[got.row].To, nil
		}
		if got.word == knownWord {
			if err := s.know(news[0]); err != nil {
				return nil, err
			}
			return page.Home{}, nil
		}
		for _, j := range jobs {
			if j.Name == got.word {
				return j.To, nil
			}
		}
	}
}

// open does the job of a route.
func (s *session) open(to page.Route) error {
	switch to := to.(type) {
	case page.Home:
		return errMenu
	case page.Team:
		return s.team()
	case page.Find:
		return s.find(to.Words)
	case page.Programme:
		return s.programme(to.ID)
	case page.Triage:
		return s.triage(to.Client, to.After)
	case page.Assessment:
		return s.assessment(to.ID)
	case page.Caseload:
		return s.caseload()
	case page.Client:
		return s.client(to.Ref)
	case page.Keep:
		return s.keepClient(to.Client)
	case page.ReferNew:
		return s.refer(to.Client, to.Programme, to.After)
	case page.Referral:
		return s.referral(to.ID)
	case page.Referrals:
		return s.referrals()
	case page.Inbox:
		return s.inbox()
	case page.Received:
		return s.received(to.ID)
	case page.Capacity:
		return s.capacity()
	case page.Households:
		return s.households()
	case page.Household:
		return s.household(to.ID)
	case page.Access:
		return s.access()
	case page.Purposes:
		return s.purposes()
	case page.Retention:
		return s.retention()
	case page.Queue:
		return s.queue()
	case page.Trail:
		return s.trail()
	case page.DataPack:
		return s.datapack()
	case page.Settings:
		return s.settings()
	}
	s.para("This is on the pages only, not a line at a time.")
	return nil
}

// team reads the diary of everybody at the member's partner, and opens a record.
func (s *session) team() error {
	for {
		waits, err := home.TeamWaits(s.ctx, s.desk)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.title(fmt.Sprintf("The diary of your team, %s: %d", s.desk.Today().Words(), len(waits)))
		l := &list{label: "Number", none: "Nothing waits for anybody at your partner today."}
		for _, w := range waits {
			l.rows = append(l.rows, w.Name+": "+w.Says)
		}
		s.show(l)
		if len(l.rows) == 0 {
			return nil
		}
		got, err := s.pick(l)
		if err != nil {
			return err
		}
		if err := s.open(waits[got.row].To); !back(err) {
			return err
		}
	}
}
