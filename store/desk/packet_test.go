package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// kite is a programme whose rule has a window that has ended, a choice, and sets
// of which it asks a word or two.
const kite = `id: kite-course
name: Kite Course
provider: Burnley Kites
audience: [person]
help: [training]
gives: A course in making kites.
for: Adults who want to make kites.
helps: [barriers.confidence]
area: [E07000117]
area_says: lives in Burnley
area_source: leaflet
rule:
  all:
    - fact: age
      min: 19
      says: is 19 or over
      source: leaflet
    - dated:
        - until: 2025-12-31
          rule:
            fact: weekly_net_pay
            max: 200
            says: takes home 200 pounds a week or less
            source: leaflet
        - from: 2026-01-01
          rule:
            fact: yearly_pay
            max: 12000
            says: earns 12000 pounds a year or less
            source: leaflet
    - any:
        - fact: health
          has: [physical, mental]
          says: has a physical or mental health condition
          source: leaflet
        - fact: groups
          has: [veteran, domestic-abuse]
          says: is a veteran or a victim of domestic abuse
          source: leaflet
    - not:
        fact: programmes
        has: [restart]
        says_not: is not on Restart
        changes: possible when Restart ends
        source: leaflet
    - fact: caring
      has: [child]
      says: cares for a child
      unverified: true
    - ask: kites
      says: likes kites
      question: Does the client like kites?
      source: leaflet
sources:
  - id: leaflet
    title: Kite leaflet
    url: https://kites.example/course
    date: 2025-08-12
assured: 2026-01-15
assured_by: reading the leaflet
`

// shared is what the receiver would see of a client with these facts, by fact.
func shared(t *testing.T, json string) map[string]string {
	t.Helper()
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach, keys.Curator)
	if _, err := d.PutProgramme(w.ctx, []byte(kite), desk.Latest); err != nil {
		t.Fatal(err)
	}
	c, err := d.AddClient(w.ctx, "Jo", changes(t, json), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	packet, _, err := d.Packet(w.ctx, store.ReferralForm{Client: c.Ref, Programme: "kite-course"})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, l := range packet.Lines {
		out[l.Fact] = l.Says
	}
	return out
}

// A packet holds what decides the rule as it is today, and of a set only the
// words that the rule asks about.
func TestPacketHoldsNoMoreThanTheRuleNeeds(t *testing.T) {
	const about = `"birth_date": "1990-03-27", "district": "burnley", "yearly_pay": 9000, "weekly_net_pay": 170, "right_to_work": true`
	for _, c := range []struct {
		name, facts string
		want        map[string]string
	}{
		{
			"the first branch of the choice stands for it, and the window that has ended counts no more",
			`{` + about + `, "health": ["mental", "dependency"], "groups": ["domestic-abuse", "ethnic-minority"], "caring": ["child", "adult"],
			  "programmes": ["hostel-plus"], "judgements": {"kite-course/kites": true}}`,
			map[string]string{
				"birth_date": "27 March 1990", "district": "Burnley", "yearly_pay": "£9,000", "health": "mental", "caring": "child", "programmes": "not restart",
			},
		},
		{
			"the second branch, where it is the one that is met",
			`{` + about + `, "health": [], "groups": ["domestic-abuse", "ethnic-minority", "ex-offender"]}`,
			map[string]string{"birth_date": "27 March 1990", "district": "Burnley", "yearly_pay": "£9,000", "groups": "domestic abuse"},
		},
		{
			"what fails is told, and what is not known is not",
			`{"age": 17, "programmes": {"restart": true, "whp": true}, "health": {"sensory": true}}`,
			map[string]string{"age": "17 years", "programmes": "restart"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := shared(t, c.facts)
			for fact, says := range c.want {
				if got[fact] != says {
					t.Errorf("%s is shared as %q, want %q", fact, got[fact], says)
				}
			}
			for fact, says := range got {
				if _, ok := c.want[fact]; !ok {
					t.Errorf("%s is shared as %q, and nothing needs it", fact, says)
				}
			}
		})
	}
}

