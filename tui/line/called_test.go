package line_test

import (
	"strings"
	"testing"

	"signpost/keys"
	"signpost/tui/line"
)

// What names a member or a partner takes the name as people know it, and the id
// where two have one name.
func TestMembersAndPartnersAreNamedByNameOrId(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	ada := w.member("Ada Byron", "Burnley Jobcentre", keys.Coach)
	sam, other := w.member("Sam Jones", "Burnley Jobcentre", keys.Coach), w.member("Kim", "Burnley Jobcentre", keys.Coach)
	also := w.member("Kim", "Burnley Jobcentre", keys.Coach)
	stella := w.member("Stella", "Council", keys.Steward)
	ref := w.client(ada, `{"given_name": "Sam", "facts": {"birth_date": "2007-03-03"}}`)

	w.ok(ada, "", "handover", "sam jones", ref)
	if out := w.ok(sam, "", "client", "list"); !strings.Contains(out, ref) {
		t.Errorf("after a hand-over by name: %s", out)
	}
	w.ok(sam, "", "away", "set", "--until", "2099-01-01", "--cover", "Ada Byron")
	w.ok(stella, "", "member", "holding", "Sam Jones")
	w.ok(stella, "", "delivery", "set", "zeppelin-rigging", "burnley jobcentre")
	w.ok(stella, "", "partner", "rename", "Burnley Jobcentre", "Padiham Jobcentre")
	w.ok(stella, "", "invite", "--member", "Ada Byron")
	if out := w.ok(stella, "", "member", "lock", "Ada Byron"); !strings.Contains(out, "locked") {
		t.Errorf("locked by name: %s", out)
	}

	two := w.do(stella, "", "member", "lock", "Kim")
	if two.status != line.Refused || !strings.Contains(two.err, string(other.Who().Member.ID)) || !strings.Contains(two.err, string(also.Who().Member.ID)) {
		t.Errorf("a name that two members have: %d, %s", two.status, two.err)
	}
	if part := w.do(stella, "", "member", "lock", "Sam"); part.status != line.Refused || !strings.Contains(part.err, `no member "Sam"`) {
		t.Errorf("a part of a name: %d, %s", part.status, part.err)
	}
	if got := w.do(ada, "", "member", "lock", "Sam Jones"); got.status != line.Denied {
		t.Errorf("by a coach: %d, %s", got.status, got.err)
	}
}

// The history of a referral says which outcome came, not only that one did.
func TestTheHistorySaysWhichOutcome(t *testing.T) {
	w := newWorld(t)
	w.airships(w.member("Cora", "Council", keys.Curator))
	coach := w.member("Ada", "Burnley Jobcentre", keys.Coach)
	var r struct{ ID string }
	decode(t, w.ok(coach, "", "refer", w.client(coach, sam), "zeppelin-rigging", "--told", "today", "--reason", "Likes heights.", "--override", "standing=nearly 19", "--json"), &r)
	w.ok(coach, "", "referral", "accept", r.ID)
	w.ok(coach, "", "referral", "start", r.ID, "--day", "today")
	w.ok(coach, "", "referral", "complete", r.ID, "--day", "today", "--outcome", "job-start")
	if out := w.ok(coach, "", "referral", "show", r.ID); !strings.Contains(strings.Join(strings.Fields(out), " "), "Outcome: started a job") {
		t.Errorf("the history:\n%s", out)
	}
}
