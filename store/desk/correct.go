package desk

import (
	"context"
	"slices"

	"signpost/keys"
	"signpost/store"
)

// corrected keeps what of a client is not any more what it was. A postcode that the
// table knows is not kept here either: its district says what the rules need.
func (d *Desk) corrected(tx store.Tx, was, now *store.Client) error {
	all := slices.DeleteFunc(store.FactCorrections(was, now), func(c store.Correction) bool {
		if c.Fact != store.Postcode || d.office.post == nil {
			return false
		}
		_, known := d.office.post.District(c.Was.Facts[store.Postcode].Word)
		return known
	})
	if was.GivenName != now.GivenName {
		all = append(all, store.Correction{Was: store.Version{GivenName: was.GivenName}, Became: store.Version{GivenName: now.GivenName}})
	}
	if was.Told.Yet() && was.Told != now.Told {
		all = append(all, store.Correction{Was: store.Version{Told: was.Told}, Became: store.Version{Told: now.Told}})
	}
	for i := range all {
		c := &all[i]
		c.Client, c.Of, c.At, c.By = now.Ref, now.Rev, now.Changed, now.ChangedBy
	}
	return store.KeepCorrections(tx, all)
}

// History is what was kept of a client of the partner before it was corrected: of
// one fact, or of all that is kept where fact is none. What was known of health is
// in it where health is set, which stands in the trail.
func (d *Desk) History(ctx context.Context, ref store.ClientRef, fact store.Fact, health bool) (store.History, error) {
	return read(ctx, d, keys.ActClientRead, func(tx store.Tx) (store.History, store.Event, error) {
		c, err := d.opened(tx, ref)
		if err != nil {
			return store.History{}, store.Event{}, err
		}
		h, err := historyOf(tx, c.Ref, fact)
		if err != nil {
			return store.History{}, store.Event{}, err
		}
		e := store.Event{Verb: "opened", Subject: subject(c.Ref), Fields: []string{"history"}}
		if fact != store.NoFact {
			e.Fields = append(e.Fields, fact.String())
		}
		if !health {
			h.Mask()
			return h, e, nil
		}
		e.Verb = "looked at"
		for i := range h.Corrections {
			if f := h.Corrections[i].Fact; f.Health() && !slices.Contains(e.Fields, f.String()) {
				e.Fields = append(e.Fields, f.String())
			}
		}
		return h, e, nil
	})
}

func historyOf(tx store.Tx, ref store.ClientRef, fact store.Fact) (store.History, error) {
	h := store.History{Client: ref, Corrections: []store.Correction{}, Notes: []store.Note{}}
	all, err := store.CorrectionsOf(tx, ref)
	if err != nil {
		return h, err
	}
	for _, c := range all {
		if fact == store.NoFact || c.Fact == fact {
			h.Corrections = append(h.Corrections, c)
		}
	}
	if fact != store.NoFact {
		return h, nil
	}
	if err := collect(store.Notes.By(tx, "client", string(ref)), &h.Notes); err != nil {
		return h, err
	}
	h.Notes = slices.DeleteFunc(h.Notes, func(n store.Note) bool { return len(n.Was) == 0 && n.Struck == nil })
	slices.SortFunc(h.Notes, newestNote)
	return h, nil
}