// No packet of any programme tells of a group, a condition or a programme that
// its record does not name.
func TestPacketsOfTheCatalogue(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	var every []string
	for _, f := range []store.Fact{store.Health, store.Groups, store.Barriers, store.Benefits, store.WorkRisk} {
		every = append(every, `"`+f.String()+`": ["`+strings.Join(f.Info().Values, `", "`)+`"]`)
	}
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{"birth_date": "1990-03-27", "district": "burnley", "work": "out-of-work", `+strings.Join(every, ", ")+`}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, id := range []store.ProgrammeID{"connect-to-work", "access-to-work", "skills-bootcamps", "ips-smi", "workwell", "fsf", "carers-allowance", "asf"} {
		packet, _, err := d.Packet(w.ctx, store.ReferralForm{Client: c.Ref, Programme: id})
		if err != nil {
			continue // closed, or not for a person
		}
		tried++
		p, err := d.Programme(w.ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		asked := map[string][]string{}
		p.Rule.Walk(func(r *store.Rule, _ bool) {
			for _, word := range slices.Concat(r.Has, r.Lacks) {
				asked[r.Fact.String()] = append(asked[r.Fact.String()], store.WordWords(word))
			}
		})
		for _, l := range packet.Lines {
			if f, _ := store.FactNamed(l.Fact); f.Info().Kind != store.KindSet {
				continue
			}
			for _, said := range strings.Split(strings.TrimPrefix(l.Says, "not "), ", ") {
				if !slices.Contains(asked[l.Fact], said) {
					t.Errorf("%s: %s tells of %q", id, l.Fact, said)
				}
			}
		}
	}
	if tried < 4 {
		t.Fatalf("only %d of the programmes could be referred to", tried)
	}
}

// A draft is sent as it was checked, or not at all: the day alone can change how
// the client stands.
func TestDraftWhoseStandingChanged(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach, keys.Curator)
	other := w.member("Bill", "Burnley Jobcentre", keys.Coach)
	if _, err := d.PutProgramme(w.ctx, []byte(kite), desk.Latest); err != nil {
		t.Fatal(err)
	}
	c, err := d.AddClient(w.ctx, "Jo", changes(t, `{"birth_date": "2007-02-10", "district": "burnley"}`), "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	form := store.ReferralForm{Client: c.Ref, Programme: "kite-course", Told: d.Today()}
	draft, err := d.SaveDraft(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	w.clock.set(time.Date(2026, 2, 10, 9, 0, 0, 0, time.UTC))
	_, err = d.Send(w.ctx, draft.ID, draft.Rev, overAll())
	wantErr(t, err, store.ErrConflict)
	if draft, err = d.ChangeDraft(w.ctx, draft.ID, draft.Rev, form); err != nil {
		t.Fatal(err)
	}
	steward := w.member("S", "Stewards", keys.Steward)
	if _, err := steward.RenameMember(w.ctx, other.Who().Member.ID, desk.Latest, "Bilal"); err != nil {
		t.Fatal(err)
	}
	if err := other.Because(w.ctx, c.Ref, "cover", ""); err != nil {
		t.Fatal(err)
	}
	sent, err := other.Send(w.ctx, draft.ID, draft.Rev, overAll())
	if err != nil {
		t.Fatal(err)
	}
	if sent.By != other.Who().Member.ID || sent.Packet.From != "Bilal, Burnley Jobcentre" {
		t.Errorf("sent by %s, from %q: whoever sends decides", sent.By, sent.Packet.From)
	}
}

// A draft that is filled in for another programme is held to what a new one is.
func TestADraftForAnotherProgramme(t *testing.T) {
	w := newWorld(t)
	d := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	c, err := d.AddClient(w.ctx, "Jo", store.Changes{}, "", store.Told{How: store.ToldInPerson})
	if err != nil {
		t.Fatal(err)
	}
	form := store.ReferralForm{Client: c.Ref, Programme: "connect-to-work", Told: d.Today()}
	if _, err := d.SaveDraft(w.ctx, form); err != nil {
		t.Fatal(err)
	}
	form.Programme = "access-to-work"
	draft, err := d.SaveDraft(w.ctx, form)
	if err != nil {
		t.Fatal(err)
	}
	form.Programme = "connect-to-work"
	_, err = d.ChangeDraft(w.ctx, draft.ID, draft.Rev, form)
	wantErr(t, err, store.ErrConflict)
}
