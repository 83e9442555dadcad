// Package file writes a receipt as a picture or as a page: for the screen, for
// an office printer, and to look at. The same picture gives the same bytes.
package file

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"bianmin/device/printer"
)

// PNG writes p with one bit a dot and its true resolution nowhere: a viewer
// shows dot for dot.
func PNG(w io.Writer, p *image.Paletted) error {
	if err := printer.Check(p); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return png.Encode(w, p)
}

// Page is the paper that a PDF shows.
type Page struct {
	Width int       // of the paper in mm, its unprinted edges included; 58 or 80
	At    time.Time // date of the document: the receipt's own, never now
}

// PDF writes p on one page as wide as the paper and as long as p, in true
// size: 8 dots are 1 mm, and p stands in the middle as on the roll.
func PDF(w io.Writer, p *image.Paletted, page Page) error {
	if err := printer.Check(p); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	width, height := mm(p.Rect.Dx()), mm(p.Rect.Dy())
	if float64(page.Width) < width {
		return fmt.Errorf("write the page: %.0f mm do not fit on %d mm", width, page.Width)
	}
	var raw bytes.Buffer
	if err := png.Encode(&raw, p); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	pdf := fpdf.NewCustom(&fpdf.InitType{
		OrientationStr: "P", UnitStr: "mm", Size: fpdf.SizeType{Wd: float64(page.Width), Ht: height},
	})
	pdf.SetCreationDate(page.At.UTC())
	pdf.SetModificationDate(page.At.UTC())
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.AddPage()
	options := fpdf.ImageOptions{ImageType: "PNG"}
	pdf.RegisterImageOptionsReader("receipt", options, &raw)
	pdf.ImageOptions("receipt", (float64(page.Width)-width)/2, 0, width, height, false, options, 0, "")
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

func mm(dots int) float64 { return float64(dots) / printer.DotsPerMM }
