package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Table is a typed view of one range of keys: records of type R, each under its
// id, with secondary indexes kept in the same transaction. A Table is a
// constant: it holds no records and no connection, and any number of
// transactions may use it at once.
type Table[R any] struct {
	Name    string           // one word, never changed once records exist
	ID      func(*R) string  // the record's id: not empty, no NUL
	Rev     func(*R) *uint64 // where the record keeps its revision
	Indexes []Index[R]       // what By can look up

	// Beside, where there is one, keeps what goes with a record in the same
	// transaction: after the record was put or, gone, deleted.
	Beside func(tx Tx, r *R, gone bool) error
}

// Index lists records by a value worked out from them. A record may have none,
// one or several values. In a store that is kept secret the values are kept as
// keyed hashes (Blinder), which have no order, unless the index is Ordered.
type Index[R any] struct {
	Name    string
	Of      func(*R) []string
	Ordered bool // From reads it, so its values stand in the clear: days, and never what a person said
}

// Conflict is the error of a Put or Delete whose revision is not the stored
// one. It matches ErrConflict.
type Conflict struct {
	Table string
	ID    string
	Had   uint64 // the revision the caller read; 0 for a record to be created
	Now   uint64 // the revision there is
}

func (c *Conflict) Error() string {
	return fmt.Sprintf("%s %q is at revision %d, not %d: %v", c.Table, c.ID, c.Now, c.Had, ErrConflict)
}

// Is says that a Conflict is ErrConflict.
func (c *Conflict) Is(target error) bool { return target == ErrConflict }

// NewID makes an id that no record of the table has: prefix, and a reference that
// can be read out (NewRef). There are 24.3 million of those, so that a table of
// a few thousand would else meet one twice.
func (t Table[R]) NewID(tx Tx, prefix string) (string, error) {
	for range 100 {
		id := prefix + NewRef()
		_, err := tx.Get(t.key(id))
		if errors.Is(err, ErrNotFound) {
			return id, nil
		}
		if err != nil {
			return "", fmt.Errorf("%s: find a free id: %w", t.Name, err)
		}
	}
	return "", fmt.Errorf("%s: 100 ids in a row are taken: %w", t.Name, ErrTooLarge)
}

// Get returns the record of that id, or an error that is ErrNotFound.
func (t Table[R]) Get(tx Tx, id string) (R, error) {
	var r R
	if err := t.checkID(id); err != nil {
		return r, fmt.Errorf("%s %q: %w", t.Name, id, ErrNotFound)
	}
	data, err := tx.Get(t.key(id))
	if err != nil {
		return r, fmt.Errorf("%s %q: %w", t.Name, id, err)
	}
	return t.decode(id, data)
}

// Put keeps the record and returns it with its new revision. A record with
// revision 0 is created and must not exist yet; any other must be at the
// revision that is stored. Otherwise the error is a *Conflict.
func (t Table[R]) Put(tx Tx, r R) (R, error) {
	r, _, err := t.keep(tx, r)
	return r, err
}

// keep is Put, and gives the bytes that are kept besides.
func (t Table[R]) keep(tx Tx, r R) (R, []byte, error) {
	id := t.ID(&r)
	if err := t.checkID(id); err != nil {
		return r, nil, err
	}
	var stale []string // index entries that the stored record has
	old, err := t.Get(tx, id)
	switch {
	case errors.Is(err, ErrNotFound):
		if *t.Rev(&r) != 0 {
			return r, nil, fmt.Errorf("%s %q: %w", t.Name, id, ErrNotFound)
		}
	case err != nil:
		return r, nil, err
	case *t.Rev(&old) != *t.Rev(&r):
		return r, nil, &Conflict{Table: t.Name, ID: id, Had: *t.Rev(&r), Now: *t.Rev(&old)}
	default:
		stale = t.entries(tx, id, &old)
	}
	*t.Rev(&r)++
	data, err := json.Marshal(r)
	if err != nil {
		return r, nil, fmt.Errorf("%s %q: encode: %w", t.Name, id, err)
	}
	// The record goes first: where it is refused, what is stored is whole still.
	if err := tx.Put(t.key(id), data); err != nil {
		return r, nil, fmt.Errorf("%s %q: %w", t.Name, id, err)
	}
	fresh := t.entries(tx, id, &r)
	if err := t.unindex(tx, id, without(stale, fresh)); err != nil {
		return r, nil, err
	}
	for _, key := range without(fresh, stale) {
		if err := tx.Put([]byte(key), []byte(id)); err != nil {
			return r, nil, fmt.Errorf("%s %q: index: %w", t.Name, id, err)
		}
	}
	return r, data, t.beside(tx, &r, false)
}

func (t Table[R]) beside(tx Tx, r *R, gone bool) error {
	if t.Beside == nil {
		return nil
	}
	if err := t.Beside(tx, r, gone); err != nil {
		return fmt.Errorf("%s %q: what goes with it: %w", t.Name, t.ID(r), err)
	}
	return nil
}

