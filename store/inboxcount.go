package store

import "fmt"

// InboxCount is how much waits at a partner that receives referrals. It names
// nobody.
type InboxCount struct {
	Open     int `json:"open"`      // not ended
	ToAnswer int `json:"to_answer"` // of those, with no answer yet
	Overdue  int `json:"overdue"`   // of those, past the day of the reply
}

// Words says what waits for an answer, or "" where nothing does.
func (c InboxCount) Words() string {
	switch {
	case c.Overdue > 0:
		return fmt.Sprintf("%d to answer, %d overdue", c.ToAnswer, c.Overdue)
	case c.ToAnswer > 0:
		return fmt.Sprintf("%d to answer", c.ToAnswer)
	}
	return ""
}
