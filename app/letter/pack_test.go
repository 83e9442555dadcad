package letter_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/app/letter"
	"bianmin/app/village"
)

// exhibits are two pictures and a recording, with the list of them.
func exhibits(t *testing.T) (letter.Pack, map[string][]byte) {
	t.Helper()
	photo := image.NewGray(image.Rect(0, 0, 900, 1200))
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range photo.Pix {
		photo.Pix[i] = uint8(128 + i/900/12 + rng.IntN(8))
	}
	var tall, wide bytes.Buffer
	if err := errors.Join(jpeg.Encode(&tall, photo, nil), png.Encode(&wide, photo.SubImage(image.Rect(0, 0, 900, 300)))); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"现场.jpg": tall.Bytes(), "门口.png": wide.Bytes(), "录音.wav": []byte("RIFF")}
	p := letter.Pack{Number: "抽查〔2026〕11号", From: "揭东区政务服务和数据管理局", Centre: "江滨村党群服务中心", At: at()}
	for _, name := range []string{"现场.jpg", "门口.png", "录音.wav"} {
		sum := sha256.Sum256(files[name])
		p.Files = append(p.Files, letter.Exhibit{Name: name, At: at(), Bytes: int64(len(files[name])), SHA256: hex.EncodeToString(sum[:])})
	}
	return p, files
}

// TestAnEvidencePackHoldsItsFiles: a stranger's program gets each file out of the one
// document, byte for byte, and sees each picture on a page with its caption.
func TestAnEvidencePackHoldsItsFiles(t *testing.T) {
	p, files := exhibits(t)
	l, err := letter.ComposeEvidence(p, texts(t, "zh-Hans"))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Hold(func(f letter.Exhibit) ([]byte, error) { return files[f.Name], nil }); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := setter(t).Pack(&out, p, l, texts(t, "zh-Hans")); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if screens := os.Getenv("BIANMIN_SCREENS"); screens != "" {
		dir = screens
	}
	file := filepath.Join(dir, "pack.pdf")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	into := t.TempDir()
	tool(t, "pdfdetach", "-saveall", "-o", into, file)
	for name, want := range files {
		if got, err := os.ReadFile(filepath.Join(into, name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s came out as %d bytes of %d, %v", name, len(got), len(want), err)
		}
	}
	for n, name := range []string{"现场.jpg", "门口.png"} {
		page := string(rune('2' + n))
		if words := plain(tool(t, "pdftotext", "-f", page, "-l", page, file, "-")); !strings.Contains(words, name) || !strings.Contains(words, p.Files[n].SHA256) {
			t.Errorf("page %s says %s", page, words)
		}
		if list := tool(t, "pdfimages", "-list", "-f", page, "-l", page, file); !strings.Contains(list, " image ") {
			t.Errorf("page %s has no picture: %s", page, list)
		}
	}
}

// TestAPackTakesNothingButWhatItsListSays.
func TestAPackTakesNothingButWhatItsListSays(t *testing.T) {
	p, files := exhibits(t)
	files["门口.png"] = append([]byte{}, files["门口.png"]...)
	files["门口.png"][100] ^= 1
	err := p.Hold(func(f letter.Exhibit) ([]byte, error) { return files[f.Name], nil })
	if e := village.Keyed(err); e.Field != "files[1]" || e.Key != "err.letter.sum" {
		t.Errorf("a changed byte: %+v", e)
	}
	err = p.Hold(func(letter.Exhibit) ([]byte, error) { return nil, os.ErrNotExist })
	if e := village.Keyed(err); e.Field != "files[0]" || e.Key != "err.letter.unread" {
		t.Errorf("a missing file: %+v", e)
	}
}
