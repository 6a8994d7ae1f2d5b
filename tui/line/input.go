package line

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"signpost/store"
	"signpost/store/text"
)

// maxInput is the most that is read from standard input, in bytes, where nobody
// says otherwise.
const maxInput = 1 << 20

// byteOrderMark begins a text that some editors for Windows have saved.
const byteOrderMark = "\ufeff"

// read takes standard input to its end, or until the command's context ends.
// what is what should come in, for the message where nothing did.
func (j *job) read(what string) ([]byte, error) {
	if j.in.Stdin == nil {
		return nil, refuse("Nothing came in on standard input: send %s.", what)
	}
	most, mark := j.most(), []byte(byteOrderMark)
	type got struct {
		data []byte
		err  error
	}
	done := make(chan got, 1)
	go func() {
		data, err := io.ReadAll(io.LimitReader(j.in.Stdin, int64(most)+1))
		done <- got{data, err}
	}()
	select {
	case <-j.ctx.Done():
		return nil, j.ctx.Err()
	case g := <-done:
		switch {
		case len(g.data) > most:
			return nil, refuse("The input is larger than %s, so none of it was used: send less.", sizeWords(most))
		case g.err != nil:
			return nil, refuse("The input broke off before its end, so none of it was used. Send it again.")
		case len(bytes.TrimSpace(bytes.TrimPrefix(g.data, mark))) == 0:
			return nil, refuse("Nothing came in on standard input: send %s.", what)
		}
		return bytes.TrimPrefix(g.data, mark), nil
	}
}

// most is the most bytes that are taken from standard input.
func (j *job) most() int { return cmp.Or(j.in.MaxInput, maxInput) }

// sizeWords is a number of bytes in the largest unit that it is whole in.
func sizeWords(n int) string {
	switch {
	case n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// parsed makes what the store says of wrong JSON fit for a person: its cause, in
// the words of the JSON package, is left out. Wrong facts stay as they are.
func parsed(err error) error {
	if err == nil || len(factErrors(err)) > 0 {
		return err
	}
	says := err.Error()
	if cause := errors.Unwrap(err); cause != nil {
		says = strings.TrimSuffix(says, ": "+cause.Error())
	}
	return refuse("%s", text.Capital(says))
}

// clientForm is what client add reads, by example.
const clientForm = `{"given_name": "Sam", "facts": {"age": 24, "district": "burnley"}}`

// readClient reads a new client: the given name, what is known already, and
// where that comes from. A name that is no part of a client is refused rather
// than passed over: what was sent would not be what is kept.
func readClient(data []byte) (string, store.Changes, store.FactSource, error) {
	var name string
	var ch store.Changes
	var source store.FactSource
	parts, err := members(data)
	if err != nil {
		return name, ch, source, err
	}
	for _, part := range slices.Sorted(maps.Keys(parts)) { // of two mistakes, the same one is told each time
		raw := parts[part]
		switch part {
		case "given_name":
			if json.Unmarshal(raw, &name) != nil {
				return name, ch, source, refuse("given_name: enter text in quotes, such as \"Sam\".")
			}
		case "source":
			if json.Unmarshal(raw, &source) != nil {
				return name, ch, source, refuse("source: enter one of %s.", joined(store.FactSources(), plain))
			}
		case "facts":
			if ch.Set, err = store.ParseFacts(raw); err != nil {
				return name, ch, source, parsed(err)
			}
		default:
			return name, ch, source, notPart(part)
		}
	}
	return name, ch, source, nil
}

// members gives the members of one JSON object.
func members(data []byte) (map[string]json.RawMessage, error) {
	broken := refuse("The client is not whole JSON: send one object, such as %s", clientForm)
	dec := json.NewDecoder(bytes.NewReader(data))
	if tok, err := dec.Token(); err != nil || tok != json.Delim('{') {
		return nil, broken
	}
	parts := map[string]json.RawMessage{}
	for dec.More() {
		tok, err := dec.Token()
		name, ok := tok.(string)
		if err != nil || !ok {
			return nil, broken
		}
		var raw json.RawMessage
		if dec.Decode(&raw) != nil {
			return nil, broken
		}
		if _, twice := parts[name]; twice {
			return nil, refuse("%s: enter it once only.", name)
		}
		parts[name] = raw
	}
	if _, err := dec.Token(); err != nil {
		return nil, broken
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, refuse("There is more after the client: send one JSON object only, such as %s", clientForm)
	}
	return parts, nil
}

func notPart(name string) error {
	says := fmt.Sprintf("%q is no part of a client: send given_name, facts and source only.", name)
	if insurance(name) {
		says += " No National Insurance number is kept here: nothing needs one, and what is not kept cannot be lost."
	}
	return refuse("%s", says)
}

// insurance says whether a name is that of a field for a National Insurance
// number.
func insurance(name string) bool {
	name = strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name))
	return name == "ni" || strings.HasPrefix(name, "nino") || strings.HasPrefix(name, "ninumber") || strings.HasPrefix(name, "nationalinsurance")
}
