package main

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"signpost/tui/term"
)

// The most that one session may ask for.
const (
	maxEnv      = 16
	maxEnvValue = 1 << 10
	maxCommand  = 32 << 10
	maxTermName = 64
)

// guard stands before one session channel and lets through only what a session
// here is for: a terminal and its size, a few variables, and one shell or
// command. Subsystems, forwarding of agents and windows, signals and breaks are
// refused. It delivers the terminal's size itself, the latest one, so that a
// client that resizes faster than anyone reads blocks nothing.
type guard struct {
	gossh.NewChannel
	log     *slog.Logger
	windows chan ssh.Window // the latest size; closed when the client has closed the channel
	ctx     context.Context // ends then, too
	cancel  context.CancelFunc
	started bool // a shell or command was let through; read it after ctx is done
	env     int
	pty     bool
	unread  func(pty bool) time.Duration // how long the client may leave unread what it is sent; nil: for ever
	giveUp  func()                       // when it has
}

func newGuard(ctx context.Context, ch gossh.NewChannel, log *slog.Logger) *guard {
	g := &guard{NewChannel: ch, log: log, windows: make(chan ssh.Window, 1)}
	g.ctx, g.cancel = context.WithCancel(ctx)
	return g
}

// Accept opens the channel, with its requests guarded.
func (g *guard) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	ch, in, err := g.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	out := make(chan *gossh.Request)
	go func() {
		defer close(out)
		defer g.cancel()
		defer close(g.windows)
		defer contain(g.log, "the requests of a session")
		for req := range in {
			if g.passes(req) {
				out <- req
			} else if req.WantReply {
				_ = req.Reply(false, nil)
			}
		}
	}()
	if g.unread != nil {
		ch = &patience{ch, func() time.Duration { return g.unread(g.pty) }, g.giveUp}
	}
	return ch, out, nil
}

// passes says whether a request is for the session, and makes it fit for that.
func (g *guard) passes(req *gossh.Request) bool {
	switch req.Type {
	case "env":
		return !g.started && g.passEnv(req)
	case "pty-req":
		return !g.started && g.passPty(req)
	case "window-change":
		g.resize(req)
		return false
	case "shell":
		req.Payload = nil // it has no command, and none is taken from it
		return g.start()
	case "exec":
		var c struct{ Command string }
		return len(req.Payload) <= maxCommand && gossh.Unmarshal(req.Payload, &c) == nil && g.start()
	}
	return false
}

// start says whether a shell or command may begin: the first one of a session.
func (g *guard) start() bool {
	first := !g.started
	g.started = true
	return first
}

func (g *guard) passEnv(req *gossh.Request) bool {
	var kv struct{ Name, Value string }
	if gossh.Unmarshal(req.Payload, &kv) != nil || g.env >= maxEnv || len(kv.Value) > maxEnvValue {
		return false
	}
	switch {
	case kv.Name == "LANG", kv.Name == "TERM", kv.Name == "COLORTERM", kv.Name == "NO_COLOR":
	case strings.HasPrefix(kv.Name, "LC_") && len(kv.Name) < 32 && plainTerm(kv.Name):
	default:
		return false
	}
	g.env++
	return true
}

// passPty makes the size and name of a terminal such that they can be used.
func (g *guard) passPty(req *gossh.Request) bool {
	var p struct {
		Term       string
		W, H, X, Y uint32
		Modes      string
	}
	if g.pty || gossh.Unmarshal(req.Payload, &p) != nil {
		return false
	}
	size, ok := sizeOf(p.W, p.H)
	if !ok {
		size = term.Size{W: 80, H: 24} // clients that do not know say 0 by 0
	}
	p.W, p.H = uint32(size.W), uint32(size.H)
	if !plainTerm(p.Term) {
		p.Term = "unknown"
	}
	req.Payload = gossh.Marshal(p)
	g.pty = true
	g.deliver(size)
	return true
}

func (g *guard) resize(req *gossh.Request) {
	var w struct{ W, H, X, Y uint32 }
	if !g.pty || gossh.Unmarshal(req.Payload, &w) != nil {
		return
	}
	if size, ok := sizeOf(w.W, w.H); ok {
		g.deliver(size)
	}
}

// deliver leaves the size for whoever reads, in the place of one not read yet.
func (g *guard) deliver(size term.Size) {
	w := ssh.Window{Width: size.W, Height: size.H}
	select {
	case <-g.windows:
	default:
	}
	g.windows <- w // only this goroutine sends, so there is room
}

func sizeOf(w, h uint32) (term.Size, bool) {
	const most = 1 << 20 // fits an int everywhere
	return term.Size{W: int(min(w, most)), H: int(min(h, most))}.Fit()
}

func plainTerm(name string) bool {
	if len(name) == 0 || len(name) > maxTermName {
		return false
	}
	for _, c := range []byte(name) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("-_.+", rune(c)) {
			return false
		}
	}
	return true
}
