package enginetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"signpost/store"
)

// model runs random histories against an engine and a map, and compares them
// after every step. One engine serves all histories; each begins by emptying it.
func model(t *testing.T, m Maker) {
	e := m.Open(t)
	rapid.Check(t, func(rt *rapid.T) {
		h := &history{t: t, engine: e, has: map[string]string{}}
		h.empty(rt)
		rt.Repeat(map[string]func(*rapid.T){
			"":            h.same,
			"update":      func(rt *rapid.T) { h.update(rt, nil) },
			"update fail": func(rt *rapid.T) { h.update(rt, errWanted) },
			"view":        h.view,
			"reopen": func(rt *rapid.T) {
				if rapid.IntRange(0, 9).Draw(rt, "one in ten") == 0 {
					h.engine = m.Reopen(t, h.engine)
				}
			},
		})
		e = h.engine
	})
}

type history struct {
	t      *testing.T
	engine store.Engine
	has    map[string]string
}

// keys are few and alike, so that histories meet the same ones again.
func drawKey(rt *rapid.T) string {
	key := rapid.SampledFrom([]string{"a", "a\x00", "a\x00b", "ab", "b", "\xff", "\x00", "m"}).Draw(rt, "key")
	return key + strings.Repeat("k", rapid.SampledFrom([]int{0, 0, 1, 200}).Draw(rt, "longer"))
}

func drawValue(rt *rapid.T) string {
	n := rapid.SampledFrom([]int{0, 1, 10, 300, 3000, 9000}).Draw(rt, "size")
	return strings.Repeat(rapid.SampledFrom([]string{"v", "w", "\x00"}).Draw(rt, "of"), n)
}

func (h *history) empty(rt *rapid.T) {
	err := h.engine.Update(h.t.Context(), func(tx store.Tx) error {
		for pair, err := range tx.Range(nil, nil) {
			if err := errors.Join(err, tx.Delete(pair.Key)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		rt.Fatalf("empty: %v", err)
	}
}

// update makes some writes, reading among them, and ends with the error end.
func (h *history) update(rt *rapid.T, end error) {
	type write struct {
		key, value string
		gone       bool
	}
	writes := []write{}
	for range rapid.IntRange(0, 12).Draw(rt, "writes") {
		writes = append(writes, write{drawKey(rt), drawValue(rt), rapid.IntRange(0, 3).Draw(rt, "delete") == 0})
	}
	from, to := drawKey(rt), drawKey(rt)
	var after map[string]string
	err := h.engine.Update(h.t.Context(), func(tx store.Tx) error {
		after = maps.Clone(h.has)
		for _, w := range writes {
			var err error
			if w.gone {
				delete(after, w.key)
				err = tx.Delete([]byte(w.key))
			} else {
				after[w.key] = w.value
				err = tx.Put([]byte(w.key), []byte(w.value))
			}
			if err != nil {
				return err
			}
		}
		if err := agrees(tx, after, from, to); err != nil {
			return err
		}
		return end
	})
	if !errors.Is(err, end) {
		rt.Fatalf("Update: %v, want %v", err, end)
	}
	if end == nil {
		h.has = after
	}
}

func (h *history) view(rt *rapid.T) {
	from, to := drawKey(rt), drawKey(rt)
	if err := h.engine.View(h.t.Context(), func(tx store.Tx) error { return agrees(tx, h.has, from, to) }); err != nil {
		rt.Fatalf("View: %v", err)
	}
}

func (h *history) same(rt *rapid.T) {
	if err := h.engine.View(h.t.Context(), func(tx store.Tx) error { return agrees(tx, h.has, "", "") }); err != nil {
		rt.Fatalf("View: %v", err)
	}
}

// agrees compares a range, and Get of both of its ends; an empty to is the end.
func agrees(tx store.Tx, want map[string]string, from, to string) error {
	end := []byte(to)
	if to == "" {
		end = nil
	}
	keys := slices.DeleteFunc(slices.Sorted(maps.Keys(want)), func(k string) bool { return k < from || end != nil && k >= to })
	for pair, err := range tx.Range([]byte(from), end) {
		if err != nil {
			return err
		}
		if len(keys) == 0 || string(pair.Key) != keys[0] || string(pair.Value) != want[keys[0]] {
			return fmt.Errorf("range from %q to %q met %q where %q should be", from, to, pair.Key, keys)
		}
		keys = keys[1:]
	}
	if len(keys) > 0 {
		return fmt.Errorf("range from %q to %q missed %q", from, to, keys)
	}
	for _, key := range []string{from, to} {
		if key == "" {
			continue
		}
		v, err := tx.Get([]byte(key))
		w, has := want[key]
		if has && (err != nil || string(v) != w) || !has && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("get %q: %d bytes (%v), want %d, there: %v", key, len(v), err, len(w), has)
		}
	}
	return nil
}
