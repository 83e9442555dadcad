package touch_test

import (
	"bytes"
	"fmt"
	"image/png"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"bianmin/ui/style"
	"bianmin/ui/touch"
	"bianmin/ui/touch/touchtest"
)

func placed(b *touch.Button) *fyne.Container {
	b.Place(100, 100, 300, 104)
	return container.NewWithoutLayout(b)
}

func TestAPressMayWanderTwentyPixels(t *testing.T) {
	tests := []struct {
		name   string
		dx, dy float32
		want   int
	}{
		{"still", 0, 0, 1},
		{"trembling inside", 15, 12, 1},
		{"beside the edge within the slop", 0, 100 - 52 + 15, 1},
		{"off", 0, 100, 0},
		{"over the whole button", 120, 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			taps := 0
			b := touch.NewButton(style.Default(), touch.Primary, "下一步", func() { taps++ })
			root := placed(b)
			from := fyne.NewPos(200, 152)
			touchtest.Swipe(root, from, from.AddXY(tt.dx, tt.dy))
			if taps != tt.want {
				t.Errorf("%d taps, want %d", taps, tt.want)
			}
			if b.Pressed() {
				t.Error("stays pressed after the release")
			}
		})
	}
}

func TestADisabledButtonSaysWhy(t *testing.T) {
	acted, said := false, false
	b := touch.NewButton(style.Default(), touch.Primary, "下一步", func() { acted = true })
	b.OnDisabledTap = func() { said = true }
	b.Disable("还差 2 位，填完再往下")
	touchtest.TapAt(placed(b), 200, 152)
	if acted || !said {
		t.Errorf("acted %v, said %v", acted, said)
	}
	if b.Words() != "还差 2 位，填完再往下" {
		t.Errorf("the words are %q", b.Words())
	}
}

func newList(n int, tap func(int)) (*touch.List, *fyne.Container) {
	l := touch.NewList(style.Default(), func(i int) touch.RowWords {
		return touch.RowWords{Title: string(rune('A' + i))}
	}, tap)
	l.SetCount(n)
	l.Resize(fyne.NewSize(984, 4*touch.RowHeight(style.Default())))
	return l, container.NewWithoutLayout(l)
}

func TestAListTapsTheRowUnderTheFinger(t *testing.T) {
	var got []int
	l, root := newList(20, func(i int) { got = append(got, i) })
	touchtest.TapAt(root, 300, 150)
	l.ScrollTo(138 * 7)
	touchtest.TapAt(root, 300, 150)
	if len(got) != 2 || got[0] != 1 || got[1] != 8 {
		t.Errorf("tapped %v, want [1 8]", got)
	}
}

func TestAFingerDragsTheListAndTapsNothing(t *testing.T) {
	tapped := false
	l, root := newList(20, func(int) { tapped = true })
	touchtest.Swipe(root, fyne.NewPos(300, 400), fyne.NewPos(300, 100))
	if tapped || l.Offset() != 300 {
		t.Errorf("tapped %v, offset %g, want 300", tapped, l.Offset())
	}
	touchtest.Swipe(root, fyne.NewPos(300, 100), fyne.NewPos(300, 112))
	if !tapped || l.Offset() != 300 {
		t.Errorf("a tremble of 12 px: tapped %v, offset %g", tapped, l.Offset())
	}
}

func TestAListCountsWhatIsBelow(t *testing.T) {
	l, _ := newList(10, nil)
	if l.Below() != 6 {
		t.Errorf("%d below, want 6", l.Below())
	}
	l.Page(1)
	if l.Below() != 2 {
		t.Errorf("%d below after a page, want 2", l.Below())
	}
	l.Page(1)
	if l.Below() != 0 || l.Offset() != l.Most() {
		t.Errorf("%d below at the end", l.Below())
	}
	l.SetCount(3)
	if l.Below() != 0 || l.Offset() != 0 {
		t.Errorf("a new list starts at %g with %d below", l.Offset(), l.Below())
	}
}

func TestThePagerCountsAndLeadsBackToTheTop(t *testing.T) {
	l, _ := newList(10, nil)
	p := touch.NewPager(style.Default(), l, func(below int) string { return fmt.Sprintf("下面还有 %d 项", below) })
	p.Place(0, 600, 984, 104)
	for _, want := range []string{"下面还有 6 项", "下面还有 2 项", "下面还有 0 项", "下面还有 6 项"} {
		if p.Words() != want {
			t.Errorf("says %q, want %q", p.Words(), want)
		}
		p.Tap()
	}
	l.SetCount(3)
	if p.Visible() {
		t.Error("a list that is whole in sight has a pager")
	}
}

func TestAFlickGlidesOnlyWithAClock(t *testing.T) {
	now := time.Unix(0, 0)
	l, root := newList(40, nil)
	l.Now = func() time.Time { now = now.Add(10 * time.Millisecond); return now }
	touchtest.Swipe(root, fyne.NewPos(300, 400), fyne.NewPos(300, 200))
	if l.Offset() <= 200 {
		t.Errorf("offset %g, a flick of 200 should go further", l.Offset())
	}
}

