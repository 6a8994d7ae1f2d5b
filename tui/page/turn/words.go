// Package turn is a referral's life as people read it and move it: where it has
// got to, what is shared and what was done, in words; the key of each move; and
// the questions that a move asks (Entry). The pages of both sides share it, so
// that a referral reads alike to whoever sent it and to whoever received it.
//
// It knows referrals, the table of their moves and the look. It must not know
// pages, the desk, or what is done with an answer.
package turn

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"signpost/store"
	"signpost/tui/look"
)

// Life is where a referral has got to, as either side may know it.
type Life struct {
	State      store.ReferralState
	Alone      bool // no partner here receives it: the referrer enters what the provider answers
	Made, Sent time.Time
	ReplyBy    store.Day
	ExpiresOn  store.Day
	Until      store.Day
	Steps      []store.Step
	Outcomes   []store.Outcome
}

// Of is the life of a referral as its sender knows it.
func Of(r *store.Referral) Life {
	return Life{r.State, r.To == "", r.Made, r.Sent, r.ReplyBy, r.ExpiresOn, r.Until, r.Steps, r.Outcomes}
}

// OfReceived is the life of a referral as its receiver knows it.
func OfReceived(r *store.Received) Life {
	return Life{r.State, false, r.Sent, r.Sent, r.ReplyBy, r.ExpiresOn, r.Until, r.Steps, r.Outcomes}
}

// Overdue says whether the receiver should have answered by now.
func (l *Life) Overdue(today store.Day) bool {
	return l.State.Unanswered() && l.ReplyBy != 0 && today > l.ReplyBy
}

// last is the step that led to the state there is now, nil for none.
func (l *Life) last() *store.Step {
	for i := len(l.Steps) - 1; i >= 0; i-- {
		if s := &l.Steps[i]; s.To == l.State && s.From != s.To {
			return s
		}
	}
	return nil
}

// On is the day on which the referral came into the state it is in: the day that
// was given for it, or else the day it was recorded.
func (l *Life) On() store.Day {
	last := l.last()
	switch {
	case last != nil && last.Day != 0 && (l.State == store.Started || l.State == store.Completed || l.State == store.EndedEarly):
		return last.Day
	case last != nil:
		return store.DayOf(last.At)
	case l.State == store.Draft, l.Sent.IsZero():
		return store.DayOf(l.Made)
	}
	return store.DayOf(l.Sent)
}

// Words is where the referral has got to, in a sentence without its end.
func (l *Life) Words(today store.Day) string {
	on := l.On().Words()
	switch l.State {
	case store.Draft:
		return "draft of " + on + ", not sent"
	case store.Sent:
		return "sent on " + on + ", no answer yet" + l.due(today)
	case store.Acknowledged:
		return "acknowledged on " + on + ", not answered yet" + l.due(today)
	case store.Accepted:
		says := "accepted on " + on
		if last := l.last(); last != nil && last.Day != 0 {
			says += ", for " + last.Day.Words()
		}
		return says
	case store.OnWaitingList:
		return "on the waiting list since " + on + ", " + l.wait()
	case store.Expired:
		return "expired on " + on + ": nobody answered"
	}
	says := StateWord(l.State) + " on " + on
	if last := l.last(); last != nil && last.Reason != nil {
		says += ": " + reasonWords(last.Reason)
	}
	return says
}

// due is until when an answer is expected, or since when it is overdue.
func (l *Life) due(today store.Day) string {
	var says string
	switch {
	case l.Alone:
		return l.alone(today)
	case l.ReplyBy == 0:
	case l.Overdue(today):
		says = fmt.Sprintf("; overdue by %s", store.Count(int(today-l.ReplyBy), "day"))
		if l.ExpiresOn != 0 {
			says += ", expires on " + l.ExpiresOn.Words()
		}
	default:
		says = "; an answer is due by " + l.ReplyBy.Words()
	}
	return says
}

// alone says what the referrer of a referral that nobody here receives has to do.
func (l *Life) alone(today store.Day) string {
	says := ". " + store.NobodyHere(l.State)
	switch {
	case l.ReplyBy == 0:
	case l.Overdue(today):
		says += fmt.Sprintf(". To chase for %s", store.Count(int(today-l.ReplyBy), "day"))
		if l.ExpiresOn != 0 {
			says += ", expires on " + l.ExpiresOn.Words()
		}
	default:
		says += ". Chase it after " + l.ReplyBy.Words()
	}
	return says
}

func (l *Life) wait() string {
	if l.Until == 0 {
		return "for a place"
	}
	return "until " + l.Until.Words()
}

// ShortWidth is how many columns Short takes at most.
const ShortWidth = 27

