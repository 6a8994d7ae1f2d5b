package store

import (
	"errors"
	"time"

	"signpost/keys"
)

// Slip is what lists and the diary need of a referral from the side that refers.
// It stands beside the referral and is written with it, so that a list reads no
// packet. It also holds what is the referrer's alone: whether the coach has looked.
type Slip struct {
	Referral  ReferralID     `json:"referral"`
	Rev       uint64         `json:"rev"`
	Partner   keys.PartnerID `json:"partner"`
	Client    ClientRef      `json:"client"`
	Programme ProgrammeID    `json:"programme"`
	Name      string         `json:"programme_name"`
	State     ReferralState  `json:"state"`
	Alone     bool           `json:"alone,omitempty"` // no partner here receives it
	Made      time.Time      `json:"made"`
	ReplyBy   Day            `json:"reply_by,omitzero"`
	Until     Day            `json:"until,omitzero"`
	News      time.Time      `json:"news,omitzero"` // when the receiver or the clock last did something
	Seen      time.Time      `json:"seen,omitzero"` // the news that the client's coach has seen
}

// Slips holds the slips; indexes "live" (who refers, of those that have not
// ended) and "news" (the same, of those
// of which there is news that the coach has not seen).
var Slips = Table[Slip]{
	Name: "slip",
	ID:   func(s *Slip) string { return string(s.Referral) },
	Rev:  func(s *Slip) *uint64 { return &s.Rev },
	Indexes: []Index[Slip]{
		{Name: "live", Of: func(s *Slip) []string {
			if s.State.Closed() {
				return nil
			}
			return []string{string(s.Partner)}
		}},
		{Name: "news", Of: func(s *Slip) []string {
			if !s.News.After(s.Seen) {
				return nil
			}
			return []string{string(s.Partner)}
		}},
	},
}

// besideSlip keeps the slip of a referral with it, and what was seen of it.
func besideSlip(tx Tx, r *Referral, gone bool) error {
	old, err := Slips.Get(tx, string(r.ID))
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if gone {
		return Slips.Delete(tx, string(r.ID), old.Rev)
	}
	_, err = Slips.Put(tx, Slip{
		Referral: r.ID, Rev: old.Rev, Partner: r.Partner, Client: r.Client, Programme: r.Packet.Programme, Name: r.Packet.Name,
		State: r.State, Alone: r.To == "", Made: r.Made, ReplyBy: r.ReplyBy, Until: r.Until, News: r.News(), Seen: old.Seen,
	})
	return err
}
