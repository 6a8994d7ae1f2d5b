package plain

import (
	"cmp"
	"fmt"
	"strings"

	"signpost/keys"
	"signpost/store"
)

// shown is what of a caseload is shown.
type shown struct {
	words  string // part of a name or reference
	mine   bool   // only the caller's own
	closed bool   // closed ones too
}

// caseloadWords are what can be entered at the caseload.
var caseloadWords = []command{
	{"new", "triage somebody new."},
	{"mine", "your own clients alone, or everybody's again."},
	{"closed", "closed clients too, or open ones alone again."},
	{"hand over", "hand a client of yours, or all of them, over to a colleague."},
	{"all", "without the name or reference that was looked for."},
}

// caseload lists the partner's clients and opens one.
func (s *session) caseload() error {
	var by shown
	for {
		s.title("Caseload")
		l, clients, err := s.clientList(by)
		if err != nil {
			s.wrong(err)
			return nil
		}
		s.show(l)
		got, err := s.pick(l)
		switch {
		case err != nil:
			return err
		case got.row >= 0:
			err = s.client(clients[got.row].Ref)
		case got.word == "new":
			err = s.triage("", "")
		case got.word == "mine":
			by.mine = !by.mine
		case got.word == "closed":
			by.closed = !by.closed
		case got.word == "hand over":
			err = s.handOver(clients)
		case got.word == "all":
			by.words = ""
		default:
			by.words = got.free
		}
		if !back(err) {
			return err
		}
	}
}

// clientList reads the clients and lists those that fit.
func (s *session) clientList(by shown) (*list, []store.Card, error) {
	all, err := s.desk.Clients(s.ctx, by.closed)
	if err != nil {
		return nil, nil, err
	}
	names, err := s.desk.Names(s.ctx)
	if err != nil {
		return nil, nil, err
	}
	who := s.desk.Who()
	l := &list{label: "Number, name or reference", words: caseloadWords, free: "part of a name or a reference to look for"}
	var fit []store.Card
	for _, c := range all {
		plain := strings.ToLower(c.GivenName + " " + string(c.Ref) + " " + strings.ReplaceAll(string(c.Ref), "-", ""))
		if by.mine && c.Coach != who.Member.ID || !strings.Contains(plain, strings.ToLower(by.words)) {
			continue
		}
		fit = append(fit, c)
		l.rows = append(l.rows, clientWords(&c, who, names))
	}
	l.head = by.head(who, len(fit))
	if l.none = "No clients here yet. To triage a new client and save them, enter new."; len(all) > 0 {
		l.none = "No client fits. To see them all, enter all; other people's, mine; closed ones, closed."
	}
	return l, fit, nil
}

func (by shown) head(who keys.Caller, n int) string {
	whose := cmp.Or(who.Partner.Name, "Your partner")
	if by.mine {
		whose = "Your own"
	}
	says := whose + ": " + store.Count(n, "open client")
	if by.closed {
		says = whose + ": " + store.Count(n, "client") + ", closed ones too"
	}
	if by.words != "" {
		says += fmt.Sprintf(", with %q", by.words)
	}
	return says + "."
}

// clientWords is a client in a list.
func clientWords(c *store.Card, who keys.Caller, names map[keys.MemberID]string) string {
	words := fmt.Sprintf("%s, %s, changed %s", c.GivenName, c.Ref, store.DayOf(c.Changed).Words())
	if !c.Closed.IsZero() {
		words = fmt.Sprintf("%s, %s, closed %s", c.GivenName, c.Ref, store.DayOf(c.Closed).Words())
	}
	if c.Referrals > 0 {
		words += ", " + store.Count(c.Referrals, "open referral")
	}
	if c.Coach != who.Member.ID {
		words += ", " + nameOf(names, c.Coach)
	}
	return words
}

func nameOf(names map[keys.MemberID]string, id keys.MemberID) string {
	return cmp.Or(names[id], string(id))
}
