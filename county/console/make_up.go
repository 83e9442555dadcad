package console

import "bianmin/county/office"

type makeUpRow struct {
	Link, Code, Item, Unit, Place, Last string
	Chip                                chip
	Over                                bool
}

type makeUpsPage struct {
	Rows []makeUpRow
	Over int
	Rule string // by which an end is proposed
}

// makeUps serves GET /make-ups: cases whose papers are to follow, those first whose last
// day is over. The end that is proposed is confirmed on the page of the case.
func (c *Console) makeUps(v *visit) error {
	list, err := c.Work.MakeUps(v.Context(), c.Book, v.account.Scope)
	if err != nil {
		return err
	}
	page := makeUpsPage{Rule: office.MakeUpRule + "/" + office.MakeUpVersion}
	for _, f := range list {
		if f.Over {
			page.Over++
		}
		page.Rows = append(page.Rows, makeUpRow{
			Link: v.view.link(subPath(office.Case{Kiosk: f.Kiosk, ID: f.ID}, f.Sub)), Code: f.ShortCode.Spaced(), Item: f.ItemName, Unit: f.Unit, Place: c.place(f.Village),
			Last: v.view.dayText(f.Last), Chip: chipOf(f.State), Over: f.Over,
		})
	}
	return c.show(v, "make-ups.html", frame{Active: "cases", Title: v.view.text.T("county.make_ups.title"), Page: page})
}

// overMakeUps is how many cases and parts wait for who looks to confirm their end.
func (c *Console) overMakeUps(v *visit) (n int, err error) {
	list, err := c.Work.MakeUps(v.Context(), c.Book, v.account.Scope)
	for _, f := range list {
		if f.Over && f.In(v.account.Scope) { // the unit of a part ends it, not who took the whole in
			n++
		}
	}
	return n, err
}
