package desk

import (
	"context"

	"signpost/keys"
	"signpost/store"
	"signpost/store/search"
)

// maxWords is the longest search, in bytes: each word of it costs a look through
// all that are known, for what may be misspelt.
const maxWords = 1000

// Find searches provision.
func (d *Desk) Find(ctx context.Context, q search.Query) (search.Page, error) {
	var page search.Page
	err := d.look(ctx, keys.ActFind, func(store.Tx) error {
		if len(q.Words) > maxWords {
			return wrong("words", "Enter %d characters or fewer.", maxWords)
		}
		page = d.office.shelf.Load().Find(q)
		return nil
	})
	return page, err
}

// Programme returns the programme of that id, or of that other id.
func (d *Desk) Programme(ctx context.Context, id store.ProgrammeID) (store.Programme, error) {
	var out store.Programme
	err := d.look(ctx, keys.ActFind, func(store.Tx) error {
		p, err := d.programme(id)
		if err == nil {
			out = *p
		}
		return err
	})
	return out, err
}

// programme looks on the shelf.
func (d *Desk) programme(id store.ProgrammeID) (*store.Programme, error) {
	p, ok := d.office.shelf.Load().Get(id)
	if !ok {
		return nil, said(store.ErrNotFound, "There is no programme %q. To look for one: find WORDS.", id)
	}
	return p, nil
}

// Match says how a client with these facts stands on the day with every
// programme, or with those named only. Nothing is kept.
func (d *Desk) Match(ctx context.Context, facts store.Facts, day store.Day, only ...store.ProgrammeID) (store.Answer, error) {
	var answer store.Answer
	err := d.look(ctx, keys.ActMatch, func(store.Tx) error {
		placed, err := d.place(facts)
		if err != nil {
			return err
		}
		if err := d.checkFacts(placed, day); err != nil {
			return err
		}
		answer, err = d.office.shelf.Load().match.Answer(placed, day, only...)
		return err
	})
	return answer, err
}
