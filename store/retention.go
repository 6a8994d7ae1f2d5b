package store

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"signpost/keys"
)

// RetentionClass is one kind of record that time alone removes.
type RetentionClass string

// The classes there are.
const (
	ClosedClient  RetentionClass = "closed-client"
	QuietClient   RetentionClass = "quiet-client"
	OldDraft      RetentionClass = "draft"
	OldAssessment RetentionClass = "assessment"
	EmptyHouse    RetentionClass = "household"
	OldInvitation RetentionClass = "invitation"
)

// NoticeSetting is the setting of how many days a removal is announced before, and
// PacketSetting that of how many days a receiver is shown what they were sent after a
// referral of the partner has ended: nothing is removed by it.
const (
	NoticeSetting = "notice"
	PacketSetting = "packet"
)

// RetentionSetting is one time that a partner may set: of a class, or the notice.
type RetentionSetting struct {
	Name        string // of the class, or NoticeSetting
	Says        string // what it is of, and from when the time counts
	Unit        string // "month" or "day"
	Usual       int    // where nobody set it
	Least, Most int
	Source      string // where the usual time comes from
}

// RetentionSettings lists the times that a partner may set. Article 5(1)(e) of the
// UK GDPR asks that nothing is kept for longer than it is needed, and names no
// time: whoever is responsible has to choose and be able to justify one (ICO, guide
// to the UK GDPR, "Storage limitation"). The usual time of closed clients is that of
// the Department for Work and Pensions ("Managing customer records guide", version
// 6.2 of 14 October 2024, 3.2.1: supporting records, 24 months after its live
// interest has ended); the others are judgements of this program, each said to be
// one, for a partner to put right.
//
// Never removed are the audit trail and the ledger of erasures, which hold
// pseudonyms and prove what was done; counts, which tell of nobody; what is left of
// the referrals of an erased client, which tells of programme, partners and outcome;
// the catalogue; and members, whom the trail names by their ids.
func RetentionSettings() []RetentionSetting {
	const judged = "a judgement of this program"
	return []RetentionSetting{
		{string(ClosedClient), "clients who are closed, from the day they were closed or the last move of a referral of theirs", "month", 24, 1, 120, "DWP, Managing customer records guide, 3.2.1"},
		{string(QuietClient), "clients who are open, from the day anybody last changed anything of theirs", "month", 36, 6, 120, judged},
		{string(OldDraft), "referrals that were begun and not sent, from the day anybody last changed them", "day", 90, 14, 730, judged},
		{string(OldAssessment), "kept triages that no referral names; never a client's latest", "month", 24, 3, 120, judged},
		{string(EmptyHouse), "households that are closed or that nobody takes part in, from their last change", "month", 24, 1, 120, judged + ", as for closed clients"},
		{string(OldInvitation), "invitations that are used, over or taken back", "month", 12, 1, 120, judged},
		{PacketSetting, "what a receiver is shown of a referral, from its end; it is hidden then, and not removed", "day", DefaultPacketDays, 1, 730, judged},
		{NoticeSetting, "how long a removal is announced before", "day", 28, 28, 180, judged},
	}
}

// RetentionSettingNamed is the setting of that name.
func RetentionSettingNamed(name string) (RetentionSetting, bool) {
	for _, s := range RetentionSettings() {
		if s.Name == name {
			return s, true
		}
	}
	return RetentionSetting{}, false
}

// Retention is how long a partner keeps what it keeps.
type Retention struct {
	Partner keys.PartnerID `json:"partner"`
	Rev     uint64         `json:"rev"`
	Times   map[string]int `json:"times,omitempty"` // by the setting's name, in its unit; the usual where there is none
	Changed time.Time      `json:"changed,omitzero"`
	By      keys.MemberID  `json:"by,omitempty"`
}

// Time is the time of a setting, in its unit.
func (r *Retention) Time(s RetentionSetting) int { return cmp.Or(r.Times[s.Name], s.Usual) }

// Words is the time of a setting as people read it: "24 months".
func (r *Retention) Words(s RetentionSetting) string { return Count(r.Time(s), s.Unit) }

// Due is the first day on which a record of the class is out of its time that
// counts from a day.
func (r *Retention) Due(class RetentionClass, from Day) Day {
	s, _ := RetentionSettingNamed(string(class))
	if s.Unit == "day" {
		return from + Day(r.Time(s))
	}
	return from.AddMonths(r.Time(s))
}

