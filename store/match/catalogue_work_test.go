package match_test

import "signpost/store"

const (
	eligible   = store.Eligible
	unclear    = store.Unclear
	nearMiss   = store.NearMiss
	ineligible = store.Ineligible
)

// nothing are the facts that leave a client without a ground for Connect to Work.
const nothing = `"health": [], "disability": false, "lasting_condition": false, `

func employmentClients() []client {
	return []client{
		{
			"connect-to-work",
			`{"age": 30, "district": "preston", "right_to_work": true, "work": "out-of-work", "health": ["mental"], "programmes": []}`,
			[]other{
				{"2025-11-03", ``, eligible, "18 or over; right to reside and work; health condition; out of work"},
				{"2026-09-30", `{"work": "inactive"}`, eligible, "economically inactive people, including those with disabilities, health conditions"},
				{"2025-05-01", ``, ineligible, "due to go live in Lancashire over the summer (19 June 2025)"},
				{"2019-05-01", ``, ineligible, "due to go live in Lancashire over the summer (19 June 2025)"},
				{"2025-07-15", ``, unclear, "over the summer: the first day is not told"},
				{"2025-11-03", `{"programmes": ["restart"]}`, nearMiss, "not already enrolled in another intensive employment programme (e.g. Restart or IPS)"},
				{"2025-11-03", `{"programmes": ["ips-smi"]}`, nearMiss, "e.g. Restart or IPS"},
				{"2025-11-03", `{"programmes": ["whp"]}`, unclear, "that WHP rules it out is remembered only"},
				{"2025-11-03", `{"programmes": null}`, unclear, "enrolled elsewhere: not known"},
				{"2025-11-03", `{"age": 17}`, unclear, "exceptions may be made for 16- and 17-year-olds in certain cases"},
				{"2025-11-03", `{"age": 17, "judgements": ["connect-to-work/exceptions-16-17"]}`, eligible, "exceptions may be made, and this one was"},
				{"2025-11-03", `{"age": 15}`, nearMiss, "18 or over, 16 and 17 by exception"},
				{"2025-11-03", `{"district": "liverpool"}`, ineligible, "lives in the area: led for the LCCA"},
				{"2025-11-03", `{"district": "blackpool"}`, eligible, "with Lancashire County Council, Blackpool Council, Blackburn with Darwen Council"},
				{"2025-11-03", `{"right_to_work": null}`, unclear, "right to reside and work in the UK: not known"},
				{"2025-11-03", `{"right_to_work": false}`, ineligible, "right to reside and work in the UK"},
				{"2025-11-03", `{` + nothing + `"caring": ["adult"]}`, eligible, "health condition, disability, caring responsibilities and/or other challenges"},
				{"2025-11-03", `{` + nothing + `"caring": [], "groups": ["care-leaver"]}`, eligible, "care leavers, ex-offenders, veterans and victims of domestic abuse"},
				{"2025-11-03", `{` + nothing + `"caring": [], "groups": ["homeless"]}`, unclear, "the list that names homeless people is that of another programme"},
				{"2026-02-02", `{` + nothing + `"caring": [], "groups": ["refugee"]}`, unclear, "the list that names refugees is that of another programme"},
				{"2026-02-02", `{` + nothing + `"caring": [], "groups": ["veteran"]}`, eligible, "care leavers, ex-offenders, veterans and victims of domestic abuse"},
				{"2025-11-03", `{` + nothing + `"caring": [], "groups": ["modern-slavery"]}`, unclear, "the verbatim group list was not found"},
				{"2025-11-03", `{` + nothing + `"caring": [], "groups": []}`, unclear, "and/or other challenges to gaining sustained employment: a judgement"},
				{"2025-11-03", `{"work": "employed", "work_risk": ["off-sick"]}`, eligible, "people at risk of losing their jobs"},
				{"2025-11-03", `{"work": "employed", "work_risk": []}`, ineligible, "in work, and not at risk"},
				{"2025-11-03", `{"work": "employed"}`, unclear, "in work; whether at risk is not known"},
			},
		},
		{
			"restart",
			`{"age": 40, "district": "burnley", "work": "out-of-work", "benefits": ["universal-credit"], "uc_regime": "intensive-work-search", "uc_months": 8, "months_out_of_work": 8}`,
			[]other{
				{"2025-03-10", ``, eligible, "more than 6 months rather than 9 months; July 2024 to June 2026"},
				{"2025-03-10", `{"uc_months": 6}`, eligible, "6+ months"},
				{"2025-03-10", `{"uc_months": 5}`, nearMiss, "1 month short of 6 on Universal Credit"},
				{"2026-06-30", ``, eligible, "July 2024 to June 2026"},
				{"2026-07-01", ``, ineligible, "July 2024 to June 2026"},
				{"2026-06-01", `{"uc_months": 3}`, ineligible, "June 2026 comes before 6 months do"},
				{"2022-06-15", ``, nearMiss, "at least nine months (39 weeks) on UC"},
				{"2022-06-15", `{"uc_months": 9, "months_out_of_work": 9}`, eligible, "at least nine months on UC, the last 26 weeks out of work"},
				{"2022-06-15", `{"uc_months": 12, "months_out_of_work": 3}`, unclear, "the last 26 weeks in any mix of regimes for people out of work"},
				{"2022-03-01", `{"uc_months": 12, "months_out_of_work": 12}`, unclear, "the rule is that of 9 May 2022"},
				{"2019-05-01", ``, ineligible, "first referrals were in 2021"},
				{"2024-02-01", `{"uc_months": 7}`, unclear, "6 months instead of 9, told on 19 December 2023 for the scheme from July 2024"},
				{"2024-02-01", `{"uc_months": 10}`, eligible, "both 6 and 9 months are reached"},
				{"2025-03-10", `{"uc_regime": "light-touch"}`, nearMiss, "in Intensive Work Search"},
				{"2025-03-10", `{"benefits": ["new-style-jsa"], "uc_regime": null, "uc_months": null}`, ineligible, "Claimants in receipt of New Style JSA are not eligible"},
				{"2025-03-10", `{"benefits": ["income-based-jsa"], "uc_regime": null, "uc_months": null}`, unclear, "Income-based JSA can be referred; after how long is not said"},
				{"2025-03-10", `{"uc_regime": null}`, unclear, "the regime is not known"},
			},
		},
		{
			"swap",
			`{"age": 22, "district": "hyndburn", "work": "out-of-work", "benefits": ["universal-credit"]}`,
			[]other{
				{"2024-02-01", ``, eligible, "must be receiving UC, JSA or ESA; jobseekers 18 and upwards"},
				{"2018-06-01", ``, eligible, "launched in England in August 2011"},
				{"2024-02-01", `{"benefits": ["new-style-esa"], "work": "inactive"}`, eligible, "UC, JSA or ESA"},
				{"2024-02-01", `{"age": 17}`, nearMiss, "jobseekers 18 and upwards"},
				{"2024-02-01", `{"benefits": []}`, nearMiss, "must be receiving UC, JSA or ESA"},
				{"2024-02-01", `{"work": "employed", "uc_regime": "working-enough"}`, unclear, "jobseekers: whether somebody who earns enough looks for work is a judgement"},
				{"2024-02-01", `{"benefits": null}`, unclear, "benefits are not known"},
			},
		},
		{
			"rrs",
			`{"work": "employed", "work_risk": ["redundancy-notice"]}`,
			[]other{
				{"2020-07-01", ``, eligible, "during your notice period"},
				{"2019-02-01", `{"work_risk": ["redundancy"]}`, eligible, "if you suspect you're going to be made redundant"},
				{"2020-10-30", `{"work": "out-of-work", "work_risk": null, "redundancy_date": "2020-07-31"}`, eligible, "up to 13 weeks after you've been made redundant (91 days)"},
				{"2020-10-31", `{"work": "out-of-work", "work_risk": null, "redundancy_date": "2020-07-31"}`, ineligible, "up to 13 weeks after (92 days)"},
				{"2020-07-01", `{"work_risk": [], "redundancy_date": "2020-09-01"}`, eligible, "a date of redundancy to come"},
				{"2020-07-01", `{"work_risk": null}`, unclear, "the risk is not known"},
				{"2020-07-01", `{"work_risk": [], "redundancy_date": "2020-01-01"}`, ineligible, "up to 13 weeks after"},
			},
		},
		{
			"households-into-work",
			`{"age": 30, "district": "liverpool", "work": "out-of-work", "household_out_of_work": 1, "household_on_benefits": true, "barriers": ["debt"]}`,
			[]other{
				{"2019-05-01", ``, eligible, "16 and above, unemployed, at least 1 other person who joins; 1 or more barriers"},
				{"2021-05-01", `{"district": "halton"}`, eligible, "Halton, Knowsley, Liverpool, Sefton, St Helens and Wirral"},
				{"2019-05-01", `{"district": "preston"}`, ineligible, "Liverpool City Region only"},
				{"2018-01-20", ``, ineligible, "support to households commencing in February 2018"},
				{"2018-02-10", ``, unclear, "February 2018 by one source, March 2018 by another"},
				{"2024-02-01", ``, unclear, "phase 2 ran from 2020 to 2023; open after 2023: not found"},
				{"2019-05-01", `{"household_out_of_work": 0}`, nearMiss, "at least 1 other person meets the same eligibility criteria and joins"},
				{"2019-05-01", `{"household_on_benefits": false, "benefits": []}`, unclear, "in receipt of benefits by the announcement, not by the programme's page"},
				{"2019-05-01", `{"age": 15}`, nearMiss, "aged 16 years and above"},
				{"2019-05-01", `{"work": "employed"}`, ineligible, "unemployed"},
				{"2019-05-01", `{"work": "inactive"}`, unclear, "unemployed: whether somebody inactive counts is not said"},
				{"2019-05-01", `{"barriers": [], "health": [], "groups": [], "caring": []}`, unclear, "1 or more barriers: others than those listed may count"},
				{"2019-05-01", `{"barriers": [], "health": ["dependency"]}`, eligible, "substance misuse"},
			},
		},
		{
			"redundancy-taskforce",
			`{"district": "burnley", "work": "employed", "work_risk": ["redundancy"]}`,
			[]other{
				{"2020-10-01", ``, eligible, "employees who are at risk of/who are being made redundant"},
				{"2022-05-01", ``, unclear, "active in September 2020; how long is not said"},
				{"2019-05-01", ``, ineligible, "established in response to COVID-19"},
				{"2020-10-01", `{"district": "halton"}`, ineligible, "Lancashire"},
				{"2020-10-01", `{"work_risk": []}`, unclear, "no risk named, and no date of redundancy known"},
				{"2020-10-01", `{"work_risk": [], "redundancy_date": "2020-11-30"}`, eligible, "employees who are being made redundant"},
				{"2020-10-01", `{"work": "out-of-work", "work_risk": null, "months_out_of_work": 12}`, ineligible, "employees"},
				{"2020-10-01", `{"work": "out-of-work", "work_risk": null, "months_out_of_work": 1, "redundancy_date": "2020-09-01"}`, unclear, "being made redundant: after it is not said"},
			},
		},
		{
			"future-jobs-fund", `{"age": 20, "months_out_of_work": 13}`,
			[]other{{"2018-03-01", ``, ineligible, "no new entrants would be permitted beyond March 2011"}},
		},
		{
			"flexible-new-deal", `{"age": 30, "benefits": ["new-style-jsa"], "months_out_of_work": 13}`,
			[]other{{"2019-03-01", ``, ineligible, "replaced by the Work Programme, whose own last referrals were 31 March 2017"}},
		},
	}
}
