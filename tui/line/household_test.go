package line_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/tui/line"
)

var anyHousehold = regexp.MustCompile(`H-` + anyRef.String()[2:])

// crew puts a programme for households into the catalogue.
func (w *world) crew(curator *desk.Desk) {
	w.tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "crew.yaml"))
	if err != nil {
		w.tb.Fatal(err)
	}
	w.ok(curator, string(data), "provision", "put")
}

func TestHouseholdStory(t *testing.T) {
	w := newWorld(t)
	w.crew(w.member("Cora", "Council", keys.Curator))
	coach := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	w.member("Ben", "Burnley Jobcentre", keys.Coach)
	ref := w.client(coach, `{"given_name": "Jo", "facts": {"birth_date": "1990-03-27", "work": "out-of-work"}}`)
	s := w.story()
	s.tell(coach, "", "household", "list")
	s.tell(coach, "", "household", "add")
	id := anyHousehold.FindString(s.text.String())
	s.tell(coach, "", "household", "triage", id)
	s.tell(coach, "", "household", "person", "add", id, ref)
	s.tell(coach, "", "household", "person", "add", id, ref)
	s.tell(coach, `{"given_name": "Bilal", "facts": {"age": 19}, "source": "document-seen"}`, "household", "person", "add", id)
	s.tell(coach, `{"district": "burnley", "barriers": {"debt": true}}`, "household", "fact", id)
	s.tell(coach, `{"health": ["mental"]}`, "household", "fact", id)
	s.tell(coach, `{"health": ["mental"]}`, "household", "fact", id, "2")
	s.tell(coach, "", "household", "triage", id)
	s.tell(coach, `{"work": "never-worked"}`, "household", "fact", id, "2")
	s.tell(coach, `{"work": "education"}`, "household", "fact", id, "2", "--rev", "1")
	s.tell(coach, "", "household", "plan", "add", id, "Meet", "the", "debt", "adviser", "--on", "2026-03-02")
	s.tell(coach, "", "household", "plan", "add", id, "Write a CV", "--on", "2026-02-20", "--person", "2")
	s.tell(coach, "", "household", "plan", "add", id, "Celebrate", "--on", "2028-01-01")
	s.tell(coach, "", "household", "plan", "done", id, "1")
	s.tell(coach, "", "household", "list")
	s.tell(coach, "", "household", "show", id)
	s.tell(coach, "", "household", "show", id, "--health")
	s.tell(coach, "", "household", "refer", id, "zeppelin-crew", "--told", "today")
	s.tell(coach, "", "household", "person", "client", id, "2")
	s.tell(coach, "", "household", "checks", id, "zeppelin-crew")
	s.tell(coach, "", "household", "refer", id, "zeppelin-crew", "--reason", "Both want to fly.")
	s.tell(coach, `{"1": {"told": "2026-02-02"}, "2": {"told": "2026-02-01", "basis": "consent", "consent": {"day": "2026-02-02", "how": "said"}, "contact": {"by": "phone", "detail": "01632 960001"}}}`,
		"household", "refer", id, "zeppelin-crew", "--reason", "Both want to fly.", "--each")
	s.tell(coach, "", "household", "advocate", id, "ben")
	s.tell(coach, "", "household", "person", "leave", id, "2")
	s.tell(coach, "", "household", "show", id)
	s.tell(coach, "", "household", "close", id, "--why", "moved away")
	s.tell(coach, "", "household", "triage", id)
	s.tell(coach, "", "household", "list", "--closed")
	s.tell(coach, "", "household", "reopen", id)
	s.golden("household")
}

