package plain

import (
	"errors"
	"fmt"
	"reflect"

	"signpost/store"
	"signpost/tui/page/refer"
	"signpost/tui/page/turn"
)

// form is a referral being filled in.
type form struct {
	*session
	aloud   *refer.Aloud
	draft   store.Referral // zero for a new one
	changed bool
	packet  store.Packet
}

// refer refers a client to a programme: each question in turn, then the answers to
// check, with exactly what the receiver will see.
func (s *session) refer(client store.ClientRef, programme store.ProgrammeID, after store.ReferralID) error {
	start := store.ReferralForm{
		Client: client, Programme: programme, Contact: store.Contact{By: store.ThroughCoach}, After: after,
	}
	f := &form{session: s, aloud: refer.Speak(s.desk, start, store.Referral{})}
	f.aloud.Before(s.ctx)
	if !f.preview() {
		return nil
	}
	defer s.keep(f.unsavedWords)()
	s.title(fmt.Sprintf("Refer %s %s to %s", client, f.packet.GivenName, f.packet.Name))
	if after != "" {
		s.parf("It takes %s further. The client was told of another receiver: tell them anew.", after)
	}
	s.para("Five questions, one more where consent is the basis, and then the answers to check. Nothing is sent until you enter send.")
	for i := 0; i < f.aloud.Asked(); {
		err := f.question(i)
		switch {
		case err == nil:
			i++
		case !back(err):
			return err
		case i > 0:
			i = f.before(i)
		default:
			if stay, err := s.stays(f.unsavedWords()); err != nil || !stay {
				return err
			}
		}
	}
	return f.check()
}

// redraft changes a draft, and sends it.
func (s *session) redraft(r store.Referral) error {
	f := &form{session: s, draft: r, packet: r.Packet, aloud: refer.Speak(s.desk, store.ReferralForm{}, r)}
	f.aloud.Before(s.ctx)
	defer s.keep(f.unsavedWords)()
	return f.check()
}

// before is the question before another that is asked at all.
func (f *form) before(i int) int {
	for i--; i > 0; i-- {
		if choice, question, _ := f.aloud.Ask(i); choice != nil || question != "" {
			break
		}
	}
	return i
}

func (f *form) unsavedWords() string {
	if !f.changed {
		return ""
	}
	return "The answers of this referral are not saved."
}

// preview works out what the receiver would see; false where the client cannot be
// referred, which is said.
func (f *form) preview() bool {
	packet, result, err := f.aloud.Look(f.ctx)
	if err != nil {
		f.wrong(err)
		return false
	}
	f.packet = packet
	f.packet.Standing = result.Standing
	return true
}

// question asks one of the questions, until its answer fits. Enter alone leaves
// it as it is.
func (f *form) question(i int) error {
	labels, says := f.aloud.Rows()
	for {
		choice, question, note := f.aloud.Ask(i)
		was := f.aloud.Form()
		typed := ""
		switch {
		case choice != nil:
			answered, err := f.pickFrom(choice, labels[i]+", number", says[i])
			if err != nil || !answered {
				return err
			}
		case question != "":
			var err error
			if typed, err = f.line(labels[i], question, note, says[i]); err != nil || typed == "" {
				return err
			}
		default: // not needed
			return nil
		}
		if err := f.aloud.Take(typed); err != nil {
			f.refuse(err)
			continue
		}
		packet, _, err := f.aloud.Look(f.ctx)
		if row, ok := refer.FieldRow(err); ok && row == i {
			f.wrong(err)
			f.aloud.Replace(was)
			continue
		}
		if err == nil {
			f.packet = packet
		}
		f.changed = f.changed || !reflect.DeepEqual(f.aloud.Form(), was)
		return nil
	}
}

// line asks for words. Enter alone leaves what is there.
func (f *form) line(label, asks, note, now string) (string, error) {
	read := func() {
		f.para(asks)
		f.para(note)
		f.para("Now: " + now + ". Enter alone leaves it so.")
	}
	read()
	return f.ask(question{label: label, help: []string{note, "Enter alone leaves it as it is."}, again: read})
}

// check reads the answers and what the receiver will see, changes them, saves a
// draft or sends.
func (f *form) check() error {
	for {
		f.preview() // what is wrong is said, and the answers stay
		got, err := f.answers()
		switch {
		case back(err) && err != nil:
			if stay, err := f.stays(f.unsavedWords()); err != nil || !stay {
				return err
			}
			continue
		case err != nil:
			return err
		case got.row >= 0:
			err = f.question(got.row)
		case got.word == "sees":
			f.text(sees(f))
			_, err = f.pick(&list{label: "Enter, to go back", enter: "goes back to the answers."})
		default:
			var done bool
			if done, err = f.finish(got.word == "send"); done {
				return err
			}
		}
		if !back(err) {
			return err
		}
	}
}

