package store

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"signpost/keys"
)

// AgreedHow is how a client gave their consent.
type AgreedHow string

// The ways there are.
const (
	AgreedSaid    AgreedHow = "said"
	AgreedWritten AgreedHow = "written"
	AgreedOnline  AgreedHow = "online"
)

// AgreedHows lists every way, the usual one first.
func AgreedHows() []AgreedHow { return []AgreedHow{AgreedSaid, AgreedWritten, AgreedOnline} }

// Words is how it was given, as it follows a day: "said to the coach".
func (h AgreedHow) Words() string {
	return map[AgreedHow]string{AgreedSaid: "said to the coach", AgreedWritten: "in writing", AgreedOnline: "online"}[h]
}

// Agreement is the client's consent to what one referral shares, where consent is
// its basis: when and how it was given and, since it can be taken back at any
// time, when it was withdrawn. The zero Agreement: none was given.
type Agreement struct {
	Day       Day           `json:"day,omitzero"`
	How       AgreedHow     `json:"how,omitempty"`
	Withdrawn Day           `json:"withdrawn,omitzero"`
	At        time.Time     `json:"withdrawn_at,omitzero"` // when the withdrawal was written down
	By        keys.MemberID `json:"withdrawn_by,omitempty"`
}

// Given says whether there is a consent that was not withdrawn.
func (a *Agreement) Given() bool { return a.Day != 0 && a.How != "" && a.Withdrawn == 0 }

// Words is the consent as people read it, without its end.
func (a *Agreement) Words() string {
	says := "not given yet"
	if a.Day != 0 {
		says = "given on " + a.Day.Words()
		if a.How != "" {
			says += ", " + a.How.Words()
		}
	}
	switch {
	case a.Withdrawn != 0 && a.Day == 0:
		says = "withdrawn on " + a.Withdrawn.Words()
	case a.Withdrawn != 0:
		says += "; withdrawn on " + a.Withdrawn.Words()
	}
	return says
}

// ReasonConsent is the reason of the step that ends a referral whose client has
// withdrawn consent. Nobody enters it by itself.
const ReasonConsent ReasonCode = "consent-withdrawn"

// Withdrew says whether the client has withdrawn the consent on which the
// referral was sent. What is left for its receiver tells of nobody.
func (r *Referral) Withdrew() bool { return !r.Sent.IsZero() && r.Agreement.Withdrawn != 0 }

// DefaultPacketDays is for how many days after a referral has ended its receiver
// can read what they were sent. The figure is this program's own: long enough for
// a question about what came of it, and for a quarter to be closed.
const DefaultPacketDays = 90

// PacketOver says whether the receiver's time with what they were sent is over:
// the referral ended more than so many days before today. It is read by the
// clock; nothing is written when it passes.
func (r *Referral) PacketOver(today Day, days int) bool {
	if !r.State.Closed() {
		return false
	}
	return today > r.ended()+Day(days)
}

// ended is the day on which the end was recorded.
func (r *Referral) ended() Day {
	if since := r.Since(); !since.IsZero() {
		return DayOf(since)
	}
	return DayOf(r.Sent)
}

// HiddenName stands where the given name of a client was of whom the receiver
// may see nothing any more.
const HiddenName = "(not shown)"

// HiddenWhy is why a receiver is not shown what they were sent.
type HiddenWhy string

// The reasons there are; the zero one is that it is shown.
const (
	HiddenErased  HiddenWhy = "erased"
	HiddenConsent HiddenWhy = "consent-withdrawn"
	HiddenOver    HiddenWhy = "time-over"
)

// Hidden is why and since when a receiver is not shown what they were sent; the
// zero Hidden: it is shown.
type Hidden struct {
	Why  HiddenWhy `json:"why,omitempty"`
	Day  Day       `json:"day,omitzero"`  // of the withdrawal, or of the end
	Days int       `json:"days,omitzero"` // how long it was shown after the end
}

// Words is why it is not shown, as sentences; "" where it is shown.
func (h Hidden) Words() string {
	switch h.Why {
	case HiddenErased:
		return "The client's record was erased. What you were sent is not shown any more: stop using it, and remove what you have kept of it elsewhere."
	case HiddenConsent:
		return "The client withdrew consent on " + h.Day.Words() + ". What you were sent is not shown any more: stop using it, and remove what you have kept of it elsewhere."
	case HiddenOver:
		return "It ended on " + h.Day.Words() + ". What you were sent is shown for " + Count(h.Days, "day") + " after the end, and not any more."
	}
	return ""
}

