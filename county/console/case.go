package console

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
)

type casePage struct {
	Case               office.Case
	Chip               chip
	Doubled            village.CaseNumber // printed on the receipt, and another case's
	Code, Place        string
	Accepted, Received string
	Name, ID, Phone    string
	IDKind, Kind       string
	Agent              *agent // who handed in instead; nil = the applicant
	Priority           string // why it goes first, as far as it is open; ""
	Approved           string // who of the centre looked; ""
	Delivery           string
	Papers             []paper
	Others             []paper // files that answer a question of the form
	Total, Here        int
	Missing, Later     int
	Warnings           []string
	Handed             []laterLine // with the receipt, since
	Took               string      // from the village to the county; "" when not worth saying
	Problem            problem
	Way                way
	LookAction         string
	MayLook, Open      bool // at what is personal; it is open until Until
	Until              string
}

// paper is one material with its state and files.
type paper struct {
	Name, Note string
	Icon       string
	State      string // message key of the chip
	Mark, Kind string // the chip's icon and colour
	Files      []file
}

type file struct{ Link, Name string }

// oneCase serves GET /cases/{kiosk}/{id}.
func (c *Console) oneCase(v *visit) error {
	k, err := c.scoped(v)
	if err != nil {
		return err
	}
	return c.showCase(v, k, problem{})
}

// problem is a message key of what was wrong with the last thing that was tried.
type problem struct{ Look, Act string }

// showCase draws a case and what was wrong with the last try.
func (c *Console) showCase(v *visit, k office.Case, p problem) error {
	look, open, err := c.looking(v, k)
	if err != nil {
		return err
	}
	way, err := c.way(v, k)
	if err != nil {
		return err
	}
	now := c.Now()
	page := casePage{
		Problem: p, Way: way, LookAction: v.view.link(casePath(k.Kiosk, k.ID) + "/look"), MayLook: v.account.Role.May(office.SeePerson), Open: open,
		Case: k, Chip: chipOf(k.State), Code: k.ShortCode.Spaced(), Place: c.place(k.Village),
		Accepted: v.view.moment(k.AcceptedAt, now), Received: v.view.moment(k.ReceivedAt, now),
		Name: maskedName(k.Applicant), ID: maskedID(k.Applicant), Phone: maskedPhone(k.Applicant.Phone),
		IDKind:   v.view.known("county.id.", string(k.Applicant.IDType)),
		Kind:     v.view.known("county.kind.", string(k.Applicant.Kind)),
		Delivery: v.view.known("county.delivery.", k.Delivery),
		Total:    len(k.Materials), Missing: count(k.Materials, village.Missing), Later: k.Later(),
		Took: v.view.span(k.ReceivedAt.Sub(k.AcceptedAt)),
	}
	page.Agent = v.view.agent(k.Behalf, open)
	page.Priority, page.Approved = v.view.priority(k.Priority, open)
	if open {
		page.Name, page.ID, page.Phone = k.Applicant.Name, string(k.Applicant.ID), string(k.Applicant.Phone)
		page.Until = v.view.moment(look.At.Add(lookLasts), now)
	}
	if k.Printed != k.Number {
		page.Doubled = k.Printed
	}
	page.Papers, page.Here = v.view.papers(k, open)
	page.Others = v.view.others(k, open)
	if page.Handed, err = c.later(v, k, open); err != nil {
		return err
	}
	for _, key := range k.Warnings {
		page.Warnings = append(page.Warnings, v.view.known("", key))
	}
	return c.show(v, "case.html", frame{Active: "cases", Title: k.ItemName, Page: page})
}

// known is the text of prefix+value, or the bare value when there is none.
func (v *view) known(prefix, value string) string {
	if v.text.Has(prefix + value) {
		return v.text.T(prefix + value)
	}
	return value
}

// papers are the materials of a case, and how many of them are here. Their files
// have a link only when it would not be refused.
func (v *view) papers(k office.Case, open bool) (all []paper, here int) {
	for _, m := range k.Materials {
		p := v.paper(k, m)
		if p.Kind == "done" {
			here++
		}
		if !open {
			p.Files = nil
		}
		all = append(all, p)
	}
	return all, here
}

