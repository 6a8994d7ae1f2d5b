package desk_test

import (
	"slices"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// pair is a coach and the provider who answers their referrals.
type pair struct {
	w               *world
	coach, provider *desk.Desk
	programme       store.ProgrammeID
}

func newPair(t *testing.T, id store.ProgrammeID) *pair {
	t.Helper()
	w := newWorld(t)
	p := &pair{w, w.member("Amina", "Burnley Jobcentre", keys.Coach), w.member("Olu", "Nelson College", keys.Provider), id}
	if _, err := w.office.Installer().SetDeliverer(w.ctx, id, 0, p.provider.Who().Partner.ID); err != nil {
		t.Fatal(err)
	}
	return p
}

// send sends a new client.
func (p *pair) send() store.Referral {
	p.w.t.Helper()
	c, err := p.coach.AddClient(p.w.ctx, "Jo", changes(p.w.t, `{"birth_date": "1990-03-27", "district": "burnley", "health": ["mental"]}`), store.DocumentSeen, store.Told{How: store.ToldInPerson})
	if err != nil {
		p.w.t.Fatal(err)
	}
	r, err := p.coach.Refer(p.w.ctx, store.ReferralForm{Client: c.Ref, Programme: p.programme, Told: p.coach.Today()})
	if err != nil {
		p.w.t.Fatal(err)
	}
	return r
}

func (p *pair) reply(r store.Referral, turn store.Turn) {
	p.w.t.Helper()
	if _, err := p.provider.Reply(p.w.ctx, r.ID, desk.Latest, turn); err != nil {
		p.w.t.Fatal(err)
	}
}

func (p *pair) later(days int) {
	p.w.clock.set(p.w.clock.now().AddDate(0, 0, days))
}

func (p *pair) upkeep() store.Upkeep {
	p.w.t.Helper()
	u, err := p.coach.Upkeep(p.w.ctx, p.programme)
	if err != nil {
		p.w.t.Fatal(err)
	}
	return u
}

func (p *pair) track() store.Track {
	p.w.t.Helper()
	var got store.Track
	err := p.w.engine.View(p.w.ctx, func(tx store.Tx) (err error) {
		got, err = store.Tracks.Get(tx, string(p.programme))
		return err
	})
	if err != nil {
		p.w.t.Fatal(err)
	}
	return got
}

// line is the number of the line of the rule that comes from a field.
func (p *pair) line(of store.Fact) (int, string) {
	p.w.t.Helper()
	lines, err := p.coach.RuleLines(p.w.ctx, p.programme)
	if err != nil {
		p.w.t.Fatal(err)
	}
	for i, l := range lines {
		if l.Fact == of {
			return i + 1, l.Text
		}
	}
	p.w.t.Fatalf("no line of %s turns on %s", p.programme, of)
	return 0, ""
}

// An acceptance shows that the programme takes referrals, and changes nothing else
// of its record.
func TestAnAcceptanceDatesTheField(t *testing.T) {
	p := newPair(t, "connect-to-work")
	before := p.w.stored(p.programme)
	y, m, d := (before.Assured + 5).Split()
	p.w.clock.set(time.Date(y, m, d, 9, 0, 0, 0, time.UTC))
	r := p.send()
	p.reply(r, store.Turn{Move: store.MoveAcknowledge})
	if u := p.upkeep(); len(u.Marks) != 0 {
		t.Errorf("an acknowledgement marks %+v", u.Marks)
	}
	p.reply(r, store.Turn{Move: store.MoveAccept})
	u := p.upkeep()
	if len(u.Marks) != 1 || u.Marks[0].Field != store.FieldDates || u.Marks[0].Assured != p.coach.Today() || u.Marks[0].How != "a referral was accepted" || u.Marks[0].By != "" {
		t.Errorf("marked are %+v", u.Marks)
	}
	if after := p.w.stored(p.programme); after.Rev != before.Rev || after.Edited || after.Assured != before.Assured || u.Assured != before.Assured {
		t.Errorf("the record is at %d, edited %v, assured %v", after.Rev, after.Edited, after.Assured)
	}
}

// A decline by a rule questions that line; three of five make a pattern, until a
// curator finds it right.
func TestDeclinesQuestionTheRuleTheyName(t *testing.T) {
	p := newPair(t, "connect-to-work")
	cal := p.w.member("Cal", "Hub", keys.Curator)
	n, _ := p.line(store.District)
	age, words := p.line(store.Age)
	turns := []store.Turn{
		{Move: store.MoveAccept},
		{Move: store.MoveDecline, Reason: store.ReasonNotEligible, Rule: n},
		{Move: store.MoveDecline, Reason: "not-interested"},
		{Move: store.MoveDecline, Reason: store.ReasonNotEligible, Rule: n},
		{Move: store.MoveDecline, Reason: store.ReasonNotEligible, Rule: n},
		{Move: store.MoveDecline, Reason: store.ReasonNotEligible, Rule: age},
	}
	for _, turn := range turns[:5] {
		p.reply(p.send(), turn)
	}
	it := p.w.item(cal, p.programme, store.FieldArea)
	if len(it.Questions) != 1 || it.Questions[0].Declines != 3 || it.Questions[0].By != "" || len(it.Patterns) != 1 || it.Patterns[0].Declined != 3 || it.Patterns[0].Of != 5 {
		t.Errorf("the curator is shown %+v", it)
	}
	if says := it.Says(); len(says) != 1 || says[0] != "3 of the last 5 declined here: not eligible: check the area it serves." {
		t.Errorf("which reads %q", says)
	}
	p.reply(p.send(), turns[5])
	if it := p.w.item(cal, p.programme, store.FieldRule); it.Line != words || len(it.Patterns) != 0 || it.Questions[0].Declines != 1 {
		t.Errorf("one decline by age is shown as %+v", it)
	}
	if _, err := cal.Assure(p.w.ctx, store.Assurance{Programme: p.programme, Rev: it.Rev, Field: it.Field, Seen: []store.FieldQuestionID{it.Questions[0].ID}}); err != nil {
		t.Fatal(err)
	}
	all, err := cal.Queue(p.w.ctx)
	if err != nil || slices.ContainsFunc(all, func(it store.QueueItem) bool { return it.Programme == p.programme && it.Field == store.FieldArea }) {
		t.Errorf("the area still waits, %v", err)
	}
	p.reply(p.send(), turns[1])
	if it := p.w.item(cal, p.programme, store.FieldArea); it.Questions[0].Declines != 1 || len(it.Patterns) != 0 {
		t.Errorf("a decline after it was found right: %+v", it)
	}
}

// The record of a programme: days to the first reply, and each referral by the
// answer it came to. A decline that is taken back counts no more; silence counts.
func TestThePastOfAProgramme(t *testing.T) {
	p := newPair(t, "connect-to-work")
	referrals := make([]store.Referral, 6)
	for i := range referrals {
		referrals[i] = p.send()
	}
	p.later(2)
	p.reply(referrals[0], store.Turn{Move: store.MoveAccept})
	p.reply(referrals[1], store.Turn{Move: store.MoveWait})
	p.reply(referrals[2], store.Turn{Move: store.MoveDecline, Reason: "no-capacity"})
	p.reply(referrals[3], store.Turn{Move: store.MoveAcknowledge})
	if u := p.upkeep(); !u.Here.Empty() {
		t.Errorf("of three it says %+v", u.Here)
	}
	p.later(3)
	p.reply(referrals[1], store.Turn{Move: store.MoveStart, Day: p.coach.Today()})
	p.reply(referrals[2], store.Turn{Move: store.MoveReopen, Note: "there is a place after all"})
	p.reply(referrals[2], store.Turn{Move: store.MoveAccept})
	p.reply(referrals[3], store.Turn{Move: store.MoveAccept})
	p.reply(referrals[4], store.Turn{Move: store.MoveRedirect, Instead: "restart"})
	p.later(40)
	if err := p.w.office.Sweep(p.w.ctx); err != nil {
		t.Fatal(err)
	}
	u := p.upkeep()
	if u.Here.Reply == nil || *u.Here.Reply != (store.ReplyFigure{N: 5, Days: 2}) {
		t.Errorf("replies %+v", u.Here.Reply)
	}
	if u.Here.Accepted == nil || *u.Here.Accepted != (store.AcceptFigure{N: 6, Percent: 67}) || u.Here.Declined != nil {
		t.Errorf("accepted %+v, declined %+v", u.Here.Accepted, u.Here.Declined)
	}
	kinds := map[store.TrackKind]int{}
	for _, a := range p.track().Last {
		kinds[a.Kind]++
	}
	if kinds[store.TrackAccepted] != 4 || kinds[store.TrackRedirected] != 1 || kinds[store.TrackSilent] != 1 || kinds[store.TrackDeclined] != 0 {
		t.Errorf("the answers are %v", kinds)
	}
}

// A move that is refused teaches nothing.
func TestNothingIsLearnedFromARefusal(t *testing.T) {
	p := newPair(t, "connect-to-work")
	r := p.send()
	if _, err := p.provider.Reply(p.w.ctx, r.ID, r.Rev+7, store.Turn{Move: store.MoveAccept}); err == nil {
		t.Fatal("a stale revision was moved")
	}
	err := p.w.engine.View(p.w.ctx, func(tx store.Tx) error {
		_, err := store.Tracks.Get(tx, string(p.programme))
		return err
	})
	wantErr(t, err, store.ErrNotFound)
	if u := p.upkeep(); len(u.Marks)+len(u.Open) != 0 {
		t.Errorf("kept %+v", u)
	}
}
