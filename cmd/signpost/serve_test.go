package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hinshun/vt10x"
	gossh "golang.org/x/crypto/ssh"

	"signpost/keys"
	"signpost/store/desk"
)

// served is the whole program, serving from a directory.
type served struct {
	t    *testing.T
	addr string
	code string // of the first steward, where one was printed
	says string
	log  *safeBuffer
	stop func() string // stops it and gives its log
}

// serveFrom starts the program on the data directory and reads what it prints.
func serveFrom(t *testing.T, dir string, more ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var out, log safeBuffer
	ended := make(chan int, 1)
	args := append([]string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, more...)
	go func() { ended <- run(ctx, args, strings.NewReader(""), &out, &log) }()
	s := &served{t: t, log: &log}
	s.stop = sync.OnceValue(func() string {
		cancel()
		if code := <-ended; code != exitDone {
			t.Errorf("serve ended with %d: %s", code, &log)
		}
		return log.String()
	})
	t.Cleanup(func() { s.stop() })
	eventually(t, "the server listens", func() bool {
		return strings.HasSuffix(out.String(), "\n\n") || strings.Contains(log.String(), "signpost: ")
	})
	s.says = out.String()
	at := regexp.MustCompile(`Listening on (\S+)`).FindStringSubmatch(s.says)
	if at == nil {
		t.Fatalf("serve says %q, %q", s.says, &log)
	}
	s.addr = at[1]
	if code := regexp.MustCompile(`(?m)^    ([0-9A-Z]{4}(-[0-9A-Z]{4}){3})$`).FindStringSubmatch(s.says); code != nil {
		s.code = code[1]
	}
	return s
}

func (s *served) dial(user string, auth ...gossh.AuthMethod) *gossh.Client {
	s.t.Helper()
	cfg, told := config(user, auth...)
	c, err := gossh.Dial("tcp", s.addr, cfg)
	if err != nil {
		s.t.Fatalf("%s was not let in: %v; told %q", user, err, told)
	}
	s.t.Cleanup(func() { _ = c.Close() })
	return c
}

// do runs a command that has to end well, with what it reads, and decodes its
// JSON into v, if any.
func do(t *testing.T, c *gossh.Client, stdin, command string, v any) string {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var out, errs safeBuffer
	s.Stdin, s.Stdout, s.Stderr = strings.NewReader(stdin), &out, &errs
	if err := s.Run(command); err != nil {
		t.Fatalf("%q: %v: %s", command, err, &errs)
	}
	if v != nil {
		if err := json.Unmarshal([]byte(out.String()), v); err != nil {
			t.Fatalf("%q answers %q: %v", command, out.String(), err)
		}
	}
	return out.String()
}

// Where the last steward's key is gone, the start says how to make another.
func TestAStartWithoutAStewardSaysHowToMakeOne(t *testing.T) {
	const says = "Nobody can manage access"
	dir := filepath.Join(t.TempDir(), "data")
	data, err := openData(place{data: dir}, true)
	check(t, err)
	office, err := desk.Over(t.Context(), data.Store, time.Now, desk.Options{})
	check(t, err)
	key, err := keys.FromSSH(newSigner(t).PublicKey())
	check(t, err)
	_, err = office.Installer().AddMember(t.Context(), desk.NewMember{Name: "Stella", Partner: "Authority", Roles: []keys.Role{keys.Steward}, Key: key})
	check(t, err)
	check(t, data.Close())
	s := serveFrom(t, dir)
	if strings.Contains(s.says, says) {
		t.Errorf("there is a steward, and the start says\n%s", s.says)
	}
	s.stop()
	data, err = openData(place{data: dir}, false)
	check(t, err)
	office, err = desk.Over(t.Context(), data.Store, time.Now, desk.Options{})
	check(t, err)
	_, err = office.Installer().RevokeKey(t.Context(), key.Fingerprint)
	check(t, err)
	check(t, data.Close())
	s = serveFrom(t, dir)
	if !strings.Contains(s.says, says) || !strings.Contains(s.says, "signpost member add --name NAME --partner PARTNER --roles steward --key FILE.pub --data "+dir) {
		t.Errorf("no steward is left, and the start says\n%s", s.says)
	}
	s.stop()
}

