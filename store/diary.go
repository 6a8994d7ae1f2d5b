package store

import (
	"cmp"
	"slices"
	"strings"

	"signpost/keys"
)

// DiaryKind is what a row of the diary asks of the member.
type DiaryKind string

// The kinds there are.
const (
	DiaryLast     DiaryKind = "last-day"  // time alone ends a standing
	DiaryFollowUp DiaryKind = "follow-up" // something was promised
	DiaryEnded    DiaryKind = "ended"     // a referral that came to nothing, and the coach has not looked
	DiaryOverdue  DiaryKind = "overdue"   // a reply that should have come
	DiaryWait     DiaryKind = "wait"      // the wait for a place is over
	DiaryDue      DiaryKind = "near-miss" // time alone brings a near miss
	DiaryNews     DiaryKind = "reply"     // the receiver did something else, and the coach has not looked
	DiaryGoes     DiaryKind = "goes"      // its time is over, and it is announced to be removed
	DiaryTell     DiaryKind = "tell"      // the client was not told yet what is kept and why
	DiaryDraft    DiaryKind = "draft"     // begun and not sent
	DiaryTriage   DiaryKind = "triage"    // facts that no kept assessment has seen
	DiarySent     DiaryKind = "sent"      // sent, with no answer yet, and none overdue
)

// DiaryKinds lists every kind.
func DiaryKinds() []DiaryKind {
	return []DiaryKind{
		DiaryLast, DiaryFollowUp, DiaryEnded, DiaryOverdue, DiaryWait, DiaryDue, DiaryNews, DiaryGoes, DiaryTell, DiaryDraft, DiaryTriage, DiarySent,
	}
}

// How many days ahead the diary looks.
const (
	AheadLast     = 60 // to the last day of a standing
	AheadDue      = 28 // to a near miss that time alone brings
	AheadFollowUp = 7  // to what was promised
	soonLast      = 7  // a last day within so many goes before all else
)

// DiaryRow is one thing that asks for a member's attention. It holds nothing of
// the client but the name.
type DiaryRow struct {
	Kind      DiaryKind     `json:"kind"`
	Client    ClientRef     `json:"client"`
	GivenName string        `json:"given_name"`
	Coach     keys.MemberID `json:"coach"`           // whose it is
	Whose     string        `json:"whose,omitempty"` // their name, where it is not the caller
	Day       Day           `json:"day,omitzero"`    // the day that it is about
	Programme ProgrammeID   `json:"programme,omitempty"`
	Name      string        `json:"programme_name,omitempty"`
	Referral  ReferralID    `json:"referral,omitempty"`
	FollowUp  FollowUpID    `json:"follow_up,omitempty"`
	State     ReferralState `json:"state,omitempty"`
	Alone     bool          `json:"nobody_receives,omitempty"` // no partner here receives the referral
	Text      string        `json:"text,omitempty"`            // why a standing ends, what was promised
}

// Diary is what asks for attention on a day, the most urgent first: of one member
// and of those that they cover for, or of all members of a partner.
type Diary struct {
	Day  Day        `json:"day"`
	Rows []DiaryRow `json:"rows"`
}

// Sort puts the most urgent first: what cannot wait, by its day; then what is
// unfinished; then what is coming.
func (d *Diary) Sort() {
	slices.SortStableFunc(d.Rows, func(a, b DiaryRow) int {
		return cmp.Or(cmp.Compare(d.rank(&a), d.rank(&b)), cmp.Compare(a.Day, b.Day), cmp.Compare(strings.ToLower(a.GivenName), strings.ToLower(b.GivenName)),
			cmp.Compare(a.Client, b.Client), cmp.Compare(a.Name, b.Name), cmp.Compare(a.FollowUp, b.FollowUp))
	})
}