func TestASignatureIsStrokesAndAPicture(t *testing.T) {
	changes := 0
	p := touch.NewSignaturePad(style.Default())
	p.Changed = func() { changes++ }
	p.Place(48, 100, 984, 320)
	root := container.NewWithoutLayout(p)
	if _, err := p.PNG(); err == nil || !p.Empty() {
		t.Error("an empty pad gives a picture")
	}
	touchtest.Swipe(root, fyne.NewPos(200, 200), fyne.NewPos(400, 300))
	touchtest.Swipe(root, fyne.NewPos(300, 150), fyne.NewPos(300, 900)) // leaves the pad
	if len(p.Strokes()) != 2 || changes != 2 {
		t.Fatalf("%d strokes, %d changes", len(p.Strokes()), changes)
	}
	for _, at := range p.Strokes()[1] {
		if at.Y > 320 {
			t.Errorf("a point at %g lies outside the pad", at.Y)
		}
	}
	raw, err := p.PNG()
	if err != nil {
		t.Fatal(err)
	}
	pic, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if r, _, _, _ := pic.At(252, 150).RGBA(); r != 0 {
		t.Error("the stroke is not in the picture")
	}
	if r, _, _, _ := pic.At(900, 20).RGBA(); r != 0xffff {
		t.Error("the ground of the picture is not white")
	}
	p.Clear()
	if !p.Empty() {
		t.Error("ink is left after Clear")
	}
	if picture := p.Objects()[2].(*canvas.Image); picture.Image != nil || picture.Visible() {
		t.Error("an empty pad keeps a picture, which every frame would draw")
	}
}

func TestADialogSwallowsWhatLiesBehindIt(t *testing.T) {
	behind, yes := 0, 0
	b := touch.NewButton(style.Default(), touch.Primary, "下一步", func() { behind++ })
	keep := touch.NewButton(style.Default(), touch.Primary, "我还在，接着办", func() { yes++ })
	quit := touch.NewButton(style.Default(), touch.Secondary, "不办了，现在清空", nil)
	d := touch.NewDialog(style.Default(), "您还在办吗？", "**18 秒后**清空您填的内容，回到首页。", keep, quit)
	b.Place(0, 0, 400, 104)
	d.Place(0, 0, 1080, 1920)
	root := container.NewWithoutLayout(b, d)
	touchtest.TapAt(root, 50, 50)
	if behind != 0 {
		t.Error("a tap went through the scrim")
	}
	at := keep.Position()
	touchtest.TapAt(root, at.X+100, at.Y+60)
	if yes != 1 {
		t.Error("the button of the dialog did not act")
	}
	touchtest.Check(t, d, fyne.NewSize(1080, 1920))
}

func TestAnIDHidesTheGroupsThatAreFull(t *testing.T) {
	f := touch.NewIDField(style.Default(), [3]string{"地区 6 位", "出生年月日 8 位", "末尾 4 位"}, nil)
	f.Place(0, 0, 984, touch.IDFieldHeight)
	f.SetValue("4452211")
	if got := shownCells(f); got != "••••••1" {
		t.Errorf("shows %q", got)
	}
	f.SetOpen(true)
	if got := shownCells(f); got != "4452211" {
		t.Errorf("open shows %q", got)
	}
}

func shownCells(f *touch.IDField) string {
	var s string
	for _, o := range f.Objects() {
		if text, ok := o.(*style.Text); ok && text.Type().Size == 68 {
			s += text.Text()
		}
	}
	return s
}

func TestTheRulesFindWhatIsTooSmallOrTooNear(t *testing.T) {
	small := touch.NewButton(style.Default(), touch.Plain, "改", nil)
	small.Place(0, 0, 90, 104)
	near := touch.NewButton(style.Default(), touch.Plain, "改", nil)
	near.Place(95, 0, 120, 104)
	tiny := touch.NewButton(style.Default(), touch.Plain, "小", nil).SetType(style.Type{Size: 24, Line: 34})
	tiny.Place(0, 200, 120, 104)
	out := touch.NewButton(style.Default(), touch.Plain, "外", nil)
	out.Place(400, 200, 120, 104)
	problems := touchtest.Problems(container.NewWithoutLayout(small, near, tiny, out), fyne.NewSize(500, 400), touchtest.RulesOf(style.Default()))
	if len(problems) != 4 {
		t.Errorf("found %d: %q", len(problems), problems)
	}
}

func TestTheRulesFindWordsThatAreCutOrHardToRead(t *testing.T) {
	look := style.Default()
	cut := touch.NewButton(look, touch.Plain, "这个按钮的字太多了", nil)
	cut.Place(0, 0, 200, 104)
	ground := canvas.NewRectangle(look.Hair)
	ground.Resize(fyne.NewSize(400, 100))
	ground.Move(fyne.NewPos(0, 200))
	pale := style.NewText(look.Body, look.Ink2, "看不清")
	pale.At(20, 220, 300)
	large := look
	large.Scale = style.Large()
	root := container.NewWithoutLayout(cut, ground, pale)
	if problems := touchtest.Problems(root, fyne.NewSize(500, 400), touchtest.RulesOf(look)); len(problems) != 2 {
		t.Errorf("found %d: %q", len(problems), problems)
	}
	if problems := touchtest.Problems(root, fyne.NewSize(500, 400), touchtest.RulesOf(large)); len(problems) != 4 {
		t.Errorf("by the rules of large letters found %d: %q", len(problems), problems)
	}
}
