package console

import (
	"fmt"
	"strconv"

	"bianmin/app/village"
	"bianmin/county/office"
)

// ticketPhotos are the photographs of a request; links only when they would not be refused.
func (v *view) ticketPhotos(r office.Request, open bool) (files []file) {
	for n := range r.Parts {
		f := file{Name: v.text.T("county.ticket.photo_n", "n", n+1)}
		if open {
			f.Link = v.link(fmt.Sprintf("%s/files/%d", ticketPath(r.RequestHead), n+1))
		}
		files = append(files, f)
	}
	return files
}

// replyFiles are the files that came with act number n, from 0; the same.
func (v *view) replyFiles(r office.Request, n int, open bool) (files []file) {
	if r.Acts[n].Verb != office.VerbReply {
		return nil
	}
	for i := range r.Acts[n].Parts {
		f := file{Name: v.text.T("county.ticket.file_n", "n", i+1)}
		if open {
			f.Link = v.link(fmt.Sprintf("%s/replies/%d/%d", ticketPath(r.RequestHead), n, i+1))
		}
		files = append(files, f)
	}
	return files
}

// ticketFile serves GET /tickets/{kiosk}/{id}/files/{file}, counted from 1.
func (c *Console) ticketFile(v *visit) error {
	r, err := scoped(v, c.requestOf(village.RecordTicket))
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(v.PathValue("file"))
	if err != nil || n < 1 || n > len(r.Parts) {
		return noFile(err)
	}
	of := office.Case{Kiosk: r.Kiosk, ID: r.ID, Parts: r.Parts}
	if err := c.lookAtFile(v, of, n); err != nil {
		return err
	}
	return c.serveFile(v, of, n, fmt.Sprintf("%s-%d", r.ShortCode, n))
}

// replyFile serves GET /tickets/{kiosk}/{id}/replies/{act}/{file}, acts counted from 0 and
// files from 1.
func (c *Console) replyFile(v *visit) error {
	r, err := scoped(v, c.requestOf(village.RecordTicket))
	if err != nil {
		return err
	}
	act, err := strconv.Atoi(v.PathValue("act"))
	if err != nil || act < 0 || act >= len(r.Acts) || r.Acts[act].Verb != office.VerbReply {
		return noFile(err)
	}
	n, err := strconv.Atoi(v.PathValue("file"))
	if err != nil || n < 1 || n > len(r.Acts[act].Parts) {
		return noFile(err)
	}
	if err := c.lookAt(v, office.Case{Kiosk: r.Kiosk, ID: r.ID}, fmt.Sprintf("reply-%d", n)); err != nil {
		return err
	}
	part := r.Acts[act].Parts[n-1]
	content, err := c.Book.RequestFile(v.Context(), r.Kiosk, r.ID, part)
	if err != nil {
		return noFile(err)
	}
	return v.serveContent(part, content, fmt.Sprintf("%s-%d-%d", r.ShortCode, act, n))
}
