package store

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"time"

	"signpost/keys"
)

// Standing is how a client stands with a programme.
type Standing string

// The standings, the most useful first.
const (
	Eligible   Standing = "eligible"   // every rule is met
	Unclear    Standing = "unclear"    // no rule failed; something is not known or needs a judgement
	NearMiss   Standing = "near-miss"  // exactly one fact stands in the way, and it can change
	Ineligible Standing = "ineligible" // a rule failed, the programme is closed, or the client lives outside its area
)

// Standings lists every standing in order.
func Standings() []Standing { return []Standing{Eligible, Unclear, NearMiss, Ineligible} }

// Reason is one line of why: a requirement that is met, missing or failed.
type Reason struct {
	Says     string `json:"says"`               // the requirement: "is 19 or over"
	Fact     string `json:"fact,omitempty"`     // the fact it turns on; empty for a judgement
	Value    any    `json:"value,omitempty"`    // what is known of it, as JSON writes the fact
	Ask      string `json:"ask,omitempty"`      // the judgement's id, "programme/ask"
	Question string `json:"question,omitempty"` // missing: what to ask
	When     Day    `json:"when,omitzero"`      // failed: the day on which time alone will have changed it
	Short    string `json:"short,omitempty"`    // failed: how far a number misses: "1 month short"
	Source   string `json:"source,omitempty"`   // where the requirement was read: title, date and address
	Note     string `json:"note,omitempty"`     // "possible when Restart ends"; "not confirmed by a published source"
}

// Result is how a client stands with one programme on one day, and why.
type Result struct {
	ID       ProgrammeID `json:"id"`
	Name     string      `json:"name"`
	Standing Standing    `json:"standing"`
	Helps    []Barrier   `json:"helps"` // the client's own barriers that it helps with
	Met      []Reason    `json:"met"`
	Missing  []Reason    `json:"missing"`
	Failed   []Reason    `json:"failed"`
	When     Day         `json:"when,omitzero"` // near-miss: the day it comes true, where time alone brings it
	Rev      uint64      `json:"rev,omitempty"` // the revision of the programme's record
	// NotPerson is for support that is not for a person, but for an employer or a school.
	NotPerson bool `json:"not_for_a_person,omitempty"`
}

// Question is what to ask next, and how many programmes that are still open to
// the client it settles.
type Question struct {
	Fact     string `json:"fact,omitempty"`
	Ask      string `json:"ask,omitempty"` // a judgement, "programme/ask"
	Question string `json:"question"`
	Settles  int    `json:"settles"`
}

// Answer is a whole match: every result, the most useful first, and what to ask.
type Answer struct {
	AsOf    Day        `json:"as_of"`
	Results []Result   `json:"results"`
	Next    []Question `json:"next_questions"`
}

// AssessmentID names a kept match.
type AssessmentID string

// Assessment is a match as it was shown to a coach, kept whole so that it can be
// run again: "why did we say yes in May?".
type Assessment struct {
	ID      AssessmentID   `json:"id"`
	Rev     uint64         `json:"rev"`
	Client  ClientRef      `json:"client"`
	Partner keys.PartnerID `json:"partner"`
	By      keys.MemberID  `json:"by"`
	At      time.Time      `json:"at"`
	Facts   Facts          `json:"facts"`
	Answer  Answer         `json:"answer"` // each result carries its programme's revision
}

// Assessments holds the kept matches without their answers; index "client".
// Write and read through PutAssessment and GetAssessment.
var Assessments = Table[Assessment]{
	Name: "assessment",
	ID:   func(a *Assessment) string { return string(a.ID) },
	Rev:  func(a *Assessment) *uint64 { return &a.Rev },
	Indexes: []Index[Assessment]{
		{Name: "client", Of: func(a *Assessment) []string { return []string{string(a.Client)} }},
	},
}

const partBytes = 48 << 10

// PackedAnswer is an answer as it is kept.
type PackedAnswer []byte

// PackAnswer makes an answer ready to be kept. It takes milliseconds, which is
// long for a transaction that others wait for, so it is done before.
func PackAnswer(answer Answer) (PackedAnswer, error) {
	var packed bytes.Buffer
	zw := gzip.NewWriter(&packed)
	if err := json.NewEncoder(zw).Encode(answer); err != nil {
		return nil, fmt.Errorf("encode an answer: %w", err)
	}
	if err := zw.Close(); err != nil {
		return nil, fmt.Errorf("compress an answer: %w", err)
	}
	return packed.Bytes(), nil
}

// PutAssessment keeps a new assessment. Its answer, which is larger than one
// value may be, is kept as packed, in parts.
func PutAssessment(tx Tx, a Assessment, packed PackedAnswer) (Assessment, error) {
	answer := a.Answer
	a.Answer = Answer{AsOf: answer.AsOf}
	a, err := Assessments.Put(tx, a)
	if err != nil {
		return a, err
	}
	for i, part := 0, packed; len(part) > 0; i++ {
		n := min(partBytes, len(part))
		if err := tx.Put(partKey(a.ID, i), part[:n]); err != nil {
			return a, fmt.Errorf("assessment %q: part %d: %w", a.ID, i, err)
		}
		part = part[n:]
	}
	a.Answer = answer
	return a, nil
}

// GetAssessment returns the assessment with its answer, or an error that is
// ErrNotFound.
func GetAssessment(tx Tx, id AssessmentID) (Assessment, error) {
	a, err := Assessments.Get(tx, string(id))
	if err != nil {
		return a, err
	}
	var packed bytes.Buffer
	for pair, err := range tx.Range(partKey(id, 0), partKey(id, 9999)) {
		if err != nil {
			return a, fmt.Errorf("assessment %q: %w", id, err)
		}
		packed.Write(pair.Value)
	}
	zr, err := gzip.NewReader(&packed)
	if err != nil {
		return a, fmt.Errorf("assessment %q: decompress: %w", id, err)
	}
	if err := json.NewDecoder(zr).Decode(&a.Answer); err != nil {
		return a, fmt.Errorf("assessment %q: decode: %w", id, err)
	}
	return a, nil
}

const answerParts = "b\x00assessment\x00"

func partKey(id AssessmentID, part int) []byte {
	return fmt.Appendf(nil, answerParts+"%s\x00%04d", id, part)
}
