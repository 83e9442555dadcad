package console

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

// doorkeeper is the desk that notes longer hours.
func (d *desk) doorkeeper(days *calendar.Calendar) *office.HoursDesk {
	return &office.HoursDesk{
		Asked: &office.Hotline{Store: d.db, Now: func() time.Time { return d.clock }},
		Book:  d.db, Staff: d.db, Cases: d.db, Known: func(c village.DivisionCode) bool { return c == "445203104202" }, Newest: d.db, Unpack: wire.UnpackContent,
		Usual: calendar.Hours{Workdays: []calendar.Span{{From: 510, To: 720}, {From: 870, To: 1050}}}, Days: days, Why: "延时服务", Now: func() time.Time { return d.clock },
		Log: slog.New(slog.DiscardHandler),
	}
}

func TestM5LongerHoursAreNotedInTheConsoleAndShownAtTheCentre(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	p := &office.Publisher{Store: d.db, List: d.db, Signer: countytest.Identity(9), Pack: wire.PackContent, Now: d.office.Now}
	between := ""
	d.hours.Publish = func(ctx context.Context, plain []byte, last int64) error {
		if between != "" { // somebody publishes other hours in the same moment
			if _, err := p.Publish(ctx, snapshot.Hours, []byte(between)); err != nil {
				return err
			}
			between = ""
		}
		_, err := p.PublishAfter(ctx, snapshot.Hours, plain, last)
		return err
	}
	if err := d.db.AddMember(t.Context(), office.Member{Badge: "B-1", Name: "陈丽君", AddedAt: d.clock, Salt: []byte{1}, PIN: []byte{2}}); err != nil {
		t.Fatal(err)
	}
	form := func(more ...string) url.Values {
		v := url.Values{"centre": {"445203104202"}, "day": {"2026-11-23"}, "from": {"18:00"}, "to": {"20:00"}, "basis": {"揭东政务〔2026〕3号"}, "reason": {"村民下班后来办"}, "badge": {"B-1"}}
		for i := 0; i+1 < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	for name, tt := range map[string][2]string{
		"centre": {"445203104299", "没有这个服务中心"}, "day": {"2027-01-01", "日期要像"}, "to": {"17:00", "时间要像"}, "from": {"09:00", "和服务时间重叠"},
		"basis": {" ", "请写依据"}, "reason": {strings.Repeat("长", 61), "请写原因"}, "badge": {"B-9", "没有这个工牌"}, "case": {"O0", "查询码"},
	} {
		w := d.post("/extensions", form(name, tt[0]))
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), tt[1]) {
			t.Errorf("%s %q: %d %s", name, tt[0], w.Code, w.Body)
		}
	}
	if w := d.post("/extensions", form("day", "2026-11-22")); w.Code != http.StatusSeeOther || !strings.HasSuffix(w.Header().Get("Location"), "noted=kept") {
		t.Errorf("no hours are published: %d %s", w.Code, w.Header().Get("Location"))
	}
	if _, err := p.Publish(t.Context(), snapshot.Hours, []byte(`{"format":"bianmin-hours/1","centres":[{"area":"445203104000","workdays":["08:30-12:00","14:30-17:30"]}]}`)); err != nil {
		t.Fatal(err)
	}
	if w := d.post("/extensions", form("from", "17:30")); w.Code != http.StatusSeeOther || !strings.HasSuffix(w.Header().Get("Location"), "noted=shown") {
		t.Fatalf("%d %s", w.Code, w.Header().Get("Location"))
	}
	wants(t, d.page("/extensions?noted=shown"), "17:30-20:00", "150 分钟", "村民下班后来办", "揭东政务〔2026〕3号", "B-1", "chen", "机器联网后会显示")
	hours, _, err := d.hours.Published(t.Context())
	own, ok := hours["445203104202"]
	if err != nil || !ok || len(own.Special) != 1 || own.Special[0].Day != "2026-11-23" || len(own.Special[0].Hours) != 2 || own.Special[0].Hours[1].String() != "14:30-20:00" {
		t.Errorf("machines are given %+v, %v", hours, err)
	}
	if town := hours["445203104000"]; len(town.Special) != 0 {
		t.Errorf("the whole town stays open: %+v", town)
	}
	between = `{"format":"bianmin-hours/1","centres":[{"area":"445203104202","workdays":["09:00-12:00"]},{"area":"445203105000","workdays":["10:00-12:00"]}]}`
	if w := d.post("/extensions", form("day", "2026-11-24")); w.Code != http.StatusSeeOther || !strings.HasSuffix(w.Header().Get("Location"), "noted=shown") {
		t.Fatalf("%d %s", w.Code, w.Header().Get("Location"))
	}
	hours, _, err = d.hours.Published(t.Context())
	own = hours["445203104202"]
	if err != nil || len(hours["445203105000"].Workdays) != 1 || len(own.Workdays) != 1 || own.Workdays[0].String() != "09:00-12:00" || len(own.Special) != 1 || own.Special[0].Day != "2026-11-24" {
		t.Errorf("what somebody published meanwhile is gone: %+v, %v", hours, err)
	}
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	lacks(t, d.page("/extensions"), "村民下班后来办")
	if w := d.post("/extensions", form("from", "20:00", "to", "21:00")); w.Code != http.StatusBadRequest {
		t.Errorf("another town notes it: %d", w.Code)
	}
}

