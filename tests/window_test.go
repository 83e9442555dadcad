package tests

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestTheWholeWayByARealFinger does what a villager does on the real window.
// The county dies while the person signs and comes back after the rating.
func TestTheWholeWayByARealFinger(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	f := newFinger(t, k, 1080, 1920)
	f.screen("home")
	f.says("已联网")
	f.picture("01-home")
	f.answerAll()
	c.kill()
	code := f.submit()
	f.rateTheReceipt()
	f.picture("13-rated")
	f.says("评价收好了")
	f.tap("home")
	f.screen("home")
	f.find(code)
	f.says("存在这台机器里，等联网送到区里")
	f.says("未联网，可以照常办理")
	f.picture("14-waits")

	c.start()
	f.until("records at the county", func() bool { return len(c.records()) == 2 })
	f.tap("done")
	f.find(code)
	f.until("word that the county has it", func() bool { return strings.Contains(f.probe("say"), "区平台已收") })
	f.picture("15-arrived")

	c.shows("/cases", code)
	page := c.page("/cases")
	for _, want := range []string{code, "80周岁以上高龄老人津贴申请", "已收件，尚未受理"} {
		if !strings.Contains(page, want) {
			t.Errorf("the console does not show %q", want)
		}
	}
	for _, secret := range []string{"王小明", "11010519491231002X", "13800000000"} {
		if strings.Contains(page, secret) {
			t.Errorf("the console's list shows %q", secret)
		}
	}
}

// answerAll fills in an old-age allowance up to the signature.
func (f *finger) answerAll() {
	f.t.Helper()
	f.tap("tile.1")
	f.screen("search")
	f.keys("laoren")
	f.picture("02-typing")
	f.tap("老人")
	f.picture("03-found")
	f.tap("result.0")
	f.screen("guide")
	f.picture("04-guide")
	f.tap("start")
	f.screen("notice")
	f.picture("05-notice")
	f.tap("agree")
	f.screen("form")
	f.picture("06-form")
	f.fill()
	f.screen("materials")
	for _, choice := range []string{"sqb.later", "sfz.original", "hkb.licence", "yhzh.later"} {
		f.choose("material." + choice)
	}
	f.picture("08-materials")
	f.choose("material.zp.later")
	f.tap("next")
	f.screen("precheck")
	f.says("还差 2 样主要材料")
	f.picture("08-precheck")
	f.tap("next")
	f.screen("confirm")
	f.picture("09-confirm")
	f.sign()
	f.picture("10-signed")
}

// submit hands in; it returns the code on the screen.
func (f *finger) submit() string {
	f.t.Helper()
	f.tap("submit")
	f.screen("accepted")
	f.picture("11-accepted")
	f.says("已收件，尚未受理")
	code := shortCode.FindString(f.probe("say"))
	if code == "" {
		f.t.Fatalf("no code on the screen: %s", f.probe("say"))
	}
	f.scansAs(code)
	return code
}

var shortCode = regexp.MustCompile(`[2-9A-Z]{4}-[2-9A-Z]{4}`)

// scansAs reads the QR code off the real screen with a decoder that is not
// ours, and lets `bianmin verify` judge it.
func (f *finger) scansAs(code string) {
	f.t.Helper()
	text := f.qr()
	exit, out, errs := f.kiosk.run("", "verify", text, "--json")
	if exit != 0 || !strings.Contains(out, strings.ReplaceAll(code, "-", "")) {
		f.t.Errorf("verify %q: exit %d, %s%s", text, exit, out, errs)
	}
}

// rateTheReceipt gives a poor grade, which needs a reason.
func (f *finger) rateTheReceipt() {
	f.t.Helper()
	f.tap("rate")
	f.screen("rating")
	f.picture("12-rating")
	f.tap("face.2")
	f.tap("tag.207")
	f.tap("send")
}

// find asks for a code on the progress page.
func (f *finger) find(code string) {
	f.t.Helper()
	f.tap("tile.2")
	f.screen("progress")
	for _, r := range strings.ReplaceAll(code, "-", "") {
		f.tap("key." + string(r))
	}
}

// says waits until words stand on the page.
func (f *finger) says(words string) {
	f.t.Helper()
	f.until("words "+words, func() bool { return strings.Contains(f.probe("say"), words) })
}

// fill fills the form of the old-age allowance, with a slip in the number.
func (f *finger) fill() {
	f.t.Helper()
	f.write([][4]int16{{-110, -130, 110, -130}, {-90, -5, 90, -5}, {0, -130, 0, 115}, {-130, 115, 130, 115}})
	f.picture("06-written")
	f.tap("王")
	f.keys("xiao")
	f.tap("小")
	f.keys("ming")
	f.tap("明")
	f.next()
	f.keys("110105194912310021")
	f.picture("07-id-wrong")
	f.tap("删一位")
	f.tap("X")
	f.next()
	f.keys("13800000000")
	f.next()
	f.tap("place.445203104000")
	f.tap("place.445203104202")
	f.next()
	f.keys("jiangbin")
	f.tap("江滨")
	f.picture("07-address")
	f.next()
	f.keys("6217000000000000000")
	f.next()
	f.tap("choice.0")
	f.next()
	for range 3 { // who comes for somebody else: nobody
		f.picture("07-optional")
		f.next()
	}
}

// sign reads the answers to their end, where the pad is, and draws a cross.
func (f *finger) sign() {
	f.t.Helper()
	x, y, ok := f.where("sign")
	for ; !ok; x, y, ok = f.where("sign") {
		f.tap("more")
	}
	f.drag(x-150, y-60, x+100, y+50)
	f.drag(x+90, y-60, x-40, y+70)
}

// question is which one the form asks; other pages have none.
var question = regexp.MustCompile(`第 \d+ 问`)

// next goes on and waits for the next question: its keys stand where those of the
// last one do, and the clock on the page changes too.
func (f *finger) next() {
	f.t.Helper()
	now := func() string {
		said := f.probe("say")
		if n := question.FindString(said); n != "" {
			said = n
		}
		return f.probe("current") + said
	}
	before := now()
	f.tap("next")
	f.until("next question", func() bool { return now() != before })
}

// write draws strokes around the middle of the pad.
func (f *finger) write(strokes [][4]int16) {
	f.t.Helper()
	x, y, ok := f.where("pad")
	f.until("pad to write on", func() bool { x, y, ok = f.where("pad"); return ok })
	for _, s := range strokes {
		f.drag(x+s[0], y+s[1], x+s[2], y+s[3])
	}
}

func (f *finger) keys(letters string) {
	f.t.Helper()
	there := func(name string) bool { _, _, ok := f.where(name); return ok }
	f.until("keyboard", func() bool { return there(letters[:1]) || there("拼音") })
	if !there(letters[:1]) {
		f.tap("拼音")
	}
	for _, r := range letters {
		f.tap(string(r))
	}
}

// page is what the county's console answers.
func (c *county) page(path string) string {
	c.t.Helper()
	answer, err := c.asOfficer().Get(c.url() + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		c.t.Fatalf("%s: %s, %v", path, answer.Status, err)
	}
	return string(body)
}
