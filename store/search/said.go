package search

import "signpost/store"

// saying ties what people say to what records hold. Everything in says means
// the same, and a record that has one of them is found by the others, unless
// they stand apart. Beyond that it leads to the barriers and kinds of help
// meant, that which is meant most first, and to words of the records. Phrases of up to five words are allowed;
// all is in folded words: lower case, no hyphens, no apostrophes. Articles and
// "his" or "her" need not be there.
type saying struct {
	says     []string
	apart    bool // they lead to the same place and do not mean the same
	barriers []store.Barrier
	helps    []store.Help
	audience []store.Audience
	words    []string
}

type (
	ss = []string
	bs = []store.Barrier
	hs = []store.Help
	as = []store.Audience
)

// sayings are the words people use. Small and curated: an entry belongs here
// when a coach, a client or a partner says it and the records do not.
func sayings() []saying {
	all := saidOfHealth()
	all = append(all, saidOfCaring()...)
	all = append(all, saidOfSkills()...)
	all = append(all, saidOfWork()...)
	all = append(all, saidOfGroups()...)
	return append(all, saidOfHome()...)
}

func saidOfHealth() []saying {
	return []saying{
		{says: ss{"bad back", "back pain", "back problem", "back problems", "sciatica", "slipped disc"}, barriers: bs{"health.physical"}, helps: hs{store.HelpHealth}},
		{says: ss{"arthritis", "bad knees", "bad knee", "bad hip", "joint pain", "musculoskeletal", "msk"}, apart: true, barriers: bs{"health.physical"}, helps: hs{store.HelpHealth}},
		{says: ss{"chronic pain", "fibromyalgia", "chronic fatigue", "long covid", "cancer", "diabetes", "epilepsy", "asthma", "copd", "stroke", "multiple sclerosis"}, apart: true, barriers: bs{"health.physical", "disability"}, helps: hs{store.HelpHealth}},
		{says: ss{"wheelchair", "mobility problems", "amputee"}, apart: true, barriers: bs{"health.physical", "disability"}},
		{says: ss{"disabled", "disability", "disabilities", "impairment"}, barriers: bs{"disability"}, helps: hs{store.HelpHealth}},
		{says: ss{"ill health", "poor health", "health problem", "health problems", "health condition", "health conditions", "unwell"}, apart: true, barriers: bs{"health.physical", "health.mental", "disability"}, helps: hs{store.HelpHealth}},
		{says: ss{"depressed", "depression", "low mood"}, barriers: bs{"health.mental"}, helps: hs{store.HelpHealth}},
		{says: ss{"mental health", "mental illness", "mental health problems"}, barriers: bs{"health.mental"}, helps: hs{store.HelpHealth}},
		{says: ss{"anxiety", "anxious", "panic attacks", "nerves"}, barriers: bs{"health.mental"}, helps: hs{store.HelpHealth}, words: ss{"mental health"}},
		{says: ss{"stress", "stressed", "burnout", "burnt out", "burned out"}, barriers: bs{"health.mental"}, helps: hs{store.HelpHealth}},
		{says: ss{"ptsd", "trauma"}, barriers: bs{"health.mental"}, helps: hs{store.HelpHealth}},
		{says: ss{"bipolar", "schizophrenia", "psychosis", "personality disorder", "severe mental illness", "smi"}, apart: true, barriers: bs{"health.severe-mental-illness", "health.mental"}, helps: hs{store.HelpHealth}},
		{says: ss{"dyslexic", "dyslexia", "dyspraxia", "dyspraxic", "dyscalculia"}, barriers: bs{"health.neurodiverse"}},
		{says: ss{"autistic", "autism", "asperger", "aspergers", "on the spectrum", "asd"}, barriers: bs{"health.neurodiverse"}},
		{says: ss{"adhd", "attention deficit"}, barriers: bs{"health.neurodiverse"}},
		{says: ss{"neurodiverse", "neurodivergent", "neurodiversity", "neurodivergence"}, barriers: bs{"health.neurodiverse"}},
		{says: ss{"learning difficulties", "learning difficulty", "learning disabled", "downs syndrome", "slow learner"}, barriers: bs{"health.learning-disability"}},
		{says: ss{"deaf", "hard of hearing", "hearing loss", "hearing aid", "bsl", "sign language"}, barriers: bs{"health.sensory", "disability"}},
		{says: ss{"blind", "partially sighted", "sight loss", "visually impaired", "visual impairment"}, barriers: bs{"health.sensory", "disability"}},
		{says: ss{"drinking", "drinks", "alcohol", "alcoholic", "drink problem"}, barriers: bs{"health.dependency"}},
		{says: ss{"drugs", "drug", "addict", "addiction", "addicted", "substance misuse", "substance abuse", "in recovery", "heroin", "methadone"}, barriers: bs{"health.dependency"}},
		{says: ss{"gambling"}, barriers: bs{"health.dependency", "barriers.debt"}},
		{says: ss{"fit note", "sick note", "signed off", "signed off sick", "off sick", "on the sick", "long term sick"}, barriers: bs{"work_risk.off-sick", "work_risk.health-struggling", "health.physical", "health.mental"}, helps: hs{store.HelpHealth}},
		{says: ss{"struggling at work", "reasonable adjustments", "adjustments"}, barriers: bs{"work_risk.health-struggling"}, helps: hs{store.HelpHealth}},
	}
}

