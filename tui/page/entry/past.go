package entry

import "signpost/store"

// Past is what came of a client's referrals, by programme, for lists that say
// where the client was referred already.
type Past map[store.ProgrammeID]string

// PastOf sorts the referrals of one client, the newest first: of each programme
// the one that is open counts, and otherwise the last.
func PastOf(all []store.Referral) Past {
	out := Past{}
	for _, ended := range []bool{false, true} {
		for i := range all {
			id := all[i].Packet.Programme
			if _, said := out[id]; !said && all[i].State.Closed() == ended {
				out[id] = pastWords(all[i].State)
			}
		}
	}
	return out
}

func pastWords(s store.ReferralState) string {
	switch s {
	case store.Draft:
		return "draft kept"
	case store.Sent, store.Acknowledged:
		return "referred"
	case store.Accepted:
		return "accepted there"
	case store.OnWaitingList:
		return "waiting there"
	case store.Started:
		return "started there"
	case store.Completed:
		return "completed there"
	case store.Declined:
		return "declined there"
	case store.Redirected:
		return "redirected from there"
	case store.EndedEarly:
		return "ended early there"
	case store.Withdrawn:
		return "withdrawn from there"
	case store.Expired:
		return "no answer there"
	}
	return ""
}
