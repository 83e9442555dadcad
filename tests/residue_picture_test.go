package tests

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"bianmin/app/picture"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// speckled is a sharp picture whose bytes nowhere come back: number n's own squares, in no
// order.
func speckled(t *testing.T, n int) []byte {
	t.Helper()
	chance := rand.New(rand.NewPCG(uint64(n), 0))
	img := image.NewGray(image.Rect(0, 0, 640, 480))
	for y := 0; y < 480; y += 8 {
		for x := 0; x < 640; x += 8 {
			shade := color.Gray{Y: uint8(255 * chance.IntN(2))}
			for i := range 64 {
				img.SetGray(x+i%8, y+i/8, shade)
			}
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// developed is what a command keeps of a picture that comes as a file.
func developed(t *testing.T, raw []byte, kind village.PictureKind) []byte {
	t.Helper()
	made, sharp, err := picture.OfFile(raw, kind)
	if err != nil || !sharp {
		t.Fatalf("a picture as %q: sharp %v, %v", kind, sharp, err)
	}
	return made
}

// markOf is 24 bytes out of the middle of a file. Its base64 stands in that of the whole,
// for what is before it are threes.
func markOf(file []byte) string {
	from := len(file) / 2 / 3 * 3
	return string(file[from : from+24])
}

// marksOf are those of a picture, as it comes and as each kind that is kept, raw and in
// base64; kept are those of the kinds, raw.
func marksOf(t *testing.T, raw []byte, kinds ...village.PictureKind) (marks, kept []string) {
	t.Helper()
	for _, kind := range kinds {
		kept = append(kept, markOf(developed(t, raw, kind)))
	}
	for _, mark := range append([]string{markOf(raw)}, kept...) {
		marks = append(marks, mark, base64.StdEncoding.EncodeToString([]byte(mark)))
	}
	return marks, kept
}

// files are the pieces of the files of a machine that the county holds, opened with its
// keys, one after the other.
func (c *county) files(k kiosk) (all []byte) {
	c.t.Helper()
	secrets, err := c.vault().CountySecrets()
	if err != nil {
		c.t.Fatal(err)
	}
	for _, r := range c.held(k) {
		body, err := seal.ParseBody(r.Body)
		if err != nil {
			c.t.Fatal(err)
		}
		for i, part := range r.Parts {
			name := hex.EncodeToString(part.SHA256)
			sealed, err := os.ReadFile(filepath.Join(c.blobs, name[:2], name))
			if err != nil {
				c.t.Fatal(err)
			}
			piece, err := seal.OpenPart(secrets, body.Clear.Binding(seal.KioskID(k.name()), r.ID, r.Kind, i+1), sealed)
			if err != nil {
				c.t.Fatalf("open a piece of a %s: %v", r.Kind, err)
			}
			all = append(all, piece...)
		}
	}
	return all
}
