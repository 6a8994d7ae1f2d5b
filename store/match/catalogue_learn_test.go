package match_test

func trainingClients() []client {
	return []client{
		{
			"skills-bootcamps",
			`{"age": 30, "district": "wyre", "work": "employed"}`,
			[]other{
				{"2022-09-01", ``, eligible, "adults aged 19 and over; employed and unemployed people"},
				{"2024-09-01", `{"work": "out-of-work"}`, eligible, "employed and unemployed people"},
				{"2022-09-01", `{"age": 18}`, nearMiss, "adults aged 19 and over"},
				{"2019-09-01", ``, ineligible, "the first Skills Bootcamps launched in autumn 2020"},
				{"2026-05-01", ``, unclear, "Wave 6 is for 2025/26; nothing is found after it"},
				{"2022-09-01", `{"work": "inactive"}`, unclear, "employed and unemployed people: somebody inactive is neither"},
				{"2022-09-01", `{"district": null}`, unclear, "across England: where the client lives is not known"},
			},
		},
		{
			"multiply",
			`{"age": 30, "district": "pendle", "maths_gcse": false}`,
			[]other{
				{"2023-02-01", ``, eligible, "adults aged 19+ who do not have a GCSE at grade 4 (or equivalent)"},
				{"2023-02-01", `{"maths_gcse": true}`, ineligible, "who do not have a GCSE at grade 4"},
				{"2023-02-01", `{"age": 18}`, nearMiss, "adults aged 19+"},
				{"2026-02-01", ``, ineligible, "funding over 2022-2025"},
				{"2025-06-01", ``, unclear, "that it ended on 31 March 2025 is remembered only"},
				{"2021-06-01", ``, ineligible, "funding over 2022-2025"},
				{"2023-02-01", `{"maths_gcse": null}`, unclear, "the GCSE is not known"},
			},
		},
		{
			"national-careers-service",
			`{"age": 45, "district": "fylde"}`,
			[]other{
				{"2021-03-01", ``, eligible, "available to everyone in England over the age of 13"},
				{"2019-03-01", ``, eligible, "a National Careers Service since before 2016"},
				{"2021-03-01", `{"age": 13}`, eligible, "young people aged 13 to 18 have access to the contact centre or the website"},
				{"2021-03-01", `{"age": 12}`, nearMiss, "everyone in England over the age of 13"},
				{"2021-03-01", `{"district": null}`, unclear, "in England: where the client lives is not known"},
			},
		},
		{
			"asf",
			`{"age": 30, "district": "burnley", "work": "employed", "yearly_pay": 20000, "english_gcse": true, "maths_gcse": true, "digital": ["skills", "device", "connection"], "qualification_level": 3}`,
			[]other{
				{"2025-10-01", ``, eligible, "learners earning below £25,750"},
				{"2025-10-01", `{"yearly_pay": 25749.99}`, eligible, "learners earning below £25,750"},
				{"2025-10-01", `{"yearly_pay": 25750}`, nearMiss, "learners earning below £25,750"},
				{"2026-03-01", `{"work": "out-of-work", "yearly_pay": null}`, eligible, "or who are unemployed"},
				{"2026-07-31", ``, eligible, "the rules of 2025/26 hold to the end of July 2026"},
				{"2026-09-01", ``, unclear, "devolved to the LCCA from 1 August 2026; its own rules were not found"},
				{"2026-09-01", `{"work": "out-of-work", "yearly_pay": null}`, unclear, "devolved to the LCCA from 1 August 2026"},
				{"2026-09-01", `{"maths_gcse": false}`, eligible, "English and maths up to level 2: a legal entitlement"},
				{"2025-10-01", `{"yearly_pay": 40000, "english_gcse": false}`, eligible, "English and maths up to level 2 for those aged 19 and over"},
				{"2025-10-01", `{"yearly_pay": 40000, "digital": ["device"]}`, eligible, "digital skills below level 1"},
				{"2025-10-01", `{"yearly_pay": 40000, "age": 21, "qualification_level": 2}`, eligible, "first full qualification at level 3 for those aged 19 to 23"},
				{"2025-10-01", `{"yearly_pay": 40000, "age": 24, "qualification_level": 2}`, nearMiss, "19 to 23; earning below £25,750"},
				{"2025-10-01", `{"age": 18}`, nearMiss, "aged 19 and over"},
				{"2024-11-01", ``, unclear, "the rules read are those of 2025/26"},
				{"2025-10-01", `{"district": "manchester"}`, unclear, "non-devolved areas: others set their own rules"},
			},
		},
		{
			"moving-on",
			`{"age": 17, "district": "hyndburn", "groups": ["neet"]}`,
			[]other{
				{"2021-01-15", ``, eligible, "15 to 18-year-olds who are NEET or at risk"},
				{"2023-03-31", ``, eligible, "until the 31st March 2023"},
				{"2023-04-01", ``, ineligible, "until the 31st March 2023"},
				{"2021-01-15", `{"age": 19}`, ineligible, "15 to 18"},
				{"2021-01-15", `{"age": 22, "groups": ["send"]}`, eligible, "15 to 24 with special educational needs and disabilities"},
				{"2021-01-15", `{"age": 16, "groups": []}`, unclear, "at risk of becoming NEET: a judgement"},
				{"2021-01-15", `{"age": 14}`, nearMiss, "15 to 18"},
				{"2021-01-15", `{"district": "bolton"}`, ineligible, "young people in Lancashire"},
			},
		},
		{
			"skills-support-unemployed",
			`{"age": 30, "district": "blackpool", "work": "inactive"}`,
			[]other{
				{"2021-05-01", ``, eligible, "supports unemployed and inactive adults into work"},
				{"2021-05-01", `{"work": "never-worked"}`, eligible, "supports unemployed and inactive adults into work"},
				{"2021-05-01", `{"age": 18}`, unclear, "adults; its predecessor: people over the age of 19"},
				{"2021-05-01", `{"age": 17}`, nearMiss, "adults"},
				{"2021-05-01", `{"work": "employed"}`, ineligible, "unemployed and inactive adults"},
				{"2023-04-01", ``, ineligible, "until the 31st March 2023"},
				{"2019-05-01", ``, unclear, "first named in September 2020"},
			},
		},
		{
			"skills-support-workforce",
			`{"age": 30, "district": "blackpool", "work": "employed", "work_risk": ["furloughed"]}`,
			[]other{
				{"2021-01-15", ``, eligible, "employed people (including furloughed workers)"},
				{"2021-01-15", `{"age": 18}`, unclear, "19 and over in its first version; no age in 2020"},
				{"2021-01-15", `{"work": "out-of-work", "months_out_of_work": 7}`, ineligible, "employed people"},
				{"2021-01-15", `{"work": "out-of-work", "redundancy_date": "2020-12-18", "months_out_of_work": 1}`, unclear, "redundancy support to businesses and individuals"},
				{"2023-04-01", ``, ineligible, "until the 31st March 2023"},
				{"2014-06-01", ``, ineligible, "launched in September 2014"},
			},
		},
		{
			"access-to-employment",
			`{"age": 30, "district": "preston", "work": "out-of-work"}`,
			[]other{
				{"2018-02-01", ``, eligible, "unemployed people over the age of 19; to March 2018"},
				{"2018-02-01", `{"age": 19}`, unclear, "over the age of 19"},
				{"2018-02-01", `{"work": "employed"}`, ineligible, "unemployed people"},
				{"2020-02-01", ``, unclear, "recommissioned to July 2021 on an undated page"},
				{"2021-08-01", ``, ineligible, "between now and July 2021"},
			},
		},
	}
}
