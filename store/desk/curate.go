package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"signpost/keys"
	"signpost/store"
	"signpost/store/provision"
	"signpost/store/text"
)

// PutProgramme keeps a programme that a curator wrote in the catalogue's form,
// new or in place of the one there is, after the lint has read it beside all the
// others. It counts as edited here from then on.
//
// Curators go one at a time, so that the shelf each is read beside is what is
// stored; those who keep clients do not wait for them.
func (d *Desk) PutProgramme(ctx context.Context, data []byte) (store.Programme, error) {
	if err := d.look(ctx, keys.ActProvisionWrite, func(store.Tx) error { return nil }); err != nil {
		return store.Programme{}, err
	}
	d.office.curates.Lock()
	defer d.office.curates.Unlock()
	read, err := d.lint(data)
	if err != nil {
		return store.Programme{}, err
	}
	var p store.Programme
	err = d.change(ctx, keys.ActProvisionWrite, func(tx store.Tx) (store.Event, error) {
		old, err := store.Catalogue.Get(tx, string(read.ID))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return store.Event{}, err
		}
		p = read
		p.Rev, p.Builtin, p.Edited = old.Rev, old.Builtin, true
		p, err = store.PutProgramme(tx, p)
		return store.Event{Verb: "changed", Subject: "programme " + string(p.ID)}, err
	})
	if err != nil {
		return store.Programme{}, err
	}
	// It is kept: everybody is shown it, though its curator may have gone meanwhile.
	if err := d.office.restock(context.WithoutCancel(ctx)); err != nil {
		return p, said(err, "The programme is kept, but it is not shown until Signpost starts again. Tell whoever runs it.")
	}
	return p, nil
}

// lint reads a record beside the catalogue and says all that is wrong with it.
func (d *Desk) lint(data []byte) (store.Programme, error) {
	name := "input"
	if p, err := provision.Parse(name, data); err == nil {
		name = string(p.ID) + ".yaml" // the lint holds a file to its name, and here there is none
	}
	p, problems := provision.LintFile(name, data, d.office.shelf.Load().Programmes())
	if len(problems) > 0 {
		return p, wrong("programme", "Nothing was kept. Mend this and send it again:\n%s", problemLines(problems))
	}
	if text.HasNINumber(string(data)) {
		return p, wrong("programme", "Nothing was kept. Take out the National Insurance number: Signpost keeps none.")
	}
	return p, nil
}

func problemLines(problems []provision.Problem) string {
	var lines []string
	for _, p := range problems {
		line := p.Says
		if p.Path != "" {
			line = p.Path + ": " + line
		}
		if p.Line > 0 {
			line = fmt.Sprintf("line %d: %s", p.Line, line)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// ProgrammeSource is a programme in the form a curator edits.
func (d *Desk) ProgrammeSource(ctx context.Context, id store.ProgrammeID) ([]byte, error) {
	p, err := d.Programme(ctx, id)
	if err != nil {
		return nil, err
	}
	return provision.Format(p)
}
