package tests

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/device/ptytest"
)

const helperPIN = "830274"

// hire lets 陈丽君 help at the centre of most tests and returns the text of her badge.
func (c *county) hire(badge string) string { return c.hireAt(badge, inspectedCentre) }

func (c *county) hireAt(badge, place string) string {
	c.t.Helper()
	if exit, out, errs := command(c.t, helperPIN+"\n", "countyd", "staff", "add", badge, "--name", "陈丽君", "--database", c.database); exit != 0 {
		c.t.Fatalf("staff add: %d %s%s", exit, out, errs)
	}
	file := filepath.Join(c.t.TempDir(), "badge.pdf")
	c.admin("papers", "badge", "--number", badge, "--name", "陈丽君", "--role", "assistant", "--place", place, "--days", "30", "--out", file)
	text, _ := scanned(c.t, file)
	return text
}

// listed waits until the machine has a list of helpers that says may.
func (k kiosk) listed(input string, may bool) {
	k.t.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		k.json("", &struct{}{}, "sync", "--once")
		if exit, _, _ := k.run(input, "helper", "check", "--input", "-"); (exit == 0) == may {
			return
		}
	}
	k.t.Fatalf("the machine does not hear of it: %v", may)
}

// signs is who helps, as the commands take it.
func signs(badge, pin string) string {
	return fmt.Sprintf(`{"badge":%q,"pin":%q}`, badge, pin)
}

// asFile is text in a file.
func asFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "helper.json")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestM11AHelperHandsInForAPersonUntilTheCountyRevokes: M11.
func TestM11AHelperHandsInForAPersonUntilTheCountyRevokes(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	badge := c.hire("B-017")
	right := signs(badge, helperPIN)
	if exit, out, _ := k.run(right, "helper", "check", "--input", "-", "--json"); exit != 1 || !strings.Contains(out, "err.helper.no_list") {
		t.Errorf("without a list: %d %s", exit, out)
	}
	k.listed(right, true)
	var out accepted
	k.json(good, &out, "accept", "--input", "-", "--helper", asFile(t, right))
	k.json("", &struct{}{}, "sync", "--once")
	c.shows("/cases", out.Code[:4])
	c.shows("/cases/"+k.name()+"/"+out.ID, "陈丽君 工牌 B-017")
	if exit, answer, _ := k.run(good, "accept", "--input", "-", "--json", "--helper", asFile(t, signs(badge, "830275"))); exit != 1 || !strings.Contains(answer, `"helper.pin"`) {
		t.Errorf("a wrong PIN: %d %s", exit, answer)
	}
	c.admin("staff", "revoke", "B-017")
	k.listed(right, false)
	if exit, answer, _ := k.run(good, "accept", "--input", "-", "--json", "--helper", asFile(t, right)); exit != 1 || !strings.Contains(answer, "err.helper.revoked") {
		t.Errorf("a revoked helper: %d %s", exit, answer)
	}
	if q := k.queue(); q.Durable+q.Stored+q.Waiting+q.Sent != 1 {
		t.Errorf("refused helpers handed something in: %+v", q)
	}
}

// TestM7TheGreenChannelIsChosenAndTheCountySeesWhoAgreed: M7. Why is sealed, and shown to
// nobody who did not open what is personal.
func TestM7TheGreenChannelIsChosenAndTheCountySeesWhoAgreed(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	right := signs(c.hire("B-017"), helperPIN)
	k.listed(right, true)
	urgent := map[string]any{"class": "urgent"}
	k.mustRefuse(put(t, "priority", urgent), "priority.reason", "accept")
	urgent["reason"] = markName
	var alone, helped accepted
	k.json(put(t, "priority", urgent), &alone, "accept", "--input", "-")
	k.json(put(t, "priority", urgent), &helped, "accept", "--input", "-", "--helper", asFile(t, right))
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("in the clear: %v", found)
	}
	k.json("", &struct{}{}, "sync", "--once")
	c.shows("/cases", "绿色通道")
	c.shows("/cases/"+k.name()+"/"+alone.ID, "还没有工作人员核实")
	page := "/cases/" + k.name() + "/" + helped.ID
	c.shows(page, "工牌B-017在现场同意")
	if html := c.page(page); strings.Contains(html, markName) || strings.Contains(html, "急事") {
		t.Error("why is shown without a reason to look")
	}
	counts := c.admin("cases", "priorities", "--json")
	for _, want := range []string{`"centre":"445203104202","cases":2,"chosen":2,"first":1`, `"helper":"B-017","chosen":1,"first":1`} {
		if !strings.Contains(counts, want) {
			t.Errorf("counted %s, want %s", counts, want)
		}
	}
}

