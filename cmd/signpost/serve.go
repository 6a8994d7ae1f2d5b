package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store"
	"signpost/store/desk"
	"signpost/store/text"
)

// stopTime is how long a server that is told to stop waits for its sessions.
const stopTime = 5 * time.Second

// usualListen is where the server listens, where nobody says otherwise.
const usualListen = ":2222"

// serveOptions are the flags of serve.
type serveOptions struct {
	place     place
	listen    string
	knownAs   string
	postcodes string
	witness   string
	logFormat string
	steward   string
	partner   string
	metrics   string
	today     string
	backups   backupFlags
	limits    limits
}

func newServe() *cobra.Command {
	o := serveOptions{limits: usualLimits()}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve members over SSH",
		Long: `Serve lets members in over SSH until it is interrupted (ctrl+c, or SIGTERM).

On its first start it makes the data directory: the store, the server's host key,
and the provision that ships with the program. What is kept is secret on disk: the
key that opens it is made outside the data directory, at --key-file or under the
user's configuration, and comes from systemd where its service has the credential
signpost.key. While nobody is enrolled it prints
an invitation for the first steward, who then invites everybody else.`,
		Example: `  signpost serve
  signpost serve --data /srv/signpost --listen :22 --known-as signpost.example.org
  SIGNPOST_DATA=/srv/signpost SIGNPOST_LOG_FORMAT=json signpost serve`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return serve(cmd.Context(), o, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	placeFlags(cmd, &o.place)
	f.StringVar(&o.listen, "listen", usualListen, "`address` to listen on (or SIGNPOST_LISTEN)")
	f.StringVar(&o.knownAs, "known-as", "", "`host[:port]` that people type, where it is not this machine's own name (or SIGNPOST_KNOWN_AS)")
	f.StringVar(&o.postcodes, "postcodes", "", "`file` of postcodes and their districts, CSV, may be gzipped (or SIGNPOST_POSTCODES)")
	f.StringVar(&o.witness, "checkpoints", "", "`file`, best on another machine, to which signed checkpoints of the audit log are added each minute (or SIGNPOST_CHECKPOINTS)")
	f.StringVar(&o.logFormat, "log-format", "text", "text or json (or SIGNPOST_LOG_FORMAT)")
	f.StringVar(&o.steward, "steward", "First steward", "`name` of the first steward, while nobody is enrolled (or SIGNPOST_STEWARD)")
	f.StringVar(&o.partner, "steward-partner", "Signpost", "`name` of the first steward's organisation (or SIGNPOST_STEWARD_PARTNER)")
	f.StringVar(&o.metrics, "metrics", "", "loopback `address` to answer Prometheus and health checks at, such as "+usualWatch+"; none where it is empty (or SIGNPOST_METRICS)")
	f.StringVar(&o.today, "today", "", "the `day` it is, such as 2026-11-23, once, where the log says that the clock is not believed and it is right")
	o.backups.flags(f)
	o.limits.flags(f)
	return cmd
}

// garbage is how much may be allocated between two collections, in percent of
// what is in use. With a thousand sessions open a collection takes 50 ms on two
// cores, in which a key is answered in 8 ms and not in 0.3; at Go's own 100 one
// key in thirty falls into one, at 200 one in a hundred, and memory peaks at
// 300 MB.
const garbage = 200

// collectLess sets it, unless whoever runs the server has said otherwise.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}

// serve runs the server until ctx ends.
func serve(ctx context.Context, o serveOptions, out, errs io.Writer) (err error) {
	collectLess()
	log, err := newLog(errs, o.logFormat)
	if err != nil {
		return err
	}
	if err := o.check(); err != nil {
		return err
	}
	post, err := readPostcodes(o.postcodes)
	if err != nil {
		return err
	}
	if err := o.backups.check(o.place.data); err != nil {
		return err
	}
	data, err := openData(o.place, true)
	if errors.Is(err, errOldLayout) {
		up := upgrade{at: o.place, steps: store.Upgrades(), now: time.Now, log: log}
		if err = up.run(ctx); err == nil {
			data, err = openData(o.place, true)
		}
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	if notice := data.File.Notice(); notice != "" {
		log.Warn("store", "notice", notice)
	}
	m := newMeter()
	clock := newSteady(log)
	p := premises{serveOptions: o, clock: clock, vault: &vault{data: data, now: clock.now}, engine: metered{data.Store, m}, meter: m, log: log}
	ctx, p.end = context.WithCancelCause(ctx)
	defer p.end(nil)
	stop, err := p.furnish(ctx, post)
	if err != nil {
		return err
	}
	defer stop()
	l, err := listen(ctx, o.listen)
	if err != nil {
		return err
	}
	return errors.Join(p.letIn(ctx, out, l), closed(l.Close()), why(ctx))
}

// why is what has ended the server, unless whoever runs it did.
func why(ctx context.Context) error {
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// closed leaves out that something was closed already.
func closed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// check says which flag is not as it has to be.
func (o *serveOptions) check() error {
	o.limits.graces.code = o.limits.graces.login
	if o.metrics != "" {
		if err := watchAddress(o.metrics); err != nil {
			return err
		}
	}
	return o.limits.check()
}

// watch has the server watched, where that is asked for, and notes at which
// address.
func (o *serveOptions) watch(ctx context.Context, m *meter, p *prover, log *slog.Logger) (stop func(), err error) {
	if o.metrics == "" {
		return func() {}, nil
	}
	l, err := listen(ctx, o.metrics)
	if err != nil {
		return nil, err
	}
	o.metrics = l.Addr().String()
	return watchAt(l, m, p, log), nil
}

// until serves l until ctx ends, and then stops the server.
func until(ctx context.Context, srv *server, l net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- srv.serve(l) }()
	var err error
	select {
	case <-ctx.Done():
		srv.log.Info("stopping")
	case err = <-ended:
	}
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	srv.stop(wait, l)
	srv.log.Info("stopped")
	return err
}

// readPostcodes reads the table of that file; no file is no table.
func readPostcodes(path string) (*store.Postcodes, error) {
	if path == "" {
		return nil, nil // a nil table holds no postcodes
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the postcodes: %w", err)
	}
	defer f.Close()
	table, err := store.ReadPostcodes(f)
	if err != nil {
		return nil, fmt.Errorf("read the postcodes %q: %w", path, err)
	}
	return table, nil
}

// newLog makes a log whose lines cannot act on the terminal they are read on: some
// of their words come from whoever knocks at the door.
func newLog(w io.Writer, format string) (*slog.Logger, error) {
	options := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		switch v := a.Value.Any().(type) {
		case string:
			a.Value = slog.StringValue(text.SafeLines(v))
		case error:
			a.Value = slog.StringValue(text.SafeLines(v.Error()))
		}
		return a
	}}
	switch format {
	case "text":
		return slog.New(slog.NewTextHandler(w, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(w, options)), nil
	}
	return nil, usage("--log-format is %q: enter text or json", format)
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %q: %w: give another address with --listen, such as :2022", address, err)
	}
	return l, nil
}

