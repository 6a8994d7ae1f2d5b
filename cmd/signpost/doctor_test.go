package main

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// findings is what doctor says of the installation, by what it is about.
func findings(t *testing.T, p patient) map[string]finding {
	t.Helper()
	all := map[string]finding{}
	for _, f := range p.examine(t.Context()) {
		all[f.About] = f
		if !strings.HasSuffix(f.Says, ".") && !strings.Contains(f.Says, ": ") || f.Verdict == "" {
			t.Errorf("%+v is no sentence", f)
		}
	}
	return all
}

func TestDoctorFindsAServerWell(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := serveFrom(t, dir, "--metrics", "127.0.0.1:0")
	at := regexp.MustCompile(`http://(\S+)/metrics`).FindStringSubmatch(s.says)
	p := patient{place: place{data: dir}, listen: s.addr, metrics: at[1]}
	for about, f := range findings(t, p) {
		if f.Verdict == wrong || f.Verdict == minor && !slices.Contains([]string{"user", "space", "files"}, about) {
			t.Errorf("%+v", f)
		}
	}
	p.listen = "127.0.0.1:1"
	if f := findings(t, p)["door"]; f.Verdict != wrong || !strings.Contains(f.Says, "in use, and nobody answers") {
		t.Errorf("at another address: %+v", f)
	}
	s.stop()
	all := findings(t, p)
	if f := all["data"]; f.Verdict != fine || !strings.Contains(f.Says, "is whole") {
		t.Errorf("stopped: %+v", f)
	}
	if f := all["health"]; f.Verdict != minor {
		t.Errorf("stopped: %+v", f)
	}
}

func TestDoctorFindsWhatToMend(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	data, err := openData(place{data: dir}, true)
	check(t, err)
	check(t, data.Close())
	other, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer other.Close()
	go func() {
		for {
			c, err := other.Accept()
			if err != nil {
				return
			}
			_, _ = c.Write([]byte("SSH-2.0-OpenSSH_9.2\r\n"))
			_ = c.Close()
		}
	}()
	p := patient{
		place: place{data: dir}, listen: other.Addr().String(), metrics: "0.0.0.0:9222", flags: []string{"log-format"},
		environ: []string{"SIGNPOST_LOG_FORMAT=json", "SIGNPOST_LOGFORMAT=json", "HOME=/"},
	}
	if runtime.GOOS != "windows" {
		check(t, os.Chmod(dir, 0o755))
	}
	all := findings(t, p)
	for about, says := range map[string]string{
		"modes": "chmod go= " + dir, "environment": "No setting is called SIGNPOST_LOGFORMAT:", "door": "is not Signpost", "health": "loopback",
	} {
		if f := all[about]; f.Verdict != wrong || !strings.Contains(f.Says, says) {
			t.Errorf("%s: %+v", about, f)
		}
	}
	check(t, os.Chmod(dir, 0o700))
	ledger := filepath.Join(dir, ledgerFile)
	check(t, os.WriteFile(ledger, []byte("a list of erasures\n"), 0o600))
	if f := findings(t, p)["data"]; f.Verdict != wrong || !strings.Contains(f.Says, ledger) {
		t.Errorf("a ledger that a start would refuse: %+v", f)
	}
	check(t, os.Chmod(ledger, 0o666))
	if f := findings(t, p)["modes"]; runtime.GOOS != "windows" && (f.Verdict != wrong || !strings.Contains(f.Says, "chmod go= "+ledger)) {
		t.Errorf("a ledger that anybody may change: %+v", f)
	}
	check(t, os.Remove(ledger))
	check(t, os.Truncate(filepath.Join(dir, storeFile), 5000))
	if f := findings(t, p)["data"]; f.Verdict != wrong {
		t.Errorf("a store cut short: %+v", f)
	}
	none := findings(t, patient{place: place{data: filepath.Join(dir, "none")}})
	if f := none["modes"]; f.Verdict == wrong {
		t.Errorf("no directory, told twice: %+v", f)
	}
	if f := none["data"]; f.Verdict != wrong || !strings.Contains(f.Says, "no data directory") {
		t.Errorf("no directory: %+v", f)
	}
}

func TestDoctorLooksAtHowOldThingsAre(t *testing.T) {
	now, dir := time.Date(2026, 2, 20, 9, 0, 0, 0, time.UTC), t.TempDir()
	book := filepath.Join(dir, "checkpoints")
	a := ages{backups: dir, every: 24 * time.Hour, checkpoints: book}
	of := func(serving bool) (backup, checkpoint finding) {
		t.Helper()
		found := a.findings(now, serving)
		if len(found) != 2 {
			t.Fatalf("found %+v", found)
		}
		return found[0], found[1]
	}
	want := func(f finding, v verdict, says string) {
		t.Helper()
		if f.Verdict != v || !strings.Contains(f.Says, says) {
			t.Errorf("%+v, want %s: %s", f, v, says)
		}
	}
	backup, checkpoint := of(true)
	want(backup, wrong, "There is no backup")
	want(checkpoint, wrong, "cannot be looked at")
	backup, _ = of(false)
	want(backup, minor, "There is no backup")
	check(t, os.WriteFile(book, nil, 0o600))
	_, checkpoint = of(true)
	want(checkpoint, wrong, "holds no checkpoint")
	check(t, os.WriteFile(book, []byte("a checkpoint\n"), 0o600))
	for old, is := range map[time.Duration][3]verdict{time.Hour: {fine, fine, fine}, 47 * time.Hour: {fine, fine, fine}, 50 * time.Hour: {wrong, minor, fine}, 100 * time.Hour: {wrong, minor, minor}} {
		check(t, os.Chtimes(book, now.Add(-old), now.Add(-old)))
		file := filepath.Join(dir, backupPrefix+now.Add(-old).Format(backupTime)+backupSuffix)
		check(t, os.WriteFile(file, nil, 0o600))
		backup, checkpoint = of(true)
		want(backup, is[0], "The newest backup")
		want(checkpoint, is[2], "The newest checkpoint")
		backup, _ = of(false)
		want(backup, is[1], "The newest backup")
		check(t, os.Remove(file))
	}
	if found := (&ages{}).findings(now, true); len(found) != 0 {
		t.Errorf("where nothing is kept: %+v", found)
	}
}

