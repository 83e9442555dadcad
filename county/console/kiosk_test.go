package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

func TestP10TheFleetShowsWhatMachinesSayOfThemselves(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	health := village.Health{SentAt: d.clock, Version: "1.4.0", Findings: []village.Finding{
		{Check: "printer", State: village.FindingBad}, {Check: "clock", State: village.FindingUneasy}, {Check: "outbox", State: village.FindingFine, Figure: 37},
		{Check: "antenna", State: village.FindingFine},
	}}
	if err := d.db.SaveHealth(t.Context(), d.kiosk.ID, health); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/kiosks"), `href="/kiosks/`+string(d.kiosk.ID)+`"`, "1.4.0", ">37<", `wrong">有故障`, `wait">留意`)
	page := d.page("/kiosks/" + string(d.kiosk.ID))
	wants(t, page, "打印机", "有故障", "时钟", "待送（件）", "37", "antenna", "都对得上", "11月23日 14:26 报")
	lacks(t, page, "停用这台机器")
	d.signIn(office.Account{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	if w := d.ask("/kiosks/" + string(d.kiosk.ID)); w.Code != http.StatusNotFound {
		t.Errorf("another town sees it: %d", w.Code)
	}
}

func TestOnlyAnAdministratorRunsTheFleetAndItIsKept(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	path := "/kiosks/" + string(d.kiosk.ID)
	for _, try := range []string{path + "/act", "/kiosks/enrol"} {
		if w := d.post(try, url.Values{"verb": {"revoke"}, "name": {string(d.kiosk.ID)}, "village": {"445203104202"}}); w.Code != http.StatusForbidden {
			t.Errorf("a county officer, %s: %d", try, w.Code)
		}
	}
	d.signIn(office.Account{Name: "root", Person: "管", Role: office.RoleAdmin})
	w := d.post("/kiosks/enrol", url.Values{"village": {"445203104202"}})
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "锡场镇江滨村的登记码") || !strings.Contains(w.Body.String(), "只显示这一次") {
		t.Errorf("a code: %d", w.Code)
	}
	lacks(t, d.page("/kiosks"), "只显示这一次")
	for _, tt := range []struct {
		form url.Values
		want int
		says string
	}{
		{url.Values{"verb": {"unlock"}}, 409, ""}, // it is not locked
		{url.Values{"verb": {"revoke"}, "name": {"K1"}}, 400, "机器编号不对，没有停用"},
		{url.Values{"verb": {"revoke"}, "name": {string(d.kiosk.ID)}}, 303, ""},
		{url.Values{"verb": {"revoke"}, "name": {string(d.kiosk.ID)}}, 409, ""},
	} {
		if w := d.post(path+"/act", tt.form); w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%v: %d, want %d", tt.form, w.Code, tt.want)
		}
	}
	wants(t, d.page(path), "已停用", "停用这台机器", "root")
	if w := d.post("/kiosks/enrol", url.Values{"village": {"445203000000"}}); w.Code != http.StatusBadRequest {
		t.Errorf("a code for nowhere: %d", w.Code)
	}
}

func TestKiosksPageShowsContactAndWhatWasSetAside(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil), countytest.Raw(2, "hotline", []byte("{}")))
	page := d.page("/kiosks")
	wants(t, page, string(d.kiosk.ID), "锡场镇江滨村", "11月23日 14:26", `<td class="number">2</td>`, "正常", "区平台还不认识这一种记录")
	d.clock = d.clock.Add(25 * time.Hour)
	d.signIn(office.Account{Name: "li", Person: "李", Role: office.RoleCounty})
	wants(t, d.page("/kiosks"), "一天没联系上")
	if err := d.db.Revoke(t.Context(), d.kiosk.ID); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/kiosks"), "已停用")
}

// tells takes a push that brings nothing new, with what the machine says of its log and of its records.
func (d *desk) tells(epoch, lifetime int64, a office.AuditReport) {
	d.t.Helper()
	d.clock = d.clock.Add(time.Second)
	a.SentMS = d.clock.UnixMilli()
	p := office.Push{Kiosk: d.kiosk.ID, Epoch: epoch, FirstSeq: 2, Prev: countytest.Chain(d.kiosk.ID, 1, []village.Record{countytest.Case(1, nil)}), Lifetime: lifetime, Audit: a}
	if epoch > 1 {
		r := countytest.Case(1, nil)
		r.Epoch = epoch
		m := wire.Push{V: wire.Version, Kiosk: d.kiosk.ID, Epoch: epoch, FirstSeq: 1, Prev: seal.BaseHead(d.kiosk.ID, epoch, seal.Head{1}), Records: wire.NewRecords([]village.Record{countytest.Case(1, nil)})}
		head, err := seal.Chain(d.kiosk.ID, m.Prev, []village.Record{r})
		if err != nil {
			d.t.Fatal(err)
		}
		m.Head = head
		list, err := m.Village()
		if err != nil {
			d.t.Fatal(err)
		}
		p.FirstSeq, p.Prev, p.Records = 1, m.Prev, list
	}
	if _, err := d.office.TakePush(d.t.Context(), p); err != nil {
		d.t.Fatal(err)
	}
}

// TestP10ForkCloneAndGapAreShownOnThePagesAndCounted: a log that contradicts itself, two machines under
// one key, records that never came; settled, the first is counted no more.
func TestP10ForkCloneAndGapAreShownOnThePagesAndCounted(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	path := "/kiosks/" + string(d.kiosk.ID)
	counts := func() [3]int {
		t.Helper()
		g, err := d.db.Gauges(t.Context(), d.clock)
		if err != nil {
			t.Fatal(err)
		}
		return [3]int{g.Alarms, g.Cloned, g.Miscounted}
	}
	d.tells(1, 1, office.AuditReport{Seq: 3, Head: seal.Head{3}, First: 4, Prev: seal.Head{3}})
	if got := counts(); got != [3]int{} {
		t.Errorf("of a good machine %v are counted", got)
	}
	wants(t, d.page("/kiosks"), "正常")
	d.tells(1, 5, office.AuditReport{Seq: 3, Head: seal.Head{3}, First: 4, Prev: seal.Head{3}})
	if got := counts(); got != [3]int{0, 0, 1} {
		t.Errorf("with four records that never came %v are counted", got)
	}
	wants(t, d.page("/kiosks"), "对不上", "有的件没有送到")
	d.tells(1, 5, office.AuditReport{Seq: 3, Head: seal.Head{9}, First: 4, Prev: seal.Head{9}})
	if got := counts(); got != [3]int{1, 0, 1} {
		t.Errorf("with another log %v are counted", got)
	}
	wants(t, d.page(path), "流水和这里存的不一样", "请到现场核对")
	for epoch := int64(2); epoch <= 5; epoch++ {
		d.tells(epoch, 5, office.AuditReport{})
	}
	if got := counts(); got[1] != 1 {
		t.Errorf("with two machines under one key %v are counted", got)
	}
	wants(t, d.page("/kiosks"), "像有两台")
	d.signIn(office.Account{Name: "root", Person: "管", Role: office.RoleAdmin})
	for _, verb := range []string{"settle", "unlock"} {
		if w := d.post(path+"/act", url.Values{"verb": {verb}}); w.Code != http.StatusSeeOther {
			t.Errorf("%s: %d", verb, w.Code)
		}
	}
	if got := counts(); got != [3]int{0, 0, 1} {
		t.Errorf("when somebody had looked %v are counted", got)
	}
}
