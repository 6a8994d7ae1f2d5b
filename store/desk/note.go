package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"signpost/keys"
	"signpost/store"
)

// AddNote adds a note of up to 1,000 characters to a client.
func (d *Desk) AddNote(ctx context.Context, ref store.ClientRef, words string) (store.Note, error) {
	var n store.Note
	err := d.change(ctx, keys.ActClientWrite, func(tx store.Tx) (store.Event, error) {
		c, err := d.opened(tx, ref)
		if err != nil {
			return store.Event{}, err
		}
		words, err := entered("note", words, maxNote, true, true)
		if err != nil {
			return store.Event{}, err
		}
		id, err := store.Notes.NewID(tx, "N-")
		if err != nil {
			return store.Event{}, err
		}
		n, err = store.Notes.Put(tx, store.Note{
			ID: store.NoteID(id), Client: c.Ref, By: d.caller.Member.ID, At: d.office.now(), Text: words,
		})
		return store.Event{Verb: "added", Subject: subject(c.Ref), Fields: []string{"note"}}, err
	})
	return n, err
}

// Notes lists a client's notes, the newest first. Of one that was corrected or
// struck it says who did it, when and why; what it said before is for History.
func (d *Desk) Notes(ctx context.Context, ref store.ClientRef) ([]store.Note, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) ([]store.Note, store.Event, error) {
		var all []store.Note
		c, err := d.opened(tx, ref)
		if err != nil {
			return nil, store.Event{}, err
		}
		if err := collect(store.Notes.By(tx, "client", string(c.Ref)), &all); err != nil {
			return nil, store.Event{}, err
		}
		for i := range all {
			all[i] = asNow(all[i])
		}
		slices.SortFunc(all, newestNote)
		return all, store.Event{Verb: "opened", Subject: subject(c.Ref), Fields: []string{"notes"}}, nil
	})
}

func newestNote(a, b store.Note) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) }

// asNow is a note without what it said before.
func asNow(n store.Note) store.Note {
	n.Was = slices.Clone(n.Was)
	for i := range n.Was {
		n.Was[i].Text = ""
	}
	if n.Struck != nil {
		struck := *n.Struck
		struck.Text, n.Struck = "", &struck
	}
	return n
}

// CorrectNote gives a note at revision rev another text of up to 1,000 characters.
// What it said before is kept, with why as one of store.CorrectWhys; where that is
// about somebody else it is removed. It is for who wrote the note, and for the coach
// of the client.
func (d *Desk) CorrectNote(ctx context.Context, id store.NoteID, rev uint64, words, why string) (store.Note, error) {
	return d.amendNote(ctx, id, rev, "corrected", why, store.CorrectWhys(), func(n *store.Note, c store.NoteChange) error {
		words, err := entered("note", words, maxNote, true, true)
		if err != nil {
			return err
		}
		if words == n.Text {
			return wrong("note", "Enter what the note is to say: it says this already.")
		}
		n.Correct(words, c)
		return nil
	})
}

// StrikeNote takes the text of a note at revision rev out of every list, with why
// as one of store.StrikeWhys. What it said is kept for the history, unless it was
// about somebody else or should not have been kept: then it is removed, also where
// the note was struck for another reason before. It is for who wrote the note, and
// for the coach of the client.
func (d *Desk) StrikeNote(ctx context.Context, id store.NoteID, rev uint64, why string) (store.Note, error) {
	return d.amendNote(ctx, id, rev, "struck", why, store.StrikeWhys(), func(n *store.Note, c store.NoteChange) error {
		n.Strike(c)
		return nil
	})
}

// amendNote changes one note at a revision.
func (d *Desk) amendNote(ctx context.Context, id store.NoteID, rev uint64, verb, why string, whys []store.WhyWords, fn func(*store.Note, store.NoteChange) error) (store.Note, error) {
	var n store.Note
	err := d.change(ctx, keys.ActClientWrite, func(tx store.Tx) (store.Event, error) {
		var err error
		if n, err = d.noteToChange(tx, id); err != nil {
			return store.Event{}, err
		}
		if n.Struck != nil && (verb != "struck" || store.RemovesText(n.Struck.Why) || !store.RemovesText(why)) {
			return store.Event{}, said(store.ErrConflict, "Note %s was struck already, on %s.", n.ID, store.DayOf(n.Struck.At).Words())
		}
		if rev != Latest && rev != n.Rev {
			return store.Event{}, d.noteClash(tx, &n, rev)
		}
		if codes := store.WhyCodes(whys); !slices.Contains(codes, why) {
			return store.Event{}, wrong("why", "Enter why the note is %s, one of: %s.", verb, strings.Join(codes, ", "))
		}
		if err := fn(&n, store.NoteChange{At: d.office.now(), By: d.caller.Member.ID, Why: why}); err != nil {
			return store.Event{}, err
		}
		n, err = store.Notes.Put(tx, n)
		return store.Event{Verb: verb, Subject: subject(n.Client), Fields: []string{"note", "why " + why}}, err
	})
	return asNow(n), err
}

// noteToChange reads a note of a client of the partner, which the caller wrote or
// whose client they keep.
func (d *Desk) noteToChange(tx store.Tx, id store.NoteID) (store.Note, error) {
	none := said(store.ErrNotFound, "There is no note %q in your caseload. Check it: N, then two threes, such as N-K7M-2QX; client show gives it.", id)
	tidy, ok := store.TidyRef(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(string(id))), "N-"))
	if !ok {
		return store.Note{}, none
	}
	n, err := store.Notes.Get(tx, "N-"+tidy)
	if errors.Is(err, store.ErrNotFound) {
		return store.Note{}, none
	}
	if err != nil {
		return store.Note{}, err
	}
	c, err := d.client(tx, n.Client)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return store.Note{}, none
	case err != nil:
		return store.Note{}, err
	case n.By != d.caller.Member.ID && c.Coach != d.caller.Member.ID:
		return store.Note{}, said(nil, "Note %s is for who wrote it and for the coach of client %s to change: %s.", n.ID, c.Ref, d.both(tx, n.By, c.Coach))
	}
	return n, d.excused(tx, &c)
}

// both names two members, or one that they both are.
func (d *Desk) both(tx store.Tx, one, other keys.MemberID) string {
	says := d.memberName(tx, one)
	if one != other {
		says += " and " + d.memberName(tx, other)
	}
	return says
}

// memberName is what a member is called, for a sentence.
func (d *Desk) memberName(tx store.Tx, id keys.MemberID) string {
	if m, err := store.Members.Get(tx, string(id)); err == nil {
		return m.Name
	}
	return "someone else"
}

// noteClash says who changed the note in the meantime, and when.
func (d *Desk) noteClash(tx store.Tx, n *store.Note, rev uint64) error {
	cause := &store.Conflict{Table: "note", ID: string(n.ID), Had: rev, Now: n.Rev}
	if len(n.Was) == 0 {
		return cause
	}
	last := n.Was[len(n.Was)-1]
	return said(cause, "Note %s was corrected by %s at %s. Nothing of yours was saved yet: look at what it says now first.",
		n.ID, d.memberName(tx, last.By), last.At.Format("15:04 on 2 January"))
}
