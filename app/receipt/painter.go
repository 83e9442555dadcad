package receipt

import (
	"fmt"
	"image"
	"sync"

	"bianmin/app/village"
)

// Paper is the width of the roll in mm.
type Paper int

const (
	Paper58 Paper = 58 // 384 dots
	Paper80 Paper = 80 // 576 dots
)

// Painter draws receipts. The fonts are read once, each character is drawn
// once. It may be used by several goroutines; they take turns.
type Painter struct {
	mu      sync.Mutex
	setter  *typesetter
	breaker breaker
}

// NewPainter is a painter that draws with f.
func NewPainter(f Faces) (*Painter, error) {
	t, err := newTypesetter(f)
	if err != nil {
		return nil, village.Failed("make a painter", err)
	}
	b, err := newBreaker()
	if err != nil {
		return nil, village.Failed("make a painter", err)
	}
	return &Painter{setter: t, breaker: b}, nil
}

// Paint draws c for a printer with 8 dots a mm: as wide as the printer prints,
// as long as it needs, two colours, index 1 is black. The same content gives
// the same dots. The error is [village.Invalid] with err.receipt.wide when the
// QR code is too large for the paper.
func (p *Painter) Paint(c Content, paper Paper) (*image.Paletted, error) {
	l, err := layoutOf(paper)
	if err != nil {
		return nil, err
	}
	code, err := drawQR(c.QR, l)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	s := newSheet(p, l)
	c = c.printable(s.printable)
	s.head(c)
	s.band(c)
	s.again(c)
	s.item(c)
	s.code(c, code)
	s.materials(c)
	s.time(c)
	s.foot(c)
	return s.picture, nil
}

// layout are the measures of one width of paper, in dots.
type layout struct {
	width, margin, gap          int
	wide                        bool // words beside the QR code, mark at the head
	centre, title               int
	band, bandText              int
	item, itemLine, date        int
	code, codeLabel             int
	heading, list, listLine     int
	box                         int
	sentence, sentenceLine      int
	office, officeLine          int
	foot, footLine, bottomSpace int
}

func layoutOf(paper Paper) (layout, error) {
	switch paper {
	case Paper80:
		return layout{
			width: 576, margin: 16, gap: 20, wide: true, centre: 36, title: 27, band: 96, bandText: 58,
			item: 40, itemLine: 54, date: 28, code: 92, codeLabel: 27, heading: 32, list: 29, listLine: 42, box: 26,
			sentence: 29, sentenceLine: 43, office: 28, officeLine: 40, foot: 24, footLine: 36, bottomSpace: 32,
		}, nil
	case Paper58:
		return layout{
			width: 384, margin: 10, gap: 16, centre: 30, title: 25, band: 76, bandText: 44,
			item: 34, itemLine: 46, date: 25, code: 62, codeLabel: 24, heading: 29, list: 26, listLine: 38, box: 26,
			sentence: 26, sentenceLine: 39, office: 26, officeLine: 36, foot: 24, footLine: 34, bottomSpace: 32,
		}, nil
	}
	return layout{}, &village.Error{Kind: village.Invalid, Field: "paper", Key: "err.receipt.wide", Err: fmt.Errorf("no layout for %d mm", paper)}
}

// printable is c with every text passed through clean.
func (c Content) printable(clean func(string) string) Content {
	for _, text := range []*string{
		&c.Mark[0], &c.Mark[1], &c.Centre, &c.Title, &c.Keep, &c.Band, &c.Again, &c.Item, &c.Received, &c.Behalf, &c.CodeLabel, &c.Code,
		&c.Number.Label, &c.Number.Value, &c.UseHeading, &c.UseHow, &c.UseShort, &c.MaterialsHeading, &c.MaterialsNote,
		&c.TimeHeading, &c.Time, &c.Due, &c.Office.Label, &c.Office.Value, &c.Ask.Label, &c.Ask.Value, &c.Machine, &c.Sequence,
	} {
		*text = clean(*text)
	}
	cleanAll := func(list []string) []string {
		out := make([]string, len(list))
		for i, text := range list {
			out[i] = clean(text)
		}
		return out
	}
	c.Days.Key = clean(c.Days.Key)
	c.Uses, c.Notes = cleanAll(c.Uses), cleanAll(c.Notes)
	lines := make([]MaterialLine, len(c.Materials))
	for i, m := range c.Materials {
		lines[i] = MaterialLine{m.Mark, clean(m.Name), clean(m.State)}
	}
	c.Materials = lines
	return c
}