// Notice is how many days a removal is announced before.
func (r *Retention) Notice() Day {
	s, _ := RetentionSettingNamed(NoticeSetting)
	return Day(r.Time(s))
}

// Retentions holds what partners have set, by partner.
var Retentions = Table[Retention]{
	Name: "retention",
	ID:   func(r *Retention) string { return string(r.Partner) },
	Rev:  func(r *Retention) *uint64 { return &r.Rev },
}

// LeastRuns is in how many nights after it was announced a record must have been
// found out of its time before it is removed.
const LeastRuns = 7

// Removal is a record that the purge has announced. It holds ids and days.
type Removal struct {
	Class     RetentionClass `json:"class"`
	Record    string         `json:"record"` // its id: a pseudonym
	Rev       uint64         `json:"rev"`
	Partner   keys.PartnerID `json:"partner"`
	Client    ClientRef      `json:"client,omitempty"` // whose it is
	From      Day            `json:"from"`             // from which its time counts
	Due       Day            `json:"due"`              // the first day on which it is out of its time
	Announced Day            `json:"announced"`
	Goes      Day            `json:"goes"`                // the first day on which it may be removed
	Runs      int            `json:"runs"`                // nights after that in which it was found so again
	Seen      Day            `json:"seen"`                // the last of them, or the day it was announced
	Begun     bool           `json:"begun,omitempty"`     // removing it has begun and goes on, whatever comes
	Kept      Day            `json:"kept_until,omitzero"` // somebody put it off until this day
}

// RemovalID names the removal of a record.
func RemovalID(class RetentionClass, record string) string { return string(class) + " " + record }

// Ripe says whether the record may be removed on a day, if it is still out of its
// time. notice is that of its partner now.
func (r *Removal) Ripe(today, notice Day) bool {
	return r.Begun || r.Runs >= LeastRuns && r.Goes <= today && r.Due <= today && r.Announced+notice <= today
}

// Why says why the record is out of its time, in words: "closed on 3 May 2024".
func (r *Removal) Why() string {
	if r.Kept != 0 {
		return "kept until " + r.Kept.Words()
	}
	switch r.Class {
	case ClosedClient:
		return "closed, nothing since " + r.From.Words()
	case QuietClient:
		return "open, nobody changed it since " + r.From.Words()
	case OldDraft:
		return "not sent, nobody changed it since " + r.From.Words()
	case OldAssessment:
		return "a triage of " + r.From.Words() + " that no referral names"
	case EmptyHouse:
		return "closed or left, nothing since " + r.From.Words()
	case OldInvitation:
		return "an invitation over since " + r.From.Words()
	}
	return "out of its time"
}

// Removals holds what is announced; index "told" (the partner whose members are told
// of it in their diaries).
var Removals = Table[Removal]{
	Name: "removal",
	ID:   func(r *Removal) string { return RemovalID(r.Class, r.Record) },
	Rev:  func(r *Removal) *uint64 { return &r.Rev },
	Indexes: []Index[Removal]{
		{Name: "told", Of: func(r *Removal) []string {
			switch r.Class {
			case ClosedClient, QuietClient, OldDraft:
				return []string{string(r.Partner)}
			}
			return nil
		}},
	},
}

// KeepMonths is for how long a client's record is put off by whoever keeps it: once.
const KeepMonths = 12

// KeepWhys lists why a client's record is kept for longer.
func KeepWhys() []WhyWords {
	return []WhyWords{
		{"returning", "the client is coming back"},
		{"running", "something is still running for the client"},
		{"complaint", "a complaint or an appeal is open"},
		{"claim", "a legal claim needs it"},
		{"asked", "the client asked for it to be kept"},
	}
}

// KeepSays is the code of why a record is kept, in words.
func KeepSays(code string) string {
	for _, w := range KeepWhys() {
		if w.Code == code {
			return w.Says
		}
	}
	return code
}

// Keeping puts off the removal of a client's record, once.
type Keeping struct {
	Client ClientRef     `json:"client"`
	Rev    uint64        `json:"rev"`
	From   Day           `json:"from"` // the day from which the time that was put off counts
	Until  Day           `json:"until"`
	Why    string        `json:"why"` // one of KeepWhys
	By     keys.MemberID `json:"by"`
	At     time.Time     `json:"at"`
}

