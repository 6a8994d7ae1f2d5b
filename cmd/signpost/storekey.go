package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"signpost/store/seal"
)

// credential is what the store's key is called among the credentials that systemd
// hands to a service: LoadCredential=signpost.key:...
const credential = "signpost.key"

// place is where a store is and where its key is: two places on purpose.
type place struct {
	data string // the data directory
	key  string // the file of the store's key; empty: where keyFile finds it
}

// placeFlags gives a command the flags that all of them share.
func placeFlags(cmd *cobra.Command, p *place) {
	cmd.Flags().StringVar(&p.data, "data", "signpost-data", "data `directory` (or SIGNPOST_DATA)")
	cmd.Flags().StringVar(&p.key, "key-file", "", "`file` of the store's key, outside the data directory (or SIGNPOST_KEY_FILE)")
}

// keyFile is where the key of the store of that identity is looked for: where the
// flag says, among the credentials of the service, or under the user's own
// configuration.
func (p place) keyFile(identity string) (string, error) {
	if p.key != "" {
		return p.key, nil
	}
	if dir := os.Getenv("CREDENTIALS_DIRECTORY"); dir != "" {
		path := filepath.Join(dir, credential)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", errors.New("this user has no folder for configuration in which to look for the store's key: " +
			"give the path of the key with --key-file, outside the data directory")
	}
	return filepath.Join(dir, "signpost", strings.ReplaceAll(identity, " ", "-")+".key"), nil
}

// makeKey gives the key for a new store, and whether it had to be made: a file
// that is there already is used as it is. It is on the disk before the store is.
func (p place) makeKey(identity string) (key seal.Key, path string, made bool, err error) {
	path, err = p.keyFile(identity)
	if err != nil {
		return key, path, false, err
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		key, err := p.read(path)
		return key, path, false, err
	}
	if err := p.outside(path); err != nil {
		return key, path, false, err
	}
	key, err = newKeyFile(path)
	return key, path, err == nil, err
}

// newKeyFile makes a key and keeps it at path, where nothing may be.
func newKeyFile(path string) (seal.Key, error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return seal.Key{}, fmt.Errorf("make the folder of the store's key: %w: give another path with --key-file", err)
	}
	key := seal.NewKey()
	if err := writeFile(path, []byte(key.Text())); err != nil {
		return seal.Key{}, err
	}
	return key, syncDir(folder)
}

// readKey reads the key of the store of that identity. Every error is a sentence
// that says what to do. It never makes one: no other key opens the store.
func (p place) readKey(identity string) (seal.Key, string, error) {
	path, err := p.keyFile(identity)
	if err != nil {
		return seal.Key{}, path, err
	}
	key, err := p.read(path)
	return key, path, err
}

func (p place) read(path string) (seal.Key, error) {
	if err := p.outside(path); err != nil {
		return seal.Key{}, err
	}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return seal.Key{}, fmt.Errorf("the store's key %q is missing: put back the copy that you keep elsewhere, or say with --key-file where it is. "+
			"No other key opens the store, so none was made", path)
	case err != nil:
		return seal.Key{}, fmt.Errorf("the store's key %q cannot be read (%w): run signpost as the user who owns it, or give another path with --key-file", path, err)
	}
	if err := private(path); err != nil {
		return seal.Key{}, err
	}
	key, err := seal.ParseKey(string(data))
	if err != nil {
		return seal.Key{}, fmt.Errorf("the file %q is not the key of a store: %w: put back the copy that you keep elsewhere, or say with --key-file where it is", path, err)
	}
	return key, nil
}

// private refuses a file that others can read. The folder of credentials is kept
// by systemd, which lets nobody else in.
func private(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("the store's key: %w", err)
	}
	ofService := filepath.Dir(path) == os.Getenv("CREDENTIALS_DIRECTORY")
	if runtime.GOOS != "windows" && !ofService && info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("the store's key %q can be read by others (its mode is %04o): enter: chmod 600 %s", path, info.Mode().Perm(), path)
	}
	return nil
}

// outside refuses a key that lies in the data directory, where whoever takes a copy
// of the store takes the key as well.
func (p place) outside(path string) error {
	if !liesIn(p.data, path) {
		return nil
	}
	return fmt.Errorf("the store's key %q lies in the data directory, so that a copy of the one would be a copy of both: "+
		"give a path outside of %q with --key-file", path, p.data)
}

// liesIn says whether the path leads into the directory, however it is written.
func liesIn(dir, path string) bool {
	rel, err := filepath.Rel(realPath(dir), realPath(path))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// realPath is the path without links, as far as it exists.
func realPath(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	rest := ""
	for {
		if real, err := filepath.EvalSymlinks(full); err == nil {
			return filepath.Join(real, rest)
		}
		if filepath.Dir(full) == full {
			return filepath.Join(full, rest)
		}
		full, rest = filepath.Dir(full), filepath.Join(filepath.Base(full), rest)
	}
}

// unsealed explains why a key does not open the store.
func unsealed(err error, file, keyFile string) error {
	var wrong *seal.WrongKey
	switch {
	case errors.As(err, &wrong):
		return fmt.Errorf("the key %q does not open the store %q: it is number %s, and number %s is needed: give that one with --key-file", keyFile, file, wrong.Has, wrong.Wants)
	case errors.Is(err, seal.ErrNotSealed):
		return fmt.Errorf("the store %q is not kept secret, as this program needs it: it was made by a version from before the first release. Make a new data directory", file)
	case errors.Is(err, seal.ErrUnfit):
		return fmt.Errorf("the store %q is damaged where its keys are kept: put a copy from your backups in its place", file)
	}
	return fmt.Errorf("open the store %q: %w", file, err)
}

// keySays tells where the store's key is, and of a new one what to do with it.
func (d *dataDir) keySays() string {
	if !d.KeyMade {
		return fmt.Sprintf("Store key: %s\n", d.Key)
	}
	return fmt.Sprintf("Made a key for the store: %s\n"+
		"  Keep a copy of it in another place, and not beside the data directory or its\n"+
		"  backups: without it nobody can open the store, and no backup is of use.\n", d.Key)
}
