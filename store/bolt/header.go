package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math/bits"
)

// bbolt's file format, version 2, as go.etcd.io/bbolt/internal/common lays it
// out in memory: native byte order, a header in each of the first two pages of
// which the one with the higher transaction counts.
const (
	pageHead   = 16 // id 8, flags 2, count 2, overflow 4
	headerSize = 64
	magic      = 0xED0CDAED
	format     = 2
	noFreelist = ^uint64(0)

	minPage = 1 << 10
	maxPage = 16 << 20
)

var (
	errNoMagic  = errors.New("no bbolt header")
	errFormat   = errors.New("another version of bbolt's file format")
	errChecksum = errors.New("header checksum does not match")
	errCutShort = errors.New("header is cut short")
)

// header is one of the two headers of a bbolt file.
type header struct {
	pageSize uint64
	root     uint64 // page of the root bucket
	freelist uint64 // page of the list of free pages, or noFreelist
	pages    uint64 // pages in use, free ones among them
	tx       uint64
	one      bool // the file's other header could not be read
}

// size is how many bytes the file must have.
func (h *header) size() int64 { return int64(h.pages * h.pageSize) }

// readHeader reads the header that bbolt will go by. The error is the first
// header's when neither can be read.
func readHeader(f io.ReaderAt) (header, error) {
	first, err := headerAt(f, 0)
	if err == nil {
		second, err := headerAt(f, int64(first.pageSize))
		switch {
		case err != nil:
			first.one = true
		case second.pageSize != first.pageSize:
			return header{}, errChecksum
		case second.tx > first.tx:
			return second, nil
		}
		return first, nil
	}
	for size := int64(minPage); size <= maxPage; size *= 2 {
		second, serr := headerAt(f, size)
		if serr == nil && int64(second.pageSize) == size {
			second.one = true
			return second, nil
		}
		if serr != nil && !errors.Is(serr, errNoMagic) && !errors.Is(serr, errCutShort) && errors.Is(err, errNoMagic) {
			err = serr
		}
	}
	return header{}, err
}

func headerAt(f io.ReaderAt, page int64) (header, error) {
	var b [headerSize]byte
	if n, err := f.ReadAt(b[:], page+pageHead); n < len(b) {
		if errors.Is(err, io.EOF) {
			return header{}, errCutShort
		}
		return header{}, err
	}
	u32 := func(at int) uint32 { return binary.NativeEndian.Uint32(b[at:]) }
	u64 := func(at int) uint64 { return binary.NativeEndian.Uint64(b[at:]) }
	sum := fnv.New64a()
	sum.Write(b[:56])
	switch {
	case u32(0) != magic:
		return header{}, errNoMagic
	case u64(56) != sum.Sum64():
		return header{}, errChecksum
	case u32(4) != format:
		return header{}, fmt.Errorf("%w: %d", errFormat, u32(4))
	}
	h := header{pageSize: uint64(u32(8)), root: u64(16), freelist: u64(32), pages: u64(40), tx: u64(48)}
	if h.pageSize < minPage || h.pageSize > maxPage || bits.OnesCount64(h.pageSize) != 1 || h.pages > 1<<63/h.pageSize-1 {
		return header{}, errChecksum
	}
	return h, nil
}
