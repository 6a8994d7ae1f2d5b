package term

import (
	"bytes"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Text that is pasted into a terminal that does not bracket it comes like keys,
// and must not be taken for them: a letter might be a command, and the end of a
// line would answer a question. What tells it apart is that it comes all at once.
// Held keys do so too where the line was slow, but are all the same; nobody types
// ahead so much.
const (
	burstText   = 20                    // bytes of text in one piece
	burstLines  = 8                     // with the end of a line within
	burstSigns  = 4                     // of which so many differ
	burstFollow = 60 * time.Millisecond // in which more of it comes
)

// burst gives how many bytes at the front of b, a piece that just came, were
// pasted: all up to what is no text, or none.
func burst(b []byte) int {
	n := ofText(b)
	lines := bytes.IndexAny(bytes.TrimRight(b[:n], "\r\n"), "\r\n") > 0
	if n < burstLines || n < burstText && !lines {
		return 0
	}
	var seen [256]bool
	signs := 0
	for _, c := range b[:n] {
		if !seen[c] {
			seen[c] = true
			signs++
		}
	}
	if signs < burstSigns {
		return 0
	}
	return n
}

// ofText is how many bytes at the front of b can be of a text.
func ofText(b []byte) int {
	for i, c := range b {
		if c < 0x20 && c != '\t' && c != '\r' && c != '\n' || c == 0x7f {
			return i
		}
	}
	return len(b)
}

// takeBurst takes what was pasted from the front of a piece, and gives the rest
// of the piece; with it, the paste, where something else has followed it.
func (d *decoder) takeBurst(b []byte) (rest []byte, out []tea.Msg) {
	n := ofText(b)
	if !d.bursting {
		n = burst(b)
	}
	if n > 0 {
		d.bursting = true
		d.keep(b[:n])
	}
	if n < len(b) {
		out = d.endBurst()
	}
	return b[n:], out
}

// endBurst gives the paste that is begun, if one is.
func (d *decoder) endBurst() []tea.Msg {
	if !d.bursting {
		return nil
	}
	d.bursting = false
	return []tea.Msg{d.pasted()}
}