// announce prints where the server is, by which key it is known, and who may
// come in first.
func announce(ctx context.Context, out io.Writer, o serveOptions, data *dataDir, office *desk.Office, d door, at net.Addr) error {
	var b strings.Builder
	if data.Made {
		fmt.Fprintf(&b, "Made a new data directory: %s\n", data.Path)
	} else {
		fmt.Fprintf(&b, "Data directory: %s\n", data.Path)
	}
	b.WriteString(data.keySays())
	fmt.Fprintf(&b, "Host key: %s\n", gossh.FingerprintSHA256(data.Host.PublicKey()))
	if kept := office.Kept(); len(kept) > 0 {
		fmt.Fprintf(&b, "Kept as edited here, though this version ships newer ones: %s\n", ids(kept))
	}
	fmt.Fprintf(&b, "Listening on %s\n", at)
	here, away := d.here(""), d.away("")
	fmt.Fprintf(&b, "  on this machine:    %s\n", here)
	if away != here {
		fmt.Fprintf(&b, "  from elsewhere:     %s\n", away)
	}
	if o.metrics != "" {
		fmt.Fprintf(&b, "  watched at:         http://%s/metrics and /health\n", o.metrics)
	}
	empty, err := office.Empty(ctx)
	if err != nil {
		return fmt.Errorf("see whether anybody is enrolled: %w", err)
	}
	if empty {
		code, err := office.FirstInvitation(ctx, o.steward, o.partner)
		if err != nil {
			return fmt.Errorf("invite the first steward: %w", err)
		}
		ends := time.Now().Add(keys.InvitationLasts).Format("2 January 2006 at 15:04")
		fmt.Fprintf(&b, "\nNobody is enrolled yet. To become the first steward, type in another window:\n\n    %s\n\n"+
			"When it asks for the invitation code, enter:\n\n    %s\n\n"+
			"It works once, until %s.\nTo make another, start the server again.\n"+
			"No SSH key yet? Make one first: ssh-keygen -t ed25519\n", d.here(enrolUser), code, ends)
	}
	left, err := office.Steward(ctx)
	if err != nil {
		return fmt.Errorf("see whether a steward is left: %w", err)
	}
	if !empty && !left {
		fmt.Fprintf(&b, "\nNobody can manage access: no steward has a key that is good and is not locked. To\n"+
			"make one, stop the server and, with the public key of who it is to be, type:\n\n"+
			"    signpost member add --name NAME --partner PARTNER --roles steward --key FILE.pub --data %s\n", data.Path)
	}
	_, err = io.WriteString(out, b.String()+"\n")
	return err
}

func ids(all []store.ProgrammeID) string {
	words := make([]string, len(all))
	for i, id := range all {
		words[i] = string(id)
	}
	return strings.Join(words, ", ")
}
