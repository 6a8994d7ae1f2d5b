package line_test

import (
	"strings"
	"testing"
	"time"

	"signpost/keys"
	"signpost/store/text"
	"signpost/tui/line"
)

const sam = `{"given_name": "Sam", "facts": {"birth_date": "2007-03-03", "district": "burnley", "health": ["mental"], "right_to_work": true}}`

func TestFindStory(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	coach := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	s := w.story()
	s.tell(coach, "", "find", "zeppelin", "--provider", "barnoldswick")
	s.tell(coach, "", "find", "zeppelin", "--provider", "barnoldswick", "--json")
	s.tell(coach, "", "find", "zeppelin", "--provider", "barnoldswick", "--all", "--limit", "2")
	s.tell(coach, "", "find", "zeppelin", "--provider", "barnoldswick", "--on", "2021-05-01")
	s.tell(coach, "", "find", "zeppelin", "--audience", "employer", "--provider", "barnoldswick", "--json")
	s.tell(coach, "", "programme", "zeppelin-rigging")
	s.tell(coach, "", "programme", "zeppelin-rigging", "--json")
	s.tell(coach, "", "programme", "zeppelin-club")
	s.tell(coach, "", "programme", "zeppelin-network")
	s.golden("find")
}

func TestMatchStory(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	coach := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	s := w.story()
	only := []string{"--programme", "zeppelin-rigging", "--programme", "zeppelin-club"}
	match := func(facts string, args ...string) {
		s.tell(coach, facts, append(append([]string{"match"}, args...), only...)...)
	}
	match(`{}`)
	match(`{"birth_date": "2007-03-03", "district": "burnley", "health": ["mental"], "right_to_work": true}`)
	match(`{"birth_date": "2007-03-03", "district": "burnley", "health": ["mental"], "right_to_work": true}`, "--json")
	match(`{"age": 30, "district": "E07000122", "right_to_work": true, "programmes": [], "judgements": {"zeppelin-rigging/heights": true}}`, "--as-of", "2026-05-01")
	match(`{"age": 30, "district": "preston", "programmes": ["zeppelin-club"]}`, "--as-of", "today", "--json")
	s.golden("match")
}

func TestClientStory(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	coach := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	s := w.story()
	s.tell(coach, "", "client", "list")
	s.tell(coach, sam, "client", "add", "--told", "in-person")
	ref := anyRef.FindString(s.text.String())
	s.tell(coach, `{"given_name": "Zoë"}`, "client", "add", "--told", "in-person", "--json")
	s.tell(coach, "", "client", "list")
	s.tell(coach, "", "client", "list", "--json")
	s.tell(coach, "", "today")
	s.tell(coach, `{"age": null, "caring": {"child": true}, "uc_months": 4}`, "client", "facts", ref, "--source", "document-seen")
	s.tell(coach, `{"uc_months": 5}`, "client", "facts", ref, "--json")
	s.tell(coach, `{"uc_months": 6}`, "client", "facts", ref, "--rev", "1")
	s.tell(coach, "", "client", "note", ref, "Wants", "outdoor work.")
	s.tell(coach, "", "client", "note", ref, "Two\nlines", "--json")
	s.tell(coach, "", "client", "show", ref)
	s.tell(coach, "", "client", "show", ref, "--health")
	s.tell(coach, "", "client", "show", ref, "--json")
	s.tell(coach, "", "client", "export", ref)
	s.tell(coach, "", "client", "seen", ref)
	s.tell(coach, "", "client", "seen", ref, "--json")
	s.tell(coach, "", "client", "close", ref, "--why", "started work")
	s.tell(coach, "", "client", "close", ref)
	s.tell(coach, "", "client", "list")
	s.tell(coach, "", "client", "list", "--closed")
	s.tell(coach, "", "triage", ref)
	s.tell(coach, "", "client", "reopen", ref)
	s.tell(coach, "", "client", "reopen", ref)
	s.tell(coach, "", "client", "close", ref, "--json")
	s.tell(coach, "", "client", "erase", ref)
	s.tell(coach, "", "client", "erase", ref, "--why", "whim")
	s.tell(coach, "", "client", "erase", ref, "--why", "asked")
	s.tell(coach, "", "client", "show", ref)
	s.golden("client")
}

