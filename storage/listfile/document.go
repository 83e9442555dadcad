package listfile

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/xuri/excelize/v2"

	"bianmin/app/village"
)

// Document is a paper with lines and tables, for people: a bulletin, a list.
type Document struct {
	Title string
	Lines []string // below the title
	Parts []Part
	Made  time.Time // stands in the file; the same document is the same file
}

// Part is a heading with lines and a table; each may be missing.
type Part struct {
	Title string
	Lines []string
	Head  []string
	Rows  [][]any   // string, or a whole number
	Wide  []float64 // share of each column in the width, as in {3, 1, 1}; nil = alike
}

// Faces are the fonts of a PDF, TrueType.
type Faces struct{ Regular []byte }

// XLSX is the document as a sheet for each part with a table; lines stand above it.
// A text that a spreadsheet could take for a formula gets an apostrophe.
func (d Document) XLSX() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	when := d.Made.UTC().Format(time.RFC3339)
	if err := f.SetDocProps(&excelize.DocProperties{Title: d.Title, Created: when, Modified: when}); err != nil {
		return nil, village.Failed("write a sheet", err)
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, village.Failed("write a sheet", err)
	}
	for i, p := range d.Parts {
		if err := d.sheet(f, i, p, bold); err != nil {
			return nil, village.Failed("write a sheet", err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, village.Failed("write a sheet", err)
	}
	raw, err := inOrder(b.Bytes())
	if err != nil {
		return nil, village.Failed("write a sheet", err)
	}
	return raw, nil
}

// inOrder is a ZIP file with its parts by name: the library writes tables in any order,
// and the same document is the same file.
func inOrder(raw []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		if err := out.Copy(f); err != nil {
			return nil, err
		}
	}
	err = out.Close()
	return b.Bytes(), err
}

// sheetName is a title as a sheet may be called: 31 characters, none of :\/?*[].
func sheetName(title string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return ' '
		}
		return r
	}, title))
	return string(runes[:min(len(runes), 31)])
}

