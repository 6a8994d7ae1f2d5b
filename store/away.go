package store

import "signpost/keys"

// Away is a member who is away until a day, and who sees their diary meanwhile.
type Away struct {
	Member keys.MemberID `json:"member"`
	Rev    uint64        `json:"rev"`
	Until  Day           `json:"until,omitzero"` // the last day away; no day for one who is here
	Cover  keys.MemberID `json:"cover,omitempty"`
}

// On says whether the member is away on the day.
func (a *Away) On(day Day) bool { return a.Until != 0 && day <= a.Until }

// Aways holds who is away; index "cover".
var Aways = Table[Away]{
	Name: "away",
	ID:   func(a *Away) string { return string(a.Member) },
	Rev:  func(a *Away) *uint64 { return &a.Rev },
	Indexes: []Index[Away]{
		{Name: "cover", Of: func(a *Away) []string { return some(string(a.Cover)) }},
	},
}

// Holding is how much a member has in hand, in numbers alone.
type Holding struct {
	Clients   int `json:"clients"`    // open ones
	Closed    int `json:"closed"`     // closed ones
	Referrals int `json:"referrals"`  // of the clients: those that have not ended, drafts too
	FollowUps int `json:"follow_ups"` // not done
}

// Words says how much it is.
func (h *Holding) Words() string {
	says := Count(h.Clients, "open client")
	if h.Closed > 0 {
		says += ", " + Count(h.Closed, "closed client")
	}
	return says + ", " + Count(h.Referrals, "open referral") + ", " + Count(h.FollowUps, "follow-up")
}
