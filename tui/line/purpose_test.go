package line_test

import (
	"strings"
	"testing"

	"signpost/keys"
	"signpost/tui/line"
)

// A steward sets on what ground a partner works; its coach reads it, and refers on
// it and on no other.
func TestPurposes(t *testing.T) {
	w := newWorld(t)
	coach := w.member("Ada Byron", "Burnley Jobcentre", keys.Coach)
	steward := w.member("Una Steel", "Authority", keys.Steward)
	ref := w.client(coach, sam)
	var early struct{ ID string }
	decode(t, w.ok(coach, "", "refer", string(ref), "access-to-work", "--draft", "--json"), &early)
	shown := w.ok(coach, "", "purposes")
	for _, want := range []string{
		"refer: refer to a provider", "Basis: public task, UK GDPR Article 6(1)(e)", "DPA 2018 Sch 1 Pt 1 para 1", "Policy document: not named yet",
		"share-more:", "Basis: consent, UK GDPR Article 6(1)(a)",
	} {
		if !strings.Contains(strings.Join(strings.Fields(shown), " "), want) {
			t.Errorf("it does not say %q:\n%s", want, shown)
		}
	}
	for _, c := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"triage", "--basis", "consent", "--condition", "health-or-social-care"}, line.Refused, "consent is for optional sharing alone"},
		{[]string{"triage", "--basis", "public-task"}, line.Refused, "Enter one of: employment-law"},
		{[]string{"triage", "--basis", "public-task", "--condition", "employment-law"}, line.Refused, "Enter the name of your policy document"},
		{[]string{"triage", "--basis", "habit"}, line.Misused, `"habit" does not fit --basis`},
		{[]string{"marketing", "--basis", "public-task"}, line.Refused, "Enter one of: triage, caseload"},
		{[]string{"refer", "--basis", "legal-obligation", "--condition", "health-or-social-care", "--partner", "nowhere"}, line.Refused, `There is no partner "nowhere"`},
		{[]string{"refer", "--basis", "legal-obligation", "--condition", "health-or-social-care", "--partner", "burnley jobcentre", "--rev", "9"}, line.Refused, "changed since"},
		{[]string{"refer", "--basis", "legal-obligation", "--condition", "health-or-social-care", "--partner", "burnley jobcentre"}, line.Done, "Saved for Burnley Jobcentre, at revision 1."},
		{[]string{"share-more", "--basis", "not-done", "--partner", "burnley jobcentre"}, line.Done, "Basis: not done here"},
	} {
		got := w.do(steward, "", append([]string{"purposes", "set"}, c.args...)...)
		if said := strings.Join(strings.Fields(got.out+got.err), " "); got.status != c.status || !strings.Contains(said, c.says) {
			t.Errorf("%q: status %d, want %d, says %q", c.args, got.status, c.status, said)
		}
	}
	if got := w.ok(coach, `{"age": 30}`, "client", "facts", string(ref)); !strings.Contains(got, "Why we keep it: public task; health facts: employment and social security law.") {
		t.Errorf("where facts are entered: %s", got)
	}
	var v struct {
		Rev      uint64 `json:"rev"`
		Purposes []struct {
			Purpose string `json:"purpose"`
			Basis   string `json:"basis"`
			Source  string `json:"basis_source"`
		} `json:"purposes"`
	}
	decode(t, w.ok(coach, "", "purposes", "--json"), &v)
	if v.Rev != 2 || len(v.Purposes) != 6 || v.Purposes[2].Basis != "legal-obligation" || v.Purposes[2].Source != "UK GDPR Article 6(1)(c)" || v.Purposes[5].Basis != "not-done" {
		t.Errorf("the coach reads %+v", v)
	}
	if got := w.do(coach, "", "refer", string(ref), "restart", "--draft", "--basis", "consent"); got.status != line.Refused || !strings.Contains(got.err, "Enter legal-obligation: your partner shares on no other basis.") {
		t.Errorf("on consent: %d, %s", got.status, got.err)
	}
	if got := w.ok(coach, "", "refer", string(ref), "restart", "--draft"); !strings.Contains(got, "Basis: legal obligation") {
		t.Errorf("on its own: %s", got)
	}
	if got := w.do(coach, "", "referral", "send", early.ID, "--told", "today", "--override", "standing=agreed"); got.status != line.Refused || !strings.Contains(got.err, "Enter legal-obligation") {
		t.Errorf("a draft of before: %d, %s", got.status, got.err)
	}
	if got := w.ok(coach, "", "referral", "send", early.ID, "--told", "today", "--override", "standing=agreed", "--basis", "legal-obligation"); !strings.Contains(got, "Basis: legal obligation") {
		t.Errorf("a draft of before, on the basis of now: %s", got)
	}
}
