package line_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/tui/line"
)

var (
	anyReferral  = regexp.MustCompile(`R-` + anyRef.String()[2:])
	fingerprints = regexp.MustCompile(`SHA256:[A-Za-z0-9+/]{43}`)
)

// decode reads one JSON value on one line, and nothing after it.
func decode(tb testing.TB, out string, v any) {
	tb.Helper()
	if strings.Count(out, "\n") != 1 || !strings.HasSuffix(out, "\n") {
		tb.Fatalf("not one line of JSON: %q", out)
	}
	if err := json.Unmarshal([]byte(out), v); err != nil {
		tb.Fatalf("%v in %s", err, out)
	}
}

// exactly reads JSON that may hold nothing but what v has.
func exactly(t *testing.T, out string, v any) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(out))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if strings.Contains(out, "null") {
		t.Errorf("null in %s", out)
	}
}

// command is one command, the act it asks for, and arguments with which a
// member who may do it comes past the desk's permission.
type command struct {
	name  string
	act   keys.Act
	args  string
	stdin string
}

// eitherSide stands for the acts of the two sides of a referral: a coach asks for
// the one, and a provider for the other.
const eitherSide keys.Act = "either side of a referral"

func may(role keys.Role, act keys.Act) bool {
	if act == eitherSide {
		return role.May(keys.ActReferralWrite) || role.May(keys.ActReferralAnswer)
	}
	return role.May(act)
}

