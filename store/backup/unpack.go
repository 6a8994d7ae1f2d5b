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
	"slices"
	"strings"

	"filippo.io/age"
)

// Unpack reads a backup into the folder, which has to be there, with the keys of
// an identity file as age-keygen makes one. Every part is held to the manifest and
// synced; of a file that is not whole nothing is said to be there. The error is
// ErrIdentity, ErrNotFor, ErrNewer or ErrDamaged where it is one of these.
func Unpack(from io.Reader, identities io.Reader, into string) (Manifest, error) {
	ids, err := age.ParseIdentities(identities)
	if err != nil {
		return Manifest{}, ErrIdentity // age's own words may hold a line of the file
	}
	return unpack(from, into, ids...)
}

func unpack(from io.Reader, into string, ids ...age.Identity) (Manifest, error) {
	var m Manifest
	r, err := age.Decrypt(from, ids...)
	if none := (*age.NoIdentityMatchError)(nil); errors.As(err, &none) {
		return m, ErrNotFor
	}
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	t := tar.NewReader(r)
	if m, err = readManifest(t); err != nil {
		return m, err
	}
	for _, p := range m.Parts {
		if err := p.unpack(t, into); err != nil {
			return m, err
		}
	}
	if _, err := t.Next(); !errors.Is(err, io.EOF) {
		return m, fmt.Errorf("%w: it does not end after its last part", ErrDamaged)
	}
	// The encrypted file ends with a chunk that says so, beyond the archive's end.
	if n, err := io.Copy(io.Discard, r); err != nil || n > 0 {
		return m, fmt.Errorf("%w: its end is missing", ErrDamaged)
	}
	return m, nil
}

func readManifest(t *tar.Reader) (Manifest, error) {
	var m Manifest
	h, err := t.Next()
	if err != nil {
		return m, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if h.Name != manifestName {
		return m, fmt.Errorf("%w: it begins with %q", ErrDamaged, h.Name)
	}
	data, err := io.ReadAll(io.LimitReader(t, maxManifest))
	if err != nil {
		return m, fmt.Errorf("%w: the manifest: %w", ErrDamaged, err)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("%w: the manifest: %w", ErrDamaged, err)
	}
	if m.Format > format {
		return m, ErrNewer
	}
	var names []string
	for _, p := range m.Parts {
		plain := p.Name == filepath.Base(p.Name) && !strings.HasPrefix(p.Name, ".") && !strings.ContainsAny(p.Name, `/\`) && p.Name != ""
		if !plain || slices.Contains(names, p.Name) {
			return m, fmt.Errorf("%w: it holds a part %q", ErrDamaged, p.Name)
		}
		names = append(names, p.Name)
	}
	return m, nil
}

// unpack writes the next part, which has to be this one.
func (p Part) unpack(t *tar.Reader, into string) error {
	h, err := t.Next()
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrDamaged, p.Name, err)
	}
	if h.Name != p.Name || h.Size != p.Size {
		return fmt.Errorf("%w: in the place of %s (%d bytes) is %q (%d bytes)", ErrDamaged, p.Name, p.Size, h.Name, h.Size)
	}
	f, err := os.OpenFile(filepath.Join(into, p.Name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("unpack %s: %w", p.Name, err)
	}
	defer f.Close()
	sum := sha256.New()
	got := &damage{r: t}
	if _, err := io.Copy(io.MultiWriter(f, sum), got); err != nil {
		if got.err != nil {
			return fmt.Errorf("%w: %s: %w", ErrDamaged, p.Name, err)
		}
		return fmt.Errorf("unpack %s: %w", p.Name, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != p.SHA256 {
		return fmt.Errorf("%w: %s is not what the manifest says", ErrDamaged, p.Name)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("unpack %s: %w", p.Name, err)
	}
	return nil
}

// damage tells an error of reading the backup from one of writing what is in it.
type damage struct {
	r   io.Reader
	err error
}

func (d *damage) Read(b []byte) (int, error) {
	n, err := d.r.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		d.err = err
	}
	return n, err
}
