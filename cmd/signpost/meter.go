package main

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"signpost/keys"
	"signpost/store"
)

// meter counts what the server does, for whoever watches it run. It knows acts,
// reasons and times, and nothing of members or clients: a figure names nobody.
type meter struct {
	all      *prometheus.Registry
	logins   prometheus.Counter
	refusals *prometheus.CounterVec
	requests *prometheus.HistogramVec
	times    *prometheus.HistogramVec
	faults   *prometheus.CounterVec
}

// seconds are where times are told apart: from a tenth of a millisecond to half a
// minute.
func seconds() []float64 {
	return []float64{.0001, .0003, .001, .003, .01, .03, .1, .3, 1, 3, 10, 30}
}

func newMeter() *meter {
	m := &meter{
		all:    prometheus.NewRegistry(),
		logins: prometheus.NewCounter(prometheus.CounterOpts{Name: "signpost_logins_total", Help: "Logins that were let in and written down."}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "signpost_refusals_total", Help: "Connections, logins and sessions that were turned away, by why.",
		}, []string{"reason"}),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "signpost_request_seconds", Help: "Time to read or change what a member asked for, by act.", Buckets: seconds(),
		}, []string{"act"}),
		times: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "signpost_store_seconds", Help: "Time of a transaction of the store, with the wait for the disk.", Buckets: seconds(),
		}, []string{"kind"}),
		faults: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "signpost_store_faults_total", Help: "Transactions that the store could not do.",
		}, []string{"kind"}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "signpost_info", Help: "The version that runs.", ConstLabels: prometheus.Labels{"version": version()},
	})
	info.Set(1)
	m.all.MustRegister(m.logins, m.refusals, m.requests, m.times, m.faults, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, why := range everyTurned() {
		m.refusals.WithLabelValues(string(why)) // a reason that never came is 0, and not missing
	}
	return m
}

// refused counts what was turned away.
func (m *meter) refused(why turned) { m.refusals.WithLabelValues(string(why)).Inc() }

// request notes how long an act took.
func (m *meter) request(act keys.Act, took time.Duration) {
	m.requests.WithLabelValues(string(act)).Observe(took.Seconds())
}

// gauges adds what is looked up when it is asked for: one line for each figure.
// checkpoints is the file that those of the audit log go to; empty for none.
func (m *meter) gauges(s *server, data *dataDir, checkpoints string) {
	for _, g := range []struct {
		name, help string
		value      func() float64
	}{
		{"signpost_connections", "Connections, those at the door with them.", func() float64 { return float64(len(s.all())) }},
		{"signpost_connections_at_door", "Connections that are not let in yet.", func() float64 { return float64(s.hall.atDoor()) }},
		{"signpost_sessions", "Windows and commands that are open.", func() float64 { return float64(s.hall.open()) }},
		{"signpost_members_inside", "Members with a window or a command open.", func() float64 { return float64(s.hall.members()) }},
		{"signpost_addresses_kept_out", "Addresses that are kept out by penalties.", func() float64 { return float64(s.penalties.shut()) }},
		{"signpost_store_file_bytes", "Size of the store's file.", func() float64 { size, _ := storeSpace(data.Path); return size }},
		{"signpost_store_limit_bytes", "What that file can grow to: its size and what is free on its disk.", func() float64 { _, most := storeSpace(data.Path); return most }},
	} {
		m.all.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: g.name, Help: g.help}, g.value))
	}
	if checkpoints != "" {
		m.all.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "signpost_audit_checkpoint_age_seconds", Help: "How long ago the audit log's newest checkpoint was written, which is done where the log has grown; +Inf where there is none.",
		}, func() float64 { return age(checkpoints, time.Now()) }))
	}
}

// writtenAt is when a file was written; zero where there is none.
func writtenAt(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// age is how many seconds ago a file was written.
func age(path string, now time.Time) float64 {
	at := writtenAt(path)
	if at.IsZero() {
		return math.Inf(1)
	}
	return now.Sub(at).Seconds()
}

// backups adds how old the newest backup is, for a server that makes them.
func (m *meter) backups(dir string, now func() time.Time) {
	if dir == "" {
		return
	}
	m.all.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "signpost_backup_age_seconds", Help: "How long ago the newest backup was made; +Inf where there is none.",
	}, func() float64 {
		newest, err := newestBackup(dir, now())
		if err != nil || newest.IsZero() {
			return math.Inf(1)
		}
		return now().Sub(newest).Seconds()
	}))
}

// clock adds whether the clock is doubted.
func (m *meter) clock(ctx context.Context, doubted func(context.Context) (store.ClockJump, error)) {
	m.all.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "signpost_clock_doubted", Help: "1 while the clock is too far from what was written last to be believed, and 0 otherwise.",
	}, func() float64 {
		if j, err := doubted(ctx); err == nil && !j.Doubted() {
			return 0
		}
		return 1
	}))
}

// purge adds how far removing by time has come.
func (m *meter) purge(ctx context.Context, purge func(context.Context) (store.Purge, error), now func() time.Time) {
	m.all.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "signpost_purge_held", Help: "1 while removing by time is on hold, and 0 otherwise.",
	}, func() float64 {
		if p, err := purge(ctx); err == nil && p.Hold == nil {
			return 0
		}
		return 1
	}), prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "signpost_purge_age_seconds", Help: "How long ago the last night of removing by time was; +Inf where there was none.",
	}, func() float64 {
		p, err := purge(ctx)
		if err != nil || p.LastAt.IsZero() {
			return math.Inf(1)
		}
		return now().Sub(p.LastAt).Seconds()
	}))
}

// storeSpace is the size of the store's file, and what it can grow to; -1 for what
// cannot be told.
func storeSpace(dir string) (size, most float64) {
	size, most = -1, -1
	if info, err := os.Stat(filepath.Join(dir, storeFile)); err == nil {
		size = float64(info.Size())
	}
	if disk, err := diskOf(dir); err == nil && size >= 0 {
		most = size + float64(disk.free)
	}
	return size, most
}

// metered is an engine whose transactions are timed.
type metered struct {
	store.Engine
	meter *meter
}

// View times a reading.
func (e metered) View(ctx context.Context, fn func(store.Tx) error) error {
	return e.timed(ctx, "view", e.Engine.View, fn)
}

// Update times a change.
func (e metered) Update(ctx context.Context, fn func(store.Tx) error) error {
	return e.timed(ctx, "update", e.Engine.Update, fn)
}

// Insist times a change that may use the room kept back.
func (e metered) Insist(ctx context.Context, fn func(store.Tx) error) error {
	insist := func(ctx context.Context, fn func(store.Tx) error) error { return store.Insist(ctx, e.Engine, fn) }
	return e.timed(ctx, "update", insist, fn)
}

// timed runs a transaction, and counts as a fault what was not the doing of fn,
// nor of a caller who has gone.
func (e metered) timed(ctx context.Context, kind string, run func(context.Context, func(store.Tx) error) error, fn func(store.Tx) error) error {
	began := time.Now()
	var own error
	err := run(ctx, func(tx store.Tx) error {
		own = fn(tx)
		return own
	})
	e.meter.times.WithLabelValues(kind).Observe(time.Since(began).Seconds())
	if err != nil && own == nil && ctx.Err() == nil {
		e.meter.faults.WithLabelValues(kind).Inc()
	}
	return err
}
