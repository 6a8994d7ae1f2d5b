package match_test

import (
	"slices"
	"strings"
	"testing"

	"signpost/store"
	"signpost/store/match"
	"signpost/store/provision"
)

// TestFirstDayIsNotClaimed: where a programme cannot have begun before one day
// and is known to run from a later one, nothing says that it began on the first.
func TestFirstDayIsNotClaimed(t *testing.T) {
	p := catalogue(t)["connect-to-work"]
	got := match.One(nil, p, p.Dates.KnownFrom+30)
	if len(got.Met) == 0 || strings.Contains(got.Met[0].Says, p.Dates.Opens.Words()) {
		t.Errorf("met %s, want that it takes referrals, and nothing of %s", says(got.Met), p.Dates.Opens.Words())
	}
}

// TestOrderForAClient: a client of 47 with a bad back, who cares for a parent and
// is not online, is shown what can help today before what was last heard of
// years ago, and is asked first what settles that.
func TestOrderForAClient(t *testing.T) {
	all, err := provision.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	facts, err := store.ParseFacts([]byte(`{"birth_date": "1979-05-05", "district": "burnley", "work": "out-of-work", "months_out_of_work": 14,
		"benefits": ["universal-credit"], "uc_regime": "intensive-work-search", "uc_months": 14,
		"health": {"physical": true}, "caring": {"adult": true}, "digital": []}`))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := match.Answer(facts, all, store.Date(2026, 11, 21))
	if err != nil {
		t.Fatal(err)
	}
	var first, asked []string
	for _, r := range answer.Results[:8] {
		first = append(first, string(r.ID))
	}
	for _, q := range answer.Next[:6] {
		asked = append(asked, q.Fact)
	}
	for _, id := range []string{"asf", "connect-to-work", "awcs", "access-to-work", "carers-allowance"} {
		if !slices.Contains(first, id) {
			t.Errorf("the first eight are %s, want %s among them", first, id)
		}
	}
	for _, fact := range []string{"right_to_work", "uc_health", "caring_hours", "cared_for_benefit", "programmes"} {
		if !slices.Contains(asked, fact) {
			t.Errorf("asked first are %s, want %s among them", asked, fact)
		}
	}
}

// seedClients are clients of what the committee papers of 2020 and 2021 name.
// In all of them "now" is September 2020 or March 2021.
func seedClients() []client {
	return append(fastTrackClients(), []client{
		{
			"digital-futures-50", `{"birth_date": "1965-01-01", "district": "wyre", "digital": []}`,
			[]other{
				{"2020-10-01", ``, eligible, "digitally disadvantaged over 50s"},
				{"2020-10-01", `{"birth_date": "1969-10-01"}`, eligible, "51 today"},
				{"2020-10-01", `{"birth_date": "1970-10-01"}`, unclear, "over 50s: exactly 50 is not said"},
				{"2020-10-01", `{"birth_date": "1970-10-02"}`, nearMiss, "50 tomorrow"},
				{"2020-10-01", `{"digital": ["skills", "device", "connection"]}`, ineligible, "digitally disadvantaged"},
				{"2020-10-01", `{"digital": null}`, unclear, "what the client has is not known"},
				{"2020-10-01", `{"district": "liverpool"}`, ineligible, "libraries across Lancashire, Blackpool and Blackburn with Darwen"},
				{"2026-11-21", ``, unclear, "about 400 devices in 2020; no more is said"},
			},
		},
		{
			"clockwork-city", `{"sex": "female", "district": "lancaster", "groups": ["business-owner"]}`,
			[]other{
				{"2020-10-01", ``, eligible, "a further 2 courses in Lancaster and Morecambe and Central Lancashire"},
				{"2020-10-01", `{"district": "preston"}`, eligible, "Central Lancashire"},
				{"2020-10-01", `{"district": "burnley"}`, ineligible, "Lancaster and Morecambe, Central Lancashire"},
				{"2020-10-01", `{"sex": "male"}`, ineligible, "female entrepreneurs and business owners"},
				{"2020-10-01", `{"groups": []}`, unclear, "an entrepreneur may not own a business yet"},
			},
		},
		{
			"ressa", `{"groups": ["apprentice"], "work": "employed", "work_risk": ["redundancy-notice"]}`,
			[]other{
				{"2020-10-01", ``, eligible, "enabling redundant apprentices to source new employers"},
				{"2020-06-15", ``, ineligible, "launched in July"},
				{"2020-10-01", `{"groups": []}`, ineligible, "apprentices"},
				{"2020-10-01", `{"groups": null}`, unclear, "whether an apprentice is not known"},
			},
		},
		{
			"lancashire-adult-learning", `{"district": "preston", "judgements": ["lancashire-adult-learning/who"]}`,
			[]other{
				{"2021-03-01", ``, eligible, "the provider says so"},
				{"2021-03-01", `{"judgements": null}`, unclear, "who it is for is not said"},
				{"2026-11-21", ``, unclear, "not spoken of since March 2021"},
				{"2021-03-01", `{"district": "liverpool"}`, ineligible, "Lancashire"},
			},
		},
	}...)
}

