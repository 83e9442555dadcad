package console

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/sync/wire"
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
	wants(t, d.page(path), "陈惜娟", "江滨村一巷2号", "生病", "都在", "家里人的电话", "13900000007", `name="day" min="2026-11-23"`)
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

// TestM5WhoAskedAtTheMachineIsAnsweredAndTheCentreShowsIt.
func TestM5WhoAskedAtTheMachineIsAnsweredAndTheCentreShowsIt(t *testing.T) {
	d, path := booked(t, countytest.LongerHours(1, nil), countytest.LongerHours(2, nil))
	p := &office.Publisher{Store: d.db, List: d.db, Signer: countytest.Identity(9), Pack: wire.PackContent, Now: d.office.Now}
	d.hours.Publish = func(ctx context.Context, plain []byte, last int64) error {
		_, err := p.PublishAfter(ctx, snapshot.Hours, plain, last)
		return err
	}
	if _, err := p.Publish(t.Context(), snapshot.Hours, []byte(`{"format":"bianmin-hours/1","centres":[{"area":"445203104202","workdays":["08:30-12:00","14:30-17:30"]}]}`)); err != nil {
		t.Fatal(err)
	}
	if err := d.db.AddMember(t.Context(), office.Member{Badge: "B-1", Name: "陈丽君", AddedAt: d.clock, Salt: []byte{1}, PIN: []byte{2}}); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/bookings"), "请窗口延时", "锡场镇江滨村", "已登记，等答复")
	page := d.page(path)
	wants(t, page, "11月23日 17:30-18:00", "同意延时", "等不了", `name="from" required value="17:30"`, `name="to" required value="18:00"`, "写下理由才能看")
	lacks(t, page, "陈惜娟", "社保还没办完", "安排上门", "办不了", "谁去")
	yes := url.Values{"verb": {"stay"}, "from": {"17:30"}, "to": {"18:30"}, "badge": {"B-1"}, "reason": {"村民在机器上请窗口延时"}, "basis": {"揭东政务〔2026〕3号"}}
	for name, tt := range map[string][2]string{"to": {"17:00", "时间要像"}, "from": {"17:00", "和服务时间重叠"}, "badge": {"B-9", "没有这个工牌"}, "basis": {"", "请写依据"}} {
		wrong := maps.Clone(yes)
		wrong[name] = tt[:1]
		if w := d.post(path+"/act", wrong); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), tt[1]) {
			t.Errorf("%s: %d, want %s", name, w.Code, tt[1])
		}
	}
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	if w := d.post(path+"/act", yes); w.Code != http.StatusNotFound {
		t.Errorf("another town says yes: %d", w.Code)
	}
	d.signIn(office.Account{Name: "zhen", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	if w := d.post(path+"/act", yes); w.Code != http.StatusSeeOther {
		t.Fatalf("yes: %d %s", w.Code, w.Body)
	}
	wants(t, d.page(path), "17:30-18:30；在场人工牌号 B-1")
	wants(t, d.page("/extensions"), "本月各中心", "17:30-18:30", "60 分钟", "zhen")
	if hours, _, err := d.hours.Published(t.Context()); err != nil || len(hours["445203104202"].Special) != 1 || hours["445203104202"].Special[0].Hours[1].String() != "14:30-18:30" {
		t.Errorf("the machines are given %+v, %v", hours, err)
	}
	late := "/bookings/" + string(d.kiosk.ID) + "/" + string(countytest.ID(2))
	d.clock = d.clock.AddDate(0, 0, 1)
	d.signIn(office.Account{Name: "zhen2", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	yes.Set("from", "18:30")
	yes.Set("to", "19:00")
	if w := d.post(late+"/act", yes); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "已经过了") {
		t.Errorf("yes a day late: %d", w.Code)
	}
	if w := d.post(late+"/act", url.Values{"verb": {"decline"}}); w.Code != http.StatusSeeOther {
		t.Errorf("no: %d %s", w.Code, w.Body)
	}
	wants(t, d.page("/bookings"), "没有延时", "同意延时")
}
