package console

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/office"
)

// maxOrderBytes has room for all photographs of an act and what is typed beside them.
const maxOrderBytes = office.MaxShots*office.MaxShotBytes + 1<<20

// found is what the photographs of a form show that gives an order.
const found = "found"

func shotKinds() []string { return []string{found, inspect.Before, inspect.After} }

// readForm reads a form that may bring files, in fields of these names.
// Fields stand in it before files: when these are refused, what was typed is there to be shown
// again. The errors are [village.Invalid] at "photos" and "form".
func (v *visit) readForm(fields ...string) (shots []office.Shot, err error) {
	if err := v.ParseForm(); err != nil {
		return nil, unreadForm(err)
	}
	form, err := v.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	for err == nil {
		var part *multipart.Part
		if part, err = form.NextPart(); err == nil {
			shots, err = v.readField(part, fields, shots)
		}
	}
	if err != io.EOF { //nolint:errorlint // a form that is cut off wraps it
		return nil, unreadForm(err)
	}
	slices.SortStableFunc(shots, func(a, b office.Shot) int {
		return slices.Index(fields, a.Of) - slices.Index(fields, b.Of)
	})
	return shots, nil
}

// readField adds one field to the form, or one photograph to shots. The office judges a
// photograph that is too long; it is not read to its end here.
func (v *visit) readField(part *multipart.Part, fields []string, shots []office.Shot) ([]office.Shot, error) {
	name := part.FormName()
	if part.FileName() == "" {
		text, err := io.ReadAll(io.LimitReader(part, maxFormBytes))
		v.PostForm.Add(name, string(text))
		return shots, err
	}
	if !slices.Contains(fields, name) {
		return shots, nil
	}
	data, err := io.ReadAll(io.LimitReader(part, office.MaxShotBytes+1))
	if err != nil || len(data) == 0 {
		return shots, err
	}
	return append(shots, office.Shot{Of: name, Data: data}), nil
}

// unreadForm says why a form cannot be read: its photographs are too many, or it is none.
func unreadForm(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return village.Refuse("photos", "err.rectify.photos")
	}
	return &village.Error{Kind: village.Invalid, Field: "form", Key: "err.rectify.form", Err: err}
}