func saidOfCaring() []saying {
	return []saying{
		{says: ss{"carer", "carers", "unpaid carer", "unpaid carers"}, barriers: bs{"caring.adult"}, words: ss{"caring"}},
		{says: ss{"lead carer", "main carer"}, barriers: bs{"caring.lead-carer", "caring.child"}, helps: hs{store.HelpChildcare}},
		{says: ss{"looks after", "looking after", "cares for", "caring for", "care for"}, barriers: bs{"caring.adult", "caring.child"}, words: ss{"caring", "carer", "carers"}},
		{says: ss{
			"looks after mum", "looks after mother", "looks after dad", "looks after father", "looks after parents",
			"looks after husband", "looks after wife", "looks after partner", "looking after mum", "looking after mother",
			"looking after dad", "looking after father", "looking after parents", "looking after husband", "looking after wife",
			"cares for mum", "cares for dad", "caring for mum", "caring for dad", "elderly parents", "elderly parent",
		}, barriers: bs{"caring.adult"}, words: ss{"carer", "carers", "unpaid carer"}},
		{says: ss{"looks after kids", "looks after children", "looking after kids", "looking after children"}, barriers: bs{"caring.child", "caring.lead-carer"}, helps: hs{store.HelpChildcare}, words: ss{"childcare"}},
		{says: ss{"nursery", "nurseries", "childminder", "childminders", "child minder", "preschool", "playgroup", "free hours", "30 hours", "15 hours"}, barriers: bs{"caring.child"}, helps: hs{store.HelpChildcare}, words: ss{"childcare"}},
		{says: ss{"childcare", "child care", "day care", "childcare costs", "cost of childcare"}, barriers: bs{"caring.child"}, helps: hs{store.HelpChildcare}},
		{says: ss{"after school club", "breakfast club", "wraparound", "school holidays", "holiday club"}, apart: true, barriers: bs{"caring.child"}, helps: hs{store.HelpChildcare}, words: ss{"childcare"}},
		{says: ss{"kids", "children", "child", "baby", "toddler"}, apart: true, barriers: bs{"caring.child", "caring.lead-carer"}, helps: hs{store.HelpChildcare}},
		{says: ss{"parent", "parents", "mum", "mums", "dad", "dads", "mother", "father"}, apart: true, barriers: bs{"caring.child", "caring.lead-carer"}},
		{says: ss{"single parent", "single parents", "single mum", "single mums", "single mother", "single dad", "lone parent", "lone parents", "on her own with kids"}, barriers: bs{"groups.lone-parent"}, helps: hs{store.HelpChildcare}},
		{says: ss{"maternity", "maternity leave", "pregnant", "expecting"}, apart: true, barriers: bs{"caring.child", "groups.returner"}},
	}
}