// TestM11AnAgentHandsInWithALetter: without one a sentence says what to bring; the county
// sees who came, and nothing of it lies on the machine in the clear.
func TestM11AnAgentHandsInWithALetter(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	letter := pictureFile(t, 1, "")
	agent := map[string]any{"relation": "child", "name": markName, "id_type": "resident_id", "id": "445221197003120026", "phone": markPhone}
	k.mustRefuse(put(t, "behalf", agent), "behalf.entrust", "accept")
	agent["relation"] = "staff"
	k.mustRefuse(put(t, "behalf", agent), "behalf.relation", "accept")
	k.mustRefuse(put(t, "applicant.id", "44522120120312002X"), "applicant.id", "accept")
	agent["relation"] = "child"
	agent["entrust"] = map[string]any{"scope": []string{"hand_in", "receive"}, "valid_to": time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "file": letter}
	var out accepted
	k.json(put(t, "behalf", agent), &out, "accept", "--input", "-")
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("in the clear: %v", found)
	}
	paper := filepath.Join(t.TempDir(), "receipt.pdf")
	k.json("", &struct{}{}, "letter", out.Code, "--kind", "receipt", "--out", paper)
	raw, err := os.ReadFile(paper)
	if err != nil {
		t.Fatal(err)
	}
	if text := words(t, raw); !strings.Contains(text, "由代办人交来") || strings.Contains(text, markName[:3]) {
		t.Errorf("the receipt says %s", text)
	}
	for kind, want := range map[string]string{"helped": "不是受理通知书", "helped_stop": "申请还在办理", "renewal": "原委托到哪一天为止"} {
		k.json("", &struct{}{}, "letter", out.Code, "--kind", kind, "--out", paper)
		if raw, err = os.ReadFile(paper); err != nil || !strings.Contains(words(t, raw), want) {
			t.Errorf("%s says %s, %v", kind, words(t, raw), err)
		}
	}
	if exit, _, errs := k.run("", "letter", out.Code, "--kind", "helped_end", "--out", paper); exit != 1 || !strings.Contains(errs, "还没有办到这一步") {
		t.Errorf("the end of what goes on: %d %s", exit, errs)
	}
	k.json("", &struct{}{}, "sync", "--once")
	c.shows("/cases", out.Code[:4])
	page := "/cases/" + k.name() + "/" + out.ID
	for _, words := range []string{"子女", "本人没有来", "提交申请和材料", "委托书"} {
		c.shows(page, words)
	}
	if strings.Contains(c.page(page), markName) {
		t.Error("the agent's name is shown without a reason")
	}
}

// TestM15PracticeByCommandTakesNothingIn: what is wrong is said as always, and what is right
// leaves no trace.
func TestM15PracticeByCommandTakesNothingIn(t *testing.T) {
	k := newStation(t)
	if exit, out, _ := k.run(put(t, "applicant.id", "1"), "accept", "--input", "-", "--practice", "--json"); exit != 1 || !strings.Contains(out, `"applicant.id"`) {
		t.Errorf("a wrong number in practice: %d %s", exit, out)
	}
	var out map[string]any
	k.json(good, &out, "accept", "--input", "-", "--practice")
	if out["practice"] != true || out["short_code"] != nil || out["qr"] != nil || out["id"] != nil {
		t.Errorf("practice answers as a receipt: %v", out)
	}
	if q := k.queue(); q.Waiting+q.Sent+q.Stored+q.Durable != 0 {
		t.Errorf("practice is queued: %+v", q)
	}
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("practice left %v", found)
	}
}

