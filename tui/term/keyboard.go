package term

import (
	"io"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// keyboard reads keys from a line in the goroutine that reads the line: what is
// typed is told of at once, and what was only begun when its rest is late.
type keyboard struct {
	send func(tea.Msg)
	mu   sync.Mutex // held while telling, so that keys keep their order
	keys decoder
	late *time.Timer // runs while something is begun
	due  time.Time   // when its rest is late
}

// readKeys sends keys until the line ends, which ends the session. bare says that
// the terminal does not bracket what is pasted.
func readKeys(in io.Reader, bare bool, l *loop, gone func()) {
	k := &keyboard{send: l.send, keys: decoder{bare: bare}}
	k.late = time.AfterFunc(time.Hour, func() { l.beside("the keys", func() { k.tell(nil, true) }) })
	k.late.Stop()
	defer k.late.Stop()
	var b [256]byte
	for {
		n, err := in.Read(b[:])
		if n > 0 {
			k.tell(b[:n], false)
		}
		if err != nil {
			gone()
			return
		}
	}
}

// tell takes bytes, or none when the rest of what is begun is late.
func (k *keyboard) tell(b []byte, late bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var msgs []tea.Msg
	switch {
	case !late:
		msgs = k.keys.feed(b)
	case time.Now().Before(k.due):
		return // the rest came just now, and something else is begun
	default:
		msgs = k.keys.flush()
	}
	for _, msg := range msgs {
		k.send(msg)
	}
	k.late.Stop()
	if w := k.keys.wait(); w > 0 {
		k.due = time.Now().Add(w)
		k.late.Reset(w)
	}
}