func saidOfSkills() []saying {
	return []saying{
		{says: ss{"forklift", "fork lift", "flt", "counterbalance"}, helps: hs{store.HelpTraining}, words: ss{"licence", "warehouse", "logistics"}},
		{says: ss{"hgv", "lgv", "lorry", "lorry driver", "lorry driving", "class 2", "class 1"}, helps: hs{store.HelpTraining}, words: ss{"driver", "driving", "logistics"}},
		{says: ss{"driving", "driver", "driving licence"}, apart: true, barriers: bs{"barriers.transport"}, helps: hs{store.HelpTraining}, words: ss{"hgv", "licence"}},
		{says: ss{"cscs", "cscs card", "sia", "sia badge", "food hygiene", "first aid"}, apart: true, helps: hs{store.HelpTraining}, words: ss{"licence", "certificate"}},
		{says: ss{"bricklaying", "bricklayer", "joinery", "joiner", "plumbing", "plumber", "plastering", "electrician", "building site", "building trade", "builder"}, apart: true, helps: hs{store.HelpTraining}, words: ss{"construction"}},
		{says: ss{"welding", "welder", "cnc", "engineer", "engineering"}, apart: true, helps: hs{store.HelpTraining}, words: ss{"manufacturing"}},
		{says: ss{"coding", "coder", "programming", "programmer", "software", "software developer", "web developer"}, barriers: bs{"digital.skills"}, words: ss{"devops", "developer", "computing"}, helps: hs{store.HelpTraining}},
		{says: ss{"cyber", "cybersecurity", "cyber security", "hacking"}, helps: hs{store.HelpTraining}},
		{says: ss{"computer", "computers", "computer skills", "computer course", "it skills", "cant use a computer", "not good with computers"}, barriers: bs{"digital.skills", "digital.device"}, words: ss{"digital skills"}},
		{says: ss{"digital skills", "basic digital", "email", "online skills"}, barriers: bs{"digital.skills"}},
		{says: ss{"laptop", "laptops", "tablet", "tablets", "ipad", "chromebook", "smartphone", "mobile phone"}, barriers: bs{"digital.device"}, helps: hs{store.HelpDevices}, words: ss{"device", "devices", "second hand device"}},
		{says: ss{"no laptop", "no computer", "no device", "no phone"}, barriers: bs{"digital.device"}, helps: hs{store.HelpDevices}, words: ss{"laptop", "laptops", "device", "devices"}},
		{says: ss{"broadband", "internet", "wifi", "wi fi", "sim card", "sim cards", "mobile data", "online", "dongle"}, barriers: bs{"digital.connection"}, helps: hs{store.HelpDevices}, words: ss{"connection", "connectivity"}},
		{says: ss{"no broadband", "no internet", "no wifi", "no wi fi", "no data", "not online", "cant get online"}, barriers: bs{"digital.connection"}, helps: hs{store.HelpDevices}, words: ss{"broadband", "internet", "wifi", "connection", "connectivity"}},
		{says: ss{"digital exclusion", "digitally excluded", "digital poverty", "digital inclusion"}, barriers: bs{"digital.device", "digital.connection", "digital.skills"}, helps: hs{store.HelpDevices}},
		{says: ss{"esol", "speaks no english", "no english", "learn english", "poor english", "english as a second language", "language barrier", "english classes", "interpreter"}, barriers: bs{"esol"}},
		{says: ss{"english", "literacy", "cant read", "cannot read", "reading and writing", "spelling"}, barriers: bs{"english_gcse", "esol"}},
		{says: ss{"maths", "math", "numeracy"}, barriers: bs{"maths_gcse"}},
		{says: ss{"functional skills", "gcse", "gcses", "basic skills", "level 2", "no gcses"}, apart: true, barriers: bs{"maths_gcse", "english_gcse", "qualification_level"}},
		{says: ss{"no qualifications", "no quals", "left school with nothing", "unqualified"}, barriers: bs{"qualification_level", "groups.low-skilled"}, helps: hs{store.HelpTraining}, words: ss{"functional skills", "basic skills", "adult learning"}},
		{says: ss{"uni", "university", "degree", "graduate", "graduates", "undergraduate", "higher education"}, words: ss{"university", "degree", "graduate"}},
		{says: ss{"course", "courses", "class", "classes", "training", "train", "retrain", "retraining", "learn", "learning", "upskill", "upskilling", "reskill"}, apart: true, helps: hs{store.HelpTraining}},
		{says: ss{"boot camp", "boot camps", "bootcamp", "bootcamps"}},
		{says: ss{"apprentice", "apprentices", "apprenticeship", "apprenticeships"}, barriers: bs{"groups.apprentice"}},
		{says: ss{"college", "colleges", "further education", "sixth form"}, audience: as{store.ForSchool}},
		{says: ss{"school", "schools", "pupil", "pupils", "teacher", "teachers"}, audience: as{store.ForSchool}},
		{says: ss{"send", "special needs", "special educational needs", "ehcp", "ehc plan"}, barriers: bs{"groups.send"}},
	}
}

