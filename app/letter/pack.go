package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/jpeg" // pictures of a pack
	_ "image/png"
	"io"

	"codeberg.org/go-pdf/fpdf"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// maxPixels is far above what a camera takes: a small file can say that it unpacks to
// gigabytes.
const maxPixels = 60_000_000

// Hold puts the content of every file into the pack; read is by the number of the file.
// The error is [village.Invalid] at the file that is not what the list says.
func (p *Pack) Hold(read func(Exhibit) ([]byte, error)) error {
	for i, f := range p.Files {
		raw, err := read(f)
		if err != nil {
			return &village.Error{Kind: village.Invalid, Field: fmt.Sprintf("files[%d]", i), Key: "err.letter.unread", Err: err}
		}
		if sum := sha256.Sum256(raw); int64(len(raw)) != f.Bytes || hex.EncodeToString(sum[:]) != f.SHA256 {
			return village.Refuse(fmt.Sprintf("files[%d]", i), "err.letter.sum")
		}
		p.Files[i].raw = raw
	}
	return nil
}

// Pack writes the list of an evidence pack as l says it, then every picture of p on a
// page of its own with what the list says of it. The files themselves are attached, byte
// for byte, so that one document is all that has to be handed over.
func (s *Setter) Pack(w io.Writer, p Pack, l Letter, t calendar.Texts) error {
	return s.document(w, l.At, l.Title, func(pdf *fpdf.Fpdf) error {
		sheet := s.page(pdf, l)
		var attached []fpdf.Attachment
		for i, f := range p.Files {
			if f.raw == nil {
				continue
			}
			attached = append(attached, fpdf.Attachment{Content: f.raw, Filename: f.Name, Description: f.SHA256})
			if size, kind, err := image.DecodeConfig(bytes.NewReader(f.raw)); err == nil && size.Width > 0 && size.Height > 0 && size.Width <= maxPixels/size.Height {
				sheet.pictures = append(sheet.pictures, picture{f, t.T("letter.evidence.file", "n", i+1, "name", f.Name), kind, size})
			}
		}
		if err := sheet.draw(); err != nil {
			return err
		}
		pdf.SetAttachments(attached)
		return nil
	})
}

// picture is a file of a pack that can be seen on paper.
type picture struct {
	Exhibit
	caption string
	kind    string // jpeg or png
	size    image.Config
}

// show puts a picture on a page of its own, as large as the page allows.
func (p *page) show(pic picture) {
	p.add()
	p.paragraph(pic.caption, headStyle(), left, right-left)
	p.paragraph(evidenceTime(pic.At)+"  SHA-256 "+pic.SHA256, smallStyle(), left, right-left)
	p.y += p.gap(paragraphGap)
	kind := fpdf.ImageOptions{ImageType: pic.kind}
	p.pdf.RegisterImageOptionsReader(pic.SHA256, kind, bytes.NewReader(pic.raw))
	width, height := right-left, (right-left)*float64(pic.size.Height)/float64(pic.size.Width)
	if most := p.bottom() - p.y; height > most {
		width, height = width*most/height, most
	}
	p.pdf.ImageOptions(pic.SHA256, (left+right-width)/2, p.y, width, height, false, kind, 0, "")
	if err := p.pdf.Error(); err != nil && p.err == nil {
		p.err = &village.Error{Kind: village.Invalid, Field: pic.Name, Key: "err.letter.picture", Err: err}
	}
}