// answers reads out the check-answers page.
func (f *form) answers() (choice, error) {
	f.title("Check the answers")
	f.parf("%s to %s: %s today.", f.packet.GivenName, f.packet.Name, f.packet.Standing)
	f.lines(f.aloud.Checks(f.lk, f.w))
	labels, says := f.aloud.Rows()
	l := &list{label: "Number to change, sees, send, draft or back", words: []command{
		{"sees", "exactly what the receiver will see."},
		{"send", "send the referral."},
		{"draft", "save it without sending."},
	}}
	for i := range labels {
		l.rows = append(l.rows, labels[i]+": "+says[i])
	}
	f.show(l)
	return f.pick(l)
}

// finish sends the referral, having read out what the receiver will see, or saves
// it as a draft. It says whether the form is done with.
func (f *form) finish(send bool) (bool, error) {
	if send {
		if done, err := f.overrides(); err != nil || !done {
			return false, err
		}
		f.text(sees(f))
		f.parf("Send this referral to %s?%s", f.receiver(), f.aloud.Ends())
		yes, err := f.confirm("Send, y or n", "y sends exactly what was read out. n goes back to the answers.")
		if err != nil || !yes {
			if back(err) {
				f.para("Not sent.")
			}
			return false, err
		}
	}
	r, err := f.write(send)
	var field *store.FieldError
	switch row, ok := refer.FieldRow(err); {
	case err == nil && r.State == store.Sent:
		f.changed = false
		f.parf("Sent: referral %s.", r.ID)
		return true, nil
	case err == nil:
		f.changed = false
		f.parf("Saved as a draft: referral %s. It is not sent.", r.ID)
		return true, nil
	case ok && errors.As(err, &field):
		labels, _ := f.aloud.Rows()
		f.parf("%s: %s Your other answers are kept.", labels[row], stopped(field.Says))
		return false, f.question(row)
	case isConflict(err) && f.draft.ID != "":
		f.wrong(err)
		return f.clash()
	}
	f.wrong(err)
	return false, nil
}

// overrides asks why it is sent against each check that warns or stops. It says
// whether all was written.
func (f *form) overrides() (bool, error) {
	for i := f.aloud.Unwritten(); i >= 0; i = f.aloud.Unwritten() {
		if err := f.question(i); err != nil && !back(err) {
			return false, err
		}
		if f.aloud.Unwritten() == i {
			f.para("Not sent.")
			return false, nil
		}
	}
	return true, nil
}

// sees is exactly what the receiver will see.
func sees(f *form) []string { return turn.Packet(f.lk, &f.packet, f.w) }

func (f *form) receiver() string { return f.packet.Receiver() }

// write saves or sends. A draft that is sent is first brought to the answers as
// they are.
func (f *form) write(send bool) (store.Referral, error) {
	form := f.aloud.Form()
	switch {
	case f.draft.ID == "" && send:
		return f.desk.Refer(f.ctx, form)
	case f.draft.ID == "":
		return f.desk.SaveDraft(f.ctx, form)
	}
	r, err := f.desk.ChangeDraft(f.ctx, f.draft.ID, f.draft.Rev, form)
	if err != nil || !send {
		return r, err
	}
	f.draft, f.changed = r, false
	return f.desk.Send(f.ctx, r.ID, r.Rev, form.Overrides)
}

// clash shows both versions of a draft that somebody else changed meanwhile, and
// goes on from the one that is to stay. It says whether the form is done with:
// what was sent or withdrawn cannot be changed.
func (f *form) clash() (bool, error) {
	theirs, err := f.desk.Referral(f.ctx, f.draft.ID)
	if err != nil || theirs.State != store.Draft {
		f.changed = false
		return true, nil
	}
	if theirs.Rev == f.draft.Rev { // not the draft but the client's record changed
		return false, nil
	}
	f.title("Both versions, where they differ")
	for _, line := range refer.Versions(refer.Answers(theirs), f.aloud.Form()) {
		f.para(line)
	}
	switch keep, err := f.either(); {
	case err != nil:
		return false, err
	case keep == keepMine:
		f.draft = theirs
		f.para("Yours is kept here. To save it over theirs, enter draft or send.")
	case keep == keepTheirs:
		f.draft, f.changed = theirs, false
		f.aloud.Replace(refer.Answers(theirs))
	}
	return false, nil
}
