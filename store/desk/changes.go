package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"signpost/keys"
	"signpost/store"
)

// hub tells the sessions that asked of what others have changed. It never waits
// for any of them.
type hub struct {
	mu   sync.Mutex
	subs map[*Desk][]chan store.Changed
}

// telling is a change, and the partners whom it concerns.
type telling struct {
	store.Changed
	from keys.PartnerID // whose records they are
	by   keys.Partner   // who made them
	to   keys.PartnerID // who receives the referral, where one was sent
}

// backlog is how many changes wait for a session that is slow to hear of them.
const backlog = 8

// Changes tells what others change from now on, of what the caller may see: of
// their own partner, of the referrals that it receives, and of provision. A
// session that does not keep up is told the zero Changed, that anything may have
// changed, and misses nothing. The channel is closed when ctx ends; what is
// changed by this very desk is not told to it.
func (d *Desk) Changes(ctx context.Context) <-chan store.Changed {
	ch := make(chan store.Changed, backlog)
	h := &d.office.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.subs == nil {
		h.subs = map[*Desk][]chan store.Changed{}
	}
	h.subs[d] = append(h.subs[d], ch)
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.subs[d] = slices.DeleteFunc(h.subs[d], func(c chan store.Changed) bool { return c == ch }); len(h.subs[d]) == 0 {
			delete(h.subs, d)
		}
		close(ch)
	})
	return ch
}

// tell hands the changes to those whom they concern, but for the desk that made
// them. Only tell sends, and it holds the lock: a channel with room has it still.
func (h *hub) tell(by *Desk, told ...telling) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for d, chans := range h.subs {
		if d == by {
			continue
		}
		for _, t := range told {
			c, ok := t.seenBy(d.caller)
			for _, ch := range chans {
				switch free := cap(ch) - len(ch); {
				case !ok || free == 0: // the last that waits says that anything may have changed
				case free == 1:
					ch <- store.Changed{}
				default:
					ch <- c
				}
			}
		}
	}
}

// seenBy is what of the change the caller is told, and whether they are told at all.
func (t *telling) seenBy(who keys.Caller) (store.Changed, bool) {
	c := t.Changed
	if t.by.ID != "" && t.by.ID != who.Partner.ID {
		c.Who += ", " + t.by.Name
	}
	own := t.from == who.Partner.ID
	switch {
	case c.Provision():
		return c, true
	case t.Act == keys.ActAccessWrite:
		if own && c.Client != "" && who.May(keys.ActClientList) { // a hand-over
			return c, true
		}
		c.Client = ""
		return c, who.May(keys.ActAccessRead)
	case t.Act == keys.ActSettings, t.Act == keys.ActPurposeWrite:
		return c, false
	}
	if own && who.May(keys.ActClientList) {
		return c, true
	}
	c.Client = "" // it is told to nobody else that there is one
	return c, c.Referral != "" && t.to == who.Partner.ID
}

// telling is whom the event concerns, as the records are once it is kept.
func (d *Desk) telling(tx store.Tx, act keys.Act, e store.Event) (telling, error) {
	t := telling{Changed: store.Changed{Act: act, Who: d.caller.Member.Name, At: d.office.now()}, from: d.caller.Partner.ID, by: d.caller.Partner}
	if d.installer {
		t.Who = "whoever installs Signpost"
	}
	if id, ok := strings.CutPrefix(e.Subject, "programme "); ok {
		t.Programme = store.ProgrammeID(id)
	}
	if ref, ok := strings.CutPrefix(e.Subject, "client "); ok {
		t.Client = store.ClientRef(ref)
		c, err := store.Cards.Get(tx, ref)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return t, err
		}
		if err == nil && c.Partner != t.from {
			t.from = c.Partner
		}
	}
	for _, field := range e.Fields {
		id, ok := strings.CutPrefix(field, "referral ")
		if !ok {
			continue
		}
		r, err := store.Referrals.Get(tx, id)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return t, err
		}
		if t.Referral = store.ReferralID(id); err == nil && !r.Sent.IsZero() {
			t.to = r.To
		}
	}
	return t, nil
}
