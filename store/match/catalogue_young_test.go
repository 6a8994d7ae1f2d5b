package match_test

func youthClients() []client {
	return []client{
		{
			"kickstart",
			`{"age": 20, "district": "preston", "benefits": ["universal-credit"], "judgements": ["kickstart/at-risk"]}`,
			[]other{
				{"2021-03-01", ``, eligible, "16-24 who are on Universal Credit and at risk of long-term unemployment"},
				{"2021-03-01", `{"judgements": null}`, unclear, "deemed to be at risk of long-term unemployment: a judgement"},
				{"2020-09-09", ``, ineligible, "referrals from October 2020"},
				{"2022-03-31", ``, eligible, "referrals to March 2022"},
				{"2022-04-01", ``, ineligible, "referrals to March 2022"},
				{"2021-03-01", `{"age": 25}`, ineligible, "16-24"},
				{"2021-03-01", `{"age": 15}`, nearMiss, "16-24"},
				{"2021-03-01", `{"benefits": []}`, nearMiss, "on Universal Credit"},
			},
		},
		{
			"youth-hub",
			`{"age": 20, "district": "burnley", "work": "out-of-work"}`,
			[]other{
				{"2021-11-01", ``, eligible, "provide 16 to 24-year-olds with appointments; unemployed youngsters"},
				{"2022-03-20", `{"district": "blackpool"}`, eligible, "The Platform, 17 March 2022"},
				{"2024-11-01", ``, unclear, "pages are from 2021-22: whether each is still open is not known"},
				{"2019-11-01", ``, ineligible, "Lancashire's first face-to-face youth hub has opened (2021)"},
				{"2021-11-01", `{"age": 15}`, nearMiss, "16 to 24"},
				{"2021-11-01", `{"age": 25}`, ineligible, "16 to 24"},
				{"2021-11-01", `{"district": "fylde"}`, unclear, "eight hubs county-wide, of which one is not named"},
				{"2021-11-01", `{"district": "blackburn with darwen"}`, eligible, "16 to 24 year olds living in Blackburn with Darwen who are currently not in employment"},
				{"2021-11-01", `{"district": "blackburn with darwen", "work": "employed"}`, ineligible, "who are currently not in employment"},
				{"2021-11-01", `{"district": "south ribble"}`, eligible, "16 to 24 by the DWP, 18 to 25 by the MP: 20 is both"},
				{"2021-11-01", `{"district": "south ribble", "age": 25}`, unclear, "people between 18-25, by the MP alone"},
				{"2021-11-01", `{"district": "south ribble", "age": 17}`, unclear, "people between 18-25, by the MP alone"},
				{"2021-11-01", `{"district": "bolton"}`, ineligible, "Lancashire hubs"},
			},
		},
		{
			"youth-jobs-guarantee",
			`{"age": 20, "district": "manchester", "benefits": ["universal-credit"], "uc_regime": "intensive-work-search", "uc_months": 19}`,
			[]other{
				{"2026-07-01", ``, eligible, "18 to 21 year old who has been on Universal Credit and looking for work for 18 months"},
				{"2026-07-01", `{"district": "preston"}`, ineligible, "Lancashire is not in phase 1"},
				{"2026-02-01", ``, ineligible, "from spring 2026"},
				{"2026-04-15", ``, unclear, "spring 2026: the day is not told"},
				{"2026-07-01", `{"age": 22}`, ineligible, "18 to 21; the ministerial answer is preferred to 18 to 24"},
				{"2026-07-01", `{"uc_months": 17, "months_out_of_work": 17}`, nearMiss, "18 months"},
				{"2026-07-01", `{"district": "nottingham"}`, eligible, "East Midlands"},
				{"2026-07-01", `{"district": "leicester"}`, unclear, "East Midlands: the region, or the combined authority?"},
			},
		},
	}
}

