package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"unicode/utf8"

	bbolt "go.etcd.io/bbolt"

	"signpost/store"
)

const maxIdentity = 128 // bytes

var (
	metaBucket  = []byte("meta") // identity, and the layout of what is kept
	dataBucket  = []byte("data") // the pairs of the store
	schemaKey   = []byte("schema")
	identityKey = []byte("identity")
)

// Create makes a new, empty store at path that keeps identity, a text of 1 to 128
// bytes without control characters. The store appears whole or not at all: it is
// made in a temporary file of the same folder, synced, and given its name. What
// is at path already is never touched: the error is then ErrExists.
func Create(path, identity string) error {
	if identity == "" || len(identity) > maxIdentity || !utf8.ValidString(identity) ||
		strings.ContainsFunc(identity, func(r rune) bool { return r < ' ' || r == 0x7F }) {
		return fmt.Errorf("identity %q: enter 1 to %d bytes of text without control characters", identity, maxIdentity)
	}
	if _, err := os.Lstat(path); err == nil {
		return exists(path)
	}
	if err := create(path, identity); err != nil {
		var p *Problem
		if errors.As(err, &p) {
			return p
		}
		return &Problem{ErrAccess, fmt.Sprintf("a new store cannot be made at %q (%v): check that the folder exists, "+
			"that this user may write in it, and that the disk has room", path, err), err}
	}
	return nil
}

func exists(path string) *Problem {
	return &Problem{ErrExists, fmt.Sprintf("a new store cannot be made at %q: something is there already: "+
		"give another path, or move it away", path), os.ErrExist}
}

func create(path, identity string) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	if err := fill(tmp.Name(), identity); err != nil {
		return err
	}
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := name(tmp.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func fill(path, identity string) error {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		if _, err := tx.CreateBucket(dataBucket); err != nil {
			return err
		}
		meta, err := tx.CreateBucket(metaBucket)
		if err != nil {
			return err
		}
		if err := meta.Put(schemaKey, []byte(strconv.Itoa(store.Layout))); err != nil {
			return err
		}
		return meta.Put(identityKey, []byte(identity))
	})
	return errors.Join(err, db.Close())
}

// name gives the finished file its name. A link, unlike a rename, never replaces
// what another process has put there in the meantime; a file system without
// links has to do with a look first.
func name(from, to string) error {
	err := os.Link(from, to)
	if err == nil {
		return nil
	}
	if _, lerr := os.Lstat(to); errors.Is(err, os.ErrExist) || lerr == nil {
		return exists(to)
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
