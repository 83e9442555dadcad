package console

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestATileLeadsToTheRowsOfItsFigure: numerator, denominator, what was counted and how it is
// cut, page by page, without anything of a person.
func TestATileLeadsToTheRowsOfItsFigure(t *testing.T) {
	d := newDesk(t)
	overview := d.page("/?quarter=2019Q4")
	for _, id := range []string{"K3", "K5", "K6", "K11", "K2", "K1"} {
		wants(t, overview, `href="/figures/`+id+`?quarter=2019Q4"`)
	}
	first := d.page("/figures/K2?quarter=2019Q4")
	wants(t, first, "网上可办率", "70.01 %", "<dd>614</dd>", "<dd>877</dd>", "网上可办的事项 ÷ 全部事项", "留两位小数，只舍不入", "共 877 条", "D615", ">不计入<", "unit15")
	lacks(t, first, ">计入<")
	last := d.page("/figures/K2?quarter=2019Q4&page=999")
	wants(t, last, "D614", ">计入<")
	lacks(t, last, ">不计入<", `rel="next"`)
	wants(t, d.page("/figures/K3?quarter=2019Q4"), "受理量", "整数", "广东政务服务网")
	wants(t, d.page("/figures/K5?quarter=2026Q1"), "–", "这个季度还没有数")
	for path, code := range map[string]int{"/figures/K2?quarter=x": http.StatusBadRequest, "/figures/x?quarter=2019Q4": http.StatusNotFound} {
		if w := d.ask(path); w.Code != code {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	d.signIn(office.Account{Name: "help", Person: "x", Role: office.RoleAssistant, Scope: office.Scope{Division: countytest.InspectedCentre}})
	if w := d.ask("/figures/K2?quarter=2019Q4"); office.RoleAssistant.May(office.SeeFigures) != (w.Code == http.StatusOK) {
		t.Errorf("who helps: %d", w.Code)
	}
}

// TestARowOfAFigureNamesTheRequestByItsTypeAndNobody: a case of a machine is its number alone.
func TestARowOfAFigureNamesTheRequestByItsTypeAndNobody(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	d.post(d.casePath(1)+"/act", url.Values{"verb": {"accept"}})
	d.figures = func(p stats.Period) (stats.Data, error) {
		data, err := d.db.Registers(t.Context(), p)
		data.Tickets = append(data.Tickets, stats.Ticket{ID: "T1", Unit: "民政局", Category: "help", DispatchedAt: d.clock})
		return data, err
	}
	page := d.page("/figures/K3?quarter=2026Q4")
	wants(t, page, string(countytest.ID(1)), "锡场镇江滨村", "便民机")
	lacks(t, page, "陈惜娟", "13800000000", "4452212")
	wants(t, d.page("/figures/K5?quarter=2026Q4"), "T1", "求助")
	if strings.Contains(page, "gaoling") != strings.Contains(page, "gaoling-jintie") {
		t.Error("the item is cut")
	}
}

// TestAFigureListsItsRowsToWhoseTheyAre: the figure is the county's for everybody, a town and a
// unit see their own rows alone.
func TestAFigureListsItsRowsToWhoseTheyAre(t *testing.T) {
	d := newDesk(t)
	d.figures = func(p stats.Period) (stats.Data, error) {
		of := func(id, unit string, place village.DivisionCode) stats.Case {
			return stats.Case{ID: id, Unit: unit, Item: "gaoling-jintie", Channel: stats.Channels()[0], Place: place, AcceptedAt: d.clock}
		}
		return stats.Data{
			Units: []stats.Unit{{Code: "mzj", Name: "区民政局"}},
			Items: []stats.Item{{Code: "ITEM-1", Unit: "mzj"}, {Code: "ITEM-2", Unit: "区教育局"}},
			Cases: []stats.Case{of("CASE-1", "mzj", "445203104202"), of("CASE-2", "区民政局", "445203105201"), of("CASE-3", "区教育局", "445203104202")},
		}, nil
	}
	const whole = "<dd>3</dd>"
	for _, tt := range []struct {
		of          office.Account
		sees, items []string
		hidden      string
	}{
		{office.Account{Name: "he", Person: "何", Role: office.RoleLeader}, []string{"CASE-1", "CASE-2", "CASE-3"}, []string{"ITEM-1", "ITEM-2"}, "只列您"},
		{office.Account{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}}, []string{"CASE-1", "CASE-3", "只列您", "共 2 条"}, []string{"只列您"}, "CASE-2"},
		{office.Account{Name: "other", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203101000"}}, []string{"只列您"}, nil, "CASE-"},
		{office.Account{Name: "unit", Person: "民", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}}, []string{"CASE-1", "CASE-2", "只列您"}, []string{"ITEM-1"}, "CASE-3"},
	} {
		d.signIn(tt.of)
		page, items := d.page("/figures/K3?quarter=2026Q4"), d.page("/figures/K2?quarter=2026Q4")
		wants(t, page, append(tt.sees, whole)...)
		lacks(t, page, tt.hidden, "还没有数")
		wants(t, items, append(tt.items, "<dd>2</dd>")...)
		if len(tt.items) < 2 {
			lacks(t, items, "ITEM-2")
		}
	}
}

// TestAllFiguresOfAMonthAndAPartLeadToTheirRows: each of the fifteen has its page, a part counts
// what lies in it alone, and what nobody can mean is refused.
func TestAllFiguresOfAMonthAndAPartLeadToTheirRows(t *testing.T) {
	d := newDesk(t)
	all := d.page("/figures?quarter=2019Q4")
	for id := range 15 {
		wants(t, all, fmt.Sprintf("/figures/K%d", id+1))
	}
	wants(t, all, "70.01 %", "614 ÷ 877", `value="gdzwfw"`)
	part := d.page("/figures?quarter=2019Q4&channel=gdzwfw")
	wants(t, part, "其中：广东政务服务网", "channel=gdzwfw", "广东政务服务网</span>")
	for path, says := range map[string]string{
		"/figures/K13.steps?quarter=2019Q4":  "数值",
		"/figures/K7?quarter=2019Q4":         "共 3 条",
		"/figures/K8?quarter=2019Q4":         "共 100 条",
		"/figures/K4.units?quarter=2019Q4":   "单位",
		"/figures/K5.backlog?quarter=2019Q4": "工单",
		"/figures/K3?month=2019-11":          "2019 年 11 月",
		"/figures/K3?town=445203104000":      "445203104000",
		"/figures?month=2019-11&unit=示例单位4":  "示例单位4",
	} {
		wants(t, d.page(path), says)
	}
	for _, path := range []string{"/figures?month=2019-13", "/figures?channel=pigeon", "/figures?town=445203104202", "/figures?quarter=2019Q5"} {
		if w := d.ask(path); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