func moneyClients() []client {
	return []client{
		{
			"fsf",
			`{"commitment_accepted": true, "uc_regime": "intensive-work-search"}`,
			[]other{
				{"2024-06-01", ``, unclear, "FSF awards are discretionary"},
				{"2024-06-01", `{"judgements": ["fsf/award"]}`, eligible, "the work coach makes the award"},
				{"2024-06-01", `{"uc_regime": "light-touch", "caring": []}`, nearMiss, "Light Touch and Working Enough regimes are not currently eligible"},
				{"2024-06-01", `{"uc_regime": "light-touch", "caring": ["lead-carer"]}`, unclear, "lead carers in these regimes may have access"},
				{"2024-06-01", `{"benefits": ["new-style-jsa"], "uc_regime": null}`, unclear, "the guidance read is for Universal Credit claimants"},
				{"2024-06-01", `{"benefits": [], "uc_regime": null}`, nearMiss, "Universal Credit claimants are eligible"},
				{"2024-06-01", `{"commitment_accepted": false}`, nearMiss, "accepted their Claimant Commitment"},
				{"2018-06-01", `{"judgements": ["fsf/award"]}`, unclear, "the guidance is of 2020"},
			},
		},
		{
			"nea",
			`{"age": 30, "benefits": ["new-style-jsa"], "judgements": ["nea/business-idea"]}`,
			[]other{
				{"2021-06-01", ``, eligible, "18 or over, have a business idea, and get JSA"},
				{"2021-06-01", `{"judgements": null}`, unclear, "have a business idea: a judgement"},
				{"2021-12-31", ``, eligible, "closed to new participants on 1 January 2022"},
				{"2022-01-01", ``, ineligible, "closed to new participants on 1 January 2022"},
				{"2021-06-01", `{"benefits": ["universal-credit"]}`, unclear, "you may also be eligible if you get Universal Credit"},
				{"2021-06-01", `{"benefits": []}`, nearMiss, "get one of the following benefits"},
				{"2021-06-01", `{"benefits": ["income-support"], "groups": ["lone-parent"]}`, eligible, "Income Support, if you're a lone parent or you're sick"},
			},
		},
		{
			"carers-allowance",
			`{"age": 50, "district": "west lancashire", "caring_hours": 40, "cared_for_benefit": true, "work": "employed", "weekly_net_pay": 196}`,
			[]other{
				{"2025-10-01", ``, eligible, "£196 or less a week from 7 April 2025"},
				{"2025-10-01", `{"weekly_net_pay": 196.01}`, nearMiss, "£1 over loses all of it"},
				{"2025-10-01", `{"weekly_net_pay": 204}`, nearMiss, "£204 only from April 2026"},
				{"2026-05-01", `{"weekly_net_pay": 204}`, eligible, "£204 or less from April 2026"},
				{"2026-05-01", `{"weekly_net_pay": 205}`, nearMiss, "£204 or less from April 2026"},
				{"2026-04-03", `{"weekly_net_pay": 200}`, unclear, "from April 2026 by one page, from 6 April by another"},
				{"2026-04-03", ``, eligible, "£196 is within both limits"},
				{"2025-04-06", `{"weekly_net_pay": 160}`, nearMiss, "£151 until 7 April 2025"},
				{"2025-04-07", `{"weekly_net_pay": 160}`, eligible, "£196 from 7 April 2025"},
				{"2024-10-01", `{"weekly_net_pay": 151}`, eligible, "£151 (2024/25)"},
				{"2022-05-01", `{"weekly_net_pay": 100}`, unclear, "the limits before 2024/25 are not said"},
				{"2025-10-01", `{"caring_hours": 34}`, nearMiss, "at least 35 hours a week"},
				{"2025-10-01", `{"cared_for_benefit": false}`, nearMiss, "the person cared for gets a qualifying disability benefit"},
				{"2025-10-01", `{"age": 15}`, nearMiss, "16+"},
				{"2025-10-01", `{"work": "education"}`, unclear, "not in full-time education: this may be part time"},
				{"2025-10-01", `{"weekly_net_pay": null}`, unclear, "pay is not known"},
				{"2025-10-01", `{"work": "out-of-work", "weekly_net_pay": null}`, eligible, "out of work: there is no pay to ask for"},
				{"2025-10-01", `{"work": "inactive", "weekly_net_pay": null, "caring_hours": null}`, unclear, "the hours of care are not known"},
			},
		},
		{
			"childcare-30",
			`{"age": 30, "district": "preston", "youngest_child_months": 20, "work": "employed", "hours_per_week": 25, "yearly_pay": 18000, "groups": ["lone-parent"]}`,
			[]other{
				{"2025-10-01", ``, eligible, "9 months to 4 years from September 2025; 16 h at NMW; under £100,000"},
				{"2025-10-01", `{"hours_per_week": 10, "yearly_pay": 10158}`, eligible, "£10,158 a year from April 2025"},
				{"2025-10-01", `{"hours_per_week": 10, "yearly_pay": 9000}`, nearMiss, "each parent earns at least 16 h at NMW"},
				{"2024-10-01", ``, unclear, "from September 2025: the rules before were others"},
				{"2025-10-01", `{"youngest_child_months": 6}`, nearMiss, "9 months to 4 years"},
				{"2025-10-01", `{"youngest_child_months": 60}`, ineligible, "9 months to 4 years"},
				{"2025-10-01", `{"yearly_pay": 100000}`, nearMiss, "under £100,000"},
				{"2025-10-01", `{"groups": []}`, unclear, "each parent earns: the other's pay is not known"},
				{"2025-10-01", `{"work": "out-of-work", "hours_per_week": null, "yearly_pay": null, "disability": false, "caring": ["child"]}`, nearMiss, "each parent earns at least 16 h at NMW"},
				{"2025-10-01", `{"work": "inactive", "hours_per_week": null, "yearly_pay": null, "caring": ["adult"], "groups": []}`, unclear, "if one parent cannot work because disabled or a carer the couple may still qualify"},
				{"2025-10-01", `{"hours_per_week": 16, "yearly_pay": 10157}`, nearMiss, "£10,158 a year from April 2025: pay counts, not hours"},
				{"2025-10-01", `{"work": "self-employed", "hours_per_week": 40, "yearly_pay": 6000}`, nearMiss, "self-employed count, and each parent earns at least 16 h at NMW"},
				{"2026-06-01", `{"hours_per_week": 16, "yearly_pay": 10500}`, unclear, "2026/27 amounts not found"},
				{"2026-06-01", `{"hours_per_week": 10, "yearly_pay": 10608}`, eligible, "£204 a week is 16 times the National Living Wage or more"},
				{"2026-06-01", `{"yearly_pay": 10000}`, nearMiss, "NMW-based figures rise each April"},
				{"2026-06-01", ``, eligible, "earns far over what 16 hours can come to"},
			},
		},
		{
			"childcare-15-universal",
			`{"district": "preston", "youngest_child_months": 40}`,
			[]other{
				{"2019-09-01", ``, eligible, "all 3 to 4-year-olds in England"},
				{"2026-09-01", `{"youngest_child_months": 36}`, eligible, "all 3 to 4-year-olds in England"},
				{"2024-05-20", `{"youngest_child_months": 30}`, nearMiss, "3 to 4-year-olds"},
				{"2024-05-20", `{"youngest_child_months": 60}`, ineligible, "3 to 4-year-olds"},
				{"2024-05-20", `{"youngest_child_months": null}`, unclear, "the child's age is not known"},
			},
		},
		{
			"childcare-15-2yo",
			`{"district": "preston", "youngest_child_months": 28, "benefits": ["universal-credit"], "groups": ["lone-parent"], "work": "employed", "yearly_pay": 12000}`,
			[]other{
				{"2024-05-20", ``, eligible, "Universal Credit and household earnings of £15,400 or less after tax"},
				{"2024-05-20", `{"groups": []}`, unclear, "household earnings: the partner's are not known"},
				{"2024-05-20", `{"yearly_pay": 30000, "weekly_net_pay": 480}`, unclear, "over £15,400, but an EHC plan or being looked after would do"},
				{"2024-05-20", `{"benefits": ["income-support"]}`, eligible, "Income Support"},
				{"2024-05-20", `{"youngest_child_months": 40}`, ineligible, "2-year-olds"},
				{"2024-05-20", `{"youngest_child_months": 22}`, nearMiss, "2-year-olds"},
			},
		},
	}
}

