package tui

import (
	"context"

	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/access"
	"signpost/tui/page/caseload"
	"signpost/tui/page/curate"
	"signpost/tui/page/datapack"
	"signpost/tui/page/find"
	"signpost/tui/page/home"
	"signpost/tui/page/household"
	"signpost/tui/page/inbox"
	"signpost/tui/page/purposes"
	"signpost/tui/page/refer"
	"signpost/tui/page/retention"
	"signpost/tui/page/settings"
	"signpost/tui/page/trail"
	"signpost/tui/page/triage"
)

// Desk is what the pages ask of a member's desk, all together. *desk.Desk has
// all of it.
type Desk interface {
	home.Desk
	home.TeamDesk
	find.Desk
	triage.Desk
	triage.AssessmentDesk
	caseload.ListDesk
	caseload.ClientDesk
	caseload.WhyDesk
	caseload.KeepDesk
	caseload.ReadingDesk
	caseload.EraseDesk
	refer.ListDesk
	refer.OneDesk
	inbox.ListDesk
	inbox.Desk
	inbox.CapacityDesk
	household.ListDesk
	household.OneDesk
	access.Desk
	purposes.Desk
	retention.Desk
	curate.Desk
	trail.Desk
	datapack.Desk
	settings.Desk
}

// Enroller is a desk that knows what an invited person types to enrol, such as
// "ssh enrol@example.org".
type Enroller interface{ Enrol() string }

// builder makes the page of a route, as the session looks now. ctx ends when the
// page is left or the connection ends.
type builder func(ctx context.Context, lk look.Look, to page.Route) page.Model

// build is the only place that knows every page. It gives nil for a route that
// has none.
func build(d Desk) builder {
	enrol := ""
	if e, ok := d.(Enroller); ok {
		enrol = e.Enrol()
	}
	return func(ctx context.Context, lk look.Look, to page.Route) page.Model {
		switch to := to.(type) {
		case page.Home:
			return home.New(ctx, d, lk)
		case page.Team:
			return home.NewTeam(ctx, d, lk)
		case page.Find:
			return find.New(ctx, d, lk, to.Words)
		case page.Programme:
			return find.NewProgramme(ctx, d, lk, to.ID)
		case page.Triage:
			return triage.New(ctx, d, lk, to.Client, to.After)
		case page.Assessment:
			return triage.NewAssessment(ctx, d, lk, to.Client, to.ID)
		case page.Caseload:
			return caseload.NewList(ctx, d, lk)
		case page.Client:
			return caseload.NewClient(ctx, d, lk, to.Ref)
		case page.History:
			return caseload.NewHistory(ctx, d, lk, to)
		case page.Seen:
			return caseload.NewSeen(ctx, d, lk, to)
		case page.Erase:
			return caseload.NewErase(ctx, d, lk, to)
		case page.Why:
			return caseload.NewWhy(ctx, d, lk, to)
		case page.Keep:
			return caseload.NewKeep(ctx, d, lk, to)
		case page.ReferNew:
			return refer.New(ctx, d, lk, to.Client, to.Programme, to.After)
		case page.Referral:
			return refer.NewOne(ctx, d, lk, to.ID)
		case page.Referrals:
			return refer.NewList(ctx, d, lk)
		case page.Inbox:
			return inbox.NewList(ctx, d, lk)
		case page.Received:
			return inbox.NewReceived(ctx, d, lk, to.ID)
		case page.Capacity:
			return inbox.NewCapacity(ctx, d, lk)
		case page.Households:
			return household.NewList(ctx, d, lk)
		case page.Household:
			return household.NewOne(ctx, d, lk, to.ID)
		case page.Access:
			return access.New(ctx, d, lk, enrol)
		case page.Purposes:
			return purposes.New(ctx, d, lk)
		case page.Retention:
			return retention.New(ctx, d, lk)
		case page.Queue:
			return curate.New(ctx, d, lk)
		case page.Trail:
			return trail.New(ctx, d, lk)
		case page.DataPack:
			return datapack.New(ctx, d, lk)
		case page.Settings:
			return settings.New(ctx, d, lk)
		case page.Glyphs:
			return settings.NewQuestion(ctx, d, lk.Trying())
		}
		return nil
	}
}
