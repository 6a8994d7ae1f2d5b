// Package backup writes and reads backup files: an archive (tar) of the parts of a
// data directory with a manifest before them, encrypted with age to a recipient.
//
// The private half of the recipient's key stays with whoever restores. So that a
// file can be read back where it was made, each is encrypted to a second key as
// well, the witness, which is made for it, lives in memory and is forgotten with
// the Draft. What a witness has read is what the recipient will read: both open
// the same encrypted bytes. That somebody has the recipient's key is not proven.
//
// The package knows names, sizes and hashes. It must not know what the parts mean.
package backup

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"filippo.io/age"
)

// format is the number of the layout described here. A higher one is refused.
const format = 1

const manifestName = "manifest.json"

// maxManifest is the most bytes of a manifest that are read.
const maxManifest = 64 << 10

// Manifest says what a backup holds. It is the first part of the archive.
type Manifest struct {
	Format   int       `json:"signpost_backup"`
	Made     time.Time `json:"made"`
	Program  string    `json:"program"`  // version of the program that made it
	Identity string    `json:"identity"` // of the store
	Parts    []Part    `json:"parts"`
}

// Part is one file.
type Part struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`   // bytes
	SHA256 string `json:"sha256"` // of the content, in hexadecimal
	from   string
}

// PartOf is the file at path, which must not change until it is written.
func PartOf(path string) (Part, error) {
	size, sum, err := sumOf(path)
	return Part{Name: filepath.Base(path), Size: size, SHA256: sum, from: path}, err
}

// What may be wrong with a backup, a recipient or an identity.
var (
	ErrExists    = errors.New("something is there already")
	ErrRecipient = errors.New("it is not the public half of an age key")
	ErrIdentity  = errors.New("it holds no age key")
	ErrNotFor    = errors.New("it was not encrypted to this key")
	ErrDamaged   = errors.New("it is damaged")
	ErrNewer     = errors.New("it was made by a newer version of this program")
)

// Recipient is to whom backups are encrypted.
type Recipient struct {
	text    string
	key     age.Recipient
	witness func() (age.Identity, age.Recipient, error) // makes a key of the same kind: age mixes no others
}

// String is the recipient as it was given.
func (r Recipient) String() string { return r.text }

// ParseRecipient reads the public half of a key as age-keygen prints it: age1...
// or, of its post-quantum kind, age1pq1... The error is ErrRecipient.
func ParseRecipient(text string) (Recipient, error) {
	text = strings.TrimSpace(text)
	if key, err := age.ParseX25519Recipient(text); err == nil {
		return Recipient{text, key, func() (age.Identity, age.Recipient, error) {
			id, err := age.GenerateX25519Identity()
			if err != nil {
				return nil, nil, err
			}
			return id, id.Recipient(), nil
		}}, nil
	}
	if key, err := age.ParseHybridRecipient(text); err == nil {
		return Recipient{text, key, func() (age.Identity, age.Recipient, error) {
			id, err := age.GenerateHybridIdentity()
			if err != nil {
				return nil, nil, err
			}
			return id, id.Recipient(), nil
		}}, nil
	}
	return Recipient{}, ErrRecipient
}

// Draft is a backup that is written and has not got its name yet. Publish or
// Discard it.
type Draft struct {
	path    string
	tmp     string
	sum     string
	size    int64
	witness age.Identity
}

// Write writes the parts, encrypted, into a temporary file beside path, and has it
// on the disk when it returns. What is at path already is never touched: the error
// is then ErrExists. The fields Format and Parts of the manifest are set here.
func Write(path string, to Recipient, m Manifest, parts []Part) (_ *Draft, err error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, ErrExists
	}
	witness, reader, err := to.witness()
	if err != nil {
		return nil, fmt.Errorf("make a key to read the backup back: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".part-*") // of mode 0600
	if err != nil {
		return nil, fmt.Errorf("write the backup: %w", err)
	}
	d := &Draft{path: path, tmp: f.Name(), witness: witness}
	defer func() {
		if err != nil {
			d.Discard()
		}
	}()
	defer f.Close()
	m.Format, m.Parts = format, parts
	sum := sha256.New()
	w, err := age.Encrypt(io.MultiWriter(f, sum), to.key, reader)
	if err != nil {
		return nil, fmt.Errorf("encrypt the backup: %w", err)
	}
	if err := errors.Join(archive(w, m), w.Close(), f.Sync()); err != nil {
		return nil, fmt.Errorf("write the backup: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("write the backup: %w", err)
	}
	d.sum, d.size = hex.EncodeToString(sum.Sum(nil)), info.Size()
	return d, nil
}

func archive(w io.Writer, m Manifest) error {
	t := tar.NewWriter(w)
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("the manifest: %w", err)
	}
	head := func(name string, size int64) error {
		return t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: m.Made, Format: tar.FormatPAX})
	}
	if err := head(manifestName, int64(len(data))); err != nil {
		return err
	}
	if _, err := t.Write(data); err != nil {
		return err
	}
	for _, p := range m.Parts {
		if err := head(p.Name, p.Size); err != nil {
			return err
		}
		if err := pour(t, p.from); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	return t.Close()
}

func pour(w io.Writer, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

// SHA256 is the hash of the whole file, in hexadecimal.
func (d *Draft) SHA256() string { return d.sum }

// Size is how many bytes the file has.
func (d *Draft) Size() int64 { return d.size }

// Unpack reads the file back from the disk into the folder, which has to be there,
// and holds every part to the manifest and the file to what was written.
func (d *Draft) Unpack(into string) (Manifest, error) {
	_, sum, err := sumOf(d.tmp)
	if err != nil {
		return Manifest{}, fmt.Errorf("read the backup back: %w", err)
	}
	if sum != d.sum {
		return Manifest{}, fmt.Errorf("read the backup back: %w: the disk does not give back what was written to it", ErrDamaged)
	}
	f, err := os.Open(d.tmp)
	if err != nil {
		return Manifest{}, fmt.Errorf("read the backup back: %w", err)
	}
	defer f.Close()
	return unpack(f, into, d.witness)
}

// Publish gives the file its name, for good when it returns, and reads it once more
// under that.
func (d *Draft) Publish() error {
	if err := name(d.tmp, d.path); err != nil {
		return fmt.Errorf("give the backup its name: %w", err)
	}
	if err := syncFolder(filepath.Dir(d.path)); err != nil {
		return fmt.Errorf("give the backup its name: %w", err)
	}
	_, sum, err := sumOf(d.path)
	if err == nil && sum != d.sum {
		err = ErrDamaged
	}
	if err != nil {
		return fmt.Errorf("read the backup %q once more: %w", d.path, err)
	}
	return nil
}

// Discard removes the file, if it has not got its name.
func (d *Draft) Discard() { _ = os.Remove(d.tmp) }

// name gives the finished file its name and never replaces what is there: a link
// does not, and a file system without links has to do with a look first.
func name(from, to string) error {
	if err := os.Link(from, to); err == nil {
		return os.Remove(from)
	}
	if _, err := os.Lstat(to); err == nil {
		return ErrExists
	}
	return os.Rename(from, to)
}

// syncFolder makes a new name in the folder survive a power cut. Windows keeps
// names in a journal and cannot sync a folder.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func sumOf(path string) (size int64, sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return size, hex.EncodeToString(h.Sum(nil)), err
}
