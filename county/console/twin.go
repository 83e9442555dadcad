package console

import "bianmin/county/office"

// twinCase is a case that is perhaps the same as the one shown. What the account does not
// see has no link.
type twinCase struct{ Link, Code, Place, Rule string }

func (c *Console) twins(v *visit, k office.Case) (list []twinCase) {
	for _, t := range k.Twins {
		twin := twinCase{
			Code: t.ShortCode.Spaced(), Place: c.place(t.Village),
			Rule: v.view.text.T("county.case.twin.rule", "days", office.TwinDays, "rule", t.Rule, "version", t.Version),
		}
		if v.account.Scope.Holds(t.Village, k.Department) { // they are of one item
			twin.Link = v.view.link(casePath(t.Kiosk, t.ID))
		}
		list = append(list, twin)
	}
	return list
}
