package bolt_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

var powerRounds = flag.Int("power.rounds", 15, "how often the power is cut under the writing process")

const (
	powerImages = 6   // what may be left on the disk, of each cut
	sector      = 512 // bytes that a disk writes whole or not at all
)

// disk is a file system of one file that knows what of it was synced. When the power
// is cut, nothing more is taken; and of what was written since the last sync any part
// may be there, in sectors.
type disk struct {
	fs.Inode
	mu      sync.Mutex
	file    []byte    // as whoever has it open sees it
	durable []byte    // as it was when it was last synced
	pending []written // since then
	left    int       // writes and syncs until the power is cut
	cut     bool
}

// written is one write, or with no data a new size.
type written struct {
	at   int64
	data []byte
}

// to applies the write to b.
func (w written) to(b []byte) []byte {
	end := w.at + int64(len(w.data))
	if w.data == nil && int64(len(b)) > w.at {
		return b[:w.at]
	}
	if int64(len(b)) < end {
		b = append(b, make([]byte, end-int64(len(b)))...)
	}
	copy(b[w.at:], w.data)
	return b
}

// take counts an operation, and says whether the power lasts for it.
func (d *disk) take() syscall.Errno {
	if d.left--; d.left <= 0 {
		d.cut = true
	}
	if d.cut {
		return syscall.EIO
	}
	return 0
}

// change keeps a write for the next sync.
func (d *disk) change(w written) syscall.Errno {
	d.mu.Lock()
	defer d.mu.Unlock()
	errno := d.take()
	if !d.cut || d.left == 0 { // what is under way when the power goes may arrive
		d.file = w.to(d.file)
		d.pending = append(d.pending, w)
	}
	return errno
}

// OnAdd puts the file into its folder.
func (d *disk) OnAdd(ctx context.Context) {
	d.AddChild("store.db", d.NewPersistentInode(ctx, &onDisk{d: d}, fs.StableAttr{Mode: fuse.S_IFREG, Ino: 2}), true)
}

// onDisk is the file.
type onDisk struct {
	fs.Inode
	d *disk
}

var _ interface {
	fs.NodeOpener
	fs.NodeGetattrer
	fs.NodeSetattrer
	fs.NodeReader
	fs.NodeWriter
	fs.NodeFsyncer
} = (*onDisk)(nil)

func (n *onDisk) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, 0, 0
}

func (n *onDisk) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	out.Mode, out.Size = 0o600, uint64(len(n.d.file))
	return 0
}

func (n *onDisk) Setattr(ctx context.Context, f fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if size, ok := in.GetSize(); ok {
		n.d.mu.Lock()
		grown := int64(size) - int64(len(n.d.file))
		n.d.mu.Unlock()
		w := written{at: int64(size)}
		if grown > 0 {
			w = written{at: int64(size) - grown, data: make([]byte, grown)}
		}
		if errno := n.d.change(w); errno != 0 {
			return errno
		}
	}
	return n.Getattr(ctx, f, out)
}

func (n *onDisk) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	from := min(off, int64(len(n.d.file)))
	return fuse.ReadResultData(bytes.Clone(n.d.file[from:min(from+int64(len(dest)), int64(len(n.d.file)))])), 0
}

func (n *onDisk) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	return uint32(len(data)), n.d.change(written{off, bytes.Clone(data)})
}

func (n *onDisk) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	n.d.mu.Lock()
	defer n.d.mu.Unlock()
	if errno := n.d.take(); errno != 0 {
		return errno
	}
	n.d.durable, n.d.pending = bytes.Clone(n.d.file), nil
	return 0
}

// leaves is what may be on the disk after the cut: of each write since the last sync
// all, nothing, or some of its sectors. The first leaves nothing of them, the second
// all.
func (d *disk) leaves(which int) []byte {
	b := bytes.Clone(d.durable)
	for _, w := range d.pending {
		how := rand.IntN(3)
		switch {
		case which == 0 || which > 1 && how == 0:
		case which == 1 || how == 1 || w.data == nil:
			b = w.to(b)
		default:
			for at := 0; at < len(w.data); at += sector {
				if rand.IntN(2) == 0 {
					b = written{w.at + int64(at), w.data[at:min(at+sector, len(w.data))]}.to(b)
				}
			}
		}
	}
	return b
}

// cutOnce lets a process write to a store on a disk whose power is cut at some
// moment, and gives the disk and what the writers were told by then.
func cutOnce(t *testing.T, holds []byte, mode string) (*disk, [killWriters]int) {
	t.Helper()
	d := &disk{file: bytes.Clone(holds), durable: bytes.Clone(holds), left: 60 + rand.IntN(500)}
	mount := t.TempDir()
	server, err := fs.Mount(mount, d, &fs.Options{MountOptions: fuse.MountOptions{DirectMount: true, FsName: "power"}})
	if err != nil {
		t.Skipf("no file system can be mounted here, so the power is not cut (%v): install fuse3, and have /dev/fuse", err)
	}
	defer func() {
		if err := server.Unmount(); err != nil {
			t.Errorf("unmount: %v", err)
		}
	}()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+mode, pathEnv+"="+filepath.Join(mount, "store.db"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var says bytes.Buffer
	cmd.Stderr = &says
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var acked [killWriters]int
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		var g, seq int
		if _, serr := fmt.Sscanf(line, "%d %d\n", &g, &seq); err != nil || serr != nil {
			t.Fatalf("read %q: %v", line, errors.Join(err, serr))
		}
		acked[g] = max(acked[g], seq)
	}
	if err := cmd.Wait(); err == nil || !d.cut {
		t.Fatalf("the process ended before the power was cut: %v, %s", err, &says)
	}
	return d, acked
}

// cutRounds cuts the power again and again, each time going on from something that
// the last cut has left, and gives the first thing that is wrong in any of that.
func cutRounds(t *testing.T, mode string) error {
	t.Helper()
	holds, err := os.ReadFile(create(t))
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for round := range *powerRounds {
		d, acked := cutOnce(t, holds, mode)
		for which := range powerImages {
			holds = d.leaves(which)
			path := filepath.Join(t.TempDir(), "left.db")
			if err := os.WriteFile(path, holds, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := verifyKilled(t, path, acked); err != nil {
				return fmt.Errorf("round %d, image %d, %d writes not synced: %w", round+1, which, len(d.pending), err)
			}
		}
		for _, n := range acked {
			most = max(most, n)
		}
	}
	t.Logf("%d cuts, %d images each; the busiest writer was told of %d writes", *powerRounds, powerImages, most)
	return nil
}

// Every acknowledged write is there after the power was cut while processes wrote,
// whatever part of what was not synced has reached the disk, and the store is sound.
// First: a store that does not sync is found out.
func TestPowerCutLosesNothingAcknowledged(t *testing.T) {
	if err := cutRounds(t, "never sync"); err == nil {
		t.Fatalf("%d cuts did not find a store that does not sync", *powerRounds)
	} else {
		t.Logf("a store that does not sync is found: %v", err)
	}
	if err := cutRounds(t, "write"); err != nil {
		t.Error(err)
	}
}