var commands = []command{
	{"find", keys.ActFind, "forklift", ""},
	{"programme", keys.ActFind, "zeppelin-rigging", ""},
	{"match", keys.ActMatch, "", `{"age": 30}`},
	{"client add --told in-person", keys.ActClientWrite, "", sam},
	{"client list", keys.ActClientList, "", ""},
	{"client show", keys.ActClientRead, "REF", ""},
	{"client facts", keys.ActClientWrite, "REF --rev 1", `{"age": 30}`},
	{"client told", keys.ActClientWrite, "REF --how letter", ""},
	{"client note", keys.ActClientWrite, "REF words", ""},
	{"client close", keys.ActClientWrite, "REF", ""},
	{"client reopen", keys.ActClientWrite, "REF", ""},
	{"client export", keys.ActClientRead, "REF", ""},
	{"client seen", keys.ActClientRead, "REF", ""},
	{"client history", keys.ActClientRead, "REF", ""},
	{"note correct", keys.ActClientWrite, "N-222-222 --why wrong words", ""},
	{"note strike", keys.ActClientWrite, "N-222-222 --why wrong", ""},
	{"client why", keys.ActClientRead, "REF cover", ""},
	{"client keep", keys.ActClientWrite, "REF --why claim", ""},
	{"purposes", keys.ActPurposeRead, "", ""},
	{"purposes set", keys.ActPurposeWrite, "triage --basis public-task --condition health-or-social-care", ""},
	{"retention", keys.ActRetentionRead, "", ""},
	{"retention set", keys.ActRetentionWrite, "draft 60", ""},
	{"retention preview", keys.ActRetentionRead, "", ""},
	{"retention hold", keys.ActRetentionWrite, "", ""},
	{"retention resume", keys.ActRetentionWrite, "", ""},
	{"client erase", keys.ActClientErase, "REF --why asked", ""},
	{"triage", keys.ActTriage, "REF", ""},
	{"today", keys.ActClientList, "", ""},
	{"followup add", keys.ActClientWrite, "REF --on 2026-12-01 ring", ""},
	{"followup done", keys.ActClientWrite, "F-222-222", ""},
	{"followup list", keys.ActClientRead, "", ""},
	{"handover", keys.ActClientWrite, "M-222-222 --all", ""},
	{"away show", keys.ActWhoami, "", ""},
	{"away set", keys.ActClientWrite, "--until 2026-12-01 --cover M-222-222", ""},
	{"away end", keys.ActClientWrite, "", ""},
	{"refer", keys.ActReferralWrite, "REF zeppelin-rigging --told today", ""},
	{"referral list", keys.ActReferralRead, "", ""},
	{"referral show", eitherSide, "R-222-222", ""},
	{"referral send", keys.ActReferralWrite, "R-222-222", ""},
	{"referral checks", keys.ActReferralWrite, "--client REF --programme zeppelin-rigging", ""},
	{"referral withdraw", keys.ActReferralWrite, "R-222-222 --reason why", ""},
	{"referral acknowledge", eitherSide, "R-222-222", ""},
	{"referral accept", eitherSide, "R-222-222", ""},
	{"referral wait", eitherSide, "R-222-222", ""},
	{"referral start", eitherSide, "R-222-222", ""},
	{"referral complete", eitherSide, "R-222-222", ""},
	{"referral outcome", eitherSide, "R-222-222", ""},
	{"referral decline", eitherSide, "R-222-222", ""},
	{"referral redirect", eitherSide, "R-222-222", ""},
	{"referral end-early", eitherSide, "R-222-222", ""},
	{"referral reopen", eitherSide, "R-222-222", ""},
	{"referral note", eitherSide, "R-222-222", ""},
	{"inbox", keys.ActInboxRead, "", ""},
	{"capacity", keys.ActDeliveryRead, "zeppelin-rigging", ""},
	{"delivery list", keys.ActDeliveryRead, "", ""},
	{"delivery set", keys.ActAccessWrite, "zeppelin-rigging --nobody", ""},
	{"delivery clocks", keys.ActProvisionWrite, "zeppelin-rigging", ""},
	{"household list", keys.ActClientList, "", ""},
	{"household add", keys.ActClientWrite, "", ""},
	{"household show", keys.ActClientRead, "H-222-222", ""},
	{"household person add", keys.ActClientWrite, "H-222-222 REF", ""},
	{"household person leave", keys.ActClientWrite, "H-222-222 1", ""},
	{"household person client", keys.ActClientWrite, "H-222-222 1", ""},
	{"household fact", keys.ActClientWrite, "H-222-222", `{"district": "burnley"}`},
	{"household plan add", keys.ActClientWrite, "H-222-222 words --on today", ""},
	{"household plan done", keys.ActClientWrite, "H-222-222 1", ""},
	{"household triage", keys.ActTriage, "H-222-222", ""},
	{"household checks", keys.ActReferralWrite, "H-222-222 zeppelin-rigging", ""},
	{"household refer", keys.ActReferralWrite, "H-222-222 zeppelin-rigging --told today", ""},
	{"household advocate", keys.ActClientWrite, "H-222-222 M-222-222", ""},
	{"household close", keys.ActClientWrite, "H-222-222", ""},
	{"household reopen", keys.ActClientWrite, "H-222-222", ""},
	{"provision source", keys.ActFind, "zeppelin-rigging", ""},
	{"provision question", keys.ActQuestion, "zeppelin-rigging --field cost --note words", ""},
	{"provision queue", keys.ActProvisionWrite, "", ""},
	{"provision confirm", keys.ActProvisionWrite, "zeppelin-rigging --field cost", ""},
	{"provision answer", keys.ActProvisionWrite, "Q-222-222 --note words", ""},
	{"provision put", keys.ActProvisionWrite, "", "id: x"},
	{"invite", keys.ActAccessWrite, "--name Sam --partner P --roles coach", ""},
	{"invitation list", keys.ActAccessRead, "", ""},
	{"invitation revoke", keys.ActAccessWrite, "0000", ""},
	{"member list", keys.ActAccessRead, "", ""},
	{"member rename", keys.ActAccessWrite, "M-222-222 Sam", ""},
	{"member roles", keys.ActAccessWrite, "M-222-222 coach", ""},
	{"member lock", keys.ActAccessWrite, "M-222-222", ""},
	{"member unlock", keys.ActAccessWrite, "M-222-222", ""},
	{"partner list", keys.ActAccessRead, "", ""},
	{"partner rename", keys.ActAccessWrite, "no-such X", ""},
	{"partner lock", keys.ActAccessWrite, "no-such", ""},
	{"partner unlock", keys.ActAccessWrite, "no-such", ""},
	{"key list", keys.ActAccessRead, "", ""},
	{"key revoke", keys.ActAccessWrite, "SHA256:x", ""},
	{"trail", keys.ActTrailRead, "", ""},
	{"backup", keys.ActBackup, "", ""},
	{"datapack", keys.ActDataPack, "", ""},
	{"gaps", keys.ActDataPack, "", ""},
	{"gap add", keys.ActTriage, "--barrier debt", ""},
	{"member holding", keys.ActAccessRead, "M-222-222", ""},
	{"member handover", keys.ActAccessWrite, "M-222-222 M-222-223", ""},
	{"whoami", keys.ActWhoami, "", ""},
	{"colleagues", keys.ActWhoami, "", ""},
	{"settings", keys.ActSettings, "", ""},
	{"settings set", keys.ActSettings, "idle 20", ""},
}

