package datapack

import (
	"encoding/csv"
	"io"

	"signpost/store"
	"signpost/store/text"
)

// CSV writes the pack as one table with a heading, a line for each count that is
// listed: the table, what the line is of, which of its counts, and the count as
// it is let out. No field can act as a formula in a spreadsheet (text.CSV). The
// error is the writer's.
func (p *Pack) CSV(w io.Writer) error {
	c := csv.NewWriter(w)
	line := func(fields ...string) {
		safe := make([]string, len(fields))
		for i, f := range fields {
			safe[i] = text.CSV(f)
		}
		_ = c.Write(safe) // csv keeps the first error for c.Error
	}
	since, until := p.Since.String(), p.Until.String()
	line("since", "until", "table", "key", "name", "measure", "count")
	for _, u := range p.Unmet {
		line(since, until, "unmet need", string(u.Barrier), u.Name, "total", u.Total.String())
		for _, d := range u.Districts {
			line(since, until, "unmet need", string(u.Barrier), u.Name, d.Name, d.Count.String())
		}
	}
	for _, r := range p.OneRule {
		line(since, until, "one rule in the way", string(r.Programme), r.Name, r.Rule, r.Count.String())
	}
	for _, t := range p.Follows() {
		for _, f := range t.Rows {
			line(since, until, "referrals by "+t.By, f.Key, f.Name, "referrals", f.Referrals.String())
			line(since, until, "referrals by "+t.By, f.Key, f.Name, "starts", f.Starts.String())
			for _, o := range store.OutcomeCodes() {
				line(since, until, "referrals by "+t.By, f.Key, f.Name, string(o.Code), f.Outcomes[o.Code].String())
			}
		}
	}
	c.Flush()
	return c.Error()
}

// Follow is what came of referrals, by one thing.
type Follow struct {
	By   string // "programme"
	Rows []Followed
}

// Follows lists what came of referrals by each thing there is.
func (p *Pack) Follows() []Follow {
	return []Follow{{"programme", p.Programmes}, {"district", p.Districts}, {"barrier", p.Barriers}}
}
