package tests

import (
	"fmt"
	"image"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
	"github.com/mozillazg/go-pinyin"

	"bianmin/app/catalog"
	"bianmin/app/village"
	demo "bianmin/assets/catalog"
)

// listed is how many items the list has that is searched and scrolled.
const listed = 1000

// TestFigureBesideChromium takes the same figures of the kiosk's window and of
// Chromium with a page of the same content, one after the other on one X server.
func TestFigureBesideChromium(t *testing.T) {
	measuring(t)
	dir := t.TempDir()
	k := newStation(t)
	items := thousand(t)
	k.imports(items)
	screen := newScreen(t, k, 1080, 1920, "-fbdir", dir)
	screen.window = "1080x1920"
	fb := openFrameBuffer(t, dir)
	var ours, theirs sights
	t.Run("window", func(t *testing.T) {
		f := *screen
		f.t = t
		f.startWindow()
		f.screen("home")
		w := watched{finger: &f, fb: fb}
		ours = w.sights("拼音")
		fps, cpu := w.scrolled(f.dragUp)
		figure("scrolling 1,000 rows by a finger", fps, "fps", ">=50")
		figure("  its CPU, of one core", cpu, "%", "")
	})
	t.Run("chromium", func(t *testing.T) {
		theirs = watched{finger: newBrowser(t, screen, rowsOf(items)), fb: fb}.sights("")
	})
	if !t.Failed() {
		beside(ours, theirs)
	}
}

// sights are the figures of one program.
type sights struct {
	press, first, again, keys []time.Duration
	of                        map[string][]time.Duration // ways to each page, the first visit first
	fps, scrollCPU, idle      float64                    // frames a second, % of a core
	start, end                struct{ rss, pss float64 }
}

// sights goes through the pages, types, scrolls and does nothing for a while. tab
// is what opens the letters, "" when they are there.
func (w watched) sights(tab string) (s sights) {
	w.t.Helper()
	s.of = map[string][]time.Duration{}
	rest()
	s.start.rss, s.start.pss = treeMemory(w.t, w.pid)
	s.idle = w.cpu(func() { time.Sleep(10 * time.Second) })
	for round := range rounds + 1 {
		for _, step := range w.ways() {
			down, up := w.do(step)
			s.press = append(s.press, down)
			if step.press != "back" {
				s.of[step.page] = append(s.of[step.page], up)
			}
			switch {
			case round > 0:
				s.again = append(s.again, up)
			case step.press != "back":
				s.first = append(s.first, up)
			}
		}
	}
	s.keys = w.typed(tab)
	w.tap("back")
	w.screen("home")
	rest()
	s.end.rss, s.end.pss = treeMemory(w.t, w.pid)
	w.list()
	s.fps, s.scrollCPU = w.scrolled(w.wheel)
	return s
}

// list shows the rows and waits until they are painted: a browser gives a whole turn of
// the wheel to what lay under it when the turn began.
func (w watched) list() {
	w.t.Helper()
	strip := listStrip()
	before, start := w.fb.sum(strip), time.Now()
	if answer := w.probe(fmt.Sprint("rows ", listed)); answer != "rows" {
		w.t.Fatalf("no list to scroll: %s", answer)
	}
	w.fb.changed(w.t, strip, before, start)
	w.fb.settle()
}

// listStrip is a part of the screen that every row of the list passes.
func listStrip() image.Rectangle { return image.Rect(60, 800, 140, 1200) }

// typed takes the time from a key to the changed list, for letters and for taking
// them back.
func (w watched) typed(tab string) (took []time.Duration) {
	w.t.Helper()
	w.tap("tile.1")
	w.screen("search")
	if tab != "" {
		w.tap(tab)
	}
	list := image.Rect(48, 370, int(w.width)-48, 1100)
	for range rounds {
		for _, key := range []string{"l", "a", "o", "删", "删", "删"} {
			if _, up := w.press(w.fb, key, list); key != "删" {
				took = append(took, up)
			}
		}
	}
	return took
}

// scrolled is how many frames a second change a strip of the list while move moves
// it three times, and the CPU of that time.
func (w watched) scrolled(move func()) (fps, cpu float64) {
	w.t.Helper()
	frames, took := 0, time.Duration(0)
	cpu = w.cpu(func() {
		for range 3 {
			n, d := w.fb.frames(listStrip(), move)
			frames, took = frames+n, took+d
		}
	})
	if took == 0 {
		w.t.Fatal("the list does not move")
	}
	return float64(frames) / took.Seconds(), cpu
}

const scrollTime = 1500 * time.Millisecond

// wheel turns a wheel over the list downwards, sixty clicks a second.
func (f *finger) wheel() {
	xtest.FakeInput(f.x, xproto.MotionNotify, 0, 0, f.root, 500, 1000, 0)
	beat := time.NewTicker(time.Second / 60)
	defer beat.Stop()
	for start := time.Now(); time.Since(start) < scrollTime; <-beat.C {
		for _, kind := range []byte{xproto.ButtonPress, xproto.ButtonRelease} {
			xtest.FakeInput(f.x, kind, 5, 0, f.root, 0, 0, 0)
		}
		f.x.Sync()
	}
}

