package console

import (
	"bytes"
	"cmp"
	"encoding/json"
	"mime"
	"slices"

	"bianmin/app/letter"
	"bianmin/app/village"
	"bianmin/county/office"
)

// letterLink is a paper that can be printed of a case.
type letterLink struct{ Name, Link string }

// letters are the papers that a case has come to, and part n of it; 0 = the whole. No name
// is asked for: which there are follows from the acts.
func (c *Console) letters(v *visit, k office.Case, n int, head office.CaseHead) (list []letterLink, err error) {
	o, err := c.officeLetter(v, k, head)
	if err != nil {
		return nil, err
	}
	for _, kind := range letterKinds(k, n) {
		if _, early := letter.ComposeOffice(kind, o); early == nil {
			list = append(list, letterLink{v.view.text.T("letter." + string(kind)), v.view.link(subPath(k, n) + "/letters/" + string(kind))})
		}
	}
	return list, nil
}

// letterKinds are the papers of part n of a case, or of the whole: what a unit decides about
// its part it writes itself, and nobody writes it for a whole that has parts.
func letterKinds(k office.Case, n int) []letter.Kind {
	unit := []letter.Kind{letter.Special, letter.Extension, letter.Ruling, letter.Ended}
	switch {
	case n > 0:
		return unit
	case len(k.Subs) > 0:
		return slices.DeleteFunc(letter.OfficeKinds(), func(kind letter.Kind) bool { return slices.Contains(unit, kind) })
	}
	return letter.OfficeKinds()
}

// letter serves GET /cases/{kiosk}/{id}/letters/{kind} and that of a part as a PDF. The
// name is on it while a reason to look at the case is open.
func (c *Console) letter(v *visit) error {
	whole, n, err := c.numbered(v)
	if err != nil {
		return err
	}
	k, err := asPart(whole, n)
	if err != nil {
		return err
	}
	head, err := c.Book.CaseHead(v.Context(), k.Kiosk, k.ID)
	if err != nil {
		return err
	}
	o, err := c.officeLetter(v, k, head.Part(n))
	if err == nil {
		err = c.ofItem(v, &o)
	}
	if err != nil {
		return err
	}
	if _, open, err := c.looking(v, k); err != nil {
		return err
	} else if open {
		o.Name, o.ID = k.Applicant.Name, string(k.Applicant.ID)
	}
	kind := letter.Kind(v.PathValue("kind"))
	list, err := letter.ComposeOffice(kind, o)
	if err != nil || !slices.Contains(letterKinds(whole, n), kind) { // a link of a page that is old, or none of ours
		return &village.Error{Kind: village.NotFound, Err: err}
	}
	raw, err := c.hand(v, office.Document{Kind: office.DocumentKind(kind), Kiosk: k.Kiosk, ID: k.ID, Part: n, Account: v.account.Name}, list)
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": string(k.ShortCode) + "-" + string(kind) + ".pdf"}))
	_, err = v.w.Write(raw)
	return err
}

// hand sets a paper, with number and signature where documents are kept.
func (c *Console) hand(v *visit, d office.Document, list []letter.Letter) ([]byte, error) {
	set := func(list []letter.Letter) ([]byte, error) {
		var out bytes.Buffer
		if err := c.Letters(&out, list...); err != nil {
			return nil, village.Failed("set a letter", err)
		}
		return out.Bytes(), nil
	}
	if c.Documents == nil {
		return set(list)
	}
	content, err := json.Marshal(list)
	if err != nil {
		return nil, village.Failed("read a letter", err)
	}
	return c.Documents.Issue(v.Context(), d, content, func(d office.Document) ([]byte, error) {
		return set(letter.Certify(list, letter.Certificate{Number: d.Number, Code: d.Code, Address: cmp.Or(c.Documents.Address, "https://"+v.Host+verifyPath)}, v.view.text))
	})
}

// officeLetter is what letters about a case are made from, without who applies.
func (c *Console) officeLetter(v *visit, k office.Case, head office.CaseHead) (letter.Office, error) {
	o := letter.Office{Source: letter.Source{
		Case: village.Case{ID: k.ID, ShortCode: k.ShortCode, Number: k.Number, Item: k.Item, AcceptedAt: k.AcceptedAt},
		Item: itemOf(k), From: k.Department, Calendar: c.Work.Calendar(), Texts: v.view.text,
	}, Words: map[village.CaseState]string{}}
	for _, m := range k.Materials {
		o.Case.Materials = append(o.Case.Materials, village.HandedIn{Code: m.Code, How: m.How})
	}
	state := village.Received
	for i, a := range head.Acts {
		if a.State == state { // a note, as of a visit: nothing was decided
			continue
		}
		state = a.State
		if v.account.Role.May(office.SeePerson) { // what somebody typed may name a person
			o.Words[state] = a.Words
		}
		o.Steps = append(o.Steps, village.CaseStep{Record: k.ID, State: a.State, AtMS: a.At.UnixMilli(), Reason: a.Reason, Materials: a.Materials})
		switch {
		case (a.State == village.NotAccepted || a.State == village.Ended) && a.Reason != "":
			o.Reason = v.view.text.T("county.reason." + string(a.Reason))
		case a.Kind != "":
			o.Special = v.view.text.T("county.special." + a.Kind)
		case a.State == village.Extended && a.Days > 0:
			then := head // as it stood after this act
			then.State, then.Acts = a.State, head.Acts[:i+1]
			stand, err := c.Work.Standing(then)
			if err != nil {
				return o, err
			}
			o.Days, o.Due = a.Days, stand.Due
		}
	}
	stand, err := c.Work.Standing(head)
	o.Starts = stand.StartAt
	return o, err
}

// itemOf is what a case itself says of its item.
func itemOf(k office.Case) village.ServiceItem {
	it := village.ServiceItem{Code: k.Item, Name: k.ItemName, Department: k.Department, PromisedDays: k.Limit.Days, DaysUnit: k.Limit.Unit, ToleranceDays: k.MakeUpDays}
	for _, m := range k.Materials {
		it.Materials = append(it.Materials, village.Material{Code: m.Code, Name: m.Name})
	}
	return it
}

// ofItem adds what the catalogue in use says besides: the law that a kind of item is under,
// the forms of its papers, that it is an example. What the case was taken with stays.
func (c *Console) ofItem(v *visit, o *letter.Office) error {
	list, err := c.Catalogue.InUse(v.Context())
	it := &o.Item
	i := slices.IndexFunc(list.Items, func(now village.ServiceItem) bool { return now.Code == it.Code && now.Name == it.Name })
	if err != nil || i < 0 {
		return err
	}
	now := list.Items[i]
	o.Case.Example = list.Example
	it.Type, it.ToleranceBasis, it.Instant = now.Type, now.ToleranceBasis, now.Instant && it.PromisedDays == 0
	for n, m := range it.Materials {
		if known, ok := now.Material(m.Code); ok && known.Name == m.Name {
			it.Materials[n].Form = known.Form
		}
	}
	return nil
}