// HiddenFrom is why the receiver of the referral is not shown what they were sent,
// on a day, where it is shown for so many days after the end.
func (r *Referral) HiddenFrom(today Day, days int) Hidden {
	switch {
	case r.Erased():
		return Hidden{Why: HiddenErased}
	case r.Withdrew():
		return Hidden{Why: HiddenConsent, Day: r.Agreement.Withdrawn}
	case r.PacketOver(today, days):
		return Hidden{Why: HiddenOver, Day: r.ended(), Days: days}
	}
	return Hidden{}
}

// Hide takes out of what the receiver is shown whose it is, and every word that
// somebody wrote. The programme, the partners, states, days and codes stay; of
// what came after a withdrawal of consent nothing does.
func (r *Received) Hide(why Hidden, withdrawn time.Time) {
	r.Hidden = why
	k := &r.Packet
	r.Packet = Packet{
		GivenName: HiddenName, Programme: k.Programme, Name: k.Name, Provider: k.Provider, To: k.To, From: k.From,
		Lines: []PacketLine{}, Day: k.Day,
	}
	if why.Why == HiddenErased {
		r.Packet.GivenName = ErasedName
	}
	if !withdrawn.IsZero() {
		r.Steps = slices.DeleteFunc(r.Steps, func(s Step) bool { return s.At.After(withdrawn) })
		r.Outcomes = slices.DeleteFunc(r.Outcomes, func(o Outcome) bool { return o.At.After(withdrawn) })
	}
	for i := range r.Steps {
		s := &r.Steps[i]
		s.Note = ""
		if s.Reason != nil {
			s.Reason = &StepReason{Code: s.Reason.Code, Says: s.Reason.Says}
		}
	}
}

// Undertakes says, before it is done, what the withdrawal of consent will do to
// the referrals, or to the one of that id: a line for each that rests on consent.
func Undertakes(all []Referral, id ReferralID) []string {
	var out []string
	for i := range all {
		r := &all[i]
		if !r.OnConsent() || id != "" && r.ID != id {
			continue
		}
		does := "ends at once"
		switch {
		case r.State == Draft:
			does = "draft: cannot be sent until the client agrees again"
		case r.State.Closed():
			does = "has ended"
		}
		switch receiver := withoutEnd(cmp.Or(r.Packet.To, r.Packet.Receiver())); {
		case r.State == Draft:
		case r.To == "": // what they were sent is not here
			does += "; nobody here receives it, so tell " + receiver + " yourself to stop using what you sent them"
		default:
			does += "; " + receiver + " is shown nothing of the client any more"
		}
		out = append(out, string(r.ID)+" to "+r.Packet.Name+": "+does+".")
	}
	return out
}

// Undertaken says what the withdrawal of consent has done to the referrals, as they
// are then: a sentence for each.
func Undertaken(done []Referral) []string {
	var out []string
	for i := range done {
		r := &done[i]
		says := string(r.ID) + " to " + r.Packet.Name
		receiver := withoutEnd(cmp.Or(r.Packet.To, r.Packet.Receiver()))
		switch {
		case r.Sent.IsZero():
			says += ": a draft, which cannot be sent until the client agrees again."
		case r.To == "":
			says += " has ended. Nobody here receives it: tell " + receiver + " yourself to stop using what you sent them."
		default:
			says += " has ended. " + receiver + " is shown nothing of the client any more."
		}
		out = append(out, says)
	}
	return out
}

// WithdrawnAlready says for which of a client's referrals consent was withdrawn, and
// on which day; "" where it was for none.
func WithdrawnAlready(all []Referral) string {
	var out []string
	for i := range all {
		if r := &all[i]; r.Agreement.Withdrawn != 0 {
			out = append(out, "Consent for "+string(r.ID)+" was withdrawn already, on "+r.Agreement.Withdrawn.Words()+".")
		}
	}
	return strings.Join(out, " ")
}

// AgreedSince is the latest day on which the client agreed to one of the referrals
// that rest on consent, or to the one of that id: none can be withdrawn before it.
func AgreedSince(all []Referral, id ReferralID) Day {
	var latest Day
	for i := range all {
		if r := &all[i]; r.OnConsent() && (id == "" || r.ID == id) {
			latest = max(latest, r.Agreement.Day)
		}
	}
	return latest
}

func withoutEnd(s string) string { return strings.TrimSuffix(s, ".") }

// OnConsent says whether the referral rests on a consent of the client that was
// not withdrawn: one that was sent on it, or a draft that has it.
func (r *Referral) OnConsent() bool {
	if r.Basis != Consent || r.Erased() || r.Agreement.Withdrawn != 0 {
		return false
	}
	return !r.Sent.IsZero() || r.State == Draft && r.Agreement.Day != 0
}