func (d *Diary) rank(r *DiaryRow) int {
	n := slices.Index(DiaryKinds(), r.Kind)
	switch {
	case (r.Kind == DiaryLast || r.Kind == DiaryGoes) && r.Day > d.Day+soonLast, r.Kind == DiaryFollowUp && r.Day > d.Day, r.Kind == DiaryDue && r.Day > d.Day:
		n += len(DiaryKinds()) // not now
	case r.Kind == DiarySent:
		n += 2 * len(DiaryKinds())
	}
	return n
}

// Head is what kind of thing the row is, in 8 columns at most.
func (r *DiaryRow) Head(today Day) string {
	if r.Kind == DiaryDue && r.Day > today {
		return "Soon"
	}
	return map[DiaryKind]string{
		DiaryLast: "Last day", DiaryFollowUp: "Promised", DiaryEnded: "Ended", DiaryOverdue: "Overdue", DiaryWait: "Wait",
		DiaryDue: "Now due", DiaryNews: "Reply", DiaryGoes: "Goes", DiaryTell: "Tell", DiaryDraft: "Draft", DiaryTriage: "Triage", DiarySent: "Sent",
	}[r.Kind]
}

// Says is the row as a sentence without its head: who, when, and then what.
func (r *DiaryRow) Says(today Day) string {
	says := ""
	switch r.Kind {
	case DiaryLast:
		says = r.Day.Words() + ", " + r.Name + " (" + r.Text + ")"
	case DiaryFollowUp:
		says = Near(r.Day, today) + ", " + r.Text
	case DiaryEnded, DiaryNews:
		says = WordWords(string(r.State)) + " " + Near(r.Day, today) + ", " + r.Name
	case DiaryOverdue:
		says = "reply expected by " + r.Day.Words() + ", " + r.Name
		if r.Alone {
			says = "chase the provider since " + r.Day.Words() + ", " + r.Name
		}
	case DiaryWait:
		says = "ended on " + r.Day.Words() + ", " + r.Name
	case DiaryDue:
		says = "from " + r.Day.Words() + ", " + r.Name
	case DiaryGoes:
		says = "record goes on " + r.Day.Words() + ", " + r.Text
		if r.Referral != "" {
			says = "draft goes on " + r.Day.Words() + ", " + r.Name + " (" + r.Text + ")"
		}
	case DiaryTell:
		says = "what is kept and why, added " + Near(r.Day, today)
	case DiaryDraft:
		says = "not sent, " + r.Name
	case DiaryTriage:
		says = "facts of " + r.Day.Words() + " not matched yet"
	case DiarySent:
		says = "no answer, " + r.Name
		if r.Day != 0 {
			says = "no answer, expected by " + r.Day.Words() + ", " + r.Name
		}
		if r.Alone {
			says = "no answer, chase the provider after " + r.Day.Words() + ", " + r.Name
		}
		if r.Alone && r.State == Sent {
			says = "yours to send to the provider, chase after " + r.Day.Words() + ", " + r.Name
		}
	}
	return string(r.Client) + " " + r.GivenName + ": " + says
}

// Near is a day as people say it from today: "today", "tomorrow", "3 days ago",
// and past a week the day itself.
func Near(day, today Day) string {
	switch n := int(day - today); {
	case n == 0:
		return "today"
	case n == 1:
		return "tomorrow"
	case n == -1:
		return "yesterday"
	case n > 1 && n <= 7:
		return "in " + Count(n, "day")
	case n < 0 && n >= -7:
		return Count(-n, "day") + " ago"
	}
	return day.Words()
}

// NearDay is a programme that a kept assessment gave as a near miss, with the day
// on which time alone brings it. (NearMiss is the standing.)
type NearDay struct {
	Programme ProgrammeID `json:"programme"`
	Name      string      `json:"name"` // of the programme
	When      Day         `json:"when"`
}

// LastDay is the last day on which a client stands with a programme as they do,
// because time alone ends it, and why: "turns 25 on 3 May 2026".
type LastDay struct {
	Programme ProgrammeID `json:"programme"`
	Name      string      `json:"name"` // of the programme
	Last      Day         `json:"last"`
	Why       string      `json:"why"`
}
