package keys

import (
	"errors"
	"fmt"
	"time"
)

const (
	// InvitationLasts is how long an invitation lasts.
	InvitationLasts = 72 * time.Hour
	// InvitationEarly is how long before it was made an invitation can be used, by a
	// clock that was set back meanwhile.
	InvitationEarly = time.Hour
	// InvitationTries is how many wrong codes burn an invitation.
	InvitationTries = 5
)

// Good says whether an invitation can still be used at that moment: nil, or an
// error that is one sentence for the person who holds its code. Whoever has not
// shown the code is told none of them: they would learn which ids exist.
func Good(inv Invitation, now time.Time) error {
	switch {
	case !inv.Used.IsZero():
		return errors.New("this invitation has been used: ask your steward for a new one")
	case !inv.Revoked.IsZero():
		return errors.New("this invitation has been withdrawn: ask your steward for a new one")
	case inv.Wrong >= InvitationTries:
		return fmt.Errorf("this invitation was closed after %d wrong codes: ask your steward for a new one", InvitationTries)
	case now.Add(InvitationEarly).Before(inv.Made): // by a clock that was wrong: it would last as long as that was
		return fmt.Errorf("this invitation is of %s, which is still to come: ask your steward for a new one", inv.Made.Format("2 January 2006 at 15:04"))
	case !now.Before(inv.Ends):
		return fmt.Errorf("this invitation ended on %s: ask your steward for a new one", inv.Ends.Format("2 January 2006 at 15:04"))
	}
	return nil
}
