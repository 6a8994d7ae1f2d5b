package store

import (
	"time"

	"signpost/keys"
)

// FollowUpID names a follow-up, in the same form as a ClientRef with "F-" before it.
type FollowUpID string

// FollowUp is something that a member promised to do for a client by a day.
type FollowUp struct {
	ID      FollowUpID     `json:"id"`
	Rev     uint64         `json:"rev"`
	Client  ClientRef      `json:"client"`
	Partner keys.PartnerID `json:"partner"`
	Member  keys.MemberID  `json:"member"` // who is to do it
	Due     Day            `json:"due"`
	Text    string         `json:"text"`
	By      keys.MemberID  `json:"by"` // who wrote it down
	Made    time.Time      `json:"made"`
	Done    time.Time      `json:"done,omitzero"`
	DoneBy  keys.MemberID  `json:"done_by,omitempty"`
}

// FollowUps holds the follow-ups; indexes "client", and "member" of those that
// are not done.
var FollowUps = Table[FollowUp]{
	Name: "followup",
	ID:   func(f *FollowUp) string { return string(f.ID) },
	Rev:  func(f *FollowUp) *uint64 { return &f.Rev },
	Indexes: []Index[FollowUp]{
		{Name: "client", Of: func(f *FollowUp) []string { return []string{string(f.Client)} }},
		{Name: "member", Of: func(f *FollowUp) []string {
			if !f.Done.IsZero() {
				return nil
			}
			return []string{string(f.Member)}
		}},
	},
}
