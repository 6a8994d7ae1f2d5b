package desk

import (
	"context"

	"signpost/keys"
	"signpost/store"
	"signpost/store/datapack"
)

// DataPack is what could not be met, and what came of referrals, on the whole
// server and of nobody that could be found: whole months, from that of since to
// that of until, today's so far. Where since is 0 it is twelve months in all;
// where until is 0, to today. Opening it is an event that names the period.
func (d *Desk) DataPack(ctx context.Context, since, until store.Day) (datapack.Pack, error) {
	today := d.Today()
	if until == 0 || until > today {
		until = today
	}
	y, m, _ := until.Split()
	if since == 0 {
		since = store.Date(y, m-11, 1)
	}
	until = min(store.Date(y, m+1, 1)-1, today)
	y, m, _ = since.Split()
	since = store.Date(y, m, 1)
	return read(ctx, d, keys.ActDataPack, func(tx store.Tx) (datapack.Pack, store.Event, error) {
		var none datapack.Pack
		if since > until {
			return none, store.Event{}, wrong("since", "Enter a day on or before %s, the last day that is counted.", until)
		}
		sums := datapack.Sums{}
		for t, err := range store.TalliesOf(tx, since, until) {
			if err != nil {
				return none, store.Event{}, err
			}
			sums.Add(&t)
		}
		e := store.Event{Verb: "opened", Subject: "data pack", Fields: []string{"since " + since.String(), "until " + until.String()}}
		return datapack.Make(since, until, sums, d.programmeNames()), e, nil
	})
}

// programmeNames are the names of what a person can be referred to, by id.
func (d *Desk) programmeNames() map[string]string {
	names := map[string]string{}
	for _, p := range d.office.shelf.Load().Programmes() {
		if p.Serves(store.ForPerson) {
			names[string(p.ID)] = p.Name
		}
	}
	return names
}
