package powercuttest

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// sector is what a disk writes whole or not at all, in bytes.
const sector = 512

// disk is a folder as programs see it and as it would be found after a power
// cut. Of what was not synced, chance decides.
type disk struct {
	rng    *rand.Rand
	early  float64 // share of sectors that the disk wrote before it was told to
	harsh  bool    // syncing a file saves its own name only, no deletion beside it
	seen   map[string]*file
	kept   map[string]*file // names that a power cut leaves; the files may be deleted ones
	opened map[uint64]handle
}

type file struct {
	seen, kept []byte
	dirty      map[int]bool // sectors that differ perhaps
	resized    bool         // truncated and not synced since
}

type handle struct {
	name string
	file *file
}

// load is a folder after a start: everything in it is on the disk.
func load(dir string, rng *rand.Rand) (*disk, error) {
	d := &disk{rng: rng, early: []float64{0, 0.5, 0.9}[rng.IntN(3)], harsh: rng.IntN(2) == 0,
		seen: map[string]*file{}, kept: map[string]*file{}, opened: map[uint64]handle{}}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return d, nil
	}
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		d.seen[e.Name()] = &file{seen: raw, kept: append([]byte(nil), raw...), dirty: map[int]bool{}}
	}
	d.kept = maps.Clone(d.seen)
	return d, err
}

// operation is one line of the log that vfs.c writes.
type operation struct {
	what byte   // Open, Write, Truncate, Sync, Directory sync, X delete
	file uint64 // which open file
	at   int64  // offset, size, or whether the file was there before
	data []byte // bytes or name
}

const headBytes = 1 + 8 + 8 + 4

func next(log *bufio.Reader) (o operation, err error) {
	var head [headBytes]byte
	if _, err := io.ReadFull(log, head[:]); err != nil {
		return o, err
	}
	o = operation{head[0], binary.LittleEndian.Uint64(head[1:]), int64(binary.LittleEndian.Uint64(head[9:])), make([]byte, binary.LittleEndian.Uint32(head[17:]))}
	_, err = io.ReadFull(log, o.data)
	return o, err
}

// replay does again what a machine did and returns how many operations it was.
func (d *disk) replay(path string) (count int, err error) {
	log, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil // the power went before the first
	} else if err != nil {
		return 0, err
	}
	defer log.Close()
	for r := bufio.NewReaderSize(log, 1<<20); ; count++ {
		o, err := next(r)
		if errors.Is(err, io.EOF) {
			return count, nil
		}
		if err == nil {
			err = d.do(o)
		}
		if err != nil {
			return count, fmt.Errorf("operation %d: %w", count, err)
		}
	}
}

func (d *disk) do(o operation) error {
	switch name := string(o.data); o.what {
	case 'O':
		d.open(o.file, name, o.at != 0)
		return nil
	case 'X':
		delete(d.seen, name)
		if d.rng.IntN(2) == 0 {
			delete(d.kept, name)
		}
		return nil
	}
	h, ok := d.opened[o.file]
	switch {
	case o.what == 'D' && ok && d.harsh:
		if d.seen[h.name] == h.file {
			d.kept[h.name] = h.file
		}
	case o.what == 'D':
		d.kept = maps.Clone(d.seen)
	case !ok:
		return fmt.Errorf("%c: file is not open", o.what)
	case o.what == 'W':
		d.write(h.file, int(o.at), o.data)
	case o.what == 'T':
		d.truncate(h.file, int(o.at))
	case o.what == 'S':
		h.file.sync()
	default:
		return fmt.Errorf("unknown operation %q", o.what)
	}
	return nil
}

// open trusts a file that was there and is new to the log: the program made it
// itself, empty, and synced it. One that SQLite makes may be lost.
func (d *disk) open(id uint64, name string, existed bool) {
	f := d.seen[name]
	if f == nil || !existed {
		f = &file{dirty: map[int]bool{}}
		d.seen[name] = f
		if existed || d.rng.IntN(2) == 0 {
			d.kept[name] = f
		}
	}
	d.opened[id] = handle{name, f}
}

func (d *disk) write(f *file, at int, data []byte) {
	f.seen = resize(f.seen, max(len(f.seen), at+len(data)))
	copy(f.seen[at:], data)
	for s := at / sector; s*sector < at+len(data); s++ {
		f.dirty[s] = true
		if d.rng.Float64() < d.early {
			f.keep(s)
		}
	}
}

func (d *disk) truncate(f *file, size int) {
	f.seen, f.resized = resize(f.seen, size), true
	if d.rng.Float64() < d.early {
		f.kept = resize(f.kept, size)
	}
}

// keep brings a sector, as it is seen now, onto the disk.
func (f *file) keep(s int) {
	from, to := s*sector, min((s+1)*sector, len(f.seen))
	if from >= to {
		return
	}
	f.kept = resize(f.kept, max(len(f.kept), to))
	copy(f.kept[from:to], f.seen[from:to])
}

func (f *file) sync() {
	if f.resized {
		f.kept = append(f.kept[:0], f.seen...)
	}
	for s := range f.dirty {
		f.keep(s)
	}
	f.kept = resize(f.kept, len(f.seen))
	clear(f.dirty)
	f.resized = false
}

// resize is b with n bytes; new ones are 0.
func resize(b []byte, n int) []byte {
	if n <= len(b) {
		return b[:n]
	}
	return append(b, make([]byte, n-len(b))...)
}

// restore makes dir what is found in it after the power cut. The index of a
// write-ahead log is never synced: it may hold anything. Files that SQLite does
// not know stay, but the lock, which nobody syncs, may be gone.
func (d *disk) restore(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		_, known := d.seen[e.Name()]
		lost := strings.HasSuffix(e.Name(), "-shm") || strings.HasSuffix(e.Name(), "-wal") || strings.HasSuffix(e.Name(), "-journal")
		if known || lost || strings.HasSuffix(e.Name(), ".lock") && d.rng.IntN(2) == 0 {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	for name, f := range d.kept {
		if strings.HasSuffix(name, "-shm") || strings.HasSuffix(name, ".lock") {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), f.kept, 0o600); err != nil {
			return err
		}
		if strings.HasSuffix(name, ".db") && d.rng.IntN(2) == 0 {
			if err := os.WriteFile(filepath.Join(dir, name+"-shm"), noise(d.rng, 32<<10), 0o600); err != nil {
				return err
			}
		}
	}
	return nil
}

func noise(rng *rand.Rand, n int) []byte {
	b := make([]byte, 0, n)
	for len(b) < n {
		b = binary.LittleEndian.AppendUint64(b, rng.Uint64())
	}
	return b
}