func TestHouseholdAsJSON(t *testing.T) {
	w := newWorld(t)
	w.crew(w.member("Cora", "Council", keys.Curator))
	coach := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	facts := `"facts": {"age": 30, "work": "out-of-work", "barriers": {"debt": true}}`
	jo, bo := w.client(coach, `{"given_name": "Jo", `+facts+`}`), w.client(coach, `{"given_name": "Bo", `+facts+`}`)
	var h struct{ ID string }
	decode(t, w.ok(coach, "", "household", "add", "--json"), &h)
	for _, ref := range []string{jo, bo} {
		w.ok(coach, "", "household", "person", "add", h.ID, ref, "--json")
	}
	var match struct {
		Results []store.HouseholdResult
		People  []struct {
			Name    string `json:"given_name"`
			Results []store.Result
		}
	}
	out := w.ok(coach, "", "household", "triage", h.ID, "--json")
	decode(t, out, &match)
	if strings.Contains(out, "null") {
		t.Error("null in the answer")
	}
	for i := range match.Results {
		if r := &match.Results[i]; r.ID == "zeppelin-crew" && r.Standing != store.Eligible {
			t.Errorf("the household is %s", r.Standing)
		}
	}
	if len(match.People) != 2 || match.People[1].Name != "Bo" {
		t.Errorf("matched %+v", match.People)
	}
	var sent []struct{ ID, State string }
	decode(t, w.ok(coach, "", "household", "refer", h.ID, "zeppelin-crew", "--told", "today", "--json"), &sent)
	if len(sent) != 2 || sent[0].State != "sent" {
		t.Errorf("sent %+v", sent)
	}
	w.ok(coach, `{"health": ["mental"], "disability": true}`, "client", "facts", jo)
	for _, args := range [][]string{{"show", h.ID}, {"triage", h.ID, "--person", "1"}} {
		for _, form := range [][]string{nil, {"--json"}} {
			args := slices.Concat([]string{"household"}, args, form)
			hidden, shown := w.ok(coach, "", args...), w.ok(coach, "", append(args, "--health")...)
			told := func(out string) bool {
				return slices.ContainsFunc([]string{"Health: mental", `"mental"`, "health.mental", "Helps with: mental health"}, func(s string) bool { return strings.Contains(out, s) })
			}
			if told(hidden) || !told(shown) {
				t.Errorf("%q tells of health: %v; with --health: %v", args, told(hidden), told(shown))
			}
		}
	}
	var whole struct {
		Referrals []struct{ ID string }
		People    []store.PersonView
	}
	out = w.ok(coach, "", "household", "show", h.ID, "--json")
	decode(t, out, &whole)
	if strings.Contains(out, "null") || len(whole.Referrals) != 2 || len(whole.People) != 2 {
		t.Errorf("the household is %s", out)
	}
	var one struct {
		Household string
		SentWith  []struct{ ID string } `json:"sent_with"`
	}
	decode(t, w.ok(coach, "", "referral", "show", sent[0].ID, "--json"), &one)
	if one.Household != h.ID || len(one.SentWith) != 1 || one.SentWith[0].ID != sent[1].ID {
		t.Errorf("the referral says of its household: %+v", one)
	}
	text := w.ok(coach, "", "referral", "show", sent[0].ID)
	for _, want := range []string{"Household: " + h.ID, "Sent with it: " + sent[1].ID + ", Bo: sent"} {
		if !strings.Contains(text, want) {
			t.Errorf("the referral lacks %q:\n%s", want, text)
		}
	}
}

func TestAnotherPartnersHouseholdIsNotFound(t *testing.T) {
	w := newWorld(t)
	ada, other := w.member("Ada", "Jobcentre", keys.Coach), w.member("Eve", "College", keys.Coach)
	var h struct{ ID string }
	decode(t, w.ok(ada, "", "household", "add", "--json"), &h)
	none, _ := store.TidyRef("222222")
	for _, args := range [][]string{
		{"household", "show", h.ID},
		{"household", "person", "leave", h.ID, "1"},
		{"household", "person", "client", h.ID, "1"},
		{"household", "fact", h.ID},
		{"household", "plan", "add", h.ID, "x", "--on", "today"},
		{"household", "plan", "done", h.ID, "1"},
		{"household", "triage", h.ID},
		{"household", "refer", h.ID, "restart", "--told", "today"},
		{"household", "advocate", h.ID, "Eve"},
		{"household", "close", h.ID},
		{"household", "reopen", h.ID},
	} {
		got := w.do(other, `{"district": "burnley"}`, args...)
		for i := range args {
			args[i] = strings.ReplaceAll(args[i], h.ID, "H-"+none)
		}
		unknown := w.do(other, `{"district": "burnley"}`, args...)
		if got.status != line.Refused || strings.ReplaceAll(got.err, h.ID, "H-"+none) != unknown.err {
			t.Errorf("%q: exit status %d, %q; of a household there is not, %q", args, got.status, got.err, unknown.err)
		}
	}
}
