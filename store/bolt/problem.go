package bolt

import (
	"errors"
	"fmt"
	"os"
)

// What may be wrong with a store. Create and Open answer a *Problem that is one
// of these.
var (
	ErrMissing  = errors.New("no store there")
	ErrExists   = errors.New("something is there already")
	ErrEmpty    = errors.New("store has no bytes")
	ErrShort    = errors.New("store is cut short")
	ErrNotStore = errors.New("not a store")
	ErrDamaged  = errors.New("store is damaged")
	ErrHeld     = errors.New("store is in use")
	ErrNewer    = errors.New("store is newer than this program")
	ErrIdentity = errors.New("store belongs elsewhere")
	ErrGone     = errors.New("store was taken away")
	ErrAccess   = errors.New("store cannot be read and written")
)

// Problem is an error for the person who runs the program: a whole sentence that
// names the file, says what is wrong with it and what to do. It is (errors.Is)
// its Kind and its Cause.
type Problem struct {
	Kind  error // one of the Err values of this package
	Says  string
	Cause error // for the log; nil when there is nothing to add
}

func (p *Problem) Error() string { return p.Says }

// Unwrap lists the kind and, where there is one, the cause.
func (p *Problem) Unwrap() []error {
	if p.Cause == nil {
		return []error{p.Kind}
	}
	return []error{p.Kind, p.Cause}
}

const fromBackup = "put a copy from your backups in its place"

func damaged(path string, cause error) *Problem {
	return &Problem{ErrDamaged, fmt.Sprintf("the store %q is damaged (%v): stop the program, keep the file aside and %s", path, cause, fromBackup), cause}
}

func short(path string, has, needs int64) *Problem {
	return &Problem{ErrShort, fmt.Sprintf("the store %q is cut short: it has %d bytes of at least %d, "+
		"as after a copy that did not finish: copy it again, or %s", path, has, needs, fromBackup), nil}
}

func notStore(path, why string) *Problem {
	return &Problem{ErrNotStore, fmt.Sprintf("%q is not a store (%s): give the path of a store", path, why), nil}
}

// cannotOpen explains the error of opening the file itself.
func cannotOpen(path string, err error) *Problem {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return &Problem{ErrMissing, fmt.Sprintf("there is no store at %q: give the path of a store, "+
			"make a new one, or %s", path, fromBackup), err}
	case errors.Is(err, os.ErrPermission):
		return &Problem{ErrAccess, fmt.Sprintf("the store %q cannot be opened for reading and writing: "+
			"run the program as the user who owns the file, or give this user the right to read and write it", path), err}
	}
	return &Problem{ErrAccess, fmt.Sprintf("the store %q cannot be opened (%v): check the path and the disk", path, err), err}
}