// Keepings holds them, by client.
var Keepings = Table[Keeping]{
	Name: "keeping",
	ID:   func(k *Keeping) string { return string(k.Client) },
	Rev:  func(k *Keeping) *uint64 { return &k.Rev },
}

// HoldWhy is why nothing is removed.
type HoldWhy string

// The whys there are.
const (
	HoldSteward HoldWhy = "steward" // a steward says so
	HoldClock   HoldWhy = "clock"   // the clock went on or back by more than is believed
)

// Hold is that nothing is announced and nothing removed, for the whole server.
type Hold struct {
	Why  HoldWhy   `json:"why"`
	At   time.Time `json:"at"`
	Last Day       `json:"last"` // the last night before it
}

// How far the clock may go between two nights and be believed, in days.
const (
	MostNightsOn   = 45
	MostNightsBack = 2
)

// Purge is how far the purge of the whole server has come.
type Purge struct {
	ID        string    `json:"id"` // PurgeID: there is one
	Rev       uint64    `json:"rev"`
	Last      Day       `json:"last"`    // the day of the last night
	LastAt    time.Time `json:"last_at"` // when it ended
	Announced int       `json:"announced"`
	Removed   int       `json:"removed"` // in that night
	Hold      *Hold     `json:"hold,omitempty"`
	Anew      Day       `json:"anew,omitzero"` // what was announced before that day is announced anew: there was a hold
}

// PurgeID is the id of the one record of Purges.
const PurgeID = "purge"

// Purges holds the one record of how far the purge has come.
var Purges = Table[Purge]{
	Name: "purge",
	ID:   func(p *Purge) string { return p.ID },
	Rev:  func(p *Purge) *uint64 { return &p.Rev },
}

// Leapt says whether the clock says a day that cannot be believed after the last
// night.
func (p *Purge) Leapt(today Day) bool {
	return p.Last != 0 && (today > p.Last+MostNightsOn || today < p.Last-MostNightsBack)
}

// Held says why nothing is removed and what to do, as sentences; empty: it is not
// held.
func (p *Purge) Held() string {
	if p.Hold == nil {
		return ""
	}
	on := "Nothing is removed by its time since " + DayOf(p.Hold.At).Words()
	if p.Hold.Why == HoldSteward {
		return on + ": a steward put it on hold. To go on: retention resume."
	}
	return on + fmt.Sprintf(": the clock said that day, and %s the night before. Put the clock right; if it is right, a steward goes on with: retention resume.", p.Hold.Last.Words())
}

// Trouble is why nothing is removed by its time, and what to do, as sentences: the
// purge is on hold, or had no night for two days. Empty: it goes on.
func (p *Purge) Trouble(today Day) string {
	if p.Late(today) {
		return "Nothing was announced nor removed by its time since the night of " + p.Last.Words() + ": start the server, or look in its log for why."
	}
	return p.Held()
}

// Says is how far the purge has come, as sentences.
func (p *Purge) Says(today Day) string {
	trouble := p.Trouble(today)
	switch {
	case trouble != "":
		return trouble
	case p.Last == 0:
		return "The first night is still to come: nothing is announced yet."
	case p.Last < p.Anew:
		return "Removing by time goes on since " + p.Anew.Words() + ": the next night announces all anew."
	}
	return fmt.Sprintf("Last night, %s: %d announced, %d removed.", p.Last.Words(), p.Announced, p.Removed)
}

// Late says whether a night was missed by a day: two nights without a run.
func (p *Purge) Late(today Day) bool { return p.Hold == nil && p.Last != 0 && today > p.Last+2 }

// Forecast is what goes by a day: what is announced, and what will be.
type Forecast struct {
	Until Day       `json:"until"`
	Purge Purge     `json:"purge"`
	Rows  []Removal `json:"removals"` // by the day on which they go; those not announced have no day of it
}

// Counted is how many records of each class go, in words.
func (f *Forecast) Counted() string {
	var out []string
	for _, s := range RetentionSettings() {
		if n := f.Count(RetentionClass(s.Name)); n > 0 {
			out = append(out, fmt.Sprintf("%d %s", n, s.Name))
		}
	}
	return strings.Join(out, ", ")
}

// Count is how many records of a class go.
func (f *Forecast) Count(class RetentionClass) int {
	n := 0
	for i := range f.Rows {
		if f.Rows[i].Class == class {
			n++
		}
	}
	return n
}
