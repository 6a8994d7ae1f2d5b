package main

import (
	"context"
	"encoding/hex"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hinshun/vt10x"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store/desk"
)

// The main job on the clients that people have: OpenSSH's in a terminal, and
// PuTTY's. It is the job that README.md shows, and its screens have to be those.

// tools skips the test where one of the programs is not installed.
func tools(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed", name)
		}
	}
}

// tool runs a program that has to end well, and gives what it says.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v: %s", name, args, err, out)
	}
	return string(out)
}

// job serves the main job's coach-to-be from a directory of its own.
func job(t *testing.T) (r *realServer, dir, host, port string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "signpost") // short: a socket's path has a limit
	check(t, err)
	t.Cleanup(func() { check(t, os.RemoveAll(dir)) })
	r = &realServer{t: t, dir: filepath.Join(dir, "data"), clock: &clock{at: stageDay}}
	r.start()
	t.Cleanup(func() { r.stop() })
	r.delivers()
	host, port, err = net.SplitHostPort(r.addr)
	check(t, err)
	return r, dir, host, port
}

// walksTheJob does the job from Home to the end, and holds what it sees to the
// pictures in README.md.
func walksTheJob(t *testing.T, g glass) {
	t.Helper()
	screens := map[string]string{}
	coachFindsAndTriages(t, g, screens)
	coachSavesAndRefers(t, g, screens)
	g.press(t, "\x03")
	g.see(t, "Leave Signpost?")
	g.press(t, "\x03")
	g.see(t, "You have left Signpost.")
	page, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	check(t, err)
	for name, picture := range screens {
		if !strings.Contains(string(page), "<!-- screen: "+name+" -->\n\n```text\n"+picture+"\n```") {
			t.Errorf("the screen %q is not as README.md shows it:\n%s", name, picture)
		}
	}
}

// TestTmuxAndOpenSSH is an invited coach at a terminal: enrolment with the
// machine's own ssh, in tmux, and the main job.
func TestTmuxAndOpenSSH(t *testing.T) {
	tools(t, "tmux", "ssh", "ssh-keygen")
	r, dir, host, port := job(t)
	code, _, err := r.office.Installer().Invite(t.Context(), "Amina", "Burnley Jobcentre", []keys.Role{keys.Coach})
	check(t, err)
	key := filepath.Join(dir, "key")
	tool(t, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key)
	m := inTmux(
		t, dir, "ssh", "-F", "none", "-p", port, "-i", key, "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none",
		"-o", "StrictHostKeyChecking=accept-new", "-o", "UserKnownHostsFile="+filepath.Join(dir, "known"), "enrol@"+host,
	)

	g := glass{window: window{in: m}, seen: m.seen}
	g.see(t, "Invitation code:")
	g.press(t, strings.ToLower(code)+"\r")
	g.see(t, "You are enrolled: Amina, Burnley Jobcentre.")
	g.press(t, "\r")
	g.see(t, "Do you see a box or letters?") // ssh says nothing of the locale
	g.see(t, "╓────╖")
	g.press(t, "2")
	g.see(t, "Nothing waits for you today.")
	walksTheJob(t, g)
	g.see(t, "ssh ends with 0.")
}

// inTmux starts a client in a tmux of its own, which stays when the client ends
// and tells how.
func inTmux(t *testing.T, dir, client string, args ...string) tmux {
	t.Helper()
	m := tmux{t, filepath.Join(dir, "tmux")}
	settings := filepath.Join(dir, "tmux.conf")
	check(t, os.WriteFile(settings, []byte("set -g status off\nset -g default-terminal screen-256color\n"), 0o600))
	m.run(append([]string{
		"-f", settings, "-u", "new-session", "-d", "-x", "80", "-y", "24",
		"sh", "-c", `"$@"; echo "` + client + ` ends with $?."; exec cat`, "sh", "env", "-u", "SSH_ASKPASS", client,
	}, args...)...)
	t.Cleanup(func() { m.run("kill-server") })
	return m
}

// TestDropbear is an invited coach with dropbear's client, which is what routers
// and small machines have: enrolment and the main job.
func TestDropbear(t *testing.T) {
	tools(t, "tmux", "dbclient", "dropbearkey")
	r, dir, host, port := job(t)
	code, _, err := r.office.Installer().Invite(t.Context(), "Amina", "Burnley Jobcentre", []keys.Role{keys.Coach})
	check(t, err)
	key := filepath.Join(dir, "key")
	tool(t, "dropbearkey", "-t", "ed25519", "-f", key)
	m := inTmux(t, dir, "dbclient", "-y", "-y", "-p", port, "-i", key, "enrol@"+host)

	g := glass{window: window{in: m}, seen: m.seen}
	g.see(t, "Invitation code:")
	g.press(t, strings.ToLower(code)+"\r")
	g.see(t, "You are enrolled: Amina, Burnley Jobcentre.")
	g.press(t, "\r")
	g.see(t, "Do you see a box or letters?")
	g.press(t, "2")
	g.see(t, "Nothing waits for you today.")
	walksTheJob(t, g)
	g.see(t, "dbclient ends with 0.")
	if says := tool(t, "dbclient", "-y", "-y", "-p", port, "-i", key, "amina@"+host, "whoami"); !strings.Contains(says, "Name: Amina") {
		t.Errorf("whoami says %q", says)
	}
}

