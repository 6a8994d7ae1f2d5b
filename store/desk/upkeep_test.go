package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// item is the one thing in the queue about a field of a programme.
func (w *world) item(d *desk.Desk, id store.ProgrammeID, f store.Field) store.QueueItem {
	w.t.Helper()
	all, err := d.Queue(w.ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	var got []store.QueueItem
	for _, it := range all {
		if it.Programme == id && it.Field == f {
			got = append(got, it)
		}
	}
	if len(got) != 1 {
		w.t.Fatalf("the queue has %d items about %s of %s", len(got), f, id)
	}
	return got[0]
}

func (w *world) stored(id store.ProgrammeID) store.Programme {
	w.t.Helper()
	var p store.Programme
	err := w.engine.View(w.ctx, func(tx store.Tx) (err error) {
		p, err = store.Catalogue.Get(tx, string(id))
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// A field is questioned by whoever may find, answered by a curator who found it
// right, and the record is the same throughout: at its revision and not edited, so
// that a newer built-in one still takes its place.
func TestAFieldQuestionedAndFoundRight(t *testing.T) {
	w := newWorld(t)
	coach := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	other := w.member("Olu", "Nelson College", keys.Provider)
	cal := w.member("Cal", "Hub", keys.Curator)
	before := w.stored("restart")
	q, err := coach.Question(w.ctx, "restart", store.FieldRoutes, 0, "the number is out of use")
	if err != nil {
		t.Fatal(err)
	}
	if e := w.lastEvent(); e.Verb != "questioned" || e.Subject != "programme restart" || !slices.Equal(e.Fields, []string{"routes", "question " + string(q.ID)}) {
		t.Errorf("the event is %+v", e)
	}
	if u, err := other.Upkeep(w.ctx, "restart"); err != nil || len(u.Open) != 1 || u.Open[0].Note != "the number is out of use" || u.Open[0].From != "Burnley Jobcentre" || u.Open[0].Who != "" || u.Open[0].By != "" {
		t.Errorf("another partner is shown %+v, %v", u.Open, err)
	}
	if u, _ := coach.Upkeep(w.ctx, "restart"); u.Open[0].Who != "Amina" {
		t.Errorf("her own partner is shown %+v", u.Open)
	}
	it := w.item(cal, "restart", store.FieldRoutes)
	if it.Questions[0].Who != "Amina" || it.Since != cal.Today() || it.Rev != before.Rev {
		t.Errorf("the curator is shown %+v", it)
	}
	late, err := coach.Question(w.ctx, "restart", store.FieldRoutes, 0, "asked while the curator looked")
	if err != nil {
		t.Fatal(err)
	}
	u, err := cal.Assure(w.ctx, store.Assurance{Programme: "restart", Rev: it.Rev, Field: it.Field, Seen: []store.FieldQuestionID{q.ID}})
	if err != nil {
		t.Fatal(err)
	}
	if len(u.Open) != 1 || u.Open[0].ID != late.ID || len(u.Answered) != 1 {
		t.Errorf("after it was found right %+v wait and %+v are answered", u.Open, u.Answered)
	}
	if after := w.stored("restart"); after.Rev != before.Rev || after.Edited || after.Assured != before.Assured || after.Builtin != before.Builtin {
		t.Errorf("the record was %d %v %v and is %d %v %v", before.Rev, before.Edited, before.Assured, after.Rev, after.Edited, after.Assured)
	}
	w.age("restart", false)
	w.reopen()
	if p := w.stored("restart"); p.Name == "As it was" || len(w.office.Kept()) != 0 {
		t.Errorf("the built-in record did not take its place: %q, kept %v", p.Name, w.office.Kept())
	}
}

// What was found right is no longer known to be, once it is changed.
func TestAMarkGoesWithWhatItSpokeOf(t *testing.T) {
	w := newWorld(t)
	cal := w.member("Cal", "Hub", keys.Curator)
	w.clock.set(time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC))
	for _, f := range []store.Field{store.FieldRoutes, store.FieldCost} {
		if _, err := cal.Assure(w.ctx, store.Assurance{Programme: "restart", Rev: desk.Latest, Field: f}); err != nil {
			t.Fatal(err)
		}
	}
	source, err := cal.ProgrammeSource(w.ctx, "restart")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cal.PutProgramme(w.ctx, []byte(strings.Replace(string(source), "cost: free", "cost: five pounds", 1)), 1); err != nil {
		t.Fatal(err)
	}
	u, err := cal.Upkeep(w.ctx, "restart")
	if err != nil || len(u.Marks) != 1 || u.Marks[0].Field != store.FieldRoutes || u.Marks[0].Assured != cal.Today() {
		t.Errorf("marked are %+v, %v", u.Marks, err)
	}
}

// A record waits from the day its review is past, and no longer once it is found
// right; one that has closed does not wait.
func TestReview(t *testing.T) {
	w := newWorld(t)
	cal := w.member("Cal", "Hub", keys.Curator)
	if _, err := cal.PutProgramme(w.ctx, []byte(kite), 0); err != nil {
		t.Fatal(err)
	}
	checked := w.stored("kite-course").Assured
	over := checked + store.DefaultReview + 1
	y, m, day := (over - 1).Split()
	w.clock.set(time.Date(y, m, day, 9, 0, 0, 0, time.UTC))
	all, err := cal.Queue(w.ctx)
	if err != nil || slices.ContainsFunc(all, func(it store.QueueItem) bool { return it.Programme == "kite-course" }) {
		t.Errorf("it waits on the last day of its review: %v", err)
	}
	w.clock.set(time.Date(y, m, day+1, 9, 0, 0, 0, time.UTC))
	it := w.item(cal, "kite-course", store.WholeRecord)
	if it.Overdue != 1 || it.Assured != checked || it.Since != over-1 {
		t.Errorf("it waits as %+v", it)
	}
	if all, err = cal.Queue(w.ctx); err != nil || !slices.IsSortedFunc(all, func(a, b store.QueueItem) int { return int(a.Since - b.Since) }) {
		t.Errorf("not the oldest first: %v", err)
	}
	u, err := cal.Assure(w.ctx, store.Assurance{Programme: "kite-course", Rev: it.Rev})
	if err != nil || u.Assured != cal.Today() {
		t.Errorf("assured on %v, %v", u.Assured, err)
	}
	if all, err = cal.Queue(w.ctx); err != nil || slices.ContainsFunc(all, func(it store.QueueItem) bool { return it.Programme == "kite-course" }) {
		t.Errorf("it still waits: %v", err)
	}
	for _, it := range all {
		if p, err := cal.Programme(w.ctx, it.Programme); err != nil || p.Dates.Open(cal.Today()) == store.No {
			t.Errorf("%s has closed, and waits for a review", it.Programme)
		}
	}
}

func TestQuestionsThatAreNotKept(t *testing.T) {
	w := newWorld(t)
	coach := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	before := w.logged()
	for field, ask := range map[string]func() error{
		"field": func() error { _, err := coach.Question(w.ctx, "restart", "colour", 0, "x"); return err },
		"note":  func() error { _, err := coach.Question(w.ctx, "restart", store.FieldCost, 0, " "); return err },
		"rule":  func() error { _, err := coach.Question(w.ctx, "restart", store.FieldRule, 999, "x"); return err },
	} {
		wantField(t, ask(), field)
	}
	_, err := coach.Question(w.ctx, "restart", store.FieldCost, 2, "x")
	wantField(t, err, "rule")
	_, err = coach.Question(w.ctx, "restart", store.FieldCost, 0, "ask for AB 12 34 56 C")
	wantField(t, err, "note")
	_, err = coach.Question(w.ctx, "no-such", store.FieldCost, 0, "x")
	wantErr(t, err, store.ErrNotFound)
	if n := w.logged(); n != before {
		t.Errorf("refusals left %d events", n-before)
	}
	for range 5 {
		other := w.member("Other", "Burnley Jobcentre", keys.Coach)
		for range 10 {
			if _, err := other.Question(w.ctx, "restart", store.FieldCost, 0, "it costs a pound"); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, err = coach.Question(w.ctx, "restart", store.FieldCost, 0, "it costs a pound")
	wantField(t, err, "note")
}

// A line of the rule that speaks of the dates or the area questions those.
func TestALineOfTheRule(t *testing.T) {
	w := newWorld(t)
	coach := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	for line, want := range map[int]store.Field{1: store.FieldDates, 2: store.FieldArea, 3: store.FieldRule} {
		q, err := coach.Question(w.ctx, "connect-to-work", store.FieldRule, line, "x")
		if err != nil || q.Field != want || (q.Line != "") != (want == store.FieldRule) {
			t.Errorf("line %d is of %s %q, %v", line, q.Field, q.Line, err)
		}
	}
}

func TestAnswers(t *testing.T) {
	w := newWorld(t)
	coach := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	cal := w.member("Cal", "Hub", keys.Curator)
	q, err := coach.Question(w.ctx, "restart", store.FieldCost, 0, "it costs a pound")
	if err != nil {
		t.Fatal(err)
	}
	_, err = cal.AnswerQuestion(w.ctx, q.ID, q.Rev+1, "yes")
	wantErr(t, err, store.ErrConflict)
	_, err = cal.AnswerQuestion(w.ctx, q.ID, q.Rev, "")
	wantField(t, err, "answer")
	if q, err = cal.AnswerQuestion(w.ctx, store.FieldQuestionID(strings.ToLower(string(q.ID))), q.Rev, "the record says so now"); err != nil || q.Open() {
		t.Fatalf("%+v, %v", q, err)
	}
	_, err = cal.AnswerQuestion(w.ctx, q.ID, desk.Latest, "again")
	wantErr(t, err, store.ErrConflict)
	u, err := coach.Upkeep(w.ctx, "restart")
	if err != nil || len(u.Open) != 0 || len(u.Answered) != 1 || u.Answered[0].Answer.Says != "the record says so now" {
		t.Errorf("the coach is shown %+v, %v", u, err)
	}
	w.clock.set(w.clock.now().AddDate(0, 0, 91))
	if u, err = coach.Upkeep(w.ctx, "restart"); err != nil || len(u.Answered) != 0 {
		t.Errorf("91 days on: %+v, %v", u.Answered, err)
	}
	_, err = cal.AnswerQuestion(w.ctx, "Q-222-222", desk.Latest, "yes")
	wantErr(t, err, store.ErrNotFound)
}

// Two curators who read the same revision do not overwrite each other.
func TestTwoCuratorsAndOneRecord(t *testing.T) {
	w := newWorld(t)
	one, two := w.member("Cal", "Hub", keys.Curator), w.member("Bea", "Hub", keys.Curator)
	source, err := one.ProgrammeSource(w.ctx, "restart")
	if err != nil || !strings.HasPrefix(string(source), "# Revision 1. ") {
		t.Fatalf("the source begins %.40q, %v", source, err)
	}
	if p, err := one.PutProgramme(w.ctx, source, 1); err != nil || p.Rev != 2 {
		t.Fatalf("kept at %d, %v", p.Rev, err)
	}
	before := w.logged()
	for rev, want := range map[uint64]string{1: "Somebody else has changed", 0: "There is a programme"} {
		_, err = two.PutProgramme(w.ctx, source, rev)
		wantErr(t, err, store.ErrConflict)
		if !strings.Contains(err.Error(), want) {
			t.Errorf("revision %d: %v", rev, err)
		}
	}
	_, err = two.PutProgramme(w.ctx, []byte(kite), 4)
	wantErr(t, err, store.ErrConflict)
	_, err = two.Assure(w.ctx, store.Assurance{Programme: "restart", Rev: 1, Field: store.FieldCost})
	wantErr(t, err, store.ErrConflict)
	_, err = two.Assure(w.ctx, store.Assurance{Programme: "restart", Rev: 2, Field: store.FieldRule, Line: "is no line"})
	wantField(t, err, "rule")
	if n := w.logged(); n != before {
		t.Errorf("refusals left %d events", n-before)
	}
}
