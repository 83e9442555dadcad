package receipt

import "image"

// mark draws the box before a material with its corner at (x, y).
func (s *sheet) mark(m Mark, x, y int) {
	const line = 3
	size := s.layout.box
	box := image.Rect(x, y, x+size, y+size)
	s.fill(box, black)
	if m == MarkThere {
		for i := range 6 { // down to the right
			s.dab(x+6+i, y+12+i, white)
		}
		for i := range 11 { // up to the right
			s.dab(x+11+i, y+17-i, white)
		}
		return
	}
	s.fill(box.Inset(line), white)
	if m == MarkNotNeeded {
		for i := range size - 2*line {
			s.dab(x+line+i-1, y+size-line-i-2, black)
		}
	}
}

// dab is a dot of the pen that ticks and slashes are drawn with.
func (s *sheet) dab(x, y int, ink uint8) {
	s.fill(image.Rect(x, y, x+3, y+3), ink)
}
