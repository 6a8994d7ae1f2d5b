package home

import (
	"context"

	"signpost/keys"
	"signpost/store"
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
		if n, err := desk.InboxCount(ctx); err == nil {
			p.inboxSays(n)
		}
	}
	if desk.Who().May(keys.ActProvisionWrite) {
		if all, err := desk.Queue(ctx); err == nil {
			p.queueSays(all)
		}
	}
	if desk.Who().May(keys.ActRetentionRead) {
		if of, err := desk.Purge(ctx); err == nil {
			p.purgeSays(&of)
		}
	}
	for _, j := range p.jobs {
		out = append(out, Line{j.digit, j.name, j.to})
	}
	return out
}

// Waits lists the member's diary, and says whether they have one: a member who
// works with no clients has none.
func Waits(ctx context.Context, desk Desk) (lines []Line, ever bool, err error) {
	if !New(ctx, desk, look.Plain()).clients() {
		return nil, false, nil
	}
	d, err := desk.Diary(ctx)
	if err != nil {
		return nil, true, err
	}
	return linesOf(&d), true, nil
}

// TeamWaits lists the diary of everybody at the member's partner.
func TeamWaits(ctx context.Context, desk TeamDesk) ([]Line, error) {
	d, err := desk.TeamDiary(ctx)
	return linesOf(&d), err
}

func linesOf(d *store.Diary) []Line {
	var lines []Line
	for _, it := range items(d) {
		lines = append(lines, Line{it.what, it.words(), it.to})
	}
	return lines
}
