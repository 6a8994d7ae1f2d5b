package line_test

import (
	"regexp"
	"testing"

	"signpost/keys"
)

var anyNote = regexp.MustCompile(`N-` + anyRef.String()[2:])

// What was wrong at first, of a client and in notes, and what client history, client
// show and client export say of it afterwards.
func TestCorrectionStory(t *testing.T) {
	w := newWorld(t)
	coach, sam2 := w.member("Ada", "Burnley Jobcentre", keys.Coach), w.member("Ben", "Burnley Jobcentre", keys.Coach)
	ref := w.client(coach, sam)
	s := w.story()
	s.tell(coach, "", "client", "history", ref)
	s.tell(coach, `{"district": "pendle", "birth_date": null, "health": ["physical"]}`, "client", "facts", ref, "--source", "document-seen")
	s.tell(coach, "", "client", "history", ref)
	s.tell(coach, "", "client", "history", ref, "--health")
	s.tell(coach, "", "client", "history", ref, "--fact", "district", "--json")
	s.tell(coach, "", "client", "history", ref, "--fact", "distict")
	s.tell(coach, "", "client", "note", ref, "Has 2 children.")
	note := anyNote.FindString(s.text.String())
	s.tell(coach, "", "note", "correct", note, "Has 3 children.")
	s.tell(coach, "", "note", "correct", note, "Has 3 children.", "--why", "whim")
	s.tell(coach, "", "note", "correct", note, "Has", "3", "children.", "--why", "misheard")
	s.tell(coach, "", "note", "correct", note, "Has 4 children.", "--why", "wrong", "--rev", "1")
	s.tell(sam2, "", "note", "strike", note, "--why", "wrong")
	s.tell(coach, "", "client", "show", ref)
	s.tell(coach, "", "note", "strike", note, "--why", "wrong", "--json")
	s.tell(coach, "", "note", "strike", note, "--why", "unlawful")
	s.tell(coach, "", "client", "show", ref)
	s.tell(coach, "", "client", "history", ref)
	s.tell(coach, "", "client", "history", ref, "--json")
	s.tell(coach, "", "client", "export", ref)
	s.golden("history")
}
