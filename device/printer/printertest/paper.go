package printertest

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
)

// Paper decodes the bytes that a printer is sent back into what stands on the
// paper. It knows only the commands that this project has a business to send;
// anything else is an error. It takes bytes as they come, a few at a time.
type Paper struct {
	width int
	raw   []byte

	Pix   []byte // rows of width dots, 1 is black
	Rows  int
	Cuts  []int // rows at which it was cut
	Fault error
	begun bool
}

// NewPaper is a roll of so many dots.
func NewPaper(width int) *Paper { return &Paper{width: width} }

// Write implements io.Writer.
func (p *Paper) Write(raw []byte) (int, error) {
	p.raw = append(p.raw, raw...)
	for p.Fault == nil && len(p.raw) > 0 {
		n := p.command()
		if n == 0 {
			break // its end has not come yet
		}
		p.raw = p.raw[n:]
	}
	return len(raw), p.Fault
}

// Whole reports whether the last command was complete.
func (p *Paper) Whole() bool { return len(p.raw) == 0 && p.Fault == nil }

// Picture is rows from to to.
func (p *Paper) Picture(from, to int) *image.Paletted {
	out := image.NewPaletted(image.Rect(0, 0, p.width, to-from), color.Palette{color.White, color.Black})
	copy(out.Pix, p.Pix[from*p.width:to*p.width])
	return out
}

// command does the first command of raw and returns its length, 0 when it is not
// complete.
func (p *Paper) command() int {
	length := map[string]int{"\x1b@": 2, "\x1dP": 4, "\x1bJ": 3, "\x1dv": 8, "\x1dV": 4, "\x1da": 3, "\x1dr": 3}
	if len(p.raw) < 2 {
		return 0
	}
	name := string(p.raw[:2])
	n, known := length[name]
	switch {
	case !known:
		p.Fault = fmt.Errorf("unknown command % x", p.raw[:2])
	case !p.begun && name != "\x1b@" && name != "\x1da":
		p.Fault = fmt.Errorf("not initialised: % x", p.raw[:2])
	}
	if p.Fault != nil || len(p.raw) < n {
		return 0
	}
	switch name {
	case "\x1b@":
		p.begun = true
	case "\x1dP":
		if p.raw[2] != 203 || p.raw[3] != 203 {
			p.Fault = fmt.Errorf("rows are not dots: % x", p.raw[2:4])
		}
	case "\x1bJ":
		rows := int(p.raw[2])
		p.Pix, p.Rows = append(p.Pix, make([]byte, rows*p.width)...), p.Rows+rows
	case "\x1dV":
		p.Cuts = append(p.Cuts, p.Rows)
	case "\x1dv":
		return p.band()
	}
	return n
}

// band prints GS v 0.
func (p *Paper) band() int {
	head := p.raw[2:8]
	wide, high := int(binary.LittleEndian.Uint16(head[2:])), int(binary.LittleEndian.Uint16(head[4:]))
	if head[0] != '0' || head[1] != 0 || high > 255 || wide*8 > p.width+7 {
		p.Fault = fmt.Errorf("band of %d bytes and %d rows", wide, high)
		return 0
	}
	if len(p.raw) < 8+wide*high {
		return 0
	}
	for row := range high {
		line := make([]byte, wide*8+p.width)
		for i, b := range p.raw[8+row*wide : 8+(row+1)*wide] {
			for bit := range 8 {
				if b&(0x80>>bit) != 0 {
					line[i*8+bit] = 1
				}
			}
		}
		p.Pix, p.Rows = append(p.Pix, line[:p.width]...), p.Rows+1
	}
	return 8 + wide*high
}
