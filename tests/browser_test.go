package tests

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"bianmin/assets/font"
)

// browser serves the page of testdata/browser and knows from it what is shown. It
// answers the questions of [shell.Probe] that measuring needs.
type browser struct {
	rows []browserRow
	show chan string // names of pages that the page is to show

	mu    sync.Mutex
	page  string
	where map[string][2]float64
}

// browserRow is a row of the page's list; it is found by any part of letters.
type browserRow struct {
	Name    string `json:"name"`
	Sub     string `json:"sub"`
	Letters string `json:"letters"`
}

// newBrowser starts Chromium as a kiosk on the X server of screen, on a profile of
// its own, and returns a finger on it.
func newBrowser(t *testing.T, screen *finger, rows []browserRow) *finger {
	t.Helper()
	b := &browser{rows: rows, show: make(chan string, 1)}
	server := httptest.NewServer(b.pages())
	t.Cleanup(server.Close)
	profile := t.TempDir()
	cmd := exec.Command("chromium", "--kiosk", "--no-first-run", "--no-default-browser-check", "--no-sandbox", "--password-store=basic",
		"--lang=zh-CN", "--disable-features=Translate", "--force-device-scale-factor=1", "--window-position=0,0",
		fmt.Sprintf("--window-size=%d,%d", screen.width, screen.height), "--user-data-dir="+profile, server.URL)
	cmd.Env = append(os.Environ(), "DISPLAY="+screen.display, "HOME="+profile)
	if err := cmd.Start(); err != nil {
		t.Fatalf("chromium is needed (make deps-bench): %v", err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	f := *screen
	f.t, f.pid = t, cmd.Process.Pid
	asked, ask := io.Pipe()
	answers, answer := io.Pipe()
	f.ask, f.answer = ask, bufio.NewScanner(answers)
	go b.probe(asked, answer)
	t.Cleanup(func() { _ = ask.Close() })
	f.screen("home")
	return &f
}

func (b *browser) pages() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServer(http.Dir(filepath.Join("testdata", "browser"))))
	for name, ttf := range map[string][]byte{"regular": font.Common(), "bold": font.Bold()} {
		mux.HandleFunc("GET /"+name+".ttf", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(ttf) })
	}
	mux.HandleFunc("GET /rows", func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(b.rows) })
	mux.HandleFunc("GET /show", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for {
			_ = http.NewResponseController(w).Flush()
			select {
			case <-r.Context().Done():
				return
			case page := <-b.show:
				_, _ = fmt.Fprintf(w, "data: %s\n\n", page)
			}
		}
	})
	mux.HandleFunc("POST /shown", func(_ http.ResponseWriter, r *http.Request) {
		var shown struct {
			Page  string
			Where map[string][2]float64
		}
		if json.NewDecoder(r.Body).Decode(&shown) == nil {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.page, b.where = shown.Page, shown.Where
		}
	})
	return mux
}

func (b *browser) probe(in io.Reader, out io.Writer) {
	for lines := bufio.NewScanner(in); lines.Scan(); {
		fmt.Fprintln(out, b.said(lines.Text()))
	}
}

func (b *browser) said(question string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	word, name, _ := strings.Cut(question, " ")
	switch word {
	case "current":
		return b.page
	case "where":
		if at, ok := b.where[name]; ok {
			return fmt.Sprintf("%.0f %.0f", at[0], at[1])
		}
		return "none"
	case "rows":
		b.show <- "rows"
		return "rows"
	}
	return "unknown"
}
