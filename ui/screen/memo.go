package screen

import (
	"bianmin/ui/flow"
	"bianmin/ui/touch"
)

// tell leads to where somebody says what they think, or to what they said.
func (p *ratingPage) tell(sh *sheet) block {
	words := sh.t("rating.voice.speak")
	if p.rating.Memo == flow.MemoThere {
		words = sh.t("rating.voice.there")
	}
	return sh.wide("voice", words, "notice", func() { p.rating.Tell(true) })
}

// wide is a button on a line of its own.
func (sh *sheet) wide(name, words, icon string, tap func()) block {
	return block{height: 104 + gap, count: 1, draw: func(a area) {
		sh.target(name, touch.NewButton(sh.look, touch.Plain, words, tap).SetIcon(icon, false), area{a.x, a.y, a.w, 104})
	}}
}

// drawTelling is the page on which somebody speaks: who will hear it stands there before the
// first word.
func (p *ratingPage) drawTelling(sh *sheet) {
	r := p.rating
	back := act{Name: "voice.done", Words: sh.t("rating.voice.back"), Icon: "check", Kind: touch.Primary, Tap: func() { r.Tell(false) }}
	blocks := []block{sh.title(sh.t("rating.voice.speak"), sh.t("rating.voice.long", "n", r.MostSpoken()))}
	if r.Problem.Text != "" {
		blocks = append(blocks, sh.problem(r.Problem.Text))
	}
	speak := func() { r.Speak(sh.stage.Ctx) }
	switch r.Memo {
	case flow.MemoSpeaking:
		blocks = append(blocks, sh.note(touch.Warning, "notice", sh.t("rating.voice.speaking", "n", r.Spoken, "most", r.MostSpoken())))
		back = act{Name: "voice.stop", Words: sh.t("rating.voice.stop"), Icon: "check", Kind: touch.Primary, Tap: r.Enough}
	case flow.MemoPlaying:
		blocks = append(blocks, sh.wide("voice.quiet", sh.t("rating.voice.quiet"), "close", r.Enough))
	case flow.MemoThere:
		blocks = append(blocks, sh.note(touch.Quiet, "check", sh.t("rating.voice.kept")))
		if r.CanListen() {
			blocks = append(blocks, sh.wide("voice.play", sh.t("rating.voice.play"), "speak", func() { r.Listen(sh.stage.Ctx) }))
		}
		blocks = append(blocks, sh.wide("voice.again", sh.t("rating.voice.again"), "undo", speak), sh.wide("voice.drop", sh.t("rating.voice.drop"), "trash", r.Unsay))
	default:
		blocks = append(blocks, sh.wide("voice.speak", sh.t("rating.voice.begin"), "notice", speak))
	}
	sh.list(pager{}, sh.columns(sh.body(p.head)), append(blocks, sh.note(touch.Quiet, "lock", sh.t("rating.voice.note"))))
	sh.foot(back)
}
