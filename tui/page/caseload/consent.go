package caseload

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
	"signpost/tui/page/turn"
)

// askConsent asks for the withdrawal of the client's consent, where any referral
// rests on it.
func (c *Client) askConsent() {
	ask, ok := turn.BeginConsent(c.got.referrals, "", c.got.client.GivenName, c.desk.Today())
	if !ok {
		says := store.WithdrawnAlready(c.got.referrals)
		c.Say(strings.TrimSpace(says + " No referral of this client rests on consent. To end a referral, open it and press w."))
		return
	}
	c.change = change{what: askConsent, consent: ask}
}

func (c *Client) keyConsent(k tea.KeyPressMsg) tea.Cmd {
	switch c.change.consent.Key(k) {
	case look.Left:
		c.change = change{}
	case look.Chosen:
		cl, desk, day := c.got.client, c.desk, c.change.consent.Day()
		return c.gone.Start(c.ctx, func(ctx context.Context) ([]store.Referral, error) {
			return desk.WithdrawConsent(ctx, cl.Ref, "", day)
		})
	}
	return nil
}

// withdrawn says what came of it, at the referrals. A day that was refused is asked
// for again.
func (c *Client) withdrawn(msg page.Answer[[]store.Referral]) tea.Cmd {
	if !c.gone.Take(msg) {
		return nil
	}
	var field *store.FieldError
	switch {
	case msg.Err == nil:
		c.part = partReferrals
		c.Done(turn.Withdrawn(msg.Value))
	case errors.As(msg.Err, &field):
		c.change.consent.Refuse(field)
		return nil
	default:
		c.Wrong(entry.Plain(msg.Err))
	}
	c.change = change{}
	return c.Init()
}

// saving says whether a change is being saved.
func (c *Client) saving() bool { return c.keep.Busy() || c.gone.Busy() }
