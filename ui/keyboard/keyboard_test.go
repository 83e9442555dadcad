package keyboard_test

import (
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"bianmin/assets/lang"
	"bianmin/ui/ime/imetest"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
	"bianmin/ui/touch/touchtest"
)

var storybook = flag.String("storybook", "", "folder for the pictures of the keyboard; empty: none")

func TestMain(m *testing.M) {
	flag.Parse()
	touchtest.Start(style.Default())
	os.Exit(m.Run())
}

// field is a target that keeps what is typed.
type field struct{ text string }

func (f *field) Insert(s string) { f.text += s }
func (f *field) Clear()          { f.text = "" }
func (f *field) Backspace() {
	_, n := utf8.DecodeLastRuneInString(f.text)
	f.text = f.text[:len(f.text)-n]
}

type ticker struct {
	tick    func()
	stopped bool
}

func options(t *testing.T) keyboard.Options {
	t.Helper()
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	return keyboard.Options{Look: style.Default(), Text: text.T, Engine: imetest.Engine(t, "老年人优待证")}
}

func panel(t *testing.T, o keyboard.Options, width float32) (*keyboard.Panel, *field, *fyne.Container) {
	t.Helper()
	p, f := keyboard.New(o), &field{}
	p.SetTarget(f)
	p.SetTab(keyboard.Pinyin)
	p.Place(0, 0, width, keyboard.Height(width))
	return p, f, container.NewWithoutLayout(p)
}

// tap presses the key with these words.
func tap(t *testing.T, root fyne.CanvasObject, words string) {
	t.Helper()
	o := find(root, words)
	if o == nil {
		t.Fatalf("no key says %q", words)
	}
	o.Tap()
}

func find(root fyne.CanvasObject, words string) *touch.Button {
	var found *touch.Button
	touchtest.Walk(root, func(o fyne.CanvasObject, _ fyne.Position) {
		if b, ok := o.(*touch.Button); ok && b.Words() == words {
			found = b
		}
	})
	return found
}

func TestPinyinTypesAWord(t *testing.T) {
	_, f, root := panel(t, options(t), 1080)
	for _, r := range "shenfenzheng" {
		tap(t, root, string(r))
	}
	if f.text != "" {
		t.Errorf("letters reached the field: %q", f.text)
	}
	tap(t, root, "身份证")
	if f.text != "身份证" {
		t.Errorf("the field holds %q", f.text)
	}
	tap(t, root, "删")
	if f.text != "身份" {
		t.Errorf("after 删 the field holds %q", f.text)
	}
}

func TestLettersThatAWordDidNotUseStay(t *testing.T) {
	p, f, root := panel(t, options(t), 1080)
	for _, r := range "wobang" {
		p.TypedRune(r)
	}
	tap(t, root, "更多")
	for find(root, "我") == nil {
		tap(t, root, "下一页")
	}
	tap(t, root, "我")
	tap(t, root, "帮")
	if f.text != "我帮" {
		t.Errorf("the field holds %q", f.text)
	}
}

func TestDeleteTakesLettersFirst(t *testing.T) {
	p, f, root := panel(t, options(t), 1080)
	f.text = "陈"
	p.TypedRune('a')
	tap(t, root, "删")
	if f.text != "陈" {
		t.Errorf("删 took a character while a letter was there: %q", f.text)
	}
	tap(t, root, "删")
	if f.text != "" {
		t.Errorf("the field holds %q", f.text)
	}
}

func TestAPhysicalKeyboardLandsInTheSameField(t *testing.T) {
	done := 0
	o := options(t)
	o.Done = func() { done++ }
	p, f, _ := panel(t, o, 1080)
	for _, r := range "nainai " {
		p.TypedRune(r)
	}
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	p.TypedRune('陈')
	p.SetTab(keyboard.Digits)
	p.TypedRune('7')
	p.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if f.text != "奶陈7" || done != 1 {
		t.Errorf("the field holds %q, done %d times", f.text, done)
	}
}

