package page

import "signpost/store"

// Route names a page and what it is opened on. The routes are the map of the
// house; the interface is sealed, so this file is the whole of it.
type Route interface{ route() }

// The routes there are.
type (
	// Home is what waits for the member, and the menu.
	Home struct{}
	// Team is what waits for everybody at the member's partner.
	Team struct{}
	// Find searches provision, starting from Words.
	Find struct{ Words string }
	// Programme is one entry of provision.
	Programme struct{ ID store.ProgrammeID }
	// Triage asks about a client and shows where they stand; the zero Client is
	// somebody who is not kept. After is the referral that one made from there
	// takes further, if any.
	Triage struct {
		Client store.ClientRef
		After  store.ReferralID
	}
	// Assessment is one kept match of a client.
	Assessment struct {
		Client store.ClientRef
		ID     store.AssessmentID
	}
	// Caseload lists the partner's clients.
	Caseload struct{}
	// Client is one client.
	Client struct{ Ref store.ClientRef }
	// History is what was corrected of a client; of one fact alone where Fact is set,
	// and of one note where Note is.
	History struct {
		Client store.ClientRef
		Fact   store.Fact
		Note   store.NoteID
	}
	// Seen is who has seen the record of a client.
	Seen struct{ Client store.ClientRef }
	// Erase removes what is held of a client.
	Erase struct{ Client store.ClientRef }
	// Why asks why the record of a client whom Coach keeps, by name, is opened, and
	// opens Then.
	Why struct {
		Client store.ClientRef
		Coach  string
		Then   Route
	}
	// Keep asks whether the record of a client that is announced to be removed is to
	// be kept for longer.
	Keep struct{ Client store.ClientRef }
	// ReferNew refers a client to a programme; After is the referral that this one
	// takes further, if any.
	ReferNew struct {
		Client    store.ClientRef
		Programme store.ProgrammeID
		After     store.ReferralID
	}
	// Referral is one referral.
	Referral struct{ ID store.ReferralID }
	// Referrals lists the partner's referrals.
	Referrals struct{}
	// Inbox lists what was sent to the partner.
	Inbox struct{}
	// Received is one referral that was sent to the partner.
	Received struct{ ID store.ReferralID }
	// Capacity is what room there is on the programmes that the partner delivers.
	Capacity struct{}
	// Households lists the partner's households.
	Households struct{}
	// Household is one household.
	Household struct{ ID store.HouseholdID }
	// Access is partners, members, keys and invitations.
	Access struct{}
	// Purposes is what partners use data for, and on what ground in law.
	Purposes struct{}
	// Retention is how long partners keep what they keep, and what goes when.
	Retention struct{}
	// Queue is what a curator has to check in provision.
	Queue struct{}
	// Trail is the audit trail.
	Trail struct{}
	// DataPack is the counts of the whole server, by which nobody can be found.
	DataPack struct{}
	// Settings is how the member wants Signpost shown.
	Settings struct{}
	// Glyphs asks, once, what the member's terminal shows.
	Glyphs struct{}
)

func (Home) route()       {}
func (Team) route()       {}
func (Find) route()       {}
func (Programme) route()  {}
func (Triage) route()     {}
func (Assessment) route() {}
func (Caseload) route()   {}
func (Client) route()     {}
func (History) route()    {}
func (Seen) route()       {}
func (Erase) route()      {}
func (Why) route()        {}
func (Keep) route()       {}
func (ReferNew) route()   {}
func (Referral) route()   {}
func (Referrals) route()  {}
func (Inbox) route()      {}
func (Received) route()   {}
func (Capacity) route()   {}
func (Households) route() {}
func (Household) route()  {}
func (Access) route()     {}
func (Purposes) route()   {}
func (Retention) route()  {}
func (Queue) route()      {}
func (Trail) route()      {}
func (DataPack) route()   {}
func (Settings) route()   {}
func (Glyphs) route()     {}
