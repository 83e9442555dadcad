package tests

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/device/printer/printertest"
)

// hardCase is an application that is refused at a field with the very sentence that is
// shown; without a field it is taken.
type hardCase struct {
	name         string
	change       map[string]any // of [good], by path
	field, shown string
}

// document is an applicant with another document than a citizen's.
func document(kind, number string) map[string]any {
	return map[string]any{"applicant.id_type": kind, "applicant.id": number}
}

// minor is the number of somebody of so many years.
func minor(years int) string {
	return withCheck("445221" + time.Now().AddDate(-years, 0, -3).Format("20060102") + "002")
}

// withCheck adds the check character of GB 11643 to 17 digits.
func withCheck(digits string) string {
	sum, weight := 0, 1
	for i := len(digits) - 1; i >= 0; i-- {
		weight = weight * 2 % 11
		sum += int(digits[i]-'0') * weight
	}
	return digits + string("10X98765432"[sum%11])
}

// agent is somebody who hands in with a letter, changed; nil removes.
func agent(change map[string]any) map[string]any {
	of := map[string]any{
		"relation": "child", "name": "陈明", "id_type": "resident_id", "id": "445221197003120026", "phone": "13877778888",
		"entrust": map[string]any{"scope": []string{"hand_in"}, "valid_to": time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "original": true},
	}
	for key, value := range change {
		if of[key] = value; value == nil {
			delete(of, key)
		}
	}
	return map[string]any{"behalf": of}
}

func hardCases() []hardCase {
	return []hardCase{
		{"a child without anybody", map[string]any{"applicant.id": minor(9)}, "applicant.id", "申请人不满16周岁，只能由监护人替他办。请监护人带上户口簿和本人身份证"},
		{"a child with somebody who is no guardian", with(agent(nil), "applicant.id", minor(9)), "behalf.relation", "申请人不满16周岁，只能由监护人替他办。请监护人带上户口簿和本人身份证"},
		{"a child with a guardian", with(agent(map[string]any{"relation": "guardian", "entrust": nil}), "applicant.id", minor(9)), "", ""},
		{"somebody of seventeen", map[string]any{"applicant.id": minor(17)}, "", ""},
		{"an agent without a letter", agent(map[string]any{"entrust": nil}), "behalf.entrust", "本人没有来，要有本人签名的委托书。请先领一张空白委托书，请本人填好、签名，再带来"},
		{"an agent whose letter is over", agent(map[string]any{"entrust": map[string]any{"scope": []string{"hand_in"}, "valid_to": "2020-01-31", "original": true}}), "behalf.entrust.valid_to", "委托书过期了，请本人重新签一张"},
		{"an agent who may only fetch", agent(map[string]any{"entrust": map[string]any{"scope": []string{"receive"}, "valid_to": "2099-01-31", "original": true}}), "behalf.entrust.scope", "委托书上没有委托“提交申请和材料”，不能替他提交"},
		{"an agent who is a child", agent(map[string]any{"id": minor(9)}), "behalf.id", "代办人要满18周岁，请换一位来办"},
		{"15 digits", map[string]any{"applicant.id": "110105491231002"}, "applicant.id", "15 位的老身份证号已经停用，请用 18 位的号码"},
		{"17 digits", map[string]any{"applicant.id": "11010519491231002"}, "applicant.id", "身份证号要 18 位，请照着身份证再看一遍"},
		{"a slip in the number", map[string]any{"applicant.id": "110105194912310021"}, "applicant.id", "身份证号有一位不对，请照着身份证再看一遍"},
		{"Hong Kong", document("hk_macao_permit", "H12345678"), "", ""},
		{"Macao, with the count of the booklet", document("hk_macao_permit", "m1234567801"), "", ""},
		{"Hong Kong, its own identity card", document("hk_macao_permit", "A1234567"), "applicant.id", "港澳居民通行证是 H 或 M 加 8 位数字，请照着证件再看一遍"},
		{"Taiwan", document("taiwan_permit", "01234567"), "", ""},
		{"Taiwan, the booklet", document("taiwan_permit", "0123456789B"), "", ""},
		{"Taiwan, its own identity card", document("taiwan_permit", "A123456789"), "applicant.id", "台湾居民通行证是 8 位数字，旧证是 10 位加 1 个字母，请照着证件再看一遍"},
		{"residence card of Hong Kong", map[string]any{"applicant.id": withCheck("81000019940823002")}, "", ""},
		{"permanent resident, new", document("foreign_permanent", "911124198108030024"), "", ""},
		{"permanent resident, new, with a slip", document("foreign_permanent", "911124198108030025"), "applicant.id", "永久居留身份证号有一位不对，请照着证件再看一遍"},
		{"permanent resident, old", document("foreign_permanent", "GBR110012345678"), "", ""},
		{"permanent resident, short", document("foreign_permanent", "GBR1100123456"), "applicant.id", "永久居留身份证是 18 位，旧证是 3 个字母加 12 位数字，请照着证件再看一遍"},
		{"passport with Chinese in it", document("passport", "护照E12345678"), "applicant.id", "护照号只有字母和数字，请照着护照再看一遍"},
		{"a name of one character", map[string]any{"applicant.name": "陈"}, "applicant.name", "姓名至少 2 个字，请照着证件再看一遍"},
		{"a name with a sign", map[string]any{"applicant.name": "陈①妹"}, "applicant.name", "姓名里有不认得的符号，请照着证件再看一遍"},
		{"a village that has no such code, as before it was renamed or merged", map[string]any{"form.home_division": "445203104999"}, "form.home_division", "本区没有这个村或社区，请重新选"},
		{"an item that is none", map[string]any{"item": "gone"}, "item", "没有这个事项，请重新选"},
	}
}

