package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"signpost/store"
)

// A member of a server whose disk is full is told so in plain words and loses
// nothing; they can log in, read, which is written down, and erase; a steward can
// lock them out; and all goes on when there is room.
func TestAFullDiskOverSSH(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("no small disk can be mounted here, so none is filled (%v): run this as root", err)
	}
	t.Cleanup(func() { check(t, syscall.Unmount(disk, 0)) })
	dir := filepath.Join(disk, "data")
	enrolled := func(name, role string) gossh.Signer {
		key := newSigner(t)
		file := filepath.Join(t.TempDir(), "key.pub")
		check(t, os.WriteFile(file, gossh.MarshalAuthorizedKey(key.PublicKey()), 0o600))
		did(t, "member", "add", "--data", dir, "--name", name, "--partner", "Burnley Jobcentre", "--roles", role, "--key", file)
		return key
	}
	did(t, "init", "--data", dir)
	coach, steward := enrolled("Ada", "coach"), enrolled("Sten", "steward")
	s := serveFrom(t, dir)
	asks := func(key gossh.Signer, in string, command string) (string, error) {
		t.Helper()
		client := s.dial("x", gossh.PublicKeys(key))
		defer client.Close()
		session, err := client.NewSession()
		check(t, err)
		session.Stdin = strings.NewReader(in)
		out, err := session.CombinedOutput(command)
		return string(out), err
	}
	ref := func() string {
		out, err := asks(coach, `{"given_name": "Zebedee", "facts": {"district": "burnley"}}`, "client add --told in-person")
		check(t, err)
		return anyRef.FindString(out)
	}
	one, two, three := ref(), ref(), ref()
	refer := "refer " + three + " access-to-work --told today --basis consent --consent-day today --consent-how said"
	for _, id := range store.CheckIDs() {
		refer += " --override " + id + "=agreed"
	}
	_, err := asks(coach, "", refer)
	check(t, err)
	filler := fillDisk(t, disk)
	notes, refused := 0, ""
	for i := 0; i < 500 && refused == ""; i++ {
		out, err := asks(coach, "", fmt.Sprintf("client note %s note number %d. %s", one, i, strings.Repeat("words ", 150)))
		if err != nil {
			refused = out
			continue
		}
		notes++
	}
	if !strings.Contains(refused, "The server's disk is full, so nothing was saved. What was saved before is kept.") {
		t.Fatalf("after %d notes the member is told %q", notes, refused)
	}
	out, err := asks(coach, "", "client show "+one)
	if err != nil || strings.Count(out, "note number") != notes {
		t.Errorf("reading: %v, %d notes of %d", err, strings.Count(out, "note number"), notes)
	}
	if out, err := asks(coach, "", "client erase "+two+" --why asked"); err != nil {
		t.Errorf("erasing: %q, %v", out, err)
	}
	if out, err := asks(coach, "", "client withdraw-consent "+three); err != nil || !strings.Contains(out, "consent for 1 referral is withdrawn") {
		t.Errorf("withdrawing consent: %q, %v", out, err)
	}
	if out, err := asks(steward, "", "member list"); err != nil || !strings.Contains(out, "Ada") {
		t.Errorf("a steward: %q, %v", out, err)
	}
	if out, err := asks(coach, "", "client note "+one+" again"); err == nil || !strings.Contains(out, "disk is full") {
		t.Errorf("another note: %q, %v", out, err)
	}
	for _, file := range filler {
		check(t, os.Remove(file))
	}
	eventually(t, "there is room again", func() bool {
		_, err := asks(coach, "", "client note "+one+" there is room")
		return err == nil
	})
	if log := s.stop(); !strings.Contains(log, "the disk is full") || strings.Contains(log, "Zebedee") {
		t.Errorf("the log says %s", log)
	}
	found := did(t, "verify", "--data", dir)
	if !strings.Contains(found, fmt.Sprintf("note: %d\n", notes+1)) || !strings.Contains(found, "Nothing is wrong with the store.") {
		t.Errorf("verify: %d notes were kept; %s", notes+1, found)
	}
}

// fillDisk writes files into the folder until there is no room, and names them.
func fillDisk(t *testing.T, dir string) (files []string) {
	t.Helper()
	for _, size := range []int{1 << 20, 64 << 10, 4 << 10} {
		for {
			file := filepath.Join(dir, fmt.Sprint("filler-", len(files)))
			files = append(files, file)
			err := os.WriteFile(file, make([]byte, size), 0o600)
			if errors.Is(err, syscall.ENOSPC) {
				break
			}
			check(t, err)
		}
	}
	return files
}

// A disk with no room for the copy that is made before a store is brought up to date
// is told, and nothing is changed or left behind.
func TestAnUpgradeWithoutRoomForItsCopy(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("no small disk can be mounted here, so none is filled (%v): run this as root", err)
	}
	t.Cleanup(func() { check(t, syscall.Unmount(disk, 0)) })
	from := firstLayout(t)
	at := place{data: filepath.Join(disk, "data"), key: from.key}
	check(t, os.CopyFS(at.data, os.DirFS(from.data)))
	check(t, os.Chmod(at.data, 0o700))
	for _, name := range []string{storeFile, hostKeyFile, auditKeyFile, identityFile} {
		check(t, os.Chmod(filepath.Join(at.data, name), 0o600))
	}
	was := opened(t, at, 1)
	filler := fillDisk(t, disk)
	log := &safeBuffer{}
	err := upgradeOf(at, testUpgrades(), log).run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "the disk has no room for the copy that is made first: make room") {
		t.Errorf("the error is %v", err)
	}
	files, lerr := list(at.data)
	if lerr != nil || strings.Contains(fmt.Sprint(files), "layout-") || strings.Contains(fmt.Sprint(files), "copy-") {
		t.Errorf("there are %q, %v", files, lerr)
	}
	if !maps.Equal(opened(t, at, 1), was) {
		t.Error("the store holds something else")
	}
	for _, file := range filler {
		check(t, os.Remove(file))
	}
	check(t, upgradeOf(at, testUpgrades(), log).run(t.Context()))
	opened(t, at, 3)
}
