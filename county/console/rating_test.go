package console

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/app/sound"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// ratedCase is a case and a poor rating of it; the path is that of the rating.
func ratedCase(t *testing.T, more ...village.Record) (*desk, string) {
	t.Helper()
	one := countytest.Case(1, nil)
	d := newDesk(t, append([]village.Record{one, countytest.Rating(2, func(b map[string]any) {
		b["target"], b["act"] = strings.ReplaceAll(shortCode(t, one), "-", ""), "receive"
	})}, more...)...)
	return d, "/ratings/" + string(d.kiosk.ID) + "/" + string(countytest.ID(2))
}

func TestAPoorRatingIsHandledToItsEnd(t *testing.T) {
	d, path := ratedCase(t)
	wants(t, d.page("/ratings"), `href="`+path+`"`, "待签收")
	page := d.page(path)
	wants(t, page, "没有提供材料样本", "写下理由才能看", "11月24日", "1 个工作日内签收", "期限是默认值，以揭府办函〔2026〕2号为准", "还没有告诉本人", ">签收<")
	lacks(t, page, `>办结<`)
	for _, tt := range []struct {
		form url.Values
		want int
		says string
	}{
		{url.Values{"verb": {"uphold"}, "reason": {"simple"}, "words": {"x"}}, 409, "现在不能改成"},
		{url.Values{"verb": {"sign"}}, 303, ""},
		{url.Values{"verb": {"uphold"}, "reason": {"simple"}}, 409, "请写明情况"},
		{url.Values{"verb": {"uphold"}, "reason": {"simple"}, "words": {"样本没有放出来"}}, 303, ""},
		{url.Values{"verb": {"rectify"}, "words": {"样本放在窗口了"}, "told": {"phone"}}, 303, ""},
		{url.Values{"verb": {"call_back"}, "reached": {"yes"}, "words": {"打过电话"}}, 409, `value="yes" required checked>`},
		{url.Values{"verb": {"call_back"}, "reached": {"yes"}, "words": {"打过电话"}}, 409, "打过电话</textarea>"},
		{url.Values{"verb": {"close"}}, 409, "办结前要回访到本人"},
		{url.Values{"verb": {"call_back"}, "reached": {"yes"}, "solved": {"yes"}, "pleased": {"no"}}, 303, ""},
		{url.Values{"verb": {"close"}}, 303, ""},
	} {
		w := d.post(path+"/act", tt.form)
		if w.Code != tt.want || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%v: %d, want %d and %q", tt.form, w.Code, tt.want, tt.says)
		}
	}
	wants(t, d.page(path), "已办结", "chen，区级审核员", "样本没有放出来", "解决了；不满意", "机器上告诉本人：已经整改", "已经处理完")
	r, err := d.db.Rating(t.Context(), d.kiosk.ID, countytest.ID(2))
	if err != nil || len(r.Acts) != 5 || r.Said != village.ReplyDone {
		t.Errorf("kept are %d acts, told %q, %v", len(r.Acts), r.Said, err)
	}
}

func TestARatingIsHandledByItsOwnUnit(t *testing.T) {
	d, path := ratedCase(t)
	d.signIn(office.Account{Name: "other", Person: "别", Role: office.RoleUnit, Scope: office.Scope{Unit: "区医疗保障局"}})
	if w := d.ask(path); w.Code != http.StatusNotFound {
		t.Errorf("another unit sees it: %d", w.Code)
	}
	if w := d.post(path+"/act", url.Values{"verb": {"sign"}}); w.Code != http.StatusNotFound {
		t.Errorf("another unit signs for it: %d", w.Code)
	}
	d.signIn(office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}})
	for _, verb := range []string{"sign", "exclude"} {
		want := map[string]int{"sign": 303, "exclude": 409}[verb]
		if w := d.post(path+"/act", url.Values{"verb": {verb}}); w.Code != want {
			t.Errorf("its own unit, %s: %d", verb, w.Code)
		}
	}
}

