package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"golang.org/x/crypto/ssh"

	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/proof"
	"signpost/store/seal"
)

// What a data directory holds beside the host key.
const (
	storeFile    = "signpost.db"
	identityFile = "identity" // which store belongs here
)

// reserveSize is how much of the disk is kept back for what has to go on when it is
// full: some hundred changes.
const reserveSize = 4 << 20

// unfinished is the folder in which a new data directory is made ready. Found
// later, it is what a first start left that was cut short.
const unfinished = ".signpost-unfinished"

var identityForm = regexp.MustCompile(`^signpost [0-9a-f]{32}\n$`)

// dataDir is an open data directory. Close it.
type dataDir struct {
	Path    string
	Store   *seal.Engine
	File    *bolt.Engine // below the seal: what it says is of the file and not of what is kept
	Host    ssh.Signer
	Audit   *proof.Signer
	Key     string // the file of the store's key
	KeyMade bool   // it was made just now
	Made    bool   // the directory was made just now
}

// Close lets the store go.
func (d *dataDir) Close() error { return d.Store.Close() }

// openData opens a data directory with the key of its store. One that does not
// exist, or is empty, is made whole when create is set, and its key where there
// is none; nothing else is ever made or mended, so that a loss is seen. Every
// error is a sentence that says what is wrong and what to do.
func openData(at place, create bool) (*dataDir, error) {
	path := at.data
	holds, err := list(path)
	keyMade := false
	switch {
	case errors.Is(err, fs.ErrNotExist) && create:
		if keyMade, err = at.make(makeData); err != nil {
			return nil, err
		}
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no data directory %q: give its path with --data, or make one with: signpost init --data %s", path, path)
	case err != nil:
		return nil, err
	case len(holds) == 0 && create:
		if keyMade, err = at.make(fillData); err != nil {
			return nil, err
		}
	case len(holds) == 0:
		return nil, fmt.Errorf("the data directory %q is empty: give the path of the one in use with --data, or make one with: signpost init --data %s", path, path)
	default:
		create = false
	}
	d, err := openWhole(at, holds)
	if err != nil {
		return nil, err
	}
	d.Made, d.KeyMade = create, keyMade
	return d, nil
}

// make makes the data directory in the way of fn, with the key of its store first.
func (p place) make(fn func(path string, f furnishing) error) (keyMade bool, err error) {
	var id [16]byte
	_, _ = rand.Read(id[:]) // crypto/rand.Read ends the program rather than fail
	f := furnishing{identity: "signpost " + hex.EncodeToString(id[:])}
	if f.key, _, keyMade, err = p.makeKey(f.identity); err != nil {
		return false, err
	}
	return keyMade, fn(p.data, f)
}

