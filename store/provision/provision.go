// Package provision holds the catalogue that ships inside the program: one YAML
// file a programme, written and read by curators who know no Go, with a lint
// that says what is wrong with a record and where.
//
// It knows nothing of clients, of the store's engine, or of how a rule is
// judged for a client.
package provision

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"signpost/store"
)

//go:embed catalogue/*.yaml
var catalogue embed.FS

// Builtin gives the programmes of the catalogue that ships with the program,
// sorted by id, each with Builtin set to the digest of its content. The error
// names the file and the line.
func Builtin() ([]store.Programme, error) {
	files, err := fs.Glob(catalogue, "catalogue/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the catalogue: %w", err)
	}
	all := make([]store.Programme, 0, len(files))
	for _, name := range files {
		data, err := catalogue.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read %q: %w", name, err)
		}
		p, err := Parse(path.Base(name), data)
		if err != nil {
			return nil, err
		}
		if want := fileOf(p.ID); path.Base(name) != want {
			return nil, fmt.Errorf("%s: holds %q: name the file %q", path.Base(name), p.ID, want)
		}
		if p.Builtin, err = Digest(p); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b store.Programme) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

// Digest is twelve hexadecimal digits that change when the content of the
// record does. What the store keeps with a record (Rev, Builtin, Edited) and
// the comments of its file are no part of it.
func Digest(p store.Programme) (string, error) {
	p.Rev, p.Builtin, p.Edited = 0, "", false
	data, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("digest of %q: %w", p.ID, err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6]), nil
}

// Parse reads one record from YAML. name is the file's name, for messages.
// Everything that has no place in a record, or does not fit its place, is
// named in the error with file and line; see Lint for what the record says.
func Parse(name string, data []byte) (store.Programme, error) {
	p, shape, err := parse(name, data)
	if err != nil {
		return store.Programme{}, err
	}
	if len(shape.wrong) > 0 {
		errs := make([]error, len(shape.wrong))
		for i, w := range shape.wrong {
			errs[i] = errors.New(Problem{File: name, Line: w.line, Path: w.path, Says: w.says}.String())
		}
		return store.Programme{}, errors.Join(errs...)
	}
	return p, nil
}

func parse(name string, data []byte) (store.Programme, *shape, error) {
	var (
		p         store.Programme
		doc, more yaml.Node
	)
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return p, nil, fmt.Errorf("%s: read the YAML: %w", name, err)
	}
	shape := checkShape(&doc)
	if err := dec.Decode(&more); err == nil {
		shape.say(more.Line, "", "a second record: keep one programme a file")
	} else if !errors.Is(err, io.EOF) {
		return p, nil, fmt.Errorf("%s: read the YAML: %w", name, err)
	}
	if len(shape.wrong) > 0 {
		return p, shape, nil
	}
	if err := doc.Decode(&p); err != nil {
		return p, nil, fmt.Errorf("%s: read the YAML: %w", name, err)
	}
	return p, shape, nil
}

// Format writes a record as the YAML that a curator edits. Parse of it gives
// the record again, without what the store keeps with it.
func Format(p store.Programme) ([]byte, error) {
	var (
		b   bytes.Buffer
		doc yaml.Node
	)
	if err := doc.Encode(p); err != nil {
		return nil, fmt.Errorf("write %q as YAML: %w", p.ID, err)
	}
	unquote(&doc)
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(&doc); err != nil {
		return nil, fmt.Errorf("write %q as YAML: %w", p.ID, err)
	}
	if err := enc.Close(); err != nil {
		return nil, fmt.Errorf("write %q as YAML: %w", p.ID, err)
	}
	return b.Bytes(), nil
}

// unquote takes the quotation marks from days, numbers and yes and no: Parse
// reads them as they stand, and so does a curator.
func unquote(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && plainValue.MatchString(n.Value) {
		n.Tag, n.Style = "", 0
	}
	for _, c := range n.Content {
		unquote(c)
	}
}

var plainValue = regexp.MustCompile(`^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+(\.[0-9]+)?|yes|no)$`)
