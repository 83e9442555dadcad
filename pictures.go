package main

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/picture"
	"bianmin/app/village"
)

// pictureFlag is that of commands that take pictures as files. They become what the
// camera of the window makes of a paper: straightened, cropped and small.
type pictureFlag struct {
	KeepBlurred bool `help:"Keep pictures too that are not sharp; look at them first."`
}

// load reads a file that the input names and makes the picture of it.
func (f pictureFlag) load(name string, kind village.PictureKind) ([]byte, error) {
	raw, err := loadFile(name)
	if err != nil {
		return nil, err
	}
	return f.develop(raw, kind)
}

// develop makes of a picture what the camera would.
func (f pictureFlag) develop(raw []byte, kind village.PictureKind) ([]byte, error) {
	data, sharp, err := picture.OfFile(raw, kind)
	if err == nil && !sharp && !f.KeepBlurred {
		return nil, village.Refuse("file", "err.material.blurred")
	}
	return data, err
}

// application reads every file that an application names.
func (f pictureFlag) application(k *kiosk, in desk.Application) error {
	item, _ := k.desk.Item(in.Item)
	if err := f.files(item, in.Materials); err != nil {
		return err
	}
	if err := f.form(item, in.Form); err != nil {
		return err
	}
	if err := f.letter(in.Behalf); err != nil || in.HomeVisit == nil {
		return err
	}
	return village.At("home_visit", f.scenes(in.HomeVisit.Photos))
}

// supplement reads those of papers that come later, and the letter of who brings them. A
// code that is none is left to the desk, which says so.
func (f pictureFlag) supplement(ctx context.Context, k *kiosk, in desk.SupplementInput) error {
	status, _ := k.desk.Status(ctx, in.Code)
	if err := f.files(status.Item, in.Materials); err != nil {
		return err
	}
	return f.letter(in.Behalf)
}

// files reads the pictures of papers of item. A material that is declared as well is left
// to the desk, which refuses it.
func (f pictureFlag) files(item village.ServiceItem, materials []desk.MaterialInput) (err error) {
	for i := range materials {
		if materials[i].File == "" || materials[i].Declared != "" {
			continue
		}
		known, _ := item.Material(materials[i].Code)
		if materials[i].Data, err = f.load(materials[i].File, known.Picture); err != nil {
			return village.At(fmt.Sprintf("materials[%d]", i), err)
		}
	}
	return nil
}

// form does the same with photographs that stand in a form as base64. What is none is left
// to the desk, which refuses it.
func (f pictureFlag) form(item village.ServiceItem, form map[string]any) error {
	for _, field := range item.Fields {
		text, ok := form[field.Key].(string)
		if field.Type != village.FieldPhoto || !ok {
			continue
		}
		if _, after, marked := strings.Cut(text, ";base64,"); marked {
			text = after
		}
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			continue
		}
		data, err := f.develop(raw, cmp.Or(field.Picture, village.PictureCard))
		if err != nil {
			e := *village.Keyed(err)
			e.Field = "form." + field.Key
			return &e
		}
		form[field.Key] = base64.StdEncoding.EncodeToString(data)
	}
	return nil
}

// letter reads the picture of the letter of an agent.
func (f pictureFlag) letter(b *desk.BehalfInput) (err error) {
	if b == nil || b.Entrust == nil || b.Entrust.File == "" {
		return nil
	}
	b.Entrust.Data, err = f.load(b.Entrust.File, "")
	return village.At("behalf.entrust", err)
}

// scenes reads photographs of what is no paper.
func (f pictureFlag) scenes(photos []desk.PhotoInput) (err error) {
	for i := range photos {
		if photos[i].Data, err = f.load(photos[i].File, village.PictureScene); err != nil {
			return village.At(fmt.Sprintf("photos[%d]", i), err)
		}
	}
	return nil
}

// loadFile reads a file that the input names.
func loadFile(name string) ([]byte, error) {
	data, err := readBounded(name, maxInput)
	if err != nil {
		return nil, &village.Error{Kind: village.Invalid, Field: "file", Key: "err.material.file_read", Err: err}
	}
	if len(data) > maxInput {
		return nil, village.Refuse("file", "err.material.file_size")
	}
	return data, nil
}
