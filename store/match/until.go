package match

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"signpost/store"
)

// Until is the first of the days after day, up to horizon days on, on which the
// client no longer stands as well with the programme as on the day, because of
// time alone, and why: 0 where there is none, or where nothing is open to the
// client on the day. What time alone changes is what the calendar decides (ages
// by date of birth, days since a date, windows of the rule and of referrals) and
// the months that rise with it; everything else stays as it is. A count of months
// on Universal Credit or out of work that has not begun does not rise.
func Until(facts store.Facts, p *store.Programme, day store.Day, horizon int) (store.Day, string) {
	s := Compile([]store.Programme{*p})
	ends := s.Until(facts, s.All(facts, day), day, horizon)
	if len(ends) == 0 {
		return 0, ""
	}
	return ends[0].Last + 1, ends[0].Why
}

// Until lists those of the results, which are the set's own for the facts on the
// day, that time alone will make worse within horizon days, the soonest first.
func (s *Set) Until(facts store.Facts, results []store.Result, day store.Day, horizon int) []store.LastDay {
	onDay := map[store.Day][]int{} // results to look at again on a day
	for i := range results {
		p, ok := s.byID[results[i].ID]
		if !ok || worse(results[i].Standing) == worst {
			continue
		}
		for _, d := range turns(facts, p.rec, day, horizon) {
			onDay[d] = append(onDay[d], i)
		}
	}
	var out []store.LastDay
	ended := map[int]bool{}
	for _, d := range slices.Sorted(maps.Keys(onDay)) {
		m := s.begin(Aged(facts, day, d), d)
		for _, i := range onDay[d] {
			var then store.Result
			was := &results[i]
			if ended[i] {
				continue
			}
			if m.match(s.byID[was.ID], &then); worse(then.Standing) <= worse(was.Standing) {
				continue
			}
			ended[i] = true
			out = append(out, store.LastDay{Programme: was.ID, Name: was.Name, Last: d - 1, Why: whyEnds(facts, s.byID[was.ID].rec, was, &then, d)})
		}
	}
	slices.SortStableFunc(out, func(a, b store.LastDay) int { return cmp.Or(cmp.Compare(a.Last, b.Last), cmp.Compare(a.Name, b.Name)) })
	return out
}

// Aged is the facts of a day as they are on a later one, where nothing but time
// has changed them. An age that is not known by date of birth stays.
func Aged(facts store.Facts, day, then store.Day) store.Facts {
	out := maps.Clone(facts)
	for f, v := range facts {
		if counts(f, v) {
			v.Num += int64(monthsBetween(day, then))
			out[f] = v
		}
	}
	return out
}

// counts says whether the fact is months that rise with the calendar.
func counts(f store.Fact, v store.Value) bool {
	info := f.Info()
	return info.Change == store.Grows && info.Unit == "month" && (v.Num > 0 || f == store.YoungestChildMonths)
}

// monthsBetween is how many whole months lie between the days.
func monthsBetween(day, then store.Day) int {
	n := 0
	for day.AddMonths(n+1) <= then {
		n++
	}
	return n
}

// turns lists the days after day, and up to horizon days on, on which time may
// change how the client stands with the programme.
func turns(facts store.Facts, p *store.Programme, day store.Day, horizon int) []store.Day {
	last := day + store.Day(horizon)
	var out []store.Day
	add := func(d store.Day) {
		if d > day && d <= last {
			out = append(out, d)
		}
	}
	past := func(d store.Day) { // the day after it
		if d != 0 {
			add(d + 1)
		}
	}
	add(p.Dates.Opens)
	past(p.Dates.Closes)
	add(p.Dates.KnownFrom)
	past(p.Dates.KnownTo)
	born, known := facts[store.BirthDate]
	p.Rule.Walk(func(r *store.Rule, _ bool) {
		for i := range r.Dated {
			add(r.Dated[i].From)
			past(r.Dated[i].Until)
		}
		v, ok := facts[r.Fact]
		switch {
		case r.Fact == store.Age && known:
			for age := day.Age(born.Day) + 1; born.Day.Birthday(age) <= last; age++ {
				add(born.Day.Birthday(age))
			}
		case ok && counts(r.Fact, v):
			for n := 1; day.AddMonths(n) <= last; n++ {
				add(day.AddMonths(n))
			}
		case ok && r.MaxDaysAgo != nil:
			past(v.Day + store.Day(*r.MaxDaysAgo))
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// worst is the rank of a standing in which something has failed.
const worst = 2

// worse ranks a standing by what is still open to the client.
func worse(s store.Standing) int {
	switch s {
	case store.Eligible:
		return 0
	case store.Unclear:
		return 1
	}
	return worst
}

// whyEnds says what ends a standing on the day: what held before and then does not.
func whyEnds(facts store.Facts, p *store.Programme, was, then *store.Result, day store.Day) string {
	now, held := then.Failed, slices.Concat(was.Met, was.Missing)
	if then.Standing == store.Unclear {
		now, held = then.Missing, was.Met
	}
	r := now[max(slices.IndexFunc(now, func(r store.Reason) bool {
		return slices.ContainsFunc(held, func(h store.Reason) bool { return h.Says == r.Says && h.Fact == r.Fact })
	}), 0)]
	born, known := facts[store.BirthDate]
	age := day.Age(born.Day)
	switch {
	case known && r.Fact == store.BirthDate.String() && born.Day.Birthday(age) == day:
		return "turns " + strconv.Itoa(age) + " on " + day.Words()
	case r.Fact == "" && p.Dates.Closes == day-1 && then.Standing != store.Unclear:
		return "takes referrals until " + p.Dates.Closes.Words()
	case then.Standing == store.Unclear:
		return "not known from " + day.Words() + ": " + r.Says
	}
	return "not met from " + day.Words() + ": " + r.Says
}
