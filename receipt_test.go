package main

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAPictureThatSaysItIsHugeIsNotUnpacked: a few bytes may say gigabytes.
func TestAPictureThatSaysItIsHugeIsNotUnpacked(t *testing.T) {
	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		width, height uint32
		good          bool
	}{
		"small": {8, 8, true}, "huge": {60_000, 60_000, false}, "a line": {1 << 30, 1, false}, "nothing": {0, 8, false},
	} {
		raw := bytes.Clone(small.Bytes())
		const head = 8 + 4 // signature and length stand before the chunk IHDR
		binary.BigEndian.PutUint32(raw[head+4:], tt.width)
		binary.BigEndian.PutUint32(raw[head+8:], tt.height)
		binary.BigEndian.PutUint32(raw[head+17:], crc32.ChecksumIEEE(raw[head:head+17]))
		path := filepath.Join(t.TempDir(), "a.png")
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readPicture(path); (err == nil) != tt.good || err != nil && strings.Contains(err.Error(), "EOF") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
