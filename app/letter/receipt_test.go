package letter_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bianmin/app/letter"
	"bianmin/app/receipt"
	"bianmin/app/receipt/receipttest"
	"bianmin/app/village"
)

// TestTheReceiptOnA4SaysWhatTheThermalOneDoes: taken in is not accepted, the days are
// shown, nobody is named, and a second one says that it is one.
func TestTheReceiptOnA4SaysWhatTheThermalOneDoes(t *testing.T) {
	s := source(t)
	s.Again = 2
	l := all(t, s)[letter.Receipt][0]
	if l.To != "" || l.ToLine != "" || l.QR != s.Case.QR || l.Again != "补打 第2次" {
		t.Errorf("to %q, mark %q", l.To, l.Again)
	}
	var days, marks int
	band := false
	for _, p := range l.Parts {
		band = band || p.Notice == "已收件，尚未受理"
		marks += len(p.Marks)
		days += len(p.Days.Days)
	}
	if !band || days != 21 || marks != len(s.Item.Materials) {
		t.Errorf("band %t, %d days, %d of %d papers", band, days, marks, len(s.Item.Materials))
	}
	if foot := strings.Join(l.Foot, ""); !strings.Contains(foot, "非法定电子印章") || !strings.Contains(foot, "没有姓名") || strings.Contains(foot, "热敏") {
		t.Errorf("the foot says %s", foot)
	}
	if !strings.Contains(l.Parts[1].Text, "仅存本机") {
		t.Errorf("after the band comes %+v", l.Parts[1])
	}
}

// crowded is the receipt with the most that an ordinary case brings: a long village, a
// long item with its number, seven papers that are all still to come, twenty working
// days, no second medium, a clock that nobody compared, and the third paper of it.
func crowded(t testing.TB, language string) letter.Letter {
	t.Helper()
	s := source(t)
	s.Texts, s.Again = texts(t, language), 2
	s.From = "揭东区锡场镇江滨村党群服务中心便民服务站"
	s.Item.Name = "最低生活保障对象、特困人员、低收入家庭的认定和救助金给付（含临时救助）"
	s.Item.Department, s.Item.PromisedDays = "揭阳市揭东区民政局（社会救助和社会事务股）", 20
	s.Case.Behalf = true
	s.Item.Special = []village.Special{{Kind: "入户调查"}, {Kind: "专家评审"}}
	s.Case.Number, s.Case.TimeTrust = "44520300MB2D123456"+"3"+"442199806003"+"20261124"+"0001", village.TimeUnknown
	s.Item.Materials, s.Case.Materials = nil, nil
	for i, how := range []village.MaterialState{village.Missing, village.Later, village.Deferred, village.Deferred, village.Missing, village.Missing, village.Missing} {
		code := string(rune('a' + i))
		s.Item.Materials = append(s.Item.Materials, village.Material{Code: code, Name: "家庭成员收入和财产状况声明及授权核查委托书"})
		s.Case.Materials = append(s.Case.Materials, village.HandedIn{Code: code, How: how})
	}
	return letter.ComposeReceipt(s, receipt.Compose(receipt.Source{
		Case: s.Case, Item: s.Item, Calendar: s.Calendar, Texts: s.Texts, Again: s.Again,
		Centre: receipt.Centre{Name: s.From, Enrolled: true}, Copy: village.CopyLocalOnly,
	}))
}

// written is a letter as a file, with its words and the number of its pages.
func written(t *testing.T, l letter.Letter) (file, words string, pages int) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "letter.pdf")
	if dir := os.Getenv("BIANMIN_SCREENS"); dir != "" {
		file = filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "-")+".pdf")
	}
	if err := os.WriteFile(file, pdf(t, setter(t), []letter.Letter{l}), 0o600); err != nil {
		t.Fatal(err)
	}
	words = tool(t, "pdftotext", "-layout", file, "-")
	return file, words, strings.Count(words, "\f")
}

// TestTheReceiptOfEveryOrdinaryCaseIsOnePage: with all its words, its days and its code.
func TestTheReceiptOfEveryOrdinaryCaseIsOnePage(t *testing.T) {
	letters := map[string]letter.Letter{"crowded": crowded(t, "zh-Hans"), "crowded-en": crowded(t, "en")}
	for _, from := range receipttest.Sources(t) {
		from.Copy, from.Again = village.CopyLocalOnly, 1
		s := letter.Source{Case: from.Case, Item: from.Item, From: from.Centre.Name, Calendar: from.Calendar, Texts: from.Texts, Again: 1}
		letters[from.Name] = letter.ComposeReceipt(s, receipt.Compose(from.Source))
	}
	for name, l := range letters {
		t.Run(name, func(t *testing.T) {
			file, words, pages := written(t, l)
			if pages != 1 {
				t.Errorf("%d pages", pages)
			}
			for _, want := range append(said(l), l.Again, l.Foot[0]) {
				if !strings.Contains(plain(words), plain(want)) {
					t.Errorf("%q is not in %s", want, words)
				}
			}
			for _, part := range l.Parts {
				if due := part.Days.Days; len(due) > 0 && name != "crowded-en" && !strings.Contains(plain(words), plain(part.Days.Key)) {
					t.Error("the days are not drawn")
				}
			}
			scan(t, file, l.QR)
		})
	}
}

