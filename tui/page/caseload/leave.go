package caseload

import (
	"strings"

	"signpost/tui/page/turn"
)

// leftOpen names the referrals and the promises that closing the client leaves
// open, in sentences; "" where there are none.
func (r *record) leftOpen() string {
	var referrals, promises []string
	for i := range r.referrals {
		if one := &r.referrals[i]; !one.State.Closed() {
			referrals = append(referrals, one.Packet.Name+" ("+turn.StateWord(one.State)+")")
		}
	}
	for i := range r.followUps {
		if f := &r.followUps[i]; f.Done.IsZero() {
			promises = append(promises, f.Text+" (by "+f.Due.Words()+")")
		}
	}
	var says []string
	if len(referrals) > 0 {
		says = append(says, "Referrals that stay open: "+strings.Join(referrals, ", ")+". Replies to them still come to the diary.")
	}
	if len(promises) > 0 {
		says = append(says, "Promises that stay open: "+strings.Join(promises, ", ")+".")
	}
	return strings.Join(says, " ")
}
