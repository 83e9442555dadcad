package desk

import (
	"bianmin/app/precheck"
	"bianmin/app/village"
)

// Precheck says how the papers of in stand, before anything is handed in (预审). Only
// the item and the papers are judged, of the form the answers that papers depend on:
// it can be asked long before the rest is filled in. Nothing is stored. The error is
// [village.Invalid] at "item" or "materials[…]", as of [Desk.Accept].
func (d *Desk) Precheck(in Application) (precheck.Result, error) {
	item, ok := d.Item(in.Item)
	if !ok {
		return precheck.Result{}, village.Refuse("item", "err.item.unknown")
	}
	now, _ := d.Now()
	c := checked{item: item, form: in.formOf(item, now), day: village.DayOf(now)}
	var err error
	if c.materials, err = (papersCheck{item, c.form, c.day}).all(in.Materials); err != nil {
		return precheck.Result{}, err
	}
	return precheck.Check(c.papers()), nil
}

// papers is what a check looks at.
func (c checked) papers() precheck.Input {
	return CheckInput(c.item, c.form, c.materials, c.day)
}

// CheckInput is what a check of a case looked at, from what was handed in.
func CheckInput(item village.ServiceItem, form map[string]any, materials []MaterialBody, day village.Day) precheck.Input {
	in := precheck.Input{Item: item, Form: form, Day: day}
	for _, m := range materials {
		if m.Said != village.NotSaid {
			in.Papers = append(in.Papers, precheck.Paper{Code: m.Code, How: m.Said, Until: m.Until})
		}
	}
	return in
}

// decisions are those that the counter takes about the papers; nil of an item that asks
// for none.
func (c checked) decisions() *CheckBody {
	if len(c.item.Materials) == 0 || c.item.Code.IsRequest() {
		return nil
	}
	return &CheckBody{Table: c.check.Table, Day: c.day, Decisions: c.check.Decisions()}
}
