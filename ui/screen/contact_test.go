package screen

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"golang.org/x/image/draw"
)

// contact is a sheet of small pictures, so that a person can look at all pages
// of a mode at once.
type contact struct {
	size  fyne.Size // of a page
	names []string
	small []*image.RGBA
}

const contactWide = 420 // px of one picture in portrait; the double in landscape

func newContact(size fyne.Size) *contact { return &contact{size: size} }

func (c *contact) cell() image.Point {
	w := contactWide
	if c.size.Width > c.size.Height {
		w *= 2
	}
	return image.Pt(w, int(float32(w)*c.size.Height/c.size.Width))
}

func (c *contact) add(name string, pic image.Image) {
	cell := c.cell()
	small := image.NewRGBA(image.Rectangle{Max: cell})
	draw.CatmullRom.Scale(small, small.Bounds(), pic, pic.Bounds(), draw.Src, nil)
	c.names, c.small = append(c.names, name), append(c.small, small)
}

// picture is the sheet: eight portraits or four landscapes a row.
func (c *contact) picture() image.Image {
	const gap = 20
	cell, perRow := c.cell(), 8
	if cell.X > cell.Y {
		perRow = 4
	}
	rows := (len(c.small) + perRow - 1) / perRow
	sheet := image.NewRGBA(image.Rect(0, 0, gap+perRow*(cell.X+gap), gap+rows*(cell.Y+gap)))
	draw.Draw(sheet, sheet.Bounds(), image.NewUniform(color.Gray{0x80}), image.Point{}, draw.Src)
	for i, small := range c.small {
		at := image.Pt(gap+i%perRow*(cell.X+gap), gap+i/perRow*(cell.Y+gap))
		draw.Draw(sheet, image.Rectangle{Min: at, Max: at.Add(cell)}, small, image.Point{}, draw.Src)
	}
	return sheet
}