func TestReferralStory(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	coach := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	ref := w.client(coach, sam)
	s := w.story()
	id := func() string { return anyReferral.FindString(s.text.String()) }
	s.tell(coach, "", "referral", "list")
	s.tell(coach, "", "refer", ref, "zeppelin-rigging")
	s.tell(coach, "", "refer", ref, "zeppelin-rigging", "--draft", "--reason", "Likes heights.")
	s.tell(coach, "", "referral", "send", id())
	s.tell(coach, "", "referral", "withdraw", id())
	s.tell(coach, "", "referral", "withdraw", id(), "--reason", "wrong-day")
	s.tell(coach, "", "referral", "withdraw", id(), "--reason", "entered-wrongly", "--note", "wrong day")
	s.tell(coach, "", "refer", ref, "zeppelin-club", "--told", "2026-02-01")
	s.tell(coach, "", "refer", ref, "zeppelin-rigging", "--told", "2026-03-01")
	s.tell(coach, "", "refer", ref, "zeppelin-rigging", "--told", "2026-02-01", "--reason", "Likes heights.", "--contact", "phone")
	s.tell(coach, "", "refer", ref, "zeppelin-rigging", "--told", "2026-02-01", "--reason", "Likes heights.",
		"--contact", "phone", "--detail", "01632 960002", "--basis", "consent", "--json")
	s.tell(coach, "", "refer", ref, "zeppelin-rigging", "--told", "2026-02-01", "--reason", "Likes heights.",
		"--contact", "phone", "--detail", "01632 960002", "--basis", "consent", "--consent-day", "2026-02-01", "--consent-how", "said", "--json")
	s.tell(coach, "", "referral", "checks", "--client", ref, "--programme", "zeppelin-rigging")
	s.tell(coach, "", "refer", ref, "zeppelin-rigging", "--told", "2026-02-01", "--reason", "Likes heights.",
		"--contact", "phone", "--detail", "01632 960002", "--basis", "consent", "--consent-day", "2026-02-01", "--consent-how", "said", "--override", "standing=She turns 19 before it starts.", "--json")
	s.tell(coach, "", "refer", ref, "zeppelin-rigging", "--told", "2026-02-01")
	s.tell(coach, "", "referral", "list")
	s.tell(coach, "", "referral", "list", "--client", ref, "--json")
	s.tell(coach, "", "today")
	s.tell(coach, "", "today", "--json")
	s.tell(coach, "", "referral", "show", id())
	s.tell(coach, "", "client", "withdraw-consent", ref, "--show")
	s.tell(coach, "", "client", "withdraw-consent", ref, "--day", "2026-01-31")
	s.tell(coach, "", "client", "withdraw-consent", ref, "--referral", id(), "--day", "today")
	s.tell(coach, "", "client", "withdraw-consent", ref)
	s.tell(coach, "", "client", "withdraw-consent", ref, "--json")
	s.tell(coach, "", "client", "export", ref)
	all := anyReferral.FindAllString(s.text.String(), -1)
	s.tell(coach, "", "client", "erase", ref, "--why", "asked")
	s.tell(coach, "", "referral", "show", all[len(all)-1])
	s.golden("referral")
}

func TestDraftIsSent(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	coach := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	ref := w.client(coach, sam)
	var r struct{ ID, State string }
	decode(t, w.ok(coach, "", "refer", ref, "zeppelin-rigging", "--draft", "--told", "today", "--reason", "Likes heights.", "--json"), &r)
	if r.State != "draft" {
		t.Fatalf("got a referral that is %q, want a draft", r.State)
	}
	decode(t, w.ok(coach, "", "referral", "send", r.ID, "--override", "standing=nearly 19", "--json"), &r)
	if r.State != "sent" {
		t.Fatalf("got a referral that is %q, want it sent", r.State)
	}
}