// dragUp draws the list up with a finger that moves 120 times a second.
func (f *finger) dragUp() {
	const from, to = 1800, 300
	at := func(y int16) { xtest.FakeInput(f.x, xproto.MotionNotify, 0, 0, f.root, 500, y, 0); f.x.Sync() }
	at(from)
	time.Sleep(look)
	f.raw(xproto.ButtonPress)
	beat := time.NewTicker(time.Second / 120)
	defer beat.Stop()
	for start := time.Now(); time.Since(start) < scrollTime; <-beat.C {
		at(from - int16((from-to)*time.Since(start)/scrollTime))
	}
	f.raw(xproto.ButtonRelease)
}

// beside prints ours, with its target, theirs, and how theirs compares.
func beside(ours, theirs sights) {
	line := func(name string, our, their float64, unit, target string) {
		figure(name, our, unit, target)
		figure("  Chromium", their, unit, "")
		if our > 0 {
			figure("  Chromium against ours", their/our, "x", "")
		}
	}
	for _, row := range []struct {
		name       string
		our, their []time.Duration
		target     string
	}{
		{"first change after a touch", ours.press, theirs.press, "<=50"},
		{"first visit to a page", ours.first, theirs.first, "<=100"},
		{"coming back to a page", ours.again, theirs.again, "<=60"},
		{"a key to the changed list, 1,000 items", ours.keys, theirs.keys, ""},
	} {
		line(fmt.Sprintf("%s, n=%d, p50", row.name, len(row.our)), at(row.our, .5), at(row.their, .5), "ms", "")
		line(fmt.Sprintf("%s, n=%d, p95", row.name, len(row.our)), at(row.our, .95), at(row.their, .95), "ms", row.target)
	}
	for _, page := range slices.Sorted(maps.Keys(ours.of)) {
		our, their := ours.of[page], theirs.of[page]
		line("opening "+page+", the first time", at(our[:1], 0), at(their[:1], 0), "ms", "<=100")
		line(fmt.Sprintf("opening %s again, n=%d, p50", page, len(our)-1), at(our[1:], .5), at(their[1:], .5), "ms", "")
		line(fmt.Sprintf("opening %s again, n=%d, p95", page, len(our)-1), at(our[1:], .95), at(their[1:], .95), "ms", "<=60")
	}
	line("scrolling 1,000 rows by a wheel", ours.fps, theirs.fps, "fps", ">=50")
	line("  CPU of scrolling, of one core", ours.scrollCPU, theirs.scrollCPU, "%", "")
	line("idle CPU, of one core", ours.idle, theirs.idle, "%", "<=1")
	line("RSS after the start", ours.start.rss, theirs.start.rss, "MB", "")
	line("PSS after the start", ours.start.pss, theirs.start.pss, "MB", "")
	line("RSS after these pages", ours.end.rss, theirs.end.rss, "MB", "")
	line("PSS after these pages", ours.end.pss, theirs.end.pss, "MB", "")
	figure("PSS after these pages, ours against Chromium", ours.end.pss/theirs.end.pss, "x", "<=0.5")
}

// thousand are the items of the demo list again and again under names of their own.
func thousand(t *testing.T) catalog.Catalogue {
	t.Helper()
	c, err := demo.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	seed := c.Items
	rng := rand.New(rand.NewPCG(1, 0))
	c.Items = nil
	for i := range listed {
		item := seed[i%len(seed)]
		if i >= len(seed) {
			item.Code = village.ItemCode(fmt.Sprintf("%s-%d", item.Code, i))
			item.Name += string([]rune(seed[rng.IntN(len(seed))].Name)[:4])
		}
		c.Items = append(c.Items, item)
	}
	return c
}

func (k kiosk) imports(c catalog.Catalogue) {
	k.t.Helper()
	raw, err := catalog.Encode(c)
	if err != nil {
		k.t.Fatal(err)
	}
	path := filepath.Join(k.t.TempDir(), "items.json")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		k.t.Fatal(err)
	}
	if exit, out, errs := k.run("", "items", "import", path); exit != 0 {
		k.t.Fatalf("items import: exit %d, %s%s", exit, out, errs)
	}
}

func rowsOf(c catalog.Catalogue) []browserRow {
	args := pinyin.NewArgs()
	args.Style = pinyin.Normal
	var rows []browserRow
	for _, item := range c.Items {
		var letters []string
		for _, syllable := range pinyin.LazyPinyin(item.Name, args) {
			letters = append(letters, syllable)
		}
		rows = append(rows, browserRow{Name: item.Name, Sub: item.Department, Letters: strings.Join(letters, "")})
	}
	return rows
}
