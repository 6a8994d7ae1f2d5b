package refer

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
	"signpost/tui/page/entry"
	"signpost/tui/page/turn"
)

// withdrawal is that of the consent on which the referral rests, being entered.
type withdrawal struct {
	asks *turn.Consent
	keep page.Ask[[]store.Referral]
}

func (w *withdrawal) open() bool { return w.asks != nil || w.keep.Busy() }

// askConsent asks for the withdrawal of the consent.
func (o *One) askConsent() {
	r := &o.got.r
	o.gone.asks, _ = turn.BeginConsent([]store.Referral{*r}, r.ID, r.Packet.GivenName, o.desk.Today())
}

func (o *One) keyConsent(k tea.KeyPressMsg) tea.Cmd {
	switch o.gone.asks.Key(k) {
	case look.Left:
		o.gone.asks = nil
	case look.Chosen:
		ref, id, day, desk := o.got.r.Client, o.got.r.ID, o.gone.asks.Day(), o.desk
		return o.gone.keep.Start(o.ctx, func(ctx context.Context) ([]store.Referral, error) {
			return desk.WithdrawConsent(ctx, ref, id, day)
		})
	}
	return nil
}

// withdrawn shows what came of it. A day that was refused is asked for again.
func (o *One) withdrawn(msg page.Answer[[]store.Referral]) tea.Cmd {
	if !o.gone.keep.Take(msg) {
		return nil
	}
	var field *store.FieldError
	switch {
	case msg.Err == nil:
		o.Done(turn.Withdrawn(msg.Value))
	case errors.As(msg.Err, &field):
		o.gone.asks.Refuse(field)
		return nil
	default:
		o.Wrong(entry.Plain(msg.Err))
	}
	o.gone.asks = nil
	return o.Init()
}
