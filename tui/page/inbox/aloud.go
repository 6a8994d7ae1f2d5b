package inbox

import (
	"context"
	"strings"

	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page/turn"
)

// What follows is for whoever asks and answers a line at a time: the words and
// the questions of the pages without their screens.

// Tabs are what the inbox can be narrowed to; the last of them is what has ended.
func Tabs() []string {
	out := make([]string, len(tabs))
	for i, t := range tabs {
		out[i] = t.name
	}
	return out
}

// Holds says whether a referral is among those of one of Tabs.
func Holds(i int, r *store.Received) bool { return tabs[i].holds(r.State) }

// Whose is the client of a referral, by reference and given name as far as they
// are shown.
func Whose(r *store.Received) string {
	return strings.TrimSpace(string(r.Packet.Client) + " " + r.Packet.GivenName)
}

// Opened is one referral for whoever reads it out.
type Opened struct{ o opened }

// Open reads a referral.
func Open(ctx context.Context, desk Desk, id store.ReferralID) (*Opened, error) {
	o, err := read(ctx, desk, id)
	return &Opened{o}, err
}

// Received is the record.
func (o *Opened) Received() store.Received { return o.o.r }

// Lines is the referral read out, in lines of w columns.
func (o *Opened) Lines(lk look.Look, desk Desk, w int) []string { return o.o.lines(lk, desk, w) }

// Begin asks for a move.
func (o *Opened) Begin(row store.MoveRow, today store.Day) *turn.Entry { return o.o.begin(row, today) }

// Asks is the question that comes now: the code, or words with what to enter;
// the other is nil or empty.
func (s *Saying) Asks() (code *look.Choice, question, note, was string) {
	if w := s.words(); w != nil {
		question, note = w.Asks()
		return nil, question, note, w.Value()
	}
	return s.code, "", "", ""
}

// Take goes on from the question, whose words are typed. It says whether that was
// the last. The error says what to enter, and the question stays.
func (s *Saying) Take(typed string) (done bool, err error) {
	if w := s.words(); w != nil {
		w.Fill(typed)
	}
	if s.at == partPlaces && s.placesWrong() {
		return false, errPlaces
	}
	return s.on() == look.Chosen, nil
}

// Before goes to the question before; false at the first.
func (s *Saying) Before() bool { return s.back() == look.Open }

// Of is the programme it is said of, as it was last read.
func (s *Saying) Of() Ours { return s.of }
