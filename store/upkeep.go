package store

import (
	"fmt"
	"strings"
)

// About is what a question or a mark is about, in words.
func About(f Field, line string) string {
	if line == "" {
		return f.Label()
	}
	return f.Label() + ": " + strings.TrimSuffix(line, ":")
}

// Assurance is what a curator says was looked at and found right: a field, a line
// of the rule, or the whole record, at the revision that was looked at. The
// questions that were seen are answered by it.
type Assurance struct {
	Programme ProgrammeID
	Rev       uint64
	Field     Field
	Line      string
	Seen      []FieldQuestionID
}

// Upkeep is how far the record of one programme can be relied on today.
type Upkeep struct {
	Programme ProgrammeID     `json:"programme"`
	Assured   Day             `json:"assured,omitzero"` // the whole record: its own day, or a later mark
	Review    int             `json:"review"`           // days after which it is due to be checked again
	Marks     []Mark          `json:"marks"`            // single fields that were found right after that
	Open      []FieldQuestion `json:"questions"`        // the oldest first
	Answered  []FieldQuestion `json:"answered"`         // lately; the oldest first
	Here      TrackRecord     `json:"here"`
}

// QueueItem is one thing for a curator to look at: a field that people or declines
// question, or a record that is past its review.
type QueueItem struct {
	Programme ProgrammeID     `json:"programme"`
	Name      string          `json:"name"`
	Rev       uint64          `json:"rev"` // of the programme's record
	Field     Field           `json:"field,omitempty"`
	Line      string          `json:"line,omitempty"`
	Since     Day             `json:"since"`             // since when it waits
	Questions []FieldQuestion `json:"questions"`         // the oldest first
	Patterns  []Pattern       `json:"declines"`          // of the last answers
	Overdue   int             `json:"overdue,omitempty"` // days past the review
	Assured   Day             `json:"assured,omitzero"`  // when it was last found right; none: never
}

// Says is what the question says, and who asked, in words.
func (q *FieldQuestion) Says() string {
	says := `"` + q.Note + `"`
	switch {
	case q.Declines == 1:
		says = "A referral was declined as not eligible by this"
	case q.Declines > 1:
		says = fmt.Sprintf("%d referrals were declined as not eligible by this", q.Declines)
	}
	if q.Eligible > 0 {
		says += fmt.Sprintf(", %d of them of clients whom the rule here had found eligible", q.Eligible)
	}
	by := DayOf(q.At).Words()
	for _, name := range []string{q.From, q.Who} {
		if name != "" {
			by = name + ", " + by
		}
	}
	says += " (" + by + ")."
	if !q.Open() {
		says += " Answered on " + DayOf(q.Answer.At).Words() + ": " + stop(q.Answer.Says)
	}
	return says
}

// Says is why the item is in the queue, in sentences, but for its questions.
func (it *QueueItem) Says() []string {
	var out []string
	for _, p := range it.Patterns {
		out = append(out, fmt.Sprintf("%d of the last %d declined here: %s: check %s.", p.Declined, p.Of, p.Says, About(it.Field, it.Line)))
	}
	switch {
	case it.Overdue > 0 && it.Assured == 0:
		out = append(out, "Nobody has checked this record yet.")
	case it.Overdue > 0:
		out = append(out, fmt.Sprintf("Last checked on %s: %s past its review.", it.Assured.Words(), days(it.Overdue)))
	}
	return out
}

// Says is the figures in sentences; none where there are none.
func (r *TrackRecord) Says() []string {
	var out []string
	if f := r.Reply; f != nil {
		out = append(out, fmt.Sprintf("First reply after %g days: the median of %d.", f.Days, f.N))
	}
	if f := r.Accepted; f != nil {
		out = append(out, fmt.Sprintf("Accepted: %d%% of %d answered, or left without an answer.", f.Percent, f.N))
	}
	if f := r.Declined; f != nil {
		out = append(out, fmt.Sprintf("Declined: %d, most often for: %s.", f.N, f.Says))
	}
	if len(out) > 0 {
		out = append(out, "Counted since "+r.Since.Words()+"; nothing is said of fewer than "+fmt.Sprint(FewestShown)+".")
	}
	return out
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

func stop(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}
