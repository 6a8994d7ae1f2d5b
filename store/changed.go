package store

import (
	"time"

	"signpost/keys"
)

// Changed tells an open screen what somebody else has changed. It names records
// and who changed them, and holds nothing of what is in them. The zero Changed is
// that something changed, whatever it was.
type Changed struct {
	Act       keys.Act
	Client    ClientRef   // whose record it is, where it is a client's and the reader's partner keeps them
	Referral  ReferralID  // the referral, where it is one
	Programme ProgrammeID // the programme, where it is what is known of one
	Who       string      // the member, and the partner where it is another
	At        time.Time
}

// Whole says whether anything may have changed.
func (c *Changed) Whole() bool { return c.At.IsZero() }

// Caseload says whether it is clients, referrals, or who keeps them.
func (c *Changed) Caseload() bool {
	return c.Client != "" || c.Referral != "" || c.Act == keys.ActClientWrite
}

// Provision says whether it is what is known of a programme.
func (c *Changed) Provision() bool { return c.Programme != "" }

// Access says whether it is partners, members, keys or invitations.
func (c *Changed) Access() bool { return c.Act == keys.ActAccessWrite && c.Client == "" }
