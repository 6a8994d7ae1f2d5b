package tui_test

import (
	"testing"

	"signpost/keys"
)

// BenchmarkKeyToFrame is a key pressed in the list of Find until its frame has
// been written and drawn, through the decoder, the program and the painter,
// with no network. B/frame is what is sent for it.
func BenchmarkKeyToFrame(b *testing.B) {
	s := start(b, newStub(keys.Coach), "vt100", 80, 24)
	s.sees("Find provision")
	s.press("1")
	s.sees("14 found")
	s.press(tab)
	s.sees("d District")
	for len(s.drawn) > 0 {
		<-s.drawn
	}
	s.sent.Store(0)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.press([]string{"j", "k"}[i%2])
		<-s.drawn
	}
	b.ReportMetric(float64(s.sent.Load())/float64(b.N), "B/frame")
}