func Test21WhatNobodySaidAndWhatIsExcludedDoesNotCount(t *testing.T) {
	grade := func(seq int64, g int, byDefault bool) village.Record {
		return countytest.Rating(seq, func(b map[string]any) { b["grade"], b["tags"], b["text"], b["default"] = g, []string{}, "", byDefault })
	}
	d, path := ratedCase(t, grade(3, 5, false), grade(4, 3, true), grade(5, 4, false))
	wants(t, d.page("/ratings"), "满意率 66.66 %（2/3）", "默认 1 条，排除 0 条")
	wants(t, d.page("/ratings/"+string(d.kiosk.ID)+"/"+string(countytest.ID(4))), "默认评价，不计入满意率")
	county := d.cookie
	d.signIn(office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}})
	d.post(path+"/act", url.Values{"verb": {"sign"}})
	d.post(path+"/act", url.Values{"verb": {"appeal"}, "reason": {"mistaken"}, "words": {"点错了"}})
	d.cookie = county
	if w := d.post(path+"/act", url.Values{"verb": {"exclude"}, "words": {"本人说点错了"}, "told": {"phone"}}); w.Code != 303 {
		t.Fatal(w.Code)
	}
	wants(t, d.page("/ratings"), "满意率 100.00 %（2/2）", "默认 1 条，排除 1 条")
	page := d.page("/ratings?state=excluded")
	wants(t, page, path)
	lacks(t, page, string(countytest.ID(3)))
}

func TestRatingsShowWordsNotCodes(t *testing.T) {
	one := countytest.Case(1, nil)
	d := newDesk(t, one, countytest.Rating(2, func(b map[string]any) {
		b["target"], b["act"] = strings.ReplaceAll(shortCode(t, one), "-", ""), "receive"
	}),
		countytest.Rating(3, func(b map[string]any) { b["grade"], b["tags"], b["text"] = 5, []string{}, "" }))
	page := d.page("/ratings")
	wants(t, page, "共 2 条", "不满意", "没有提供材料样本", "有留言", `href="`+d.casePath(1)+`"`, "没有选原因", "本中心整体")
	lacks(t, page, "来了三趟")
	page = d.page("/ratings?grade=5")
	lacks(t, page, "有留言</a>")
	wants(t, d.page("/ratings?grade=3"), "这一级还没有评价")
}

// TestWhatSomebodyWroteWithARatingOpensForAReason, which is kept; the list never shows it.
func TestWhatSomebodyWroteWithARatingOpensForAReason(t *testing.T) {
	d, path := ratedCase(t)
	lacks(t, d.page(path), "来了三趟")
	if w := d.post(path+"/look", url.Values{"reason": {"other"}}); w.Code != http.StatusBadRequest || strings.Contains(w.Body.String(), "来了三趟") {
		t.Errorf("without a reason: %d", w.Code)
	}
	if w := d.post(path+"/look", url.Values{"reason": {"complaint"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("with a reason: %d", w.Code)
	}
	wants(t, d.page(path), "来了三趟", "已打开，到")
	lacks(t, d.page("/ratings"), "来了三趟")
	if looks, err := d.db.Looks(t.Context(), 9); err != nil || len(looks) != 1 || looks[0].ID != countytest.ID(2) || looks[0].Reason != "complaint" {
		t.Errorf("kept is %+v, %v", looks, err)
	}
	d.signIn(office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}})
	lacks(t, d.page(path), "来了三趟") // another's reason opens nothing
}

func TestM18RatingsThatLookMadeAreAskedAboutWithTheirRule(t *testing.T) {
	least := office.RatingDefaults().Burst.Least
	minute := func(n int) (records []village.Record) {
		for seq := int64(1); seq <= int64(n); seq++ {
			records = append(records, countytest.Rating(seq, func(b map[string]any) { b["grade"], b["tags"], b["text"] = 5, []string{}, "" }))
		}
		return records
	}
	lacks(t, newDesk(t, minute(least-1)...).page("/ratings"), "这一分钟里收到")
	d := newDesk(t, minute(least+1)...)
	wants(t, d.page("/ratings"), "锡场镇江滨村的机器 "+string(d.kiosk.ID), "这一分钟里收到 5 条评价，其中满意以上 5 条", "规则 burst，第 1 版，默认值")
	d.signIn(office.Account{Name: "own", Person: "本", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}})
	lacks(t, d.page("/ratings"), "这一分钟里收到")
}

// TestM18TheSameWordsAreAskedAboutAndNotShown: what was written opens for a reason alone.
func TestM18TheSameWordsAreAskedAboutAndNotShown(t *testing.T) {
	var records []village.Record
	for seq := int64(1); seq <= 6; seq++ {
		records = append(records, countytest.Rating(seq, func(b map[string]any) {
			b["grade"], b["tags"], b["text"] = 5, []string{}, "小梅师傅帮我办好了低保真好"
		}))
	}
	page := newDesk(t, records...).page("/ratings")
	wants(t, page, "写的是同样的话", "规则 same_words")
	lacks(t, page, "小梅师傅")
}

