package home

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/page"
)

// added are the keys that were added for the member, of which they have not said yet
// that they know.
type added struct {
	news []store.KeyNews
	ask  page.Ask[[]store.KeyNews]
	keep page.Ask[known]
}

// known is the answer to having said so.
type known struct{}

// know says that the member knows of the key that the page tells of.
func (p *Page) know() tea.Cmd {
	desk, fp := p.desk, p.keys.news[0].Fingerprint
	return p.keys.keep.Start(p.ctx, func(ctx context.Context) (known, error) { return known{}, desk.KnowKeys(ctx, []keys.Fingerprint{fp}) })
}

func (p *Page) gotKnown(msg page.Answer[known]) tea.Cmd {
	if !p.keys.keep.Take(msg) {
		return nil
	}
	if msg.Err != nil {
		p.Wrong(msg.Err)
	} else {
		p.Done("Noted that you know of it.")
		p.keys.news = nil
	}
	return p.load()
}

// tellsKeys are the lines that tell of the first of them.
func (p *Page) tellsKeys() []string {
	if len(p.keys.news) == 0 {
		return nil
	}
	lines := p.look.Wrap(p.keys.news[0].Says()+" To say that you know of it, press x.", p.room.W)
	lines = lines[:min(len(lines), p.room.H/2)]
	for i := range lines {
		lines[i] = p.look.Bad(lines[i])
	}
	return append(lines, "")
}

// safety is what a steward is told of backups and checkpoints.
type safety struct {
	ask  page.Ask[store.Safety]
	says string
}

// tellsSafety are the lines under the jobs that say it.
func (p *Page) tellsSafety() []string {
	if p.safety.says == "" {
		return nil
	}
	return append([]string{""}, p.look.Wrap(p.safety.says, p.room.W)...)
}
