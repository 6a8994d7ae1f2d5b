package access

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"signpost/keys"
	"signpost/store"
)

// row is one record of a list.
type row struct {
	id    string
	cells []string
	state string
	ends  string // what x does to it: "lock", "revoke"; empty for nothing
}

// rows are the records of a part that the filter leaves.
func (p *Page) rows(in part) []row {
	all := [...]func() []row{p.partnerRows, p.memberRows, p.keyRows, p.invitationRows, p.programmeRows}[in]()
	if p.list.filter == nil || in != p.list.part {
		return all
	}
	want := strings.ToLower(strings.TrimSpace(p.list.filter.Value()))
	return slices.DeleteFunc(all, func(r row) bool {
		return !strings.Contains(strings.ToLower(r.id+" "+strings.Join(r.cells, " ")+" "+r.state), want)
	})
}

func (p *Page) partnerRows() []row {
	members := map[keys.PartnerID]int{}
	for _, m := range p.got.members {
		members[m.Partner]++
	}
	out := make([]row, len(p.got.partners))
	for i, x := range p.got.partners {
		state := "added on " + p.day(x.Added)
		if x.Locked {
			state = "locked"
		}
		out[i] = row{id: string(x.ID), cells: []string{x.Name, store.Count(members[x.ID], "member")}, state: state}
	}
	return out
}

func (p *Page) memberRows() []row {
	good := map[keys.MemberID]bool{}
	for _, k := range p.got.keys {
		good[k.Member] = good[k.Member] || k.Revoked.IsZero()
	}
	out := make([]row, len(p.got.members))
	for i, m := range p.got.members {
		state, ends := "", "lock"
		switch {
		case m.Locked:
			state, ends = "locked", "unlock"
		case !good[m.ID]:
			state = "no key"
		}
		out[i] = row{id: string(m.ID), cells: []string{m.Name, p.got.partner(m.Partner), roleWords(m.Roles)}, state: state, ends: ends}
	}
	return out
}

func (p *Page) keyRows() []row {
	out := make([]row, len(p.got.keys))
	for i, k := range p.got.keys {
		ends := "revoke"
		if !k.Revoked.IsZero() {
			ends = ""
		}
		out[i] = row{id: string(k.Fingerprint), cells: []string{p.got.member(k.Member).Name, string(k.Fingerprint)}, state: p.keyState(k), ends: ends}
	}
	return out
}

func (p *Page) keyState(k keys.Key) string {
	switch {
	case !k.Revoked.IsZero():
		return "revoked on " + p.day(k.Revoked)
	case k.LastUsed.IsZero():
		return "never used"
	}
	return "used on " + p.day(k.LastUsed)
}

func (p *Page) invitationRows() []row {
	out := make([]row, len(p.got.invitations))
	for i, v := range p.got.invitations {
		ends := ""
		if keys.Good(v, p.desk.Now()) == nil {
			ends = "revoke"
		}
		out[i] = row{
			id: string(v.ID), cells: []string{v.Name, p.got.partner(v.Partner), roleWords(v.Roles)},
			state: p.invitationState(v), ends: ends,
		}
	}
	return out
}

func (p *Page) invitationState(v keys.Invitation) string {
	now := p.desk.Now()
	switch {
	case !v.Used.IsZero():
		return "used on " + p.day(v.Used)
	case !v.Revoked.IsZero():
		return "revoked on " + p.day(v.Revoked)
	case v.Wrong >= keys.InvitationTries:
		return fmt.Sprintf("closed by %d wrong codes", v.Wrong)
	case !now.Before(v.Ends):
		return "ended on " + p.day(v.Ends)
	}
	return "ends in " + span(v.Ends.Sub(now))
}

// span is a time to come, to the nearest day, hour or minute.
func span(d time.Duration) string {
	switch hours := int(math.Round(d.Hours())); {
	case hours >= 48:
		return store.Count((hours+12)/24, "day")
	case hours >= 2:
		return store.Count(hours, "hour")
	}
	return store.Count(max(int(math.Round(d.Minutes())), 1), "minute")
}

func roleWords(roles []keys.Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}

// says is what a role may do, in a line.
func says(r keys.Role) string {
	return cmp.Or(map[keys.Role]string{
		keys.Coach:    "finds provision, triages, keeps clients, refers",
		keys.Provider: "answers referrals, says what room there is",
		keys.Curator:  "keeps provision true",
		keys.Steward:  "partners, members, keys; no clients",
		keys.Auditor:  "reads the trail",
	}[r], "nothing")
}
