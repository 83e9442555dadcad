package picture

import (
	"encoding/binary"
	"image"
)

// Orientations of a JPEG: the side of what was seen that the first row and the first
// column of it are.
//
// Source: Exif 2.32 (CIPA DC-008), tag 0x0112.
const (
	heldUpright = 1
	heldMost    = 8
	tagHeld     = 0x0112
)

// held is how the camera of a JPEG was held, heldUpright where nothing says.
func held(jpeg []byte) int {
	for at := 2; at+4 <= len(jpeg) && jpeg[at] == 0xff; {
		size := int(binary.BigEndian.Uint16(jpeg[at+2:]))
		end := at + 2 + size
		if size < 2 || end > len(jpeg) || jpeg[at+1] == 0xda { // the picture itself
			return heldUpright
		}
		if body := jpeg[at+4 : end]; jpeg[at+1] == 0xe1 && len(body) > 6 && string(body[:6]) == "Exif\x00\x00" {
			return heldIn(body[6:])
		}
		at = end
	}
	return heldUpright
}

// heldIn reads the tag out of the first directory of a TIFF header.
func heldIn(tiff []byte) int {
	if len(tiff) < 8 {
		return heldUpright
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	first := int(order.Uint32(tiff[4:]))
	if first < 0 || first+2 > len(tiff) {
		return heldUpright
	}
	for i := range int(order.Uint16(tiff[first:])) {
		at := first + 2 + i*12
		if at+12 > len(tiff) {
			break
		}
		if order.Uint16(tiff[at:]) == tagHeld {
			if how := int(order.Uint16(tiff[at+8:])); how > heldUpright && how <= heldMost {
				return how
			}
			break
		}
	}
	return heldUpright
}

// upright is frame as it was seen by a camera that was held so.
func upright(frame *image.RGBA, how int) *image.RGBA {
	w, h := frame.Rect.Dx(), frame.Rect.Dy()
	if how == heldUpright {
		return frame
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if how >= 5 { // rows are columns
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			fx, fy := seen(how, x, y, w, h)
			from, to := frame.PixOffset(frame.Rect.Min.X+fx, frame.Rect.Min.Y+fy), out.PixOffset(x, y)
			copy(out.Pix[to:to+4], frame.Pix[from:from+4])
		}
	}
	return out
}

// seen is where in a frame of w by h px the point (x, y) of the upright picture lies.
func seen(how, x, y, w, h int) (fx, fy int) {
	switch how {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	}
	return w - 1 - y, x // 8
}
