package desk_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"signpost/store"
)

// What is known of health is in nothing that a household shows, until it is asked
// for; and who has asked stands in the trail of whom it is known of.
func TestHealthIsNotShownInAHousehold(t *testing.T) {
	h := newHome(t)
	h.add(store.NewPerson{GivenName: "Eli", Facts: changes(t, `{"age": 40, "uc_health": "lcwra", "disability": true}`)})
	plain := func(what string, v any, err error) {
		t.Helper()
		data, marshal := json.Marshal(v)
		if err != nil || marshal != nil {
			t.Fatal(what, err, marshal)
		}
		for _, secret := range []string{`"mental"`, "health.mental", `"lcwra"`, `"disability":true`} {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s tells %s: %s", what, secret, data)
			}
		}
	}
	v, err := h.coach.Household(h.ctx, h.id)
	plain("Household", v, err)
	if !slices.Equal(v.People[0].Masked, []store.Fact{store.Health}) || !v.AnyMasked() {
		t.Errorf("of Jo it is not said what is left out: %v", v.People[0].Masked)
	}
	v, err = h.coach.AddStep(h.ctx, h.id, v.Rev, store.PlanStep{What: "Write a CV", Due: v.PlanEnds})
	plain("a change", v, err)
	a, err := h.coach.TriageHousehold(h.ctx, h.id, h.coach.Today(), false)
	plain("TriageHousehold", a, err)
	for _, p := range a.People {
		for _, r := range p.Answer.Results {
			for _, reason := range slices.Concat(r.Met, r.Failed) {
				if f, ok := store.FactNamed(reason.Fact); ok && f.Health() {
					t.Errorf("%s of %s tells: %+v", r.ID, p.Name, reason)
				}
			}
		}
	}
	if !a.Masked {
		t.Error("it is not said that reasons are left out")
	}

	before := len(h.events())
	health, err := h.coach.HouseholdHealth(h.ctx, h.id)
	if err != nil || len(health) != 2 || health["1"][store.Health].Set.Has[0] != "mental" || health["3"][store.UCHealth].Word != "lcwra" {
		t.Errorf("known of health: %+v (%v)", health, err)
	}
	e := h.events()[before]
	if e.Verb != "looked at" || e.Subject != "household "+string(h.id) || !slices.Equal(e.With, []string{"client " + string(h.client.Ref)}) ||
		fmt.Sprint(e.Fields) != "[health disability uc_health]" {
		t.Errorf("the event is %+v", e)
	}
	v.Unmask(health)
	if v.AnyMasked() || v.People[0].All[store.Health].Set.Has[0] != "mental" || v.People[0].Own[store.Health].Set.Has[0] != "mental" {
		t.Errorf("with it the household is %+v", v.People[0])
	}
	before = len(h.events())
	a, err = h.coach.TriageHousehold(h.ctx, h.id, h.coach.Today(), true)
	data, _ := json.Marshal(a)
	if err != nil || a.Masked || !strings.Contains(string(data), "mental") {
		t.Errorf("with health, a match is %.300s (%v)", data, err)
	}
	if e := h.events()[before]; e.Verb != "triaged" || len(e.Fields) != 3 {
		t.Errorf("the event is %+v", e)
	}
}
