package access

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/look"
)

// over asks to whom all goes that a member has in hand. It tells numbers: whoever
// manages access sees no client.
type over struct {
	from   keys.Member
	heirs  []keys.Member
	choice *look.Choice
}

// heirs are the colleagues of a member who may keep clients.
func (o *office) heirs(of keys.Member) []keys.Member {
	return slices.DeleteFunc(slices.Clone(o.members), func(m keys.Member) bool {
		return m.ID == of.ID || m.Partner != of.Partner || m.Locked || !m.May(keys.ActClientWrite)
	})
}

// overQuestion asks it, with how much there is.
func overQuestion(from keys.Member, has store.Holding) string {
	return from.Name + " has " + has.Words() + ". To which colleague does all of it go?"
}

// startOver reads how much a member has in hand, and asks to whom it goes.
func (p *Page) startOver() tea.Cmd {
	from, ok := p.inFocus()
	if !ok {
		return nil
	}
	heirs := p.got.heirs(from)
	if len(heirs) == 0 {
		p.Say("No other member of " + p.got.partner(from.Partner) + " may keep clients. Invite a coach first: n.")
		return nil
	}
	var names []string
	for _, m := range heirs {
		names = append(names, m.Name)
	}
	return p.start(func(ctx context.Context) (done, error) {
		has, err := p.desk.Holding(ctx, from.ID)
		if err != nil || has == (store.Holding{}) {
			return done{says: from.Name + " has nothing in hand."}, err
		}
		return done{over: &over{from, heirs, look.NewChoice(overQuestion(from, has), names, 0)}}, nil
	})
}

func (p *Page) keyOver(k tea.KeyPressMsg) tea.Cmd {
	o := p.job.over
	switch o.choice.Key(k) {
	case look.Left:
		p.job = job{}
	case look.Chosen:
		to := o.heirs[o.choice.At()]
		return p.start(func(ctx context.Context) (done, error) {
			h, err := p.desk.HandOverOf(ctx, o.from.ID, to.ID)
			return done{says: "Handed over to " + to.Name + ": " + h.Words() + "."}, err
		})
	}
	return nil
}

// Over reads how much a member of the list of members has in hand. The question is
// empty where that is nothing.
func (a *Aloud) Over(ctx context.Context, m keys.Member) (question string, heirs []keys.Member, err error) {
	has, err := a.p.desk.Holding(ctx, m.ID)
	if err != nil || has == (store.Holding{}) {
		return "", nil, err
	}
	return overQuestion(m, has), a.p.got.heirs(m), nil
}
