package tests

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// sharpJPEG is a picture with edges that no other n has, as a camera writes it: mark stands
// in a note beside it.
func sharpJPEG(t *testing.T, n int, mark string) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 640, 480))
	for y := range 480 {
		for x := range 640 {
			lit := (x/8+y/8)%2 == 0
			if y < 40 { // n, bit by bit
				lit = n>>(x/40)&1 == 1
			}
			if lit {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		t.Fatal(err)
	}
	note := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xfe}, uint16(len(mark)+2))
	return append(append(note, mark...), out.Bytes()[2:]...)
}

// pictureFile is such a picture as a file.
func pictureFile(t *testing.T, n int, mark string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), strconv.Itoa(n)+".jpg")
	if err := os.WriteFile(path, sharpJPEG(t, n, mark), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// scanFile is a PDF of a paper with marks in it, which is kept as it is.
func scanFile(t *testing.T, marks string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "scan.pdf")
	if err := os.WriteFile(path, []byte("%PDF-1.7\n"+marks), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestMaterialsAsFilesBecomeSmallAndTheBlurredAreAskedForAgain: what a phone wrote beside a
// picture ends at the command.
func TestMaterialsAsFilesBecomeSmallAndTheBlurredAreAskedForAgain(t *testing.T) {
	k := newStation(t)
	material := func(path string) string {
		return put(t, "materials", []any{map[string]any{"code": "sfz", "file": path}})
	}
	dim := filepath.Join(t.TempDir(), "dim.jpg")
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, 800, 600)), nil); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dim, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	k.mustRefuse(material(dim), "materials[0].file", "accept")
	if exit, said, _ := k.run(material(dim), "accept", "--input", "-", "--json"); exit != 1 || !strings.Contains(said, "err.material.blurred") {
		t.Errorf("a blurred one: %d %s", exit, said)
	}
	var taken accepted
	k.json(material(dim), &taken, "accept", "--input", "-", "--keep-blurred")
	k.json(material(pictureFile(t, 1, markInPhoto)), &taken, "accept", "--input", "-")
}
