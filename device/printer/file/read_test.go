package file

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"bianmin/app/needtest"
	"bianmin/app/receipt"
	"bianmin/app/receipt/receipttest"
)

// readable is the share of a receipt's characters that tesseract must find
// again beside the same neighbour. Measured: 0.96 and more on all samples; it
// misses single characters between digits and, now and then, a short line.
// Lines that overlap bring most samples to 0.63-0.86.
const readable = 0.9

// at is the date in the documents of this test.
func at() time.Time { return time.Date(2026, 11, 23, 2, 3, 27, 0, time.UTC) }

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), needtest.Tool(t, name), args...)
	command.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1") // several readers run beside each other
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Errorf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}

// files writes a sample as PNG and as the picture that a PDF reader draws of
// its page, and returns their names.
func files(t *testing.T, s receipttest.Sample) (fromPNG, fromPDF string) {
	t.Helper()
	dir := t.TempDir()
	fromPNG, page := filepath.Join(dir, "receipt.png"), filepath.Join(dir, "receipt.pdf")
	write := func(name string, encode func(*bytes.Buffer) error) {
		var raw bytes.Buffer
		if err := encode(&raw); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, raw.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(fromPNG, func(w *bytes.Buffer) error { return PNG(w, s.Picture) })
	write(page, func(w *bytes.Buffer) error { return PDF(w, s.Picture, Page{int(s.Paper), at()}) })
	run(t, "pdftoppm", "-r", "203", "-png", "-singlefile", page, filepath.Join(dir, "page"))
	return fromPNG, filepath.Join(dir, "page.png")
}

func picture(t *testing.T, name string) image.Image {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func zxing(t *testing.T, p image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(p)
	if err != nil {
		t.Fatal(err)
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
	if err != nil {
		t.Errorf("gozxing: %v", err)
		return ""
	}
	return found.GetText()
}

func TestTwoStrangersReadTheCodeOfEveryReceipt(t *testing.T) {
	for _, s := range receipttest.Samples(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			fromPNG, fromPDF := files(t, s)
			for _, name := range []string{fromPNG, fromPDF} {
				if got := zxing(t, picture(t, name)); got != s.Content.QR {
					t.Errorf("%s: gozxing reads %q", filepath.Base(name), got)
				}
				got := strings.TrimSuffix(run(t, "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", name), "\n")
				if got != s.Content.QR {
					t.Errorf("%s: zbarimg reads %q, want %q", filepath.Base(name), got, s.Content.QR)
				}
			}
		})
	}
}

func TestTheWordsCanBeReadBack(t *testing.T) {
	for _, s := range receipttest.Samples(t) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			fromPNG, _ := files(t, s)
			language := "chi_sim"
			if strings.HasPrefix(s.Name, "english") {
				language += "+eng"
			}
			read := run(t, "tesseract", fromPNG, "-", "-l", language, "--psm", "11", "--dpi", "203")
			share := found(words(s.Content), read)
			t.Logf("%.3f of the characters found", share)
			if share < readable {
				t.Errorf("%.3f of the characters found, want %.2f:\n%s", share, readable, read)
			}
		})
	}
}

// words is the text of a receipt without the code and the words at its side,
// which a reader of lines mixes up.
func words(c receipt.Content) string {
	parts := []string{
		c.Centre, c.Title, c.Keep, c.Item, c.Received, c.CodeLabel, c.MaterialsHeading, c.MaterialsNote,
		c.TimeHeading, c.Time, c.Office.Value, c.Ask.Value, c.Machine, c.Sequence,
	}
	for _, m := range c.Materials {
		parts = append(parts, m.Name, m.State)
	}
	return strings.Join(append(parts, c.Notes...), "")
}

// found is the share of the letters and digits of want that stand in got beside
// the same neighbour on at least one side: what a reader makes of the QR code
// cannot help by chance.
func found(want, got string) float64 {
	pairs := map[[2]rune]bool{}
	read := letters(got)
	for i := 1; i < len(read); i++ {
		pairs[[2]rune{read[i-1], read[i]}] = true
	}
	text := letters(want)
	hits := 0
	for i, r := range text {
		left := i > 0 && pairs[[2]rune{text[i-1], r}]
		right := i+1 < len(text) && pairs[[2]rune{r, text[i+1]}]
		if left || right {
			hits++
		}
	}
	return float64(hits) / float64(len(text))
}

func letters(text string) []rune {
	var out []rune
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, r)
		}
	}
	return out
}
