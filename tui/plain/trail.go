package plain

import (
	"signpost/tui/page/trail"
)

// trailWords are what can be entered at the trail.
var trailWords = []command{
	{"since", "only what was done since a day."},
	{"member", "only what one member did."},
	{"client", "only what was done to one client."},
	{"all", "everything again."},
}

// trail reads who did what to which record, the newest first.
func (s *session) trail() error {
	a, err := trail.Read(s.ctx, s.desk, s.lk, s.w)
	if err != nil {
		s.wrong(err)
		return nil
	}
	l := &list{}
	for {
		s.title("Trail")
		words := trailWords
		if a.Full() {
			words = append(words[:len(words):len(words)], command{"older", "read further back."})
		}
		*l = list{
			head: a.Head(), rows: a.Rows(), at: l.at, none: "Nothing was done that fits. To see everything, enter all.",
			label: "Number, since, member, client or all", words: words,
		}
		s.show(l)
		got, err := s.pick(l)
		if err == nil {
			err = s.trailDo(a, got)
		} else {
			return err
		}
		if !back(err) {
			return err
		}
		if got.row < 0 {
			l.at = 0
		}
	}
}

func (s *session) trailDo(a *trail.Aloud, got choice) error {
	by := map[string]string{"since": trail.ByDay, "member": trail.ByMember, "client": trail.ByClient}[got.word]
	switch {
	case got.row >= 0:
		s.title("One event")
		s.text(a.Whole(got.row))
		_, err := s.pick(&list{label: "Enter, to go back", enter: "goes back to the trail."})
		return err
	case by != "":
		return s.trailLimit(a, by)
	}
	read := a.All
	if got.word == "older" {
		read = a.Older
	}
	if err := read(); err != nil {
		s.wrong(err)
	}
	return nil
}

// trailLimit asks for one limit until it fits.
func (s *session) trailLimit(a *trail.Aloud, by string) error {
	question, note, now := a.Ask(by)
	for {
		s.para(question)
		s.para(note)
		if now != "" {
			s.para("Now: " + now + ".")
		}
		typed, err := s.ask(s.trailQuestion(by, note))
		if err != nil {
			return err
		}
		if err := a.Limit(by, typed); err != nil {
			s.wrong(err)
			continue
		}
		return nil
	}
}

func (s *session) trailQuestion(by, note string) question {
	label := map[string]string{trail.ByDay: "Day", trail.ByMember: "Member", trail.ByClient: "Client"}[by]
	return question{label: label, help: []string{note}}
}