// with is change with one path more.
func with(change map[string]any, path string, value any) map[string]any {
	change[path] = value
	return change
}

// changed is [good] with every path of change replaced.
func changed(t *testing.T, change map[string]any) string {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal([]byte(good), &doc); err != nil {
		t.Fatal(err)
	}
	for path, value := range change {
		at, key := doc, path
		if head, rest, deeper := strings.Cut(path, "."); deeper {
			at, key = doc[head].(map[string]any), rest
		}
		at[key] = value
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestBadInputAndHardCasesAreAnsweredInTheSentenceThatIsShown: who cannot be taken hears
// why and what to do; who can, is.
func TestBadInputAndHardCasesAreAnsweredInTheSentenceThatIsShown(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	taken := 0
	for _, tt := range hardCases() {
		if tt.field == "" {
			taken++
		}
		t.Run(tt.name, func(t *testing.T) {
			code, out, errs := k.run(changed(t, tt.change), "accept", "--input", "-", "--json")
			if tt.field == "" && code != 0 {
				t.Fatalf("refused: %s", errs)
			}
			if tt.field == "" {
				return
			}
			if got := decoded[struct {
				Error struct{ Field, Message string }
			}](t, out).Error; code != 1 || got.Field != tt.field || got.Message != tt.shown {
				t.Errorf("exit %d, %+v, want %s: %s", code, got, tt.field, tt.shown)
			}
		})
	}
	if q := k.queue(); q.Waiting != taken {
		t.Errorf("%d wait, want the %d that were taken", q.Waiting, taken)
	}
}

// TestNamesWithADotAndRareCharactersArriveAsTheyWereTyped; the receipt says that no name
// is on it, and none is.
func TestNamesWithADotAndRareCharactersArriveAsTheyWereTyped(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	names := []string{"阿卜杜热西提·麦麦提吐尔逊江", "𬱖䶮𠅤", "陈〇妹", "Maria José O'Neill"}
	for _, name := range names {
		var a accepted
		k.json(put(t, "applicant.name", name), &a, "accept", "--input", "-")
		paper := filepath.Join(t.TempDir(), "r.pdf")
		k.json("", &struct{}{}, "letter", a.Code, "--kind", "receipt", "--out", paper)
		raw, err := os.ReadFile(paper)
		if err != nil {
			t.Fatal(err)
		}
		if text := words(t, raw); !strings.Contains(text, "本回执没有姓名、身份证号和电话") || strings.Contains(text, name) {
			t.Errorf("the receipt of %s says %s", name, text)
		}
	}
	for i, record := range c.opened(k) {
		if got := record["text"].(map[string]any)["applicant"].(map[string]any)["name"]; got != names[i] {
			t.Errorf("the county has %q of %q", got, names[i])
		}
	}
}

// TestATypedLastDayThatIsOverIsSaidBeforeAnythingIsHandedIn, and such a paper counts as missing.
func TestATypedLastDayThatIsOverIsSaidBeforeAnythingIsHandedIn(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	over := put(t, "materials", material(map[string]any{"code": "sfz", "declared": "original", "valid_until": "2019-05-01"}))
	var got checked
	k.json(over, &got, "accept", "--check", "--input", "-")
	for _, p := range got.Papers {
		if p.Material == "sfz" && (p.Verdict != "expired" || p.Why != "这份有效期到 2019-05-01，已经过期，要换一份有效的：派出所") {
			t.Errorf("an identity card that is over is %s: %s", p.Verdict, p.Why)
		}
	}
	var a accepted
	k.json(over, &a, "accept", "--input", "-")
	var status struct {
		Materials []struct{ Code, How string }
	}
	k.json("", &status, "status", a.Code)
	for _, m := range status.Materials {
		if m.Code == "sfz" && m.How != "missing" {
			t.Errorf("it is taken as %s", m.How)
		}
	}
}

// TestAnItemThatIsWithdrawnBetweenGuideAndConfirmIsNotHandedIn: the person chooses again.
func TestAnItemThatIsWithdrawnBetweenGuideAndConfirmIsNotHandedIn(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems(listOne)
	k.json("", &struct{}{}, "sync", "--once")
	k.json("", &struct{}{}, "items", "show", "a-1")
	c.publishItems(listTwo)
	k.json("", &struct{}{}, "sync", "--once")
	code, out, _ := k.run(simple("a-1"), "accept", "--input", "-", "--json")
	if got := decoded[struct{ Error struct{ Message string } }](t, out).Error.Message; code != 1 || got != "没有这个事项，请重新选" {
		t.Errorf("exit %d, %q", code, got)
	}
	if q := k.queue(); q.Waiting != 0 {
		t.Errorf("handed in: %+v", q)
	}
}

// TestAFormThatChangesWhileACaseIsQueuedRejectsNobody: what was asked on the day is held
// against the form of the day; the next person answers the new question.
func TestAFormThatChangesWhileACaseIsQueuedRejectsNobody(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	field := `{"key":"%s","label":"%s","type":"text","required":true,"purpose":"核对","basis":"办法第1条","retention_days":7}`
	form := func(version string, fields ...string) string {
		return fmt.Sprintf(`{"format":"bianmin-catalogue/1","version":"%s","source":"区里","items":[{"code":"aid","name":"救助","department":"区民政局","legal_basis":["办法"],
			"promised_days":10,"days_unit":"工作日","fee":"不收费","form_fields":[%s]}]}`, version, strings.Join(fields, ","))
	}
	of := func(form string) string {
		return strings.Replace(simple("aid"), `"consent"`, `"form":`+form+`,"consent"`, 1)
	}
	street, reason := fmt.Sprintf(field, "street", "住址"), fmt.Sprintf(field, "reason", "原因")
	c.publishItems(form("1", street))
	k.json("", &struct{}{}, "sync", "--once")
	var old accepted
	k.json(of(`{"street":"江滨村"}`), &old, "accept", "--input", "-")
	c.publishItems(form("2", reason))
	k.json("", &struct{}{}, "sync", "--once")
	for given, want := range map[string]string{`{"street":"江滨村","reason":"火灾"}`: "这个事项没有这一项，请去掉它", `{}`: "原因还没有填"} {
		code, out, _ := k.run(of(given), "accept", "--input", "-", "--json")
		if got := decoded[struct{ Error struct{ Message string } }](t, out).Error.Message; code != 1 || got != want {
			t.Errorf("%s by the new form: exit %d, %q, want %q", given, code, got, want)
		}
	}
	k.json("", &struct{}{}, "sync", "--once")
	c.shows("/cases", spaced(old.Code))
}

// TestThePrinterHasNoPaperAtTheEnd: the case is taken, and the code is on the screen.
func TestThePrinterHasNoPaperAtTheEnd(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	a := k.accept()
	s := printertest.New(576)
	s.Set(printertest.Sensors{End: true})
	code, out, _ := k.run("", "print", a.Code, "--printer", "tcp:"+s.Listen(t), "--json")
	if got := decoded[struct{ Error struct{ Message string } }](t, out).Error.Message; code != 3 || got != "打印机没纸了，回执没有打出来。查询码已经在屏幕上，请拍下来或抄下来" {
		t.Errorf("exit %d, %q", code, got)
	}
	if q := k.queue(); q.Waiting != 1 {
		t.Errorf("the case is not kept: %+v", q)
	}
}

// TestADeviceThatIsMissingIsNamedWithWhatPeopleCanDo instead.
func TestADeviceThatIsMissingIsNamedWithWhatPeopleCanDo(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	for flag, want := range map[string]string{
		"--camera": "camera: /dev/none 没有画面，请看线；群众可以交原件",
		"--card":   "card: /dev/none 没有回话，请看线和电源；群众可以打字",
	} {
		_, out, _ := k.run("", "doctor", "--json", flag, "/dev/none")
		var said []string
		for line := range strings.Lines(out) {
			f := decoded[struct{ Check, Message string }](t, line)
			said = append(said, f.Check+": "+f.Message)
		}
		if !strings.Contains(strings.Join(said, "\n"), want) {
			t.Errorf("%s: %s", flag, strings.Join(said, "\n"))
		}
	}
}

// TestAMachineThatDoesNotKnowTheTimeSaysSoOnThePaper: its clock stands before what the
// county told last. It gives no official number.
func TestAMachineThatDoesNotKnowTheTimeSaysSoOnThePaper(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	db, err := sql.Open("sqlite3", filepath.Join(k.data, "kiosk.db"))
	if err != nil {
		t.Fatal(err)
	}
	told := time.Now().In(village.Zone).AddDate(1, 0, 0)
	if _, err = db.ExecContext(t.Context(), `UPDATE chain SET county_ms = ?`, told.UnixMilli()); err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if state, says := k.remark("clock"); state != "bad" || !strings.HasPrefix(says, "时钟不对，先按 ") || !strings.HasSuffix(says, " 记。请换电池或对时") {
		t.Errorf("the clock is %s: %s", state, says)
	}
	var a struct {
		Code   string  `json:"short_code"`
		Number *string `json:"case_number"`
		At     string  `json:"accepted_at"`
	}
	k.json(good, &a, "accept", "--input", "-")
	if a.Number != nil || !strings.HasPrefix(a.At, told.Format("2006-")) {
		t.Errorf("accepted at %s with number %v", a.At, a.Number)
	}
	paper := filepath.Join(t.TempDir(), "r.pdf")
	k.json("", &struct{}{}, "letter", a.Code, "--kind", "receipt", "--out", paper)
	raw, err := os.ReadFile(paper)
	if err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(strings.Fields(words(t, raw)), ""); !strings.Contains(text, "收件时间是本机的，没有和标准时间对过") {
		t.Errorf("the receipt says %s", text)
	}
}

// TestAMachineThatIsFullSaysWhomToCall before anything is written.
func TestAMachineThatIsFullSaysWhomToCall(t *testing.T) {
	t.Parallel()
	disk := filepath.Join(t.TempDir(), "disk")
	medium(t, disk, 128)
	c, k := newCounty(t), kiosk{t, filepath.Join(disk, "kiosk")}
	c.enrol(k)
	for size := 1 << 20; size >= 512; size /= 2 {
		for fill(t, filepath.Join(disk, "filler"), size) {
		}
	}
	for range 2 { // the first lets the reserve go
		code, out, _ := k.run(good, "accept", "--input", "-", "--json")
		if got := decoded[struct{ Error struct{ Message string } }](t, out).Error.Message; code != 3 || got != "机器存满了，刚才没有存上。请叫工作人员" {
			t.Errorf("exit %d, %q", code, got)
		}
	}
}