func TestEveryCommandByEveryRole(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	ref := w.client(w.member("Ada", "Jobcentre", keys.Coach), sam)
	w.member("Sten", "Council", keys.Steward)
	for _, role := range keys.Roles() {
		d := w.member("A "+string(role), "Jobcentre", role)
		for _, c := range commands {
			for _, form := range []string{"", " --json"} {
				args := strings.Fields(strings.ReplaceAll(c.name+" "+c.args+form, "REF", ref))
				got := w.do(d, c.stdin, args...)
				if denied := got.status == line.Denied; denied == may(role, c.act) {
					t.Errorf("%s: %q: exit status %d: %s", role, args, got.status, got.err)
				}
				if got.status == line.Misused {
					t.Errorf("%s: %q: wrong usage: %s", role, args, got.err)
				}
				if got.status == line.Done && form != "" && !json.Valid([]byte(got.out)) {
					t.Errorf("%s: %q: not JSON: %s", role, args, got.out)
				}
			}
		}
	}
}

func TestAnotherPartnersRecordsAreNotFound(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	ada, other := w.member("Ada", "Jobcentre", keys.Coach), w.member("Eve", "College", keys.Coach)
	ref := w.client(ada, sam)
	var r struct{ ID string }
	decode(t, w.ok(ada, "", "refer", ref, "zeppelin-rigging", "--told", "today", "--reason", "x", "--override", "standing=x", "--json"), &r)
	none, _ := store.TidyRef("222222")
	for _, args := range [][]string{
		{"client", "show", ref},
		{"client", "facts", ref},
		{"client", "note", ref, "x"},
		{"client", "close", ref, "--leave-open"},
		{"triage", ref},
		{"refer", ref, "zeppelin-rigging", "--told", "today"},
		{"referral", "list", "--client", ref},
		{"referral", "show", r.ID},
		{"referral", "send", r.ID},
		{"referral", "withdraw", r.ID, "--reason", "x"},
	} {
		got := w.do(other, `{"age": 30}`, args...)
		for i := range args {
			args[i] = strings.NewReplacer(r.ID, "R-"+none, ref, none).Replace(args[i])
		}
		unknown := w.do(other, `{"age": 30}`, args...)
		hidden := strings.NewReplacer(r.ID, "R-"+none, ref, none).Replace(got.err)
		if got.status != line.Refused || hidden != unknown.err {
			t.Errorf("%q: exit status %d, %q; of a record there is not, %q", args, got.status, got.err, unknown.err)
		}
	}
}

func TestErrorsStory(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	coach := w.member("Ada", "Jobcentre", keys.Coach)
	ref := w.client(coach, sam)
	s := w.story()
	for _, c := range []struct{ args, stdin string }{
		{"fnid forklift", ""},
		{"client", ""},
		{"client shwo", ""},
		{"help clinet", ""},
		{"__complete find", ""},
		{"find --distrct burnley", ""},
		{"find --district burnly", ""},

		{"find --barrier xyzzy", ""},
		{"find --barrier dept", ""},
		{"find --limit 0", ""},
		{"find --limit many", ""},
		{"find --limit", ""},
		{"find -x", ""},
		{"find --on 2026-13-01", ""},
		{"find --audience people", ""},
		{"find --help-kind fun", ""},
		{"find --all=maybe", ""},
		{"programme", ""},
		{"programme one two", ""},
		{"programme zeppelin-riggin", ""},
		{"match extra", "{}"},
		{"match --as-of tomorrow", "{}"},
		{"match", ""},
		{"match", "[]"},
		{"match", `{"age": 30`},
		{"match", `{"age": 30} {}`},
		{"match", `{"agee": 30, "sex": "f", "district": "burnly", "health": ["cold"], "uc_months": 2.5, "age": null}`},
		{"match", `{"age": 30, "age": 31}`},
		{"match", `{"age": null}`},
		{"match --programme zeppelin-riging --programme nothing-like-it", "{}"},
		{"client add --told in-person", ""},
		{"client add --told in-person", `{"facts": {}}`},
		{"client add --told in-person", `{"given_name": ""}`},
		{"client add --told in-person", `{"given_name": 7}`},
		{"client add --told in-person", `{"given_name": "Sam", "surname": "Jones"}`},
		{"client add --told in-person", `{"given_name": "Sam", "ni_number": "x"}`},
		{"client add --told in-person", `{"given_name": "AB 12 34 56 C"}`},
		{"client add --told in-person", `{"given_name": "Sam", "facts": {"agee": 1}}`},
		{"client add --told in-person", `{"given_name": "Sam", "source": "gossip"}`},
		{"client add --told in-person", `{"given_name": "Sam"} x`},
		{"client add --told in-person", `{"given_name": "Sam", "given_name": "Sam"}`},
		{"client add --told in-person", "{\"given_name\": \"S\\u001bam\"}"},
		{"client show", ""},
		{"client show ZZZ-ZZZ", ""},
		{"client facts " + ref + " --rev x", "{}"},
		{"client facts " + ref, `{"age": "old"}`},
		{"client note " + ref, ""},
		{"client note " + ref + " AB123456C", ""},
		{"refer " + ref + " nothing --told today", ""},
		{"refer " + ref + " zeppelin-network --told today", ""},
		{"refer " + ref + " zeppelin-rigging --told today --contact pigeon", ""},
		{"refer " + ref + " zeppelin-rigging --told today --basis whim", ""},
		{"referral show R-1", ""},
		{"whoami now", ""},
		{"settings show", ""},
		{"settings set", ""},
		{"settings set glyphs", ""},
		{"settings set glyphs utf8", ""},
		{"settings set idle 3", ""},
		{"settings set font large", ""},
		{"invite", ""},
		{"invite --name Sam --partner P --roles boss", ""},
		{"member list", ""},
	} {
		s.tell(coach, c.stdin, strings.Fields(c.args)...)
	}
	s.golden("errors")
}

