package letter_test

import (
	"bytes"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"bianmin/app/calendar"
	"bianmin/app/letter"
	"bianmin/app/needtest"
	"bianmin/app/receipt"
	"bianmin/app/receipt/receipttest"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
	"bianmin/assets/font"
	"bianmin/assets/font/rare"
	"bianmin/assets/lang"
)

func at() time.Time { return time.Date(2026, 11, 24, 9, 30, 0, 0, village.Zone) }

func setter(t testing.TB) *letter.Setter {
	t.Helper()
	s, err := letter.NewSetter(receipt.Faces{Regular: font.Regular(), Bold: font.Bold(), Rare: rare.TTF})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func texts(t testing.TB, language string) *lang.Text {
	t.Helper()
	text, err := lang.Load(language)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func days(t testing.TB) *calendar.Calendar {
	t.Helper()
	cal, err := calendar.Load(calendardata.WorkingDays())
	if err != nil {
		t.Fatal(err)
	}
	return cal
}

// source is a case that was accepted; its only open paper follows, as the person signed.
func source(t testing.TB) letter.Source {
	t.Helper()
	plain := receipttest.Sources(t)[0]
	plain.Item.ToleranceAllowed, plain.Item.ToleranceBasis = true, "容缺受理清单"
	plain.Case.Materials = slices.DeleteFunc(slices.Clone(plain.Case.Materials), func(h village.HandedIn) bool { return h.Code == "m4" })
	plain.Case.Materials = append(plain.Case.Materials, village.HandedIn{Code: "m4", How: village.Deferred})
	return letter.Source{
		Case: plain.Case, Item: plain.Item, From: plain.Centre.Name, Calendar: days(t), Texts: plain.Texts,
		Name: "欧阳秀英", ID: "44520319441231002X", Compound: []string{"欧阳"},
		Steps: []village.CaseStep{
			{State: village.SupplementAsked, AtMS: at().UnixMilli(), Materials: []string{"m3", "m4", "gone"}},
			{State: village.CaseAccepted, AtMS: at().UnixMilli()},
		},
	}
}

// longest has the longest of everything, and rare characters.
func longest(t testing.TB) letter.Source {
	t.Helper()
	s := source(t)
	s.Name, s.From = "𠮷䶮㛃𬱖", strings.Repeat("揭东区锡场镇江滨村党群服务中心", 3)
	s.Item.Name = strings.Repeat("城乡居民最低生活保障家庭（含特困供养）", 4) + "𰻝"
	s.Item.Department = strings.Repeat("揭阳市揭东区民政局", 4)
	s.Item.PromisedDays = 30
	s.Case.Number = "44520300MB2D123456" + "3" + "442199806003" + "20261124" + "0001"
	s.Item.Materials = nil
	s.Case.Materials, s.Steps[0].Materials = nil, nil
	for i := range 20 {
		code := string(rune('a' + i))
		s.Item.Materials = append(s.Item.Materials, village.Material{
			Code: code, Name: strings.Repeat("家庭成员收入情况声明和授权核查委托书", 2), Form: "原件", Necessity: village.MayFollow,
		})
		s.Steps[0].Materials = append(s.Steps[0].Materials, code)
		s.Case.Materials = append(s.Case.Materials, village.HandedIn{Code: code, How: village.Deferred})
	}
	return s
}

// all are the letters of every kind.
func all(t testing.TB, s letter.Source) map[letter.Kind][]letter.Letter {
	t.Helper()
	out := map[letter.Kind][]letter.Letter{}
	for _, kind := range []letter.Kind{letter.Acceptance, letter.Supplement, letter.Deferred, letter.Entrust, letter.Renewal, letter.Helped, letter.HelpedStop} {
		list, err := letter.Compose(kind, s)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		out[kind] = list
	}
	out[letter.HelpedEnd] = ended(t, s)
	out[letter.Receipt] = []letter.Letter{letter.ComposeReceipt(s, receipt.Compose(receipt.Source{
		Case: s.Case, Item: s.Item, Calendar: s.Calendar, Texts: s.Texts, Again: s.Again,
		Centre: receipt.Centre{Name: s.From, Enrolled: true}, Copy: village.CopyLocalOnly,
	}))}
	rectify, err := letter.ComposeRectify(letter.Rectification{
		Number: "揭东便民抽查〔2026〕11号", From: "揭东区政务服务和数据管理局", Centre: s.From, At: at(),
		Findings: []letter.Finding{
			{What: "上午9时10分到场，窗口无人值守。", Basis: "考核细则第三条", Days: 5},
			{What: strings.Repeat("办事指南没有按最新版本公示，缺少收费依据。", 4), Basis: "考核细则第七条", Days: 10},
		},
	}, s.Calendar, s.Texts)
	if err != nil {
		t.Fatal(err)
	}
	pack := letter.Pack{Number: "揭东便民抽查〔2026〕11号", From: "揭东区政务服务和数据管理局", Centre: s.From, At: at()}
	for range 12 {
		pack.Files = append(pack.Files, letter.Exhibit{Name: "现场照片.jpg", At: at(), Bytes: 182311, SHA256: strings.Repeat("0123456789abcdef", 4)})
	}
	evidence, err := letter.ComposeEvidence(pack, s.Texts)
	if err != nil {
		t.Fatal(err)
	}
	out[letter.Rectify], out[letter.Evidence] = []letter.Letter{rectify}, []letter.Letter{evidence}
	return out
}

func pdf(t testing.TB, s *letter.Setter, list []letter.Letter) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.PDF(&out, list...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// tool runs a program that the project did not write.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), needtest.Tool(t, name), args...).Output()
	if err != nil {
		t.Errorf("%s %v: %v", name, args, err)
	}
	return string(out)
}

// plain is text without what a PDF reader puts between its pieces.
func plain(text string) string { return strings.Join(strings.Fields(text), "") }

// TestStrangersReadEveryLetter: the words by pdftotext, the faces by pdffonts, the
// code of the drawn page by zbarimg and gozxing. BIANMIN_SCREENS names a folder for
// whoever wants to look.
func TestStrangersReadEveryLetter(t *testing.T) {
	s := setter(t)
	for name, from := range map[string]letter.Source{"plain": source(t), "longest": longest(t)} {
		for kind, list := range all(t, from) {
			t.Run(name+"-"+string(kind), func(t *testing.T) {
				raw := pdf(t, s, list)
				if !bytes.Equal(raw, pdf(t, s, list)) {
					t.Error("the same letter, other bytes")
				}
				if name == "plain" && len(raw) > 60<<10 {
					t.Errorf("%d bytes", len(raw))
				}
				file := filepath.Join(t.TempDir(), "letter.pdf")
				if dir := os.Getenv("BIANMIN_SCREENS"); dir != "" {
					file = filepath.Join(dir, name+"-"+string(kind)+".pdf")
				}
				if err := os.WriteFile(file, raw, 0o600); err != nil {
					t.Fatal(err)
				}
				words := plain(tool(t, "pdftotext", "-layout", file, "-"))
				for _, l := range list {
					for _, want := range said(l) {
						if !strings.Contains(words, plain(want)) {
							t.Errorf("%q is not in the text", want)
						}
					}
				}
				for line := range strings.Lines(strings.SplitN(tool(t, "pdffonts", file), "\n", 3)[2]) {
					if words := strings.Fields(line); words[len(words)-5] != "yes" || words[len(words)-3] != "yes" {
						t.Errorf("a face is not embedded, or its characters are not named: %s", line)
					}
				}
				if list[0].QR != "" {
					scan(t, file, list[0].QR)
				}
			})
		}
	}
}

// said is what has to be readable of a letter, without what is drawn.
func said(l letter.Letter) []string {
	list := []string{l.Title, l.Code}
	for _, p := range l.Parts {
		list = append(list, p.Text, p.Notice, p.Head)
		list = append(append(list, p.Boxes...), p.Lines...)
		for _, f := range p.Facts {
			list = append(list, f.Label)
		}
		for _, m := range p.Marks {
			list = append(list, m.State)
			if utf8.RuneCountInString(m.Name) < 20 { // a longer one has its word between its lines
				list = append(list, m.Name)
			}
		}
	}
	var basic []string
	for _, text := range list {
		if !strings.ContainsFunc(text, func(r rune) bool { return r > 0xFFFF }) && utf8.RuneCountInString(text) < 38 {
			basic = append(basic, text)
		}
	}
	return basic
}

func scan(t *testing.T, file, want string) {
	t.Helper()
	page := filepath.Join(t.TempDir(), "page")
	tool(t, "pdftoppm", "-r", "203", "-gray", "-png", "-f", "1", "-l", "1", "-singlefile", file, page)
	if got := strings.TrimSuffix(tool(t, "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", page+".png"), "\n"); got != want {
		t.Errorf("zbarimg reads %q", got)
	}
	raw, err := os.ReadFile(page + ".png")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil || found.GetText() != want {
		t.Errorf("gozxing: %v", err)
	}
}

// TestALetterNamesNobody: name and number are masked as paper has to mask them.
func TestALetterNamesNobody(t *testing.T) {
	s := source(t)
	for kind, list := range all(t, s) {
		for _, l := range list {
			text := l.To
			for _, p := range l.Parts {
				for _, f := range p.Facts {
					text += f.Value
				}
			}
			if strings.Contains(text, "秀英") || strings.Contains(text, s.ID) || strings.Contains(text, "1944") {
				t.Errorf("%s says %s", kind, text)
			}
		}
	}
	if got := letter.Number("44520319441231002X"); got != "4****************X" {
		t.Errorf("the number is %s", got)
	}
}

// TestALetterNeverSaysMoreThanTheCountyDecided.
func TestALetterNeverSaysMoreThanTheCountyDecided(t *testing.T) {
	fresh := source(t)
	fresh.Steps = nil
	for _, kind := range []letter.Kind{letter.Acceptance, letter.Supplement, letter.Deferred} {
		if _, err := letter.Compose(kind, fresh); village.KindOf(err) != village.Conflict {
			t.Errorf("%s of a case that was only received: %v", kind, err)
		}
	}
	none := source(t)
	for i, h := range none.Case.Materials {
		if h.How == village.Deferred {
			none.Case.Materials[i].How = village.Later
		}
	}
	if _, err := letter.Compose(letter.Deferred, none); err == nil {
		t.Error("nobody chose that papers follow, and they may")
	}
	copies, err := letter.Compose(letter.Deferred, source(t))
	if err != nil || len(copies) != 2 || copies[0].Copy == copies[1].Copy {
		t.Errorf("%d copies, %v", len(copies), err)
	}
}

// TestTheLawIsNamedWhereItApplies: article 32 is about licences.
func TestTheLawIsNamedWhereItApplies(t *testing.T) {
	for kind, want := range map[string]bool{"01": true, "05": false, "": false} {
		s := source(t)
		s.Item.Type = kind
		list, err := letter.Compose(letter.Supplement, s)
		if err != nil || strings.Contains(list[0].Parts[0].Text, "第三十二条") != want {
			t.Errorf("type %q: %v", kind, err)
		}
	}
}

// TestTheCalendarShowsWhatWasCounted: 24 November and ten working days.
func TestTheCalendarShowsWhatWasCounted(t *testing.T) {
	list, err := letter.Compose(letter.Acceptance, source(t))
	if err != nil {
		t.Fatal(err)
	}
	counted, off := 0, 0
	var due letter.StripDay
	for _, p := range list[0].Parts {
		if p.Strip == nil {
			continue
		}
		for _, day := range p.Strip.Days {
			switch day.Mark {
			case letter.Counted:
				counted++
			case letter.Off:
				off++
			case letter.Due:
				due = day
			}
		}
	}
	if counted != 9 || off != 4 || due.Label != "8" {
		t.Errorf("%d counted, %d off, due %+v", counted, off, due)
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	s := source(t)
	_, err := letter.ComposeRectify(letter.Rectification{Number: "1", From: "x", Centre: "y", At: at(), Findings: []letter.Finding{{What: "a", Basis: "b"}}}, s.Calendar, s.Texts)
	if e := village.Keyed(err); e.Field != "findings[0]" {
		t.Errorf("%+v", e)
	}
	_, err = letter.ComposeEvidence(letter.Pack{Number: "1", From: "x", Centre: "", At: at()}, s.Texts)
	if e := village.Keyed(err); e.Field != "centre" {
		t.Errorf("%+v", e)
	}
	_, err = letter.ComposeEvidence(letter.Pack{Number: "1", From: "x", Centre: "y", At: at(), Files: []letter.Exhibit{{Name: "a", At: at(), SHA256: "00"}}}, s.Texts)
	if e := village.Keyed(err); e.Field != "files[0]" {
		t.Errorf("%+v", e)
	}
}

func TestLettersLackNoText(t *testing.T) {
	for _, language := range []string{"zh-Hans", "en"} {
		s := source(t)
		s.Texts = texts(t, language)
		for kind, list := range all(t, s) {
			for _, l := range list {
				for _, text := range append(said(l), append(l.Foot, l.CodeLabel, l.Copy, l.To)...) {
					if strings.Contains(text, "letter.") || strings.Contains(text, "receipt.") || strings.ContainsAny(text, "{}") {
						t.Errorf("%s %s: %s", language, kind, text)
					}
				}
			}
		}
	}
}

// Target: at most 100 ms with the faces parsed by the setter.
func BenchmarkLetter(b *testing.B) {
	s := setter(b)
	list, err := letter.Compose(letter.Acceptance, source(b))
	if err != nil {
		b.Fatal(err)
	}
	var raw []byte
	for b.Loop() {
		raw = pdf(b, s, list)
	}
	b.ReportMetric(float64(len(raw)), "bytes")
}
