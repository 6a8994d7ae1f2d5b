package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/store/search"
)

func TestClientOutlivesTheServer(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "  Jo  ", changes(t, `{"birth_date": "1990-03-27", "groups": {"veteran": true}}`), store.DocumentSeen, store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	if c.GivenName != "Jo" || c.Rev != 1 || c.Known[store.BirthDate].Source != store.DocumentSeen {
		t.Fatalf("kept %+v", c)
	}
	c, err = d.SetFacts(w.ctx, c.Ref, c.Rev, changes(t, `{"groups": {"homeless": false}, "age": null, "work": "employed"}`), store.ClientSaid)
	if err != nil {
		t.Fatal(err)
	}
	w.reopen()
	d = w.desk(d.Who().Fingerprint)
	got, err := d.Client(w.ctx, store.ClientRef(strings.ToLower(strings.ReplaceAll(string(c.Ref), "-", ""))))
	if err != nil {
		t.Fatal(err)
	}
	groups := got.Facts[store.Groups].Set
	if groups.Holds("veteran") != store.Yes || groups.Holds("homeless") != store.No || groups.Holds("refugee") != store.Unknown {
		t.Fatalf("groups came back as %+v", groups)
	}
	if k := got.Known[store.BirthDate]; k.Source != store.DocumentSeen || k.By != d.Who().Member.ID || k.On != store.Date(2026, 2, 2) {
		t.Fatalf("birth date is known by %+v", k)
	}
	if got.Known[store.Work].Source != store.ClientSaid {
		t.Fatalf("work is known by %+v", got.Known[store.Work])
	}
}