func TestFindAnswersAsDocumented(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	d := w.member("Ada", "Jobcentre", keys.Provider)
	var v struct {
		Total   int `json:"total"`
		Results []struct {
			ID       string          `json:"id"`
			Name     string          `json:"name"`
			Provider string          `json:"provider"`
			Open     *bool           `json:"open"`
			Areas    []string        `json:"areas"`
			Helps    []string        `json:"helps"`
			Score    float64         `json:"score"`
			Found    json.RawMessage `json:"matched"`
			Known    *bool           `json:"open_known"`
		} `json:"results"`
		Ignored []string `json:"ignored"`
	}
	exactly(t, w.ok(d, "", "find", "airship", "qqqqzzzz", "--district", "burnley", "--audience", "person", "--provider", "barnoldswick", "--json"), &v)
	if v.Total != 1 || len(v.Results) != 1 || v.Results[0].ID != "zeppelin-rigging" || !*v.Results[0].Open || v.Results[0].Known != nil || v.Results[0].Found[0] != '[' {
		t.Errorf("got %+v", v)
	}
	if !slices.Equal(v.Ignored, []string{"qqqqzzzz"}) {
		t.Errorf("ignored %q", v.Ignored)
	}
	var none struct {
		Total   int   `json:"total"`
		Results []any `json:"results"`
		Ignored []string
		Nearest *struct {
			Says    string `json:"says"`
			Total   int    `json:"total"`
			Command string `json:"command"`
		} `json:"nearest"`
	}
	exactly(t, w.ok(d, "", "find", "airship", "--district", "preston", "--audience", "person", "--provider", "barnoldswick", "--json"), &none)
	if none.Total != 0 || none.Results == nil || none.Nearest == nil || none.Nearest.Total == 0 {
		t.Fatalf("got %+v", none)
	}
	words, err := line.Split(none.Nearest.Command + " --json")
	if err != nil {
		t.Fatal(err)
	}
	exactly(t, w.ok(d, "", words...), &v)
	if v.Total != none.Nearest.Total {
		t.Errorf("%q finds %d, and %d were promised", none.Nearest.Command, v.Total, none.Nearest.Total)
	}
}

