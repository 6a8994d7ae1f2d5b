package desk

import (
	"context"
	"errors"
	"fmt"

	"signpost/keys"
	"signpost/store"
	"signpost/store/match"
	"signpost/store/provision"
	"signpost/store/search"
)

// batch is how many programmes are brought up to date in one transaction, at
// most: each is some seven writes, and the envelope of an engine is 512.
const batch = 20

func (o *Office) bringUpToDate(ctx context.Context) error {
	builtin, err := provision.Builtin()
	if err != nil {
		return err
	}
	stored, err := o.catalogue(ctx)
	if err != nil {
		return err
	}
	put, kept := provision.Merge(stored, builtin)
	o.kept = kept
	return o.putAll(ctx, put, len(stored) > 0)
}

// putAll keeps built-in programmes, a batch at a time, smaller where records are
// so large that the engine asks for it. Where they change a catalogue that is
// there, each leaves an event: nobody decided it, and it can turn a no into a yes.
func (o *Office) putAll(ctx context.Context, put []store.Programme, told bool) error {
	for most := batch; len(put) > 0; {
		n := min(most, len(put))
		err := o.engine.Update(ctx, func(tx store.Tx) error {
			for _, p := range put[:n] {
				if _, err := store.PutProgramme(tx, p); err != nil {
					return err
				}
				if !told {
					continue
				}
				e := store.Event{At: o.now(), Act: keys.ActProvisionWrite, Verb: "brought up to date", Subject: "programme " + string(p.ID)}
				if _, err := store.AppendEvent(tx, e); err != nil {
					return err
				}
			}
			return nil
		})
		switch {
		case errors.Is(err, store.ErrTooLarge) && n > 1:
			most = n / 2
		case err != nil:
			return err
		default:
			put = put[n:]
		}
	}
	return nil
}

func (o *Office) catalogue(ctx context.Context) ([]store.Programme, error) {
	var all []store.Programme
	err := o.engine.View(ctx, func(tx store.Tx) error {
		all = nil
		return collect(store.Catalogue.All(tx), &all)
	})
	return all, err
}

// restock makes the shelf anew from what is stored.
func (o *Office) restock(ctx context.Context) error {
	all, err := o.catalogue(ctx)
	if err != nil {
		return fmt.Errorf("load the catalogue: %w", err)
	}
	index := search.New(all)
	o.shelf.Store(&shelf{index, match.Compile(index.Programmes())})
	return nil
}
