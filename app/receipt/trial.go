package receipt

import (
	"image"

	"bianmin/app/calendar"
)

// namesPrintersLack are characters of names that no printer's own font has: three of
// the Unified Ideographs and one of Extension E.
const namesPrintersLack = "\U0002cc56 \u4dae \u36c3 \u9fcd"

// PaintTest draws the paper by which a maintainer sees whether a printer is well. It
// is no receipt and says so.
func (p *Painter) PaintTest(centre string, t calendar.Texts, paper Paper) (*image.Paletted, error) {
	l, err := layoutOf(paper)
	if err != nil {
		return nil, err
	}
	c := Content{
		Mark: [2]string{t.T("receipt.mark.top"), t.T("receipt.mark.bottom")}, Centre: centre,
		Title: t.T("test.title"), Band: t.T("test.band"), Notes: []string{t.T("test.note.1"), t.T("test.note.2", "names", namesPrintersLack)},
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	sh := newSheet(p, l)
	c = c.printable(sh.printable)
	sh.head(c)
	sh.band(c)
	sh.rule()
	for _, note := range c.Notes {
		sh.paragraph(note, style{l.sentence, false}, sh.left(), sh.inner(), l.sentenceLine)
	}
	sh.grow(sh.y + l.bottomSpace)
	return sh.picture, nil
}
