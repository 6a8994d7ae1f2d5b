package home

import (
	"context"

	"signpost/keys"
	"signpost/tui/look"
	"signpost/tui/page"
)

// Line is one thing that the page opens, for whoever reads it out.
type Line struct {
	Name string // the digit of a job, or what kind of thing waits
	Says string
	To   page.Route
}

// Jobs lists the jobs that the desk's member may do, under their digits.
func Jobs(ctx context.Context, desk Desk) []Line {
	var out []Line
	p := New(ctx, desk, look.Plain())
	if desk.Who().May(keys.ActInboxRead) {
		all, err := desk.Inbox(ctx, false)
		p.say(all, err)
	}
	for _, j := range p.jobs {
		out = append(out, Line{j.digit, j.name, j.to})
	}
	return out
}

// Waits lists what waits for the member today, and says whether anything ever
// does: of a member who works with no clients, nothing.
func Waits(ctx context.Context, desk Desk) (lines []Line, ever bool, err error) {
	if !New(ctx, desk, look.Plain()).clients() {
		return nil, false, nil
	}
	w, err := desk.Waiting(ctx)
	if err != nil {
		return nil, true, err
	}
	for _, it := range items(&w) {
		lines = append(lines, Line{it.what, it.says, it.to})
	}
	return lines, true, nil
}