func TestNearMissComesTrue(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	coach := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	young := strings.Replace(sam, `"right_to_work": true`, `"right_to_work": true, "programmes": [], "judgements": {"zeppelin-rigging/heights": true}`, 1)
	ref := w.client(coach, strings.Replace(young, "2007-03-03", "2007-02-20", 1))
	var a struct {
		Ref, Assessment string
		Results         []struct {
			ID, Standing string
			Failed       []struct{ When string }
		}
	}
	decode(t, w.ok(coach, "", "triage", ref, "--json"), &a)
	if a.Ref != ref || a.Assessment == "" {
		t.Errorf("triage answers for %q as assessment %q", a.Ref, a.Assessment)
	}
	for _, r := range a.Results {
		if r.ID == "zeppelin-rigging" && (r.Standing != "near-miss" || r.Failed[0].When != "2026-02-20") {
			t.Errorf("rigging stands at %s, %v, want near-miss 2026-02-20", r.Standing, r.Failed)
		}
	}
	if out := w.ok(coach, "", "today"); !strings.Contains(out, "Soon") || strings.Contains(out, "Now due") {
		t.Errorf("today has it before its day, or not to come:\n%s", out)
	}
	w.pass(20 * 24 * time.Hour)
	if out := w.ok(coach, "", "today"); !strings.Contains(out, "Now due   "+ref+" Sam: from 20 February 2026, Zeppelin Rigging") {
		t.Errorf("today lacks it after its day:\n%s", out)
	}
	text := w.ok(coach, "", "triage", ref)
	if !strings.Contains(text, "Kept as assessment A-") || !strings.Contains(text, "Zeppelin Rigging (zeppelin-rigging)\n  Helps with: mental health.") {
		t.Errorf("triage as text:\n%.600s", text)
	}
}

func TestEveryProgrammeCanBeRead(t *testing.T) {
	w := newWorld(t)
	d := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	var all struct{ Results []struct{ ID string } }
	decode(t, w.ok(d, "", "find", "--all", "--limit", "10000", "--json"), &all)
	if len(all.Results) < 50 {
		t.Fatalf("%d programmes", len(all.Results))
	}
	for _, r := range all.Results {
		for _, args := range [][]string{{"programme", r.ID}, {"match", "--programme", r.ID}} {
			keepsToWidth(t, args, w.ok(d, `{"age": 30, "district": "burnley", "right_to_work": true}`, args...))
		}
		var v struct {
			ID        string
			RuleWords []struct{ Text string } `json:"rule_words"`
		}
		decode(t, w.ok(d, "", "programme", r.ID, "--json"), &v)
		if v.ID != r.ID || len(v.RuleWords) == 0 {
			t.Errorf("%q answers for %q, with %d lines of rule", r.ID, v.ID, len(v.RuleWords))
		}
	}
	keepsToWidth(t, []string{"match"}, w.ok(d, `{"age": 30, "district": "burnley"}`, "match"))
	keepsToWidth(t, []string{"find"}, w.ok(d, "", "find", "work", "--all", "--limit", "10000"))
}

// keepsToWidth holds text to 80 columns, but for a line that is one long word
// and for a command to type.
func keepsToWidth(t testing.TB, args []string, out string) {
	t.Helper()
	for l := range strings.SplitSeq(out, "\n") {
		if text.Width(l) > 80 && !strings.HasPrefix(l, "  ssh ") && strings.Contains(strings.TrimSpace(l), " ") {
			t.Errorf("%q: line of %d columns: %s", args, text.Width(l), l)
		}
	}
}

func TestSettingsStory(t *testing.T) {
	w := newWorld(t)
	d := w.member("Petra", "New College", keys.Provider)
	s := w.story()
	s.tell(d, "", "settings")
	s.tell(d, "", "settings", "set", "glyphs", "ASCII")
	s.tell(d, "", "settings", "set", "view", "lines")
	s.tell(d, "", "settings", "set", "idle", "30", "--json")
	s.tell(d, "", "settings")
	s.tell(d, "", "settings", "--json")
	s.golden("settings")
}