func saidOfWork() []saying {
	return []saying{
		{says: ss{"cv", "cvs", "curriculum vitae", "resume", "cover letter", "covering letter", "application form", "applications"}, barriers: bs{"barriers.job-search"}, helps: hs{store.HelpEmployment, store.HelpCareers}},
		{says: ss{"interview", "interviews", "interview skills", "interview technique", "mock interview"}, barriers: bs{"barriers.job-search"}, helps: hs{store.HelpEmployment}},
		{says: ss{"job search", "job searching", "job hunting", "job hunt", "find a job", "get a job", "finding work", "find work", "looking for work", "jobsearch", "vacancies"}, barriers: bs{"barriers.job-search"}, helps: hs{store.HelpEmployment}},
		{says: ss{"made redundant", "laid off", "redundant", "redundancy", "redundancies", "lost job", "lost his job", "lost her job", "lost their job", "paid off", "finished up"}, barriers: bs{"work_risk.redundancy", "work_risk.redundancy-notice"}, helps: hs{store.HelpRedundancy}},
		{says: ss{"at risk of redundancy", "under notice", "on notice", "closing down", "factory closing"}, barriers: bs{"work_risk.redundancy-notice"}, helps: hs{store.HelpRedundancy}, words: ss{"redundancy"}},
		{says: ss{"furlough", "furloughed"}, barriers: bs{"work_risk.furloughed"}},
		{says: ss{"underemployed", "under employed", "zero hours", "not enough hours", "more hours"}, barriers: bs{"work_risk.underemployed"}},
		{says: ss{"experience", "no experience", "work experience", "never worked", "placement", "placements", "work trial", "work trials", "volunteering", "voluntary work"}, apart: true, barriers: bs{"barriers.work-experience"}, helps: hs{store.HelpPlacement}},
		{says: ss{"start a business", "starting a business", "start up", "startup", "self employed", "self employment", "own business", "be own boss", "sole trader", "new enterprise"}, barriers: bs{"groups.business-owner"}, helps: hs{store.HelpBusiness}},
		{says: ss{"business", "businesses", "company", "employer", "employers", "sme", "smes"}, apart: true, helps: hs{store.HelpBusiness}, audience: as{store.ForEmployer}},
		{says: ss{"careers advice", "careers adviser", "careers advisor", "careers guidance", "career advice", "iag"}, helps: hs{store.HelpCareers}},
		{says: ss{"careers", "career change", "change of career", "next step"}, apart: true, helps: hs{store.HelpCareers}},
		{says: ss{"career changer", "change career", "changing career"}, barriers: bs{"groups.career-changer"}, helps: hs{store.HelpCareers, store.HelpTraining}},
		{says: ss{"back to work", "return to work", "returning to work", "returner", "returners", "career break"}, barriers: bs{"groups.returner"}, helps: hs{store.HelpEmployment}},
		{says: ss{"long term unemployed", "out of work for years", "ltu"}, helps: hs{store.HelpEmployment}, words: ss{"long term", "unemployed"}},
		{says: ss{"jobless", "unemployed", "out of work", "on the dole", "signing on"}, helps: hs{store.HelpEmployment}, words: ss{"unemployed"}},
		{says: ss{"uc", "universal credit"}},
		{says: ss{"jsa", "jobseekers allowance", "job seekers allowance"}},
		{says: ss{"esa", "employment and support allowance", "lcwra", "lcw", "limited capability"}, barriers: bs{"disability"}, helps: hs{store.HelpHealth}},
		{says: ss{"job centre", "jobcentre", "jobcentre plus", "jcp", "dwp"}},
		{says: ss{"ni", "national insurance"}},
		{says: ss{"mentor", "mentoring", "coach", "coaching", "keyworker", "key worker"}, helps: hs{store.HelpEmployment}},
	}
}