// newer are algorithms that are newer than some ssh-audit still installed, which
// warns of what it does not know.
const newer = " mlkem768x25519-sha256 kex-strict-s-v00@openssh.com "

// TestSSHAudit has nothing that ssh-audit would rather not see.
func TestSSHAudit(t *testing.T) {
	tools(t, "ssh-audit")
	_, _, host, port := job(t)
	out, err := exec.CommandContext(t.Context(), "ssh-audit", "-n", "-p", port, host).CombinedOutput()
	says := string(out) // its exit status counts what it does not know, too
	if !strings.Contains(says, "(key) ssh-ed25519") || !strings.Contains(says, "(kex) curve25519-sha256 ") {
		t.Fatalf("it did not look: %v: %s", err, says)
	}
	algorithm := ""
	for line := range strings.Lines(says) {
		if f := strings.Fields(line); len(f) > 1 && strings.HasPrefix(f[0], "(") {
			algorithm = f[1]
		}
		unknown := strings.Contains(line, "[warn] unknown algorithm") && strings.Contains(newer, " "+algorithm+" ")
		if strings.Contains(line, "[fail]") || strings.Contains(line, "[warn]") && !unknown {
			t.Errorf("of %s: %s", algorithm, line)
		}
	}
}

// tmux is one window in a tmux of its own.
type tmux struct {
	t      *testing.T
	socket string
}

func (m tmux) run(args ...string) string {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "tmux", append([]string{"-S", m.socket}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TMUX=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		m.t.Fatalf("tmux %q: %v: %s", args, err, out)
	}
	return string(out)
}

// Write presses keys, byte by byte as a terminal sends them.
func (m tmux) Write(b []byte) (int, error) {
	args := []string{"send-keys", "-H"}
	for _, c := range b {
		args = append(args, hex.EncodeToString([]byte{c}))
	}
	m.run(args...)
	return len(b), nil
}

func (m tmux) Close() error { return nil }

// seen is what tmux shows.
func (m tmux) seen() string { return m.run("capture-pane", "-p") }

// TestPlink is a coach with PuTTY's client and a key in PuTTY's form, who does
// the main job.
func TestPlink(t *testing.T) {
	tools(t, "plink", "puttygen", "ssh-keygen")
	r, dir, host, port := job(t)
	key, ppk := filepath.Join(dir, "key"), filepath.Join(dir, "key.ppk")
	tool(t, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key)
	tool(t, "puttygen", key, "-O", "private", "-o", ppk)
	line, err := os.ReadFile(key + ".pub")
	check(t, err)
	public, _, _, _, err := gossh.ParseAuthorizedKey(line)
	check(t, err)
	proved, err := keys.FromSSH(public)
	check(t, err)
	_, err = r.office.Installer().AddMember(t.Context(), desk.NewMember{Name: "Amina", Partner: "Burnley Jobcentre", Roles: []keys.Role{keys.Coach}, Key: proved})
	check(t, err)

	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "plink", "-ssh", "-t", "-batch", "-noagent", "-hostkey", hostKey(t, r), "-i", ppk, "-P", port, "amina@"+host)
	cmd.Env = append(os.Environ(), "HOME="+dir, "TERM=putty")
	says := &safeBuffer{}
	cmd.Stdout, cmd.Stderr = says, says
	in, err := cmd.StdinPipe()
	check(t, err)
	check(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(cancel)

	g := glass{window: window{in: in, shows: says}, term: vt10x.New(vt10x.WithSize(80, 24)), read: new(int)}
	g.see(t, "Do you see a box or letters?") // PuTTY says nothing of the locale
	g.press(t, "2")
	g.see(t, "Nothing waits for you today.")
	walksTheJob(t, g)
	select {
	case err := <-ended:
		check(t, err)
	case <-ctx.Done():
		t.Error("plink does not end when the session does")
	}
}

// hostKey is the fingerprint of the server's key, as it tells it to anybody.
func hostKey(t *testing.T, r *realServer) string {
	t.Helper()
	var print string
	_, err := gossh.Dial("tcp", r.addr, &gossh.ClientConfig{HostKeyCallback: func(_ string, _ net.Addr, key gossh.PublicKey) error {
		print = gossh.FingerprintSHA256(key)
		return io.EOF
	}})
	if print == "" {
		t.Fatal(err)
	}
	return print
}
