package store

import (
	"reflect"
	"slices"
	"time"

	"signpost/keys"
)

// What use and people say of single fields of provision: that one was found right
// on a day (Mark), or that one looks wrong (FieldQuestion). Neither is a change:
// the record keeps its revision and its own day of assurance, and a newer
// built-in record still takes the place of one that nobody has edited.

// Field names one part of a programme's record that can be right or wrong by
// itself. The zero Field is the whole record.
type Field string

// The fields there are.
const (
	WholeRecord   Field = ""
	FieldDates    Field = "dates"
	FieldRoutes   Field = "routes"
	FieldFor      Field = "for"
	FieldRule     Field = "rule"
	FieldGives    Field = "gives"
	FieldArea     Field = "area"
	FieldCost     Field = "cost"
	FieldProvider Field = "provider"
	FieldHelps    Field = "helps"
	FieldOther    Field = "other"
)

// Fields lists every field that can be questioned, the likeliest first.
func Fields() []Field {
	return []Field{
		FieldDates, FieldRoutes, FieldFor, FieldRule, FieldGives, FieldArea, FieldCost, FieldProvider, FieldHelps, FieldOther,
	}
}

// Label is what the field is called in a sentence.
func (f Field) Label() string {
	switch f {
	case WholeRecord:
		return "the whole record"
	case FieldDates:
		return "whether it takes referrals"
	case FieldRoutes:
		return "how to refer"
	case FieldFor:
		return "who it is for"
	case FieldRule:
		return "the rule"
	case FieldGives:
		return "what it gives"
	case FieldArea:
		return "the area it serves"
	case FieldCost:
		return "what it costs"
	case FieldProvider:
		return "its name or provider"
	case FieldHelps:
		return "what it helps with"
	}
	return "something else"
}

// FieldsThatDiffer lists the fields in which two records of a programme differ.
func FieldsThatDiffer(a, b *Programme) []Field {
	var out []Field
	for _, f := range Fields() {
		if !reflect.DeepEqual(a.parts(f), b.parts(f)) {
			out = append(out, f)
		}
	}
	return out
}

// parts is what of the record stands under a field.
func (p *Programme) parts(f Field) []any {
	switch f {
	case FieldDates:
		return []any{p.Dates}
	case FieldRoutes:
		return []any{p.Routes}
	case FieldFor:
		return []any{p.For}
	case FieldRule:
		return []any{p.Rule, p.Audience}
	case FieldGives:
		return []any{p.Gives, p.Help}
	case FieldArea:
		return []any{p.Area, p.AreaSays, p.AreaSource}
	case FieldCost:
		return []any{p.Cost}
	case FieldProvider:
		return []any{p.Name, p.OtherNames, p.Provider}
	case FieldHelps:
		return []any{p.Helps, p.Words}
	}
	return []any{p.See, p.Notes, p.Sources}
}

// Mark is the day on which one field was last found right.
type Mark struct {
	Field   Field         `json:"field,omitempty"` // empty: the whole record
	Line    string        `json:"line,omitempty"`  // of the rule: the words of the line that it is about
	Assured Day           `json:"assured"`
	At      time.Time     `json:"at"`
	By      keys.MemberID `json:"by,omitempty"` // empty where use says so
	How     string        `json:"how"`          // "a referral was accepted"
}

// Marks are those of one programme. There is at most one for each field and each
// line of the rule.
type Marks struct {
	Programme ProgrammeID `json:"programme"`
	Rev       uint64      `json:"rev"`
	Marks     []Mark      `json:"marks"`
}

// AllMarks holds the marks of programmes that have any.
var AllMarks = Table[Marks]{
	Name: "mark",
	ID:   func(m *Marks) string { return string(m.Programme) },
	Rev:  func(m *Marks) *uint64 { return &m.Rev },
}

// Set puts the mark in place of the one of the same field and line, unless that
// one is of a later day.
func (m *Marks) Set(mark Mark) {
	i := slices.IndexFunc(m.Marks, func(old Mark) bool { return old.Field == mark.Field && old.Line == mark.Line })
	switch {
	case i < 0:
		m.Marks = append(m.Marks, mark)
	case m.Marks[i].Assured <= mark.Assured:
		m.Marks[i] = mark
	}
}