func saidOfGroups() []saying {
	return []saying{
		{says: ss{"ex army", "ex forces", "ex armed forces", "ex military", "ex navy", "ex raf", "ex soldier", "ex service", "ex serviceman", "ex servicewoman", "armed forces", "forces", "army", "soldier", "squaddie", "veteran", "veterans", "service leaver", "military", "navy", "raf", "marine"}, barriers: bs{"groups.veteran"}},
		{says: ss{"army wife", "military spouse", "forces family", "veteran partner"}, barriers: bs{"groups.veteran-partner"}},
		{says: ss{"prison", "ex prisoner", "probation", "criminal record", "convicted", "conviction", "convictions", "ex con", "ex offender", "ex offenders", "been inside", "on licence", "just got out", "tagged"}, barriers: bs{"groups.ex-offender", "groups.offender"}},
		{says: ss{"record"}, barriers: bs{"groups.ex-offender"}},
		{says: ss{"homeless", "homelessness", "sofa surfing", "sofa surfer", "rough sleeper", "rough sleeping", "sleeping rough", "no fixed abode", "nfa", "hostel", "on the streets"}, barriers: bs{"groups.homeless", "barriers.housing"}},
		{says: ss{"care leaver", "care leavers", "leaving care", "been in care", "in care", "foster care", "looked after child"}, barriers: bs{"groups.care-leaver"}},
		{says: ss{"refugee", "refugees", "asylum", "asylum seeker", "asylum seekers", "resettled", "ukrainian", "afghan", "syrian"}, barriers: bs{"groups.refugee", "esol"}},
		{says: ss{"domestic abuse", "domestic violence", "abusive partner", "abusive relationship", "refuge", "dv"}, barriers: bs{"groups.domestic-abuse"}},
		{says: ss{"modern slavery", "trafficked", "trafficking"}, barriers: bs{"groups.modern-slavery"}},
		{says: ss{"gang", "gangs", "knife crime", "serious violence"}, barriers: bs{"groups.serious-violence"}},
		{says: ss{"neet", "neets", "school leaver", "school leavers", "young person", "young people", "young", "youth", "teenager", "teenagers", "16 to 18", "18 to 24", "16 to 24", "dropped out"}, barriers: bs{"groups.neet"}},
		{says: ss{"over 50", "over 50s", "over fifty", "over fifties", "50 plus", "fifty plus", "fifty", "older", "older worker", "older workers", "50s"}, words: ss{"50"}},
		{says: ss{"bame", "bme", "ethnic minority", "ethnic minorities", "black and asian", "minority ethnic"}, barriers: bs{"groups.ethnic-minority"}},
		{says: ss{"women", "woman", "female", "females", "women returners"}},
		{says: ss{"low skilled", "low skills", "unskilled"}, barriers: bs{"groups.low-skilled", "qualification_level"}, helps: hs{store.HelpTraining}},
	}
}

func saidOfHome() []saying {
	return []saying{
		{says: ss{"rent arrears", "rent", "behind with rent", "eviction", "evicted"}, barriers: bs{"barriers.debt", "barriers.housing"}, words: ss{"debt", "debts", "housing"}},
		{says: ss{"debt", "debts", "in debt", "owes money", "bailiffs", "loan shark", "arrears", "money worries", "money problems", "skint", "bankrupt"}, barriers: bs{"barriers.debt"}},
		{says: ss{"housing", "house", "flat", "tenancy", "landlord", "somewhere to live", "council house", "bad housing"}, apart: true, barriers: bs{"barriers.housing"}},
		{says: ss{"cant afford to work", "cannot afford to work", "worse off in work", "better off"}, barriers: bs{"barriers.cannot-afford-work"}, helps: hs{store.HelpMoney}},
		{says: ss{"bus fare", "bus fares", "bus pass", "train fare", "fares", "travel costs", "travel", "no car", "cant drive", "transport", "bike", "bicycle"}, apart: true, barriers: bs{"barriers.transport"}},
		{says: ss{"interview clothes", "work clothes", "clothes", "clothing", "suit", "boots", "tools", "equipment", "ppe"}, apart: true, helps: hs{store.HelpMoney}, words: ss{"flexible support fund"}},
		{says: ss{"grant", "grants", "funding", "fund", "money", "payment", "cash", "allowance"}, apart: true, helps: hs{store.HelpMoney}},
		{says: ss{"bank account", "no bank account", "no id", "passport", "birth certificate", "identification"}, apart: true, barriers: bs{"barriers.id-or-bank-account"}},
		{says: ss{"confidence", "no confidence", "low confidence", "self esteem", "low self esteem", "shy", "motivation", "motivated", "lost confidence"}, barriers: bs{"barriers.confidence"}},
		{says: ss{"lonely", "loneliness", "isolated", "isolation", "no friends"}, barriers: bs{"barriers.isolation"}},
		{says: ss{"family problems", "family trouble", "troubled family", "whole family", "whole household", "household"}, barriers: bs{"barriers.family"}},
		{says: ss{"not sure what to do", "no idea what to do", "unrealistic", "wrong job", "aspirations", "what job"}, barriers: bs{"barriers.aspiration-mismatch"}, helps: hs{store.HelpCareers}},
	}
}
