package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// bookedSeat is the record of an appointment, which has its number from the machine.
func bookedSeat(seq int64) village.Record {
	slot := village.SlotID("202611300930" + "1000" + "445203104000" + "01")
	r := countytest.Ticket(seq, func(b map[string]any) {
		b["item"] = map[string]any{"code": string(village.BookWindow), "name": "预约窗口"}
		b["case_number"] = slot.Appointment(1)
		b["form"] = map[string]any{"slot": slot, "matter": "办老人卡", "priority": "残疾人", "name": "陈惜娟", "phone": "13800000000"}
	})
	r.Kind = village.RecordBooking
	return r
}

func booked(t *testing.T, records ...village.Record) (d *desk, path string) {
	t.Helper()
	d = newDesk(t, records...)
	hotline := &office.Hotline{Store: d.db, Now: d.office.Now, Limit: func(village.ItemCode) int { return 0 }}
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d, "/bookings/" + string(d.kiosk.ID) + "/" + string(records[0].ID)
}

func TestAHomeVisitIsArrangedByItsTownAndDone(t *testing.T) {
	d, path := booked(t, countytest.HomeBooking(1, nil))
	wants(t, d.page("/bookings"), "预约上门", "锡场镇江滨村", "已登记，等安排", path)
	lacks(t, d.page("/tickets"), string(countytest.ID(1)))
	page := d.page(path)
	wants(t, page, "安排上门", "办完了", "办不了", "写下理由才能看")
	lacks(t, page, "陈惜娟", "一巷2号", "生病", "派单", "答复")
	if w := d.ask("/tickets/" + string(d.kiosk.ID) + "/" + string(countytest.ID(1))); w.Code != http.StatusNotFound {
		t.Errorf("a booking among the tickets: %d", w.Code)
	}
	if w := d.post(path+"/look", url.Values{"reason": {"handle"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	wants(t, d.page(path), "陈惜娟", "江滨村一巷2号", "生病", "都在", `name="day" min="2026-11-23"`)
	d.signIn(office.Account{Name: "zhen", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	for _, tt := range []struct {
		form url.Values
		want int
		says string
	}{
		{url.Values{"verb": {"dispatch"}, "unit": {"锡场镇"}}, 409, ""}, // of tickets
		{url.Values{"verb": {"arrange"}, "day": {"2026-12-03"}}, 409, "要写"},
		{url.Values{"verb": {"arrange"}, "unit": {"锡场镇便民服务中心"}, "day": {"三号"}}, 409, "上门的日子"},
		{url.Values{"verb": {"arrange"}, "unit": {"锡场镇便民服务中心"}, "day": {"2026-11-22"}}, 409, "上门的日子已经过了"},
		{url.Values{"verb": {"arrange"}, "unit": {"陈惜娟家"}}, 409, "有本人的姓名"},
		{url.Values{"verb": {"arrange"}, "unit": {"锡场镇便民服务中心"}, "day": {"2026-12-03"}}, 303, ""},
		{url.Values{"verb": {"answer"}, "words": {"明天去"}}, 409, ""},
	} {
		if w := d.post(path+"/act", tt.form); w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%v: %d, want %d and %q", tt.form, w.Code, tt.want, tt.says)
		}
	}
	wants(t, d.page("/bookings"), "12月3日", "锡场镇便民服务中心", "已安排上门")
	wants(t, d.page(path), "安排上门", "锡场镇便民服务中心；12月3日")
	d.clock = time.Date(2026, 12, 4, 8, 0, 0, 0, village.Zone)
	d.signIn(office.Account{Name: "cun", Person: "村", Role: office.RoleAssistant, Scope: office.Scope{Division: "445203104202"}})
	wants(t, d.page(path), "日子过了，还没记结果")
	if w := d.post(path+"/act", url.Values{"verb": {"held"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("done: %d", w.Code)
	}
	page = d.page(path)
	wants(t, page, "已办完", "已经办完，不能再改")
	lacks(t, page, "日子过了")
}

// TestAVisitThatIsArrangedAgainWithoutADayHasNone on the page, as in the letter.
func TestAVisitThatIsArrangedAgainWithoutADayHasNone(t *testing.T) {
	d, path := booked(t, countytest.HomeBooking(1, nil))
	for _, day := range []string{"2026-12-03", ""} {
		if w := d.post(path+"/act", url.Values{"verb": {"arrange"}, "unit": {"锡场镇便民服务中心"}, "day": {day}}); w.Code != http.StatusSeeOther {
			t.Fatal(day, w.Code)
		}
	}
	lacks(t, d.page("/bookings"), "12月3日")
}

// TestWhatWasTypedIsThereStillWhenItIsRefused.
func TestWhatWasTypedIsThereStillWhenItIsRefused(t *testing.T) {
	d, path := booked(t, countytest.HomeBooking(1, nil))
	w := d.post(path+"/act", url.Values{"verb": {"arrange"}, "unit": {"陈惜娟家"}, "day": {"2026-12-03"}})
	if w.Code != http.StatusConflict {
		t.Fatal(w.Code)
	}
	wants(t, w.Body.String(), `value="陈惜娟家"`, `value="2026-12-03"`, `<details class="deed" open>`)
	lacks(t, d.page(path), "陈惜娟家", "2026-12-03", " open>")
}

func TestAnAppointmentHasItsTimeAndIsNotArranged(t *testing.T) {
	d, path := booked(t, bookedSeat(1))
	wants(t, d.page("/bookings"), "预约窗口", "已约好", "11月30日 9:30–10:00")
	page := d.page(path)
	wants(t, page, "1 号窗口", "办完了", "办不了")
	lacks(t, page, "安排上门", "残疾人", "办老人卡")
	if w := d.post(path+"/act", url.Values{"verb": {"arrange"}, "unit": {"锡场镇"}}); w.Code != http.StatusConflict {
		t.Errorf("an appointment is arranged: %d", w.Code)
	}
	if w := d.post(path+"/act", url.Values{"verb": {"call_off"}, "reason": {"not_brought"}}); w.Code != http.StatusSeeOther {
		t.Errorf("called off: %d", w.Code)
	}
	wants(t, d.page(path), "材料没有补齐", "已经办完，不能再改")
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	if w := d.ask(path); w.Code != http.StatusNotFound {
		t.Errorf("another town sees it: %d", w.Code)
	}
}
