package line_test

import (
	"strings"
	"testing"

	"signpost/keys"
	"signpost/tui/line"
)

// A steward who looks at another partner's times is told how to change those, and
// not their own; every answer names the partner, and every time is said whole.
func TestRetentionOfAnotherPartner(t *testing.T) {
	w := newWorld(t)
	w.member("Ada Byron", "Burnley Jobcentre", keys.Coach)
	steward := w.member("Una Steel", "Authority", keys.Steward)
	says := func(args ...string) string { return strings.Join(strings.Fields(w.ok(steward, "", args...)), " ") }
	for _, c := range []struct{ args, want string }{
		{"retention", "Kept by Authority: closed-client 24 months clients who are closed, from the day they were closed or the last move of a referral of theirs quiet-client"},
		{"retention", "To change a time: retention set NAME N."},
		{"retention --partner burnley-jobcentre", "To change a time: retention set NAME N --partner burnley-jobcentre."},
		{"retention set draft 30 --partner burnley-jobcentre", "Saved for Burnley Jobcentre. draft: 30 days"},
		{"retention --partner burnley-jobcentre", "Kept by Burnley Jobcentre:"},
		{"retention --partner burnley-jobcentre", "retention set NAME N --partner burnley-jobcentre --rev 1."},
		{"retention --partner burnley-jobcentre", "retention preview --partner burnley-jobcentre."},
		{"retention", "draft 90 days"},
		{"retention set draft usual --partner burnley-jobcentre --rev 1", "draft: 90 days"},
		{"purposes --partner burnley-jobcentre", "What Burnley Jobcentre uses data about clients for:"},
		{"help retention", "--partner PARTNER"},
		{"help purposes", "--json answer as JSON"},
	} {
		if got := says(strings.Fields(c.args)...); !strings.Contains(got, c.want) {
			t.Errorf("%s does not say %q: %s", c.args, c.want, got)
		}
	}
	for _, c := range []struct {
		args, want string
		status     int
	}{
		{"retention set shoes 3", "Name: Enter one of: closed-client", line.Refused},
		{"retention set draft 0", "enter a number from 1, or usual", line.Misused},
		{"retention set draft 3", "Enter a number of days from 14 to 730, or usual, which is 90.", line.Refused},
	} {
		if got := w.do(steward, "", strings.Fields(c.args)...); got.status != c.status || !strings.Contains(strings.Join(strings.Fields(got.err), " "), c.want) {
			t.Errorf("%s: %d, %s", c.args, got.status, got.err)
		}
	}
}
