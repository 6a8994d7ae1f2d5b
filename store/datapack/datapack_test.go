package datapack_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"signpost/store"
	"signpost/store/datapack"
)

// some is a pack of a few counts; id is the one programme's name.
func some(name string) datapack.Pack {
	sums := datapack.Sums{}
	for _, t := range []store.Tally{
		{Of: store.TallyGap, Key: "barriers.debt", Counts: map[string]int{
			store.TallyTotal: 11, store.TallyPlace + "E07000117": 7, store.TallyPlace + "E07000123": 4, store.TallyRule + "=is 19 or over": 5,
			store.TallyRule + "lives in Leeds": 4, store.TallyAge + string(store.From25): 11,
		}},
		{Of: store.TallyGap, Key: "barriers.debt", Counts: map[string]int{store.TallyTotal: 1, store.TallyPlace + "E07000117": 1}}, // another month
		{Of: store.TallyGap, Key: "barriers.housing", Counts: map[string]int{store.TallyTotal: 4, store.TallyPlace + "E07000117": 4}},
		{Of: store.TallyNear, Key: "p", Counts: map[string]int{store.TallyTotal: 9, store.TallyRule + "+cmd": 5, store.TallyRule + "is a veteran": 4}},
		{Of: store.TallyProgramme, Key: "p", Counts: map[string]int{store.TallyTotal: 13, store.TallyStarted: 4, store.TallyOutcome + string(store.JobStart): 6}},
		{Of: store.TallyProgramme, Key: "gone", Counts: map[string]int{store.TallyTotal: 2}},
	} {
		sums.Add(&t)
	}
	return datapack.Make(store.Date(2026, 1, 1), store.Date(2026, 1, 31), sums, map[string]string{"p": name})
}

func TestMake(t *testing.T) {
	p := some("Boost")
	if len(p.Unmet) != 1 || p.Unmet[0].Total != 10 || p.Unmet[0].Stopped != "=is 19 or over" || p.Unmet[0].Aged != "25 to 34" {
		t.Errorf("unmet need is %+v", p.Unmet)
	}
	for _, d := range p.Unmet[0].Districts {
		if want := map[string]datapack.Count{"Burnley": 5}[d.Name]; d.Count != want {
			t.Errorf("%s is let out as %v", d.Name, d.Count)
		}
	}
	if len(p.OneRule) != 1 || p.OneRule[0].Rule != "+cmd" || p.OneRule[0].Name != "Boost" || p.OneRule[0].Count != 5 {
		t.Errorf("one rule is %+v", p.OneRule)
	}
	if len(p.Programmes) != 1 || p.Programmes[0].Referrals >= 13 || p.Programmes[0].Starts != 0 {
		t.Errorf("by programme is %+v", p.Programmes)
	}
}

// What could be worked out from the JSON is what is in the counts, and no more:
// nothing in it comes from a count that is not rounded down.
func TestJSON(t *testing.T) {
	data, err := json.Marshal(some("Boost"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"count":"fewer than 5"`, `"total":10`, `"starts":"fewer than 5"`} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("no %s in %s", want, data)
		}
	}
	for _, tells := range []string{"housing", "Leeds", "veteran", "gone", ":12", ":13", ":7,", ":8,"} {
		if bytes.Contains(data, []byte(tells)) {
			t.Errorf("%q is let out: %s", tells, data)
		}
	}
	var back datapack.Pack
	if err := json.Unmarshal(data, &back); err != nil || back.Unmet[0].Total != 10 || back.Unmet[0].Districts[12].Count != 0 {
		t.Errorf("read back: %v, %+v", err, back.Unmet)
	}
}

// Nothing that anybody wrote is a formula in a spreadsheet.
func TestCSV(t *testing.T) {
	p := some("=HYPERLINK(\"http://x\")\n@SUM")
	var out bytes.Buffer
	if err := p.CSV(&out); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range lines {
		for _, field := range line {
			if strings.ContainsAny(strings.TrimSpace(field)[:1], "=+-@") {
				t.Errorf("%q acts as a formula", field)
			}
		}
		if line[2] == "one rule in the way" {
			n++
		}
	}
	if want := []string{"since", "until", "table", "key", "name", "measure", "count"}; strings.Join(lines[0], " ") != strings.Join(want, " ") {
		t.Errorf("the heading is %v", lines[0])
	}
	if places := 1 + len(store.CountedPlaces()); n != 1 || len(lines) < 1+places+n {
		t.Errorf("%d lines, %d of rules", len(lines), n)
	}
}
