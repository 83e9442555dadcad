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
	return p.note(Content{
		Mark: [2]string{t.T("receipt.mark.top"), t.T("receipt.mark.bottom")}, Centre: centre,
		Title: t.T("test.title"), Band: t.T("test.band"), Notes: []string{t.T("test.note.1"), t.T("test.note.2", "names", namesPrintersLack)},
	}, paper)
}

// PaintPractice draws the paper of who practises (练习). It has no code and says twice
// that it is no receipt.
func (p *Painter) PaintPractice(centre string, t calendar.Texts, paper Paper) (*image.Paletted, error) {
	return p.note(Content{
		Mark: [2]string{t.T("receipt.mark.top"), t.T("receipt.mark.bottom")}, Centre: centre,
		Title: t.T("practice.paper"), Band: t.T("practice.paper.band"), Notes: []string{t.T("practice.paper.note")},
	}, paper)
}

// note draws a paper with nothing but words.
func (p *Painter) note(c Content, paper Paper) (*image.Paletted, error) {
	l, err := layoutOf(paper)
	if err != nil {
		return nil, err
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