// A server of another data directory is not this one's, whatever port it has.
func TestDoctorKnowsWhoseServerAnswers(t *testing.T) {
	s := serveFrom(t, filepath.Join(t.TempDir(), "data"))
	dir := filepath.Join(t.TempDir(), "data")
	data, err := openData(place{data: dir}, true)
	check(t, err)
	check(t, data.Close())
	if f := findings(t, patient{place: place{data: dir}, listen: s.addr})["door"]; f.Verdict != wrong || !strings.Contains(f.Says, "another host key") {
		t.Errorf("of another data directory: %+v", f)
	}
	own := regexp.MustCompile(`Made a new data directory: (.*)`).FindStringSubmatch(s.says)[1]
	if f := findings(t, patient{place: place{data: own}, listen: s.addr})["door"]; f.Verdict != fine {
		t.Errorf("of this one: %+v", f)
	}
}

func TestDoctorSaysHowItEnds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	data, err := openData(place{data: dir}, true)
	check(t, err)
	check(t, data.Close())
	doctor := func(more ...string) (int, string, string) {
		var out, errs safeBuffer
		code := run(t.Context(), append([]string{"doctor", "--data", dir, "--listen", "127.0.0.1:1"}, more...), strings.NewReader(""), &out, &errs)
		return code, out.String(), errs.String()
	}
	if code, out, errs := doctor(); code != exitDone || !strings.Contains(out, "\nok     data ") || errs != "" {
		t.Errorf("well: %d, %q, %q", code, out, errs)
	}
	_, out, _ := doctor()
	for line := range strings.Lines(out) {
		if len(line) > 81 {
			t.Errorf("a line of doctor is too long: %q", line)
		}
	}
	check(t, os.Remove(filepath.Join(dir, identityFile)))
	code, out, errs := doctor("--json")
	var found []finding
	if err := json.Unmarshal([]byte(out), &found); err != nil || code != exitNo || !strings.Contains(errs, "mend it") {
		t.Errorf("unwell: %d, %v, %q", code, err, errs)
	}
	if !slices.ContainsFunc(found, func(f finding) bool { return f.Verdict == wrong && f.About == "data" }) {
		t.Errorf("unwell: %+v", found)
	}
}

var setting = regexp.MustCompile(`SIGNPOST_[A-Z_]+`)

// The files that are printed for a deployment set what serve has, and run commands
// that there are.
func TestDeploymentsFitTheProgram(t *testing.T) {
	var began bool
	root := newRoot(&began)
	find := func(words ...string) *cobra.Command {
		cmd, rest, err := root.Find(words)
		if err != nil || len(rest) > 0 || cmd == root {
			t.Fatalf("there is no command %q", words)
		}
		return cmd
	}
	var names []string
	for _, name := range flagNames(root) {
		names = append(names, variable(name))
	}
	for _, name := range []string{"unit", "container"} {
		var out, errs safeBuffer
		if code := run(t.Context(), []string{name}, strings.NewReader(""), &out, &errs); code != exitDone {
			t.Fatalf("%s ends with %d: %s", name, code, &errs)
		}
		used := setting.FindAllString(out.String(), -1)
		if len(used) < 5 {
			t.Errorf("%s sets only %q", name, used)
		}
		for _, u := range used {
			if !slices.Contains(names, u) {
				t.Errorf("%s sets %s, which is no setting", name, u)
			}
		}
	}
	if !strings.Contains(containerFile, `CMD ["/signpost", "health"]`) || !strings.Contains(unitFile, "signpost serve\n") {
		t.Error("a deployment does not serve, or is not asked how it is")
	}
	find("health")
	find("serve")
	find("doctor")
}

// systemd itself reads the unit, and finds it little exposed.
func TestSystemdTakesTheUnit(t *testing.T) {
	tools(t, "systemd-analyze")
	self, err := os.Executable()
	check(t, err)
	file := filepath.Join(t.TempDir(), "signpost.service")
	check(t, os.WriteFile(file, []byte(strings.ReplaceAll(unitFile, "/usr/local/bin/signpost", self)), 0o600))
	for _, args := range [][]string{{"verify", "--man=no", file}, {"security", "--no-pager", "--offline=yes", "--threshold=20", file}} {
		ctx, cancel := context.WithTimeout(t.Context(), watchTime)
		out, err := exec.CommandContext(ctx, "systemd-analyze", args...).CombinedOutput()
		cancel()
		if err != nil || args[0] == "verify" && len(out) > 0 {
			t.Errorf("systemd-analyze %s: %v: %s", args[0], err, out)
		}
	}
}