// Delete removes the record of that id, which must be at revision rev.
func (t Table[R]) Delete(tx Tx, id string, rev uint64) error {
	old, err := t.Get(tx, id)
	if err != nil {
		return err
	}
	if now := *t.Rev(&old); now != rev {
		return &Conflict{Table: t.Name, ID: id, Had: rev, Now: now}
	}
	if err := t.unindex(tx, id, t.entries(tx, id, &old)); err != nil {
		return err
	}
	if err := tx.Delete(t.key(id)); err != nil {
		return err
	}
	return t.beside(tx, &old, true)
}

// All yields every record in the order of the ids. After an error it yields no
// more.
func (t Table[R]) All(tx Tx) iter.Seq2[R, error] { return t.Between(tx, "", "") }

// Between yields the records with from <= id < to in the order of the ids; an
// empty to means to the end.
func (t Table[R]) Between(tx Tx, from, to string) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		end := t.key("\xff")
		if to != "" {
			end = t.key(to)
		}
		for pair, err := range tx.Range(t.key(from), end) {
			var r R
			if err == nil {
				r, err = t.decode(string(pair.Key[len(t.key("")):]), pair.Value)
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// By yields the records whose index of that name has the value, in the order of
// the ids. After an error it yields no more.
func (t Table[R]) By(tx Tx, index, value string) iter.Seq2[R, error] {
	return t.listed(tx, index, func(ix *Index[R]) ([]byte, []byte, error) {
		from := []byte(t.indexKey(tx, ix, value))
		return from, append(slices.Clone(from), 0xff), nil
	})
}

// From yields the records whose index of that name, an Ordered one, has the value
// or a later one, in the order of the values and then of the ids: a record with
// several such values several times. After an error it yields no more.
func (t Table[R]) From(tx Tx, index, value string) iter.Seq2[R, error] {
	return t.listed(tx, index, func(ix *Index[R]) ([]byte, []byte, error) {
		if !ix.Ordered {
			return nil, nil, fmt.Errorf("%s: index %q has no order: it is not Ordered", t.Name, index)
		}
		return []byte(t.indexKey(tx, ix, value)), []byte("i\x00" + t.Name + "\x00" + index + "\x01"), nil
	})
}

func (t Table[R]) listed(tx Tx, index string, bounds func(*Index[R]) (from, to []byte, err error)) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var none R
		ix, err := t.index(index)
		if err != nil {
			yield(none, err)
			return
		}
		from, to, err := bounds(ix)
		if err != nil {
			yield(none, err)
			return
		}
		for pair, err := range tx.Range(from, to) {
			var r R
			if err == nil {
				r, err = t.Get(tx, string(pair.Value))
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

func (t Table[R]) index(name string) (*Index[R], error) {
	for i := range t.Indexes {
		if t.Indexes[i].Name == name {
			return &t.Indexes[i], nil
		}
	}
	return nil, fmt.Errorf("%s has no index %q", t.Name, name)
}

func (t Table[R]) unindex(tx Tx, id string, entries []string) error {
	for _, key := range entries {
		if err := tx.Delete([]byte(key)); err != nil {
			return fmt.Errorf("%s %q: index: %w", t.Name, id, err)
		}
	}
	return nil
}

// entries are the keys under which the indexes list the record, each once.
func (t Table[R]) entries(tx Tx, id string, r *R) []string {
	var keys []string
	for i := range t.Indexes {
		ix := &t.Indexes[i]
		for _, v := range ix.Of(r) {
			if key := t.indexKey(tx, ix, v) + id; !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// without is the list less those that are in the other.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

func (t Table[R]) key(id string) []byte { return []byte("t\x00" + t.Name + "\x00" + id) }

// indexKey begins the entries of that value in the index.
func (t Table[R]) indexKey(tx Tx, ix *Index[R], value string) string {
	scope := "i\x00" + t.Name + "\x00" + ix.Name + "\x00"
	value = strings.ReplaceAll(value, "\x00", "")
	if b, ok := tx.(Blinder); ok && !ix.Ordered {
		value = b.Blind(scope, value)
	}
	return scope + value + "\x00"
}

func (t Table[R]) checkID(id string) error {
	if id == "" || len(id) > MaxKey/2 || strings.IndexByte(id, 0) >= 0 || strings.IndexByte(id, 0xff) >= 0 {
		return fmt.Errorf("%s: %q cannot be an id", t.Name, id)
	}
	return nil
}

// decode tells only what kind of mistake it met: what is stored is not for the
// log, and to its caller no *FactError is something that somebody has entered.
func (t Table[R]) decode(id string, data []byte) (R, error) {
	var r R
	err := json.Unmarshal(data, &r)
	if err == nil {
		return r, nil
	}
	where := fmt.Sprintf("%T", err)
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		where = fmt.Sprintf("field %q does not hold a %s", wrong.Field, wrong.Type)
	}
	return r, fmt.Errorf("%s %q: the stored record does not fit this program: %s", t.Name, id, where)
}
