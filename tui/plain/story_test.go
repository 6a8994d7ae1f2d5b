package plain_test

import (
	"io"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/tui/plain"
)

// known is what a client can tell their coach, by the prompt of each question.
var known = map[string]string{
	"District":                  "burnley",
	"Date of birth":             "27/3/1990",
	"Right to work, y or n":     "y",
	"Work":                      "out of work",
	"Months out of work":        "14",
	"Benefits":                  "universal credit",
	"Months on UC":              "13",
	"UC regime":                 "intensive",
	"Health":                    "1, 2",
	"Lasting condition, y or n": "y",
	"Disability, y or n":        "n",
	"Caring for":                "none",
	"Digital":                   "skills",
	"Qualification level":       "1",
	"Other barriers":            "2 4",
	"Groups":                    "0",
}

// conversation answers the questions of a triage from known until so many were
// answered, and then goes on with the lines.
func conversation(before []string, facts int, after []string) func(string) (string, error) {
	lines := before
	return func(shown string) (string, error) {
		if len(lines) > 0 {
			line := lines[0]
			lines = lines[1:]
			return line + "\r", nil
		}
		if facts == 0 && after != nil {
			lines, after = after, nil
			line := lines[0]
			lines = lines[1:]
			return line + "\r", nil
		}
		if facts == 0 {
			return "", io.EOF
		}
		asked := strings.TrimSuffix(prompt(shown), ": ")
		if answer, ok := known[asked]; ok {
			facts--
			return answer + "\r", nil
		}
		return "\r", nil // not known
	}
}

func TestTheMainJob(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	shown, status := w.sit(coach, mainJob(12))
	if status != plain.Done {
		t.Errorf("exit status %d", status)
	}
	golden(t, "main", shown)
	has(t, shown, "Saved: client", "Sam, with this assessment.", "Sent: referral R-", "Referrals, all: 1", "sent on 2 February 2026", "Goodbye.")
	clients, err := coach.Clients(t.Context(), false)
	if err != nil || len(clients) != 1 || len(w.facts(coach, clients[0].Ref)) != 12 {
		t.Errorf("%d clients, %v: %+v", len(clients), err, clients)
	}
}

func TestASteward(t *testing.T) {
	w := newWorld(t)
	steward := w.member("Sue Hall", "Lancashire County Council", keys.Steward)
	w.coach()
	shown := w.do(steward,
		"5", "6", "Sam Jones", "burnley", "coach, curator", "y", "n", "y", // invite
		"4", "1", "1", "y", "back", // revoke the invitation
		"3", "1", "1", "y", "menu", // and a key
		"quit")
	golden(t, "steward", shown)
	has(t, shown, "Invited: Sam Jones.", "Revoked: the invitation of Sam Jones.", "Revoked: the key of")
}

func TestAnAuditor(t *testing.T) {
	w := newWorld(t)
	coach := w.coach()
	w.client(coach, "Sam", `{"age": 24}`)
	auditor := w.member("Joe Dean", "Audit Lancashire", keys.Auditor)
	shown := w.do(auditor, "6", "1", "", "since", "3/2/2026", "since", "zzz", "2 2 26", "all", "quit")
	golden(t, "auditor", shown)
}
