package tests

import (
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// The tests of this file measure. They run only with BIANMIN_BENCH=1, judge
// nothing and print one line a figure for scripts/bench.sh: its name, its
// value, its unit and its target, with tabs between.

func measuring(t *testing.T) {
	t.Helper()
	if os.Getenv("BIANMIN_BENCH") == "" {
		t.Skip("only when measuring: make bench")
	}
}

// figure prints a value; target is "" when the issue names none.
func figure(name string, value float64, unit, target string) {
	fmt.Printf("figure\t%s\t%.4g\t%s\t%s\n", name, value, unit, target)
}

func figures(name string, values []time.Duration, target string) {
	name = fmt.Sprintf("%s, n=%d", name, len(values))
	figure(name+", p50", at(values, 0.5), "ms", "")
	figure(name+", p95", at(values, 0.95), "ms", target)
}

// at is the value below which share of the durations lie, in milliseconds.
func at(d []time.Duration, share float64) float64 {
	d = slices.Sorted(slices.Values(d))
	i := int(share * float64(len(d)))
	return float64(d[min(i, len(d)-1)].Microseconds()) / 1000
}

const (
	starts = 7 // of the program, for its first frame
	firsts = 4 // of the program, for the first opening of its pages
	rounds = 8 // of eight changes, coming back
)

// colours of the home page: its paper and its first tile.
const (
	paper = 0xFAF7F0
	red   = 0xA31621
)

// TestFigureStart takes the time from the start of the process to the first
// frame of the real window in which paper and tile are there. The very first
// start of a machine, which makes the database, is apart.
func TestFigureStart(t *testing.T) {
	measuring(t)
	k, dir := newStation(t), t.TempDir()
	display := startX(t, 1080, 1920, "-fbdir", dir)
	fb := openFrameBuffer(t, dir)
	figure("very first start of a machine, n=1", at([]time.Duration{untilPainted(t, k, display, fb)}, 0), "ms", "")
	var times []time.Duration
	for range starts {
		times = append(times, untilPainted(t, k, display, fb))
	}
	name := fmt.Sprintf("start to the first painted frame, n=%d", starts)
	figure(name+", median", at(times, 0.5), "ms", "<=1500")
	figure(name+", slowest", at(times, 1), "ms", "")
}

func untilPainted(t *testing.T, k kiosk, display string, fb *frameBuffer) time.Duration {
	t.Helper()
	cmd := exec.Command(filepath.Join(build, "bianmin"), "run", "--window", "1080x1920", "--data", k.data)
	cmd.Env = append(os.Environ(), "DISPLAY="+display)
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for fb.share(paper) < 0.1 || fb.share(red) < 0.05 {
		if time.Since(start) > patience {
			t.Fatalf("no home page: paper %.2f, red %.2f", fb.share(paper), fb.share(red))
		}
		time.Sleep(poll)
	}
	took := time.Since(start)
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	for fb.share(red) > 0 { // the X server takes the window away
		time.Sleep(poll)
	}
	return took
}

// TestFigureMemory takes the memory of the window's program after the start and
// after the whole way of a person, who goes home at its end.
func TestFigureMemory(t *testing.T) {
	measuring(t)
	for name, size := range map[string][2]uint16{"1080x1920": {1080, 1920}, "1920x1080": {1920, 1080}} {
		t.Run(name, func(t *testing.T) {
			f := newFinger(t, newStation(t), size[0], size[1])
			f.screen("home")
			rest()
			f.memory("after the start, " + name)
			f.answerAll()
			f.submit()
			f.rateTheReceipt()
			f.tap("home")
			f.screen("home")
			rest()
			f.memory("after the walk, " + name)
		})
	}
}

// rest is the time in which the window prepares its pages, or gives memory
// back, with nobody in front of it.
func rest() { time.Sleep(5 * time.Second) }

func (f *finger) memory(when string) {
	rss, pss := memory(f.t, f.pid)
	figure("RSS "+when, rss, "MB", "")
	figure("PSS "+when, pss, "MB", "<=220")
}

// TestFigureScreenChange takes the time from the finger to the changed pixel:
// the first opening of each page after a start, and every one after that.
func TestFigureScreenChange(t *testing.T) {
	measuring(t)
	k := newStation(t)
	var first, again, press []time.Duration
	for n := range firsts {
		t.Run(fmt.Sprint("start ", n+1), func(t *testing.T) {
			w := newWatched(t, k)
			for _, s := range w.ways() {
				if _, up := w.do(s); s.press != "back" {
					first = append(first, up)
				}
			}
			if n < firsts-1 {
				return
			}
			for range rounds {
				for _, s := range w.ways() {
					down, up := w.do(s)
					press, again = append(press, down), append(again, up)
				}
			}
		})
	}
	figures("screen change, first opening of a page", first, "<=60")
	figures("screen change, coming back", again, "<=60")
	figures("press feedback", press, "<=60")
}

// watched is a window whose frame buffer is watched.
type watched struct {
	*finger
	fb *frameBuffer
}

// newWatched starts the window and leaves it alone for a while.
func newWatched(t *testing.T, k kiosk) watched {
	t.Helper()
	dir := t.TempDir()
	w := watched{finger: newFinger(t, k, 1080, 1920, "-fbdir", dir)}
	w.fb = openFrameBuffer(t, dir)
	w.screen("home")
	rest()
	return w
}

// step is one change of the screen: what is pressed, the page that it leads to
// and the part of the screen in which the change is looked for.
type step struct {
	press, page string
	part        image.Rectangle
}

// ways are the ways from home and back that need no typing.
func (w watched) ways() []step {
	head := image.Rect(0, 20, int(w.width), 300) // every page has another; above all that is pressed
	body := image.Rect(0, 400, int(w.width), int(w.height)-200)
	return []step{
		{"tile.2", "progress", head}, {"back", "home", body},
		{"tile.3", "rating", head}, {"back", "home", body},
		{"tile.1", "search", head}, {"result.0", "guide", head}, {"back", "search", body}, {"back", "home", body},
	}
}

func (w watched) do(s step) (down, up time.Duration) {
	w.t.Helper()
	down, up = w.press(w.fb, s.press, s.part)
	w.screen(s.page)
	return down, up
}
