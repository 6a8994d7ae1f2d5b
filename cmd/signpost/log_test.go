package main

import (
	"errors"
	"strings"
	"testing"

	"signpost/store/text"
)

// What a client says of itself reaches the log, and must not act on the terminal
// that somebody reads it on.
func TestTheLogCannotAct(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var b strings.Builder
		log, err := newLog(&b, format)
		if err != nil {
			t.Fatal(err)
		}
		said := "SSH-2.0-\u009b2J\u202eX\u200b\x1b]0;x\a"
		log.Info("login", "client", said, "err", errors.New(said))
		got := strings.TrimSuffix(b.String(), "\n")
		if got != text.Safe(got) || !strings.Contains(got, "SSH-2.0-?2J?X?") {
			t.Errorf("%s: %q", format, got)
		}
	}
}
