package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	gossh "golang.org/x/crypto/ssh"

	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/text"
)

// verdict is how one thing about an installation stands.
type verdict string

const (
	fine  verdict = "ok"
	minor verdict = "look"  // works now; somebody should look at it
	wrong verdict = "wrong" // has to be mended
)

// finding is what a check found, as sentences, with what to do.
type finding struct {
	Verdict verdict `json:"verdict"`
	About   string  `json:"about"`
	Says    string  `json:"says"`
}

// The least that a disk should have free, in bytes.
const (
	leastFree = 100 << 20
	goodFree  = 1 << 30
)

// goodFiles is how many files a server with a thousand sessions needs open, with
// room.
const goodFiles = 4096

// patient is the installation that is looked at.
type patient struct {
	place           place
	listen, metrics string
	ages            ages
	environ         []string
	flags           []string // the names of all that may be set by the environment
}

func newDoctor() *cobra.Command {
	var (
		p      patient
		inJSON bool
	)
	cmd := &cobra.Command{
		Use: "doctor", Short: "Check an installation, and say what to mend", Args: cobra.NoArgs,
		Long: `Doctor looks at the data directory, its disk, this user and the running server, if
there is one, and says of each thing how it stands: ok, look (it works, and somebody
should look at it) or wrong, with what to do. It changes nothing. It ends with 1
where something is wrong.`,
		Example: "  signpost doctor\n  signpost doctor --data /var/lib/signpost --listen :22 --metrics 127.0.0.1:9222",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if at, err := listening(p.place.data); err == nil && !cmd.Flags().Changed("listen") {
				p.listen = at
			}
			p.environ, p.flags = os.Environ(), flagNames(cmd.Root())
			found := p.examine(cmd.Context())
			if inJSON {
				if err := asJSON(cmd.OutOrStdout(), found); err != nil {
					return err
				}
			} else {
				for _, f := range found {
					if _, err := io.WriteString(cmd.OutOrStdout(), f.read()); err != nil {
						return err
					}
				}
			}
			if n := len(slices.DeleteFunc(found, func(f finding) bool { return f.Verdict != wrong })); n > 0 {
				return fmt.Errorf("wrong: %d of what was looked at: mend it, then look again", n)
			}
			return nil
		},
	}
	f := cmd.Flags()
	placeFlags(cmd, &p.place)
	f.StringVar(&p.listen, "listen", usualListen, "`address` that serve listens on, where the data directory does not say it (or SIGNPOST_LISTEN)")
	f.StringVar(&p.metrics, "metrics", "", "`address` that serve has with --metrics, if any (or SIGNPOST_METRICS)")
	p.ages.flags(f)
	f.BoolVar(&inJSON, "json", false, "answer as JSON")
	return cmd
}

// read is a finding as lines for a terminal: the verdict, what it is about, and
// what was found beside them.
func (f finding) read() string {
	var b strings.Builder
	for i, l := range text.Wrap(text.SafeLines(f.Says), 59) {
		verdict, about := string(f.Verdict), f.About
		if i > 0 {
			verdict, about = "", ""
		}
		fmt.Fprintf(&b, "%-6s %-12s %s\n", verdict, about, l)
	}
	return b.String()
}

// flagNames are the flags of all commands.
func flagNames(root *cobra.Command) []string {
	var names []string
	for _, cmd := range root.Commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		names = append(names, flagNames(cmd)...)
	}
	return names
}

// examine looks at everything.
func (p *patient) examine(ctx context.Context) []finding {
	data, times, held := p.dataDirectory(ctx)
	found := []finding{p.user(), data, p.modes(), p.space(), p.fileSystem(), p.files(), p.clock(times.jump), p.environment(), p.door(ctx, held)}
	if held {
		found = append(found, p.retention(ctx))
	} else {
		found = append(found, times.retention())
	}
	found = append(found, p.ages.findings(time.Now(), held)...)
	if p.metrics != "" {
		found = append(found, p.health(ctx, held))
	}
	return found
}

func (p *patient) user() finding {
	const about = "user"
	if runtime.GOOS != "windows" && os.Geteuid() == 0 {
		return finding{minor, about, "This is root: run signpost as a user of its own, who owns the data directory and nothing else. For a service: signpost unit"}
	}
	return finding{fine, about, "This user is not root."}
}

// timely is what a store says of time: how far the clock is from being believed, and
// how far removing by time has come.
type timely struct {
	jump  store.ClockJump
	purge store.Purge
}

