package match_test

import (
	"fmt"
	"strings"
	"testing"

	"signpost/store/match"
)

func TestARuleReadOut(t *testing.T) {
	tests := []struct{ name, programme, day, want string }{
		{"the whole of it", whole, "2026-02-02", `
has taken referrals since 1 June 2025 [plan]
lives in Lancashire [plan]
is 18 or over [faq]
any of:
  is a carer [plan] unverified
  has a health condition [faq]
  is disabled [plan]
is not on Restart [faq]
is ready [faq] judged`},
		{"before it opens", whole, "2025-02-02", `
does not take referrals before 1 June 2025 [plan]
lives in Lancashire [plan]
is 18 or over [faq]
any of:
  is a carer [plan] unverified
  has a health condition [faq]
  is disabled [plan]
is not on Restart [faq]
is ready [faq] judged`},
		{"a window", windows, "2026-04-05", "\nearns £196 or less (from 7 April 2025 to 5 April 2026)"},
		{"the window after", windows, "2026-04-06", "\nearns £204 or less (from 6 April 2026)"},
		{"no window", windows, "2025-04-06", "\nearns no more than the limit (not known for 6 April 2025) judged"},
		{"a window of more", `rule: {dated: [{until: 2026-04-05, rule: {any: [{fact: age, min: 18, says: is 18}, {all: [{fact: age, min: 16, says: is 16}, {fact: esol, is: ["yes"], says: needs English}]}]}}]}`, "2026-01-01", `
until 5 April 2026:
  any of:
    is 18
    all of:
      is 16
      needs English`},
		{"a not of all is any of nots", `rule: {not: {all: [{fact: age, min: 18, says_not: is under 18}, {fact: esol, is: ["yes"], says: needs English}]}}`, "2026-01-01", `
any of:
  is under 18
  not so: needs English`},
		{"an all inside an any of one", `rule: {any: [{all: [{all: [{fact: age, min: 18, says: a}, {fact: esol, is: ["yes"], says: b}]}]}, {fact: sex, is: [female], says: c}]}`, "2026-01-01", `
any of:
  all of:
    a
    b
  c`},
		{"everyone", "name: x", "2026-01-01", "\nis open to everyone"},
		{"closed", "dates: {closes: 2023-03-31}", "2026-01-01", "\nclosed to new referrals since 31 March 2023\nis open to everyone"},
		{"closed, in words of its own", "dates: {closes: 2023-03-31, says: ended with its funding, unverified: true}", "2026-01-01", "\nended with its funding unverified judged\nis open to everyone"},
		{"no source says", "dates: {known_to: 2023-03-31}", "2026-01-01", "\nis taking referrals, which our sources do not say for 1 January 2026 judged\nis open to everyone"},
		{"only planned", "dates: {planned: true, says: to be rolled out}", "2026-01-01", "\nis taking referrals, which our sources do not say for 1 January 2026: to be rolled out judged\nis open to everyone"},
		{"no days", "dates: {says: runs all year}", "2026-01-01", "\nruns all year\nis open to everyone"},
		{"between two days", "dates: {opens: 2022-03-01, closes: 2027-03-31}", "2026-01-01", "\ntakes referrals from 1 March 2022 to 31 March 2027\nis open to everyone"},
		{"areas", "area: [lancashire-12, E06000008, greater-manchester]", "2026-01-01", "\nlives in the area of Lancashire County Council, Blackburn with Darwen or Greater Manchester"},
		{"for others", "audience: [employer, school]", "2026-01-01", "\nis support for employers and schools and colleges, not for a person"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := programme(t, tt.programme)
			var b strings.Builder
			for _, l := range match.RuleWords(&p, day(t, tt.day)) {
				fmt.Fprintf(&b, "\n%s%s", strings.Repeat("  ", l.Indent), l.Text)
				if l.Source != "" {
					b.WriteString(" [" + l.Source + "]")
				}
				if l.Unverified {
					b.WriteString(" unverified")
				}
				if l.Judged {
					b.WriteString(" judged")
				}
			}
			if got := b.String(); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
		})
	}
}
