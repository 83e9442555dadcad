package picture

import (
	"bytes"
	"image"
	_ "image/png" // pictures come as either

	"bianmin/app/village"
)

// mostPixels bounds a picture that is unpacked, whatever its file claims: 256 MB as RGBA.
const mostPixels = 64 << 20

// OfFile is a picture that comes as a file as [Develop] makes it, and whether its letters
// can be read. What a phone wrote beside it, as how it was held and where, ends here: it is
// turned upright first. A file that is no picture, as a PDF, stays as it is.
//
// The [village.Error] err.material.file_damaged at "file" says that nobody could open it.
func OfFile(data []byte, kind village.PictureKind) (picture []byte, sharp bool, err error) {
	head, format, err := image.DecodeConfig(bytes.NewReader(data))
	if format == "" && !looksLikePicture(data) {
		return data, true, nil
	}
	damaged := village.Refuse("file", "err.material.file_damaged")
	if err != nil || head.Width*head.Height > mostPixels {
		return nil, false, damaged
	}
	frame, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, false, damaged
	}
	p, err := Develop(upright(shrink(frame, mostSide), held(data)), kind, false)
	if err != nil {
		return nil, false, damaged
	}
	return p.Data, p.Sharp, nil
}

// looksLikePicture reports whether data begins as a PNG or a JPEG.
func looksLikePicture(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) || bytes.HasPrefix(data, []byte("\xff\xd8\xff"))
}