func (t *timely) retention() finding {
	const about = "retention"
	if says := t.purge.Trouble(store.DayOf(time.Now())); says != "" {
		return finding{minor, about, says}
	}
	return finding{fine, about, "What is out of its time is announced and removed."}
}

// retention asks the server that has the store open how removing by time stands.
func (p *patient) retention(ctx context.Context) finding {
	var times timely
	told, err := askServer(ctx, p.place.data, askRetention)
	if err == nil {
		err = json.Unmarshal(told, &times.purge)
	}
	if err != nil {
		return finding{minor, "retention", "Whether removing by time goes on could not be asked: " + err.Error() + "."}
	}
	return times.retention()
}

// dataDirectory opens the store as a start would, reads what it says of time, and
// says whether a server has it open.
func (p *patient) dataDirectory(ctx context.Context) (f finding, times timely, held bool) {
	const about = "data"
	data, err := openData(p.place, false)
	switch {
	case errors.Is(err, bolt.ErrHeld):
		return finding{fine, about, fmt.Sprintf("%q is in use by a server. Its store was read whole when that started.", p.place.data)}, times, true
	case err != nil:
		return finding{wrong, about, text.Capital(err.Error()) + "."}, times, false
	}
	notice := data.File.Notice()
	err = data.Store.View(ctx, func(tx store.Tx) (err error) {
		if times.jump, err = store.LookAtClock(tx, time.Now()); err == nil {
			times.purge, err = store.Purges.Get(tx, store.PurgeID)
		}
		if errors.Is(err, store.ErrNotFound) { // no night yet
			err = nil
		}
		return err
	})
	if err == nil {
		_, err = readLedger(filepath.Join(p.place.data, ledgerFile), data.File.Identity())
	}
	if errors.Is(err, fs.ErrNotExist) { // a start makes it anew from the store
		err = nil
	}
	if err := errors.Join(err, data.Close()); err != nil {
		return finding{wrong, about, text.Capital(err.Error()) + "."}, times, false
	}
	if notice != "" {
		return finding{minor, about, notice}, times, false
	}
	return finding{fine, about, fmt.Sprintf("%q is whole: the store was read from its first page to its last.", p.place.data)}, times, false
}

// modes looks at who may read the directory and what is in it.
func (p *patient) modes() finding {
	const about = "modes"
	if runtime.GOOS == "windows" {
		return finding{minor, about, "Windows keeps no modes: see that only the server's user may open the data directory."}
	}
	paths := []string{p.place.data}
	for _, name := range []string{storeFile, hostKeyFile, auditKeyFile, identityFile, ledgerFile} {
		paths = append(paths, filepath.Join(p.place.data, name))
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // whether it has to be there is for others to say
		}
		if err != nil {
			return finding{wrong, about, fmt.Sprintf("%q cannot be looked at: run doctor as the user who runs the server.", path)}
		}
		if mode := info.Mode().Perm(); mode&0o077 != 0 {
			return finding{wrong, about, fmt.Sprintf("%q is open to other users (its mode is %04o): enter: chmod go= %s", path, mode, path)}
		}
	}
	return finding{fine, about, "Nobody else may read the data directory."}
}

func (p *patient) space() finding {
	const about = "space"
	disk, err := diskOf(p.place.data)
	if err != nil {
		return finding{minor, about, "The space that is left cannot be told here: look at it now and then."}
	}
	says := fmt.Sprintf("%d MiB are free on the disk.", disk.free>>20)
	size, _ := storeSpace(p.place.data)
	switch {
	case disk.free < leastFree:
		return finding{wrong, about, says + " Make room before the server has to refuse what members save."}
	case disk.free < goodFree, float64(disk.free) < 2*size:
		return finding{minor, about, says + " Make room: the store grows, and a backup needs as much again."}
	}
	return finding{fine, about, says}
}

func (p *patient) fileSystem() finding {
	const about = "disk"
	disk, err := diskOf(p.place.data)
	switch {
	case err != nil:
		return finding{minor, about, "The kind of disk cannot be told here: use one of this machine's own."}
	case disk.kind == "tmpfs", disk.kind == "ramfs":
		return finding{wrong, about, fmt.Sprintf("The data directory is on a %s, which is gone when the machine stops: move it to a disk.", disk.kind)}
	case disk.kind != "":
		return finding{wrong, about, fmt.Sprintf("The data directory is on %s, over a network, where locks and syncing do not hold: move it to a disk of this machine.", disk.kind)}
	}
	return finding{fine, about, "The data directory is on a disk of this machine."}
}

