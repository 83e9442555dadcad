package stats

import (
	"testing"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

func TestTheRegisterIsReadFromAListInEitherLanguage(t *testing.T) {
	units, items, err := FromRows([]catalog.Row{
		{Number: 2, Cells: map[string]string{"事项编码": "44A", "部门": "民政局", "事项类型": "05", "到现场次数": "0", "网上可办": "是", "应进必进": "是", "已进驻": "否"}},
		{Number: 3, Cells: map[string]string{"code": "44B", "unit": " 民政局 ", "online": "no", "one_window": "1"}},
	})
	if err != nil || len(units) != 1 || units[0] != (Unit{Code: "民政局", Name: "民政局"}) || len(items) != 2 {
		t.Fatalf("%v %v, %v", units, items, err)
	}
	if items[0] != (Item{Code: "44A", Unit: "民政局", Type: "05", Online: true, MustEnter: true}) || items[1] != (Item{Code: "44B", Unit: "民政局", Visits: -1, OneWindow: true}) {
		t.Errorf("%+v", items)
	}
}

func TestAWrongRowOfTheRegisterIsNamed(t *testing.T) {
	good := map[string]string{"code": "a", "unit": "u"}
	for field, cells := range map[string]map[string]string{
		"row 7, code": {"unit": "u"}, "row 7, unit": {"code": "b"}, "row 7, visits": {"code": "b", "unit": "u", "visits": "twice"},
		"row 7, online": {"code": "b", "unit": "u", "online": "perhaps"},
	} {
		_, _, err := FromRows([]catalog.Row{{Number: 2, Cells: good}, {Number: 7, Cells: cells}})
		if e := village.Keyed(err); err == nil || e.Kind != village.Invalid || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, _, err := FromRows([]catalog.Row{{Number: 2, Cells: good}, {Number: 3, Cells: good}}); village.Keyed(err).Key != "err.register.twice" {
		t.Errorf("twice: %v", err)
	}
	if _, _, err := FromRows(nil); village.Keyed(err).Field != "file" {
		t.Errorf("nothing: %v", err)
	}
}
