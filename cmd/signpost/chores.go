package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"

	"signpost/store"
	"signpost/store/desk"
	"signpost/store/proof"
)

// checkpointEvery is how often a checkpoint of the audit log is kept, where
// something was added to it since.
const checkpointEvery = time.Minute

// sweepEvery is how often the office is told that time goes by: a referral that
// silence ends on a day is ended in its first minute.
const sweepEvery = time.Minute

// startChores does what a server does beside serving, until the function that it
// gives is called, which returns when all is at rest: it ends referrals that
// silence has ended, seals anew what a rotation has left, and keeps checkpoints in the file of that name, if any.
func startChores(ctx context.Context, office *desk.Office, data *dataDir, checkpoints string, log *slog.Logger) (stop func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	var chores sync.WaitGroup
	stop = func() {
		cancel()
		chores.Wait()
	}
	chores.Go(func() { office.KeepTime(ctx, sweepEvery) })
	if checkpoints != "" {
		w := &witness{data: data, path: checkpoints, now: time.Now, log: log}
		if err := w.begin(ctx); err != nil {
			stop()
			return nil, err
		}
		chores.Go(func() {
			tick := time.NewTicker(checkpointEvery)
			defer tick.Stop()
			w.run(ctx, tick.C)
		})
	}
	if data.Store.Stale() {
		chores.Go(func() { sealAnew(ctx, data, log) })
	}
	return stop, nil
}

// sealAnew goes on with a rotation of keys that was left to the server.
func sealAnew(ctx context.Context, data *dataDir, log *slog.Logger) {
	log.Info("sealing the store with its new key")
	n, err := data.Store.Renew(ctx)
	switch {
	case ctx.Err() != nil:
		log.Info("sealing the store goes on at the next start", "sealed", n)
	case err != nil:
		log.Error("seal the store with its new key", "sealed", n, "err", err)
	default:
		log.Info("the store is sealed with its new key", "sealed", n)
	}
}

// witness keeps checkpoints of the audit log in a second place.
type witness struct {
	data *dataDir
	path string
	now  func() time.Time
	log  *slog.Logger
	last store.EventID // of the checkpoint kept last
}

// begin holds the log to the last checkpoint that was kept, and keeps another, so
// that a log that was changed while nobody looked and a place that cannot be
// written are seen at the start and by whoever starts.
func (w *witness) begin(ctx context.Context) error {
	if (place{data: w.data.Path}).outside(w.path) != nil {
		return fmt.Errorf("the checkpoints %q would lie in the data directory, where who changes the audit log can change them too: "+
			"give another file with --checkpoints, best on another machine", w.path)
	}
	kept, err := os.ReadFile(w.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the checkpoints: %w", err)
	}
	book, err := proof.Read(kept, w.data.Audit.Public())
	if err != nil {
		return err
	}
	if len(book.Faults) > 0 {
		return fmt.Errorf("the file %q holds checkpoints of another log, or changed ones: %s Give another file with --checkpoints, and find out why", w.path, book.Faults[0])
	}
	if n := len(book.Checkpoints); n > 0 {
		err := w.data.Store.View(ctx, func(tx store.Tx) error { return book.Checkpoints[n-1].Holds(tx) })
		if err != nil {
			return fmt.Errorf("the audit log is not what its checkpoints in %q say. %w To see more: signpost trail verify --checkpoint %s. "+
				"If you have put back a backup, keep that file elsewhere and start again with another", w.path, err, w.path)
		}
		w.last = book.Checkpoints[n-1].Head.Size
	}
	return w.keep(ctx)
}

// run keeps a checkpoint at each tick, and one when ctx ends.
func (w *witness) run(ctx context.Context, tick <-chan time.Time) {
	for ctx.Err() == nil {
		select {
		case <-tick:
		case <-ctx.Done():
		}
		// The last one is kept after ctx has ended: the store is open until this returns.
		if err := w.keep(context.WithoutCancel(ctx)); err != nil {
			w.log.Error("keep a checkpoint of the audit log", "err", err)
		}
	}
}

// keep adds a checkpoint, if the log has grown since the last.
func (w *witness) keep(ctx context.Context) error {
	var head store.LogHead
	err := w.data.Store.View(ctx, func(tx store.Tx) (err error) {
		head, err = store.Head(tx)
		return err
	})
	if err != nil {
		return fmt.Errorf("read the head of the audit log: %w", err)
	}
	if head.Size == w.last {
		return nil
	}
	msg, err := w.data.Audit.Sign(head, w.now())
	if err != nil {
		return err
	}
	if err := proof.Append(w.path, msg); err != nil {
		return err
	}
	w.last = head.Size
	return nil
}