func TestTheFirstStartTellsWhatToType(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serveFrom(t, dir)
	_, port, _ := net.SplitHostPort(s.addr)
	for _, want := range []string{
		"Made a new data directory: " + dir, "Host key: SHA256:", "on this machine:    ssh -p " + port + " localhost",
		"    ssh -p " + port + " enrol@localhost\n", "Nobody is enrolled yet", "It works once, until ",
	} {
		if !strings.Contains(s.says, want) {
			t.Errorf("the first start does not say %q:\n%s", want, s.says)
		}
	}
	first := s.code
	log := s.stop()
	if first == "" || strings.Contains(log, first) {
		t.Errorf("the code %q is not printed, or is logged", first)
	}

	// Until somebody is enrolled each start makes a new code, and the last is good.
	s = serveFrom(t, dir, "--known-as", "signpost.example.org:22", "--log-format", "json")
	if s.code == "" || s.code == first || !strings.Contains(s.says, "Data directory: "+dir) || !strings.Contains(s.says, "ssh signpost.example.org\n") {
		t.Errorf("the second start says %q", s.says)
	}
	cfg, told := config("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, first, first, first))
	if _, err := gossh.Dial("tcp", s.addr, cfg); err == nil {
		t.Error("the code of the first start is still good")
	}
	if !strings.Contains(told.String(), "ssh enrol@signpost.example.org\r\n") {
		t.Errorf("the client is told %q, and not the name that people know", told)
	}
	s.dial("enrol", gossh.PublicKeys(newSigner(t)), types(&safeBuffer{}, s.code))
	for line := range strings.Lines(s.stop()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("the log has a line that is not JSON: %q", line)
		}
	}
	if s = serveFrom(t, dir); s.code != "" || strings.Contains(s.says, "Nobody") {
		t.Errorf("with a steward there is still a code: %q", s.says)
	}
}

func TestOfflineCommandsKeepOutWhileTheServerRuns(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	serveFrom(t, dir)
	pub := filepath.Join(t.TempDir(), "ada.pub")
	if err := os.WriteFile(pub, gossh.MarshalAuthorizedKey(newSigner(t).PublicKey()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args    []string
		instead string
	}{
		{[]string{"member", "list"}, `ssh HOST "member list"`},
		{[]string{"key", "list"}, `ssh HOST "key list"`},
		{[]string{"key", "revoke", "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}, `ssh HOST "key revoke SHA256:`},
		{[]string{"member", "add", "--name", "Ada", "--partner", "P", "--roles", "coach", "--key", pub}, `ssh HOST "invite --name`},
		{[]string{"serve", "--listen", "127.0.0.1:0"}, "is in use by"},
	} {
		var out, errs safeBuffer
		code := run(t.Context(), append(c.args, "--data", dir), strings.NewReader(""), &out, &errs)
		if code != exitNo || !strings.Contains(errs.String(), "is in use by") || !strings.Contains(errs.String(), c.instead) {
			t.Errorf("%v ends with %d, %q", c.args, code, &errs)
		}
	}
}

// TestAStoryFromTheFirstStewardToAReferralSeenAgain is the main job end to end,
// as commands over a real SSH client.
func TestAStoryFromTheFirstStewardToAReferralSeenAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serveFrom(t, dir)
	steward, coach, auditor := newSigner(t), newSigner(t), newSigner(t)
	stella := s.dial("enrol", gossh.PublicKeys(steward), types(&safeBuffer{}, s.code))
	invited := func(name, role string, key gossh.Signer) *gossh.Client {
		var inv struct{ Code, Command string }
		do(t, stella, "", fmt.Sprintf("invite --name %s --partner 'Burnley Jobcentre' --roles %s --json", name, role), &inv)
		if !strings.HasSuffix(inv.Command, "enrol@localhost") {
			t.Errorf("the invited person is told to type %q", inv.Command)
		}
		return s.dial("enrol", gossh.PublicKeys(key), types(&safeBuffer{}, inv.Code))
	}
	carl := invited("Carl", "coach", coach)
	invited("Audrey", "auditor", auditor)

	var me struct{ Name, Partner, Key string }
	do(t, carl, "", "whoami --json", &me)
	if me.Name != "Carl" || me.Partner != "Burnley Jobcentre" || me.Key != string(keys.FingerprintOf(coach.PublicKey())) {
		t.Errorf("whoami answers %+v", me)
	}
	// On a terminal, ctrl+c ends a command that waits for facts.
	waiting, err := carl.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := waiting.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	keyboard, err := waiting.StdinPipe() // it stays open
	if err != nil {
		t.Fatal(err)
	}
	if err := waiting.Start("match"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(keyboard, "{\x03"); err != nil {
		t.Fatal(err)
	}
	if err := waiting.Wait(); err == nil {
		t.Error("a command that was interrupted ends well")
	}
	var found struct{ Total int }
	if do(t, carl, "", "find forklift --json", &found); found.Total == 0 {
		t.Error("nothing is found for forklift")
	}
	var client struct{ Ref string }
	do(t, carl, `{"given_name": "Kerry", "facts": {"district": "burnley", "birth_date": "1990-05-01", "work": "out-of-work",
		"benefits": ["universal-credit"], "uc_months": 10, "right_to_work": true}}`, "client add --told in-person --json", &client)
	if triage := do(t, carl, "", "triage "+client.Ref, nil); !strings.Contains(triage, "National Careers Service") {
		t.Errorf("triage answers %q", triage)
	}
	do(t, carl, "", "refer "+client.Ref+" connect-to-work --told today --reason 'wants outdoor work'", nil)

	for who, c := range map[string]*gossh.Client{"steward": stella, "auditor": s.dial("x", gossh.PublicKeys(auditor))} {
		if a := ask(t, c, "client show "+client.Ref); a.status != exitNotAllowed || a.out != "" {
			t.Errorf("the %s is shown a client: %+v", who, a)
		}
	}
	log := s.stop()
	for _, secret := range []string{"Kerry", "outdoor", "1990", client.Ref, "forklift", s.code} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}

	s = serveFrom(t, dir)
	carl = s.dial("carl", gossh.PublicKeys(coach))
	var referrals []struct{ State, Client, Programme string }
	do(t, carl, "", "referral list --json", &referrals)
	if len(referrals) != 1 || referrals[0].State != "sent" || referrals[0].Client != client.Ref || referrals[0].Programme != "connect-to-work" {
		t.Errorf("after the restart the referrals are %+v", referrals)
	}
	trail := do(t, s.dial("x", gossh.PublicKeys(auditor)), "", "trail", nil)
	if !strings.Contains(trail, client.Ref) || !strings.Contains(trail, "sent") {
		t.Errorf("the trail does not show the referral: %s", trail)
	}
}

// glass is a terminal emulator of 80 by 24 on a window.
type glass struct {
	window
	term vt10x.Terminal
	read *int
	seen func() string // what an emulator of another program shows; nil: term is looked at
}

func (g glass) shows() string {
	if g.seen != nil {
		return g.seen()
	}
	all := g.window.shows.String()
	_, _ = g.term.Write([]byte(all[*g.read:]))
	*g.read = len(all)
	return g.term.String()
}

func (g glass) see(t *testing.T, text string) {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Logf("the screen:\n%s", g.shows())
		}
	}()
	eventually(t, fmt.Sprintf("the screen shows %q", text), func() bool { return strings.Contains(g.shows(), text) })
}

