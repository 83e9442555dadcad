package tests

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// scanned is what zbarimg reads of the first page of a PDF, and its picture.
func scanned(t *testing.T, file string) (text, picture string) {
	t.Helper()
	page := strings.TrimSuffix(file, ".pdf")
	rasterize(t, file, "-singlefile")
	return zbar(t, page+".png"), page + ".png"
}

// scannedPages is what zbarimg reads of each page.
func scannedPages(t *testing.T, file string) (texts []string) {
	t.Helper()
	rasterize(t, file)
	pages, err := filepath.Glob(strings.TrimSuffix(file, ".pdf") + "-*.png")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, page := range pages { // their numbers have leading zeros
		texts = append(texts, zbar(t, page))
	}
	return texts
}

func rasterize(t *testing.T, file string, more ...string) {
	t.Helper()
	args := append(append([]string{"-r", "203", "-gray", "-png"}, more...), file, strings.TrimSuffix(file, ".pdf"))
	if out, err := exec.Command("pdftoppm", args...).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, out)
	}
}

func zbar(t *testing.T, picture string) string {
	t.Helper()
	out, err := exec.Command("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture).Output()
	if err != nil {
		t.Fatalf("zbarimg: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// TestWhatTheCountyPrintsIsScanned: a machine is enrolled with the code of the sheet,
// and believes badge and order of its own county and of no other.
func TestWhatTheCountyPrintsIsScanned(t *testing.T) {
	t.Parallel()
	c, k, stranger := newCounty(t), newKiosk(t), newStation(t)
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name+".pdf") }
	county := func(args ...string) {
		t.Helper()
		if exit, out, errs := command(t, "", "countyd", append(args, "--database", c.database)...); exit != 0 {
			t.Fatalf("countyd %v: %d %s%s", args, exit, out, errs)
		}
	}
	county("kiosks", "add", "--village", "445203104202", "--sheet", at("sheet"))
	code, _ := scanned(t, at("sheet"))
	k.json("", &struct{}{}, "enrol", "--county", c.url(), "--code", code)

	common := []string{"--place", "445203104202", "--days", "1"}
	county(append([]string{"papers", "badge", "--number", "B-017", "--name", "陈秀英", "--role", "inspector", "--out", at("badge")}, common...)...)
	county(append([]string{"papers", "order", "--number", "2026-03", "--badge", "B-017", "--from", "区政务服务局", "--out", at("order")}, common...)...)
	for _, kind := range []string{"badge", "order"} {
		text, picture := scanned(t, at(kind))
		if strings.Contains(text, "陈") {
			t.Errorf("%s: a name is in the code", kind)
		}
		for _, arg := range []string{text, picture} {
			var got struct {
				OK, Good     bool
				Kind, Number string
				Places       []string
			}
			if k.json("", &got, "verify", arg); !got.OK || !got.Good || got.Kind != kind || len(got.Places) != 1 {
				t.Errorf("%s: %+v", arg, got)
			}
		}
		if exit, out, _ := stranger.run("", "verify", text, "--json"); exit != 1 || !strings.Contains(out, "err.token.forged") {
			t.Errorf("%s at another county's machine: exit %d %s", kind, exit, out)
		}
	}
	if exit, _, _ := command(t, "", "countyd", "papers", "order", "--number", "1", "--badge", "B", "--from", "x", "--out", at("none"), "--database", c.database); exit != 1 {
		t.Errorf("an order to nowhere: exit %d", exit)
	}
}
