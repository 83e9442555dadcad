package tests

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// frameBuffer is the X server's picture in shared memory (Xvfb -fbdir): reading
// it costs no round trip, so that a changed pixel is seen within a millisecond.
type frameBuffer struct {
	pixels []byte
	stride int
	seed   maphash.Seed
}

func openFrameBuffer(t *testing.T, dir string) *frameBuffer {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "Xvfb_screen0"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Munmap(raw) })
	// The header is that of an XWD file: 32-bit words, big endian.
	word := func(i int) int { return int(binary.BigEndian.Uint32(raw[4*i:])) }
	offset := word(0) + 12*word(19) // header, then the colours
	return &frameBuffer{pixels: raw[offset:], stride: word(12), seed: maphash.MakeSeed()}
}

// sum is a hash of every fourth row of a part of the screen.
func (f *frameBuffer) sum(part image.Rectangle) uint64 {
	var h maphash.Hash
	h.SetSeed(f.seed)
	for y := part.Min.Y; y < part.Max.Y; y += 4 {
		_, _ = h.Write(f.pixels[y*f.stride+4*part.Min.X : y*f.stride+4*part.Max.X])
	}
	return h.Sum64()
}

// changed waits until part looks other than before; it returns how long after
// start that was.
func (f *frameBuffer) changed(t *testing.T, part image.Rectangle, before uint64, start time.Time) time.Duration {
	t.Helper()
	for f.sum(part) == before {
		if time.Since(start) > patience {
			t.Fatal("no pixel changed")
		}
		time.Sleep(300 * time.Microsecond)
	}
	return time.Since(start)
}

// measured is how long the screen took to answer a press at one place: first
// pixel after the finger went down, and after it was lifted.
type measured struct{ down, up []time.Duration }

// press touches the thing called name and takes both times over part.
func (f *finger) press(fb *frameBuffer, name string, part image.Rectangle, m *measured) {
	f.t.Helper()
	var x, y int16
	f.until("thing called "+name, func() (ok bool) { x, y, ok = f.where(name); return ok })
	f.move(x, y)
	before := fb.sum(part)
	start := time.Now()
	f.raw(xproto.ButtonPress)
	m.down = append(m.down, fb.changed(f.t, part, before, start))
	f.frame()
	f.probe("current")
	before, start = fb.sum(part), time.Now()
	f.raw(xproto.ButtonRelease)
	m.up = append(m.up, fb.changed(f.t, part, before, start))
	f.probe("current")
}

// raw sends a button event without waiting for anything.
func (f *finger) raw(kind byte) {
	xtest.FakeInput(f.x, kind, 1, 0, f.root, 0, 0, 0)
	f.x.Sync()
}

// at is the value below which share of the durations lie, in milliseconds.
func at(d []time.Duration, share float64) float64 {
	d = slices.Sorted(slices.Values(d))
	i := int(share * float64(len(d)))
	return float64(d[min(i, len(d)-1)].Microseconds()) / 1000
}

// memory is RSS and PSS of a process in MB.
func memory(t *testing.T, pid int) (rss, pss float64) {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "Rss: %f kB", &kb); n == 1 {
			rss = kb / 1024
		}
		if n, _ := fmt.Sscanf(line, "Pss: %f kB", &kb); n == 1 {
			pss = kb / 1024
		}
	}
	return rss, pss
}
