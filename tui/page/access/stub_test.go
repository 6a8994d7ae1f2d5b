package access_test

import (
	"context"
	"strings"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/search"
)

var now = time.Date(2026, time.February, 2, 10, 0, 0, 0, time.UTC)

// stub is a desk that keeps everything in memory.
type stub struct {
	partners    []keys.Partner
	members     []keys.Member
	keys        []keys.Key
	invitations []keys.Invitation
	invited     []string
	handed      []string
	refuse      error // the next change is refused
	clash       bool  // the next change meets somebody else's
	deliveries  []store.Delivery
}

func (s *stub) Find(context.Context, search.Query) (search.Page, error) {
	var p search.Page
	for _, x := range []store.Programme{{ID: "restart", Name: "Restart"}, {ID: "boost", Name: "Boost"}} {
		p.Hits = append(p.Hits, search.Hit{Programme: &x})
	}
	return p, nil
}

func (s *stub) Deliveries(context.Context) ([]store.Delivery, error) {
	return append([]store.Delivery{}, s.deliveries...), nil
}

func (s *stub) SetDeliverer(_ context.Context, id store.ProgrammeID, rev uint64, to keys.PartnerID) (store.Delivery, error) {
	if err := s.refused(); err != nil {
		return store.Delivery{}, err
	}
	if s.clash {
		s.clash = false
		s.deliveries = []store.Delivery{{Programme: id, Rev: 7, Partner: "burnley", Changed: now}}
	}
	for _, d := range s.deliveries {
		if d.Programme == id && d.Rev != rev {
			return d, store.ErrConflict
		}
	}
	s.deliveries = []store.Delivery{{Programme: id, Rev: rev + 1, Partner: to, Changed: now, ChangedBy: "M-1"}}
	return s.deliveries[0], nil
}

func newStub() *stub {
	day := func(d int) time.Time { return time.Date(2026, time.January, d, 9, 0, 0, 0, time.UTC) }
	return &stub{
		partners: []keys.Partner{{ID: "burnley", Name: "Burnley Jobcentre", Added: day(3)}, {ID: "nelson", Name: "Nelson College", Added: day(4), Locked: true}},
		members: []keys.Member{
			{Rev: 1, ID: "M-1", Partner: "burnley", Name: "Amina Khan", Roles: []keys.Role{keys.Steward}, Added: day(3)},
			{Rev: 1, ID: "M-2", Partner: "burnley", Name: "Sam Jones", Roles: []keys.Role{keys.Coach, keys.Curator}, Added: day(5)},
			{Rev: 4, ID: "M-3", Partner: "nelson", Name: "Zed", Roles: []keys.Role{keys.Coach}, Added: day(5), Locked: true},
			{Rev: 1, ID: "M-4", Partner: "nelson", Name: "Uma Roy", Roles: []keys.Role{keys.Auditor}, Added: day(5)},
		},
		keys: []keys.Key{
			{Fingerprint: "SHA256:aaaa", Member: "M-1", Type: "ssh-ed25519", Added: day(3), LastUsed: day(20)},
			{Fingerprint: "SHA256:bbbb", Member: "M-2", Type: "ssh-ed25519", Added: day(5)},
			{Fingerprint: "SHA256:cccc", Member: "M-3", Type: "ssh-rsa", Added: day(5), Revoked: day(9)},
		},
		invitations: []keys.Invitation{
			{ID: "AAAA", Name: "Lee", Partner: "burnley", Roles: []keys.Role{keys.Coach}, By: "M-1", Made: now.Add(-24 * time.Hour), Ends: now.Add(47*time.Hour + 40*time.Minute)},
			{ID: "BBBB", Name: "Max", Partner: "burnley", Roles: []keys.Role{keys.Coach}, Made: day(1), Ends: day(4), Used: day(2)},
			{ID: "CCCC", Name: "Nia", Partner: "burnley", Roles: []keys.Role{keys.Coach}, Made: day(1), Ends: day(4), Revoked: day(3)},
			{ID: "DDDD", Name: "Oli", Partner: "burnley", Roles: []keys.Role{keys.Coach}, Made: day(1), Ends: day(4)},
			{ID: "EEEE", Name: "Pat", Partner: "burnley", Roles: []keys.Role{keys.Coach}, Made: day(1), Ends: day(4), Wrong: 5},
			{ID: "FFFF", Name: "Quy", Partner: "burnley", Roles: []keys.Role{keys.Coach}, Made: day(1), Ends: now.Add(90 * time.Minute)},
		},
	}
}

func (s *stub) Who() keys.Caller {
	return keys.Caller{Member: s.members[0], Fingerprint: "SHA256:aaaa"}
}
func (s *stub) Now() time.Time { return now }

func (s *stub) Partners(context.Context) ([]keys.Partner, error) { return s.partners, nil }

