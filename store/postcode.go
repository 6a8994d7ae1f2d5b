package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxPostcodes bounds a table: the United Kingdom has about 2.7 million
// postcodes, with those no longer in use.
const maxPostcodes = 5_000_000

// Postcodes gives the district of full postcodes. It never changes once read and
// is safe for any number of readers. A nil *Postcodes holds none.
type Postcodes struct {
	keys  []uint64 // packed postcodes, in order
	at    []uint16 // the place in codes of each
	codes []string // GSS codes of districts
}

// ReadPostcodes reads a table from CSV, plain or gzipped, with a heading that
// names the columns postcode and lad_cd (a GSS code); other columns are passed
// over, and so are the postcodes of Wales, Scotland and Northern Ireland. The
// error names the line.
func ReadPostcodes(r io.Reader) (*Postcodes, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	if magic, err := in.Peek(2); err == nil && bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		gz, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("postcodes: open gzip: %w", err)
		}
		in = bufio.NewReaderSize(gz, 64<<10)
	}
	rows := csv.NewReader(in)
	rows.ReuseRecord = true
	head, err := rows.Read()
	if err != nil {
		return nil, fmt.Errorf("postcodes: read the heading: %w", err)
	}
	b := postcodeBuilder{place: map[string]uint16{}}
	b.postcode = slices.IndexFunc(head, func(s string) bool { return columnName(s) == "postcode" })
	b.district = slices.IndexFunc(head, func(s string) bool { return columnName(s) == "lad_cd" })
	if b.postcode < 0 || b.district < 0 {
		return nil, fmt.Errorf("postcodes: line 1: %q has no columns postcode and lad_cd", clip(strings.Join(head, ",")))
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return b.table()
		}
		if err != nil {
			return nil, fmt.Errorf("postcodes: %w", err)
		}
		line, _ := rows.FieldPos(0)
		if err := b.add(row, line); err != nil {
			return nil, fmt.Errorf("postcodes: line %d: %w", line, err)
		}
	}
}

// columnName is a heading without case, spaces and the byte order mark that
// spreadsheets write.
func columnName(s string) string {
	return strings.ToLower(strings.TrimSpace(strings.TrimPrefix(s, "\ufeff")))
}

// postcodeBuilder gathers rows.
type postcodeBuilder struct {
	postcode, district int // columns
	rows               []postcodeRow
	place              map[string]uint16
	codes              []string
}

type postcodeRow struct {
	key  uint64
	line uint32
	at   uint16
}

func (b *postcodeBuilder) add(row []string, line int) error {
	pc, ok := ParsePostcode(row[b.postcode])
	if !ok {
		return fmt.Errorf("%q is no full postcode", clip(row[b.postcode]))
	}
	code := strings.TrimSpace(row[b.district])
	if len(code) == 9 && strings.ContainsRune("WSN", rune(code[0])) {
		return nil
	}
	at, ok := b.place[code]
	if !ok {
		if _, known := districtOf(code); !known {
			return fmt.Errorf("%q is the GSS code of no English district known here", clip(code))
		}
		at = uint16(len(b.codes))
		b.codes = append(b.codes, strings.Clone(code))
		b.place[b.codes[at]] = at
	}
	if len(b.rows) >= maxPostcodes {
		return fmt.Errorf("more than %d postcodes", maxPostcodes)
	}
	b.rows = append(b.rows, postcodeRow{key: packPostcode(pc), line: uint32(line), at: at})
	return nil
}

func (b *postcodeBuilder) table() (*Postcodes, error) {
	if len(b.rows) == 0 {
		return nil, errors.New("postcodes: the file has no English postcode")
	}
	slices.SortFunc(b.rows, func(x, y postcodeRow) int {
		if x.key == y.key {
			return int(x.line) - int(y.line)
		}
		if x.key < y.key {
			return -1
		}
		return 1
	})
	p := &Postcodes{keys: make([]uint64, len(b.rows)), at: make([]uint16, len(b.rows)), codes: b.codes}
	for i, r := range b.rows {
		if i > 0 && r.key == p.keys[i-1] {
			return nil, fmt.Errorf("postcodes: line %d: the postcode is on line %d already", r.line, b.rows[i-1].line)
		}
		p.keys[i], p.at[i] = r.key, r.at
	}
	return p, nil
}

// Len is how many postcodes the table holds.
func (p *Postcodes) Len() int {
	if p == nil {
		return 0
	}
	return len(p.keys)
}

// District is the GSS code of the district of a full postcode, in any spacing or
// case, and whether the table has it.
func (p *Postcodes) District(postcode string) (code string, ok bool) {
	if p == nil {
		return "", false
	}
	pc, ok := ParsePostcode(postcode)
	if !ok {
		return "", false
	}
	i, ok := slices.BinarySearch(p.keys, packPostcode(pc))
	if !ok {
		return "", false
	}
	return p.codes[p.at[i]], true
}

// packPostcode packs a postcode as ParsePostcode gives it: its letters and
// digits, at most seven, as a number to the base 37.
func packPostcode(pc string) uint64 {
	var n uint64
	for i := range len(pc) {
		switch c := pc[i]; {
		case isDigit(c):
			n = n*37 + uint64(c-'0') + 1
		case isLetter(c):
			n = n*37 + uint64(c-'A') + 11
		}
	}
	return n
}
