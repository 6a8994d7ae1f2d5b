package desk_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
)

// A fault of the store reaches the log with its chain, and a person as one
// sentence.
func TestAFaultIsASentence(t *testing.T) {
	w := newWorld(t)
	coach := w.member("Amina", "Burnley Jobcentre", keys.Coach)
	var log bytes.Buffer
	office, err := desk.Over(w.ctx, w.engine, w.clock.now, desk.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	d := office.For(coach.Who())
	if err := w.engine.Close(); err != nil {
		t.Fatal(err)
	}
	_, reading := d.Clients(w.ctx, false)
	_, changing := d.AddClient(w.ctx, "Sam", changes(t, `{"age": 30}`), "", store.Told{How: store.ToldInPerson})
	for _, err := range []error{reading, changing} {
		says, ok := desk.Sentence(err)
		if !ok || says != "Something went wrong here and nothing was saved. It is written in the server's log. Try again." || err.Error() != says {
			t.Errorf("a person is told %v", err)
		}
		if behind := errors.Unwrap(err); behind == nil || strings.Count(log.String(), store.ErrClosed.Error()) != 2 {
			t.Errorf("behind it is %v, and the log has %s", behind, log.String())
		}
	}
	if strings.Contains(log.String(), "Sam") {
		t.Errorf("the log has what was entered: %s", log.String())
	}
}
