package mirror

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
)

// memory is a medium that can fail and lose its power. Of what was not synced,
// chance decides sector by sector.
type memory struct {
	rng   *rand.Rand
	seen  map[string]*memoryFile
	kept  map[string]*memoryFile // names that a power cut leaves
	lies  bool                   // sync does nothing: the control
	left  int                    // operations until the power goes; -1: it stays
	fault error                  // of every write and sync, when set
}

type memoryFile struct {
	disk       *memory
	seen, kept []byte
	dirty      map[int]bool
}

const sector = 512

func newMemory(rng *rand.Rand) *memory {
	return &memory{rng: rng, seen: map[string]*memoryFile{}, kept: map[string]*memoryFile{}, left: -1}
}

// powerCut ends a call in the middle, as if the process were gone.
type powerCut struct{}

func (m *memory) operation() {
	if m.left == 0 {
		panic(powerCut{})
	}
	m.left--
}

// restart is the medium as it is found afterwards.
func (m *memory) restart() {
	m.left = -1
	m.seen = map[string]*memoryFile{}
	for _, name := range slices.Sorted(maps.Keys(m.kept)) { // in order: a seed repeats what chance decided
		f := m.kept[name]
		for _, s := range slices.Sorted(maps.Keys(f.dirty)) {
			if m.rng.IntN(2) == 0 {
				f.keep(s)
			}
		}
		f.seen, f.dirty = bytes.Clone(f.kept), map[int]bool{}
		m.seen[name] = f
	}
	m.kept = maps.Clone(m.seen)
}

func (f *memoryFile) keep(s int) {
	from, to := s*sector, min((s+1)*sector, len(f.seen))
	if from < to {
		f.kept = grown(f.kept, to)
		copy(f.kept[from:to], f.seen[from:to])
	}
}

func grown(b []byte, n int) []byte {
	if n <= len(b) {
		return b
	}
	return append(b, make([]byte, n-len(b))...)
}

func (m *memory) names() ([]string, error) { return slices.Sorted(maps.Keys(m.seen)), nil }
func (m *memory) Close() error             { return nil }

func (m *memory) open(name string) (file, error) {
	if f, ok := m.seen[name]; ok {
		return f, nil
	}
	return nil, fs.ErrNotExist
}

func (m *memory) create(name string) (file, error) {
	m.operation()
	if m.fault != nil {
		return nil, m.fault
	}
	if _, ok := m.seen[name]; ok {
		return nil, fs.ErrExist
	}
	f := &memoryFile{disk: m, dirty: map[int]bool{}}
	m.seen[name] = f
	if m.rng.IntN(2) == 0 {
		m.kept[name] = f
	}
	return f, nil
}

func (m *memory) rename(from, to string) error {
	m.operation()
	f, ok := m.seen[from]
	if !ok {
		return fs.ErrNotExist
	}
	delete(m.seen, from)
	m.seen[to] = f
	if m.rng.IntN(2) == 0 {
		m.kept[to] = f
		delete(m.kept, from)
	}
	return nil
}

func (m *memory) remove(name string) error {
	m.operation()
	if _, ok := m.seen[name]; !ok {
		return fs.ErrNotExist
	}
	delete(m.seen, name)
	if m.rng.IntN(2) == 0 {
		delete(m.kept, name)
	}
	return nil
}

func (m *memory) sync() error {
	m.operation()
	if m.fault != nil {
		return m.fault
	}
	if !m.lies {
		m.kept = maps.Clone(m.seen)
	}
	return nil
}

func (f *memoryFile) ReadAt(b []byte, at int64) (int, error) {
	if at >= int64(len(f.seen)) {
		return 0, io.EOF
	}
	n := copy(b, f.seen[at:])
	if n < len(b) {
		return n, io.ErrUnexpectedEOF
	}
	return n, nil
}

func (f *memoryFile) WriteAt(b []byte, at int64) (int, error) {
	f.disk.operation()
	if f.disk.fault != nil {
		return 0, f.disk.fault
	}
	f.seen = grown(f.seen, int(at)+len(b))
	copy(f.seen[at:], b)
	for s := int(at) / sector; s*sector < int(at)+len(b); s++ {
		f.dirty[s] = true
	}
	return len(b), nil
}

func (f *memoryFile) Size() (int64, error) { return int64(len(f.seen)), nil }
func (f *memoryFile) Close() error         { return nil }

func (f *memoryFile) Sync() error {
	f.disk.operation()
	if f.disk.fault != nil {
		return f.disk.fault
	}
	if f.disk.lies {
		return nil
	}
	for s := range f.dirty {
		f.keep(s)
	}
	clear(f.dirty)
	return nil
}