// TestM5AnExtensionThatIsKeptAndNotPublishedIsNoErrorOfTheAct: the paper was told yes, so the
// officer is told that it is noted, and what is left to do.
func TestM5AnExtensionThatIsKeptAndNotPublishedIsNoErrorOfTheAct(t *testing.T) {
	d, path := booked(t, countytest.LongerHours(1, nil))
	p := &office.Publisher{Store: d.db, List: d.db, Signer: countytest.Identity(9), Pack: wire.PackContent, Now: d.office.Now}
	if _, err := p.Publish(t.Context(), snapshot.Hours, []byte(`{"format":"bianmin-hours/1","centres":[{"area":"445203104202","workdays":["08:30-12:00","14:30-17:30"]}]}`)); err != nil {
		t.Fatal(err)
	}
	if err := d.db.AddMember(t.Context(), office.Member{Badge: "B-1", Name: "陈丽君", AddedAt: d.clock, Salt: []byte{1}, PIN: []byte{2}}); err != nil {
		t.Fatal(err)
	}
	d.hours.Publish = func(context.Context, []byte, int64) error { return errors.New("the disk is full") }
	d.signIn(office.Account{Name: "zhen", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	yes := url.Values{"verb": {"stay"}, "from": {"17:30"}, "to": {"18:30"}, "badge": {"B-1"}, "reason": {"村民请窗口延时"}, "basis": {"揭东政务〔2026〕3号"}}
	w := d.post(path+"/act", yes)
	if w.Code != http.StatusSeeOther || !strings.HasSuffix(w.Header().Get("Location"), "noted=later") {
		t.Fatalf("yes: %d %s", w.Code, w.Header().Get("Location"))
	}
	wants(t, d.page(path+"?noted=later"), "17:30-18:30；在场人工牌号 B-1", "机器还没有收到")
	lacks(t, d.page(path), "机器还没有收到")
	more := url.Values{"centre": {"445203104202"}, "day": {"2026-11-24"}, "from": {"18:00"}, "to": {"20:00"}, "basis": {"揭东政务〔2026〕3号"}, "reason": {"村民下班后来办"}, "badge": {"B-1"}}
	if w := d.post("/extensions", more); w.Code != http.StatusSeeOther || !strings.HasSuffix(w.Header().Get("Location"), "noted=later") {
		t.Fatalf("noted by form: %d %s", w.Code, w.Header().Get("Location"))
	}
	wants(t, d.page("/extensions?noted=later"), "18:00-20:00", "机器还没有收到")
}

// TestM5AnExtensionLeavesTheHoursUnderAnEarlierCodeWhereTheyStand: machines that know only that
// code still find theirs.
func TestM5AnExtensionLeavesTheHoursUnderAnEarlierCodeWhereTheyStand(t *testing.T) {
	d := newDesk(t)
	p := &office.Publisher{Store: d.db, List: d.db, Signer: countytest.Identity(9), Pack: wire.PackContent, Now: d.office.Now}
	d.hours.Publish = func(ctx context.Context, plain []byte, last int64) error {
		_, err := p.PublishAfter(ctx, snapshot.Hours, plain, last)
		return err
	}
	d.hours.Today = func(c village.DivisionCode) village.DivisionCode {
		if c == "445203104299" {
			return "445203104202"
		}
		return c
	}
	if err := d.db.AddMember(t.Context(), office.Member{Badge: "B-1", Name: "陈丽君", AddedAt: d.clock, Salt: []byte{1}, PIN: []byte{2}}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Publish(t.Context(), snapshot.Hours, []byte(`{"format":"bianmin-hours/1","centres":[{"area":"445203104299","workdays":["08:30-12:00"]}]}`)); err != nil {
		t.Fatal(err)
	}
	w := d.post("/extensions", url.Values{"centre": {"445203104202"}, "day": {"2026-11-23"}, "from": {"18:00"}, "to": {"20:00"}, "basis": {"揭东政务〔2026〕3号"}, "reason": {"村民下班后来办"}, "badge": {"B-1"}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	hours, _, err := d.hours.Published(t.Context())
	if err != nil || len(hours) != 2 || len(hours["445203104299"].Special) != 0 || len(hours["445203104202"].Special) != 1 || len(hours["445203104202"].Workdays) != 1 {
		t.Errorf("the machines are given %+v, %v", hours, err)
	}
}