func TestMatchAnswersAsDocumented(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	d := w.member("Ada", "Jobcentre", keys.Coach)
	type reason struct {
		Says     string `json:"says"`
		Fact     string `json:"fact"`
		Value    any    `json:"value"`
		Ask      string `json:"ask"`
		Question string `json:"question"`
		When     string `json:"when"`
		Short    string `json:"short"`
		Source   string `json:"source"`
		Note     string `json:"note"`
	}
	var v struct {
		AsOf    string `json:"as_of"`
		Results []struct {
			ID       string   `json:"id"`
			Name     string   `json:"name"`
			Standing string   `json:"standing"`
			Helps    []string `json:"helps"`
			Met      []reason `json:"met"`
			Missing  []reason `json:"missing"`
			Failed   []reason `json:"failed"`
		} `json:"results"`
		Next []struct {
			Fact     string `json:"fact"`
			Ask      string `json:"ask"`
			Question string `json:"question"`
			Settles  int    `json:"settles"`
		} `json:"next_questions"`
	}
	exactly(t, w.ok(d, `{"birth_date": "2007-03-03", "district": "burnley"}`, "match", "--json", "--as-of", "2026-02-02"), &v)
	if v.AsOf != "2026-02-02" || len(v.Results) < 20 || len(v.Next) == 0 {
		t.Errorf("as of %s, %d results, %d questions", v.AsOf, len(v.Results), len(v.Next))
	}
	for _, r := range v.Results {
		if r.Helps == nil || r.Met == nil || r.Missing == nil || r.Failed == nil || !slices.Contains(store.Standings(), store.Standing(r.Standing)) {
			t.Errorf("result %+v", r)
		}
		if r.ID == "zeppelin-rigging" && (len(r.Failed) != 1 || r.Failed[0].When != "2026-03-03" || r.Failed[0].Source == "") {
			t.Errorf("failed: %+v", r.Failed)
		}
	}
	v.Next = nil
	exactly(t, w.ok(d, `{"age": 40, "district": "burnley", "right_to_work": true, "programmes": [], "judgements": {"zeppelin-rigging/heights": true}}`,
		"match", "--json", "--programme", "zeppelin-rigging"), &v)
	if len(v.Results) != 1 || v.Results[0].Standing != "eligible" || v.Next == nil {
		t.Errorf("got %+v", v)
	}
}

func TestMatchAnswersUnderTheIDItWasAsked(t *testing.T) {
	w := newWorld(t)
	d := w.member("Ada", "Jobcentre", keys.Coach)
	for _, c := range []struct{ asked, answered []string }{
		{[]string{"ncs"}, []string{"ncs"}},
		{[]string{"national-careers-service"}, []string{"national-careers-service"}},
		{[]string{"ncs", "national-careers-service"}, []string{"national-careers-service"}},
	} {
		args := []string{"match", "--json"}
		for _, id := range c.asked {
			args = append(args, "--programme", id)
		}
		var v struct {
			Results []struct{ ID string } `json:"results"`
		}
		if err := json.Unmarshal([]byte(w.ok(d, `{"age": 40, "district": "burnley"}`, args...)), &v); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range v.Results {
			got = append(got, r.ID)
		}
		if !slices.Equal(got, c.answered) {
			t.Errorf("asked for %v, answered %v", c.asked, got)
		}
	}
}

func TestClientAddAndWhoamiAnswerAsDocumented(t *testing.T) {
	w := newWorld(t)
	d := w.member("Ada", "Jobcentre", keys.Coach, keys.Auditor)
	var added struct {
		Ref string `json:"ref"`
	}
	exactly(t, w.ok(d, sam, "client", "add", "--told", "in-person", "--json"), &added)
	if _, ok := store.TidyRef(added.Ref); !ok {
		t.Errorf("ref %q", added.Ref)
	}
	var me struct {
		Name    string   `json:"name"`
		Partner string   `json:"partner"`
		Roles   []string `json:"roles"`
		Key     string   `json:"key"`
		Added   []any    `json:"added"`
	}
	exactly(t, w.ok(d, "", "--json", "whoami"), &me)
	if me.Added == nil {
		t.Error("keys that were added are no list")
	}
	var set struct {
		Glyphs string `json:"glyphs"`
		Colour string `json:"colour"`
		View   string `json:"view"`
		Idle   int    `json:"idle"`
		Repeat string `json:"repeat"`
	}
	exactly(t, w.ok(d, "", "settings", "set", "Idle", "20", "--json"), &set)
	if set.Glyphs != "terminal" || set.Colour != "terminal" || set.View != "pages" || set.Idle != 20 || set.Repeat != "normal" {
		t.Errorf("got %+v", set)
	}
	if me.Name != "Ada" || me.Partner != "Jobcentre" || !slices.Equal(me.Roles, []string{"coach", "auditor"}) || !fingerprints.MatchString(me.Key) {
		t.Errorf("got %+v", me)
	}
}

