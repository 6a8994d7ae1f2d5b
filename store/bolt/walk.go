package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"

	"signpost/store"
)

// The kinds of page and of leaf element, and their sizes.
const (
	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10
	bucketEntry  = 0x01
	element      = 16 // of a branch or a leaf
	bucketHead   = 16 // root page 8, sequence 8
	maxDepth     = 64
)

// walk reads every page that the header leads to and finds each one, and each
// offset in it, to be where bbolt will look for it: pages within the file, met
// once, and either free or in use; keys in order; elements within their page.
// What passes can be mapped and changed by bbolt without a fault. Values carry
// no checksum, so a value that was changed in place passes.
func walk(ctx context.Context, f io.ReaderAt, h header) error {
	w := &walker{ctx: ctx, file: f, header: h, met: make([]bool, h.pages)}
	if h.pages < 4 {
		return fmt.Errorf("header names %d pages", h.pages)
	}
	w.met[0], w.met[1] = true, true
	if err := w.freelist(); err != nil {
		return err
	}
	if err := w.tree(h.root, nil, nil, 0); err != nil {
		return err
	}
	for id, met := range w.met {
		if !met {
			return fmt.Errorf("page %d is neither free nor in use", id)
		}
	}
	return nil
}

type walker struct {
	ctx    context.Context
	file   io.ReaderAt
	header header
	met    []bool
}

// page is one page with those that overflow from it, as read from the file.
type page struct {
	id    uint64
	flags uint16
	count int
	b     []byte
}

func (w *walker) read(id uint64) (page, error) {
	if err := w.ctx.Err(); err != nil {
		return page{}, err
	}
	if id < 2 || id >= w.header.pages {
		return page{}, fmt.Errorf("page %d is outside the file", id)
	}
	b := make([]byte, w.header.pageSize)
	if _, err := w.file.ReadAt(b, int64(id*w.header.pageSize)); err != nil {
		return page{}, fmt.Errorf("read page %d: %w", id, err)
	}
	if own := binary.NativeEndian.Uint64(b); own != id {
		return page{}, fmt.Errorf("page %d says it is page %d", id, own)
	}
	more := uint64(binary.NativeEndian.Uint32(b[12:]))
	if id+more >= w.header.pages {
		return page{}, fmt.Errorf("page %d goes on beyond the file", id)
	}
	for i := id; i <= id+more; i++ {
		if err := w.meet(i); err != nil {
			return page{}, err
		}
	}
	if more > 0 {
		b = append(b, make([]byte, more*w.header.pageSize)...)
		if _, err := w.file.ReadAt(b[w.header.pageSize:], int64((id+1)*w.header.pageSize)); err != nil {
			return page{}, fmt.Errorf("read page %d: %w", id+1, err)
		}
	}
	return page{id, binary.NativeEndian.Uint16(b[8:]), int(binary.NativeEndian.Uint16(b[10:])), b}, nil
}

func (w *walker) meet(id uint64) error {
	if w.met[id] {
		return fmt.Errorf("page %d is used twice", id)
	}
	w.met[id] = true
	return nil
}

func (w *walker) freelist() error {
	if w.header.freelist == noFreelist {
		return fmt.Errorf("there is no list of free pages")
	}
	p, err := w.read(w.header.freelist)
	if err != nil {
		return err
	}
	if p.flags != freelistPage {
		return fmt.Errorf("page %d is not the list of free pages", p.id)
	}
	ids, count := p.b[pageHead:], uint64(p.count)
	if count == 0xFFFF {
		count, ids = binary.NativeEndian.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids))/8 {
		return fmt.Errorf("page %d lists more free pages than it has room for", p.id)
	}
	for i := range count {
		id := binary.NativeEndian.Uint64(ids[i*8:])
		if id < 2 || id >= w.header.pages {
			return fmt.Errorf("free page %d is outside the file", id)
		}
		if err := w.meet(id); err != nil {
			return err
		}
	}
	return nil
}

// tree walks a bucket's pages from id down. A bucket's root page may be empty; any
// other begins with the key from, and has its keys below to unless to is nil.
func (w *walker) tree(id uint64, from, to []byte, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("page %d lies more than %d deep", id, maxDepth)
	}
	p, err := w.read(id)
	if err != nil {
		return err
	}
	switch {
	case p.count == 0 && from != nil:
		return fmt.Errorf("page %d is empty", p.id)
	case p.flags == leafPage:
		return w.leaf(p, from, to, depth)
	case p.flags == branchPage && p.count > 0:
		return w.branch(p, from, to, depth)
	}
	return fmt.Errorf("page %d is neither branch nor leaf", id)
}

