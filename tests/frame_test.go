package tests

import (
	"encoding/binary"
	"hash/maphash"
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
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
	size   image.Point
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
	return &frameBuffer{
		pixels: raw[offset:], stride: word(12), size: image.Pt(word(4), word(5)), seed: maphash.MakeSeed(),
	}
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

// share is which part of the screen, 0 to 1, has the colour 0xRRGGBB; it looks
// at every eighth pixel of every eighth row.
func (f *frameBuffer) share(rgb uint32) float64 {
	n, hits := 0, 0
	for y := 0; y < f.size.Y; y += 8 {
		for x := 0; x < f.size.X; x += 8 {
			n++
			if binary.LittleEndian.Uint32(f.pixels[y*f.stride+4*x:])&0xFFFFFF == rgb {
				hits++
			}
		}
	}
	return float64(hits) / float64(n)
}

// poll is the pause between two looks at the frame buffer.
const poll = 300 * time.Microsecond

// changed waits until part looks other than before; it returns how long after
// start that was.
func (f *frameBuffer) changed(t *testing.T, part image.Rectangle, before uint64, start time.Time) time.Duration {
	t.Helper()
	for f.sum(part) == before {
		if time.Since(start) > patience {
			t.Fatalf("no pixel changed in %v", part)
		}
		time.Sleep(poll)
	}
	return time.Since(start)
}

// frames counts how often part changes while move runs and until it stands still; it
// returns the count and the time from the first change to the last one. Changes closer
// than torn are one frame that was seen while it was copied.
func (f *frameBuffer) frames(part image.Rectangle, move func()) (n int, took time.Duration) {
	const torn, still = 3 * time.Millisecond, 300 * time.Millisecond
	moved := make(chan struct{})
	go func() { defer close(moved); move() }()
	before, start := f.sum(part), time.Now()
	var first, last time.Duration
	for over := false; !over; time.Sleep(poll) {
		now := time.Since(start)
		if sum := f.sum(part); sum != before {
			before = sum
			switch {
			case n == 0:
				first, n = now, 1
			case now-last > torn:
				n++
			}
			last = now
		}
		select {
		case <-moved:
			over = time.Since(start)-last > still
		default:
		}
	}
	return max(n-1, 0), last - first
}

// settle waits until the screen has stood still for a while.
func (f *frameBuffer) settle() {
	whole := image.Rectangle{Max: f.size}
	before, since := f.sum(whole), time.Now()
	for end := time.Now().Add(2 * time.Second); time.Since(since) < 60*time.Millisecond && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
		if now := f.sum(whole); now != before {
			before, since = now, time.Now()
		}
	}
}

// press touches the thing called name. down is from the finger's touch to the
// first changed pixel around it, up from its leaving to the first changed pixel
// in part, which must lie apart from that thing.
func (f *finger) press(fb *frameBuffer, name string, part image.Rectangle) (down, up time.Duration) {
	f.t.Helper()
	var x, y int16
	f.until("thing called "+name, func() (ok bool) { x, y, ok = f.where(name); return ok })
	f.move(x, y)
	fb.settle()
	under := image.Rect(int(x)-40, int(y)-40, int(x)+40, int(y)+40).Intersect(image.Rectangle{Max: fb.size})
	if !under.Intersect(part).Empty() {
		f.t.Fatalf("%q lies in the part that is watched", name)
	}
	before, start := fb.sum(under), time.Now()
	f.raw(xproto.ButtonPress)
	down = fb.changed(f.t, under, before, start)
	// A finger leaves at any moment of the window's clock.
	time.Sleep(time.Duration(60+rand.IntN(40)) * time.Millisecond)
	before, start = fb.sum(part), time.Now()
	f.raw(xproto.ButtonRelease)
	up = fb.changed(f.t, part, before, start)
	return down, up
}

// raw sends a button event without waiting for the window.
func (f *finger) raw(kind byte) {
	xtest.FakeInput(f.x, kind, 1, 0, f.root, 0, 0, 0)
	f.x.Sync()
}
