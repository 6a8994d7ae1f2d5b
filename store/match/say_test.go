package match_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"signpost/store"
	"signpost/store/match"
)

const whole = `
id: connect
name: Connect
audience: [person]
helps: [health.mental, barriers.debt]
area: [lancashire-14]
area_says: lives in Lancashire
area_source: plan
dates: {opens: 2025-06-01, source: plan}
rule:
  all:
    - {fact: age, min: 18, says: is 18 or over, source: faq}
    - any:
        - {fact: caring, has: [adult], says: is a carer, source: plan, unverified: true}
        - {fact: health, has: [mental], says: has a health condition, source: faq}
        - {fact: disability, is: ["yes"], says: is disabled, source: plan}
    - not: {fact: programmes, has: [restart], says: is on Restart, says_not: is not on Restart, source: faq, changes: possible when Restart ends}
    - {ask: ready, says: is ready, question: "Is the client ready?", source: faq}
sources:
  - {id: plan, title: The plan, url: "https://example.org/plan", date: 2025-09-05}
  - {id: faq, title: Questions and answers, seed: 001.txt, date: undated}
`

const inFull = `{
 "id": "connect",
 "name": "Connect",
 "standing": "near-miss",
 "helps": [
  "health.mental"
 ],
 "met": [
  {
   "says": "has taken referrals since 1 June 2025",
   "source": "The plan, 2025-09-05, https://example.org/plan"
  },
  {
   "says": "lives in Lancashire",
   "fact": "district",
   "value": "E07000117",
   "source": "The plan, 2025-09-05, https://example.org/plan"
  },
  {
   "says": "is 18 or over",
   "fact": "birth_date",
   "value": "1990-05-01",
   "source": "Questions and answers, undated, 001.txt"
  },
  {
   "says": "has a health condition",
   "fact": "health",
   "value": {
    "mental": true
   },
   "source": "Questions and answers, undated, 001.txt"
  }
 ],
 "missing": [
  {
   "says": "is ready",
   "ask": "connect/ready",
   "question": "Is the client ready?",
   "source": "Questions and answers, undated, 001.txt"
  }
 ],
 "failed": [
  {
   "says": "is not on Restart",
   "fact": "programmes",
   "value": [
    "restart"
   ],
   "source": "Questions and answers, undated, 001.txt",
   "note": "possible when Restart ends"
  }
 ],
 "rev": 7
}`

