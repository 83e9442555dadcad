package console

import (
	"bianmin/app/village"
	"bianmin/county/office"
)

// rulingLine is one thing that a rule decided by itself.
type rulingLine struct{ What, Rule, When string }

// rulings is what rules decided about part n of a case, 0 = the whole. What its machine
// decided may tell of health: it is told of the whole, while what is personal is open.
func (c *Console) rulings(v *visit, k office.Case, n int, open bool) (lines []rulingLine, err error) {
	if n == 0 && open {
		for _, d := range k.Decided {
			lines = append(lines, v.view.ruling(d, v.view.moment(k.AcceptedAt, c.Now())))
		}
	}
	list, err := c.Book.Rulings(v.Context(), k.Kiosk, office.SubjectOf(k.ID, n))
	for _, r := range list {
		lines = append(lines, v.view.ruling(r.Decided, v.view.moment(r.MadeAt, c.Now())))
	}
	return lines, err
}

func (v *view) ruling(d village.Decided, when string) rulingLine {
	return rulingLine{v.known("decided.", d.Rule+"."+d.Says), v.decidedBy(d), when}
}

// decidedBy names the rule behind a decision, and the begin of the digest of what it saw.
func (v *view) decidedBy(d village.Decided) string {
	return v.text.T("county.decided.rule", "rule", d.Name(), "sum", d.Sum())
}
