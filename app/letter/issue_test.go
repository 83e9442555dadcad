package letter_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/letter"
	"bianmin/app/seal"
	"bianmin/app/token"
	"bianmin/app/village"
)

// midnight begins the day of the samples.
func midnight() time.Time { return time.Date(2026, 11, 24, 0, 0, 0, 0, village.Zone) }

// code is a code of a county that is in no test of others.
func code(t *testing.T, kind token.Kind) string {
	t.Helper()
	county, err := seal.NewIdentity(bytes.Repeat([]byte{9}, 32))
	if err != nil {
		t.Fatal(err)
	}
	text, err := token.Encode(token.Token{
		Kind: kind, Number: "2026-11-24-03", Role: "inspector", First: midnight(), Last: midnight(),
		Places: []village.DivisionCode{"445203104201", "445203104202"},
	}, county)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestStrangersReadWhatIsHandedOut: day orders, enrolment sheets and badges, the
// longest name among them.
func TestStrangersReadWhatIsHandedOut(t *testing.T) {
	s, text := setter(t), texts(t, "zh-Hans")
	order := letter.ComposeIssue(letter.Issue{
		Kind: letter.Order, From: "揭东区政务服务和数据管理局", Number: "2026-11-24-03", Holder: "B-017", At: midnight(), Until: "2026年11月24日",
		Places: []string{"锡场镇锡西村", "锡场镇江滨村"}, QR: code(t, token.DayOrder),
	}, text)
	enrol := letter.ComposeIssue(letter.Issue{
		Kind: letter.Enrol, From: "锡场镇江滨村", Number: "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV", At: midnight(), Until: "2026年12月1日 09:00",
		Places: []string{"锡场镇江滨村"}, QR: seal.EnrolmentPrefix + "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV",
	}, text)
	cards := make([]letter.Card, 12)
	for i := range cards {
		cards[i] = letter.Card{Title: "工牌", Name: "陈秀英", Number: "B-017", Lines: []string{"帮办代办", "有效到 2027年11月24日"}, QR: code(t, token.Badge)}
	}
	cards[0].Name, cards[0].Lines = strings.Repeat("买买提·艾力", 3), append(cards[0].Lines, "揭东区锡场镇江滨村", "揭东区锡场镇锡西村", "揭东区锡场镇东仓村")
	for name, tt := range map[string]struct {
		set  func(*bytes.Buffer) error
		qr   string
		says string
	}{
		"order":  {func(out *bytes.Buffer) error { return s.PDF(out, order) }, order.QR, "抽查工作令"},
		"enrol":  {func(out *bytes.Buffer) error { return s.PDF(out, enrol) }, enrol.QR, "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV"},
		"badges": {func(out *bytes.Buffer) error { return s.Cards(out, midnight(), cards[1]) }, cards[1].QR, "陈秀英"},
		"sheet":  {func(out *bytes.Buffer) error { return s.Cards(out, midnight(), cards...) }, "", "陈秀英"},
	} {
		var raw bytes.Buffer
		if err := tt.set(&raw); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), name+".pdf")
		if dir := os.Getenv("BIANMIN_SCREENS"); dir != "" {
			file = filepath.Join(dir, name+".pdf")
		}
		if err := os.WriteFile(file, raw.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if words := plain(tool(t, "pdftotext", "-layout", file, "-")); !strings.Contains(words, tt.says) {
			t.Errorf("%s: %q is not in %s", name, tt.says, words)
		}
		if tt.qr != "" {
			scan(t, file, tt.qr)
		}
	}
}
