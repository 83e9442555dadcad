package letter

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"bianmin/app/breaking"
	"bianmin/app/receipt"
	"bianmin/app/village"
)

// Setter sets letters on A4 as PDF. The text is text, so that it can be searched
// and read aloud; characters that the library cannot set, those beyond the basic
// plane, are drawn as their outlines. It may be used by several goroutines.
type Setter struct {
	faces         receipt.Faces
	regular, bold *sfnt.Font
	rule          breaking.Rule
}

// NewSetter is a setter that draws with f.
func NewSetter(f receipt.Faces) (*Setter, error) {
	s := &Setter{faces: f}
	var err error
	if s.regular, err = sfnt.Parse(f.Regular); err != nil {
		return nil, village.Failed("read the regular face", err)
	}
	if s.bold, err = sfnt.Parse(f.Bold); err != nil {
		return nil, village.Failed("read the bold face", err)
	}
	if s.rule, err = receipt.LineRule(); err != nil {
		return nil, village.Failed("read the rules of lines", err)
	}
	return s, nil
}

// PDF writes letters, each from a new page on. The same letters give the same
// bytes. A letter that is to be on one page is set closer until it is; one that is too
// long for that is set widely on as many as it needs.
func (s *Setter) PDF(w io.Writer, letters ...Letter) error {
	how, err := s.closest(letters)
	if err != nil {
		return err
	}
	return s.document(w, letters[0].At, letters[0].Title, func(pdf *fpdf.Fpdf) error {
		return s.lay(pdf, letters, page{how: how})
	})
}

// closest is the widest setting in which letters that ask for it are one page each.
func (s *Setter) closest(letters []Letter) (setting, error) {
	if !onePage(letters) {
		return setting{}, nil
	}
	for _, how := range settings() {
		pdf := plainDocument() // without the faces, which take longer to read than all else
		if err := s.lay(pdf, letters, page{how: how, trial: true}); err != nil {
			return how, err
		}
		if pdf.PageCount() == len(letters) {
			return how, nil
		}
	}
	return setting{}, nil
}

// lay sets letters, each like a page.
func (s *Setter) lay(pdf *fpdf.Fpdf, letters []Letter, like page) error {
	for _, l := range letters {
		p := s.page(pdf, l)
		p.how, p.trial = like.how, like.trial
		if err := p.draw(); err != nil {
			return err
		}
	}
	return nil
}

// page is one to draw l on.
func (s *Setter) page(pdf *fpdf.Fpdf, l Letter) *page {
	return &page{setter: s, pdf: pdf, letter: l, widths: map[glyph]float64{}}
}

// plainDocument is one without faces.
func plainDocument() *fpdf.Fpdf {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	return pdf
}

// document is a PDF with what draw puts into it.
func (s *Setter) document(w io.Writer, at time.Time, title string, draw func(*fpdf.Fpdf) error) error {
	pdf := plainDocument()
	pdf.SetCatalogSort(true)
	pdf.SetCompression(true)
	pdf.AddUTF8FontFromBytes(family, "", s.faces.Regular)
	pdf.AddUTF8FontFromBytes(family, "B", s.faces.Bold)
	pdf.SetCreationDate(at.UTC())
	pdf.SetModificationDate(at.UTC())
	pdf.SetTitle(title, true)
	pdf.SetLang("zh-CN")
	if err := draw(pdf); err != nil {
		return err
	}
	if err := pdf.Output(w); err != nil {
		return village.Failed("write the letter", err)
	}
	return nil
}

const (
	family = "text"
	mmOf   = 25.4 / 72 // one point
)

// style is a size in points.
type style struct {
	size float64
	bold bool
}

func (st style) mm() float64 { return st.size * mmOf }

// run is a piece of text that is set in one way.
type run struct {
	text string
	rare []byte // the face of a single character that is drawn; nil for text
}

// runs cut text into pieces, with what no face has as its number.
func (s *Setter) runs(text string) (list []run) {
	plain := strings.Builder{}
	flush := func() {
		if plain.Len() > 0 {
			list = append(list, run{text: plain.String()})
			plain.Reset()
		}
	}
	for _, r := range text {
		switch {
		case r < ' ':
			plain.WriteRune(' ')
		case r <= 0xFFFF && has(s.regular, r) && !unicode.Is(unicode.Co, r):
			plain.WriteRune(r)
		default:
			if face := s.rare(r); face != nil {
				flush()
				list = append(list, run{string(r), face})
				continue
			}
			fmt.Fprintf(&plain, "[%X]", r)
		}
	}
	flush()
	return list
}

func (s *Setter) rare(r rune) []byte {
	if s.faces.Rare == nil || unicode.Is(unicode.Co, r) {
		return nil
	}
	if r > 0xFFFF && has(s.regular, r) {
		return s.faces.Regular
	}
	return s.faces.Rare(r)
}

func has(f *sfnt.Font, r rune) bool {
	index, err := f.GlyphIndex(nil, r)
	return err == nil && index != 0
}

// fitting is st without bold when the bold face lacks a character of text: one run
// never mixes two weights.
func (s *Setter) fitting(st style, text string) style {
	lacks := func(r rune) bool { return r > 0xFFFF || !has(s.bold, r) }
	if st.bold && slices.ContainsFunc([]rune(text), lacks) {
		st.bold = false
	}
	return st
}

// outline draws a character of a face with its pen at (x, baseline), size mm high.
func outline(pdf *fpdf.Fpdf, face []byte, r rune, at [3]float64) error {
	parsed, err := sfnt.Parse(face)
	if err != nil {
		return err
	}
	index, err := parsed.GlyphIndex(nil, r)
	if err != nil {
		return err
	}
	const units = 1000
	var buffer sfnt.Buffer
	segments, err := parsed.LoadGlyph(&buffer, index, fixed.I(units), nil)
	if err != nil {
		return err
	}
	x, baseline, size := at[0], at[1], at[2]
	px := func(p fixed.Point26_6) (float64, float64) {
		return x + float64(p.X)/64/units*size, baseline + float64(p.Y)/64/units*size
	}
	for i, seg := range segments {
		ax, ay := px(seg.Args[0])
		bx, by := px(seg.Args[1])
		cx, cy := px(seg.Args[2])
		switch seg.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				pdf.ClosePath()
			}
			pdf.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			pdf.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			pdf.CurveTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			pdf.CurveBezierCubicTo(ax, ay, bx, by, cx, cy)
		}
	}
	pdf.ClosePath()
	pdf.DrawPath("F")
	return nil
}
