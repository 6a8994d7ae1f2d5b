package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"

	"signpost/store"
	"signpost/store/text"
)

// usualWatch is where the server is watched from, where nobody says otherwise.
const usualWatch = "127.0.0.1:9222"

// The times of a watcher's questions. A proof that is younger than proofTime is
// answered again: each writes to the disk, and anybody on this machine may ask.
const (
	watchTime = 10 * time.Second
	proofTime = 2 * time.Second
)

// proved is what is said of a store that was.
const proved = "The store was written and read."

// prover proves that the store can be written and read.
type prover struct {
	engine store.Engine
	now    func() time.Time
	clock  func(context.Context) (store.ClockJump, error) // how far it is from being believed; nil: nobody asks
	purge  func(context.Context) (store.Purge, error)     // how far removing by time has come; nil: nobody asks

	mu  sync.Mutex
	at  time.Time
	err error
}

// prove writes and reads, unless that was done just now.
func (p *prover) prove(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := p.now(); p.at.IsZero() || now.Sub(p.at) >= proofTime || now.Before(p.at) {
		p.err = store.Probe(ctx, p.engine, now)
		p.at = now
	}
	return p.err
}

// doubt is what is wrong with the clock, as a line. The server is of use with a wrong
// clock, so its health is not called bad for that: to start it anew mends nothing.
func (p *prover) doubt(ctx context.Context) string {
	if p.clock == nil {
		return ""
	}
	if j, err := p.clock(ctx); err == nil && j.Doubted() {
		return j.String() + "\n"
	}
	return ""
}

// held is why nothing is removed by its time, as a line, which is no bad health
// either.
func (p *prover) held(ctx context.Context) string {
	if p.purge == nil {
		return ""
	}
	if of, err := p.purge(ctx); err == nil {
		if says := of.Trouble(store.DayOf(p.now())); says != "" {
			return says + "\n"
		}
	}
	return ""
}

// watchAddress is an address of this machine alone that the server may be watched
// at: the figures name nobody, and are still nobody else's.
func watchAddress(s string) error {
	host, _, err := net.SplitHostPort(s)
	ip, wrong := netip.ParseAddr(host)
	if err != nil || host != "localhost" && (wrong != nil || !ip.IsLoopback()) {
		return usage("--metrics is %q: enter a loopback address and a port, such as %s", s, usualWatch)
	}
	return nil
}

// watchAt has the server's figures and its health answered over HTTP until stop is
// called.
func watchAt(l net.Listener, m *meter, p *prover, log *slog.Logger) (stop func()) {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.all, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), watchTime/2)
		defer cancel()
		if err := p.prove(ctx); err != nil {
			log.Error("health", "err", err)
			http.Error(w, "The store cannot be written and read: "+text.Safe(err.Error()), http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, proved+"\n"+p.doubt(ctx)+p.held(ctx))
	})
	srv := &http.Server{
		Handler: mux, ReadTimeout: watchTime, WriteTimeout: watchTime, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	return func() {
		_ = srv.Close()
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			log.Error("be watched", "err", err)
		}
	}
}

func newHealth() *cobra.Command {
	var at string
	cmd := &cobra.Command{
		Use: "health", Short: "Ask a running server whether it can write and read", Args: cobra.NoArgs,
		Long: `Health asks the server on this machine to write to its store and to read that back,
by the address that serve has with --metrics. It ends with 0 when that was done,
and otherwise with 1 and what is wrong.`,
		Example: "  signpost health\n  signpost health --metrics 127.0.0.1:9222",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := watchAddress(at); err != nil {
				return err
			}
			says, err := healthAt(cmd.Context(), at)
			if err == nil {
				fmt.Fprintln(cmd.OutOrStdout(), says)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&at, "metrics", usualWatch, "`address` that serve has with --metrics (or SIGNPOST_METRICS)")
	return cmd
}

// healthAt asks a server that is watched at that address.
func healthAt(ctx context.Context, address string) (says string, err error) {
	ctx, cancel := context.WithTimeout(ctx, watchTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/health", nil)
	if err != nil {
		return "", fmt.Errorf("ask %q: %w", address, err)
	}
	answer, err := http.DefaultClient.Do(req)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return "", fmt.Errorf("nothing answers at %q: start the server with --metrics %s", address, address)
	}
	if err != nil {
		return "", fmt.Errorf("no server answers at %q: %w: start it with --metrics %s", address, err, address)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 4<<10))
	says = text.Safe(strings.TrimSpace(string(body)))
	if err == nil && answer.StatusCode != http.StatusOK {
		err = errors.New(says)
	}
	return says, err
}
