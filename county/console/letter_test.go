package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestALetterIsThereOnceItsActIs, and has the name while a reason to look is open.
func TestALetterIsThereOnceItsActIs(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	path := d.casePath(1)
	lacks(t, d.page(path), "/letters/")
	if w := d.ask(path + "/letters/acceptance"); w.Code != http.StatusNotFound {
		t.Errorf("before the act: %d", w.Code)
	}
	d.act(1, url.Values{"verb": {"accept"}})
	wants(t, d.page(path), `href="`+path+`/letters/acceptance"`, "受理通知书")
	lacks(t, d.page(path), "/letters/ruling", "/letters/not_accepted")
	closed := d.ask(path + "/letters/acceptance")
	if closed.Code != http.StatusOK || closed.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(closed.Header().Get("Content-Disposition"), "attachment") {
		t.Fatalf("%d %s", closed.Code, closed.Header())
	}
	wants(t, closed.Body.String(), "受理通知书", "予以受理")
	const name = "陈惜娟"
	lacks(t, closed.Body.String(), name)
	if w := d.post(path+"/look", url.Values{"reason": {"check"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	wants(t, d.ask(path+"/letters/acceptance").Body.String(), name)
	for _, kind := range []string{"entrust", "evidence", "x"} {
		if w := d.ask(path + "/letters/" + kind); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", kind, w.Code)
		}
	}
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	if w := d.ask(path + "/letters/acceptance"); w.Code != http.StatusNotFound {
		t.Errorf("another town: %d", w.Code)
	}
}

// TestANoteMovesNoDateOnPaper: an officer who notes a visit, or a paper that came, decides
// nothing.
func TestANoteMovesNoDateOnPaper(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	d.act(1, url.Values{"verb": {"ask"}, "materials": {"bank"}})
	d.clock = d.clock.AddDate(0, 0, 1)
	d.signIn(office.Account{Name: "next", Person: "陈丽君", Role: office.RoleCounty})
	if code := d.act(1, url.Values{"verb": {"came"}}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	wants(t, d.ask(d.casePath(1)+"/letters/supplement").Body.String(), "银行存折", "共 1 样")
	d.act(1, url.Values{"verb": {"supplemented"}})
	d.act(1, url.Values{"verb": {"accept"}})
	first := d.ask(d.casePath(1) + "/letters/acceptance").Body.String()
	d.clock = d.clock.AddDate(0, 0, 3)
	d.signIn(office.Account{Name: "later", Person: "陈丽君", Role: office.RoleCounty})
	for _, verb := range []string{"made_up", "came"} {
		if code := d.act(1, url.Values{"verb": {verb}}); code != http.StatusSeeOther {
			t.Fatal(verb, code)
		}
	}
	if now := d.ask(d.casePath(1) + "/letters/acceptance").Body.String(); now != first {
		t.Errorf("accepted, it says\n%s\nand after notes\n%s", first, now)
	}
}

// TestAnExtensionSaysItsNewLastDay, as the page of the case does.
func TestAnExtensionSaysItsNewLastDay(t *testing.T) {
	d := packaged(t, "house-transfer", map[string]any{"site": "江滨村"})
	d.act(1, url.Values{"verb": {"accept"}})
	unit := office.Scope{Unit: "区税务局"}
	d.signIn(office.Account{Name: "shui", Person: "税", Role: office.RoleUnit, Scope: unit})
	for _, form := range []url.Values{{"verb": {"review"}}, {"verb": {"ask_extension"}, "days": {"5"}, "words": {"等上级批复"}}} {
		if code := d.actSub("2", form); code != http.StatusSeeOther {
			t.Fatal(form, code)
		}
	}
	d.signIn(office.Account{Name: "boss", Person: "领导", Role: office.RoleCounty})
	if code := d.actSub("2", url.Values{"verb": {"extend"}}); code != http.StatusSeeOther {
		t.Fatal(code)
	}
	d.signIn(office.Account{Name: "shui2", Person: "税", Role: office.RoleUnit, Scope: unit})
	paper := d.ask(d.casePath(1) + "/parts/2/letters/extension").Body.String()
	wants(t, paper, "延长以后的期限 2026年12月", "5个工作日", "等上级批复")
	lacks(t, paper, "手写）")
	wants(t, d.page(d.casePath(1)+"/parts/2"), "等上级批复")
}

// TestARefusalSaysItsReasonOnPaper.
func TestARefusalSaysItsReasonOnPaper(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	d.act(1, url.Values{"verb": {"refuse"}, "reason": {"not_eligible"}, "words": {"陈惜娟未满六十周岁。\r\n明年可以再来。"}, "told": {"年龄还不到，明年可以再来"}})
	wants(t, d.page(d.casePath(1)), "不予受理通知书", "送达回证", "陈惜娟未满六十周岁", "告诉群众：年龄还不到，明年可以再来")
	paper := d.ask(d.casePath(1) + "/letters/not_accepted").Body.String()
	wants(t, paper, "条件不符合", "陈惜娟未满六十周岁", "明年可以再来。", "行政复议")
	lacks(t, paper, "理由（手写）")
	d.signIn(office.Account{Name: "boss", Person: "领导", Role: office.RoleLeader}) // who may not see people
	lacks(t, d.page(d.casePath(1)), "陈惜娟")
	paper = d.ask(d.casePath(1) + "/letters/not_accepted").Body.String()
	lacks(t, paper, "陈惜娟")
	wants(t, paper, "理由（手写）")
}

// TestTheUnitOfAPartWritesItsDecision, and nobody one for the whole.
func TestTheUnitOfAPartWritesItsDecision(t *testing.T) {
	d := packaged(t, "house-transfer", map[string]any{"site": "江滨村"})
	d.act(1, url.Values{"verb": {"accept"}})
	d.signIn(office.Account{Name: "shui", Person: "税", Role: office.RoleUnit, Scope: office.Scope{Unit: "区税务局"}})
	for _, verb := range []string{"review", "approve"} {
		if code := d.actSub("2", url.Values{"verb": {verb}}); code != http.StatusSeeOther {
			t.Fatal(verb, code)
		}
	}
	part := d.casePath(1) + "/parts/2"
	wants(t, d.page(part), `href="`+part+`/letters/ruling"`)
	lacks(t, d.page(part), "/letters/acceptance")
	wants(t, d.ask(part+"/letters/ruling").Body.String(), "区税务局", "契税申报缴纳", "予以批准")
	if w := d.ask(d.casePath(1) + "/parts/3/letters/ruling"); w.Code != http.StatusNotFound {
		t.Errorf("of another unit's part: %d", w.Code)
	}
	d.signIn(office.Account{Name: "chen2", Person: "陈", Role: office.RoleCounty})
	wants(t, d.page(d.casePath(1)), "/letters/acceptance")
	lacks(t, d.page(d.casePath(1)), "/letters/ruling")
	if w := d.ask(d.casePath(1) + "/letters/ruling"); w.Code != http.StatusNotFound {
		t.Errorf("of the whole: %d", w.Code)
	}
}