func TestAnotherFieldForgetsTheLetters(t *testing.T) {
	p, f, _ := panel(t, options(t), 1080)
	p.TypedRune('w')
	other := &field{}
	p.SetTarget(other)
	p.TypedRune(' ')
	if f.text != "" || other.text != " " {
		t.Errorf("fields hold %q and %q", f.text, other.text)
	}
}

func TestOnlyDeleteRepeats(t *testing.T) {
	o := options(t)
	clock := &ticker{}
	o.Every = func(_ time.Duration, f func()) func() {
		clock.tick, clock.stopped = f, false
		return func() { clock.stopped = true }
	}
	_, f, root := panel(t, o, 1080)
	f.text = "一二三四五"
	key := find(root, "删")
	touchtest.Hold(key)
	for range 8 {
		clock.tick()
	}
	if f.text != "一二" {
		t.Errorf("after 8 ticks the field holds %q", f.text)
	}
	touchtest.Release(key)
	if !clock.stopped || f.text != "一二" {
		t.Errorf("after the release: stopped %v, %q", clock.stopped, f.text)
	}
	clock.tick = nil
	touchtest.Hold(find(root, "a"))
	if clock.tick != nil {
		t.Error("a letter repeats")
	}
}

func TestCapitalsAndSigns(t *testing.T) {
	p, f, root := panel(t, options(t), 1080)
	p.SetTab(keyboard.Signs)
	tap(t, root, "大写")
	tap(t, root, "K")
	tap(t, root, "小写")
	tap(t, root, "k")
	tap(t, root, "符号")
	tap(t, root, "，")
	tap(t, root, "字母")
	tap(t, root, "z")
	if f.text != "Kk，z" {
		t.Errorf("the field holds %q", f.text)
	}
}

func TestKeypadTypesAnID(t *testing.T) {
	f := &field{}
	k := keyboard.NewKeypad(options(t), true, f)
	k.Place(48, 1058, 984, keyboard.KeypadHeight)
	root := container.NewWithoutLayout(k)
	touchtest.TapAt(root, 100, 1100)
	tap(t, root, "X")
	tap(t, root, "删一位")
	for _, r := range "0x陈a" {
		k.TypedRune(r)
	}
	if f.text != "10X" {
		t.Errorf("the field holds %q", f.text)
	}
	touchtest.Check(t, root, fyne.NewSize(1080, 1920))
}

func TestEveryTabKeepsTheRules(t *testing.T) {
	for _, letters := range []string{"shen", "shenfen", "laonianrenyoudaizhengsanqianjiu"} {
		keepsTheRules(t, letters)
	}
}

func keepsTheRules(t *testing.T, letters string) {
	t.Helper()
	for _, width := range []float32{1080, 1920} {
		p, _, root := panel(t, options(t), width)
		size := fyne.NewSize(width, keyboard.Height(width))
		for _, tab := range []keyboard.Tab{keyboard.Writing, keyboard.Pinyin, keyboard.Strokes, keyboard.Digits, keyboard.Signs} {
			p.SetTab(tab)
			switch tab {
			case keyboard.Writing:
				write(t, root)
			case keyboard.Pinyin:
				for _, r := range letters {
					p.TypedRune(r)
				}
			}
			touchtest.Check(t, root, size)
			picture(t, root, size, strings.Join([]string{"keyboard", string(rune('0' + tab)), map[bool]string{true: "wide", false: "tall"}[width > 1080]}, "-"))
		}
	}
}

