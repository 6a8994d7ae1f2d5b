package plain

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// fault is what is said of an error that is not the member's to mend.
const fault = "Something went wrong in Signpost itself. Nothing was saved by this. Try again; if it goes on, tell your steward."

// wrong says what an error means and how to mend it: the field first, where it is
// about one.
func (s *session) wrong(err error) { s.para(s.says(err)) }

func (s *session) says(err error) string {
	var field *store.FieldError
	var fact *store.FactError
	if says, ok := desk.Sentence(err); ok {
		return says
	}
	switch {
	case errors.As(err, &field):
		return capital(field.Field) + ": " + stopped(field.Says)
	case errors.As(err, &fact):
		e := *fact
		if f, ok := store.FactNamed(e.Fact); ok {
			e.Fact = f.Info().Label
		}
		return stopped(e.Error())
	case errors.Is(err, keys.ErrNotAllowed):
		return "Your roles do not allow this. Ask your steward."
	case errors.Is(err, store.ErrConflict):
		return "It was changed by someone else. Nothing of yours was saved: look at it again, then enter your change."
	case errors.Is(err, store.ErrNotFound):
		return "It is not there any more."
	case errors.Is(err, store.ErrTooLarge):
		return "It is too large to keep: enter less."
	case ended(err):
		return "The connection ended before this was done."
	}
	s.in.Log.Error("plain", "err", err)
	return fault
}

// refuse says why an answer does not fit, in the words of the question itself.
func (s *session) refuse(err error) { s.para(stopped(capital(err.Error()))) }

// stopped ends a sentence.
func stopped(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsRune(".?!:", rune(s[len(s)-1])) {
		return s
	}
	return s + "."
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// isConflict says whether somebody else changed it meanwhile.
func isConflict(err error) bool { return errors.Is(err, store.ErrConflict) }

// isFact says whether the error is about the value of a fact.
func isFact(err error) bool {
	var fact *store.FactError
	return errors.As(err, &fact)
}
