package survey

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Browser is a Chromium that makes pictures of pages.
type Browser struct{ path string }

// FindBrowser is the Chromium of this machine; ok is false when it has none.
func FindBrowser() (b Browser, ok bool) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return Browser{path}, true
		}
	}
	return Browser{}, false
}

// shotTimeout is how long one picture may take.
const shotTimeout = 90 * time.Second

// Screenshot is what the top of a page looks like, as a PNG. The browser has a profile of
// its own that is gone afterwards, and asks no host but the page's.
func (b Browser) Screenshot(ctx context.Context, page string) ([]byte, error) {
	u, err := url.Parse(page)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("address %.200q", page)
	}
	dir, err := os.MkdirTemp("", "bianmin-shot")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	shot := filepath.Join(dir, "shot.png")
	args := []string{
		"--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--window-size=1280,1800", "--virtual-time-budget=10000",
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE " + u.Hostname(), "--screenshot=" + shot,
	}
	ctx, cancel := context.WithTimeout(ctx, shotTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, b.path, args...)
	cmd.Env = append(cmd.Environ(), "HOME="+dir)
	if err := humble(cmd, dir); err != nil {
		return nil, err
	}
	cmd.Args = append(cmd.Args, u.String())
	cmd.WaitDelay = time.Second // its children hold its output open
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("take a picture of %s: %w: %.300s", u.Hostname(), err, out)
	}
	raw, err := os.ReadFile(shot)
	if err == nil && len(raw) == 0 {
		err = errors.New("an empty picture")
	}
	return raw, err
}
