package screen

import (
	"slices"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// LookOf is what the pages are drawn with in the modes m of a kiosk whose look
// at rest is base.
func LookOf(base style.Look, m flow.Modes) style.Look {
	if m.Large {
		base.Scale = style.Large()
	}
	if m.Contrast {
		base.Palette = style.HighContrast()
	}
	return base
}

// tool is one of the squares that every page has at the same place.
type tool struct {
	name, icon, words string
	kind              touch.Kind
	tap               func()
}

// tools are those of every page, 叫人 at the right end.
func (st Stage) tools() []tool {
	list := st.homeTools()
	at := len(list) - 1
	if st.Turn.Reading.Works() {
		at--
	}
	if len(st.Turn.Languages()) > 1 {
		list = slices.Insert(list, at, tool{languageTool, "globe", st.t("tool.language.short"), touch.Plain, st.speakOrLeave})
	}
	return list
}

// speakOrLeave ends the help of who helps; else it changes the language.
func (st Stage) speakOrLeave() {
	if st.Turn.Helper.Acting() != "" {
		st.Turn.Helper.SignOut()
		return
	}
	st.speakOther()
}

// callOrHand hands the machine over to the person, or calls somebody when nobody is
// there.
func (st Stage) callOrHand() {
	if st.Turn.Helper.Acting() != "" {
		st.Turn.Helper.HandOver()
		return
	}
	st.Turn.Calling.Call(st.Ctx)
}

// refreshHelper gives two of the squares to who helps: who is there need not be
// called, and who speaks for others does not change the language.
func (st Stage) refreshHelper(names map[string]fyne.CanvasObject) {
	call, language, long := [2]string{"call", "tool.call"}, [2]string{"globe", "tool.language.short"}, "tool.language"
	if st.Turn.Helper.Acting() != "" {
		call, language, long = [2]string{"visit", "tool.hand"}, [2]string{"close", "tool.out"}, "tool.out"
	}
	if tool, ok := names["call"].(*touch.Tool); ok {
		tool.Set(call[0], st.t(call[1]))
	}
	switch button := names[languageTool].(type) {
	case *touch.Tool:
		button.Set(language[0], st.t(language[1]))
	case *touch.Button:
		button.SetWords(st.t(long))
		button.SetIcon(language[0], false)
	}
}

// speakOther changes to the next language; everything else stays.
func (st Stage) speakOther() {
	m := st.Turn.Modes()
	m.Language = st.Turn.NextLanguage()
	st.Turn.SetModes(m)
}

// homeTools are those of the home page, which has a wider button for the language.
func (st Stage) homeTools() []tool {
	m := st.Turn.Modes()
	list := []tool{
		st.mode(m.Large, tool{name: "mode.large", icon: "big"}, tool{icon: "small"}, func(m *flow.Modes) { m.Large = !m.Large }),
		st.mode(m.Contrast, tool{name: "mode.contrast", icon: "contrast"}, tool{icon: "contrast"}, func(m *flow.Modes) { m.Contrast = !m.Contrast }),
	}
	if !st.landscape() { // a window of 27 cm is within reach as a whole
		list = append(list, st.mode(m.Low, tool{name: "mode.low", icon: "low"}, tool{icon: "high"}, func(m *flow.Modes) { m.Low = !m.Low }))
	}
	if st.Turn.Reading.Works() {
		icon, words := st.reading()
		list = append(list, tool{readTool, icon, words, touch.Plain, func() { st.Turn.Reading.Press(st.Ctx) }})
	}
	return append(list, tool{"call", "call", st.t("tool.call"), touch.Call, st.callOrHand})
}

// mode is the tool that switches one mode on, or off again; its words say which.
func (st Stage) mode(on bool, start, end tool, change func(*flow.Modes)) tool {
	t := tool{name: start.name, icon: start.icon, words: st.t("tool." + start.name), kind: touch.Plain}
	if on {
		t.icon, t.words = end.icon, st.t("tool."+start.name+".off")
	}
	t.tap = func() {
		m := st.Turn.Modes()
		change(&m)
		st.Turn.SetModes(m)
	}
	return t
}

// tools puts the squares of list side by side at the right end of a, each w wide, and
// returns their left edge.
func (sh *sheet) tools(list []tool, a area, w float32) float32 {
	x := a.x + a.w - float32(len(list))*(w+toolGap) + toolGap
	left := x
	for _, t := range list {
		sh.target(t.name, touch.NewTool(sh.look, t.kind, t.icon, t.words, t.tap), area{x, a.y, w, a.h})
		x += w + toolGap
	}
	return left
}

// Names of two of the squares.
const (
	readTool     = "read"
	languageTool = "mode.language"
)

// reading is how 朗读 looks now.
func (st Stage) reading() (icon, words string) {
	switch st.Turn.Reading.State {
	case flow.ReadingAloud:
		return "quiet", st.t("tool.read.stop")
	case flow.ReadingOffered:
		return "speak", st.t("tool.read.own")
	case flow.ReadingFailed:
		return "quiet", st.t("tool.read.failed")
	}
	return "speak", st.t("tool.read")
}

// refreshReading shows on 朗读 whether something is read.
func (st Stage) refreshReading(names map[string]fyne.CanvasObject) {
	icon, words := st.reading()
	switch read := names[readTool].(type) {
	case *touch.Tool:
		read.Set(icon, words)
		read.SetOn(st.Turn.Reading.State == flow.ReadingAloud)
	case *touch.Button:
		read.SetWords(words)
		read.SetIcon(icon, false)
	}
}