// TestEveryOrdinaryLetterIsOnePageACopy: no signature stands on a page without its date.
func TestEveryOrdinaryLetterIsOnePageACopy(t *testing.T) {
	for kind, list := range all(t, source(t)) {
		if kind == letter.Rectify || kind == letter.Evidence { // as long as what was found
			continue
		}
		file := filepath.Join(t.TempDir(), "letter.pdf")
		if err := os.WriteFile(file, pdf(t, setter(t), list), 0o600); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(tool(t, "pdftotext", file, "-"), "\f"); n != len(list) {
			t.Errorf("%s: %d pages for %d copies", kind, n, len(list))
		}
	}
}

// TestAReceiptThatIsTooLongSaysOnEveryPageWhatItBelongsTo: never a page with nothing but
// what was left over.
func TestAReceiptThatIsTooLongSaysOnEveryPageWhatItBelongsTo(t *testing.T) {
	s := longest(t)
	s.Again = 1
	l := all(t, s)[letter.Receipt][0]
	file, _, pages := written(t, l)
	if pages < 2 {
		t.Fatalf("%d page: nothing is too long", pages)
	}
	for n := 2; n <= pages; n++ {
		words := tool(t, "pdftotext", "-layout", "-f", fmt.Sprint(n), "-l", fmt.Sprint(n), file, "-")
		head := strings.SplitN(words, "\n", 2)[0]
		for _, want := range []string{l.Title, l.Code, "补打 第1次"} {
			if !strings.Contains(head, want) {
				t.Errorf("page %d begins with %q, without %q", n, head, want)
			}
		}
		if want := fmt.Sprintf("第 %d 页，共 %d 页", n, pages); !strings.Contains(words, want) {
			t.Errorf("page %d does not say %s", n, want)
		}
	}
	scan(t, file, l.QR)
}

// TestTheReceiptOnA4SaysThatAnAgentHandedIn.
func TestTheReceiptOnA4SaysThatAnAgentHandedIn(t *testing.T) {
	for behalf, want := range map[bool]int{false: 0, true: 1} {
		s, n := source(t), 0
		s.Case.Behalf = behalf
		for _, p := range all(t, s)[letter.Receipt][0].Parts {
			for _, f := range p.Facts {
				if f.Label == "代办" && f.Value == "由代办人交来，姓名不印在纸上" {
					n++
				}
			}
		}
		if n != want {
			t.Errorf("handed in by an agent %t: said %d times", behalf, n)
		}
	}
}

// TestALetterHasALineForTheNameThatIsNotKept.
func TestALetterHasALineForTheNameThatIsNotKept(t *testing.T) {
	s := source(t)
	s.Name = ""
	for kind, want := range map[letter.Kind]bool{letter.Acceptance: true, letter.Supplement: true, letter.Deferred: true, letter.Entrust: false} {
		list, err := letter.Compose(kind, s)
		if err != nil || (list[0].ToLine != "") != want || list[0].To != "" {
			t.Errorf("%s: line %q, %v", kind, list[0].ToLine, err)
		}
	}
}

// TestWhatCanBePrintedIsWhatWasDecided.
func TestWhatCanBePrintedIsWhatWasDecided(t *testing.T) {
	decided, fresh, request := source(t), source(t), source(t)
	fresh.Steps = nil
	request.Case.Item = village.BookHome
	acted, over := fresh, fresh
	acted.Case.Behalf, over.Case.Behalf = true, true
	over.Steps = []village.CaseStep{{State: village.Withdrawn, AtMS: at().UnixMilli()}}
	for name, tt := range map[string]struct {
		from letter.Source
		want []letter.Kind
	}{
		"decided":        {decided, []letter.Kind{letter.Receipt, letter.Tolerance, letter.Acceptance, letter.Supplement, letter.Deferred, letter.Entrust}},
		"received only":  {fresh, []letter.Kind{letter.Receipt, letter.Tolerance, letter.Entrust}},
		"by an agent":    {acted, []letter.Kind{letter.Receipt, letter.Tolerance, letter.Entrust, letter.Helped, letter.HelpedStop, letter.Renewal}},
		"and it is over": {over, []letter.Kind{letter.Receipt, letter.Tolerance, letter.Entrust, letter.Helped, letter.HelpedEnd}},
		"an appointment": {request, []letter.Kind{letter.Receipt}},
	} {
		if got := letter.Available(tt.from); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// BenchmarkReceiptA4 is the receipt that is set in four ways until it is one page.
// Target: at most 100 ms, as for a letter.
func BenchmarkReceiptA4(b *testing.B) {
	s, list := setter(b), []letter.Letter{crowded(b, "zh-Hans")}
	for b.Loop() {
		pdf(b, s, list)
	}
}
