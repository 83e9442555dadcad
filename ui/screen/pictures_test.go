package screen

import (
	"fmt"
	"html"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bianmin/ui/style"
	"bianmin/ui/touch/touchtest"
)

func TestMain(m *testing.M) {
	touchtest.Start(style.Default())
	os.Exit(m.Run())
}

// TestStory writes every page in every state, window and mode into the folder
// that BIANMIN_SCREENS names, with a contact sheet a mode and an index. With
// BIANMIN_VIEW, as "tall-large", only that one; with BIANMIN_PAGE only the pages
// whose name begins so.
func TestStory(t *testing.T) {
	dir := os.Getenv("BIANMIN_SCREENS")
	if dir == "" {
		t.Skip("BIANMIN_SCREENS names no folder")
	}
	only := os.Getenv("BIANMIN_VIEW")
	for _, v := range views() {
		if only != "" && only != v.name {
			continue
		}
		sheet := newContact(v.size)
		for _, c := range cases() {
			if !strings.HasPrefix(c.name, os.Getenv("BIANMIN_PAGE")) {
				continue
			}
			pic := touchtest.Picture(drawn(t, c, v).root(), v.size.Width, v.size.Height)
			write(t, filepath.Join(dir, c.name+"-"+v.name+".png"), pic)
			sheet.add(c.name, pic)
		}
		write(t, filepath.Join(dir, "contact-"+v.name+".png"), sheet.picture())
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte(index()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// index is a page with a row a state and a column a view.
func index() string {
	var b strings.Builder
	b.WriteString("<!doctype html><meta charset=utf-8><title>bianmin</title><style>body{font:14px sans-serif;background:#888}" +
		"img{height:320px;border:1px solid #444}td,th{padding:6px;vertical-align:top;text-align:left}</style><table><tr><th>")
	for _, v := range views() {
		fmt.Fprintf(&b, "<th>%s", html.EscapeString(v.name))
	}
	for _, c := range cases() {
		fmt.Fprintf(&b, "<tr><th>%s", html.EscapeString(c.name))
		for _, v := range views() {
			file := html.EscapeString(c.name + "-" + v.name + ".png")
			fmt.Fprintf(&b, "<td><a href=\"%s\"><img loading=lazy src=\"%s\"></a>", file, file)
		}
	}
	return b.String() + "</table>"
}

// goldens are the pages whose pictures are committed, at half their size: the
// usual way in every window and mode, and what is hardest to fit.
func goldens() []string {
	var list []string
	for _, page := range []string{
		"home", "search-found", "guide", "form-id-error", "form-name", "materials", "confirm", "accepted", "rating-poor", "progress", "calling",
	} {
		for _, v := range []string{"tall", "wide", "tall-large", "wide-large", "tall-contrast", "tall-large-contrast"} {
			list = append(list, page+"-"+v)
		}
	}
	for _, page := range []string{"home", "search-found", "form-id", "materials", "rating-poor", "progress-empty"} {
		list = append(list, page+"-tall-low")
	}
	for _, page := range []string{"form-date", "form-count", "progress-decided"} {
		list = append(list, page+"-tall", page+"-wide", page+"-tall-large")
	}
	return append(list, "home-wide-contrast", "guide-reading-tall", "guide-reading-tall-large-contrast", "idle-tall", "idle-wide-large", "guide-longest-tall", "guide-longest-wide", "guide-online-tall", "guide-online-wide", "guide-online-tall-large", "guide-online-tall-contrast", "elsewhere-supplement-tall", "elsewhere-supplement-wide-large", "elsewhere-place-tall", "elsewhere-place-village-wide", "elsewhere-place-village-tall-large", "elsewhere-place-error-tall",
		"confirm-signed-tall", "notice-tall", "notice-full-tall", "notice-wide-large",
		"form-id-card-read-tall", "photo-blurred-tall", "photo-pages-tall", "photo-pages-wide-large", "photo-pages-longest-tall-large", "materials-pages-tall", "photo-cut-tall", "photo-cut-wide", "photo-cut-longest-tall-large", "devices-tried-tall", "photo-longest-wide-large", "materials-photo-tall", "form-name-card-wide-large",
		"form-photo-tall", "form-photo-taken-tall", "form-photo-taken-tall-large", "form-photo-none-tall-large", "guide-no-camera-tall",
		"hotline-tall", "hotline-wide", "hotline-answered-tall", "board-tall", "board-wide", "board-longest-tall-large", "home-quiet-tall", "home-wait-tall-large-low", "rating-voice-tall", "rating-tell-tall", "rating-speaking-tall", "rating-said-tall", "rating-said-tall-large", "booking-tall", "booking-slot-tall", "booking-longer-tall", "booking-longer-tall-large", "booking-hours-tall", "booking-granted-tall", "board-evening-tall", "board-evening-tall-large",
		"machine-tall", "machine-wide", "machine-tall-large", "machine-error-tall", "progress-replied-tall", "progress-replied-wide-large",
		"letters-tall", "letters-asked-tall", "letters-asked-wide", "letters-longest-tall-large", "precheck-tall", "precheck-error-wide-large", "tolerance-tall", "promise-signed-tall-large", "home-error-tall", "home-longest-tall", "form-id-tall-large-low", "confirm-last-tall-large-low",
		"follow-supplement-tall", "follow-supplement-done-tall", "follow-withdraw-tall", "follow-withdraw-wide", "follow-collect-sign-tall",
		"form-relation-tall", "form-relation-error-tall-large", "form-entrust-photo-tall", "form-entrust-error-wide", "form-scope-wide-large", "confirm-agent-tall", "form-priority-tall", "form-priority-helped-wide-large", "accepted-agent-tall", "confirm-agent-longest-tall-large",
		"visit-tall", "visit-meet-tall", "visit-meet-error-tall-large", "visit-meet-wide", "visit-error-tall-large", "visit-facts-wide", "checklist-tall", "checklist-error-wide-large", "finding-tall", "finding-longest-tall-large", "verdict-signed-tall", "verdict-longest-tall-contrast", "verdict-done-tall")
}

// TestPagesLookAsCommitted compares pages with their pictures in testdata. A
// page that differs is written to testdata/failed; "make golden" puts it in
// place after somebody has looked at it.
func TestPagesLookAsCommitted(t *testing.T) {
	names := goldens()
	for _, v := range views() {
		for _, c := range cases() {
			name := c.name + "-" + v.name
			i := slices.Index(names, name)
			if i < 0 {
				continue
			}
			names = slices.Delete(names, i, i+1)
			t.Run(name, func(t *testing.T) {
				compare(t, name, half(touchtest.Picture(drawn(t, c, v).root(), v.size.Width, v.size.Height)))
			})
		}
	}
	if len(names) > 0 {
		t.Errorf("no such pages: %q", names)
	}
}

func compare(t *testing.T, name string, got image.Image) {
	t.Helper()
	want, err := read(filepath.Join("testdata", name+".png"))
	if err == nil && differing(got, want) == 0 {
		return
	}
	failed := filepath.Join("testdata", "failed", name+".png")
	write(t, failed, fewColours(got))
	if err != nil {
		t.Fatalf("%v; see %s", err, failed)
	}
	t.Errorf("%d pixels differ; see %s", differing(got, want), failed)
}

// A picture is only worth keeping if a small change of a page is seen in it.
func TestAChangeOfTwoPixelsIsSeen(t *testing.T) {
	v := views()[0]
	s := drawn(t, cases()[0], v)
	before := half(touchtest.Picture(s.root(), v.size.Width, v.size.Height))
	if n := differing(before, fewColours(before)); n != 0 {
		t.Errorf("%d pixels of a picture differ from itself as it is kept", n)
	}
	x, y, _ := s.page.Where("tile.2")
	s.page.names["tile.2"].Move(s.page.names["tile.2"].Position().AddXY(2, 0))
	after := half(touchtest.Picture(s.root(), v.size.Width, v.size.Height))
	if differing(before, after) == 0 {
		t.Errorf("a tile at %g,%g moved by two pixels and nothing was seen", x, y)
	}
}
