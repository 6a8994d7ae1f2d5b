package desk_test

import (
	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// householdTries are made on a household of the fixture's client and of one who
// is no client.
func householdTries() []try {
	changed := func(name string, call func(w *world, d *desk.Desk, f *fixture) (store.HouseholdView, error)) try {
		return try{name, keys.ActClientWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := call(w, d, f)
			return err
		}}
	}
	return []try{
		{"Households", keys.ActClientList, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.Households(w.ctx, true)
			return err
		}},
		{"HouseholdsOf", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.HouseholdsOf(w.ctx, f.client.Ref)
			return err
		}},
		{"Household", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.Household(w.ctx, f.house.ID)
			return err
		}},
		{"HouseholdHealth", keys.ActClientRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.HouseholdHealth(w.ctx, f.house.ID)
			return err
		}},
		{"HouseholdReferrals", keys.ActReferralRead, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.HouseholdReferrals(w.ctx, f.house.ID)
			return err
		}},
		{"TriageHousehold", keys.ActTriage, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.TriageHousehold(w.ctx, f.house.ID, d.Today(), true)
			return err
		}},
		{"HouseholdForms", keys.ActReferralWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			_, err := d.HouseholdForms(w.ctx, f.house.ID, "access-to-work", []store.ReferralForm{{Client: f.client.Ref}})
			return err
		}},
		{"ReferHousehold", keys.ActReferralWrite, true, true, func(w *world, d *desk.Desk, f *fixture) error {
			why := map[string]string{store.CheckStanding: "so that they are seen"}
			_, err := d.ReferHousehold(w.ctx, f.house.ID, "access-to-work", []store.ReferralForm{{Client: f.client.Ref, Told: d.Today(), Overrides: why}})
			return err
		}},
		{"OpenHousehold", keys.ActClientWrite, false, true, func(w *world, d *desk.Desk, _ *fixture) error {
			_, err := d.OpenHousehold(w.ctx)
			return err
		}},
		changed("AddPerson", func(w *world, d *desk.Desk, f *fixture) (store.HouseholdView, error) {
			return d.AddPerson(w.ctx, f.house.ID, f.house.Rev, store.NewPerson{GivenName: "Bo"})
		}),
		changed("LeaveHousehold", func(w *world, d *desk.Desk, f *fixture) (store.HouseholdView, error) {
			return d.LeaveHousehold(w.ctx, f.house.ID, f.house.Rev, "1", d.Today())
		}),
		changed("SetPersonFacts", func(w *world, d *desk.Desk, f *fixture) (store.HouseholdView, error) {
			return d.SetPersonFacts(w.ctx, f.house.ID, f.house.Rev, "2", changes(w.t, `{"age": 31}`), "")
		}),
		changed("SetSharedFacts", func(w *world, d *desk.Desk, f *fixture) (store.HouseholdView, error) {
			return d.SetSharedFacts(w.ctx, f.house.ID, f.house.Rev, changes(w.t, `{"district": "burnley"}`), "")
		}),
		changed("MakeClient", func(w *world, d *desk.Desk, f *fixture) (store.HouseholdView, error) {
			return d.MakeClient(w.ctx, f.house.ID, f.house.Rev, "2")
		}),
		changed("AddStep", func(w *world, d *desk.Desk, f *fixture) (store.HouseholdView, error) {
			return d.AddStep(w.ctx, f.house.ID, f.house.Rev, store.PlanStep{What: "Meet", Due: d.Today()})
		}),
		changed("DoStep", func(w *world, d *desk.Desk, f *fixture) (store.HouseholdView, error) {
			return d.DoStep(w.ctx, f.house.ID, f.house.Rev, "1", d.Today())
		}),
		changed("SetAdvocate", func(w *world, d *desk.Desk, f *fixture) (store.HouseholdView, error) {
			return d.SetAdvocate(w.ctx, f.house.ID, f.house.Rev, f.member.ID)
		}),
		changed("CloseHousehold", func(w *world, d *desk.Desk, f *fixture) (store.HouseholdView, error) {
			return d.CloseHousehold(w.ctx, f.house.ID, f.house.Rev, "done")
		}),
		changed("ReopenHousehold", func(w *world, d *desk.Desk, f *fixture) (store.HouseholdView, error) {
			err := w.engine.Update(w.ctx, func(tx store.Tx) error {
				h, err := store.Households.Get(tx, string(f.house.ID))
				if err != nil {
					return err
				}
				h.Closed = w.clock.now()
				h, err = store.Households.Put(tx, h)
				f.house.Rev = h.Rev
				return err
			})
			if err != nil {
				return store.HouseholdView{}, err
			}
			return d.ReopenHousehold(w.ctx, f.house.ID, f.house.Rev)
		}),
	}
}

// homeOf makes the household of a fixture.
func (w *world) homeOf(owner *desk.Desk, ref store.ClientRef) store.HouseholdView {
	w.t.Helper()
	v, err := owner.OpenHousehold(w.ctx)
	for _, p := range []store.NewPerson{{Client: ref}, {GivenName: "Al"}} {
		if err == nil {
			v, err = owner.AddPerson(w.ctx, v.ID, v.Rev, p)
		}
	}
	if err == nil {
		v, err = owner.AddStep(w.ctx, v.ID, v.Rev, store.PlanStep{What: "Meet", Due: owner.Today()})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}
