package find

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"signpost/store"
	"signpost/tui/look"
)

// chooser is one filter being chosen: the question, and what an answer does.
type chooser struct {
	choice *look.Choice
	apply  func(*look.Choice)
}

// choosing gives the open chooser a key, and searches when it was answered.
func (p *Page) choosing(k tea.KeyPressMsg) tea.Cmd {
	switch p.over.choice.Key(k) {
	case look.Left:
		p.over = nil
	case look.Chosen:
		p.over.apply(p.over.choice)
		p.over = nil
		p.list.SetAt(0)
		return p.search()
	}
	return nil
}

// one is a chooser of one value, "any" first.
func one[T comparable](question, any string, values []T, now T, label func(T) string, set func(T)) *chooser {
	options, at := []string{any}, 0
	for i, v := range values {
		options = append(options, label(v))
		if v == now {
			at = i + 1
		}
	}
	return &chooser{look.NewChoice(question, options, at), func(c *look.Choice) {
		var v T
		if c.At() > 0 {
			v = values[c.At()-1]
		}
		set(v)
	}}
}

func (p *Page) chooseDistrict() *chooser {
	return one("Which district does the client live in?", "Any district", lancashire(), p.query.District,
		store.DistrictName, func(v string) { p.query.District = v })
}

// lancashire lists the codes of the 14 districts.
func lancashire() []string {
	var codes []string
	for _, code := range store.DistrictCodes() {
		if store.AreaHolds(store.Lancashire14, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

func (p *Page) chooseAudience() *chooser {
	return one("Who is the support for?", "Anyone", store.Audiences(), p.query.Audience,
		audience, func(v store.Audience) { p.query.Audience = v })
}

func (p *Page) chooseHelp() *chooser {
	return one("What kind of help?", "Any kind", store.Helps(), p.query.Help, help, func(v store.Help) { p.query.Help = v })
}

func (p *Page) chooseBarriers() *chooser {
	all := store.AllBarriers()
	options, marked := make([]string, len(all)), make([]bool, len(all))
	for i, b := range all {
		options[i] = sentence(b.Label())
		for _, have := range p.query.Barriers {
			marked[i] = marked[i] || have == b
		}
	}
	return &chooser{
		look.NewChoices("Which barriers must it help with? It must help with every one you mark.", options, marked),
		func(c *look.Choice) {
			p.query.Barriers = nil
			for i, b := range all {
				if c.Marked[i] {
					p.query.Barriers = append(p.query.Barriers, b)
				}
			}
		},
	}
}

// filters says how each filter stands; with keys, after the key that changes it.
func (p *Page) filters(keys bool) []string {
	district, barrier, who, kind, open := "any", "any", "anyone", "any", "Open only"
	if p.query.District != "" {
		district = store.DistrictName(p.query.District)
	}
	if len(p.query.Barriers) > 0 {
		labels := make([]string, len(p.query.Barriers))
		for i, b := range p.query.Barriers {
			labels[i] = b.Label()
		}
		barrier = strings.Join(labels, " and ")
	}
	if p.query.Audience != "" {
		who = audience(p.query.Audience)
	}
	if p.query.Help != "" {
		kind = help(p.query.Help)
	}
	if p.query.All {
		open = "Closed too"
	}
	out := []string{"District: " + district, "Barriers: " + barrier, "For: " + who, "Help: " + kind, open}
	if keys {
		for i, k := range []string{"d ", "b ", "a ", "h ", "o "} {
			out[i] = k + out[i]
		}
	}
	return out
}

func audience(a store.Audience) string {
	switch a {
	case store.ForPerson:
		return "a person"
	case store.ForEmployer:
		return "an employer"
	case store.ForSchool:
		return "a school or college"
	case store.ForProvider:
		return "a provider"
	case store.ForCommunity:
		return "a community group"
	}
	return string(a)
}

func help(h store.Help) string { return strings.ReplaceAll(string(h), "-", " ") }

// sentence is s with its first letter in upper case.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
