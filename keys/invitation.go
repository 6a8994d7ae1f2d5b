package keys

import (
	"errors"
	"fmt"
	"time"
)

const (
	// CodeLife is how long an invitation lasts.
	CodeLife = 72 * time.Hour
	// CodeTries is how many wrong codes burn an invitation.
	CodeTries = 5
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
	case inv.Wrong >= CodeTries:
		return fmt.Errorf("this invitation was closed after %d wrong codes: ask your steward for a new one", CodeTries)
	case !now.Before(inv.Ends):
		return fmt.Errorf("this invitation ended on %s: ask your steward for a new one", inv.Ends.Format("2 January 2006 at 15:04"))
	}
	return nil
}
