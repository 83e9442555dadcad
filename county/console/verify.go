package console

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"bianmin/app/village"
	"bianmin/county/office"
)

// The page on which anybody checks a document. It is the only one that shows something of the
// county to who is not signed in.
const (
	verifyPath = "/verify"
	verifyFile = "POST " + verifyPath

	maxVerifyBytes = 8 << 20 // of a file, with its form
	verifiedAtOnce = 4       // files that are held at a time
)

type verifyPage struct {
	Number, Code string
	Problem      string // message key
	Answer       *verifyAnswer
}

type verifyAnswer struct {
	Chip  chip
	Note  string // message key
	Facts [][2]string
}

// verify serves GET /verify: ?number= &code=, as the QR code of a paper asks.
func (c *Console) verify(v *visit) error {
	q := v.URL.Query()
	p := verifyPage{Number: strings.TrimSpace(q.Get("number")), Code: strings.TrimSpace(q.Get("code"))}
	if c.Documents == nil {
		return c.nothing(v)
	}
	if p.Number == "" && p.Code == "" {
		return c.drawVerify(v, p)
	}
	if !c.askers.may(v.RemoteAddr) {
		return c.refuseVerify(v, p, http.StatusTooManyRequests, "err.document.many")
	}
	found, err := c.Documents.VerifyPaper(v.Context(), p.Number, p.Code)
	if err != nil {
		return err
	}
	p.Answer = c.verifyAnswer(v.view, found)
	return c.drawVerify(v, p)
}

// verifyUpload serves POST /verify: a file is compared and not kept, not even on a disk.
func (c *Console) verifyUpload(v *visit) error {
	if c.Documents == nil {
		return c.nothing(v)
	}
	if !c.askers.may(v.RemoteAddr) {
		return c.refuseVerify(v, verifyPage{}, http.StatusTooManyRequests, "err.document.many")
	}
	select {
	case c.held <- struct{}{}:
		defer func() { <-c.held }()
	case <-v.Context().Done():
		return v.Context().Err()
	}
	raw, err := fileIn(v.Request)
	if err != nil || len(raw) == 0 {
		return c.refuseVerify(v, verifyPage{}, http.StatusBadRequest, "err.document.file")
	}
	found, err := c.Documents.VerifyFile(v.Context(), raw)
	if err != nil {
		return err
	}
	return c.drawVerify(v, verifyPage{Answer: c.verifyAnswer(v.view, found)})
}

// fileIn is the first file of a form, read in memory alone.
func fileIn(r *http.Request) ([]byte, error) {
	parts, err := r.MultipartReader()
	for err == nil {
		part, next := parts.NextPart()
		if next != nil {
			return nil, next
		}
		if part.FileName() != "" {
			return io.ReadAll(part) // of a body that is not longer than [maxVerifyBytes]
		}
		err = part.Close()
	}
	return nil, errors.Join(errors.New("no file"), err)
}

func (c *Console) refuseVerify(v *visit, p verifyPage, status int, key string) error {
	v.status, p.Problem = status, key
	return c.drawVerify(v, p)
}

func (c *Console) drawVerify(v *visit, p verifyPage) error {
	return c.draw(v, "verify.html", frame{Title: v.view.text.T("document.verify.title"), Page: p})
}

// verifyAnswer is a verdict in words: what the document is and how it stands, nothing else.
func (c *Console) verifyAnswer(v *view, found office.DocumentVerdict) *verifyAnswer {
	t, key := v.text.T, "document.state."+string(found.State)
	a := &verifyAnswer{Note: key + ".note", Chip: chip{State: key, Mark: "check", Kind: "done"}}
	switch found.State {
	case office.DocumentChanged, office.DocumentWithdrawn, office.DocumentUnknown:
		a.Chip.Mark, a.Chip.Kind = "close", "wrong"
	case office.DocumentReplaced, office.DocumentSigned:
		a.Chip.Mark, a.Chip.Kind = "warn", "wait"
	}
	fact := func(label, value string) {
		if value != "" {
			a.Facts = append(a.Facts, [2]string{t(label), value})
		}
	}
	if found.State == office.DocumentUnknown {
		return a
	}
	fact("document.verify.kind", documentKind(v, found.Kind))
	fact("document.verify.number", found.Number)
	fact("document.verify.issued", found.At.In(village.Zone).Format(t("county.time.year")))
	if !found.Until.IsZero() {
		fact("document.verify.withdrawn", found.Until.In(village.Zone).Format(t("county.time.year")))
		fact("document.verify.reason", t("document.reason."+string(found.Reason)))
	}
	fact("document.verify.by", found.By)
	return a
}

// documentKind is what a document is called: a letter by its title.
func documentKind(v *view, kind office.DocumentKind) string {
	if key := "document.kind." + string(kind); v.text.Has(key) {
		return v.text.T(key)
	}
	return v.text.T("letter." + string(kind))
}