// Test48WhoIsNearSeesFiguresLateAndNotOfAFew: 2.1, 4.8. Poor ratings are there at once, the
// others after a day and more, the figures from five ratings on, and no minute.
func Test48WhoIsNearSeesFiguresLateAndNotOfAFew(t *testing.T) {
	rating := func(seq int64, grade int) village.Record {
		return countytest.Rating(seq, func(b map[string]any) {
			b["grade"], b["tags"], b["text"] = grade, []string{}, fmt.Sprintf("第%d句话", seq)
		})
	}
	rules := office.RatingDefaults()
	first := []village.Record{rating(1, 1), rating(2, 5), rating(3, 4), rating(4, 3)}
	d := newDesk(t, first...)
	wants(t, d.page("/ratings"), "共 4 条", string(countytest.ID(1)), string(countytest.ID(2)), "满意率 75.00 %（3/4）")
	d.signIn(office.Account{Name: "town", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	page := d.page("/ratings")
	wants(t, page, string(countytest.ID(1)), "满 5 条才显示统计")
	lacks(t, page, string(countytest.ID(2)), "满意率", "共 4 条", countytest.At.In(village.Zone).Format("15:04"))
	good := "/ratings/" + string(d.kiosk.ID) + "/" + string(countytest.ID(2))
	if w := d.ask(good); w.Code != http.StatusNotFound {
		t.Errorf("a good rating that is not ripe: %d", w.Code)
	}
	d.clock = d.clock.Add(time.Duration(rules.Delay.Most) * time.Hour)
	d.signIn(office.Account{Name: "late", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	page = d.page("/ratings")
	wants(t, page, string(countytest.ID(2)), string(countytest.ID(4)), "满 5 条才显示统计")
	lacks(t, page, "满意率")
	if w := d.ask(good); w.Code != http.StatusOK {
		t.Errorf("a good rating that is ripe: %d", w.Code)
	}
	d.takeBehind(first, rating(5, 5))
	d.clock = d.clock.Add(time.Duration(rules.Delay.Most) * time.Hour)
	d.signIn(office.Account{Name: "later", Person: "镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}})
	wants(t, d.page("/ratings"), "满意率 80.00 %（4/5）", "共 5 条")
}

// TestP9WhatSomebodySaidIsPlayedForAReasonThatIsKept, and listed without one.
func TestP9WhatSomebodySaidIsPlayedForAReasonThatIsKept(t *testing.T) {
	spoken := countytest.Rating(1, func(b map[string]any) { b["text"], b["tags"] = "", []string{} })
	wav := sound.Clip{Rate: 8000, Channels: 1, Samples: []byte("three trips for one paper ")}.WAV()
	sum := sha256.Sum256(wav)
	spoken.Parts = []village.Part{{Material: "voice", Type: "audio/wav", SHA256: sum[:], Data: wav}}
	d := newDesk(t, countytest.Sealed(countytest.Identity(1).ID, spoken), countytest.Rating(2, nil))
	path, mute := "/ratings/"+string(d.kiosk.ID)+"/"+string(countytest.ID(1)), "/ratings/"+string(d.kiosk.ID)+"/"+string(countytest.ID(2))
	if page := d.page("/ratings"); strings.Count(page, "有录音") != 1 {
		t.Errorf("the list has %d recordings", strings.Count(page, "有录音"))
	}
	page := d.page(path)
	wants(t, page, "写下理由才能听")
	lacks(t, page, "<audio", path+"/voice")
	if w := d.ask(path + "/voice"); w.Code != http.StatusForbidden {
		t.Errorf("without a reason: %d", w.Code)
	}
	d.post(path+"/look", url.Values{"reason": {"handle"}})
	wants(t, d.page(path), `<audio controls preload="none" src="`+path+`/voice">`)
	w := d.ask(path + "/voice")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "audio/wav" || !bytes.Equal(w.Body.Bytes(), wav) {
		t.Errorf("%d %s, %d bytes", w.Code, w.Header().Get("Content-Type"), w.Body.Len())
	}
	if looks, err := d.db.Looks(t.Context(), 10); err != nil || len(looks) != 2 || looks[0].What != "file-1" || looks[0].Reason != "handle" {
		t.Errorf("kept are %+v, %v", looks, err)
	}
	d.post(mute+"/look", url.Values{"reason": {"handle"}})
	lacks(t, d.page(mute), "<audio")
	if w := d.ask(mute + "/voice"); w.Code != http.StatusNotFound {
		t.Errorf("of nothing: %d", w.Code)
	}
	d.signIn(office.Account{Name: "far", Person: "远", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	if w := d.ask(path + "/voice"); w.Code != http.StatusNotFound {
		t.Errorf("another place: %d", w.Code)
	}
}
