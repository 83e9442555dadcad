package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/app/inspect"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestAnOrderThatARuleProposesIsConfirmedOnItsPage and says afterwards by which rule and whom.
func TestAnOrderThatARuleProposesIsConfirmedOnItsPage(t *testing.T) {
	d := newDesk(t, countytest.Inspection(1, func(r *inspect.Record) {
		r.Findings = append(r.Findings, inspect.Finding{Found: inspect.Found{Rule: "veto.charge", Times: 1}, Severity: inspect.Urgent, Due: "2026-11-24"})
	}, nil))
	if err := d.visits.Propose(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := d.db.Proposals(t.Context(), office.ProposalQuery{})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	path := "/proposals/" + string(list[0].Kiosk) + "/" + string(list[0].Record) + "/vetoed"
	wants(t, d.page("/inspections"), "建议开整改单（1）", "有单项否决", path, "规则 vetoed，2026-2 版")
	d.signIn(office.Account{Name: "zheng", Person: "郑", Role: office.RoleInspector})
	lacks(t, d.page("/inspections"), path)
	if w := d.post(path, url.Values{"severity": {"urgent"}, "text": {"x"}}); w.Code != http.StatusConflict {
		t.Errorf("an inspector confirms: %d", w.Code)
	}
	d.signIn(office.Account{Name: "li", Person: "陈丽君", Role: office.RoleCounty})
	wants(t, d.page("/inspections"), `name="inputs" value="`+list[0].Inputs+`"`)
	seen := []string{list[0].Inputs}
	for _, tt := range []struct {
		form url.Values
		want int
		says string
	}{
		{url.Values{"inputs": seen, "severity": {"urgent"}, "text": {" "}}, 409, "请写清楚"},
		{url.Values{"severity": {"urgent"}, "text": {"全面整改"}, "do": {"confirm"}}, 409, "结果变了"},
		{url.Values{"inputs": seen, "severity": {"urgent"}, "text": {"全面整改"}, "do": {"confirm"}}, 303, ""},
		{url.Values{"inputs": seen, "do": {"drop"}}, 409, "已经处理过"},
	} {
		if w := d.post(path, tt.form); w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%v: %d %s", tt.form, w.Code, tt.says)
		}
	}
	lacks(t, d.page("/inspections"), "建议开整改单")
	if list, err = d.db.Proposals(t.Context(), office.ProposalQuery{}); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/orders/"+list[0].Number), "全面整改", "按规则 vetoed（2026-2 版）建议，陈丽君确认")
}

// TestAnOrderIsNotConfirmedOnAResultThatChanged after the page was opened; what was typed stands
// there still, beside the result of now.
func TestAnOrderIsNotConfirmedOnAResultThatChanged(t *testing.T) {
	d := newDesk(t, countytest.Inspection(1, func(r *inspect.Record) {
		r.Findings = append(r.Findings, inspect.Finding{Found: inspect.Found{Rule: "veto.charge", Times: 1}, Severity: inspect.Urgent, Due: "2026-11-24"})
	}, nil))
	if err := d.visits.Propose(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := d.waiting()
	orders, err := d.db.Rectifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.visits.Act(t.Context(), orders[0].Number, office.RectAct{Verb: inspect.Struck, By: "郑", Text: "不是这样"}); err != nil {
		t.Fatal(err)
	}
	path := "/proposals/" + string(before.Kiosk) + "/" + string(before.Record) + "/vetoed"
	w := d.post(path, url.Values{"inputs": {before.Inputs}, "severity": {"minor"}, "text": {"写了很久的话"}, "do": {"confirm"}})
	after := d.waiting()
	if w.Code != http.StatusConflict || after.Inputs == before.Inputs {
		t.Fatalf("%d, %s", w.Code, after.Inputs)
	}
	page := w.Body.String()
	wants(t, page, "结果变了", ">写了很久的话<", `value="minor" checked`, `name="inputs" value="`+after.Inputs+`"`, `<details class="deed" open>`)
	lacks(t, page, before.Inputs)
}

// waiting is the only proposal that waits.
func (d *desk) waiting() office.Proposal {
	d.t.Helper()
	list, err := d.db.Proposals(d.t.Context(), office.ProposalQuery{State: office.Proposed})
	if err != nil || len(list) != 1 {
		d.t.Fatalf("%+v, %v", list, err)
	}
	return list[0]
}

// TestWhatComesOfAnOrderIsShownWhereItWasMadeOf: at the rating, and for who sees no orders too.
func TestWhatComesOfAnOrderIsShownWhereItWasMadeOf(t *testing.T) {
	d, path := ratedCase(t, countytest.Rating(3, func(b map[string]any) { b["grade"] = 5; b["text"] = ""; b["tags"] = []string{} }))
	if w := d.post(path+"/order", url.Values{"severity": {"serious"}, "text": {"样本要放出来"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	number := d.theOrder().Number
	wants(t, d.page(path), number, "整改中")
	lacks(t, d.page(path), "整改回复，")
	for _, form := range []url.Values{{"verb": {"reply"}, "text": {"已经放出来"}}, {"verb": {"accept"}}} {
		if w := d.post("/orders/"+number+"/act", form); w.Code != http.StatusSeeOther {
			t.Fatal(form, w.Code)
		}
	}
	page := d.page(path)
	wants(t, page, number, "已销号", "复查通过")
	lacks(t, page, "已经放出来")
}
