package screen

import (
	"fmt"
	"strconv"
	"strings"

	"bianmin/app/inspect"
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewVisit draws what opens a visit of an inspector, and then its checklist by sections.
func NewVisit(st Stage) *Screen {
	v := st.Turn.Visit
	head := newHeader(st, head{Title: st.t("visit.title")})
	return newScreen(st, head, func(sh *sheet) {
		if v.Meeting() {
			drawMeeting(sh, v, head)
			return
		}
		blocks := visitPapers(sh, v)
		if v.Open() {
			blocks = visitBlocks(sh, v)
		}
		sh.list(pager{v.Pages, v.Down, v.Up}, sh.columns(sh.body(head)), blocks)
		visitFoot(sh, v)
	})
}

// visitPapers are the papers that open a visit, and which of them were read.
func visitPapers(sh *sheet, v *flow.Visit) []block {
	blocks := []block{sh.title(sh.t("visit.head"), "")}
	if v.Problem.Text != "" {
		blocks = append(blocks, sh.problem(v.Problem.Text))
	}
	return append(blocks, sh.paragraph(sh.t("visit.how")), sh.air(),
		visitPaper(sh, sh.t("visit.paper.inspector"), v.Papers.Inspector != "", false),
		visitPaper(sh, sh.t("visit.paper.order"), v.Papers.Order != "", false),
		visitPaper(sh, sh.t("visit.paper.witness"), v.Papers.Witness != "", true),
	)
}

// visitPaper is one paper with how it stands.
func visitPaper(sh *sheet, words string, read, free bool) block {
	l := sh.look
	state, icon, say := touch.Wait, "scan", sh.t("visit.paper.wait")
	switch {
	case read:
		state, icon, say = touch.Done, "check", sh.t("visit.paper.read")
	case free:
		state, icon, say = touch.Neutral, "minus", sh.t("visit.paper.free")
	}
	high := max(112, l.Title.Line+48)
	return block{height: high, count: 1, reads: true, draw: func(a area) {
		sh.rule(a.x, a.y, a.w)
		chip := touch.NewChip(l, state, icon, say)
		w := a.w - chip.Width() - 24
		text := sh.fit(words, 1, w, l.Title, l.Body.B(), l.Small.B())
		sh.text(text, area{a.x, a.y + (a.h-text.Height())/2, w, 0})
		chip.At(a.x+a.w-chip.Width(), a.y+(a.h-touch.ChipHeight(l))/2)
		sh.add(chip)
	}}
}

// visitBlocks are the score so far, the sections, and what the machine knows itself.
func visitBlocks(sh *sheet, v *flow.Visit) []block {
	var blocks []block
	if v.Problem.Text != "" {
		blocks = append(blocks, sh.problem(v.Problem.Text))
	}
	where := sh.t("visit.where", "day", v.Day(v.Kiosk().Now()), "place", v.Place())
	blocks = append(blocks, visitScore(sh, v), sh.small("pin", where), sh.small("staff", visitWho(sh, v)))
	blocks = append(blocks, sh.small("shield", sh.t(visitPresence(v))))
	blocks = append(blocks, sh.air())
	for i, part := range v.Parts() {
		blocks = append(blocks, visitPart(sh, v, i, part))
	}
	if facts := v.Facts(); len(facts) > 0 {
		blocks = append(blocks, sh.heading(sh.t("visit.facts")))
		for _, fact := range facts {
			blocks = append(blocks, sh.bullet(fact))
		}
	}
	hold := sh.t("visit.hold", "hours", int(flow.HeldFor.Hours()))
	return append(blocks, sh.heading(sh.t("visit.source")), visitSources(sh, v), sh.note(touch.Quiet, "lock", hold))
}

// visitPresence is the key of what shows that the inspector is there.
func visitPresence(v *flow.Visit) string {
	switch {
	case !v.Begun.Away:
		return "visit.on_machine"
	case v.Proof != "":
		return "visit.proved"
	}
	return "visit.unproved"
}

func visitWho(sh *sheet, v *flow.Visit) string {
	return sh.t("visit.who", "badges", strings.Join(v.Begun.Inspectors, sh.t("visit.and")), "order", v.Begun.Order)
}

// visitScore is what the visit comes to so far, beside the checklist.
func visitScore(sh *sheet, v *flow.Visit) block {
	l, score := sh.look, v.Score()
	figure, room := style.Figure(96), float32(330)
	name := sh.fit(sh.t("visit.template", "name", v.Begun.Template.Name, "version", v.Begun.Template.Version), 3, sh.colWidth()-room-24, l.Head, l.Title.B(), l.Body.B())
	parts := v.Parts()
	left := v.Left()
	say := style.NewText(l.Small, l.Ink2, sh.t("visit.progress", "n", len(parts)-left, "left", left)).Limit(1)
	return block{height: max(name.Height()+l.Small.Line, 112) + 12, keep: true, reads: true, draw: func(a area) {
		sh.text(say, area{a.x, sh.text(name, area{a.x, a.y, a.w - room - 24, 0}), a.w - room - 24, 0})
		full := sh.t("visit.full", "full", score.Full)
		width := l.Head.Width(full) + 2
		sh.text(style.NewText(l.Head, l.Ink2, full), area{a.x + a.w - width, a.y + 40, width, 0})
		ink := l.Ink
		if score.Band == inspect.Red {
			ink = l.RedMark
		}
		sh.text(style.NewText(figure, ink, score.Points.String()).Align(trailing), area{a.x + a.w - room, a.y - 8, room - width - 4, 0})
	}}
}

// visitPart is a section, how it stands, and the way to its rules.
func visitPart(sh *sheet, v *flow.Visit, at int, p flow.Part) block {
	say := touch.RowWords{Title: strconv.Itoa(at+1) + "　" + p.Section.Name, State: touch.Done, Icon: "check", Chip: sh.t("visit.part.good")}
	switch {
	case p.Left > 0:
		say.State, say.Icon, say.Chip = touch.Neutral, "minus", sh.t("visit.part.open")
	case p.Broken > 0 && p.Section.Kind == inspect.Veto:
		say.State, say.Icon, say.Chip = touch.Wrong, "close", sh.t("visit.part.vetoed")
	case p.Broken > 0:
		say.State, say.Icon, say.Chip = touch.Wrong, "close", sh.t("visit.part.takes", "points", p.Taken)
	}
	say.Sub = sh.t("visit.part.sub", "left", p.Section.Max-p.Taken, "max", p.Section.Max)
	if p.Section.Kind == inspect.Veto {
		say.Sub = sh.t("visit.part.veto")
	}
	if p.Left > 0 {
		say.Sub = sh.t("visit.part.left", "n", p.Left)
	}
	return block{height: touch.RowHeight(sh.look), count: 1, draw: func(a area) {
		row := touch.NewRow(sh.look, func() { v.Check(at) })
		row.Set(say)
		sh.target(fmt.Sprintf("part.%d", at), row, a)
	}}
}

// visitSources are those whose inspection it can be: side by side, or in a square in
// large letters.
func visitSources(sh *sheet, v *flow.Visit) block {
	var picks []pick
	for _, s := range v.Sources() {
		picks = append(picks, pick{"source." + string(s), sh.t("check.source." + string(s)), v.Source == s, func() { v.Choose(s) }})
	}
	return sh.picks(picks)
}

// pick is one of a few answers of which one is chosen.
type pick struct {
	name, words string
	chosen      bool
	tap         func()
}

// picks are a few answers, two in a row.
func (sh *sheet) picks(list []pick) block {
	high := max(104, sh.look.Title.Line+44)
	rows := float32((len(list) + 1) / 2)
	return block{height: rows*(high+12) + 12, count: 1, draw: func(a area) {
		w := (a.w - 16) / 2
		for i, p := range list {
			at := area{a.x + float32(i%2)*(w+16), a.y + float32(i/2)*(high+12), w, high}
			sh.target(p.name, newPick(sh.look, touch.Plain, p.words, p.chosen, p.tap), at)
		}
	}}
}

func visitFoot(sh *sheet, v *flow.Visit) {
	if !v.Open() {
		next := act{Name: "next", Words: sh.t("visit.lacks"), Kind: touch.Primary, Why: sh.t("visit.lacks"), Tap: func() {}}
		if v.Busy {
			next.Why = sh.t("visit.busy")
		}
		sh.foot(act{Name: "previous", Words: sh.t("tool.back"), Width: 220, Kind: touch.Secondary, Tap: sh.stage.Turn.Back}, next)
		return
	}
	pause := act{Name: "pause", Words: sh.t("visit.pause"), Icon: "lock", Width: 300, Kind: touch.Secondary, Tap: v.Pause}
	on := act{Name: "go", Words: sh.t("visit.end"), Icon: "next", Kind: touch.Primary, Tap: v.GoOn}
	if at := v.Next(0); at >= 0 {
		on.Words = sh.t("visit.go", "part", v.Parts()[at].Section.Name)
	}
	sh.foot(pause, on)
}
