package desk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
	"signpost/store/text"
)

// sentence is an error that reads as one, with the cause for errors.Is behind it.
type sentence struct {
	says  string
	cause error
}

func (s *sentence) Error() string { return s.says }
func (s *sentence) Unwrap() error { return s.cause }

func said(cause error, format string, args ...any) error {
	return &sentence{says: fmt.Sprintf(format, args...), cause: cause}
}

// inner is an error by which the desk tells itself something.
type inner string

func (i inner) Error() string { return string(i) }

// plainly is an error in words for a person. A fault of the store or of the
// program is logged with its chain, and becomes one sentence: every reading and
// every change ends here, so that none reaches a screen as it is.
func (o *Office) plainly(act keys.Act, err error) error {
	var (
		own   *sentence
		self  inner
		field *store.FieldError
		fact  *store.FactError
		check *store.CheckError
		none  *match.UnknownError
	)
	switch {
	case err == nil, errors.As(err, &own), errors.As(err, &self), errors.As(err, &field), errors.As(err, &fact),
		errors.As(err, &check), errors.As(err, &none), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, store.ErrFull):
		o.log.Error("the disk is full", "act", act, "err", text.Safe(err.Error()))
		return said(err, "The server's disk is full, so nothing was saved. What was saved before is kept. Tell whoever runs the server, and try again when there is room.")
	case errors.Is(err, store.ErrTooLarge):
		return said(err, "It is too large to keep, so nothing was kept: enter less.")
	case errors.Is(err, store.ErrConflict):
		return said(err, "It was changed by someone else. Nothing of yours was saved: look at it again, then enter your change.")
	}
	o.log.Error("a fault at the desk", "act", act, "err", text.Safe(err.Error()))
	return said(err, "Something went wrong here and nothing was saved. It is written in the server's log. Try again.")
}

func wrong(field, format string, args ...any) error {
	return &store.FieldError{Field: field, Says: fmt.Sprintf(format, args...)}
}

// entered cleans one line or note that a person typed and refuses what may not
// be kept.
func entered(field, s string, most int, lines, needed bool) (string, error) {
	out, err := text.Clean(s, most, lines)
	if err != nil {
		return "", wrong(field, "%v", err)
	}
	if out == "" && needed {
		return "", wrong(field, "Enter %s.", article(field))
	}
	if text.HasNINumber(out) {
		return "", wrong(field, "Take out the National Insurance number. Signpost does not keep them: nothing here needs one, and what is not kept cannot be lost.")
	}
	return out, nil
}

func article(field string) string {
	if strings.ContainsRune("aeiou", rune(field[0])) {
		return "an " + field
	}
	return "a " + field
}

func roleList(roles []keys.Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}

// collect appends what the sequence yields, until its first error.
func collect[R any](seq iter.Seq2[R, error], out *[]R) error {
	for r, err := range seq {
		if err != nil {
			return err
		}
		*out = append(*out, r)
	}
	return nil
}
