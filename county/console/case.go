package console

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
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
	HomeVisit          *homeVisit
	Approved           string // who of the centre looked; ""
	Delivery           string
	SendTo             string // where it is sent; ""
	Payer              string // who pays the carrier; ""
	Papers             []paper
	Others             []paper // files that answer a question of the form
	Total, Here        int
	Missing, Later     int
	Warnings           []string
	Twins              []twinCase // cases that are perhaps the same
	Rulings            []rulingLine
	Handed             []laterLine // with the receipt, since
	Took               string      // from the village to the county; "" when not worth saying
	Problem            problem
	Way                way
	Action             string    // where forms of acts go
	Subs               []subLine // parts of a package
	Whole, WholeLink   string    // that this is a part of; no link for who sees the part alone
	LookAction         string
	Came               *cameIn // nil = of a part
	MayLook, Open      bool    // at what is personal; it is open until Until
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

// oneCase serves GET /cases/{kiosk}/{id}. Who sees parts alone is led to the first of them.
func (c *Console) oneCase(v *visit) error {
	k, err := scoped(v, c.Book.Case)
	if err != nil {
		return err
	}
	if !k.WholeIn(v.account.Scope) {
		http.Redirect(v.w, v.Request, v.view.link(subPath(k, k.SubsIn(v.account.Scope)[0].N)), http.StatusSeeOther)
		return nil
	}
	return c.showCase(v, k, problem{})
}

// problem is a message key of what was wrong with the last thing that was tried.
type problem struct{ Look, Act string }

// showCase draws a case and what was wrong with the last try.
func (c *Console) showCase(v *visit, k office.Case, p problem) error { return c.showPart(v, k, 0, p) }

// showPart draws part n of a case; 0 = the whole.
func (c *Console) showPart(v *visit, k office.Case, n int, p problem) error {
	page, err := c.casePage(v, k, n)
	if err != nil {
		return err
	}
	page.Problem = p
	return c.show(v, "case.html", frame{Active: "cases", Title: page.Case.ItemName, Page: page})
}

// casePage is a whole, or part n of it as a case of its unit.
func (c *Console) casePage(v *visit, whole office.Case, n int) (casePage, error) {
	k, err := asPart(whole, n)
	page := casePage{Action: v.view.link(subPath(k, n) + "/act")}
	switch {
	case err != nil:
		return page, err
	case n == 0:
		page.Subs = c.subLines(v.view, whole)
		if page.Came, err = c.cameIn(v, k); err != nil {
			return page, err
		}
	default:
		if page.Whole = whole.ItemName; whole.WholeIn(v.account.Scope) {
			page.WholeLink = v.view.link(subPath(k, 0))
		}
	}
	look, open, err := c.looking(v, k)
	if err != nil {
		return page, err
	}
	if page.Way, err = c.way(v, k, n, open); err != nil {
		return page, err
	}
	now := c.Now()
	page.LookAction, page.MayLook, page.Open = v.view.link(subPath(k, n)+"/look"), v.account.Role.May(office.SeePerson), open
	page.Case, page.Chip, page.Code, page.Place = k, chipOf(k.State), k.ShortCode.Spaced(), c.place(k.Village)
	page.Accepted, page.Received, page.Took = v.view.moment(k.AcceptedAt, now), v.view.moment(k.ReceivedAt, now), v.view.span(k.ReceivedAt.Sub(k.AcceptedAt))
	page.Delivery, page.SendTo = v.view.known("county.delivery.", k.Delivery), v.view.sendTo(k.SendTo, open)
	page.Payer = v.view.payer(k.SendTo)
	page.applicant(v.view, k, open)
	if open {
		page.Until = v.view.moment(look.At.Add(lookLasts), now)
	}
	if k.Printed != k.Number {
		page.Doubled = k.Printed
	}
	if page.Rulings, err = c.rulings(v, whole, n, open); err != nil {
		return page, err
	}
	return page, c.brought(v, &page, whole, open)
}