func (w *walker) branch(p page, from, to []byte, depth int) error {
	keys, end := make([][]byte, p.count), p.first()
	for i := range keys {
		at := pageHead + i*element
		if at+element > len(p.b) {
			return fmt.Errorf("page %d has more elements than room", p.id)
		}
		key, _, err := p.span(end, at, binary.NativeEndian.Uint32(p.b[at:]), binary.NativeEndian.Uint32(p.b[at+4:]), 0)
		if err != nil {
			return err
		}
		keys[i] = key
		end += len(key)
		if i > 0 {
			from = keys[i-1]
		}
		if err := p.ordered(key, from, to, i == 0); err != nil {
			return err
		}
	}
	for i, key := range keys {
		next := to
		if i+1 < len(keys) {
			next = keys[i+1]
		}
		if err := w.tree(binary.NativeEndian.Uint64(p.b[pageHead+i*element+8:]), key, next, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) leaf(p page, from, to []byte, depth int) error {
	end := p.first()
	for i := range p.count {
		at := pageHead + i*element
		if at+element > len(p.b) {
			return fmt.Errorf("page %d has more elements than room", p.id)
		}
		flags, pos := binary.NativeEndian.Uint32(p.b[at:]), binary.NativeEndian.Uint32(p.b[at+4:])
		key, value, err := p.span(end, at, pos, binary.NativeEndian.Uint32(p.b[at+8:]), binary.NativeEndian.Uint32(p.b[at+12:]))
		if err != nil {
			return err
		}
		end += len(key) + len(value)
		if err := p.ordered(key, from, to, i == 0); err != nil {
			return err
		}
		from = key
		switch flags {
		case 0:
		case bucketEntry:
			if err := w.bucket(p, value, depth); err != nil {
				return err
			}
		default:
			return fmt.Errorf("page %d has an element of an unknown kind", p.id)
		}
	}
	return nil
}

// bucket walks the bucket that a leaf's value describes: its root page, or, for a
// small one, a leaf page within the value.
func (w *walker) bucket(p page, value []byte, depth int) error {
	if len(value) < bucketHead {
		return fmt.Errorf("page %d has a bucket that is cut short", p.id)
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		return w.tree(root, nil, nil, depth+1)
	}
	b := value[bucketHead:]
	if depth > maxDepth || len(b) < pageHead || binary.NativeEndian.Uint16(b[8:]) != leafPage {
		return fmt.Errorf("page %d has a bucket without a leaf", p.id)
	}
	return w.leaf(page{p.id, leafPage, int(binary.NativeEndian.Uint16(b[10:])), b}, nil, nil, depth+1)
}

// first is where the first key of the page begins: behind the elements.
func (p page) first() int { return pageHead + p.count*element }

// span is the key and value of the element at at. bbolt writes them without a
// gap, so they begin where those of the element before ended.
func (p page) span(end, at int, pos, ksize, vsize uint32) (key, value []byte, err error) {
	k, v := uint64(ksize), uint64(vsize)
	if uint64(at)+uint64(pos) != uint64(end) || uint64(end)+k+v > uint64(len(p.b)) {
		return nil, nil, fmt.Errorf("page %d has an element that is out of its place", p.id)
	}
	if k > store.MaxKey || v > store.MaxValue+maxOverhead {
		return nil, nil, fmt.Errorf("page %d has an element that is too large", p.id)
	}
	both := p.b[end : uint64(end)+k+v]
	return both[:k], both[k:], nil
}

// ordered is whether key may stand where it does: the first at from exactly, if
// from is not nil, the others above the one before, and all below to. (That a
// branch names the exact first key of each child is what bbolt finds a child by
// when it changes; where the two differ, its next commit breaks the tree.)
func (p page) ordered(key, from, to []byte, first bool) error {
	c := bytes.Compare(key, from)
	if len(key) == 0 || first && from != nil && c != 0 || !first && c <= 0 || to != nil && bytes.Compare(key, to) >= 0 {
		return fmt.Errorf("page %d has its keys out of order", p.id)
	}
	return nil
}
