package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	bbolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"signpost/store"
)

const (
	lockWait = time.Second

	// While the file is smaller than its mapping, a commit never has to wait for
	// readers to leave. The mapping takes addresses, not memory or disk.
	mapping = 256 << 20
	// With a mapping that large bbolt grows the file by this much at a time.
	growth = 1 << 20

	// No value of a sound file is longer than store.MaxValue by more, whatever
	// Overhead it was written with.
	maxOverhead = 256
)

// Options say how Open opens. The zero value is good.
type Options struct {
	Identity string        // refuse a store that has another; empty takes any
	Wait     time.Duration // how long to wait while another process holds the store; zero is one second
	Overhead int           // bytes that a layer above adds to each value beyond store.MaxValue (store.Envelope); at most 256
	Layout   int           // the highest layout that the caller knows; zero is store.Layout
	Reserve  int64         // bytes of the disk kept back for Insist, in a file beside the store; zero: none
}

// Open opens the store at path, and never makes one. It reads the whole file
// first (a second for each gigabyte or so), so that a file it opens is sound.
// Every error is a *Problem. The caller closes the Engine.
func Open(path string, opts Options) (*Engine, error) {
	if opts.Wait == 0 {
		opts.Wait = lockWait
	}
	if opts.Layout == 0 {
		opts.Layout = store.Layout
	}
	e := &Engine{path: path, overhead: opts.Overhead, turn: make(chan *group), quit: make(chan struct{}), stopped: make(chan struct{})}
	err := e.open(opts)
	if err == nil {
		err = e.readMeta(opts)
	}
	if err != nil {
		var p *Problem
		if !errors.As(err, &p) {
			p = cannotOpen(path, err)
		}
		if e.db != nil && e.broken.Load() == nil {
			_ = e.db.Close()
		} else if e.file != nil {
			_ = e.abandon()
		}
		return nil, p
	}
	e.reserve = newReserve(path+".reserve", opts.Reserve)
	go e.write()
	return e, nil
}

func (e *Engine) open(opts Options) (err error) {
	defer e.guard(debug.SetPanicOnFault(true), &err)
	bopts := &bbolt.Options{
		Timeout:      opts.Wait,
		FreelistType: bbolt.FreelistMapType,
		NoStatistics: true,
		OpenFile: func(path string, flag int, mode os.FileMode) (*os.File, error) {
			return e.openFile(path, flag&^os.O_CREATE, mode, opts.Wait)
		},
	}
	if strconv.IntSize == 64 && runtime.GOOS != "windows" {
		bopts.InitialMmapSize = mapping
	}
	db, err := bbolt.Open(e.path, 0o600, bopts)
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return held(e.path, "")
	case err != nil:
		return err
	}
	if bopts.InitialMmapSize > 0 {
		db.AllocSize = growth
	}
	e.db = db
	return nil
}

// openFile hands bbolt a file that is locked and sound. The lock is taken before
// the file is read, so that nobody writes between the look and the mapping; bbolt
// takes the same lock again, which it has.
func (e *Engine) openFile(path string, flag int, mode os.FileMode, wait time.Duration) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, notStore(path, "it is a folder or a device, not a file")
	}
	f, err := os.OpenFile(path, flag, mode)
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	err = lock(f, wait)
	switch {
	case errors.Is(err, errLocked):
		err = held(path, holder(path))
	case err == nil:
		err = e.inspect(f)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	e.file = f
	return f, nil
}

// inspect refuses every file that bbolt could not be trusted with.
func (e *Engine) inspect(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	e.least.Store(size)
	if size == 0 {
		return &Problem{ErrEmpty, fmt.Sprintf("the store %q is empty (0 bytes), as after a full disk or a copy that did not finish: "+
			"%s. It is not replaced by a new store, which would hide the loss", e.path, fromBackup), nil}
	}
	h, err := readHeader(f)
	switch {
	case errors.Is(err, errCutShort):
		return short(e.path, size, pageHead+headerSize)
	case errors.Is(err, errNoMagic), errors.Is(err, errFormat):
		return notStore(e.path, err.Error())
	case err != nil:
		return damaged(e.path, err)
	case size < h.size():
		return short(e.path, size, h.size())
	}
	if err := walk(context.Background(), f, h); err != nil {
		return damaged(e.path, err)
	}
	if h.one {
		e.notice = fmt.Sprintf("one of the two headers of the store %q could not be read and the other was used: "+
			"the last change before it was closed may be missing: check it, and check the disk", e.path)
	}
	return nil
}

// readMeta takes the identity in, and refuses a store of another one or of a
// later layout. It writes nothing.
func (e *Engine) readMeta(opts Options) (err error) {
	defer e.guard(debug.SetPanicOnFault(true), &err)
	return e.db.View(func(btx *bbolt.Tx) error {
		meta := btx.Bucket(metaBucket)
		if meta == nil {
			return notStore(e.path, "it is a bbolt file of another program")
		}
		layout, err := strconv.Atoi(string(meta.Get(schemaKey)))
		switch {
		case err != nil || layout < 1:
			return damaged(e.path, fmt.Errorf("layout %q", meta.Get(schemaKey)))
		case layout > opts.Layout:
			return &Problem{ErrNewer, fmt.Sprintf("the store %q was written by a newer version of this program "+
				"(its layout is number %d and this one knows %d): run the newer program", e.path, layout, opts.Layout), nil}
		case btx.Bucket(dataBucket) == nil:
			return damaged(e.path, errors.New("the data bucket is gone"))
		}
		e.layout.Store(int64(layout))
		e.identity = string(meta.Get(identityKey))
		if opts.Identity != "" && opts.Identity != e.identity {
			return &Problem{ErrIdentity, fmt.Sprintf("the store %q belongs to %q, not to %q: "+
				"put the store back where it came from, or open the folder that it belongs to", e.path, e.identity, opts.Identity), nil}
		}
		return nil
	})
}

func held(path, by string) *Problem {
	if by == "" {
		by = "another process"
	}
	return &Problem{ErrHeld, fmt.Sprintf("the store %q is in use by %s: stop that one first", path, by), nil}
}