// Short is where the referral has got to in a few words for a list.
func (l *Life) Short(today store.Day) string {
	switch left := int(l.ReplyBy - today); {
	case l.Alone && l.Overdue(today):
		return fmt.Sprintf("to chase for %s", store.Count(-left, "day"))
	case l.Alone && l.State.Unanswered() && l.ReplyBy != 0:
		if l.State == store.Acknowledged {
			return StateWord(l.State) + ", chase it"
		}
		return StateWord(l.State) + ", you send it"
	case l.Overdue(today):
		return fmt.Sprintf("overdue by %s", store.Count(-left, "day"))
	case l.State.Unanswered() && l.ReplyBy != 0 && left == 0:
		return StateWord(l.State) + ", due today"
	case l.State.Unanswered() && l.ReplyBy != 0:
		return fmt.Sprintf("%s, %s left", StateWord(l.State), store.Count(left, "day"))
	case l.State == store.OnWaitingList && l.Until != 0:
		return "waits to " + day(l.Until)
	case l.State == store.OnWaitingList:
		return "waits for a place"
	}
	return StateWord(l.State) + " " + day(l.On())
}

// day is a day in the fewest columns: "27 Sep 2026".
func day(d store.Day) string {
	y, m, n := d.Split()
	return fmt.Sprintf("%d %s %d", n, m.String()[:3], y)
}

// stateWords are the states that are not said by their own name.
var stateWords = map[store.ReferralState]string{
	store.OnWaitingList: "waiting", store.EndedEarly: "ended early",
}

// StateWord is a state in a word or two.
func StateWord(s store.ReferralState) string { return cmp.Or(stateWords[s], string(s)) }

func reasonWords(r *store.StepReason) string {
	if r.Rule != "" {
		return r.Says + ": " + r.Rule
	}
	return r.Says
}

// Names are programmes by name, for steps that point to another one.
type Names map[store.ProgrammeID]string

// History reads out what was done, the oldest first, each with who and when, in
// lines of w columns; zone is that of the server's clock.
func (l *Life) History(lk look.Look, names Names, zone *time.Location, w int) []string {
	var lines []string
	for i := range l.Steps {
		s := &l.Steps[i]
		head := s.At.In(zone).Format("2 Jan 2006 15:04  ")
		lines = append(lines, lk.Hang("  "+strings.Repeat(" ", len("02 Jan 2006 15:04  ")-len(head))+head, stepWords(s, names), w)...)
	}
	return lines
}

// stepWords is one step in sentences.
func stepWords(s *store.Step, names Names) string {
	does := s.Done()
	switch s.Move {
	case store.MoveNote:
		does = "note"
	case store.MoveOutcome:
		does = "outcome"
	}
	says := strings.ToUpper(does[:1]) + does[1:]
	if s.Who != "" {
		says += " by " + s.Who
	}
	says += "."
	if s.Reason != nil {
		says += " " + sentence(reasonWords(s.Reason))
	}
	if s.Instead != "" {
		says += " To " + sentence(cmp.Or(names[s.Instead], string(s.Instead)))
	}
	if s.Outcome != "" {
		says += " " + sentence(s.Outcome.Says())
	}
	if s.Day != 0 {
		says += " " + sentence(dayWords(s))
	}
	for _, o := range s.Override {
		says += " Sent all the same (" + strings.TrimSuffix(o.Says, ".") + "): " + sentence(o.Why)
	}
	if s.Linked != "" {
		says += " See " + string(s.Linked) + "."
	}
	if s.Note != "" {
		says += " \"" + s.Note + "\""
	}
	return says
}

func dayWords(s *store.Step) string {
	switch {
	case s.Move == store.MoveWait:
		return "until " + s.Day.Words()
	case s.Move == store.MoveAccept:
		return "for " + s.Day.Words()
	}
	return "on " + s.Day.Words()
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// Came reads out what came of the referral, in lines of w columns.
func (l *Life) Came(lk look.Look, w int) []string {
	var lines []string
	for i := range l.Outcomes {
		o := &l.Outcomes[i]
		lines = append(lines, lk.Hang("  "+lk.Glyphs.Bullet+" ", o.Words(), w)...)
	}
	return lines
}

// Links are the referrals that steps point to, the oldest first.
func (l *Life) Links() []store.ReferralID {
	var out []store.ReferralID
	for i := range l.Steps {
		if id := l.Steps[i].Linked; id != "" {
			out = append(out, id)
		}
	}
	return out
}

// Saved says what a move that was made has done: where the referral has got to, or
// what was added to it.
func (l *Life) Saved(move store.ReferralMove, today store.Day) string {
	switch move {
	case store.MoveOutcome:
		return "Outcome saved."
	case store.MoveNote:
		return "Note sent."
	}
	return "Saved: " + l.Words(today) + "."
}

// Waiting says in a few words what of an inbox waits for an answer, or "" where
// nothing does.
func Waiting(all []store.Received, today store.Day) string {
	var n store.InboxCount
	for i := range all {
		life := OfReceived(&all[i])
		if life.State.Unanswered() {
			n.ToAnswer++
		}
		if life.Overdue(today) {
			n.Overdue++
		}
	}
	return n.Words()
}
