package refer

import (
	"slices"
	"strings"

	"signpost/store"
	"signpost/tui/look"
)

// checkNames are the checks in a word or two, for the label of a row.
var checkNames = map[string]string{
	"standing": "standing", "receiver": "receiver", "capacity": "capacity", "dates": "dates", "assured": "old record", "documents": "documents",
	"open-referral": "sent twice", "excluded": "excluded",
}

// needs are the checks that ask why it is sent all the same.
func (f *Form) needs() []store.Check { return against(f.preview.checks) }

func against(checks []store.Check) []store.Check {
	return slices.DeleteFunc(slices.Clone(checks), func(c store.Check) bool { return c.Level == store.CheckNote })
}

// against is the check that a row is about; false for a row of an answer.
func (f *Form) against(r row) (store.Check, bool) {
	needs := f.needs()
	if i := int(r) - int(rowCount); i >= 0 && i < len(needs) {
		return needs[i], true
	}
	return store.Check{}, false
}

// unwritten is the first check for which it is not written why it is sent all the
// same, -1 for none.
func (f *Form) unwritten() int {
	return slices.IndexFunc(f.needs(), func(c store.Check) bool { return f.form.Overrides[c.ID] == "" })
}

// checkWords is a check in a sentence, after how much it matters.
func checkWords(c store.Check) string {
	says := strings.TrimSuffix(c.Says, ".") + "."
	switch c.Level {
	case store.CheckStop:
		return "Stop: " + says
	case store.CheckWarning:
		return "Warning: " + says
	}
	return "Note: " + says
}

// checkLines is what could go wrong, in lines of w columns, and an empty line;
// nothing where there is nothing to say.
func (f *Form) checkLines(w int) []string {
	if len(f.preview.checks) == 0 {
		return nil
	}
	lines := []string{f.look.Title(f.look.Cut("Before you send: "+countChecks(f.preview.checks), w))}
	for _, level := range []store.CheckLevel{store.CheckStop, store.CheckWarning, store.CheckNote} {
		mark, paint := checkMark(f.look, level)
		for _, c := range f.preview.checks {
			if c.Level != level {
				continue
			}
			says := checkWords(c)
			if why := f.form.Overrides[c.ID]; why != "" {
				says += " Sent all the same: " + why
			}
			for _, s := range f.look.Hang("  "+mark+" ", says, w) {
				lines = append(lines, paint(s))
			}
		}
	}
	return append(lines, "")
}

func checkMark(lk look.Look, level store.CheckLevel) (mark string, paint func(string) string) {
	switch level {
	case store.CheckStop:
		return lk.Glyphs.No, lk.Bad
	case store.CheckWarning:
		return "!", lk.Warn
	}
	return lk.Glyphs.Bullet, func(s string) string { return s }
}

// countChecks is how many there are of each level: "1 stop, 2 notes".
func countChecks(checks []store.Check) string {
	n := map[store.CheckLevel]int{}
	for _, c := range checks {
		n[c.Level]++
	}
	var parts []string
	for _, level := range []store.CheckLevel{store.CheckStop, store.CheckWarning, store.CheckNote} {
		if n[level] > 0 {
			parts = append(parts, store.Count(n[level], string(level)))
		}
	}
	return strings.Join(parts, ", ")
}
