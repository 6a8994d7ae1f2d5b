package triage

import (
	"signpost/store"
	"signpost/tui/look"
	"signpost/tui/page"
)

// What follows is for whoever asks and answers a line at a time: the words and
// the sums of the page without its screen.

// Standing is a standing in the words of the page.
func Standing(s store.Standing) string { return standingWord(s) }

// Gist is the one thing most worth knowing of a result, or nothing.
func Gist(r store.Result) string { return rowWords(r) }

// Then is one change after another, as one; out is what came of both.
func Then(a, b store.Changes, out store.Facts) store.Changes { return plus(a, b, out) }

// Judged is the question of a judgement that was answered before, "programme/ask".
func Judged(a store.Answer, ask string) string {
	return (&Page{board: board{answer: a}}).question(entryKey{fact: store.Judgements, ask: ask})
}

// Judgements reads out what the coach judged for single programmes, in lines of w
// columns; nothing where nothing was.
func Judgements(lk look.Look, a store.Assessment, w int) []string {
	p := &Assessment{look: lk, room: page.Room{W: w, H: 1}, got: assessed{Assessment: a}, board: board{look: lk, answer: a.Answer}}
	return p.judgements()
}