func TestAResultInFull(t *testing.T) {
	p := programme(t, whole)
	p.Rev = 7
	f := facts(t, `{"birth_date": "1990-05-01", "district": "burnley", "health": {"mental": true}, "caring": ["adult"], "programmes": ["restart"]}`)
	got, err := json.MarshalIndent(match.One(f, &p, day(t, "2026-02-02")), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != inFull {
		t.Errorf("got %s", got)
	}
}

func TestListsAreNeverNull(t *testing.T) {
	got, err := json.Marshal(match.One(nil, &store.Programme{}, day(t, "2026-02-02")))
	if err != nil || strings.Contains(string(got), "null") {
		t.Errorf("%s, %v", got, err)
	}
	answer, err := match.Answer(nil, nil, day(t, "2026-02-02"))
	if got, _ := json.Marshal(answer); err != nil || strings.Contains(string(got), "null") {
		t.Errorf("%s, %v", got, err)
	}
}

func TestEveryFactHasASlot(t *testing.T) {
	for _, f := range store.AllFacts() {
		if f >= 64 {
			t.Errorf("%s is fact %d: match has room for 63", f, f)
		}
	}
}

// The id of a confirmation is kept with clients: it must not drift.
func TestConfirmingOutlivesChangesElsewhere(t *testing.T) {
	p := programme(t, whole)
	f := facts(t, `{"age": 40, "district": "burnley", "caring": ["adult"], "programmes": [], "health": [], "disability": false, "judgements": {"connect/ready": true}}`)
	r := match.One(f, &p, day(t, "2026-02-02"))
	if r.Standing != store.Unclear || len(r.Missing) != 1 || r.Missing[0].Ask != "connect/confirm-327b3c0f" {
		t.Fatalf("%s: %+v", r.Standing, r.Missing)
	}
	if got, want := r.Missing[0].Question, "Ask the provider to confirm: is a carer"; got != want {
		t.Errorf("question %q, want %q", got, want)
	}
	p.Rule.All[1].Any = slices.Insert(p.Rule.All[1].Any, 0, store.Rule{Fact: store.JobOffer, Is: []string{"yes"}, Says: "has an offer", Unverified: true})
	f[store.JobOffer] = store.Value{}
	f[store.Judgements] = store.Value{Set: store.Set{Has: []string{"connect/ready", "connect/confirm-327b3c0f"}}}
	r = match.One(f, &p, day(t, "2026-02-02"))
	i := slices.IndexFunc(r.Met, func(why store.Reason) bool { return why.Says == "is a carer" })
	if r.Standing != store.Eligible || i < 0 || r.Met[i].Note != "confirmed by a coach" {
		t.Errorf("%s: %+v", r.Standing, r.Met)
	}
	f[store.Judgements] = store.Value{Set: store.Set{Has: []string{"connect/ready"}, Not: []string{"connect/confirm-327b3c0f"}}}
	if r = match.One(f, &p, day(t, "2026-02-02")); r.Standing == store.Eligible || r.Standing == store.Unclear {
		t.Errorf("%s though the provider did not confirm the only way in", r.Standing)
	}
}

func TestAProgrammeCountsUnderEachOfItsIDs(t *testing.T) {
	careers := programme(t, "id: ncs\nname: Careers\nother_ids: [national-careers-service]\n")
	not := programme(t, "id: other\nname: Other\nrule: {not: {fact: past_programmes, has: [ncs], says: has been, says_not: has not been}}\n")
	must := programme(t, "id: more\nname: More\nrule: {fact: programmes, has: [national-careers-service], says: is on it}\n")
	programmes := []store.Programme{careers, not, must}
	for _, id := range []string{"ncs", "national-careers-service"} {
		f := facts(t, fmt.Sprintf(`{"programmes": [%q], "past_programmes": {%q: true}}`, id, id))
		standings := map[store.ProgrammeID]store.Standing{}
		for _, r := range match.All(f, programmes, day(t, "2026-02-02")) {
			standings[r.ID] = r.Standing
		}
		want := map[store.ProgrammeID]store.Standing{"ncs": store.Eligible, "other": store.Ineligible, "more": store.Eligible}
		if !reflect.DeepEqual(standings, want) {
			t.Errorf("by %s: %v, want %v", id, standings, want)
		}
		if got := f[store.Programmes].Set.Has; len(got) != 1 {
			t.Errorf("the client's facts were changed: %v", got)
		}
		answer, err := match.Answer(f, programmes, day(t, "2026-02-02"), store.ProgrammeID(id), "ncs", "more")
		if err != nil || len(answer.Results) != 2 || answer.Results[0].ID != "ncs" || answer.Results[1].Standing != store.Eligible {
			t.Errorf("asked for %s: %+v, %v", id, answer.Results, err)
		}
	}
	f := facts(t, `{"past_programmes": {"national-careers-service": false}}`)
	if got := match.All(f, programmes, day(t, "2026-02-02"))[1]; got.ID != "other" || got.Standing != store.Eligible {
		t.Errorf("%s is %s", got.ID, got.Standing)
	}
}

func TestWhetherItIsRunningIsAskedInWordsThatFit(t *testing.T) {
	tests := []struct{ dates, on, want string }{
		{"known_to: 2020-09-09", "2026-02-02", "Can people still be referred to The Scheme? Our sources show it running until 9 September 2020."},
		{"known_from: 2020-09-09, known_to: 2020-09-09", "2026-02-02", "Can people still be referred to The Scheme? Our sources show it running on 9 September 2020."},
		{"known_from: 2020-09-09", "2020-02-02", "Can people be referred to The Scheme on 2 February 2020? Our sources show it running from 9 September 2020."},
		{"planned: true", "2020-02-02", "Can people be referred to The Scheme now? Our sources show it planned, and on no day running."},
		{"closes: 2025-03-31, unverified: true", "2026-02-02", "Can people still be referred to The Scheme? Its last day may be 31 March 2025: no published source confirms it."},
		{"opens: 2026-03-31, unverified: true", "2026-02-02", "Can people be referred to The Scheme on 2 February 2026? Its first day may be 31 March 2026: no published source confirms it."},
	}
	for _, tt := range tests {
		p := programme(t, "dates: {"+tt.dates+"}")
		r := match.One(nil, &p, day(t, tt.on))
		if len(r.Missing) != 1 || r.Missing[0].Question != tt.want {
			t.Errorf("%s: %+v, want %s", tt.dates, r.Missing, tt.want)
		}
	}
}

func TestANearMissAsksOfTheDayItComesTrue(t *testing.T) {
	for dates, want := range map[string]string{
		"known_to: 2026-12-31":                 "Can people be referred to The Scheme on 3 March 2027? Our sources show it running until 31 December 2026.",
		"closes: 2026-12-31, unverified: true": "Can people be referred to The Scheme on 3 March 2027? Its last day may be 31 December 2026: no published source confirms it.",
	} {
		p := programme(t, "dates: {"+dates+"}\n"+adult)
		r := match.One(facts(t, `{"birth_date": "2008-03-03"}`), &p, day(t, "2026-02-02"))
		if r.Standing != store.NearMiss || len(r.Missing) != 1 || r.Missing[0].Question != want {
			t.Errorf("%s: %s %+v, want %s", dates, r.Standing, r.Missing, want)
		}
	}
}

func TestUnknownIDsAreNamedWithTheNearest(t *testing.T) {
	programmes := []store.Programme{programme(t, "id: connect-to-work\nother_ids: [ctw]"), programme(t, "id: restart")}
	_, err := match.Answer(nil, programmes, day(t, "2026-02-02"), "conect-to-work", "restart", "CTWS")
	var unknown *match.UnknownError
	if !errors.As(err, &unknown) || !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("error %v", err)
	}
	const want = `there is no programme "conect-to-work": the nearest is "connect-to-work"; there is no programme "CTWS": the nearest is "ctw"`
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	if _, err := match.Answer(nil, nil, 1, "x"); err == nil || err.Error() != `there is no programme "x"` {
		t.Errorf("error %v", err)
	}
}

