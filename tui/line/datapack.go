package line

import (
	"bytes"
	"strings"

	"github.com/spf13/cobra"

	"signpost/store"
	"signpost/store/datapack"
)

const packLong = "Counts are of the whole server, in whole months: those of --since and --until and all between; the last twelve when left out. " +
	"They are rounded down to a multiple of 5, and one under 5 is \"fewer than 5\", which may be none. Opening it is kept in the trail, with the period."

// packPeriod adds the options of a period.
func (j *job) packPeriod(c *cobra.Command) (since, until *store.Day) {
	since, until = new(store.Day), new(store.Day)
	option(c, since, "since", "DAY", "from the month of this day", j.day("since"))
	option(c, until, "until", "DAY", "to the month of this day", j.day("until"))
	return since, until
}

func (j *job) datapack() *cobra.Command {
	c := &cobra.Command{
		Use: "datapack", GroupID: "evidence", Short: "Read what could not be met, and what came of referrals",
		Long:    packLong + " With --csv it is one table: a line for each count, ready for a spreadsheet.",
		Example: "datapack\ndatapack --since 2026-01-01 --until 2026-03-31 --csv > pack.csv\ndatapack --json",
		Args:    none,
	}
	since, until := j.packPeriod(c)
	asCSV := c.Flags().Bool("csv", false, "answer as CSV")
	c.RunE = func(*cobra.Command, []string) error {
		if *asCSV && j.json {
			return misuse("datapack", "Enter --csv or --json, not both.")
		}
		pack, err := j.in.Desk.DataPack(j.ctx, *since, *until)
		if err != nil {
			return err
		}
		if *asCSV {
			var out bytes.Buffer
			err := pack.CSV(&out)
			j.out.Write(out.Bytes())
			return err
		}
		fill(&pack)
		return j.answer(pack, func(p *page) {
			packHead(p, &pack)
			unmetText(p, &pack)
			p.head("One rule alone in the way")
			for _, r := range pack.OneRule {
				p.para("  "+r.Count.String()+"  ", r.Name+" ("+string(r.Programme)+"): "+r.Rule)
			}
			restText(p, len(pack.OneRule), "rule")
			for _, f := range pack.Follows() {
				followText(p, f)
			}
			notesText(p, &pack)
		})
	}
	return c
}

// fill has [] in place of null in JSON.
func fill(pack *datapack.Pack) {
	pack.Unmet, pack.OneRule = some(pack.Unmet), some(pack.OneRule)
	pack.Programmes, pack.Districts, pack.Barriers = some(pack.Programmes), some(pack.Districts), some(pack.Barriers)
}

// ledger is what gaps --json answers: the part of the pack that the ledger gives.
type ledger struct {
	Since store.Day        `json:"since"`
	Until store.Day        `json:"until"`
	Unmet []datapack.Unmet `json:"unmet_need"`
	Notes []string         `json:"notes"`
}

func (j *job) gaps() *cobra.Command {
	c := &cobra.Command{
		Use: "gaps", GroupID: "evidence", Short: "Read which barriers nothing helped with, and where",
		Long: packLong, Example: "gaps\ngaps --since 2026-01-01 --json", Args: none,
	}
	since, until := j.packPeriod(c)
	c.RunE = func(*cobra.Command, []string) error {
		pack, err := j.in.Desk.DataPack(j.ctx, *since, *until)
		if err != nil {
			return err
		}
		return j.answer(ledger{pack.Since, pack.Until, some(pack.Unmet), pack.Notes}, func(p *page) {
			packHead(p, &pack)
			unmetText(p, &pack)
			notesText(p, &pack)
		})
	}
	return c
}

func (j *job) gap() *cobra.Command {
	return parent("gap", "caseload", "Mark what there is no provision for", j.gapAdd())
}

func (j *job) gapAdd() *cobra.Command {
	var b store.Barrier
	var ref store.ClientRef
	c := &cobra.Command{
		Use: "add --barrier BARRIER [--client REF]", Short: "Mark that there is no provision for a barrier",
		Long: "It is counted with the district and the age band of the client, and without the client: once in 90 days for each client and barrier. " +
			"A saved triage that finds nothing counts by itself. Without --client it is counted for nobody, with no district.",
		Example: "gap add --barrier debt --client K7M-2QX\ngap add --barrier barriers.transport", Args: none,
		RunE: func(c *cobra.Command, _ []string) error {
			if b == "" {
				return misuse(name(c), "Enter the barrier: %s --barrier debt", name(c))
			}
			if err := j.in.Desk.MarkGap(j.ctx, b, ref); err != nil {
				return err
			}
			v := struct {
				Barrier store.Barrier `json:"barrier"`
				Counted bool          `json:"counted"`
			}{b, true}
			return j.answer(v, func(p *page) { p.line("Counted: no provision for %s.", b.Label()) })
		},
	}
	option(c, &b, "barrier", "BARRIER", "the barrier, such as debt or health.mental", barrier)
	option(c, &ref, "client", "REF", "the client that it is counted once for", func(s string) (store.ClientRef, error) { return store.ClientRef(s), nil })
	return c
}

func packHead(p *page, pack *datapack.Pack) {
	p.line("From %s to %s.", pack.Since.Words(), pack.Until.Words())
}

func notesText(p *page, pack *datapack.Pack) {
	p.head("How to read it")
	for _, n := range pack.Notes {
		p.para("  ", n)
	}
}

func unmetText(p *page, pack *datapack.Pack) {
	p.head("Nothing helped with")
	for _, u := range pack.Unmet {
		var in []string
		for _, d := range u.Districts {
			if d.Count >= datapack.Least {
				in = append(in, d.Name+" "+d.Count.String())
			}
		}
		in = append(in, "every other district "+datapack.Hidden)
		p.para("  ", u.Name+" ("+string(u.Barrier)+"): "+u.Total.String()+" times: "+strings.Join(in, ", ")+".")
		if u.Stopped != "" {
			p.para("    ", "Stopped most: "+u.Stopped)
		}
		if u.Aged != "" && u.Aged != store.AgeBlank.Words() {
			p.para("    ", "Most often aged "+u.Aged)
		}
	}
	restText(p, len(pack.Unmet), "barrier")
}

func followText(p *page, f datapack.Follow) {
	p.head("Referrals by %s", f.By)
	for _, r := range f.Rows {
		p.para("  ", r.Name+" ("+r.Key+"): "+r.Referrals.String()+" sent, "+r.Starts.String()+" started.")
		var of []string
		hidden := false
		for _, o := range store.OutcomeCodes() {
			c := r.Outcomes[o.Code]
			hidden = hidden || c < datapack.Least
			if c >= datapack.Least {
				of = append(of, c.String()+" "+o.Says)
			}
		}
		if hidden {
			of = append(of, datapack.Hidden+" of each other outcome")
		}
		p.para("    ", strings.Join(of, ", ")+".")
	}
	restText(p, len(f.Rows), f.By)
}

// restText says what is not listed.
func restText(p *page, listed int, what string) {
	if listed > 0 {
		what = "other " + what
	}
	p.line("  Every %s: %s.", what, datapack.Hidden)
}