func (s *stub) Members(context.Context) ([]keys.Member, error) {
	return append([]keys.Member{}, s.members...), nil
}

func (s *stub) Keys(context.Context) ([]keys.Key, error) { return append([]keys.Key{}, s.keys...), nil }

func (s *stub) Invitations(context.Context) ([]keys.Invitation, error) { return s.invitations, nil }

func (s *stub) refused() error {
	err := s.refuse
	s.refuse = nil
	return err
}

func (s *stub) Invite(_ context.Context, name, partner string, roles []keys.Role) (string, keys.Invitation, error) {
	if err := s.refused(); err != nil {
		return "", keys.Invitation{}, err
	}
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	s.invited = append(s.invited, name+"|"+partner+"|"+strings.Join(words, ","))
	inv := keys.Invitation{ID: "7K2MQ9", Name: name, Partner: "burnley", Roles: roles, Made: now, Ends: now.Add(keys.InvitationLasts)}
	s.invitations = append([]keys.Invitation{inv}, s.invitations...)
	return "7K2M-Q9XV-3BHT-0ZCE", inv, nil
}

func (s *stub) InviteKey(_ context.Context, id keys.MemberID) (string, keys.Invitation, error) {
	if err := s.refused(); err != nil {
		return "", keys.Invitation{}, err
	}
	for _, m := range s.members {
		if m.ID == id {
			inv := keys.Invitation{ID: "7K2MQ9", Member: id, Name: m.Name, Partner: m.Partner, Roles: m.Roles, Made: now, Ends: now.Add(keys.InvitationLasts)}
			s.invitations = append([]keys.Invitation{inv}, s.invitations...)
			return "7K2M-Q9XV-3BHT-0ZCE", inv, nil
		}
	}
	return "", keys.Invitation{}, store.ErrNotFound
}

func (s *stub) RenamePartner(_ context.Context, id keys.PartnerID, rev uint64, name string) (keys.Partner, error) {
	for i := range s.partners {
		p := &s.partners[i]
		if p.ID != id {
			continue
		}
		if s.clash {
			s.clash = false
			p.Rev++
			p.Name = "Padiham Jobcentre"
		}
		if p.Rev != rev {
			return *p, store.ErrConflict
		}
		if err := s.refused(); err != nil {
			return *p, err
		}
		p.Rev++
		p.Name = name
		return *p, nil
	}
	return keys.Partner{}, store.ErrNotFound
}

func (s *stub) RevokeInvitation(_ context.Context, id keys.InvitationID) (keys.Invitation, error) {
	for i := range s.invitations {
		if s.invitations[i].ID == id {
			s.invitations[i].Revoked = now
		}
	}
	return keys.Invitation{}, s.refused()
}

func (s *stub) RevokeKey(_ context.Context, fp keys.Fingerprint) (keys.Key, error) {
	if err := s.refused(); err != nil {
		return keys.Key{}, err
	}
	for i := range s.keys {
		if s.keys[i].Fingerprint == fp {
			s.keys[i].Revoked = now
		}
	}
	return keys.Key{}, nil
}

func (s *stub) amend(id keys.MemberID, rev uint64, fn func(*keys.Member)) (keys.Member, error) {
	for i := range s.members {
		m := &s.members[i]
		if m.ID != id {
			continue
		}
		if s.clash {
			s.clash = false
			m.Rev++
			m.Name, m.Roles = "Samuel Jones", []keys.Role{keys.Auditor}
		}
		if m.Rev != rev {
			return *m, store.ErrConflict
		}
		if err := s.refused(); err != nil {
			return *m, err
		}
		m.Rev++
		fn(m)
		return *m, nil
	}
	return keys.Member{}, store.ErrNotFound
}

func (s *stub) SetRoles(_ context.Context, id keys.MemberID, rev uint64, roles []keys.Role) (keys.Member, error) {
	return s.amend(id, rev, func(m *keys.Member) { m.Roles = roles })
}

func (s *stub) RenameMember(_ context.Context, id keys.MemberID, rev uint64, name string) (keys.Member, error) {
	return s.amend(id, rev, func(m *keys.Member) { m.Name = name })
}

func (s *stub) LockMember(_ context.Context, id keys.MemberID, rev uint64, locked bool) (keys.Member, error) {
	return s.amend(id, rev, func(m *keys.Member) { m.Locked = locked })
}

func (s *stub) Holding(context.Context, keys.MemberID) (store.Holding, error) {
	return store.Holding{Clients: 3, FollowUps: 1}, nil
}

func (s *stub) HandOverOf(_ context.Context, from, to keys.MemberID) (store.Holding, error) {
	s.handed = append(s.handed, string(from)+" to "+string(to))
	return store.Holding{Clients: 3, FollowUps: 1}, nil
}