func TestAccessStory(t *testing.T) {
	w := newWorld(t)
	steward := w.member("Sten", "Council", keys.Steward)
	w.pass(time.Hour)
	w.member("Ada", "Burnley Jobcentre", keys.Coach)
	s := w.story()
	s.tell(steward, "", "whoami")
	s.tell(steward, "", "whoami", "--json")
	s.tell(steward, "", "invite", "--name", "Ben Ali", "--partner", "Burnley Jobcentre", "--roles", "coach,curator")
	code := anyCode.FindString(s.text.String())
	s.tell(steward, "", "invite", "--name", "Cat", "--partner", "New College", "--roles", "provider", "--json")
	s.tell(steward, "", "invitation", "list")
	s.tell(steward, "", "invitation", "revoke", code[:4]+code[5:7])
	s.tell(steward, "", "invitation", "revoke", code[:4]+code[5:7])
	s.tell(steward, "", "invitation", "revoke", "0000")
	s.tell(steward, "", "invite", "--member", string(steward.Who().Member.ID))
	s.tell(steward, "", "invite", "--member", string(steward.Who().Member.ID), "--roles", "coach")
	s.tell(steward, "", "invite", "--member", "M-222-222")
	s.tell(steward, "", "partner", "rename", "burnley-jobcentre", "Burnley", "and", "Padiham", "Jobcentre")
	s.tell(steward, "", "partner", "rename", "council", "Burnley", "and", "Padiham", "Jobcentre")
	s.tell(steward, "", "member", "roles", string(steward.Who().Member.ID), "steward,coach")
	s.tell(steward, "", "member", "roles", string(steward.Who().Member.ID), "steward")
	w.pass(80 * time.Hour)
	s.tell(steward, "", "invitation", "list")
	s.tell(steward, "", "partner", "list")
	s.tell(steward, "", "partner", "list", "--json")
	s.tell(steward, "", "partner", "lock", "new-college")
	s.tell(steward, "", "partner", "unlock", "new-college", "--json")
	s.tell(steward, "", "partner", "lock", "council")
	s.tell(steward, "", "partner", "lock", "colege")
	s.tell(steward, "", "member", "list")
	var members []struct{ ID, Name string }
	decode(t, w.ok(steward, "", "member", "list", "--json"), &members)
	ada, sten := members[0].ID, members[1].ID
	s.tell(steward, "", "member", "rename", ada, "Ada", "Lovelace")
	s.tell(steward, "", "member", "roles", ada, "coach,auditor", "--json")
	s.tell(steward, "", "member", "roles", ada, "coach,boss")
	s.tell(steward, "", "member", "lock", ada)
	s.tell(steward, "", "member", "unlock", ada)
	s.tell(steward, "", "member", "lock", sten)
	s.tell(steward, "", "key", "list")
	s.tell(steward, "", "key", "revoke", fingerprints.FindString(w.ok(steward, "", "key", "list", "--json")))
	s.tell(steward, "", "key", "list")
	s.tell(steward, "", "key", "list", "--json")
	s.tell(steward, "", "key", "revoke", "SHA256:nothing")
	s.golden("access")
}

func TestTrailStory(t *testing.T) {
	w := newWorld(t)
	coach := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	auditor := w.member("Olu", "Burnley Jobcentre", keys.Auditor)
	ref := w.client(coach, sam)
	w.ok(coach, "", "client", "note", ref, "Secret words.")
	w.ok(coach, "", "triage", ref)
	s := w.story()
	s.tell(auditor, "", "trail", "--client", ref)
	s.tell(auditor, "", "trail", "--client", ref, "--json")
	s.tell(auditor, "", "trail", "--limit", "3")
	s.tell(auditor, "", "trail", "--member", "Nobody Called So")
	s.tell(auditor, "", "trail", "--member", auditor.Who().Member.Name, "--limit", "1")
	s.tell(auditor, "", "trail", "--since", "2026-02-03")
	s.tell(auditor, "", "trail", "--client", "nonsense")
	if strings.Contains(s.text.String(), "Secret") {
		t.Error("the trail tells what a note says")
	}
	s.golden("trail")
}

func TestProvisionStory(t *testing.T) {
	w := newWorld(t)
	curator := w.member("Cora", "Council", keys.Curator)
	w.airships(curator)
	s := w.story()
	source := s.tell(curator, "", "provision", "source", "zeppelin-club")
	s.tell(curator, "", "provision", "source", "zeppelin-club", "--json")
	s.tell(curator, "", "provision", "source", "zeppelin-clip")
	s.tell(curator, strings.Replace(source, "A weekly club", "A monthly club", 1), "provision", "put")
	s.tell(curator, strings.Replace(source, "A weekly club", "A monthly club", 1), "provision", "put", "--rev", "1")
	s.tell(curator, source, "provision", "put", "--rev", "1")
	s.tell(curator, strings.Replace(source, "[barriers.confidence]", "[barriers.nonsense]", 1), "provision", "put", "--rev", "2")
	s.tell(curator, "id: [", "provision", "put")
	s.golden("provision")
	if got := w.ok(curator, "", "programme", "zeppelin-club"); !strings.Contains(got, "A monthly club") {
		t.Errorf("the change is not in the record:\n%s", got)
	}
}

