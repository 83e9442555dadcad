package desk_test

import (
	"errors"
	"testing"

	"bianmin/app/village"
)

// TestTwoAnswersOfAFormHaveToGoTogether: refused naming the later one, with the sentence of the
// item, at its own question as at the counter.
func TestTwoAnswersOfAFormHaveToGoTogether(t *testing.T) {
	of := item
	of.Fields = append([]village.FormField{}, item.Fields...)
	of.Fields = append(of.Fields,
		village.FormField{Key: "from", Label: "开始", Type: village.FieldDate},
		village.FormField{Key: "to", Label: "结束", Type: village.FieldDate, Compare: []village.Compare{{Is: village.AtLeast, Field: "from", Says: "结束不能比开始早"}}},
		village.FormField{Key: "second", Label: "另一个电话", Type: village.FieldPhone, Compare: []village.Compare{{Is: village.Other, Field: village.FieldApplicantPhone, Says: "请填另一个电话"}}},
	)
	for name, tt := range map[string]struct {
		form  map[string]any
		field string // at fault; "" = none
		says  string
	}{
		"in order":      {map[string]any{"from": "2026-03-01", "to": "2026-03-01"}, "", ""},
		"one is empty":  {map[string]any{"to": "2026-03-01"}, "", ""},
		"backwards":     {map[string]any{"from": "2026-03-02", "to": "2026-03-01"}, "to", "结束不能比开始早"},
		"another phone": {map[string]any{"second": "13800000001"}, "", ""},
		"the same":      {map[string]any{"second": "138 0000 0000"}, "second", "请填另一个电话"},
	} {
		d, _ := counter(t)
		d.Item = func(village.ItemCode) (village.ServiceItem, bool) { return of, true }
		in := application()
		for key, value := range tt.form {
			in.Form[key] = value
		}
		_, err := d.Accept(t.Context(), in)
		if tt.field == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		e, _ := errors.AsType[*village.Error](err)
		if e == nil || e.Key != "err.form.compare" || e.Field != "form."+tt.field || e.Args["says"] != tt.says {
			t.Errorf("%s: %v", name, err)
		}
		if check := d.Check(in, "form."+tt.field); check == nil || check.Error() != err.Error() {
			t.Errorf("%s: Check says %v, Accept %v", name, check, err)
		}
	}
}
