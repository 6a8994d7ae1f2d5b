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
// after the lint has read it beside all the others: a new one at revision 0, any
// other in place of the one there is, which must be at rev, or the error is
// store.ErrConflict. It counts as edited here from then on.
//
// Curators go one at a time, so that the shelf each is read beside is what is
// stored; those who keep clients do not wait for them.
func (d *Desk) PutProgramme(ctx context.Context, data []byte, rev uint64) (store.Programme, error) {
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
		if err := sameProgramme(&old, read.ID, rev); err != nil {
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

// sameProgramme refuses to write over a record that is at another revision than
// the one that its curator read.
func sameProgramme(old *store.Programme, id store.ProgrammeID, rev uint64) error {
	if rev == Latest || rev == old.Rev {
		return nil
	}
	cause := &store.Conflict{Table: "programme", ID: string(id), Had: rev, Now: old.Rev}
	switch {
	case old.Rev == 0:
		return said(cause, "There is no programme %q yet, so there is no revision %d of it. Nothing was kept. To add it as a new one, leave the revision out.", id, rev)
	case rev == 0:
		return said(cause, "There is a programme %q already, at revision %d. Nothing was kept. Look at what is there with provision source %s, then put yours with --rev %d.", id, old.Rev, id, old.Rev)
	}
	return said(cause, "Somebody else has changed %q: it is at revision %d now, and you read revision %d. Nothing was kept. Look at what is there with provision source %s, then put yours again.", id, old.Rev, rev, id)
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

// ProgrammeSource is a programme in the form a curator edits. Its first line, a
// comment, says at which revision it is and how to put it back.
func (d *Desk) ProgrammeSource(ctx context.Context, id store.ProgrammeID) ([]byte, error) {
	p, err := d.Programme(ctx, id)
	if err != nil {
		return nil, err
	}
	data, err := provision.Format(p)
	if err != nil {
		return nil, err
	}
	return append(fmt.Appendf(nil, "# Revision %d. To put it back: provision put --rev %d < %s.yaml\n", p.Rev, p.Rev, p.ID), data...), nil
}
