package datapack

import (
	"signpost/store/datapack"
)

// Parts names the parts of a pack, in order.
func Parts() []string { return append([]string{}, tabs...) }

// Aloud is one part of a pack for whoever reads it out: a row for each line, and
// what is said where there are none.
func Aloud(pack *datapack.Pack, part int) (rows []string, none string) {
	switch part {
	case 0:
		for _, u := range pack.Unmet {
			row := u.Name + ": nothing helped " + u.Total.String() + " times. In " + aloudPlaces(u) + "."
			for _, s := range why(u) {
				row += " " + s + "."
			}
			rows = append(rows, row)
		}
		return rows, "Of every barrier, fewer than 5 times was there nothing that helps."
	case 1:
		for _, r := range pack.OneRule {
			rows = append(rows, r.Name+": "+r.Rule+", alone in the way "+r.Count.String()+" times.")
		}
		return rows, "No rule alone was in the way of a programme 5 times or more."
	}
	f := pack.Follows()[part-2]
	for _, r := range f.Rows {
		rows = append(rows, Followed(r))
	}
	return rows, "Of every " + f.By + ", fewer than 5 referrals were sent."
}

func aloudPlaces(u datapack.Unmet) string {
	says, sep := "", ""
	for _, d := range u.Districts {
		if d.Count >= datapack.Least {
			says += sep + d.Name + " " + d.Count.String()
			sep = ", "
		}
	}
	if says == "" {
		return "each district fewer than 5"
	}
	return says + ", and the others fewer than 5 each"
}
