package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"signpost/store"
	"signpost/store/desk"
)

// premises is what one server serves from.
type premises struct {
	serveOptions
	clock  *steady
	vault  *vault
	engine metered
	meter  *meter
	log    *slog.Logger
	office *desk.Office
	end    func(error) // ends the server, for that reason
}

// furnish opens the office over the store, and begins what a server does beside
// serving, until stop is called.
func (p *premises) furnish(ctx context.Context, post *store.Postcodes) (stop func(), err error) {
	data := p.vault.data
	if err := p.lookAtClock(ctx); err != nil {
		return nil, err
	}
	regular, err := newSchedule(p.backups, p.vault, p.log)
	if err != nil {
		return nil, err
	}
	erased := newLedger(data, p.backups.to, p.log)
	if err := erased.begin(ctx, p.vault.now()); err != nil {
		return nil, err
	}
	options := desk.Options{Postcodes: post, Idle: int(p.limits.idle.Minutes()), Log: p.log, Timed: p.meter.request}
	if regular != nil {
		options.Backup = regular.make
	}
	if p.witness != "" {
		options.Witness = func() time.Time { return writtenAt(p.witness) }
	}
	if p.office, err = desk.Over(ctx, p.engine, p.vault.now, options); err != nil {
		return nil, fmt.Errorf("open the office: %w", err)
	}
	stopChores, err := startChores(ctx, p.office, data, p.witness, p.log)
	if err != nil {
		return nil, err
	}
	stops := []func(){stopChores, repeat(ctx, time.Minute, erased.tick), repeat(ctx, hereTime, p.here)}
	if regular != nil {
		stops = append(stops, regular.start(ctx, p.office.Installer()))
	}
	return func() {
		for _, stop := range stops {
			stop()
		}
	}, nil
}

// hereTime is how often it is looked whether the store is still where it was.
const hereTime = 500 * time.Millisecond

// here ends the server when its store was taken away: a server that goes on could
// keep nothing, and one that starts again is told what to do.
func (p *premises) here(context.Context) {
	if err := p.vault.data.File.Here(); err != nil {
		p.end(err)
	}
}

// letIn lets members in by the listener until ctx ends.
func (p *premises) letIn(ctx context.Context, out io.Writer, l net.Listener) error {
	data := p.vault.data
	d, err := newDoor(p.knownAs, l.Addr())
	if err != nil {
		return err
	}
	r := roomsOver(p.office, d, p.limits, p.log)
	r.installer = installerRoom(p.office, p.vault)
	srv, err := newServer(p.office, data.Host, d, r, p.limits, p.log)
	if err != nil {
		return err
	}
	srv.meter = p.meter
	p.meter.gauges(srv, data, p.witness)
	p.meter.backups(p.backups.to, p.vault.now)
	p.meter.clock(ctx, p.office.Doubted)
	p.meter.purge(ctx, p.office.Purge, p.vault.now)
	unwatch, err := p.watch(ctx, p.meter, &prover{engine: p.engine, now: p.vault.now, clock: p.office.Doubted, purge: p.office.Purge}, p.log)
	if err != nil {
		return err
	}
	defer unwatch()
	quiet, err := sayListening(data.Path, l.Addr())
	if err != nil {
		return err
	}
	defer quiet()
	if err := announce(ctx, out, p.serveOptions, data, p.office, d, l.Addr()); err != nil {
		return err
	}
	return until(ctx, srv, l)
}
