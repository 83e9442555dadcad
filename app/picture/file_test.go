package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"bianmin/app/village"
)

// asJPEG is frame as a phone writes it, held as how says.
func asJPEG(t *testing.T, frame image.Image, how uint16) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, frame, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00")
	exif = binary.LittleEndian.AppendUint16(exif, how)
	exif = append(exif, 0, 0, 0, 0, 0, 0)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(exif)+2))
	return append(append(head, exif...), out.Bytes()[2:]...)
}

// TestMaterialsThatComeAsFilesAreWhatTheCameraWouldMakeOfThem: small, black and white for
// text, and no file that is none is touched.
func TestMaterialsThatComeAsFilesAreWhatTheCameraWouldMakeOfThem(t *testing.T) {
	frame, _ := page(t, 2480, 3508, 30)
	raw := asJPEG(t, frame, 1)
	for kind, format := range map[village.PictureKind]string{village.PictureText: "png", village.PictureCard: "jpeg", "": "jpeg", village.PictureScene: "jpeg"} {
		made, sharp, err := OfFile(raw, kind)
		if err != nil || !sharp || len(made) > MaxBytes || len(made) == 0 {
			t.Fatalf("%q: %d bytes, sharp %v, %v", kind, len(made), sharp, err)
		}
		if _, got, err := image.DecodeConfig(bytes.NewReader(made)); err != nil || got != format {
			t.Errorf("%q is %s, %v", kind, got, err)
		}
	}
	if _, sharp, err := OfFile(asJPEG(t, blurred(frame, 12), 1), village.PictureText); err != nil || sharp {
		t.Errorf("a blurred one: sharp %v, %v", sharp, err)
	}
	for name, same := range map[string][]byte{"a PDF": []byte("%PDF-1.7\nx"), "text": []byte("hello"), "nothing": nil} {
		if made, sharp, err := OfFile(same, village.PictureText); err != nil || !sharp || !bytes.Equal(made, same) {
			t.Errorf("%s became %q, %v", name, made, err)
		}
	}
	for name, broken := range map[string][]byte{"a head alone": raw[:3], "half of it": raw[:len(raw)/2], "no picture": []byte("\x89PNG\r\n\x1a\nx")} {
		if _, _, err := OfFile(broken, village.PictureText); village.KindOf(err) != village.Invalid || village.Keyed(err).Key != "err.material.file_damaged" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAPictureOfAPhoneStandsUprightHoweverItWasHeld: four corners of four colours.
func TestAPictureOfAPhoneStandsUprightHoweverItWasHeld(t *testing.T) {
	red, green, blue, white := color.RGBA{255, 0, 0, 255}, color.RGBA{0, 255, 0, 255}, color.RGBA{0, 0, 255, 255}, color.RGBA{255, 255, 255, 255}
	seen := image.NewRGBA(image.Rect(0, 0, 60, 40))
	for y := range 40 {
		for x := range 60 {
			seen.SetRGBA(x, y, [2][2]color.RGBA{{red, green}, {blue, white}}[y/20][x/30])
		}
	}
	for how, want := range map[uint16][4]color.RGBA{ // top left, top right, bottom left, bottom right
		1: {red, green, blue, white}, 2: {green, red, white, blue}, 3: {white, blue, green, red}, 4: {blue, white, red, green},
		5: {red, blue, green, white}, 6: {blue, red, white, green}, 7: {white, green, blue, red}, 8: {green, white, red, blue}, 9: {red, green, blue, white},
	} {
		raw := asJPEG(t, seen, how)
		got := upright(seen, held(raw))
		w, h := got.Rect.Dx()-1, got.Rect.Dy()-1
		corners := [4]color.RGBA{got.RGBAAt(0, 0), got.RGBAAt(w, 0), got.RGBAAt(0, h), got.RGBAAt(w, h)}
		if corners != want || (how >= 5 && how <= 8) != (w < h) {
			t.Errorf("held as %d: %v, want %v", how, corners, want)
		}
	}
}

// FuzzHeld: what a phone wrote may be anything.
func FuzzHeld(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\x08\x00\x00\x00"))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if how := held(raw); how < heldUpright || how > heldMost {
			t.Errorf("held as %d", how)
		}
	})
}

// TestAPictureThatClaimsToBeHugeIsNotUnpacked: a few bytes would take the memory of the
// machine.
func TestAPictureThatClaimsToBeHugeIsNotUnpacked(t *testing.T) {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 20, 20))); err != nil {
		t.Fatal(err)
	}
	raw := out.Bytes()
	binary.BigEndian.PutUint32(raw[16:], 60000) // width
	binary.BigEndian.PutUint32(raw[20:], 60000) // height
	binary.BigEndian.PutUint32(raw[29:], crc32.ChecksumIEEE(raw[12:29]))
	if head, _, err := image.DecodeConfig(bytes.NewReader(raw)); err != nil || head.Width != 60000 {
		t.Fatal(head, err)
	}
	if _, _, err := OfFile(raw, ""); village.KindOf(err) != village.Invalid {
		t.Errorf("%v", err)
	}
}
