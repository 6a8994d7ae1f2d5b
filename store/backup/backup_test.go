package backup_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"signpost/store/backup"
)

// key is an age key as age-keygen keeps it.
type key struct{ public, file string }

func newKey(t *testing.T) key {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key{id.Recipient().String(), "# created: today\n" + id.String() + "\n"}
}

func hybridKey(t *testing.T) key {
	t.Helper()
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return key{id.Recipient().String(), id.String() + "\n"}
}

// contents are the files of a backup: none, one byte, and more than a chunk of age.
var contents = map[string][]byte{"empty": nil, "one": {7}, "large": bytes.Repeat([]byte("signpost "), 30_000)}

// write writes a backup of contents, published at the path that it answers.
func write(t *testing.T, k key) (path string, d *backup.Draft) {
	t.Helper()
	dir := t.TempDir()
	var parts []backup.Part
	for _, name := range []string{"empty", "one", "large"} {
		file := filepath.Join(dir, name)
		check(t, os.WriteFile(file, contents[name], 0o600))
		part, err := backup.PartOf(file)
		check(t, err)
		parts = append(parts, part)
	}
	to, err := backup.ParseRecipient(k.public + "\n")
	check(t, err)
	path = filepath.Join(dir, "b.age")
	d, err = backup.Write(path, to, backup.Manifest{Made: time.Unix(1, 0), Identity: "signpost 00ff"}, parts)
	check(t, err)
	return path, d
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func sameContents(t *testing.T, dir string) {
	t.Helper()
	for name, want := range contents {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s has %d bytes, want %d: %v", name, len(got), len(want), err)
		}
	}
}

// What is written is read back before it has a name, by a key that nobody keeps, and
// after it by the recipient's.
func TestWriteAndUnpack(t *testing.T) {
	for name, k := range map[string]key{"X25519": newKey(t), "hybrid": hybridKey(t)} {
		t.Run(name, func(t *testing.T) {
			path, d := write(t, k)
			if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("it has its name already: %v", err)
			}
			back := t.TempDir()
			m, err := d.Unpack(back)
			check(t, err)
			if m.Identity != "signpost 00ff" || len(m.Parts) != 3 {
				t.Errorf("the manifest is %+v", m)
			}
			sameContents(t, back)
			check(t, d.Publish())
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm() != 0o600 || info.Size() != d.Size() {
				t.Errorf("the file is %v, %v", info, err)
			}
			f, err := os.Open(path)
			check(t, err)
			defer f.Close()
			into := t.TempDir()
			_, err = backup.Unpack(f, strings.NewReader(k.file), into)
			check(t, err)
			sameContents(t, into)
			if rest, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(rest) > 0 {
				t.Errorf("left behind: %q", rest)
			}
		})
	}
}

// What is at the path stays, whenever it came there, and a draft that is discarded
// leaves nothing.
func TestNothingIsWrittenOver(t *testing.T) {
	k := newKey(t)
	path, d := write(t, k)
	check(t, os.WriteFile(path, []byte("mine"), 0o600))
	if err := d.Publish(); !errors.Is(err, backup.ErrExists) {
		t.Errorf("Publish: %v", err)
	}
	to, err := backup.ParseRecipient(k.public)
	check(t, err)
	if _, err := backup.Write(path, to, backup.Manifest{}, nil); !errors.Is(err, backup.ErrExists) {
		t.Errorf("Write: %v", err)
	}
	if b, err := os.ReadFile(path); string(b) != "mine" {
		t.Errorf("it holds %q, %v", b, err)
	}
	d.Discard()
	if rest, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(rest) > 0 {
		t.Errorf("left behind: %q", rest)
	}
}

// A disk that does not give back what was written is found before the file has its
// name.
func TestADraftThatWasChangedIsFound(t *testing.T) {
	path, d := write(t, newKey(t))
	rest, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	check(t, err)
	b, err := os.ReadFile(rest[0])
	check(t, err)
	b[len(b)/2] ^= 1
	check(t, os.WriteFile(rest[0], b, 0o600))
	if _, err := d.Unpack(t.TempDir()); !errors.Is(err, backup.ErrDamaged) {
		t.Errorf("Unpack: %v", err)
	}
}

// A backup with any bit turned, or cut short anywhere, is refused.
func TestADamagedBackupIsRefused(t *testing.T) {
	k := newKey(t)
	path, d := write(t, k)
	check(t, d.Publish())
	whole, err := os.ReadFile(path)
	check(t, err)
	refused := func(what string, at int, b []byte) {
		t.Helper()
		_, err := backup.Unpack(bytes.NewReader(b), strings.NewReader(k.file), t.TempDir())
		if !errors.Is(err, backup.ErrDamaged) && !errors.Is(err, backup.ErrNotFor) {
			t.Errorf("%s at %d of %d: %v", what, at, len(whole), err)
		}
	}
	for range 100 {
		at := rand.IntN(len(whole))
		b := bytes.Clone(whole)
		b[at] ^= 1 << rand.IntN(8)
		refused("a bit turned", at, b)
	}
	for _, at := range []int{0, 1, 100, len(whole) / 2, len(whole) - 1, len(whole) - 16, len(whole) - 1000} {
		refused("cut short", at, whole[:at])
	}
	refused("with more after its end", len(whole), append(bytes.Clone(whole), 0))
}

func TestKeysThatDoNotFit(t *testing.T) {
	k := newKey(t)
	path, d := write(t, k)
	check(t, d.Publish())
	for text, want := range map[string]error{newKey(t).file: backup.ErrNotFor, "": backup.ErrIdentity, "ssh-ed25519 AAAA": backup.ErrIdentity, k.public: backup.ErrIdentity} {
		f, err := os.Open(path)
		check(t, err)
		defer f.Close()
		if _, err := backup.Unpack(f, strings.NewReader(text), t.TempDir()); !errors.Is(err, want) {
			t.Errorf("with %q: %v", text, err)
		}
	}
	for _, text := range []string{"", "age1", k.file, k.public[:len(k.public)-1] + "x", "ssh-ed25519 AAAA"} {
		if _, err := backup.ParseRecipient(text); !errors.Is(err, backup.ErrRecipient) {
			t.Errorf("%q is taken for a recipient: %v", text, err)
		}
	}
}
