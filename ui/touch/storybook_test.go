package touch_test

import (
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"bianmin/assets/icon"
	"bianmin/ui/style"
	"bianmin/ui/touch"
	"bianmin/ui/touch/touchtest"
)

var storybook = flag.String("storybook", "", "folder for the pictures of all widgets; empty: none")

func TestMain(m *testing.M) {
	flag.Parse()
	touchtest.Start(style.Default())
	os.Exit(m.Run())
}

// page collects objects that are placed by hand.
type page struct {
	style.Look
	objects []fyne.CanvasObject
}

func (p *page) add(o ...fyne.CanvasObject) { p.objects = append(p.objects, o...) }

func (p *page) text(t style.Type, x, y float32, s string) float32 {
	l := style.NewText(t, p.Ink, s)
	p.add(l)
	return l.At(x, y, 1000)
}

// quiet is text on the second line, and under is a name below something w px wide.
func (p *page) quiet(t style.Type, x, y float32, s string) {
	l := style.NewText(t, p.Ink2, s)
	p.add(l)
	l.At(x, y, 1000)
}

func (p *page) under(t style.Type, x, y, w float32, s string) {
	l := style.NewText(t, p.Ink2, s).Align(fyne.TextAlignCenter)
	p.add(l)
	l.At(x, y, w)
}

func (p *page) root() *fyne.Container {
	if p.Paper != style.Light().Paper {
		ground := canvas.NewRectangle(p.Paper) // the theme belongs to the light look
		style.Put(ground, 0, 0, 1920, 1920)
		p.objects = append([]fyne.CanvasObject{ground}, p.objects...)
	}
	return container.NewWithoutLayout(p.objects...)
}

