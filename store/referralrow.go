package store

import (
	"iter"
	"time"

	"signpost/keys"
)

// referralRow is what lists show of a referral: who, to what, in which state since
// when, and nothing of the facts, the words, the earlier history and the outcomes.
// It is kept beside its referral, and written short, since lists of thousands are
// read with every look at them.
type referralRow struct {
	ID        ReferralID     `json:"i"`
	Rev       uint64         `json:"v"` // of its referral
	Client    ClientRef      `json:"c"`
	Given     string         `json:"g"`
	Programme ProgrammeID    `json:"p"`
	Name      string         `json:"n"` // of the programme
	Partner   keys.PartnerID `json:"q"`
	To        keys.PartnerID `json:"t,omitempty"`
	By        keys.MemberID  `json:"b"`
	From      string         `json:"f"`
	State     ReferralState  `json:"s"`
	After     ReferralID     `json:"a,omitempty"`
	Household HouseholdID    `json:"h,omitempty"`
	Made      time.Time      `json:"m"`
	Sent      time.Time      `json:"e,omitzero"`
	Days      [3]int32       `json:"d"`           // reply by, expires on, until
	Withdrawn int32          `json:"w,omitempty"` // the day on which consent was withdrawn
	Came      *cameRow       `json:"k,omitempty"` // how it came to its state
}

type cameRow struct {
	Move   ReferralMove  `json:"m"`
	From   ReferralState `json:"f"`
	Side   Side          `json:"s"`
	At     time.Time     `json:"a"`
	By     keys.MemberID `json:"b,omitempty"`
	Who    string        `json:"w"`
	Day    int32         `json:"d,omitempty"`
	Reason *StepReason   `json:"r,omitempty"`
	Linked ReferralID    `json:"l,omitempty"`
}

func rowOf(r *Referral) referralRow {
	k := &r.Packet
	row := referralRow{
		ID: r.ID, Rev: r.Rev, Client: r.Client, Given: k.GivenName, Programme: k.Programme, Name: k.Name, Partner: r.Partner, To: r.To,
		By: r.By, From: k.From, State: r.State, After: r.After, Household: r.Household, Made: r.Made, Sent: r.Sent,
		Days: [3]int32{int32(r.ReplyBy), int32(r.ExpiresOn), int32(r.Until)}, Withdrawn: int32(r.Agreement.Withdrawn),
	}
	if s, ok := r.Came(); ok {
		row.Came = &cameRow{s.Move, s.From, s.Side, s.At, s.By, s.Who, int32(s.Day), s.Reason, s.Linked}
	}
	return row
}

// referral is the row as a referral of which the rest is left out.
func (row *referralRow) referral() Referral {
	r := Referral{
		ID: row.ID, Rev: row.Rev, Client: row.Client, Partner: row.Partner, To: row.To, By: row.By, State: row.State,
		Packet: Packet{Client: row.Client, GivenName: row.Given, Programme: row.Programme, Name: row.Name, From: row.From},
		After:  row.After, Household: row.Household, Made: row.Made, Sent: row.Sent,
		ReplyBy: Day(row.Days[0]), ExpiresOn: Day(row.Days[1]), Until: Day(row.Days[2]),
		Agreement: Agreement{Withdrawn: Day(row.Withdrawn)},
	}
	if c := row.Came; c != nil {
		r.Steps = []Step{{
			Move: c.Move, From: c.From, To: row.State, Side: c.Side, At: c.At, By: c.By, Who: c.Who, Day: Day(c.Day),
			Reason: c.Reason, Linked: c.Linked,
		}}
	}
	return r
}

// referralRows holds the rows. It is written by Referrals alone.
var referralRows = Table[referralRow]{
	Name: "referralrow",
	ID:   func(r *referralRow) string { return string(r.ID) },
	Rev:  func(r *referralRow) *uint64 { return &r.Rev },
	Indexes: []Index[referralRow]{
		{Name: "partner", Of: func(r *referralRow) []string { return some(string(r.Partner)) }},
		{Name: "to", Of: func(r *referralRow) []string {
			if r.Sent.IsZero() {
				return nil
			}
			return some(string(r.To))
		}},
		{Name: "open", Of: func(r *referralRow) []string {
			if r.Sent.IsZero() || r.State.Closed() {
				return nil
			}
			return some(string(r.To))
		}},
	},
}

// besideReferral keeps the row of a referral with it, from revision to revision,
// and its slip.
func besideReferral(tx Tx, r *Referral, gone bool) error {
	if err := besideSlip(tx, r, gone); err != nil {
		return err
	}
	if gone {
		return referralRows.Delete(tx, string(r.ID), r.Rev)
	}
	row := rowOf(r)
	row.Rev--
	_, err := referralRows.Put(tx, row)
	return err
}

// ReferralRows yields referrals as lists show them, with what a list has no use
// for left out: of the packet the facts, the reason and the contact, of the steps
// all but the one that led to the state, and its note, and the outcomes. The index
// is "partner" (who refers), "to" (who receives, of those that were sent) or
// "open" (the same, of those that have not ended).
func ReferralRows(tx Tx, index, value string) iter.Seq2[Referral, error] {
	return func(yield func(Referral, error) bool) {
		for row, err := range referralRows.By(tx, index, value) {
			if !yield(row.referral(), err) || err != nil {
				return
			}
		}
	}
}
