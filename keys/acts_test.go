package keys_test

import (
	"slices"
	"testing"

	"signpost/keys"
)

// may is the whole of who may do what, written out a second time: a change of
// either is a decision.
var may = map[keys.Act][]keys.Role{
	keys.ActWhoami:         {keys.Coach, keys.Provider, keys.Curator, keys.Steward, keys.Auditor},
	keys.ActSettings:       {keys.Coach, keys.Provider, keys.Curator, keys.Steward, keys.Auditor},
	keys.ActFind:           {keys.Coach, keys.Provider, keys.Curator, keys.Steward, keys.Auditor},
	keys.ActQuestion:       {keys.Coach, keys.Provider, keys.Curator, keys.Steward, keys.Auditor},
	keys.ActMatch:          {keys.Coach, keys.Provider, keys.Curator},
	keys.ActClientList:     {keys.Coach},
	keys.ActClientRead:     {keys.Coach},
	keys.ActClientErase:    {keys.Coach},
	keys.ActClientWrite:    {keys.Coach},
	keys.ActConsent:        {keys.Coach},
	keys.ActTriage:         {keys.Coach},
	keys.ActReferralRead:   {keys.Coach},
	keys.ActReferralWrite:  {keys.Coach},
	keys.ActReferralAnswer: {keys.Provider},
	keys.ActInboxRead:      {keys.Provider},
	keys.ActDeliveryRead:   {keys.Coach, keys.Provider, keys.Curator, keys.Steward, keys.Auditor},
	keys.ActCapacityWrite:  {keys.Provider},
	keys.ActProvisionWrite: {keys.Curator},
	keys.ActAccessRead:     {keys.Steward},
	keys.ActAccessWrite:    {keys.Steward},
	keys.ActPurposeRead:    {keys.Coach, keys.Provider, keys.Steward, keys.Auditor},
	keys.ActPurposeWrite:   {keys.Steward},
	keys.ActTrailRead:      {keys.Auditor},
	keys.ActRetentionRead:  {keys.Steward},
	keys.ActRetentionWrite: {keys.Steward},
	keys.ActBackup:         {keys.Steward},
	keys.ActDataPack:       {keys.Coach, keys.Curator, keys.Steward, keys.Auditor},
}

func TestRolesAndActs(t *testing.T) {
	for _, act := range keys.Acts() {
		roles, ok := may[act]
		if !ok {
			t.Errorf("act %q has no row", act)
		}
		for _, role := range append(keys.Roles(), "", "admin", "Coach") {
			if got, want := role.May(act), slices.Contains(roles, role); got != want {
				t.Errorf("role %q, act %q: %v, want %v", role, act, got, want)
			}
		}
	}
	for _, role := range keys.Roles() {
		if role.May("") || role.May("fly") {
			t.Errorf("role %q may do an act that is not one", role)
		}
	}
}

func TestALockedMemberOrPartnerMayDoNothing(t *testing.T) {
	everything := keys.Member{Roles: keys.Roles()}
	for _, act := range keys.Acts() {
		open := keys.Caller{Member: everything}
		if !open.May(act) {
			t.Errorf("a member of every role may not %q", act)
		}
		locked := everything
		locked.Locked = true
		for _, c := range []keys.Caller{{}, {Member: locked}, {Member: everything, Partner: keys.Partner{Locked: true}}} {
			if c.May(act) {
				t.Errorf("%+v may %q", c, act)
			}
		}
	}
}
