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

// TestWhatWasHandedInLaterStandsWithItsCase: papers with their files, and a withdrawal
// that was not the owner's.
func TestWhatWasHandedInLaterStandsWithItsCase(t *testing.T) {
	first := countytest.Case(1, nil)
	kiosk := countytest.Identity(1).ID
	paper := countytest.FollowUp(2, kiosk, first, nil)
	paper.Parts = []village.Part{{Material: "hukou", Type: "image/jpeg", SHA256: first.Parts[0].SHA256, Data: first.Parts[0].Data}}
	paper = countytest.Sealed(kiosk, paper)
	d := newDesk(t, first)
	if code := d.act(1, url.Values{"verb": {"ask"}, "materials": {"hukou"}}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	d.follow(first, paper, countytest.FollowUp(3, kiosk, first, func(b map[string]any) { b["verb"], b["materials"] = "withdraw", []any{} }))
	wants(t, d.page(d.casePath(1)), "凭回执再办", "补材料", "户口簿", "已转到这一件", "申请撤回", "后四位和申请人的对不上", "申请人凭回执", "补正材料已收到")
	if w := d.ask(d.casePath(1) + "/files/2"); w.Code != http.StatusForbidden {
		t.Errorf("a file without a reason: %d", w.Code)
	}
	d.look(1)
	wants(t, d.page(d.casePath(1)), d.casePath(1)+"/files/2")
	if w := d.ask(d.casePath(1) + "/files/2"); w.Code != http.StatusOK || w.Body.Len() == 0 {
		t.Errorf("its file: %d", w.Code)
	}
	if w := d.ask(d.casePath(1) + "/files/3"); w.Code != http.StatusNotFound {
		t.Errorf("a file that is not there: %d", w.Code)
	}
}

// TestM11TheCountySeesWhoCameWithThePaperAndWhoHelped: the name of who came is masked
// until somebody says why.
func TestM11TheCountySeesWhoCameWithThePaperAndWhoHelped(t *testing.T) {
	first := countytest.Case(1, nil)
	kiosk := countytest.Identity(1).ID
	came := countytest.FollowUp(2, kiosk, first, func(b map[string]any) {
		b["helper"] = "B-017"
		b["behalf"] = map[string]any{
			"relation": "child", "present": false, "scope": []string{"supplement"}, "valid_to": "2027-01-31",
			"agent": map[string]any{"kind": "person", "name": "林秋霞", "id_type": "resident_id", "id": "445221197003120026", "phone": "13800138000"},
		}
	})
	came.Parts = []village.Part{{Material: "behalf.entrust", Type: "image/jpeg", SHA256: first.Parts[0].SHA256, Data: first.Parts[0].Data}}
	came = countytest.Sealed(kiosk, came)
	d := newDesk(t, first)
	d.follow(first, came, countytest.FollowUp(3, kiosk, first, func(b map[string]any) { b["verb"], b["materials"], b["by"] = "withdraw", []any{}, "both" }))
	html := d.page(d.casePath(1))
	wants(t, html, "子女", "工牌 B-017", "补交材料，有效到 2027-01-31", "代办人，申请人也在场", "委托书")
	if strings.Contains(html, "林秋霞") {
		t.Error("who came is named without a reason")
	}
	d.look(1)
	wants(t, d.page(d.casePath(1)), "林秋霞", d.casePath(1)+"/files/2")
}

// follow hands records in behind those that are there, and gives them to their case.
func (d *desk) follow(before village.Record, records ...village.Record) {
	d.t.Helper()
	d.takeBehind([]village.Record{before}, records...)
	if err := (&office.Office{Mailboxes: d.db, Now: func() time.Time { return d.clock }}).Settle(d.t.Context(), d.db); err != nil {
		d.t.Fatal(err)
	}
}
