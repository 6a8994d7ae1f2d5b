package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/store/provision"
)

// PutProgramme keeps a programme that a curator wrote in the catalogue's form,
// new or in place of the one there is, after the lint has read it beside all the
// others. It counts as edited here from then on.
func (d *Desk) PutProgramme(ctx context.Context, data []byte) (store.Programme, error) {
	var p store.Programme
	err := d.change(ctx, keys.ActProvisionWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		if p, err = provision.Parse("input", data); err != nil {
			return store.Event{}, said(err, "%v", err)
		}
		if err := d.lint(p); err != nil {
			return store.Event{}, err
		}
		old, err := store.Catalogue.Get(tx, string(p.ID))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return store.Event{}, err
		}
		p.Rev, p.Builtin, p.Edited = old.Rev, old.Builtin, true
		p, err = store.PutProgramme(tx, p)
		return store.Event{Verb: "changed", Subject: "programme " + string(p.ID)}, err
	})
	if err != nil {
		return p, err
	}
	return p, d.office.restock(ctx)
}

func (d *Desk) lint(p store.Programme) error {
	all := slices.DeleteFunc(slices.Clone(d.office.shelf.Load().Programmes()), func(q store.Programme) bool { return q.ID == p.ID })
	var wrongs []string
	for _, problem := range provision.Lint(append(all, p)) {
		if problem.ID == p.ID {
			wrongs = append(wrongs, fmt.Sprintf("%s: %s", problem.Path, problem.Says))
		}
	}
	if len(wrongs) > 0 {
		return wrong("programme", "Nothing was kept. Mend these and send it again:\n%s", strings.Join(wrongs, "\n"))
	}
	return nil
}

// ProgrammeSource is a programme in the form a curator edits.
func (d *Desk) ProgrammeSource(ctx context.Context, id store.ProgrammeID) ([]byte, error) {
	p, err := d.Programme(ctx, id)
	if err != nil {
		return nil, err
	}
	return provision.Format(p)
}
