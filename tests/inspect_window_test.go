package tests

import (
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"bianmin/device/ptytest"
	"bianmin/ui/flow"
)

// TestAnInspectorUsesTheRealWindow: badge and order under a scanner on a serial line, a
// finding photographed, the visit at the county with what shows that it was made there.
// Before it, the machine answers the inspector's own one on its screen.
func TestAnInspectorUsesTheRealWindow(t *testing.T) {
	c, k, own := newCounty(t), newKiosk(t), newKiosk(t)
	c.enrol(k)
	c.enrolAt(own, "445203104203")
	p := c.papersFor(inspectedCentre)
	f, scan := p.window(t, k)

	var challenge struct{ Code string }
	own.json("", &challenge, "check", "challenge", "--order", p.order)
	scan(challenge.Code)
	f.screen(string(flow.RoutePresence))
	if answer := f.qr(); !strings.HasPrefix(answer, "BMP1:") || answer == challenge.Code {
		t.Errorf("the screen answers %q", answer)
	}
	f.picture("inspector-presence")
	f.tap("home")
	f.screen(string(flow.RouteHome))

	scan(p.badge)
	f.screen(string(flow.RouteVisit))
	scan(p.assistant) // whoever serves there is no second inspector
	scan(p.order)
	f.says("检查员不能检查自己值班的服务中心")
	f.inspects(nobodyThere)
	visit := c.visits(1)[0]
	if visit.Centre != inspectedCentre || visit.Presence != "machine" || visit.Answer != "absent" || visit.Score.Points != 90 || visit.Facts == nil {
		t.Errorf("the county has %+v", visit)
	}
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("in the clear: %v", found)
	}
}

// inspects makes a visit on the real window of a centre, which stays open.
func (p inspectors) inspects(t *testing.T, own kiosk, with found) (f *finger, scan func(string)) {
	t.Helper()
	f, scan = p.window(t, own)
	for _, paper := range []string{p.badge, p.order} {
		scan(paper)
		f.screen(string(flow.RouteVisit))
	}
	f.inspects(with)
	return f, scan
}

// inspectsElsewhere makes a visit on the real window of the inspector's own machine, which
// shows its code to the centre's machine and reads the answer.
func (p inspectors) inspectsElsewhere(t *testing.T, own, site kiosk) {
	t.Helper()
	f, scan := p.window(t, own)
	for _, paper := range []string{p.badge, p.order} {
		scan(paper)
		f.screen(string(flow.RouteVisit))
	}
	f.says("请那里的机器扫这个码")
	challenge := f.qr()
	f.picture("inspector-meets")
	there, shown := p.window(t, site)
	shown(challenge)
	there.screen(string(flow.RoutePresence))
	scan(there.qr())
	f.says("那里的机器已经应答")
	f.inspects(nobodyThere)
}

// window is the real window of a machine, with a scanner and a camera.
func (p inspectors) window(t *testing.T, own kiosk) (f *finger, scan func(string)) {
	t.Helper()
	line := ptytest.Open(t)
	f = newScreen(t, own, 1080, 1920)
	f.window, f.flags = "1080x1920", []string{"--scanner", line.Path, "--camera", sawFolder(t)}
	f.startWindow()
	f.screen(string(flow.RouteHome))
	return f, func(text string) {
		t.Helper()
		if _, err := line.Write([]byte(text + "\r\n")); err != nil {
			t.Fatal(err)
		}
	}
}

// found is what a visit finds in the section about who is on duty, and what is said to it.
type found struct {
	rule    string
	answers func(*finger)
}

// nobodyThere is that no one was at the desk.
var nobodyThere = found{"duty.absent", func(f *finger) { f.down("answer.absent"); f.tap("answer.absent") }}

// late was who was there, and says so or not.
func late(answers func(*finger)) found { return found{"duty.late", answers} }

// agrees signs as 小明.
func (f *finger) agrees() {
	f.t.Helper()
	f.down("answer.signed")
	f.tap("answer.signed")
	f.writes("write.name", "xiao", "小", "ming", "明")
	f.sign()
}

// objects says why not, in one character.
func (f *finger) objects() {
	f.t.Helper()
	f.down("answer.objects")
	f.tap("answer.objects")
	f.writes("write.name", "xiao", "小", "ming", "明")
	f.writes("write.objection", "zai", "在")
}

// down turns the pages of a list until a target is there.
func (f *finger) down(name string) {
	f.t.Helper()
	for _, _, ok := f.where(name); !ok; _, _, ok = f.where(name) {
		if _, _, more := f.where("list.more"); more {
			f.tap("list.more")
			continue
		}
		f.tap("more")
	}
}

// writes opens the keyboard of a field and writes syllables and what each is to be.
func (f *finger) writes(field string, words ...string) {
	f.t.Helper()
	f.down(field)
	f.tap(field)
	for i := 0; i < len(words); i += 2 {
		f.keys(words[i])
		f.tap(words[i+1])
	}
	f.tap("write.done")
}

// inspects goes through the checklist: all but one thing is as it should be.
func (f *finger) inspects(with found) {
	f.t.Helper()
	f.says("查了 0 组")
	f.picture("inspector-visit")
	f.tap("go")
	f.screen(string(flow.RouteChecklist))
	f.tap("rest")
	f.tap("next")
	f.tap("break." + with.rule)
	f.screen(string(flow.RouteFinding))
	f.tap("shoot")
	f.screen(string(flow.RoutePhoto))
	f.shoot()
	f.tap("use")
	f.screen(string(flow.RouteFinding))
	f.says("拍照")
	f.picture("inspector-finding")
	f.tap("done")
	f.screen(string(flow.RouteChecklist))
	for f.probe("current") == string(flow.RouteChecklist) {
		f.tap("rest")
		f.tap("next")
	}
	f.screen(string(flow.RouteVerdict))
	f.says("查到 1 个问题")
	with.answers(f)
	f.tap("submit")
	f.says("检查记录已收")
	f.picture("inspector-done")
	f.tap("home")
	f.screen(string(flow.RouteHome))
}

// qr is the QR code on the real screen, read by a decoder that is not ours.
func (f *finger) qr() string {
	f.t.Helper()
	var found *gozxing.Result
	f.until("QR code that can be read", func() bool { // the words are known before the server has painted them
		bitmap, err := gozxing.NewBinaryBitmapFromImage(f.shot())
		if err != nil {
			f.t.Fatal(err)
		}
		found, err = qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
		return err == nil
	})
	return found.GetText()
}