// list is what the directory holds, without what a new file system puts there.
func list(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() {
		return nil, fmt.Errorf("%q is a file: give the path of a directory with --data", path)
	}
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("the data directory %q cannot be read by this user: run signpost as the user who owns it", path)
	}
	if err != nil {
		return nil, fmt.Errorf("the data directory %q cannot be read: %w", path, err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != "lost+found" {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// openWhole opens a directory that has to be complete. holds is what was seen in
// it before this start, if anything.
func openWhole(at place, holds []string) (*dataDir, error) {
	file, err := openFile(at, holds, store.Layout)
	if err != nil {
		return nil, err
	}
	if err := oldLayout(file.path, file.engine); err != nil {
		return nil, errors.Join(err, file.engine.Close())
	}
	d := &dataDir{Path: at.data, File: file.engine, Key: file.keyPath}
	d.Host, err = readHostKey(at.data)
	if err == nil {
		d.Audit, err = readAuditKey(at.data)
	}
	if err == nil {
		d.Store, err = file.unseal(file.key)
	}
	if err != nil {
		return nil, errors.Join(err, file.engine.Close())
	}
	return d, nil
}

// sealed is an open store and the key for it, which has yet to be turned.
type sealed struct {
	path    string
	engine  *bolt.Engine
	keyPath string
	key     seal.Key
}

func (s *sealed) unseal(key seal.Key) (*seal.Engine, error) {
	engine, err := seal.Over(context.Background(), s.engine, key)
	if err != nil {
		return nil, unsealed(err, s.path, s.keyPath)
	}
	return engine, nil
}

// openFile opens the store of a data directory without opening what is in it, by a
// program that knows layouts up to that one.
func openFile(at place, holds []string, layout int) (*sealed, error) {
	path, ours := at.data, 0
	for _, name := range holds {
		switch name {
		case unfinished:
			return nil, fmt.Errorf("the data directory %q was being made when that was cut short: nothing was kept in it yet, "+
				"so delete all that is in it and start again", path)
		case storeFile, identityFile, hostKeyFile, auditKeyFile:
			ours++
		}
	}
	if len(holds) > 0 && ours == 0 {
		return nil, fmt.Errorf("%q is not a data directory of Signpost (it holds %q): give the path of an empty directory, "+
			"or of one that does not exist yet", path, holds[0])
	}
	identity, err := readIdentity(path)
	if err != nil {
		return nil, err
	}
	key, keyPath, err := at.readKey(identity)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(path, storeFile)
	if info, err := os.Stat(file); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the store %q can be read by others (its mode is %04o): enter: chmod 600 %s", file, info.Mode().Perm(), file)
	}
	engine, err := bolt.Open(file, bolt.Options{Identity: identity, Overhead: seal.Overhead, Reserve: reserveSize, Layout: layout})
	if err != nil {
		return nil, err
	}
	return &sealed{path: file, engine: engine, keyPath: keyPath, key: key}, nil
}

func readIdentity(path string) (string, error) {
	file := filepath.Join(path, identityFile)
	data, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("the file %q is missing, which says which store belongs here: put it back from your backups", file)
	case err != nil:
		return "", fmt.Errorf("the file %q cannot be read: %w", file, err)
	case !identityForm.Match(data):
		return "", fmt.Errorf("the file %q does not say which store belongs here (it has %d bytes): put it back from your backups", file, len(data))
	}
	return strings.TrimSpace(string(data)), nil
}

// makeData makes the directory under another name and gives it its own when it
// is whole, so that no half of one is ever seen at path.
func makeData(path string, f furnishing) error {
	parent := filepath.Dir(filepath.Clean(path))
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return fmt.Errorf("make the directory %q: %w", parent, err)
	}
	tmp, err := os.MkdirTemp(parent, unfinished+"-*") // of mode 0700
	if err != nil {
		return fmt.Errorf("make a directory in %q: %w: check that this user may write there", parent, err)
	}
	defer os.RemoveAll(tmp)
	if err := f.into(tmp); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("put the new data directory at %q: %w", path, err)
	}
	return syncDir(parent)
}

// fillData makes an empty directory a data directory where it stands: it may be
// a volume, which cannot be renamed onto. The unfinished folder goes last.
func fillData(path string, f furnishing) error {
	if err := os.Chmod(path, 0o700); err != nil {
		return fmt.Errorf("keep %q from others: %w: run signpost as the user who owns it", path, err)
	}
	tmp := filepath.Join(path, unfinished)
	if err := os.Mkdir(tmp, 0o700); err != nil {
		return fmt.Errorf("make the directory %q: %w", tmp, err)
	}
	if err := f.into(tmp); err != nil {
		return errors.Join(err, os.RemoveAll(tmp))
	}
	for _, name := range []string{storeFile, hostKeyFile, hostKeyPubFile, auditKeyFile, auditKeyPubFile, identityFile} {
		if err := os.Rename(filepath.Join(tmp, name), filepath.Join(path, name)); err != nil {
			return fmt.Errorf("fill the data directory: %w", err)
		}
	}
	if err := syncDir(path); err != nil {
		return err
	}
	if err := os.Remove(tmp); err != nil {
		return fmt.Errorf("finish the data directory: %w", err)
	}
	return syncDir(path)
}

// furnishing is what a new data directory is made with.
type furnishing struct {
	identity string
	key      seal.Key
}

// into puts into dir all that a data directory holds.
func (f furnishing) into(dir string) error {
	file := filepath.Join(dir, storeFile)
	if err := bolt.Create(file, f.identity); err != nil {
		return err
	}
	if err := sealNew(file, f.key); err != nil {
		return err
	}
	if err := writeHostKey(dir); err != nil {
		return err
	}
	if err := writeAuditKey(dir, f.identity); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, identityFile), []byte(f.identity+"\n")); err != nil {
		return err
	}
	return syncDir(dir)
}

// sealNew puts the keys of the store into a new one.
func sealNew(file string, key seal.Key) error {
	engine, err := bolt.Open(file, bolt.Options{Overhead: seal.Overhead})
	if err != nil {
		return err
	}
	if err := errors.Join(seal.Make(context.Background(), engine, key), engine.Close()); err != nil {
		return fmt.Errorf("seal the new store %q: %w", file, err)
	}
	return nil
}

// writeFile writes a new file for this user alone, and has it on the disk when
// it returns.
func writeFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	return nil
}

// syncDir makes new names in a directory survive a power cut. Windows keeps
// names in a journal and cannot sync a directory.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync %q: %w", path, err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("sync %q: %w", path, err)
	}
	return nil
}