func localClients() []client {
	return []client{
		{
			"move-forward",
			`{"age": 30, "district": "pendle", "work": "out-of-work", "health": ["mental"], "caring": ["child"]}`,
			[]other{
				{"2023-11-01", ``, eligible, "jobseekers aged 25 and over with multiple barriers: mental health and caring"},
				{"2023-11-01", `{"age": 24}`, nearMiss, "aged 25 and over"},
				{"2024-04-01", ``, ineligible, "set to run until March 2024"},
				{"2023-11-01", `{"district": "burnley"}`, unclear, "in addition to Pendle: the others are not named"},
				{"2023-11-01", `{"caring": [], "groups": [], "barriers": [], "esol": false}`, unclear, "multiple barriers: one is known"},
				{"2023-05-01", ``, unclear, "a new service, on 2 October 2023"},
			},
		},
		{
			"calico-enterprise-lancaster",
			`{"age": 20, "district": "lancaster", "work": "out-of-work", "barriers": ["confidence"]}`,
			[]other{
				{"2024-01-15", ``, eligible, "people over 16 who are unemployed and face barriers to employment"},
				{"2024-01-15", `{"age": 16}`, unclear, "over 16"},
				{"2024-01-15", `{"district": "preston"}`, ineligible, "in Lancaster and Morecambe"},
				{"2024-01-15", `{"work": "employed"}`, ineligible, "who are unemployed"},
				{"2026-01-15", ``, unclear, "local investments by March 2025; its own end is not told"},
			},
		},
		{
			"preston-e33",
			`{"age": 40, "district": "preston", "work": "inactive"}`,
			[]other{
				{"2024-10-01", ``, eligible, "individuals who are economically inactive"},
				{"2024-10-01", `{"work": "out-of-work"}`, unclear, "may include long-term unemployment"},
				{"2024-10-01", `{"district": "chorley"}`, ineligible, "employment in Preston"},
				{"2022-10-01", ``, unclear, "the brief is undated"},
				{"2024-10-01", `{"work": "employed"}`, ineligible, "economically inactive"},
			},
		},
	}
}