func (p *patient) files() finding {
	const about = "files"
	n, err := openFiles()
	switch {
	case err != nil:
		return finding{fine, about, "How many files may be open is not told here."}
	case n < goodFiles:
		return finding{minor, about, fmt.Sprintf("This user may have %d files open. A thousand sessions need %d: raise it (ulimit -n, or LimitNOFILE of a service).", n, goodFiles)}
	}
	return finding{fine, about, fmt.Sprintf("This user may have %d files open.", n)}
}

// clock compares the clock with what was written last: a clock that is behind it
// was set back, or is not set.
func (p *patient) clock(jump store.ClockJump) finding {
	const about = "clock"
	if jump.Doubted() {
		return finding{wrong, about, jump.String()}
	}
	now := time.Now()
	says := "The clock says " + now.Format("2 January 2006, 15:04 MST") + "."
	if info, err := os.Stat(filepath.Join(p.place.data, storeFile)); err == nil && info.ModTime().After(now.Add(time.Minute)) {
		return finding{wrong, about, says + " The store was written later than that: set the clock."}
	}
	return finding{fine, about, says}
}

// environment finds variables that look like settings and are none.
func (p *patient) environment() finding {
	const about = "environment"
	var unknown []string
	for _, e := range p.environ {
		name, _, _ := strings.Cut(e, "=")
		if strings.HasPrefix(name, variable("")) && !slices.ContainsFunc(p.flags, func(f string) bool { return variable(f) == name }) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return finding{wrong, about, fmt.Sprintf("No setting is called %s: see signpost serve --help.", strings.Join(unknown, ", "))}
	}
	return finding{fine, about, "Every SIGNPOST_ variable is a setting."}
}

// door knocks where the server listens, and goes again.
func (p *patient) door(ctx context.Context, held bool) finding {
	const about = "door"
	at := knockAt(p.listen)
	d := net.Dialer{Timeout: watchTime / 2}
	conn, err := d.DialContext(ctx, "tcp", at)
	switch {
	case err != nil && held:
		return finding{wrong, about, fmt.Sprintf("The data directory is in use, and nobody answers at %s: give the server's own --listen, or look at its log.", at)}
	case err != nil:
		return finding{minor, about, fmt.Sprintf("No server is running at %s.", at)}
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(watchTime / 2))
	key, err := hostKeyAt(conn, at)
	if err != nil {
		return finding{wrong, about, fmt.Sprintf("What answers at %s is not Signpost, or lets nobody in from here: stop it, or give another address with --listen.", at)}
	}
	own, err := os.ReadFile(filepath.Join(p.place.data, hostKeyPubFile))
	if pub, _, _, _, bad := gossh.ParseAuthorizedKey(own); err == nil && bad == nil && !bytes.Equal(pub.Marshal(), key.Marshal()) {
		return finding{wrong, about, fmt.Sprintf("What answers at %s has another host key (%s), so it does not serve this data directory: give the address of the one that does with --listen, or stop it.", at, gossh.FingerprintSHA256(key))}
	}
	return finding{fine, about, fmt.Sprintf("A server answers at %s.", at)}
}

// hostKeyAt is the host key that a server of this program proves to hold on a
// connection. No login is tried.
func hostKeyAt(conn net.Conn, at string) (gossh.PublicKey, error) {
	var key gossh.PublicKey
	seen := errors.New("the host key was seen")
	_, _, _, err := gossh.NewClientConn(conn, at, &gossh.ClientConfig{
		HostKeyCallback: func(_ string, _ net.Addr, k gossh.PublicKey) error { key = k; return seen },
	})
	if key == nil {
		return nil, err
	}
	return key, nil
}

// knockAt is the address at which to reach what listens on one: of every address,
// this machine's own.
func knockAt(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

func (p *patient) health(ctx context.Context, held bool) finding {
	const about = "health"
	if err := watchAddress(p.metrics); err != nil {
		return finding{wrong, about, text.Capital(err.Error()) + "."}
	}
	says, err := healthAt(ctx, p.metrics)
	switch {
	case err != nil && !held:
		return finding{minor, about, "No server is running that could be asked."}
	case err != nil:
		return finding{wrong, about, text.Capital(err.Error()) + "."}
	case says != proved: // it is of use, and says what to look at
		return finding{minor, about, says}
	}
	return finding{fine, about, says}
}
