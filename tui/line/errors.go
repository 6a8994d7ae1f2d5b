package line

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/store/match"
	"signpost/store/text"
)

// usageError is wrong usage: what to enter instead, and where to read more.
type usageError struct {
	says string
	help string // the command that help is about, empty for all of them
}

func (u *usageError) Error() string { return u.says }

func misuse(help, format string, args ...any) error {
	return &usageError{says: fmt.Sprintf(format, args...), help: help}
}

// refusal is a refusal that this room itself decides on, as a sentence.
type refusal struct{ says string }

func (r *refusal) Error() string { return r.says }

func refuse(format string, args ...any) error { return &refusal{says: fmt.Sprintf(format, args...)} }

// explain gives the exit status of an error and what is said of it, whole lines;
// no words for a fault that is not the person's to mend.
func explain(err error) (int, string) {
	var usage *usageError
	if errors.As(err, &usage) {
		return Misused, lines(usage.says) + lines("For help: "+strings.TrimSpace("help "+usage.help))
	}
	if errors.Is(err, keys.ErrNotAllowed) {
		return Denied, lines(saysOr(err, "Your roles do not allow this. Ask your steward."))
	}
	if facts := factErrors(err); len(facts) > 0 {
		return Refused, factLines(facts)
	}
	var own *refusal
	var field *store.FieldError
	var checks *store.CheckError
	var none *match.UnknownError
	switch {
	case errors.As(err, &none):
		return Refused, unknownProgrammes(none)
	case errors.As(err, &checks):
		return Refused, checkLines(checks)
	case errors.As(err, &own):
		return Refused, lines(own.says)
	case errors.As(err, &field):
		return Refused, lines(text.Capital(field.Field) + ": " + field.Says)
	case errors.Is(err, context.DeadlineExceeded):
		return Refused, "The command took longer than one may, so it was ended. Nothing of yours was kept.\n"
	case errors.Is(err, context.Canceled):
		return Refused, "The connection ended before this was done. Nothing of yours was kept.\n"
	case errors.Is(err, store.ErrNotFound):
		return Refused, lines(saysOr(err, "It is not there. Check how you entered it."))
	case errors.Is(err, store.ErrConflict):
		return Refused, lines(saysOr(err, "It was changed by someone else. Nothing of yours was kept: look at it again, then enter your change."))
	case errors.Is(err, store.ErrTooLarge):
		return Refused, lines(saysOr(err, "It is too large to keep: enter less."))
	}
	return Refused, lines(saysOr(err, ""))
}

// checkLines names each check that warns or stops, and how to send all the same.
func checkLines(e *store.CheckError) string {
	var b strings.Builder
	b.WriteString("Nothing was sent.\n")
	for _, c := range e.Checks {
		for i, l := range text.Wrap(text.SafeLines(text.Capital(string(c.Level))+" ("+c.ID+"): "+c.Says), width-2) {
			if i > 0 {
				l = "  " + l
			}
			b.WriteString(l + "\n")
		}
	}
	return b.String() + "To send it all the same, write why for each: --override " + e.Checks[0].ID + "=\"WHY\"\n"
}

// saysOr is the desk's own sentence for the error, or else the other one.
func saysOr(err error, other string) string {
	if says, ok := desk.Sentence(err); ok {
		return says
	}
	return other
}

// lines is what is said as safe lines; one line ends as a sentence does.
func lines(says string) string {
	says = strings.TrimSpace(text.SafeLines(says))
	if says == "" {
		return ""
	}
	if !strings.Contains(says, "\n") && !strings.Contains(".:?!}", says[len(says)-1:]) {
		says += "."
	}
	return says + "\n"
}

// factErrors lists the wrong facts behind an error, each once.
func factErrors(err error) []*store.FactError {
	switch e := err.(type) {
	case *store.FactError:
		return []*store.FactError{e}
	case interface{ Unwrap() []error }:
		var all []*store.FactError
		for _, inner := range e.Unwrap() {
			all = append(all, factErrors(inner)...)
		}
		return all
	case interface{ Unwrap() error }:
		return factErrors(e.Unwrap())
	}
	return nil
}

// factLines names every wrong fact, one a line, and the facts there are where a
// name is wrong.
func factLines(wrong []*store.FactError) string {
	var b strings.Builder
	names := false
	for _, e := range wrong {
		name, err := strconv.Unquote(e.Fact)
		if err != nil || e.Got != "" {
			b.WriteString(lines(e.Error()))
			continue
		}
		names = true
		b.WriteString(lines(fmt.Sprintf("%q is not a fact.%s", name, meant(nearFacts(name)))))
	}
	if names {
		b.WriteString("The facts are:\n")
		for _, l := range text.Wrap(strings.Join(factNames(), ", ")+".", width-2) {
			b.WriteString("  " + l + "\n")
		}
	}
	return b.String()
}

// unknownProgrammes names every id that no programme has, one a line.
func unknownProgrammes(none *match.UnknownError) string {
	var b strings.Builder
	for i, id := range none.IDs {
		near := nearest(string(id), []string{string(none.Nearest[i])})
		b.WriteString(lines(fmt.Sprintf("There is no programme %q.%s", id, meant(near))))
	}
	return b.String() + lines("To look for one: find WORDS")
}

// badFlag says what is wrong with an option as cobra's flags found it.
func badFlag(c *cobra.Command, err error) error {
	command := name(c)
	var (
		unknown *pflag.NotExistError
		empty   *pflag.ValueRequiredError
		value   *pflag.InvalidValueError
		usage   *usageError
	)
	switch {
	case errors.As(err, &usage):
		return misuse(command, "%s", usage.says)
	case errors.As(err, &unknown):
		typed := "--" + unknown.GetSpecifiedName()
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			typed = "-" + short
		}
		return misuse(command, "There is no option %q here.%s A word that begins with a hyphen goes after two hyphens alone: %s -- %s",
			typed, meant(nearest(typed, optionNames(c))), command, typed)
	case errors.As(err, &empty):
		return misuse(command, "Enter a value after --%s.", empty.GetFlag().Name)
	case errors.As(err, &value):
		return misuse(command, "%q does not fit --%s: enter %s.", value.GetValue(), value.GetFlag().Name, takes(value.GetFlag()))
	}
	return misuse(command, "An option is mistyped: enter options as --name value.")
}

func optionNames(c *cobra.Command) []string {
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return names
}

func takes(f *pflag.Flag) string {
	if f.Value.Type() == "bool" {
		return "the option alone, without a value"
	}
	return "another value"
}
