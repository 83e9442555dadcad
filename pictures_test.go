package main

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"bianmin/app/picture"
	"bianmin/app/village"
)

// TestMaterialsInAFormBecomeSmallToo: what is no photograph, or none at all, is left to the
// desk.
func TestMaterialsInAFormBecomeSmallToo(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 3000, 2000))
	for y := range 2000 {
		for x := range 3000 {
			if (x/24+y/24)%2 == 0 {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	large := base64.StdEncoding.EncodeToString(out.Bytes())
	item := village.ServiceItem{Fields: []village.FormField{{Key: "face", Type: village.FieldPhoto}, {Key: "signature", Type: village.FieldSignature}, {Key: "odd", Type: village.FieldPhoto}}}
	form := map[string]any{"face": "data:image/jpeg;base64," + large, "signature": "iVBORw0KGgo=", "odd": "?"}
	if err := (pictureFlag{}).form(item, form); err != nil {
		t.Fatal(err)
	}
	made, err := base64.StdEncoding.DecodeString(form["face"].(string))
	if err != nil || len(made) == 0 || len(made) > picture.MaxBytes || len(made) >= out.Len() {
		t.Errorf("%d of %d bytes, %v", len(made), out.Len(), err)
	}
	if form["signature"] != "iVBORw0KGgo=" || form["odd"] != "?" {
		t.Errorf("touched what is no photograph: %v, %v", form["signature"], form["odd"])
	}
	form["face"] = base64.StdEncoding.EncodeToString(out.Bytes()[:100])
	if e := village.Keyed((pictureFlag{}).form(item, form)); e.Field != "form.face" || e.Key != "err.material.file_damaged" {
		t.Errorf("half a picture: %+v", e)
	}
}
