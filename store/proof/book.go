package proof

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"signpost/store"
)

// Append keeps a checkpoint at the end of a file, which is made where there is
// none, and has it on the disk when it returns. Nothing in the file is changed.
func Append(path string, checkpoint []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("keep a checkpoint: %w", err)
	}
	err = appendTo(f, checkpoint)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("keep a checkpoint in %q: %w", path, err)
	}
	return syncFolder(filepath.Dir(path))
}

func appendTo(f *os.File, checkpoint []byte) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	entry := append(slices.Clone(checkpoint), '\n')
	if size := info.Size(); size > 0 {
		end := make([]byte, min(2, size))
		if _, err := f.ReadAt(end, size-int64(len(end))); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if string(end) != "\n\n" { // a power cut has cut the last one short
			entry = append([]byte("\n\n"), entry...)
		}
	}
	_, err = f.Write(entry)
	return err
}

// syncFolder makes a new name in the folder survive a power cut. Windows keeps
// names in a journal and cannot sync a folder.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync %q: %w", path, err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// Book is what a file of checkpoints says.
type Book struct {
	Checkpoints []Checkpoint // in the order of the file
	Torn        []int        // the lines at which something begins that is not a whole checkpoint
	Faults      []string     // sentences: checkpoints that this log's key has not signed
}

// Read reads the checkpoints of a log whose public key that is.
func Read(data []byte, public string) (Book, error) {
	var b Book
	lines := strings.SplitAfter(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); {
		if strings.TrimSpace(lines[i]) == "" {
			i++
			continue
		}
		from := i
		for i < len(lines) && strings.TrimSpace(lines[i]) != "" {
			i++
		}
		if i+1 < len(lines) && strings.HasPrefix(lines[i+1], "\u2014 ") {
			i++
			for i < len(lines) && strings.HasPrefix(lines[i], "\u2014 ") {
				i++
			}
		}
		c, err := open([]byte(strings.Join(lines[from:i], "")), public)
		switch {
		case errors.Is(err, errTorn):
			b.Torn = append(b.Torn, from+1)
		case errors.Is(err, errForeign), errors.Is(err, errForged):
			b.Faults = append(b.Faults, fmt.Sprintf("The checkpoint in line %d is not one of this log: %v.", from+1, err))
		case err != nil:
			return Book{}, err
		default:
			b.Checkpoints = append(b.Checkpoints, c)
		}
	}
	return b, nil
}

// Holds says whether the log in that transaction still holds what the checkpoint
// says, by the hashes that are kept: quick, and blind to an event changed since
// without its hashes, which store.VerifyLog finds. The error is the sentence.
func (c Checkpoint) Holds(tx store.Tx) error {
	now, err := store.Head(tx)
	if err != nil {
		return err
	}
	if now.Size < c.Head.Size {
		return errors.New(c.cut(now.Size))
	}
	then, err := store.HeadAt(tx, c.Head.Size)
	if err != nil {
		return err
	}
	if then.Hash != c.Head.Hash {
		return errors.New(c.rewritten())
	}
	return nil
}

func (c Checkpoint) cut(size store.EventID) string {
	return fmt.Sprintf("The log ends at event %d, and on %s it had %d: its end was taken off, or an older copy was put back.",
		size, c.At.Format("2 January 2006 at 15:04"), c.Head.Size)
}

func (c Checkpoint) rewritten() string {
	return fmt.Sprintf("The log up to event %d is not what it was on %s: something in it was changed and its hashes were made anew.",
		c.Head.Size, c.At.Format("2 January 2006 at 15:04"))
}

// Report is what Verify has found.
type Report struct {
	Head        store.LogHead `json:"head"`
	Checkpoints int           `json:"checkpoints"` // how many of this log the log was held to
	Torn        []int         `json:"torn"`        // lines of the book that are no whole checkpoint
	Faults      []string      `json:"faults"`      // sentences; none: all is as it was kept
}

// String is the report in lines for a person.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Events: %d\nHead: %s\n", r.Head.Size, r.Head.Hash)
	switch {
	case r.Checkpoints > 0:
		fmt.Fprintf(&b, "Checkpoints: %d\n", r.Checkpoints)
	default:
		b.WriteString("Checkpoints: none were given, so a log that was written anew or put back would not be found\n")
	}
	for _, line := range r.Torn {
		fmt.Fprintf(&b, "In line %d of the checkpoints is one that is not whole, as after a power cut. It was passed over.\n", line)
	}
	for _, fault := range r.Faults {
		b.WriteString("! " + fault + "\n")
	}
	if len(r.Faults) == 0 {
		b.WriteString("Nothing is wrong with the trail.\n")
	}
	return b.String()
}

// ErrTampered is the error of a log that is not as it was kept.
var ErrTampered = errors.New("the trail is not as it was kept: stop the server, keep a copy of the data directory as it is, and tell your security officer")

// Err is ErrTampered, unless nothing is wrong.
func (r Report) Err() error {
	if len(r.Faults) > 0 {
		return ErrTampered
	}
	return nil
}

// Verify reads the whole audit log, and holds it to itself and to each checkpoint
// of a book; nil is no book. One that was given and holds none is a fault: it may
// have been emptied.
func Verify(ctx context.Context, e store.Engine, public string, book []byte) (Report, error) {
	b, err := Read(book, public)
	if err != nil {
		return Report{}, err
	}
	if book != nil && len(b.Checkpoints)+len(b.Faults) == 0 {
		b.Faults = append(b.Faults, "There is no checkpoint in what was given.")
	}
	at := make([]store.EventID, len(b.Checkpoints))
	for i, c := range b.Checkpoints {
		at[i] = c.Head.Size
	}
	log, err := store.VerifyLog(ctx, e, at)
	if err != nil {
		return Report{}, err
	}
	r := Report{
		Head: log.Head, Checkpoints: len(b.Checkpoints),
		Torn: append([]int{}, b.Torn...), Faults: slices.Concat([]string{}, log.Faults, b.Faults),
	}
	for _, c := range b.Checkpoints {
		switch {
		case c.Head.Size > log.Head.Size:
			r.Faults = append(r.Faults, c.cut(log.Head.Size))
		case c.Head.Size > 0 && log.At[c.Head.Size] != c.Head.Hash:
			r.Faults = append(r.Faults, c.rewritten())
		}
		if len(r.Faults) >= 2*store.MaxLogFaults {
			break
		}
	}
	return r, nil
}
