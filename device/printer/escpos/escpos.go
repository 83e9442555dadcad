// Package escpos writes a picture as the raster commands of thermal receipt
// printers. Printers differ in their fonts, never in their dots: nothing is
// sent as text.
package escpos

import (
	"bytes"
	"fmt"
	"image"

	"bianmin/device/printer"
)

const (
	maxBand = 255 // rows of one GS v 0; small printers have little memory
	maxFeed = 255 // rows of one ESC J
	// minBlank is from how many white rows on feeding is shorter than sending.
	minBlank = 4
	// tail is fed before the cut, so that nothing is cut off on printers that
	// do not feed by themselves: 10 mm.
	tail = 10 * printer.DotsPerMM
)

// Encode is p as the bytes to send: initialise, bands of dots, feed, cut. The
// cash drawer is never opened. Source: Epson ESC/POS command reference.
func Encode(p *image.Paletted) ([]byte, error) {
	if err := printer.Check(p); err != nil {
		return nil, fmt.Errorf("encode for the printer: %w", err)
	}
	var out bytes.Buffer
	out.Write([]byte{0x1B, '@'})
	out.Write([]byte{0x1D, 'P', 203, 203}) // ESC J counts dots; some printers count 1/360 inch
	rows := pack(p)
	for len(rows) > 0 {
		if n := blank(rows); n >= minBlank || n == len(rows) {
			feed(&out, n)
			rows = rows[n:]
			continue
		}
		n := inked(rows)
		band(&out, rows[:n])
		rows = rows[n:]
	}
	feed(&out, tail)
	out.Write([]byte{0x1D, 'V', 66, 0}) // feed to the knife, partial cut
	return out.Bytes(), nil
}

// pack is p as rows of bits, black is 1, the leftmost dot in the highest bit,
// without the white bytes at the right.
func pack(p *image.Paletted) [][]byte {
	rows := make([][]byte, p.Rect.Dy())
	for y := range rows {
		row := make([]byte, (p.Rect.Dx()+7)/8)
		for x, index := range p.Pix[y*p.Stride : y*p.Stride+p.Rect.Dx()] {
			if index == printer.Black {
				row[x/8] |= 0x80 >> (x % 8)
			}
		}
		rows[y] = bytes.TrimRight(row, "\x00")
	}
	return rows
}

// blank is how many rows from the first on are white.
func blank(rows [][]byte) int {
	for i, row := range rows {
		if len(row) > 0 {
			return i
		}
	}
	return len(rows)
}

// inked is how many rows belong into the next band: to the next stretch of
// white worth feeding, or as many as a band holds.
func inked(rows [][]byte) int {
	limit := min(len(rows), maxBand)
	for i := 1; i < limit; i++ {
		if n := blank(rows[i:]); n >= minBlank {
			return i
		}
	}
	return limit
}

// band writes rows as GS v 0, as wide as the longest of them.
func band(out *bytes.Buffer, rows [][]byte) {
	width := 1
	for _, row := range rows {
		width = max(width, len(row))
	}
	out.Write([]byte{0x1D, 'v', '0', 0, byte(width), byte(width >> 8), byte(len(rows)), byte(len(rows) >> 8)})
	for _, row := range rows {
		out.Write(row)
		out.Write(make([]byte, width-len(row)))
	}
}

func feed(out *bytes.Buffer, rows int) {
	for rows > 0 {
		n := min(rows, maxFeed)
		out.Write([]byte{0x1B, 'J', byte(n)})
		rows -= n
	}
}
