package screen

import (
	"strconv"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewMaterials draws the papers and what can be said of each.
func NewMaterials(st Stage) *Screen {
	m := st.Turn.Materials
	head := newHeader(st, head{Key: "materials.title", Step: 3})
	return newScreen(st, head, func(sh *sheet) {
		sh.list(pager{m.Pages, m.Down, m.Up}, sh.columns(sh.body(head)), paperBlocks(sh, m))
		next := act{Name: "next", Words: sh.t("materials.next"), Icon: "next", Kind: touch.Primary, Tap: m.Next}
		if open := m.Open(); open > 0 {
			next.Why = sh.t("materials.left", "n", open)
			if st.Turn.CanLeave() && !st.landscape() {
				next.Why = sh.t("materials.left.short", "n", open)
			}
		}
		sh.footOfTurn(next)
	})
}

func paperBlocks(sh *sheet, m *flow.Materials) []block {
	if len(m.Rows) == 0 {
		return []block{
			sh.title(sh.t("materials.head.none"), ""),
			sh.note(touch.Quiet, "idcard", sh.t("materials.none.note")),
		}
	}
	blocks := []block{papersTitle(sh, m)}
	if m.Free() {
		blocks = []block{sh.title(sh.t("request.photos.head"), sh.t("request.photos.note"))}
	}
	for _, row := range m.Rows {
		blocks = append(blocks, paperCard(sh, m, row))
	}
	if m.Free() {
		blocks = append(blocks, sh.small("eye", sh.t("request.photos.others")))
	}
	return blocks
}

// papersTitle is the answer first, with the count of what is there.
func papersTitle(sh *sheet, m *flow.Materials) block {
	l := sh.look
	note := style.NewText(l.Body, l.Ink, sh.t(m.Note())).Limit(2)
	note.At(0, 0, sh.colWidth()-130)
	return block{height: l.H1.Line + note.Height() + 24, keep: true, reads: true, draw: func(a area) {
		words := sh.t("materials.head.done")
		if n := m.Open(); n > 0 {
			words = sh.t("materials.head.open", "n", n)
		}
		head := sh.fit(words, 1, a.w-250, sh.headTypes()...)
		y := sh.text(head, area{a.x, a.y + l.H1.Line - head.Height(), a.w - 250, 0})
		sh.text(note, area{a.x, y, a.w - 130, 0})
		all := " / " + strconv.Itoa(m.Asked())
		width := l.Head.Width(all) + 2
		sh.text(style.NewText(l.Head, l.Ink2, all), area{a.x + a.w - width, a.y + 14, width, 0})
		figure := style.NewText(style.Figure(76), l.TealMark, strconv.Itoa(m.There())).Align(trailing)
		sh.text(figure, area{a.x + a.w - width - 160, a.y - 4, 158, 0})
		sh.text(style.NewText(l.Small, l.Ink2, sh.t("materials.there")).Align(trailing), area{a.x + a.w - 130, y + 3, 130, 0})
	}}
}

// paperMeasure are the heights of a card's parts in px: in large letters the chip has
// a row of its own.
type paperMeasure struct{ head, chip, answers float32 }

func (sh *sheet) paperMeasure(row flow.Paper) paperMeasure {
	_, rows := sh.answerGrid(row)
	n := float32(rows)
	if len(row.Pictures) > 0 {
		return paperMeasure{touch.PhotoTileHeight(sh.look) - 24, 0, n*104 + (n-1)*12}
	}
	if sh.look.Large {
		return paperMeasure{sh.look.Title.Line + sh.look.Small.Line + 8, touch.ChipHeight(sh.look) + 16, n*104 + (n-1)*12}
	}
	return paperMeasure{100, 0, n*100 + (n-1)*12}
}

// answerGrid is how many answers stand beside each other, and in how many rows: all
// side by side, one below the other in large letters, and four in a square, because
// the longest of four has no room otherwise.
func (sh *sheet) answerGrid(row flow.Paper) (columns, rows int) {
	n := len(row.Options)
	switch {
	case n >= 4:
		return 2, (n + 1) / 2
	case sh.look.Large:
		return 1, n
	}
	return n, 1
}

// paperCard is one paper: what it is, how it stands, and the answers.
func paperCard(sh *sheet, m *flow.Materials, row flow.Paper) block {
	measure := sh.paperMeasure(row)
	high := 24 + measure.head + measure.chip + measure.answers + 20
	return block{height: high + 16, count: 1, draw: func(a area) {
		l := sh.look
		answers := area{a.x + 24, a.y + 24 + measure.head + measure.chip, a.w - 48, measure.answers}
		if len(row.Pictures) > 0 {
			style.Put(photoTile(sh, row), a.x, a.y, a.w, high)
			paperAnswers(sh, m, row, answers)
			return
		}
		edge, width := fyneColor(l.Hair), l.Border(2)
		if row.How == "" && !row.Free && row.Material.Necessity != village.Conditional {
			edge, width = l.RedMark, l.Border(4)
		}
		sh.box(l.Card, edge, width, style.RadiusCard, area{a.x, a.y, a.w, high})
		sh.box(l.Sunk, nil, 0, style.RadiusChip, area{a.x + 24, a.y + 22, 80, 80})
		img := style.Icon(flow.PaperIcon(row.Material.Name), 52, l.Ink2, l.Ink2)
		style.Put(img, a.x+38, a.y+36, 52, 52)
		sh.add(img)
		chip := paperChip(sh, row)
		right := a.x + a.w - 8
		if measure.chip > 0 {
			chip.At(a.x+128, a.y+16+measure.head)
		} else {
			right -= 16 + chip.Width()
			chip.At(right, a.y+26)
		}
		sh.add(chip)
		sh.twoLines(row.Material.Name, row.Note(m), area{a.x + 128, a.y + 12, right - 16 - a.x - 128, measure.head})
		paperAnswers(sh, m, row, answers)
	}}
}

// photoTile is a paper that was photographed, with the picture large enough to see
// which one it is.
func photoTile(sh *sheet, row flow.Paper) *touch.PhotoTile {
	chip := sh.t("materials.chip.file")
	if n := len(row.Pictures); n > 1 {
		chip = sh.t("materials.chip.pages", "n", n)
	}
	tile := touch.NewPhotoTile(sh.look, touch.PhotoWords{
		Title: row.Material.Name, Sub: row.Material.Notes, Picture: row.Pictures[0].Small,
		State: touch.Done, ChipIcon: "camera", Chip: chip,
	}, nil)
	sh.add(tile)
	return tile
}

func paperAnswers(sh *sheet, m *flow.Materials, row flow.Paper, a area) {
	columns, rows := sh.answerGrid(row)
	w := (a.w - 16*float32(columns-1)) / float32(columns)
	h := (a.h - 12*float32(rows-1)) / float32(rows)
	for i, how := range row.Options {
		at := area{a.x + float32(i%columns)*(w+16), a.y + float32(i/columns)*(h+12), w, h}
		name := string(how)
		if how == flow.Without {
			name = "without"
		}
		words := sh.t("materials." + name)
		if how == village.Photographed && len(row.Pictures) > 0 && !row.Free {
			words = sh.t("materials.file.pages")
		}
		b := newPick(sh.look, touch.Plain, words, row.How == how, func() { m.Choose(row.Material.Code, how) })
		sh.target("material."+row.Material.Code+"."+name, b, at)
	}
}

func paperChip(sh *sheet, row flow.Paper) *touch.Chip {
	switch {
	case row.How == village.Photographed:
		return touch.NewChip(sh.look, touch.Done, "camera", sh.t("materials.chip.file"))
	case row.How == village.Original:
		return touch.NewChip(sh.look, touch.Done, "check", sh.t("materials.chip.original"))
	case row.How == village.ByLicence:
		return touch.NewChip(sh.look, touch.Done, "zero", sh.t("materials.chip.licence"))
	case row.How == village.Promised:
		return touch.NewChip(sh.look, touch.Done, "pen", sh.t("materials.chip.promise"))
	case row.How == village.Expired:
		return touch.NewChip(sh.look, touch.Wrong, "close", sh.t("materials.chip.expired"))
	case row.How == village.Later:
		return touch.NewChip(sh.look, touch.Wait, "clock", sh.t("materials.chip.later"))
	case row.Material.ReplacedBy != "" && row.Material.Necessity != village.Conditional:
		return touch.NewChip(sh.look, touch.Neutral, "zero", sh.t("materials.chip.offered"))
	case row.Free:
		return touch.NewChip(sh.look, touch.Neutral, "minus", sh.t("materials.chip.free"))
	case row.Material.Necessity == village.Conditional:
		return touch.NewChip(sh.look, touch.Neutral, "minus", sh.t("materials.chip.sometimes"))
	case row.Material.Necessity == village.MayFollow:
		return touch.NewChip(sh.look, touch.Wait, "clock", sh.t("materials.chip.may_follow"))
	}
	return touch.NewChip(sh.look, touch.Wrong, "close", sh.t("materials.chip.open"))
}