// Latest is the latest mark that speaks of the field, or of the line of it: its
// own, that of the field it is a line of, or that of the whole record. It is the
// zero Mark where there is none.
func (m *Marks) Latest(f Field, line string) Mark {
	var out Mark
	for _, mark := range m.Marks {
		whole := mark.Field == WholeRecord
		if (whole || mark.Field == f && (mark.Line == "" || mark.Line == line)) && mark.At.After(out.At) {
			out = mark
		}
	}
	return out
}

// Forget drops what was said of fields that are no longer as they were, and says
// whether there was any. What was said of the whole record goes with any of them.
func (m *Marks) Forget(changed []Field) bool {
	n := len(m.Marks)
	if len(changed) == 0 {
		return false
	}
	m.Marks = slices.DeleteFunc(m.Marks, func(mark Mark) bool {
		return mark.Field == WholeRecord || slices.Contains(changed, mark.Field)
	})
	return len(m.Marks) < n
}

// FieldQuestionID names a question about a field, in the same form as a ClientRef
// with "Q-" before it.
type FieldQuestionID string

// FieldQuestion says that one field of a programme looks wrong: in the words of a
// member, or because referrals were declined by a line of its rule.
type FieldQuestion struct {
	ID        FieldQuestionID `json:"id"`
	Rev       uint64          `json:"rev"`
	Programme ProgrammeID     `json:"programme"`
	Field     Field           `json:"field"`
	Line      string          `json:"line,omitempty"` // the words of the line of the rule
	Note      string          `json:"note,omitempty"` // empty where declines ask
	Declines  int             `json:"declines,omitempty"`
	Eligible  int             `json:"eligible,omitempty"` // of the declines, those that the rule here had said yes to
	At        time.Time       `json:"at"`
	By        keys.MemberID   `json:"by,omitempty"`   // empty where declines ask
	Who       string          `json:"who,omitempty"`  // the member's name
	From      string          `json:"from,omitempty"` // the partner's
	Answer    FieldAnswer     `json:"answer,omitzero"`
}

// FieldAnswer is what a curator said of a question. The zero FieldAnswer is none.
type FieldAnswer struct {
	Says string        `json:"says"`
	At   time.Time     `json:"at"`
	By   keys.MemberID `json:"by"`
}

// Open says whether nobody has answered the question.
func (q *FieldQuestion) Open() bool { return q.Answer.At.IsZero() }

// FieldQuestions holds the questions about fields; indexes "open" (the programme,
// of those not answered) and "answered" (the programme, a space and the day, UTC,
// of the others).
var FieldQuestions = Table[FieldQuestion]{
	Name: "fieldquestion",
	ID:   func(q *FieldQuestion) string { return string(q.ID) },
	Rev:  func(q *FieldQuestion) *uint64 { return &q.Rev },
	Indexes: []Index[FieldQuestion]{
		{Name: "open", Of: func(q *FieldQuestion) []string {
			if !q.Open() {
				return nil
			}
			return []string{string(q.Programme)}
		}, Ordered: true},
		{Name: "answered", Of: func(q *FieldQuestion) []string {
			if q.Open() {
				return nil
			}
			return []string{answeredKey(q.Programme, DayOf(q.Answer.At.UTC()))}
		}, Ordered: true},
	},
}

func answeredKey(id ProgrammeID, day Day) string { return string(id) + " " + day.String() }

// AnsweredSince gives the questions about a programme that were answered on the
// day or after it, the oldest first.
func AnsweredSince(tx Tx, id ProgrammeID, day Day) ([]FieldQuestion, error) {
	var out []FieldQuestion
	for q, err := range FieldQuestions.From(tx, "answered", answeredKey(id, day)) {
		if err != nil {
			return nil, err
		}
		if q.Programme != id {
			break
		}
		out = append(out, q)
	}
	slices.SortFunc(out, func(a, b FieldQuestion) int { return a.Answer.At.Compare(b.Answer.At) })
	return out, nil
}
