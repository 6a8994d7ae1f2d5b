package tui

import (
	"context"

	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/find"
	"signpost/tui/page/home"
)

// Desk is what the pages ask of a member's desk, all together. *desk.Desk has
// all of it.
type Desk interface {
	home.Desk
	find.Desk
}

// builder makes the page of a route. ctx ends when the page is left or the
// connection ends.
type builder func(ctx context.Context, to page.Route) page.Model

// build is the only place that knows every page. It gives nil for a route that
// has none.
func build(d Desk, lk look.Look) builder {
	return func(ctx context.Context, to page.Route) page.Model {
		switch to := to.(type) {
		case page.Home:
			return home.New(ctx, d, lk)
		case page.Find:
			return find.New(ctx, d, lk, to.Words)
		case page.Programme:
			return find.NewProgramme(ctx, d, lk, to.ID)
		}
		return nil
	}
}