// paper says what became of m. A photograph that was promised and is not here
// is never called received.
func (v *view) paper(k office.Case, m office.Material) paper {
	p := paper{Name: m.Name, Icon: "receipt"}
	if p.Name == "" {
		p.Name = m.Code
	}
	files, size := v.pictures(k, m)
	p.Files = files
	switch {
	case len(files) > 0:
		p.State, p.Mark, p.Kind, p.Icon = "county.paper.here", "check", "done", "photo"
		p.Note = v.text.T("county.paper.size", "n", len(p.Files), "size", bytesInWords(size))
	case m.How == village.Photographed:
		p.State, p.Mark, p.Kind, p.Icon = "county.paper.lost", "warn", "wrong", "photo"
		p.Note = v.text.T("county.paper.lost_note")
	case m.How == village.ByLicence && m.Consent != "":
		p.State, p.Mark, p.Kind, p.Icon = "county.paper.verify", "clock", "wait", "idcard"
		p.Note = v.text.T("county.paper.verify_note", "version", m.Consent)
	case m.How == village.ByLicence:
		p.State, p.Mark, p.Kind, p.Icon = "county.paper.licence", "zero", "done", "idcard"
		p.Note = v.text.T("county.paper.licence_note")
	case m.How == village.Promised:
		p.State, p.Mark, p.Kind = "county.paper.promised", "pen", "done"
		p.Note = v.text.T("county.paper.promised_note")
	case m.How == village.Original:
		p.State, p.Mark, p.Kind = "county.paper.original", "eye", "done"
		p.Note = v.text.T("county.paper.original_note")
	case m.How == village.Deferred:
		p.State, p.Mark, p.Kind = "county.paper.deferred", "clock", "wait"
		p.Note = v.text.T("county.paper.deferred_note")
	case m.How == village.Later:
		p.State, p.Mark, p.Kind = "county.paper.later", "clock", "wait"
		p.Note = v.text.T("county.paper.later_note")
	default:
		p.State, p.Mark, p.Kind = "county.paper.missing", "close", "wrong"
		p.Note = v.text.T("county.paper.missing_note")
	}
	return p
}

// pictures are the files that show m, and how many bytes they have together.
func (v *view) pictures(k office.Case, m office.Material) (files []file, size int64) {
	for i, part := range k.Parts {
		if part.Material == m.Code {
			files = append(files, v.file(k, i))
			size += part.Bytes
		}
	}
	return files, size
}

// others are files that belong to no material, as a signature.
func (v *view) others(k office.Case, open bool) []paper {
	var out []paper
	for i, part := range k.Parts {
		if slices.ContainsFunc(k.Materials, func(m office.Material) bool { return m.Code == part.Material }) {
			continue
		}
		p := paper{
			Name: v.known("county.file.", part.Material), Icon: "photo",
			State: "county.paper.here", Mark: "check", Kind: "done",
			Note: v.text.T("county.paper.size", "n", 1, "size", bytesInWords(part.Bytes)),
		}
		if open {
			p.Files = []file{v.file(k, i)}
		}
		out = append(out, p)
	}
	return out
}

func (v *view) file(k office.Case, i int) file { return v.fileAt(k, i+1, k.Parts[i]) }

// fileAt is the link to file number n of a case.
func (v *view) fileAt(k office.Case, n int, part office.Part) file {
	return file{Link: v.link(fmt.Sprintf("/cases/%s/%s/files/%d", k.Kiosk, k.ID, n)), Name: hex.EncodeToString(part.SHA256[:4])}
}

func bytesInWords(n int64) string {
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%d KB", n/1024)
}

// file serves GET /cases/{kiosk}/{id}/files/{file}, counted from 1. Only
// pictures are shown; anything else is handed over as a download, because the
// kiosk's word about a type is not proof.
func (c *Console) file(v *visit) error {
	k, err := c.scoped(v)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(v.PathValue("file"))
	if err != nil || n < 1 {
		return &village.Error{Kind: village.NotFound, Err: err}
	}
	of, in, err := c.fileNumber(v, k, n)
	if err != nil {
		return err
	}
	if err := c.lookAtFile(v, k, n); err != nil {
		return err
	}
	part := of.Parts[in-1]
	content, err := c.Files.File(v.Context(), of, in)
	if err != nil {
		return village.Failed("open a file of a case", err)
	}
	h := v.w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'none'")
	name := fmt.Sprintf("%s-%d", k.ShortCode, n)
	switch part.Type {
	case "image/jpeg", "image/png", "image/webp":
		h.Set("Content-Type", part.Type)
	default:
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	}
	http.ServeContent(v.w, v.Request, "", time.Time{}, bytes.NewReader(content))
	return nil
}
