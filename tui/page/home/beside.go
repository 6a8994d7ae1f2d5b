package home

import (
	"fmt"

	"signpost/store"
	"signpost/tui/page"
)

// The jobs of the inbox, of the queue and of retention while nothing waits in them.
const (
	retentionName = "Retention: how long things are kept, and what goes when"

	inboxName = "Inbox: referrals sent to your partner"
	queueName = "Queue: what there is to check in provision"
)

// inboxSays says beside the job of the inbox what waits in it. What is wrong with it, the
// inbox itself says.
func (p *Page) inboxSays(n store.InboxCount) {
	p.rename(page.Inbox{}, inboxName, "Inbox: ", n.Words())
}

// purgeSays says beside the job of retention that nothing is removed, where that is so.
func (p *Page) purgeSays(of *store.Purge) {
	waits := ""
	switch {
	case of.Hold != nil:
		waits = "on hold, nothing is removed"
	case of.Late(p.desk.Today()):
		waits = "no night since " + of.Last.Words()
	}
	p.rename(page.Retention{}, retentionName, "Retention: ", waits)
}

func (p *Page) queueSays(all []store.QueueItem) {
	waits := ""
	if len(all) > 0 {
		waits = fmt.Sprintf("%d to check in provision", len(all))
	}
	p.rename(page.Queue{}, queueName, "Queue: ", waits)
}

// rename calls a job by what waits in it, or plainly where nothing does.
func (p *Page) rename(to page.Route, plain, name, waits string) {
	for i := range p.jobs {
		if p.jobs[i].to != to {
			continue
		}
		p.jobs[i].name = plain
		if waits != "" {
			p.jobs[i].name = name + waits
		}
	}
}