func (d Document) sheet(f *excelize.File, i int, p Part, bold int) error {
	name := sheetName(p.Title)
	if i == 0 {
		if err := f.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(name); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for c := range p.Head {
		if err := w.SetColWidth(c+1, c+1, 12+12*p.share(c)*float64(len(p.Head))/2); err != nil {
			return err
		}
	}
	var lines [][]any
	if i == 0 {
		lines = append(lines, []any{excelize.Cell{StyleID: bold, Value: plainCell(d.Title)}})
		lines = append(lines, oneCell(d.Lines)...)
	}
	for n, cells := range append(lines, p.cells(bold)...) {
		at, err := excelize.CoordinatesToCellName(1, n+1)
		if err == nil {
			err = w.SetRow(at, cells)
		}
		if err != nil {
			return err
		}
	}
	return w.Flush()
}

// cells are the rows of a part as a sheet takes them.
func (p Part) cells(bold int) [][]any {
	lines := oneCell(p.Lines)
	if len(p.Head) > 0 {
		var head []any
		for _, h := range p.Head {
			head = append(head, excelize.Cell{StyleID: bold, Value: plainCell(h)})
		}
		lines = append(lines, head)
	}
	for _, row := range p.Rows {
		cells := make([]any, len(row))
		for c, v := range row {
			cells[c] = plainCell(v)
		}
		lines = append(lines, cells)
	}
	return lines
}

func oneCell(lines []string) (out [][]any) {
	for _, l := range lines {
		out = append(out, []any{plainCell(l)})
	}
	return out
}

// plainCell is v as nothing but a text or a number.
func plainCell(v any) any {
	if s, ok := v.(string); ok {
		return Shown(s)
	}
	return v
}

func (p Part) share(c int) float64 {
	if len(p.Wide) != len(p.Head) {
		return 1 / float64(max(len(p.Head), 1))
	}
	total := 0.0
	for _, w := range p.Wide {
		total += w
	}
	return p.Wide[c] / total
}

// Sizes of a page in millimetres and of letters in points.
const (
	pageWidth  = 210 - 2*pageMargin
	pageMargin = 18
	lineHeight = 6.2
	bodyPoints = 10.5
)

// PDF is the document on A4 pages.
func (d Document) PDF(faces Faces) ([]byte, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCreationDate(d.Made.UTC())
	pdf.SetModificationDate(d.Made.UTC())
	pdf.SetCatalogSort(true)
	pdf.SetTitle(d.Title, true)
	pdf.SetMargins(pageMargin, pageMargin, pageMargin)
	pdf.SetAutoPageBreak(true, pageMargin)
	pdf.AddUTF8FontFromBytes("body", "", faces.Regular)
	pdf.AddPage()
	pdf.SetFont("body", "", 18)
	paragraph(pdf, d.Title, 10, "C")
	pdf.SetFont("body", "", bodyPoints)
	for _, l := range d.Lines {
		paragraph(pdf, l, lineHeight, "C")
	}
	for _, p := range d.Parts {
		p.print(pdf)
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		return nil, village.Failed("write a PDF", err)
	}
	return b.Bytes(), nil
}

func (p Part) print(pdf *fpdf.Fpdf) {
	head := make([]any, len(p.Head))
	for i, h := range p.Head {
		head[i] = h
	}
	_, high := p.lines(pdf, head)
	high += 2 // a head stays whole and has a row under it
	room(pdf, 12+float64(high+min(len(p.Lines), 3))*lineHeight)
	pdf.Ln(4)
	pdf.SetFont("body", "", 13)
	paragraph(pdf, p.Title, 8, "L")
	pdf.SetFont("body", "", bodyPoints)
	for _, l := range p.Lines {
		paragraph(pdf, l, lineHeight, "L")
	}
	if len(p.Head) == 0 {
		return
	}
	room(pdf, float64(high)*lineHeight)
	p.row(pdf, head, "TB")
	for _, cells := range p.Rows {
		_, high := p.lines(pdf, cells)
		if room(pdf, float64(max(high, 2))*lineHeight) {
			p.row(pdf, head, "TB")
		}
		p.row(pdf, cells, "B")
	}
}

// room begins a page when so much does not fit onto this one.
func room(pdf *fpdf.Fpdf, high float64) (began bool) {
	if began = pdf.GetY()+high > 297-pageMargin; began {
		pdf.AddPage()
	}
	return began
}

// lines are what stands in the cells of a row, and how many lines the highest has.
func (p Part) lines(pdf *fpdf.Fpdf, cells []any) (lines [][]string, high int) {
	lines, high = make([][]string, len(cells)), 1
	for c, v := range cells {
		lines[c] = inLines(pdf, asText(v), p.share(c)*pageWidth-2)
		high = max(high, len(lines[c]))
	}
	return lines, high
}

// paragraph writes a text over the whole width.
func paragraph(pdf *fpdf.Fpdf, text string, high float64, align string) {
	for _, l := range inLines(pdf, text, pageWidth-2) {
		pdf.CellFormat(pageWidth, high, l, "", 1, align, false, 0, "")
	}
}

// inLines breaks a text at its line feeds, and where it is wider than a cell: at the last
// space, else between any two characters. No other character is lost; the library loses
// the one at which it breaks a text without spaces.
func inLines(pdf *fpdf.Fpdf, text string, width float64) (lines []string) {
	for line := range strings.SplitSeq(text, "\n") {
		start, space := 0, -1
		for i, r := range line {
			if i > start && pdf.GetStringWidth(line[start:i]+string(r)) > width {
				end, next := i, i
				if space > start && r < 0x2e80 { // a word of letters stays whole
					end, next = space, space+1
				}
				lines, start, space = append(lines, line[start:end]), next, -1
			}
			if r == ' ' {
				space = i
			}
		}
		lines = append(lines, line[start:])
	}
	return lines
}

// row is one line of a table, as high as its highest cell; numbers stand right.
func (p Part) row(pdf *fpdf.Fpdf, cells []any, border string) {
	lines, high := p.lines(pdf, cells)
	x, y := pdf.GetXY()
	for c, v := range cells {
		width, align := p.share(c)*pageWidth, "L"
		if c > 0 && looksLikeNumber(v) {
			align = "R"
		}
		for n, l := range lines[c] {
			pdf.SetXY(x, y+float64(n)*lineHeight)
			pdf.CellFormat(width, lineHeight, l, "", 0, align, false, 0, "")
		}
		pdf.SetXY(x, y)
		pdf.CellFormat(width, float64(high)*lineHeight, "", border, 0, "", false, 0, "")
		x += width
	}
	pdf.SetXY(pageMargin, y+float64(high)*lineHeight)
}

func asText(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return fmt.Sprint(v)
}

// looksLikeNumber reports whether v is a number, or text of digits as 78.04.
func looksLikeNumber(v any) bool {
	s := asText(v)
	return s != "" && strings.Trim(s, "0123456789.,%÷ ") == ""
}