// TestARequestAndABookingArePractisedByCommandToo: as an application, see above.
func TestARequestAndABookingArePractisedByCommandToo(t *testing.T) {
	k := newStation(t)
	visit := `{"kind":"home","reason":"年纪大，走不动","place":"445203104202","address":"` + markStreet + `","matter":"` + markWords + `","name":"` + markName + `","phone":"` + markPhone + `","consent":true}`
	for command, good := range map[string]string{"ticket": request, "book": visit} {
		wrong := strings.Replace(good, `"consent":true`, `"consent":false`, 1)
		if exit, out, _ := k.run(wrong, command, "--input", "-", "--practice", "--json"); exit != 1 || !strings.Contains(out, `"consent"`) {
			t.Errorf("%s without consent in practice: %d %s", command, exit, out)
		}
		var out map[string]any
		k.json(good, &out, command, "--input", "-", "--practice")
		if out["practice"] != true || out["short_code"] != nil || out["qr"] != nil || out["id"] != nil {
			t.Errorf("practice of %s answers as a receipt: %v", command, out)
		}
	}
	if q := k.queue(); q.Waiting+q.Sent+q.Stored+q.Durable != 0 {
		t.Errorf("practice is queued: %+v", q)
	}
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("practice left %v", found)
	}
}

// TestALockedBadgeStaysLockedOverPowerCuts: whoever pulls the plug at each try gets no
// more tries than who waits for the answers.
func TestALockedBadgeStaysLockedOverPowerCuts(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	badge := c.hire("B-017")
	k.listed(signs(badge, helperPIN), true)
	start := time.Now()
	k.run(signs(badge, "000001"), "helper", "check", "--input", "-")
	usual, judged := time.Since(start), 1
	for n := 0; ; n++ {
		if n > 60 {
			t.Fatal("sixty tries and no wait")
		}
		after := usual*time.Duration(60+n%5*10)/100 + time.Millisecond
		out, _ := k.killed(after, signs(badge, "000001"), "helper", "check", "--input", "-", "--json")
		if strings.Contains(out, "err.pin.wait") {
			break
		}
		if strings.Contains(out, "err.pin.wrong") {
			judged++
		}
	}
	if judged > 5 {
		t.Errorf("%d tries were answered before the wait", judged)
	}
	exit, out, _ := k.run(signs(badge, helperPIN), "helper", "check", "--input", "-", "--json")
	var answer struct{ Error struct{ Field, Key string } }
	if err := json.Unmarshal([]byte(out), &answer); err != nil || exit != 1 || answer.Error.Key != "err.pin.wait" {
		t.Errorf("the right PIN while the badge is locked: %d %s", exit, out)
	}
}

// TestAHelperTakesOverTheRealWindow holds the badge under the scanner in the middle of
// a form, hands the machine over by one touch and takes it back with the badge.
func TestAHelperTakesOverTheRealWindow(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	badge := c.hire("B-017")
	k.listed(signs(badge, helperPIN), true)
	line := ptytest.Open(t)
	f := newScreen(t, k, 1080, 1920)
	f.window, f.flags = "1080x1920", []string{"--scanner", line.Path}
	f.startWindow()
	scan := func() {
		t.Helper()
		if _, err := line.Write([]byte(badge + "\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	f.toForm()
	scan()
	f.until("the question for the PIN", func() bool { return strings.Contains(f.probe("names"), "signin.try") })
	f.picture("signin")
	for _, digit := range helperPIN {
		f.tap(string(digit))
	}
	f.tap("signin.try")
	f.until("help", func() bool { return strings.Contains(f.probe("say"), "帮办中 B-017") })
	f.says("您叫什么名字")
	f.picture("helping")
	f.tap("call")
	f.until("the person alone", func() bool { return strings.Contains(f.probe("say"), "本人在办") })
	if _, err := line.Write([]byte("6901234567892\r\n")); err != nil { // one code within two seconds is a badge that still lies there
		t.Fatal(err)
	}
	scan()
	f.until("help again", func() bool { return strings.Contains(f.probe("say"), "帮办中 B-017") })
	f.fill()
	f.screen("materials")
	c.admin("staff", "revoke", "B-017")
	k.listed(signs(badge, helperPIN), false)
	f.until("the end of the help", func() bool { return strings.Contains(f.probe("names"), "signin.close") })
	f.tap("signin.close")
	f.screen("materials")
}
