package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	tea "charm.land/bubbletea/v2"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/tui"
	"signpost/tui/line"
	"signpost/tui/plain"
	"signpost/tui/term"
)

// roomsOver leads sessions to the screens and the commands, each with the desk
// of its member and of nobody else.
func roomsOver(office *desk.Office, d door, lim limits, log *slog.Logger) rooms {
	return rooms{
		screen: func(ctx context.Context, who keys.Caller, s *session) int {
			set := settingsOf(ctx, office.For(who), log)
			if inLines(s, set) {
				return lines(ctx, office.For(who), d, s, set, log)
			}
			err := term.Serve(s, nil, log, func(ctx context.Context, caps term.Caps) tea.Model {
				return tui.New(ctx, hosted{office.For(who), d.to(enrolUser, s.LocalAddr())}, caps, set, log).EndsAt(s.ends)
			})
			if errors.Is(err, term.ErrFault) {
				fmt.Fprintln(s.Stderr(), wrapped(sessionFault))
			}
			if err != nil {
				return exitNo
			}
			return exitDone
		},
		command: func(ctx context.Context, who keys.Caller, typed string, s *session) int {
			if typed == plainCommand {
				return lines(ctx, office.For(who), d, s, settingsOf(ctx, office.For(who), log), log)
			}
			host, port := d.at(s.LocalAddr())
			ctx, end := context.WithTimeout(ctx, lim.command)
			defer end()
			in, ctx, stop := s.input(ctx)
			defer stop()
			return line.Run(ctx, line.In{
				Desk: office.For(who), Command: typed, Stdin: in, MaxInput: lim.input,
				Stdout: s, Stderr: s.Stderr(), Host: host, Port: port, Log: log,
			})
		},
	}
}

// plainCommand asks for every job a line at a time.
const plainCommand = "plain"

// The smallest window that the pages are made for. A session that begins in a
// smaller one goes a line at a time; one that becomes smaller says what it needs.
const (
	leastWidth  = 60
	leastHeight = 16
)

// inLines says whether a session with a terminal goes a line at a time: because
// no screen can be drawn there, or because its member set it so.
func inLines(s *session, set store.Settings) bool {
	p, _, _ := s.Pty()
	_, err := term.CapsOf(p.Term, s.Environ())
	size, known := term.Size{W: p.Window.Width, H: p.Window.Height}.Fit()
	return err != nil || set.View == store.ViewLines || known && (size.W < leastWidth || size.H < leastHeight)
}

// lines serves a session a line at a time, with a terminal or without one.
func lines(ctx context.Context, desk *desk.Desk, d door, s *session, set store.Settings, log *slog.Logger) int {
	p, _, pty := s.Pty()
	caps, err := term.CapsOf(p.Term, s.Environ())
	host, port := d.at(s.LocalAddr())
	return plain.Run(ctx, plain.In{
		Desk: desk, In: s, Out: s, PTY: pty, Rubout: pty && err == nil, Width: p.Window.Width, Idle: set.IdleTime(), Ends: s.ends,
		Unicode: set.Glyphs == store.GlyphsUnicode || caps.Unicode && set.Glyphs != store.GlyphsASCII,
		Host:    host, Port: port, Log: log,
	})
}

// settingsOf is how the member wants Signpost shown. Nobody is kept out because
// that cannot be read.
func settingsOf(ctx context.Context, d *desk.Desk, log *slog.Logger) store.Settings {
	set, err := d.Settings(ctx)
	if err != nil {
		log.Warn("read a member's settings", "member", d.Who().Member.ID, "err", err)
		return store.Settings{}
	}
	return set
}

// hosted is a member's desk that knows what an invited person types to enrol.
type hosted struct {
	*desk.Desk
	enrol string
}

// Enrol is that command.
func (h hosted) Enrol() string { return h.enrol }
