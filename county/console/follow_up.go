package console

import (
	"bianmin/app/village"
	"bianmin/county/office"
)

// laterLine is what was handed in later for a case.
type laterLine struct {
	What, When, From string
	Outcome          string
	Kind, Mark       string // colour and icon of the outcome
	Papers           []paper
	By               string // who came with the paper; "" = not asked
	Agent            *agent
	Helper           string // who helped, with the badge
}

// later are the follow-ups of a case, of other parts than whoever looks sees none. Their files are numbered behind those of the
// case, in one row.
func (c *Console) later(v *visit, k office.Case, open bool) (lines []laterLine, err error) {
	list, err := c.Book.FollowUps(v.Context(), k.Kiosk, k.ID)
	number := len(k.Parts)
	for _, f := range list {
		l := c.laterHead(v, k, f, open)
		as := k
		as.Parts = f.Parts
		for _, m := range f.Materials {
			if !k.PaperIn(v.account.Scope, m.Code) {
				continue
			}
			p := v.view.paper(as, m)
			p.Files = nil
			for i, part := range f.Parts {
				if part.Material == m.Code && open {
					p.Files = append(p.Files, v.view.fileAt(k, number+i+1, part))
				}
			}
			l.Papers = append(l.Papers, p)
		}
		for _, n := range []int{f.Letter(), f.Signature()} {
			if n > 0 && k.WholeIn(v.account.Scope) {
				part := f.Parts[n-1]
				l.Papers = append(l.Papers, v.view.other(part, v.view.fileAt(k, number+n, part), open))
			}
		}
		number += len(f.Parts)
		if len(l.Papers) > 0 || len(f.Materials) == 0 { // what is not for another part alone
			lines = append(lines, l)
		}
	}
	return lines, err
}

// laterHead is what it was, when, what became of it, who came and who helped.
func (c *Console) laterHead(v *visit, k office.Case, f office.FollowUp, open bool) laterLine {
	l := laterLine{
		What: v.view.text.T("follow.verb." + string(f.Verb)), When: v.view.moment(f.FiledAt, c.Now()),
		Outcome: "county.follow.outcome.none", Kind: "wait", Mark: "clock",
		By: v.view.known("follow.by.", string(f.By)), Agent: v.view.agent(f.Behalf, open),
	}
	if f.Outcome != "" {
		l.Outcome, l.Kind, l.Mark = "county.follow.outcome."+string(f.Outcome), "wrong", "warn"
	}
	if f.Outcome == village.OutcomeTaken {
		l.Kind, l.Mark = "done", "check"
	}
	if f.Kiosk != k.Kiosk {
		l.From = v.view.text.T("county.follow.from", "kiosk", f.Kiosk)
	}
	if f.Helper != "" {
		l.Helper = v.view.text.T("county.case.helper.badge", "name", f.HelperName, "badge", f.Helper)
	}
	return l
}

// fileNumber is the record that holds file number n of a case, those of what was
// handed in later behind its own, and the file's number in it.
func (c *Console) fileNumber(v *visit, k office.Case, n int) (of office.Case, in int, err error) {
	if n <= len(k.Parts) {
		return k, n, nil
	}
	list, err := c.Book.FollowUps(v.Context(), k.Kiosk, k.ID)
	n -= len(k.Parts)
	for _, f := range list {
		if n <= len(f.Parts) {
			return office.Case{Kiosk: f.Kiosk, ID: f.ID, ShortCode: k.ShortCode, Parts: f.Parts}, n, nil
		}
		n -= len(f.Parts)
	}
	return office.Case{}, 0, noFile(err)
}

func noFile(err error) error {
	if err != nil {
		return err
	}
	return &village.Error{Kind: village.NotFound}
}