func picture(t *testing.T, root *fyne.Container, size fyne.Size, name string) {
	t.Helper()
	if *storybook == "" {
		return
	}
	ground := canvas.NewRectangle(style.Default().Paper)
	style.Put(ground, 0, 0, size.Width, size.Height)
	f, err := os.Create(filepath.Join(*storybook, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, touchtest.Picture(container.NewWithoutLayout(ground, root), size.Width, size.Height)); err != nil {
		t.Fatal(err)
	}
}

func TestTheLastKeyTakesAWordBeforeItActs(t *testing.T) {
	done, heard := 0, ""
	o := options(t)
	o.Done = func() { done++ }
	o.Composing = func(letters string) { heard = letters }
	_, f, root := panel(t, o, 1080)
	for _, r := range "wo" {
		tap(t, root, string(r))
	}
	if heard != "wo" {
		t.Errorf("heard the letters %q", heard)
	}
	tap(t, root, "填好了")
	if f.text != "我" || done != 0 || heard != "" {
		t.Errorf("the field holds %q, done %d times, letters %q", f.text, done, heard)
	}
	tap(t, root, "填好了")
	if done != 1 {
		t.Errorf("done %d times", done)
	}
}

func TestRawLettersAreAsGoodAsAWord(t *testing.T) {
	heard, atDone := "", ""
	o := options(t)
	o.Raw, o.Composing = true, func(letters string) { heard = letters }
	o.Done = func() { atDone = heard }
	_, f, root := panel(t, o, 1080)
	tap(t, root, "w")
	tap(t, root, "填好了")
	if atDone != "w" || heard != "" || f.text != "" {
		t.Errorf("done with %q, then %q, the field holds %q", atDone, heard, f.text)
	}
}

// write draws 十 on the pad of the panel.
func write(t *testing.T, root fyne.CanvasObject) {
	t.Helper()
	var at fyne.Position
	var size fyne.Size
	touchtest.Walk(root, func(o fyne.CanvasObject, pos fyne.Position) {
		if pad, ok := o.(*touch.WritingPad); ok {
			at, size = pos, pad.Size()
		}
	})
	on := func(x, y float32) fyne.Position { return at.AddXY(size.Width*x, size.Height*y) }
	touchtest.Swipe(root, on(.15, .45), on(.85, .44))
	touchtest.Swipe(root, on(.5, .1), on(.5, .9))
}

func TestAFingerWritesACharacter(t *testing.T) {
	for _, width := range []float32{1080, 1920} {
		p, f, root := panel(t, options(t), width)
		p.SetTab(keyboard.Writing)
		write(t, root)
		if f.text != "" {
			t.Errorf("ink reached the field: %q", f.text)
		}
		tap(t, root, "十")
		tap(t, root, "填好了") // nothing is on the pad: it acts, and types nothing
		if f.text != "十" {
			t.Errorf("the field holds %q", f.text)
		}
		write(t, root)
		tap(t, root, "撤一笔")
		tap(t, root, "删")
		if f.text != "十" {
			t.Errorf("删 took a character while ink was there: %q", f.text)
		}
		tap(t, root, "删")
		if f.text != "" {
			t.Errorf("the field holds %q", f.text)
		}
	}
}

func TestAnotherFieldForgetsTheInk(t *testing.T) {
	p, _, root := panel(t, options(t), 1080)
	p.SetTab(keyboard.Writing)
	write(t, root)
	other := &field{}
	p.SetTarget(other)
	tap(t, root, "填好了")
	if other.text != "" {
		t.Errorf("ink of one field went into another: %q", other.text)
	}
}

func TestStrokesInTheirOrderFindACharacter(t *testing.T) {
	p, f, root := panel(t, options(t), 1080)
	p.SetTab(keyboard.Strokes)
	for _, stroke := range []string{"丿 撇", "不清楚"} {
		tap(t, root, stroke)
	}
	if find(root, "人") == nil {
		tap(t, root, "更多")
	}
	tap(t, root, "人")
	if f.text != "人" {
		t.Errorf("the field holds %q", f.text)
	}
}

func TestAllCandidatesAreAPageAway(t *testing.T) {
	_, f, root := panel(t, options(t), 1080)
	for _, r := range "shi" {
		tap(t, root, string(r))
	}
	tap(t, root, "更多")
	seen := map[string]bool{}
	touchtest.Check(t, root, fyne.NewSize(1080, keyboard.Height(1080)))
	for range 3 {
		touchtest.Walk(root, func(o fyne.CanvasObject, _ fyne.Position) {
			if b, ok := o.(*touch.Button); ok {
				seen[b.Words()] = true
			}
		})
		tap(t, root, "下一页")
	}
	for range 3 {
		tap(t, root, "上一页")
	}
	if len(seen) < 40 {
		t.Errorf("three pages show %d candidates", len(seen))
	}
	tap(t, root, "收起")
	tap(t, root, "是")
	if f.text != "是" {
		t.Errorf("the field holds %q", f.text)
	}
}
