package store

// Moot says whether what is known already leaves nothing to ask about a fact:
// somebody who cares for nobody has no hours of care, and somebody without
// Universal Credit no regime of it. A moot fact stays not known, which is never
// read as no; it is only not worth a client's minute.
func (f Facts) Moot(fact Fact) bool {
	switch fact {
	case CaringHours, CaredForBenefit:
		return f.lacks(Caring, "adult", "child", "lead-carer")
	case UCRegime, UCHealth, UCMonths:
		return f.lacks(Benefits, "universal-credit")
	case RedundancyDate:
		return f.lacks(WorkRisk, "redundancy", "redundancy-notice") || f.is(Work, "never-worked")
	case WorkRisk:
		return f.is(Work, "never-worked")
	case DegreeSubject:
		level, known := f[QualificationLevel]
		graduate, said := f[Graduate]
		return said && graduate.Num == 0 || known && level.Num < degreeLevel
	case MonthsOutOfWork:
		return f.is(Work, "employed", "self-employed")
	case HoursPerWeek, WeeklyNetPay:
		return f.is(Work, "out-of-work", "never-worked", "inactive")
	}
	return false
}

// degreeLevel is the level of a bachelor's degree with honours in England:
// https://www.gov.uk/what-different-qualification-levels-mean/list-of-qualification-levels
const degreeLevel = 6

// lacks says whether the set is known to hold none of the words.
func (f Facts) lacks(set Fact, words ...string) bool {
	v, known := f[set]
	if !known {
		return false
	}
	for _, w := range words {
		if v.Set.Holds(w) != No {
			return false
		}
	}
	return true
}

// is says whether the fact is known to be one of the words.
func (f Facts) is(fact Fact, words ...string) bool {
	v, known := f[fact]
	if !known {
		return false
	}
	for _, w := range words {
		if v.Word == w {
			return true
		}
	}
	return false
}
