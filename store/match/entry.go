package match

import (
	"strconv"
	"strings"

	"signpost/store"
)

// runningReason speaks of whether the programme takes referrals today.
func (m *run) runningReason(t tag, out *store.Reason) {
	d, day := &m.prog.dates, m.now.day
	out.Source = m.prog.said.dates
	stated := d.Open(day)
	switch {
	case t == failed && stated == store.No && !d.Unverified:
		if day < d.Opens {
			out.Says, out.When, out.Note = m.prog.said.before, d.Opens, d.Says
		} else {
			out.Says, out.Note = m.prog.said.closed, m.prog.said.see
		}
	case t == met && stated == store.Yes:
		out.Says = m.prog.said.open
	default:
		out.Says, out.Ask, out.Note = "is taking referrals", m.prog.said.running, d.Says
		if stated == store.No {
			out.Note = join(out.Note, unconfirmed)
		}
		switch t {
		case missing:
			out.Question = m.runningQuestion(day)
		case met:
			out.Note = confirmed
		}
	}
}

// runThenReason speaks of whether the programme takes referrals on the day on
// which time alone will have brought the rest.
func (m *run) runThenReason(t tag, out *store.Reason) {
	d := &m.prog.dates
	out.Source = m.prog.said.dates
	switch {
	case t == missing:
		out.Says, out.Ask = "is taking referrals on "+m.then.Words(), m.prog.said.running
		out.Question = m.runningQuestion(m.then)
	case d.Closes != 0 && m.then > d.Closes && !d.Unverified:
		out.Says = "closes to new referrals on " + d.Closes.Words() + ", before " + m.then.Words()
	default:
		out.Says, out.Ask = "is taking referrals on "+m.then.Words(), m.prog.said.running
	}
}

// runningQuestion asks whether the programme takes referrals on the day, and
// says what is known of it.
func (m *run) runningQuestion(day store.Day) string {
	d, name := &m.prog.dates, m.prog.name
	early := day < d.Opens || day < d.KnownFrom
	known := "Our sources show it running until " + d.KnownTo.Words() + "."
	switch {
	case d.Opens != 0 && day < d.Opens:
		known = "Its first day may be " + d.Opens.Words() + ": no published source confirms it."
	case d.Closes != 0 && day > d.Closes:
		known = "Its last day may be " + d.Closes.Words() + ": no published source confirms it."
	case d.Planned:
		known = "Our sources show it planned, and on no day running."
	case early:
		known = "Our sources show it running from " + d.KnownFrom.Words() + "."
	case d.KnownFrom == d.KnownTo:
		known = "Our sources show it running on " + d.KnownTo.Words() + "."
	}
	switch {
	case d.Planned && day == m.now.day:
		return "Can people be referred to " + name + " now? " + known
	case early, day > m.now.day:
		return "Can people be referred to " + name + " on " + day.Words() + "? " + known
	}
	return "Can people still be referred to " + name + "? " + known
}

// instead points to what to look at in place of a programme that has closed.
func instead(p *store.Programme) string {
	var b strings.Builder
	for i, id := range p.See {
		if i == 0 {
			b.WriteString("see ")
		} else {
			b.WriteString(", ")
		}
		b.WriteString(string(id))
	}
	return b.String()
}

func closedWords(d *store.Dates, day store.Day) string {
	switch {
	case day < d.Opens:
		return "does not take referrals before " + d.Opens.Words()
	case d.Says != "":
		return d.Says
	}
	return "closed to new referrals since " + d.Closes.Words()
}

func openWords(d *store.Dates) string {
	b := make([]byte, 0, 64)
	switch {
	case d.Opens != 0 && d.Closes != 0:
		b = appendDay(append(b, "takes referrals from "...), d.Opens)
		b = appendDay(append(b, " to "...), d.Closes)
	case d.Closes != 0:
		b = appendDay(append(b, "takes referrals until "...), d.Closes)
	case d.Opens != 0 && d.Opens >= d.KnownFrom:
		b = appendDay(append(b, "has taken referrals since "...), d.Opens)
	default:
		return "takes referrals on this day"
	}
	return string(b)
}

// appendDay adds the words of a day, as Day.Words has them, and makes no garbage.
func appendDay(b []byte, d store.Day) []byte {
	year, month, day := d.Split()
	b = append(strconv.AppendInt(b, int64(day), 10), ' ')
	b = append(append(b, month.String()...), ' ')
	return strconv.AppendInt(b, int64(year), 10)
}

func (m *run) areaReason(t tag, out *store.Reason) {
	out.Says, out.Fact, out.Source = m.prog.said.area, m.terms.facts[store.District].Name, m.prog.said.areaFrom
	if t == missing {
		out.Question = m.terms.facts[store.District].Question
	} else {
		out.Value = m.valueOf(store.District)
	}
}

func areaWords(p *store.Programme) string {
	if p.AreaSays != "" {
		return p.AreaSays
	}
	names := make([]string, len(p.Area))
	for i, a := range p.Area {
		names[i] = areaName(a)
	}
	return "lives in " + either(names)
}

func areaName(area string) string {
	switch area {
	case store.Lancashire14:
		return "Lancashire, Blackburn with Darwen or Blackpool"
	case store.Lancashire12:
		return "the area of Lancashire County Council"
	case store.LiverpoolCityRegion:
		return "the Liverpool City Region"
	case store.GreaterManchester:
		return "Greater Manchester"
	case store.England:
		return "England"
	}
	return store.DistrictName(area)
}

func audienceWords(served []store.Audience) string {
	var names []string
	for _, a := range served {
		switch a {
		case store.ForEmployer:
			names = append(names, "employers")
		case store.ForSchool:
			names = append(names, "schools and colleges")
		case store.ForProvider:
			names = append(names, "providers")
		case store.ForCommunity:
			names = append(names, "community groups")
		}
	}
	if len(names) == 0 {
		return "is not support for a person"
	}
	return "is support for " + strings.Join(names, " and ") + ", not for a person"
}

// either is "a", "a or b", "a, b or c".
func either(words []string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
}
