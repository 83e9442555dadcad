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
	of.Fields = append(of.Fields,
		village.FormField{Key: "wage", Label: "工资", Type: village.FieldMoney}, village.FormField{Key: "other", Label: "其他", Type: village.FieldMoney},
		village.FormField{Key: "total", Label: "合计", Type: village.FieldMoney, Compare: []village.Compare{{Is: village.Same, Field: "wage", Plus: []string{"other"}, Says: "合计要等于各项相加"}}},
	)
	for name, tt := range map[string]struct {
		form  map[string]any
		field string // at fault; "" = none
		says  string
	}{
		"in order":      {map[string]any{"from": "2026-03-01", "to": "2026-03-01"}, "", ""},
		"one is empty":  {map[string]any{"to": "2026-03-01"}, "", ""},
		"backwards":     {map[string]any{"from": "2026-03-02", "to": "2026-03-01"}, "to", "结束不能比开始早"},
		"a sum":         {map[string]any{"wage": "0.1", "other": "0.2", "total": "0.30"}, "", ""},
		"half of a sum": {map[string]any{"other": "300", "total": "300"}, "", ""},
		"no sum":        {map[string]any{"total": "300"}, "", ""},
		"another sum":   {map[string]any{"wage": "1200", "other": "300", "total": "1501"}, "total", "合计要等于各项相加"},
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
		key := map[bool]string{true: "err.form.compare.sum", false: "err.form.compare"}[tt.field == "total"]
		if tt.field == "total" && (e.Args["terms"] != "工资 1200 + 其他 300" || e.Args["sum"] != "1500" || e.Args["value"] != "1501") {
			t.Errorf("%s is explained with %v", name, e.Args)
		}
		if e == nil || e.Key != key || e.Field != "form."+tt.field || e.Args["says"] != tt.says {
			t.Errorf("%s: %v", name, err)
		}
		if check := d.Check(in, "form."+tt.field); check == nil || check.Error() != err.Error() {
			t.Errorf("%s: Check says %v, Accept %v", name, check, err)
		}
	}
}