func TestTwoCoachesOnOneClient(t *testing.T) {
	w := newWorld(t)
	a := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	b := w.member("Bill", "Burnley Jobcentre", keys.Coach)
	c, err := a.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Because(w.ctx, c.Ref, "together", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetFacts(w.ctx, c.Ref, c.Rev, changes(t, `{"age": 24}`), ""); err != nil {
		t.Fatal(err)
	}
	_, err = a.SetFacts(w.ctx, c.Ref, c.Rev, changes(t, `{"age": 42}`), "")
	wantErr(t, err, store.ErrConflict)
	if !strings.Contains(err.Error(), "Bill") || !strings.Contains(err.Error(), "10:00") {
		t.Errorf("the conflict does not say who and when: %v", err)
	}
	got, err := a.Client(w.ctx, c.Ref)
	if err != nil || got.Facts[store.Age].Num != 24 {
		t.Fatalf("age is %+v, %v: Bill's change was overwritten", got.Facts[store.Age], err)
	}
}

func TestWhatIsNotTaken(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	add := func(name, json string) error {
		_, err := d.AddClient(w.ctx, name, changes(t, json), "", store.Told{How: store.ToldInPerson})
		return err
	}
	wantField(t, add("", `{}`), "given name")
	wantField(t, add("Jo AB 12 34 56 C", `{}`), "given name")
	wantField(t, add(strings.Repeat("x", 61), `{}`), "given name")
	wantField(t, add("Jo\x1b[2J", `{}`), "given name")
	var fe *store.FactError
	if err := add("Jo", `{"birth_date": "2027-01-01"}`); !errors.As(err, &fe) || fe.Fact != "birth_date" {
		t.Errorf("a birth date to come: %v", err)
	}
	if err := add("Jo", `{"programmes": ["restrat"]}`); !errors.As(err, &fe) || !strings.Contains(fe.Want, "restart") {
		t.Errorf("a slip in an id: %v", err)
	}
	if err := add("Jo", `{"past_programmes": ["work-programme-2011"]}`); err != nil {
		t.Errorf("an id like no other: %v", err)
	}
	for _, json := range []string{
		`{"programmes": ["AB123456C"]}`, `{"past_programmes": {"ab123456c": false}}`, `{"programmes": ["two words"]}`,
		`{"judgements": {"AB123456C": true}}`, `{"judgements": {"restart": true}}`, `{"judgements": {"no-such/who": true}}`,
	} {
		if err := add("Jo", json); !errors.As(err, &fe) {
			t.Errorf("%s: %v", json, err)
		}
	}
	if err := add("Jo", `{"judgements": {"fsf/award": true}}`); err != nil {
		t.Errorf("a judgement: %v", err)
	}
	c, err := d.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.AddNote(w.ctx, c.Ref, "her number is qq123456c")
	if err != nil {
		t.Errorf("QQ is no National Insurance prefix, so this is none: %v", err)
	}
	_, err = d.AddNote(w.ctx, c.Ref, "her number is AB-12-34-56-C")
	wantField(t, err, "note")
	_, err = d.CloseClient(w.ctx, c.Ref, c.Rev, " ", false)
	wantField(t, err, "reason for closing")
}

func TestReferralSharesOnlyWhatTheRuleTurnsOn(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{
		"birth_date": "1990-03-27", "district": "burnley", "health": ["mental"], "right_to_work": true,
		"weekly_net_pay": 120.50, "youngest_child_months": 30, "barriers": ["debt"]}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	form := store.ReferralForm{Client: c.Ref, Programme: "connect-to-work", Reason: "wants to start", Told: d.Today()}
	packet, result, err := d.Packet(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	shared := map[string]bool{}
	for _, l := range packet.Lines {
		shared[l.Fact] = true
	}
	for _, f := range []string{"birth_date", "district", "health", "right_to_work"} {
		if !shared[f] {
			t.Errorf("%s is not in the packet", f)
		}
	}
	for _, f := range []string{"weekly_net_pay", "youngest_child_months", "barriers"} {
		if shared[f] {
			t.Errorf("%s is in the packet, and the rule does not ask it", f)
		}
	}
	if result.Standing == "" || packet.Standing != result.Standing || packet.Contact.By != store.ThroughCoach {
		t.Errorf("packet %+v, result %q", packet, result.Standing)
	}
	sent, err := d.Refer(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Refer(w.ctx, form)
	wantChecks(t, err, store.CheckOpenReferral)
	if _, err := d.Move(w.ctx, sent.ID, sent.Rev, store.Turn{Move: store.MoveWithdraw, Reason: "not-interested"}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Refer(w.ctx, form); err != nil {
		t.Errorf("after the withdrawal: %v", err)
	}
}

func TestReferralForms(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	good := store.ReferralForm{Client: c.Ref, Programme: "connect-to-work", Told: d.Today()}
	refer := func(change func(*store.ReferralForm)) error {
		form := good
		change(&form)
		_, err := d.Refer(w.ctx, form)
		return err
	}
	wantField(t, refer(func(f *store.ReferralForm) { f.Told = 0 }), "told")
	wantField(t, refer(func(f *store.ReferralForm) { f.Told = d.Today() + 1 }), "told")
	wantField(t, refer(func(f *store.ReferralForm) { f.Basis = "habit" }), "basis")
	wantField(t, refer(func(f *store.ReferralForm) { f.Contact.By = "pigeon" }), "contact")
	wantField(t, refer(func(f *store.ReferralForm) { f.Contact.By = store.ByPhone }), "contact detail")
	wantField(t, refer(func(f *store.ReferralForm) { f.Contact.Detail = "01282 000000" }), "contact detail")
	wantField(t, refer(func(f *store.ReferralForm) { f.Reason = "NI number AB123456C" }), "reason")
	wantChecks(t, refer(func(f *store.ReferralForm) { f.Programme = "kickstart" }), store.CheckDates)
	wantField(t, refer(func(f *store.ReferralForm) { f.Overrides = map[string]string{"date": "agreed"} }), "overrides")
	wantField(t, refer(func(f *store.ReferralForm) { f.Programme = "skills-pledge" }), "programme")
	wantErr(t, refer(func(f *store.ReferralForm) { f.Programme = "no-such" }), store.ErrNotFound)
	wantErr(t, refer(func(f *store.ReferralForm) { f.Client = "222-222" }), store.ErrNotFound)
	if all, err := d.Referrals(w.ctx, ""); err != nil || len(all) != 0 {
		t.Errorf("after refusals there are %d referrals, %v", len(all), err)
	}
}

func TestDraftThatWentStale(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	form := store.ReferralForm{Client: c.Ref, Programme: "connect-to-work", Told: d.Today()}
	draft, err := d.SaveDraft(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SetFacts(w.ctx, c.Ref, c.Rev, changes(t, `{"age": 31}`), ""); err != nil {
		t.Fatal(err)
	}
	_, err = d.Send(w.ctx, draft.ID, draft.Rev, overAll())
	wantErr(t, err, store.ErrConflict)
	draft, err = d.ChangeDraft(w.ctx, draft.ID, draft.Rev, form)
	if err != nil {
		t.Fatal(err)
	}
	draft, err = d.Send(w.ctx, draft.ID, draft.Rev, overAll())
	if err != nil || draft.State != store.Sent || draft.Sent.IsZero() {
		t.Fatalf("sent %+v, %v", draft, err)
	}
	_, err = d.Send(w.ctx, draft.ID, draft.Rev, overAll())
	wantErr(t, err, store.ErrConflict)
}

// count is how many rows of a kind the diary has.
func count(d store.Diary, kind store.DiaryKind) int {
	n := 0
	for _, r := range d.Rows {
		if r.Kind == kind {
			n++
		}
	}
	return n
}

func TestWhatWaits(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	other := w.member("Bill", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{"birth_date": "2007-02-10", "district": "burnley"}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	diary, err := d.Diary(w.ctx)
	if err != nil || count(diary, store.DiaryTriage) != 1 {
		t.Fatalf("before the triage: %+v, %v", diary, err)
	}
	a, err := d.Triage(w.ctx, c.Ref, d.Today())
	if err != nil {
		t.Fatal(err)
	}
	near := slices.IndexFunc(a.Answer.Results, func(r store.Result) bool { return r.ID == "multiply" || r.ID == "skills-bootcamps" })
	if r := a.Answer.Results[near]; r.When != store.Date(2026, 2, 10) {
		t.Fatalf("%s: %s on %v", r.ID, r.Standing, r.When)
	}
	diary, err = d.Diary(w.ctx)
	if err != nil || count(diary, store.DiaryTriage) != 0 || !slices.ContainsFunc(diary.Rows, func(r store.DiaryRow) bool {
		return r.Kind == store.DiaryDue && r.Day == store.Date(2026, 2, 10) && r.Head(diary.Day) == "Soon"
	}) {
		t.Fatalf("after the triage: %+v, %v", diary, err)
	}
	w.clock.set(time.Date(2026, 2, 10, 9, 0, 0, 0, time.UTC))
	if diary, err = d.Diary(w.ctx); err != nil || diary.Rows[0].Head(diary.Day) != "Now due" || diary.Rows[0].GivenName != "Jo" {
		t.Fatalf("on the birthday: %+v, %v", diary, err)
	}
	if diary, err = other.Diary(w.ctx); err != nil || len(diary.Rows) != 0 {
		t.Errorf("Bill's diary has Amina's client: %+v, %v", diary, err)
	}
	if _, err := d.SetFacts(w.ctx, c.Ref, c.Rev, changes(t, `{"work": "out-of-work"}`), ""); err != nil {
		t.Fatal(err)
	}
	if diary, err = d.Diary(w.ctx); err != nil || count(diary, store.DiaryTriage) != 1 {
		t.Errorf("after new facts: %+v, %v", diary, err)
	}
}

func TestAssessmentIsKeptAsShown(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach, keys.Curator)
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{"age": 30, "district": "burnley"}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.Triage(w.ctx, c.Ref, d.Today())
	if err != nil {
		t.Fatal(err)
	}
	source, err := d.ProgrammeSource(w.ctx, "restart")
	if err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(string(source), "name: Restart Scheme", "name: Restart, edited here", 1)
	p, err := d.PutProgramme(w.ctx, []byte(edited), desk.Latest)
	if err != nil || p.Rev != 2 || !p.Edited {
		t.Fatalf("edited to %d, %v", p.Rev, err)
	}
	w.reopen()
	got, err := w.desk(d.Who().Fingerprint).Assessment(w.ctx, a.ID)
	if err != nil || len(got.Answer.Results) != len(a.Answer.Results) {
		t.Fatalf("came back with %d results, %v", len(got.Answer.Results), err)
	}
	for i, r := range got.Answer.Results {
		if r.ID != a.Answer.Results[i].ID || r.Standing != a.Answer.Results[i].Standing || r.Rev != 1 {
			t.Fatalf("result %d came back as %+v", i, r)
		}
	}
	err = w.engine.View(w.ctx, func(tx store.Tx) error {
		old, err := store.ProgrammeAt(tx, "restart", 1)
		if err == nil && old.Name != "Restart Scheme" {
			t.Errorf("revision 1 is called %q", old.Name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTrail(t *testing.T) {
	w := newWorld(t)
	coach := w.member("C", "Burnley Jobcentre", keys.Coach)
	auditor := w.member("A", "Audit", keys.Auditor)
	c, err := coach.AddClient(w.ctx, "Jo Unmistakable", changes(t, `{"health": ["mental"]}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	w.clock.set(time.Date(2026, 2, 5, 9, 0, 0, 0, time.UTC))
	if _, err := coach.Client(w.ctx, c.Ref); err != nil {
		t.Fatal(err)
	}
	read := func(q store.TrailQuery) []store.Event {
		t.Helper()
		events, err := auditor.Trail(w.ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		return events
	}
	ofClient := read(store.TrailQuery{Client: c.Ref})
	if len(ofClient) != 2 || ofClient[0].Verb != "opened" || ofClient[1].Verb != "added" {
		t.Fatalf("of the client: %+v", ofClient)
	}
	if got := read(store.TrailQuery{Since: store.Date(2026, 2, 5)}); len(got) != 2 { // the opening, and the reading of the trail before
		t.Errorf("since the fifth: %+v", got)
	}
	if got := read(store.TrailQuery{Until: store.Date(2026, 2, 4), Member: coach.Who().Member.ID}); len(got) != 1 {
		t.Errorf("until the fourth: %+v", got)
	}
	all := read(store.TrailQuery{})
	for i, e := range all {
		if int(e.ID) != len(all)-i {
			t.Fatalf("event %d stands at %d of %d", e.ID, i, len(all))
		}
		if strings.Contains(strings.Join(e.Fields, " ")+e.Subject, "Unmistakable") || strings.Contains(strings.Join(e.Fields, " "), "mental") {
			t.Errorf("an event tells what a person is or has: %+v", e)
		}
	}
	_, err = auditor.Trail(w.ctx, store.TrailQuery{Client: "K7M"})
	wantField(t, err, "client")
}

func TestInstallerSeesNoClients(t *testing.T) {
	w := newWorld(t)
	coach := w.member("C", "Burnley Jobcentre", keys.Coach)
	c, err := coach.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.office.Installer().Client(w.ctx, c.Ref)
	wantErr(t, err, keys.ErrNotAllowed)
	_, err = w.office.For(keys.Caller{}).Find(w.ctx, search.Query{})
	wantErr(t, err, store.ErrNotFound)
}

// No set of ids grows so large that its client cannot be kept or matched, and
// what is too large is refused in a sentence.