func (g glass) press(t *testing.T, keys string) {
	t.Helper()
	if _, err := g.in.Write([]byte(keys)); err != nil {
		t.Fatal(err)
	}
}

func TestTheScreensOverSSH(t *testing.T) {
	s := serveFrom(t, filepath.Join(t.TempDir(), "data"))
	steward := newSigner(t)
	c := s.dial("enrol", gossh.PublicKeys(steward), types(&safeBuffer{}, s.code))
	g := glass{window: openWindow(t, c, "vt100", 80, 24), term: vt10x.New(vt10x.WithSize(80, 24)), read: new(int)}
	g.see(t, "You are enrolled: First steward, Signpost.")
	g.press(t, "\r")
	g.see(t, "Find provision")
	g.press(t, "1")
	g.see(t, "Words")
	g.press(t, "debt")
	g.see(t, "[debt")
	if err := g.WindowChange(16, 60); err != nil {
		t.Fatal(err)
	}
	g.term.Resize(60, 16)
	g.see(t, "[debt") // what was typed is still there
	log := s.stop()
	g.see(t, "Signpost is stopping. What you saved is kept.")
	if strings.Contains(log, "debt") {
		t.Error("what was typed is logged")
	}
}

// TestStockOpenSSH enrols with the machine's own ssh, which asks for the code by
// way of an askpass program, as it would a person at a terminal.
func TestStockOpenSSH(t *testing.T) {
	for _, tool := range []string{"ssh", "ssh-keygen"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	dir := t.TempDir()
	s := serveFrom(t, filepath.Join(dir, "data"))
	askpass, key := filepath.Join(dir, "askpass"), filepath.Join(dir, "key")
	if err := os.WriteFile(askpass, []byte("#!/bin/sh\necho "+strings.ToLower(s.code)+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v: %s", err, out)
	}
	host, port, _ := net.SplitHostPort(s.addr)
	openssh := func(user string, more ...string) (string, error) {
		args := []string{
			"-F", "none", "-p", port, "-i", key, "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none",
			"-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=" + filepath.Join(dir, "known"), user + "@" + host,
		}
		cmd := exec.CommandContext(t.Context(), "ssh", append(args, more...)...)
		cmd.Env = append(os.Environ(), "SSH_ASKPASS="+askpass, "SSH_ASKPASS_REQUIRE=force", "DISPLAY=:0")
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := openssh("ada", "whoami"); err == nil || !strings.Contains(out, "Your key is not known here") || !strings.Contains(out, "enrol@localhost") {
		t.Errorf("before: %v, %s", err, out)
	}
	if out, err := openssh("enrol", "whoami"); err != nil || !strings.Contains(out, "You are enrolled: First steward") || !strings.Contains(out, "Name: First steward") {
		t.Errorf("enrol: %v, %s", err, out)
	}
	if out, err := openssh("ada", "whoami"); err != nil || !strings.Contains(out, "Roles: steward") {
		t.Errorf("after: %v, %s", err, out)
	}
	if out, err := openssh("ada", "-s", "sftp"); err == nil {
		t.Errorf("sftp: %s", out)
	}
	if out, err := openssh("ada", "-o", "ExitOnForwardFailure=yes", "-R", "0:localhost:1", "whoami"); err == nil {
		t.Errorf("a remote port is forwarded: %s", out)
	}
}
