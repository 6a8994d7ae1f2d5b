package store

import (
	"fmt"
	"time"

	"signpost/keys"
)

// KeyNews is a key that was added for a member who has not said yet that they know
// of it.
type KeyNews struct {
	Fingerprint keys.Fingerprint `json:"key"`
	Type        string           `json:"type"`
	Added       time.Time        `json:"added"`
	By          string           `json:"by"` // who invited it: a name and their partner's
}

// Says is the news as sentences, with what to do.
func (n *KeyNews) Says() string {
	return fmt.Sprintf("A key was added for you on %s, invited by %s: %s, %s. If it is not yours, tell your steward now: whoever holds it comes in as you.",
		DayOf(n.Added).Words(), n.By, n.Type, n.Fingerprint)
}
