package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"signpost/keys"
	"signpost/store"
	"signpost/store/bolt"
	"signpost/store/desk"
	"signpost/store/text"
)

// offline opens a data directory that exists for the person who holds it, while
// no server has it open. instead is what to type where one has.
func offline(ctx context.Context, at place, instead string, fn func(*desk.Desk) error) error {
	data, err := openData(at, false)
	if errors.Is(err, bolt.ErrHeld) {
		return fmt.Errorf("%w. If that is the server, let it run and type as a steward: ssh HOST %s", err, instead)
	}
	if err != nil {
		return err
	}
	return errors.Join(atDesk(ctx, data, fn), data.Close())
}

func atDesk(ctx context.Context, data *dataDir, fn func(*desk.Desk) error) error {
	// What is written here by a wrong clock must not make it a right one for serve.
	if _, err := store.StartClock(ctx, data.Store, time.Now()); err != nil {
		return err
	}
	office, err := desk.Over(ctx, data.Store, time.Now, desk.Options{})
	if err != nil {
		return fmt.Errorf("open the office: %w", err)
	}
	return fn(office.Installer())
}

// readKey reads a public key file, or standard input for "-".
func readKey(path string, in io.Reader) (keys.Key, error) {
	const most = 64 << 10
	r := in
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return keys.Key{}, fmt.Errorf("read the public key: %w", err)
		}
		defer f.Close()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, most))
	if err != nil {
		return keys.Key{}, fmt.Errorf("read the public key %q: %w", path, err)
	}
	key, err := keys.ParsePublic(string(data))
	if err != nil {
		return keys.Key{}, fmt.Errorf("the public key %q: %w", path, err)
	}
	return key, nil
}

// table writes rows under a head, in columns, safe for a terminal.
func table(out io.Writer, head []string, rows [][]string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range append([][]string{head}, rows...) {
		for i, cell := range row {
			if i > 0 {
				fmt.Fprint(w, "\t")
			}
			fmt.Fprint(w, text.Safe(cell))
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

// asJSON writes v as JSON on several lines, safe for a terminal.
func asJSON(out io.Writer, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("answer as JSON: %w", err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text.JSON(data), "", "  "); err != nil {
		return fmt.Errorf("answer as JSON: %w", err)
	}
	_, err = b.WriteTo(out)
	return err
}

// day is a moment as a day, or a dash for none.
func day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(time.DateOnly)
}