func TestAReferenceIsReadAsPeopleTypeIt(t *testing.T) {
	w := newWorld(t)
	d := w.member("Ada", "Jobcentre", keys.Coach)
	ref := w.client(d, sam)
	for _, typed := range []string{strings.ToLower(ref), strings.ReplaceAll(ref, "-", ""), strings.ToLower(strings.ReplaceAll(ref, "-", " "))} {
		if out := w.ok(d, "", "client", "show", typed); !strings.HasPrefix(out, "Sam, client "+ref) {
			t.Errorf("%q opens %.40q", typed, out)
		}
	}
}

// A change that takes away one's own access is done, and says so.
func TestWhoEndsTheirOwnAccessIsToldThatItIsDone(t *testing.T) {
	for _, args := range []string{"member lock ID", "member roles ID coach", "key revoke KEY", "partner lock council"} {
		w := newWorld(t)
		w.member("Stella", "Jobcentre", keys.Steward)
		d := w.member("Sten", "Council", keys.Steward)
		words := strings.NewReplacer("ID", string(d.Who().Member.ID), "KEY", string(d.Who().Fingerprint)).Replace(args)
		if got := w.do(d, "", strings.Fields(words)...); got.status != line.Done {
			t.Errorf("%q: exit status %d: %s", args, got.status, got.err)
		}
		if got := w.do(d, "", "member", "list"); got.status != line.Denied {
			t.Errorf("after %q: exit status %d", args, got.status)
		}
	}
}

// A command that changes a record leaves the event of the change and no other.
func TestACommandLeavesOneEvent(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	coach, auditor := w.member("Ada", "Jobcentre", keys.Coach), w.member("Olu", "Jobcentre", keys.Auditor)
	ref := w.client(coach, sam)
	var r struct{ ID string }
	decode(t, w.ok(coach, "", "refer", ref, "zeppelin-rigging", "--draft", "--told", "today", "--json"), &r)
	w.ok(auditor, "", "trail") // each change stands between two readings of the trail
	for _, c := range []struct{ args, verb string }{
		{"client facts REF", "changed"},
		{"client close REF --leave-open", "closed"},
		{"client reopen REF", "reopened"},
		{"referral withdraw ID --reason entered-wrongly", "withdrawn"},
	} {
		w.ok(coach, `{"caring": ["child"]}`, strings.Fields(strings.NewReplacer("REF", ref, "ID", r.ID).Replace(c.args))...)
		var events []struct{ Verb, Name string }
		decode(t, w.ok(auditor, "", "trail", "--limit", "2", "--json"), &events)
		if events[0].Verb != c.verb || events[1].Name == "Ada" {
			t.Errorf("%q left %+v", c.args, events)
		}
	}
}

func TestWhoHasLostAccessIsDenied(t *testing.T) {
	w := newWorld(t)
	steward, coach := w.member("Sten", "Council", keys.Steward), w.member("Ada", "Jobcentre", keys.Coach)
	w.ok(steward, "", "key", "revoke", string(coach.Who().Fingerprint))
	for _, args := range [][]string{{"whoami"}, {"find", "x"}, {"client", "list"}} {
		if got := w.do(coach, "", args...); got.status != line.Denied || !strings.Contains(got.err, "revoked") {
			t.Errorf("%q: exit status %d: %s", args, got.status, got.err)
		}
	}
}

// loud is a reader that has gone wrong in a way that tells what it was given.
type loud struct{}

func (loud) Write(b []byte) (int, error) { panic("panic over " + string(b)) }

// A fault ends one command, and its own words, which may be a client's, go to
// nobody: neither to the person nor to the log.
func TestAFaultTellsNothingOfAClient(t *testing.T) {
	w := newWorld(t)
	coach := w.member("Ada", "Jobcentre", keys.Coach)
	ref := w.client(coach, sam)
	var log, errs bytes.Buffer
	status := line.Run(t.Context(), line.In{
		Desk: coach, Args: []string{"client", "show", ref}, Stdout: loud{}, Stderr: &errs, Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	if status != line.Refused || !strings.HasPrefix(errs.String(), "Something went wrong in Signpost") {
		t.Errorf("exit status %d, %q", status, errs.String())
	}
	if got := log.String(); !strings.Contains(got, "kind=string") || strings.Contains(got, "Sam") || strings.Contains(got, "panic over") {
		t.Errorf("the log tells:\n%s", got)
	}
}