func TestTheMostUsefulComesFirst(t *testing.T) {
	text := []string{
		"id: employers\nname: A\naudience: [employer]\n",
		"id: plain\nname: B\n",
		"id: helps\nname: C\nhelps: [barriers.debt]\n",
		"id: helps-more\nname: D\nhelps: [barriers.debt, barriers.housing]\n",
		"id: two-missing\nname: A\nrule: {all: [{fact: sex, is: [female], says: a}, {fact: esol, is: ['yes'], says: b}]}\n",
		"id: one-missing\nname: B\nrule: {fact: sex, is: [female], says: a}\n",
		"id: missing-helps\nname: Z\nhelps: [barriers.debt]\nrule: {all: [{fact: sex, is: [female], says: a}, {fact: esol, is: ['yes'], says: b}]}\n",
		"id: some-time\nname: A\nrule: {fact: work, is: [employed], says: a}\n",
		"id: later\nname: B\nrule: {fact: age, min: 25, says: a}\n",
		"id: soon\nname: C\nrule: {fact: age, min: 21, says: a}\n",
		"id: closed\nname: A\ndates: {closes: 2025-01-01}\n",
		"id: never\nname: B\nrule: {fact: age, max: 18, says: a}\n",
		"id: same-name\nname: B\nrule: {fact: age, max: 18, says: a}\n",
		"id: long-name-2\nname: Programme number two\n",
		"id: long-name-1\nname: Programme number one and more\n",
	}
	var programmes []store.Programme
	for _, s := range text {
		programmes = append(programmes, programme(t, s))
	}
	f := facts(t, `{"birth_date": "2006-01-01", "work": "out-of-work", "barriers": ["debt", "housing"]}`)
	var got []string
	for _, r := range match.All(f, programmes, day(t, "2026-02-02")) {
		got = append(got, string(r.ID))
	}
	const want = "helps-more helps plain long-name-1 long-name-2 missing-helps one-missing two-missing soon later some-time never same-name closed employers"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestWhatToAskNext(t *testing.T) {
	text := []string{
		"id: a\nname: A\nrule: {all: [{fact: right_to_work, is: ['yes'], says: a}, {fact: age, min: 18, says: b}]}\n",
		"id: b\nname: B\nrule: {all: [{fact: right_to_work, is: ['yes'], says: a}, {fact: age, min: 19, says: b}]}\n",
		"id: c\nname: C\nrule: {fact: sex, is: [female], says: a}\n",
		"id: d\nname: D\nhelps: [barriers.debt]\nrule: {all: [{fact: esol, is: ['yes'], says: a}, {ask: fits, says: b, question: 'Does it fit?'}]}\n",
		"id: e\nname: E\narea: [lancashire-14]\nrule: {any: [{fact: groups, has: [neet], says: a}, {fact: groups, has: [veteran], says: b}]}\n",
		"id: f\nname: F\nrule: {all: [{fact: work, is: [employed], says: out}, {fact: disability, is: ['yes'], says: not asked for what has failed}]}\n",
		"id: g\nname: G\naudience: [employer]\nrule: {fact: lasting_condition, is: ['yes'], says: not asked for what is not for a person}\n",
	}
	var programmes []store.Programme
	for _, s := range text {
		programmes = append(programmes, programme(t, s))
	}
	answer, err := match.Answer(facts(t, `{"barriers": ["debt"], "work": "out-of-work"}`), programmes, day(t, "2026-02-02"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, q := range answer.Next {
		got = append(got, fmt.Sprintf("%s%s %d %s", q.Fact, q.Ask, q.Settles, q.Question))
	}
	want := []string{
		"esol 1 Does the client need help with English as another language?",
		"birth_date 2 What is the client's date of birth?",
		"right_to_work 2 Does the client have the right to live and work in the UK?",
		"sex 1 What is the client's sex?",
		"district 1 Which district does the client live in?",
		"groups 1 Which of these groups is the client in?",
		"d/fits 1 Does it fit?",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatSettlesComesBeforeWhatOnlyBringsOn(t *testing.T) {
	// A yes to either of two ways in settles nothing while a judgement is open; a
	// no to the right to work does.
	p := programme(t, `rule: {all: [{any: [{fact: esol, is: ["yes"], says: a}, {fact: disability, is: ["yes"], says: b}]},
		{fact: sex, is: [female], says: c}, {ask: fits, says: d, question: "Does it fit?"}]}`)
	answer, err := match.Answer(nil, []store.Programme{p}, day(t, "2026-02-02"))
	if err != nil || len(answer.Next) != 4 {
		t.Fatalf("%+v, %v", answer.Next, err)
	}
	if got := answer.Next[0].Fact; got != "sex" {
		t.Errorf("asks %s first", got)
	}
}

func TestWhatIsAllThatIsMissingComesFirst(t *testing.T) {
	programmes := []store.Programme{
		programme(t, "id: a\nname: A\nrule: {all: [{fact: sex, is: [female], says: a}, {fact: disability, is: ['yes'], says: b}]}"),
		programme(t, "id: b\nname: B\nrule: {fact: esol, is: ['yes'], says: a}"),
	}
	answer, err := match.Answer(nil, programmes, day(t, "2026-02-02"))
	if err != nil || len(answer.Next) != 3 || answer.Next[0].Fact != "esol" {
		t.Errorf("%+v, %v", answer.Next, err)
	}
}

func TestMovesNameWhatMoved(t *testing.T) {
	programmes := []store.Programme{programme(t, "id: a\nname: A\nrule: {fact: age, min: 19, says: is 19}"), programme(t, "id: b\nname: B")}
	on := day(t, "2026-02-02")
	before := match.All(facts(t, `{"age": 18}`), programmes, on)
	got := match.Moves(before, match.All(facts(t, `{"age": 19}`), programmes, on))
	if want := []match.Move{{ID: "a", Name: "A", From: store.NearMiss, To: store.Eligible}}; !reflect.DeepEqual(got, want) {
		t.Errorf("moves %+v, want %+v", got, want)
	}
}
