package desk

import (
	"context"
	"errors"
	"fmt"
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
		name := "input"
		if p, err := provision.Parse(name, data); err == nil {
			name = string(p.ID) + ".yaml" // the lint holds a file to its name, and here there is none
		}
		read, problems := provision.LintFile(name, data, d.office.shelf.Load().Programmes())
		if len(problems) > 0 {
			return store.Event{}, wrong("programme", "Nothing was kept. Mend this and send it again:\n%s", problemLines(problems))
		}
		old, err := store.Catalogue.Get(tx, string(read.ID))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return store.Event{}, err
		}
		read.Rev, read.Builtin, read.Edited = old.Rev, old.Builtin, true
		p, err = store.PutProgramme(tx, read)
		return store.Event{Verb: "changed", Subject: "programme " + string(p.ID)}, err
	})
	if err != nil {
		return p, err
	}
	return p, d.office.restock(ctx)
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
