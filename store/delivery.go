package store

import (
	"time"

	"signpost/keys"
)

// CapacityCode says whether a programme can take somebody.
type CapacityCode string

// The capacities there are. The zero value is that nobody has said.
const (
	HasSpace    CapacityCode = "space"
	WaitingList CapacityCode = "waiting-list"
	NoSpace     CapacityCode = "no-space"
	AskFirst    CapacityCode = "ask-first"
)

// CapacityCodes lists every capacity.
func CapacityCodes() []CapacityCode {
	return []CapacityCode{HasSpace, WaitingList, NoSpace, AskFirst}
}

// Capacity is what the delivering partner last said of the room it has.
type Capacity struct {
	Code   CapacityCode  `json:"code"`
	Places *int          `json:"places,omitempty"` // how many, where known
	Note   string        `json:"note,omitempty"`
	Said   Day           `json:"said"`
	By     keys.MemberID `json:"by"`
}

// Delivery is who delivers a programme here, and how they work: which partner is
// sent its referrals, how long an answer takes, and what room there is. A
// programme without one is delivered by somebody who does not use this server.
type Delivery struct {
	Programme ProgrammeID    `json:"programme"`
	Rev       uint64         `json:"rev"`
	Partner   keys.PartnerID `json:"partner,omitempty"` // empty: nobody here
	Clocks    Clocks         `json:"clocks,omitzero"`
	Capacity  Capacity       `json:"capacity,omitzero"`
	Changed   time.Time      `json:"changed"`
	ChangedBy keys.MemberID  `json:"changed_by,omitempty"` // empty for the installer
}

// Clocks are the days that a programme goes by; 0 for the default.
type Clocks struct {
	Reply  int `json:"reply,omitempty"`  // in which an answer is expected
	Expire int `json:"expire,omitempty"` // after which silence ends a referral
	Review int `json:"review,omitempty"` // after which what is said of the programme is stale
}

// The clocks of a programme that has none of its own, in days.
const (
	DefaultReply  = 10
	DefaultExpire = 30
	DefaultReview = 90
)

// Filled has the default in place of each clock that is not set.
func (c Clocks) Filled() Clocks {
	fill := func(n, or int) int {
		if n > 0 {
			return n
		}
		return or
	}
	return Clocks{Reply: fill(c.Reply, DefaultReply), Expire: fill(c.Expire, DefaultExpire), Review: fill(c.Review, DefaultReview)}
}

// Stale says whether what was said of the capacity is older than the programme's
// own review interval. What nobody said is not stale.
func (d *Delivery) Stale(today Day) bool {
	return d.Capacity.Said != 0 && int(today-d.Capacity.Said) > d.Clocks.Filled().Review
}

// Deliveries holds what is known of the delivery of programmes; index "partner".
var Deliveries = Table[Delivery]{
	Name: "delivery",
	ID:   func(d *Delivery) string { return string(d.Programme) },
	Rev:  func(d *Delivery) *uint64 { return &d.Rev },
	Indexes: []Index[Delivery]{
		{Name: "partner", Of: func(d *Delivery) []string { return some(string(d.Partner)) }},
	},
}
