package keys

import "slices"

// Role is what a member is trusted with. The zero value and any unknown word
// may do nothing.
type Role string

// The roles there are.
const (
	Coach    Role = "coach"    // finds, triages, keeps a caseload, refers
	Provider Role = "provider" // answers referrals sent to their partner
	Curator  Role = "curator"  // keeps provision true
	Steward  Role = "steward"  // partners, members, keys; no client records
	Auditor  Role = "auditor"  // reads the trail
)

// Roles lists every role, in the order shown to people.
func Roles() []Role { return []Role{Coach, Provider, Curator, Steward, Auditor} }

// Act is one thing a member may be allowed to do.
type Act string

// The acts there are. Every method of the desk asks for exactly one.
const (
	ActFind           Act = "find"             // search and read provision
	ActQuestion       Act = "question"         // say that something in provision looks wrong
	ActMatch          Act = "match"            // match facts that are not kept
	ActClientList     Act = "client list"      // list the partner's clients
	ActClientRead     Act = "client read"      // open a client of the partner
	ActClientWrite    Act = "client write"     // add, change, close a client
	ActClientErase    Act = "client erase"     // remove what is held of a client, for good
	ActConsent        Act = "consent withdraw" // end what is shared on a client's consent
	ActTriage         Act = "triage"           // match a kept client and keep the assessment
	ActReferralRead   Act = "referral read"    // list and open the partner's referrals
	ActReferralWrite  Act = "referral write"   // draft, send, withdraw, and what else the referrer may do
	ActReferralAnswer Act = "referral answer"  // move what was sent to the partner
	ActInboxRead      Act = "inbox read"       // list and open what was sent to the partner
	ActDeliveryRead   Act = "delivery read"    // read who delivers a programme, its clocks and the room there is
	ActCapacityWrite  Act = "capacity write"   // say what room there is in a programme that the partner delivers
	ActProvisionWrite Act = "provision write"  // change the catalogue
	ActAccessRead     Act = "access read"      // list partners, members, keys, invitations
	ActAccessWrite    Act = "access write"     // invite, lock, revoke
	ActRetentionRead  Act = "retention read"   // read how long things are kept, and what goes when
	ActRetentionWrite Act = "retention write"  // say how long things are kept, and hold the purge
	ActPurposeRead    Act = "purpose read"     // read what data is used for, and on what ground in law
	ActPurposeWrite   Act = "purpose write"    // set the ground of a purpose
	ActTrailRead      Act = "trail read"       // read the audit trail
	ActDataPack       Act = "data pack"        // read the counts of the whole server, by which nobody can be found
	ActBackup         Act = "backup"           // back the store up to where the server keeps backups
	ActWhoami         Act = "whoami"           // read one's own record
	ActSettings       Act = "settings"         // read and change one's own settings
)

// ActClock is what time alone does. No role may do it.
const ActClock Act = "clock"

// Acts lists every act that a role may do, once.
func Acts() []Act {
	return []Act{
		ActFind,
		ActQuestion,
		ActMatch,
		ActClientList,
		ActClientRead,
		ActClientWrite,
		ActClientErase,
		ActConsent,
		ActTriage,
		ActReferralRead,
		ActReferralWrite,
		ActReferralAnswer,
		ActInboxRead,
		ActDeliveryRead,
		ActCapacityWrite,
		ActProvisionWrite,
		ActAccessRead,
		ActAccessWrite,
		ActRetentionRead,
		ActRetentionWrite,
		ActPurposeRead,
		ActPurposeWrite,
		ActTrailRead,
		ActDataPack,
		ActBackup,
		ActWhoami,
		ActSettings,
	}
}

// May says whether the role allows the act. An unknown role or act: no.
func (r Role) May(act Act) bool { return slices.Contains(allowed(r), act) }

// Mixed says whether somebody with these roles manages access and sees clients as
// well, which are meant to be two people's work.
func Mixed(roles []Role) bool {
	return slices.Contains(roles, Steward) && slices.ContainsFunc(roles, func(r Role) bool { return r.May(ActClientRead) })
}

// MixedSays warns of it.
const MixedSays = "A steward sees no client; one who is also a coach does: is this meant?"

// Known says whether the role is one of Roles.
func (r Role) Known() bool { return slices.Contains(Roles(), r) }

func allowed(r Role) []Act {
	all := []Act{ActWhoami, ActSettings, ActFind, ActQuestion, ActDeliveryRead}
	switch r {
	case Coach:
		return append(
			all, ActMatch, ActClientList, ActClientRead, ActClientWrite, ActClientErase, ActConsent, ActTriage,
			ActReferralRead, ActReferralWrite, ActDataPack, ActPurposeRead,
		)
	case Provider:
		return append(all, ActMatch, ActInboxRead, ActReferralAnswer, ActCapacityWrite, ActPurposeRead)
	case Curator:
		return append(all, ActMatch, ActProvisionWrite, ActDataPack)
	case Steward:
		return append(all, ActAccessRead, ActAccessWrite, ActRetentionRead, ActRetentionWrite, ActPurposeRead, ActPurposeWrite, ActDataPack, ActBackup)
	case Auditor:
		return append(all, ActTrailRead, ActPurposeRead, ActDataPack)
	}
	return nil
}