// applicant fills in who applies and who came for it, masked unless it is open.
func (p *casePage) applicant(v *view, k office.Case, open bool) {
	p.Name, p.ID, p.Phone = v.maskedName(k.Applicant), maskedID(k.Applicant), maskedPhone(k.Applicant.Phone)
	if open {
		p.Name, p.ID, p.Phone = k.Applicant.Name, string(k.Applicant.ID), string(k.Applicant.Phone)
	}
	p.IDKind, p.Kind = v.known("county.id.", string(k.Applicant.IDType)), v.known("county.kind.", string(k.Applicant.Kind))
	p.Agent, p.HomeVisit = v.agent(k.Behalf, open), v.homeVisit(k.HomeVisit, open)
	p.Priority, p.Approved = v.priority(k.Priority, open)
}

// brought fills in the papers: of a part those that it needs. Look-ups are told by their
// place among all papers of the whole.
func (c *Console) brought(v *visit, p *casePage, whole office.Case, open bool) (err error) {
	all, err := c.papers(v, whole, open)
	if err != nil {
		return err
	}
	for i, paper := range all {
		needed := slices.ContainsFunc(p.Case.Materials, func(m office.Material) bool { return m.Code == whole.Materials[i].Code })
		if needed {
			p.Papers = append(p.Papers, paper)
		}
		if needed && paper.Kind == "done" {
			p.Here++
		}
	}
	p.Total, p.Missing, p.Later = len(p.Case.Materials), count(p.Case.Materials, village.Missing), p.Case.Later()
	if p.Twins = c.twins(v, whole); whole.WholeIn(v.account.Scope) {
		p.Others = v.view.others(whole, open)
	}
	for _, key := range whole.Warnings {
		p.Warnings = append(p.Warnings, v.view.known("", key))
	}
	p.Handed, err = c.later(v, whole, open)
	return err
}

// known is the text of prefix+value, or the bare value when there is none.
func (v *view) known(prefix, value string) string {
	if v.text.Has(prefix + value) {
		return v.text.T(prefix + value)
	}
	return value
}

// papers are the materials of a case. Their files have a link only when it would not be
// refused.
func (c *Console) papers(v *visit, k office.Case, open bool) (all []paper, err error) {
	for _, m := range k.Materials {
		p := v.view.paper(k, m)
		if !open {
			p.Files = nil
		}
		all = append(all, p)
	}
	checks, err := c.Book.Licences(v.Context(), k.Kiosk, k.ID)
	v.view.lookedUp(all, k, checks, open, c.Now())
	return all, err
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
		p.State, p.Mark, p.Kind, p.Icon = "county.licence.state.waiting", "clock", "wait", "idcard"
		p.Note = v.text.T("county.licence.waiting", "version", m.Consent)
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
		out = append(out, v.other(part, v.file(k, i), open))
	}
	return out
}

// other is one of them; its link is there for who looks with a reason.
func (v *view) other(part office.Part, link file, open bool) paper {
	p := paper{
		Name: v.known("county.file.", strings.TrimPrefix(part.Material, "form.")), Icon: "photo",
		State: "county.paper.here", Mark: "check", Kind: "done",
		Note: v.text.T("county.paper.size", "n", 1, "size", bytesInWords(part.Bytes)),
	}
	if open {
		p.Files = []file{link}
	}
	return p
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
	k, err := scoped(v, c.Book.Case)
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
	if !k.PaperIn(v.account.Scope, of.Parts[in-1].Material) {
		return noFile(nil)
	}
	if err := c.lookAtFile(v, k, n); err != nil {
		return err
	}
	return c.serveFile(v, of, in, fmt.Sprintf("%s-%d", k.ShortCode, n))
}

// serveFile hands file number n of a record over, name is that of a download.
func (c *Console) serveFile(v *visit, of office.Case, n int, name string) error {
	part := of.Parts[n-1]
	content, err := c.Files.File(v.Context(), of, n)
	if err != nil {
		return village.Failed("open a file of a case", err)
	}
	return v.serveContent(part, content, name)
}

// serveContent serves a file in a box of its own: what is no picture is handed down.
func (v *visit) serveContent(part office.Part, content []byte, name string) error {
	h := v.w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'none'")
	switch part.Type {
	case "image/jpeg", "image/png", "image/webp", "audio/wav":
		h.Set("Content-Type", part.Type)
	default:
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	}
	http.ServeContent(v.w, v.Request, "", time.Time{}, bytes.NewReader(content))
	return nil
}