func TestUpkeepStory(t *testing.T) {
	w := newWorld(t)
	coach, curator := w.member("Ada", "Burnley Jobcentre", keys.Coach), w.member("Cora", "Council", keys.Curator)
	w.airships(curator)
	s := w.story()
	s.tell(coach, "", "provision", "question", "zeppelin-rigging", "--note", "it has moved")
	s.tell(coach, "", "provision", "question", "zeppelin-rigging", "--field", "colour", "--note", "it has moved")
	s.tell(coach, "", "provision", "question", "zeppelin-rigging", "--field", "routes")
	asked := s.tell(coach, "", "provision", "question", "zeppelin-rigging", "--field", "routes", "--note", "it has moved to the new hangar")
	s.tell(coach, "", "provision", "question", "zeppelin-rigging", "--rule", "3", "--note", "they take people sooner", "--json")
	s.tell(coach, "", "provision", "question", "zeppelin-rigging", "--rule", "99", "--note", "they take people sooner")
	s.tell(coach, "", "programme", "zeppelin-rigging")
	s.tell(coach, "", "provision", "queue")
	s.tell(curator, "", "provision", "queue")
	s.tell(curator, "", "provision", "queue", "--json")
	s.tell(curator, "", "provision", "confirm", "zeppelin-rigging", "--rule", "3")
	s.tell(curator, "", "provision", "confirm", "zeppelin-rigging", "--rule", "99")
	s.tell(curator, "", "provision", "answer", strings.Fields(asked)[1], "--note", "the record has the new place now")
	s.tell(curator, "", "provision", "queue")
	s.tell(coach, "", "programme", "zeppelin-rigging", "--json")
	s.golden("upkeep")
}

func TestHelpStory(t *testing.T) {
	w := newWorld(t)
	nobody := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	s := w.story()
	s.tell(nobody, "", "help")
	for _, c := range commands {
		s.tell(nobody, "", append([]string{"help"}, strings.Fields(c.name)...)...)
	}
	s.tell(nobody, "", "help", "client")
	s.golden("help")
	if a, b := w.ok(nobody, "", "help", "client", "add"), w.ok(nobody, "", "client", "add", "--help"); a != b {
		t.Errorf("help client add and client add --help differ:\n%s\n%s", a, b)
	}
	if got := w.ok(nobody, "", "version"); !strings.HasPrefix(got, "signpost ") {
		t.Errorf("version says %q", got)
	}
	if got := w.run(line.In{Desk: nobody, Command: "help match"}); !strings.Contains(got.out, "ssh signpost.example match --json") {
		t.Errorf("help match has no example to type:\n%s", got.out)
	}
}

func TestDataPackStory(t *testing.T) {
	w := newWorld(t)
	coach, auditor := w.member("Ada", "Burnley Jobcentre", keys.Coach), w.member("Otto", "County", keys.Auditor)
	for range 6 {
		ref := w.client(coach, sam)
		w.ok(coach, "", "gap", "add", "--barrier", "debt", "--client", ref)
	}
	for range 3 {
		w.ok(coach, "", "gap", "add", "--barrier", "transport")
	}
	s := w.story()
	s.tell(coach, "", "gap", "add", "--barrier", "debt")
	s.tell(coach, "", "gap", "add", "--barrier", "debt", "--json")
	s.tell(coach, "", "gap", "add")
	s.tell(coach, "", "gap", "add", "--barrier", "dragons")
	s.tell(auditor, "", "gap", "add", "--barrier", "debt")
	s.tell(auditor, "", "gaps")
	s.tell(auditor, "", "gaps", "--json")
	s.tell(auditor, "", "gaps", "--since", "2025-01-01", "--until", "2025-12-31")
	s.tell(auditor, "", "gaps", "--since", "2026-03-01")
	s.tell(auditor, "", "datapack")
	s.tell(auditor, "", "datapack", "--csv", "--json")
	s.golden("datapack")
	csv := w.ok(auditor, "", "datapack", "--csv")
	for _, want := range []string{
		"since,until,table,key,name,measure,count\n",
		"2025-03-01,2026-02-02,unmet need,barriers.debt,debt,Burnley,5\n",
		"2025-03-01,2026-02-02,unmet need,barriers.debt,debt,Preston,fewer than 5\n",
	} {
		if !strings.Contains(csv, want) {
			t.Errorf("the file lacks %q:\n%s", want, csv)
		}
	}
}
