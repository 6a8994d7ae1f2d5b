package caseload

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/turn"
)

// askConsent asks for the withdrawal of the client's consent, where any referral
// rests on it.
func (c *Client) askConsent() {
	ask, ok := turn.BeginConsent(c.got.referrals, "", c.got.client.GivenName, c.desk.Today())
	if !ok {
		c.Say("No referral of this client rests on consent. To end a referral, open it and press w.")
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
		return c.keep.Start(c.ctx, func(ctx context.Context) (store.Client, error) {
			_, err := desk.WithdrawConsent(ctx, cl.Ref, "", day)
			return cl, err
		})
	}
	return nil
}
