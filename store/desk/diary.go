package desk

import (
	"context"
	"errors"
	"slices"

	"signpost/keys"
	"signpost/store"
)

// Diary is what asks for the caller's attention today, and that of the colleagues
// whom they cover for, the most urgent first. It reads marks and indexes, and no
// client's record.
func (d *Desk) Diary(ctx context.Context) (store.Diary, error) {
	return read(ctx, d, keys.ActClientList, func(tx store.Tx) (store.Diary, store.Event, error) {
		whose := map[keys.MemberID]string{d.caller.Member.ID: ""}
		for a, err := range store.Aways.By(tx, "cover", string(d.caller.Member.ID)) {
			if err != nil {
				return store.Diary{}, store.Event{}, err
			}
			if !a.On(d.Today()) {
				continue
			}
			m, err := store.Members.Get(tx, string(a.Member))
			if err != nil {
				return store.Diary{}, store.Event{}, err
			}
			if m.Partner == d.caller.Partner.ID {
				whose[m.ID] = m.Name
			}
		}
		out, err := d.diary(tx, whose)
		return out, store.Event{Verb: "listed", Subject: "diary"}, err
	})
}

// TeamDiary is what asks for the attention of any member of the caller's partner.
func (d *Desk) TeamDiary(ctx context.Context) (store.Diary, error) {
	return read(ctx, d, keys.ActClientList, func(tx store.Tx) (store.Diary, store.Event, error) {
		whose := map[keys.MemberID]string{}
		for m, err := range store.Members.By(tx, "partner", string(d.caller.Partner.ID)) {
			if err != nil {
				return store.Diary{}, store.Event{}, err
			}
			whose[m.ID] = m.Name
		}
		out, err := d.diary(tx, whose)
		return out, store.Event{Verb: "listed", Subject: "team diary"}, err
	})
}

// diarist writes a diary.
type diarist struct {
	d     *Desk
	tx    store.Tx
	out   store.Diary
	whose map[keys.MemberID]string // whose diary it is, and the names of those that are named
	cards map[store.ClientRef]store.Card
	sent  map[store.ClientRef][]store.ProgrammeID // where they are referred already
}

// diary is the diary of the members.
func (d *Desk) diary(tx store.Tx, whose map[keys.MemberID]string) (store.Diary, error) {
	w := diarist{
		d: d, tx: tx, out: store.Diary{Day: d.Today(), Rows: []store.DiaryRow{}}, whose: whose,
		cards: map[store.ClientRef]store.Card{}, sent: map[store.ClientRef][]store.ProgrammeID{},
	}
	for m := range whose {
		for c, err := range store.Cards.By(tx, "coach", string(m)) {
			if err != nil {
				return w.out, err
			}
			if c.Partner == d.caller.Partner.ID {
				w.cards[c.Ref] = c
			}
		}
	}
	for _, step := range []func() error{w.untold, w.referrals, w.news, w.triages, w.followUps, w.goes} {
		if err := step(); err != nil {
			return w.out, err
		}
	}
	w.out.Sort()
	return w.out, nil
}

// row begins a row about a client.
func (w *diarist) row(kind store.DiaryKind, c *store.Card, day store.Day) store.DiaryRow {
	return store.DiaryRow{Kind: kind, Client: c.Ref, GivenName: c.GivenName, Coach: c.Coach, Whose: w.whose[c.Coach], Day: day}
}

func (w *diarist) add(r store.DiaryRow) { w.out.Rows = append(w.out.Rows, r) }

// about adds a row about a referral.
func (w *diarist) about(kind store.DiaryKind, c *store.Card, s *store.Slip, day store.Day) {
	row := w.row(kind, c, day)
	row.Programme, row.Name, row.Referral, row.State, row.Alone = s.Programme, s.Name, s.Referral, s.State, s.Alone
	w.add(row)
}

// untold adds the clients who were not told yet what is kept of them and why.
func (w *diarist) untold() error {
	for ref := range w.cards {
		if c := w.cards[ref]; c.NotTold {
			w.add(w.row(store.DiaryTell, &c, store.DayOf(c.Added.In(w.d.Now().Location()))))
		}
	}
	return nil
}

// referrals adds the referrals that have not ended and want something now.
func (w *diarist) referrals() error {
	for s, err := range store.Slips.By(w.tx, "live", string(w.d.caller.Partner.ID)) {
		if err != nil {
			return err
		}
		c, ok := w.cards[s.Client]
		if !ok {
			continue
		}
		w.sent[s.Client] = append(w.sent[s.Client], s.Programme)
		switch {
		case s.State == store.Draft:
			w.about(store.DiaryDraft, &c, &s, store.DayOf(s.Made.In(w.d.Now().Location())))
		case s.State.Unanswered() && s.ReplyBy != 0 && w.out.Day > s.ReplyBy:
			w.about(store.DiaryOverdue, &c, &s, s.ReplyBy)
		case s.State.Unanswered():
			w.about(store.DiarySent, &c, &s, s.ReplyBy)
		case s.State == store.OnWaitingList && s.Until != 0 && s.Until <= w.out.Day:
			w.about(store.DiaryWait, &c, &s, s.Until)
		}
	}
	return nil
}