func save(t *testing.T, name string, pic image.Image) {
	t.Helper()
	if *storybook == "" {
		return
	}
	f, err := os.Create(filepath.Join(*storybook, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, pic); err != nil {
		t.Fatal(err)
	}
}

// kit is the sheet of visual/00-kit: colours, buttons, fields, states, icons.
func kit(look style.Look) *fyne.Container {
	p := &page{Look: look}
	bar := canvas.NewRectangle(look.Red)
	style.Put(bar, 0, 0, 1080, 12)
	p.add(bar)
	p.text(look.Head, 48, 36, "颜色")
	kitColours(p)
	p.text(look.Head, 48, 406, "按钮的样子")
	kitButtons(p)
	kitFields(p)
	p.text(look.Head, 48, 976, "状态")
	kitChips(p)
	p.text(look.Head, 48, 1250, "图标")
	kitIcons(p)
	return p.root()
}

func kitColours(p *page) {
	swatches := []struct {
		name string
		c    color.NRGBA
	}{
		{"纸 paper", p.Paper}, {"卡 card", p.Card}, {"凹 sunk", p.Sunk}, {"细线 hair", p.Hair}, {"边 edge", p.Edge},
		{"墨 ink", p.Ink}, {"灰墨 ink2", p.Ink2}, {"红 red", p.Red}, {"青 teal", p.Teal}, {"黄 amber", p.Amber},
	}
	for i, s := range swatches {
		x, y := 48+float32(i%5)*200, 107+float32(i/5)*150
		box := &canvas.Rectangle{FillColor: s.c, CornerRadius: 8}
		if i < 2 {
			box.StrokeColor, box.StrokeWidth = p.Hair, 2
		}
		style.Put(box, x, y, 184, 60)
		p.add(box)
		p.text(p.Caption.B(), x, y+64, s.name)
		p.quiet(p.Caption, x, y+99, fmt.Sprintf("#%02X%02X%02X", s.c.R, s.c.G, s.c.B))
	}
}

func kitButtons(p *page) {
	x, y := []float32{48, 298, 548, 798}, float32(476)
	put := func(i int, top float32, b *touch.Button, state string) {
		b.SetType(p.Title)
		b.Place(x[i], top, 234, 104)
		p.add(b)
		p.under(p.Caption, x[i], top+110, 234, state)
	}
	press := touch.Pressed
	focused := touch.NewButton(p.Look, touch.Primary, "下一步", nil)
	focused.SetFocused(true)
	off := touch.NewButton(p.Look, touch.Primary, "下一步", nil)
	off.Disable("还差 1 样")
	put(0, y, touch.NewButton(p.Look, touch.Primary, "下一步", nil), "平常")
	put(1, y, press(touch.NewButton(p.Look, touch.Primary, "下一步", nil)), "按下")
	put(2, y, focused, "选中")
	put(3, y, off, "不能点")
	put(0, y+160, touch.NewButton(p.Look, touch.Secondary, "上一步", nil), "平常")
	put(1, y+160, press(touch.NewButton(p.Look, touch.Secondary, "上一步", nil)), "按下")
	put(2, y+160, touch.NewButton(p.Look, touch.Danger, "删掉", nil), "会删东西")
	put(3, y+160, touch.NewButton(p.Look, touch.Call, "叫人", nil).SetIcon("call", false), "求助")
}

func kitFields(p *page) {
	normal, active, wrong := touch.NewField(p.Look, "", "", nil), touch.NewField(p.Look, "", "", nil), touch.NewField(p.Look, "", "", nil)
	normal.SetValue("陈阿妹")
	normal.SetHelp("平常")
	active.SetValue("陈阿")
	active.SetActive(true)
	active.SetHelp("正在填")
	wrong.SetValue("445221…7")
	wrong.SetWrong("最后一位不对")
	for i, f := range []*touch.Field{normal, active, wrong} {
		f.Place(48+float32(i)*332, 802, 316, f.Height())
		p.add(f)
	}
}

func kitChips(p *page) {
	chips := [][]*touch.Chip{{
		touch.NewChip(p.Look, touch.Done, "check", "已拍"),
		touch.NewChip(p.Look, touch.Done, "zero", "免交 · 电子证照"),
		touch.NewChip(p.Look, touch.Wait, "clock", "可后补（容缺）"),
		touch.NewChip(p.Look, touch.Wrong, "close", "缺"),
	}, {
		touch.NewChip(p.Look, touch.Wait, "clock", "已收件，尚未受理"),
		touch.NewChip(p.Look, touch.Neutral, "queue", "等联网"),
		touch.NewChip(p.Look, touch.Neutral, "sync", "正在送 2/3"),
	}, {
		touch.NewChip(p.Look, touch.Done, "check", "区里已收到"),
		touch.NewChip(p.Look, touch.Wrong, "warn", "需要处理"),
	}}
	for i, row := range chips {
		x := float32(48)
		for _, c := range row {
			x = c.At(x, 1046+float32(i)*68) + 12
			p.add(c)
		}
	}
}

func kitIcons(p *page) {
	for i, name := range icon.Names() {
		x, y := 62+float32(i%12)*82, 1314+float32(i/12)*96
		img := p.Sign(name, 56)
		style.Put(img, x, y, 56, 56)
		p.add(img)
		p.under(style.Type{Size: 18, Line: 24}, x-16, y+56, 88, name)
	}
}

// parts is the second sheet: what the kit picture does not show.
func parts(look style.Look) *fyne.Container {
	p := &page{Look: look}
	hero := touch.NewTile(look, touch.Hero, touch.TileWords{Number: 1, Icon: "apply", Words: "我要办事", Sub: "津贴、医保、残疾人证、各种证明"}, nil)
	hero.Place(48, 24, 984, 344)
	half := touch.NewTile(look, touch.Half, touch.TileWords{Number: 3, Icon: "rate", Words: "评价服务", Sub: "办得好不好，您说了算"}, nil)
	half.Place(48, 392, 480, 316)
	steps := touch.NewStepBar(look, []string{"看须知", "填信息", "拍材料", "核对签名", "拿回执"})
	steps.SetCurrent(2)
	steps.Place(48, 788, 984, 70)
	id := touch.NewIDField(look, [3]string{"地区 6 位", "出生年月日 8 位", "末尾 4 位"}, nil)
	id.SetOpen(true)
	id.SetActive(true)
	id.SetValue("4452211944031200")
	id.Place(48, 868, 984, touch.IDFieldHeight)
	note := touch.NewNotice(look, touch.ToRead, "speak", "我填的都是真的。存折**12月1日前**补上，不补就停办。我知道：**交来是收件，受理不受理要等通知。**")
	note.At(48, 1070, 984)
	check := touch.NewCheck(look, "没有提供材料清单", nil)
	check.SetChosen(true)
	check.Place(48, 1224, 480, 120)
	radio := touch.NewRadio(look, "本人来拿", nil)
	radio.SetChosen(true)
	radio.Place(552, 1224, 480, 120)
	for g := 5; g >= 1; g-- {
		words := []string{"", "非常不满意", "不满意", "基本满意", "满意", "非常满意"}[g]
		f := touch.NewFace(look, g, words, nil)
		f.SetChosen(g == 2)
		f.Place(48+float32(5-g)*199, 1360, 187, 320)
		p.add(f)
	}
	figure := touch.NewFigure(look, look.TealMark, touch.FigureWords{Label: "最多", Number: "10", Unit: "个工作日", Note: "从受理那天算"})
	figure.Place(48, 1700, 320, touch.FigureHeight(look))
	line := touch.NewTimeline(look, []touch.TimelineStep{{touch.Passed, "收件", "11月23日"}, {touch.Now, "受理", "正在办"}, {touch.Later, "办好", "最迟 12月8日"}})
	line.Place(400, 1690, 632, line.Height())
	tool, call := touch.NewTool(look, touch.Plain, "big", "大字", nil), touch.NewTool(look, touch.Call, "call", "叫人", nil)
	tool.Place(552, 392, 104, 104)
	call.Place(668, 392, 104, 104)
	plain := touch.NewButton(look, touch.Plain, "遮住号码", nil).SetIcon("eye", false)
	plain.Place(784, 392, 248, 104)
	next := touch.NewButton(look, touch.Primary, "确认提交", nil).SetIcon("check", true)
	next.Place(552, 512, 480, 120)
	row := touch.NewRow(look, nil)
	row.Set(touch.RowWords{Title: "老年人优待证", Sub: "也叫：老人卡", State: touch.Neutral, Icon: "pin", Chip: "1 次"})
	row.Place(552, 640, 480, touch.RowHeight(look))
	p.add(hero, half, steps, id, note, check, radio, figure, line, tool, call, plain, next, row)
	return p.root()
}

// more is the third sheet: list, pad, code, toast, bar and the idle warning.
func more(look style.Look) *fyne.Container {
	p := &page{Look: look}
	search := touch.NewField(look, "", "点这里打字", nil).SetIcon("search")
	search.Place(48, 24, 984, search.Height())
	names := []string{"80周岁以上老年人高龄津贴", "老年人优待证", "经济困难老年人养老服务补贴和失能老年人护理补贴申请"}
	list := touch.NewList(look, func(i int) touch.RowWords {
		say := touch.RowWords{Title: names[i%3], Sub: "也叫：老人钱、长寿金　锡场镇社会事务办", State: touch.Done, Icon: "check", Chip: "到现场 0 次"}
		if i > 0 {
			say.State, say.Icon, say.Chip = touch.Neutral, "pin", "到现场 1 次"
		}
		return say
	}, nil)
	list.SetCount(6)
	list.Place(48, 170, 984, 3*touch.RowHeight(look))
	pad := touch.NewSignaturePad(look)
	pad.Place(48, 620, 640, 320)
	touchtest.Swipe(pad, fyne.NewPos(100, 700), fyne.NewPos(260, 880))
	touchtest.Swipe(pad, fyne.NewPos(260, 690), fyne.NewPos(120, 860))
	code := touch.NewQR([][]bool{{true, false, true}, {false, true, false}, {true, true, false}}, 28)
	code.Move(fyne.NewPos(720, 620))
	toast := touch.NewToast(look)
	toast.Place(48, 964, 984, 100)
	toast.Say("已经打印。纸条请收好")
	bar := touch.NewBar(look)
	bar.Place(48, 1084, 984, 12)
	bar.Set(.4)
	p.add(search, list, pad, code, toast, bar)
	return p.root()
}

// idle is the warning of visual/13-idle-warning.
func idle(look style.Look) fyne.CanvasObject {
	keep := touch.NewButton(look, touch.Primary, "我还在，接着办", nil).SetType(look.H1)
	d := touch.NewDialog(look, "您还在办吗？", "**18 秒后**清空您填的内容，回到首页。",
		keep, touch.NewButton(look, touch.Secondary, "不办了，现在清空", nil))
	ring := touch.NewCountdownRing(look)
	ring.Set(27, 45, "18")
	d.SetContent(ring, 460)
	return d
}

func TestTheOtherSheetsLookAsAgreed(t *testing.T) {
	pic := touchtest.Picture(more(style.Default()), 1080, 1920)
	save(t, "more.png", pic)
	test.AssertImageMatches(t, "more.png", pic)
	pic = touchtest.Picture(idle(style.Default()), 1080, 1920)
	save(t, "idle.png", pic)
	test.AssertImageMatches(t, "idle.png", pic)
}

func TestKitLooksAsAgreed(t *testing.T) {
	pic := touchtest.Picture(kit(style.Default()), 1080, 1920)
	save(t, "kit.png", pic)
	test.AssertImageMatches(t, "kit.png", pic)
}

func TestPartsLookAsAgreed(t *testing.T) {
	pic := touchtest.Picture(parts(style.Default()), 1080, 1920)
	save(t, "parts.png", pic)
	test.AssertImageMatches(t, "parts.png", pic)
}

func TestHighContrastDrawsEveryPart(t *testing.T) {
	look := style.Look{Palette: style.HighContrast(), Scale: style.Normal()}
	save(t, "contrast.png", touchtest.Picture(parts(look), 1080, 1920))
	save(t, "contrast-kit.png", touchtest.Picture(kit(look), 1080, 1920))
}

// A pressed key whose ground takes the colour of its words would go blank.
func TestAPressedButtonKeepsItsWordsInEveryPalette(t *testing.T) {
	for name, palette := range map[string]style.Palette{"light": style.Light(), "high contrast": style.HighContrast()} {
		look := style.Look{Palette: palette, Scale: style.Normal()}
		for kind := touch.Primary; kind <= touch.Bare; kind++ {
			b := touch.NewButton(look, kind, "叫人", nil)
			b.Place(0, 0, 200, 104)
			touch.Pressed(b)
			p := &page{Look: look}
			p.add(b)
			if lightest, darkest := shades(touchtest.Picture(p.root(), 200, 104), image.Rect(40, 20, 160, 84)); lightest-darkest < 100 {
				t.Errorf("%s: a pressed button of kind %d has shades %d to %d", name, kind, darkest, lightest)
			}
		}
	}
}

func shades(pic image.Image, within image.Rectangle) (lightest, darkest int) {
	darkest = 255
	for y := within.Min.Y; y < within.Max.Y; y++ {
		for x := within.Min.X; x < within.Max.X; x++ {
			v := int(color.GrayModel.Convert(pic.At(x, y)).(color.Gray).Y)
			lightest, darkest = max(lightest, v), min(darkest, v)
		}
	}
	return lightest, darkest
}