func fastTrackClients() []client {
	const nobody = `"groups": [], "work_risk": [], "graduate": false, "health": [], "work": "employed", "sex": "male"`
	return []client{
		{
			"ft-power-up", `{"district": "chorley", "graduate": true, "work_risk": ["underemployed"], "birth_date": "1994-01-01"}`,
			[]other{
				{"2020-10-01", ``, eligible, "under employed graduates aged 21-34"},
				{"2020-10-01", `{"birth_date": "1999-10-02"}`, nearMiss, "21 tomorrow"},
				{"2020-10-01", `{"birth_date": "1985-10-02"}`, eligible, "34 until tomorrow"},
				{"2020-10-01", `{"birth_date": "1985-10-01"}`, ineligible, "35 today"},
				{"2020-10-01", `{"work_risk": null}`, unclear, "whether under-employed is not known"},
				{"2022-10-01", `{"birth_date": "1996-01-01"}`, unclear, "in delivery in September 2020; no end is said"},
			},
		},
		{
			"ft-deeper", `{"district": "chorley", "birth_date": "1985-01-01", ` + nobody + `}`,
			[]other{
				{"2020-10-01", ``, ineligible, "none of the groups"},
				{"2020-10-01", `{"sex": "female"}`, eligible, "women, under 40"},
				{"2020-10-01", `{"sex": "female", "birth_date": "1980-10-01"}`, unclear, "(Under 40s) of career changers or of all"},
				{"2020-10-01", `{"groups": ["career-changer"], "birth_date": "1980-10-01"}`, ineligible, "career changers (Under 40s)"},
				{"2020-10-01", `{"graduate": true, "work": "out-of-work"}`, eligible, "unemployed grads"},
			},
		},
		{
			"ft-cyber-ready", `{"district": "burnley", ` + nobody + `}`,
			[]other{
				{"2020-10-01", ``, ineligible, "none of the groups"},
				{"2020-10-01", `{"health": ["neurodiverse"]}`, eligible, "neurodiverse"},
				{"2020-10-01", `{"sex": "female", "district": "manchester"}`, eligible, "women (GM & Lancs)"},
				{"2020-10-01", `{"sex": "female", "district": "liverpool"}`, ineligible, "GM & Lancs"},
			},
		},
		{
			"ft-project-uplift", `{"district": "burnley", "birth_date": "1965-01-01", "groups": []}`,
			[]other{
				{"2020-10-01", ``, eligible, "over 50's and career changers, as two groups"},
				{"2020-10-01", `{"birth_date": "1970-10-01"}`, unclear, "over 50's: exactly 50 is not said"},
				{"2020-10-01", `{"birth_date": "1980-01-01"}`, nearMiss, "50 in 2030"},
				{"2020-10-01", `{"birth_date": "1980-01-01", "groups": ["career-changer"]}`, eligible, "career changers"},
			},
		},
	}
}