// news adds what receivers and the clock did since the coach last looked, to
// referrals of clients who are closed too.
func (w *diarist) news() error {
	for s, err := range store.Slips.By(w.tx, "news", string(w.d.caller.Partner.ID)) {
		if err != nil {
			return err
		}
		c, ok, err := w.closedToo(s.Client)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		day := store.DayOf(s.News.In(w.d.Now().Location()))
		switch s.State {
		case store.Declined, store.Redirected, store.Expired, store.EndedEarly:
			w.about(store.DiaryEnded, &c, &s, day)
		default:
			w.about(store.DiaryNews, &c, &s, day)
		}
	}
	return nil
}

// closedToo is the card of a client of the members, and whether it is one: of a
// client who is closed too, whose referrals may have been left open.
func (w *diarist) closedToo(ref store.ClientRef) (store.Card, bool, error) {
	if c, ok := w.cards[ref]; ok || ref == "" {
		return c, ok, nil
	}
	c, err := store.Cards.Get(w.tx, string(ref))
	if errors.Is(err, store.ErrNotFound) {
		return c, false, nil
	}
	_, ok := w.whose[c.Coach]
	return c, ok && c.Partner == w.d.caller.Partner.ID, err
}

// triages adds what the marks of the latest assessments say, and the clients who
// have none.
func (w *diarist) triages() error {
	today := w.out.Day
	for ref := range w.cards {
		c := w.cards[ref]
		t, err := store.Triages.Get(w.tx, string(ref))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err != nil || c.FactsAt.After(t.At) {
			w.add(w.row(store.DiaryTriage, &c, store.DayOf(c.FactsAt)))
		}
		for _, n := range t.Near {
			if n.When <= today+store.AheadDue {
				row := w.row(store.DiaryDue, &c, n.When)
				row.Programme, row.Name = n.Programme, n.Name
				w.add(row)
			}
		}
		for _, e := range t.Ends {
			if e.Last >= today && e.Last <= today+store.AheadLast && !w.on(ref, e.Programme) {
				row := w.row(store.DiaryLast, &c, e.Last)
				row.Programme, row.Name, row.Text = e.Programme, e.Name, e.Why
				w.add(row)
			}
		}
	}
	return nil
}

// on says whether the client is referred to the programme already.
func (w *diarist) on(ref store.ClientRef, id store.ProgrammeID) bool {
	return slices.Contains(w.sent[ref], id)
}

// followUps adds what the members promised.
func (w *diarist) followUps() error {
	for m := range w.whose {
		for f, err := range store.FollowUps.By(w.tx, "member", string(m)) {
			if err != nil {
				return err
			}
			if f.Partner != w.d.caller.Partner.ID || f.Due > w.out.Day+store.AheadFollowUp {
				continue
			}
			c, err := store.Cards.Get(w.tx, string(f.Client))
			if err != nil {
				return err
			}
			row := w.row(store.DiaryFollowUp, &c, f.Due)
			row.Coach, row.Whose, row.FollowUp, row.Text = m, w.whose[m], f.ID, f.Text
			w.add(row)
		}
	}
	return nil
}

// goes adds what is announced to be removed, of clients who are closed too, unless
// the purge is on hold.
func (w *diarist) goes() error {
	if p, err := purgeOf(w.tx); err != nil || p.Hold != nil {
		return err
	}
	for r, err := range store.Removals.By(w.tx, "told", string(w.d.caller.Partner.ID)) {
		if err != nil {
			return err
		}
		c, ok, err := w.closedToo(r.Client)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		row := w.row(store.DiaryGoes, &c, r.Goes)
		row.Text = r.Why()
		if r.Class == store.OldDraft {
			s, err := store.Slips.Get(w.tx, r.Record)
			if errors.Is(err, store.ErrNotFound) {
				continue // removed since
			}
			if err != nil {
				return err
			}
			row.Programme, row.Name, row.Referral, row.State, row.Alone = s.Programme, s.Name, s.Referral, s.State, s.Alone
		}
		w.add(row)
	}
	return nil
}

// looked marks that the client's coach, or who covers for them, has seen what the
// receiver or the clock did with a referral.
func (d *Desk) looked(tx store.Tx, r store.Referral) error {
	news := r.News()
	if news.IsZero() {
		return nil
	}
	c, err := store.Cards.Get(tx, string(r.Client))
	if err != nil {
		return err
	}
	if c.Coach != d.caller.Member.ID {
		a, err := store.Aways.Get(tx, string(c.Coach))
		switch {
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return err
		case err != nil || a.Cover != d.caller.Member.ID || !a.On(d.Today()):
			return nil
		}
	}
	slip, err := store.Slips.Get(tx, string(r.ID))
	if err != nil || !slip.Seen.Before(news) {
		return err
	}
	slip.Seen = news
	_, err = store.Slips.Put(tx, slip)
	return err
}
