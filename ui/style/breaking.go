package style

import (
	"strings"
	"unicode/utf8"

	"bianmin/app/breaking"
)

// Run is a piece of a sentence in one face.
type Run struct {
	Text string
	Bold bool
}

// Marked reads a sentence with at most a few bold runs between double
// asterisks: "带了**身份证**吗". It is for texts that ship with the program;
// what a person typed is one Regular run.
func Marked(s string) []Run {
	var runs []Run
	for i, text := range strings.Split(s, "**") {
		if text != "" {
			runs = append(runs, Run{text, i%2 == 1})
		}
	}
	return runs
}

// Plain is the text of runs without faces.
func Plain(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Measure gives the width of text in px.
type Measure func(text string, bold bool) float32

// Break cuts runs into lines that are at most width px wide. No line starts
// with closing or ends with opening punctuation, and none breaks inside a
// number, a date, a number with its unit, a Latin word, a code, 星期六 or
// 工作日. A piece that is wider than a whole line is cut between characters. No
// character stands alone on a last line where the one before it can join it.
func Break(runs []Run, width float32, measure Measure) [][]Run {
	var lines [][]atom
	var line []atom
	var used float32
	begun := 0 // line with which the paragraph begins
	flush := func() {
		lines = append(lines, line)
		line, used = nil, 0
	}
	for _, a := range atoms(runs) {
		if a.newline {
			flush()
			joinLast(lines[begun:], width, measure)
			begun = len(lines)
			continue
		}
		w := a.width(measure)
		inked := w - a.trailing(measure)
		if used > 0 && used+inked > width {
			flush()
		}
		if used == 0 && a.blank() && len(lines) > 0 {
			continue
		}
		if inked > width {
			rest, w := hardBreak(a, width, measure, func(full []Run) { lines = append(lines, []atom{{runs: full}}) })
			line, used = []atom{{runs: rest}}, w
			continue
		}
		line, used = append(line, a), used+w
	}
	if len(line) > 0 || len(lines) == 0 {
		flush()
	}
	joinLast(lines[begun:], width, measure)
	return written(lines)
}

// joinLast moves the last piece of the line before the last one of a paragraph to a
// character that would stand there alone, if both fit there.
func joinLast(lines [][]atom, width float32, measure Measure) {
	n := len(lines)
	if n < 2 || solid(lines[n-1]) > 1 || len(lines[n-2]) < 3 {
		return
	}
	above := lines[n-2]
	joined := append([]atom{above[len(above)-1]}, lines[n-1]...)
	if used := lineWidth(written([][]atom{joined})[0], measure); used <= width {
		lines[n-2], lines[n-1] = above[:len(above)-1], joined
	}
}

// solid is how many characters of a line are neither spaces nor closing marks.
func solid(line []atom) int {
	n := 0
	for _, a := range line {
		for _, r := range Plain(a.runs) {
			if r != ' ' && !breaking.NeverFirst(r) {
				n++
			}
		}
	}
	return n
}

// written are the runs of lines, without the spaces at their ends.
func written(lines [][]atom) [][]Run {
	var list [][]Run
	for _, line := range lines {
		var runs []Run
		for _, a := range line {
			runs = appendRuns(runs, a.runs)
		}
		list = append(list, trimRight(runs))
	}
	return list
}

// Shorten cuts lines after limit and ends the last one with an ellipsis.
func Shorten(lines [][]Run, limit int, width float32, measure Measure) [][]Run {
	if limit <= 0 || len(lines) <= limit {
		return lines
	}
	last := appendRuns(nil, lines[limit-1])
	for len(last) > 0 {
		end := &last[len(last)-1]
		if lineWidth(last, measure)+measure("…", end.Bold) <= width && !endsOpen(end.Text) {
			end.Text += "…"
			break
		}
		_, size := utf8.DecodeLastRuneInString(end.Text)
		if end.Text = end.Text[:len(end.Text)-size]; end.Text == "" {
			last = last[:len(last)-1]
		}
	}
	return append(lines[:limit-1:limit-1], last)
}

func endsOpen(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return breaking.NeverLast(r) || r == ' ' || strings.ContainsRune("，、；：", r)
}

func lineWidth(runs []Run, measure Measure) float32 {
	var w float32
	for _, r := range runs {
		w += measure(r.Text, r.Bold)
	}
	return w
}

func trimRight(line []Run) []Run {
	for len(line) > 0 {
		end := &line[len(line)-1]
		if end.Text = strings.TrimRight(end.Text, " "); end.Text != "" {
			break
		}
		line = line[:len(line)-1]
	}
	return line
}

func appendRuns(line, more []Run) []Run {
	for _, r := range more {
		if n := len(line); n > 0 && line[n-1].Bold == r.Bold {
			line[n-1].Text += r.Text
			continue
		}
		line = append(line, r)
	}
	return line
}

// hardBreak cuts an atom that no line holds. Full lines go to emit; the rest
// and its width are returned.
func hardBreak(a atom, width float32, measure Measure, emit func([]Run)) ([]Run, float32) {
	text, bold := letters(a.runs)
	for {
		rest := cut(text, bold, 0, len(text))
		if used := lineWidth(rest, measure); used <= width || len(text) < 2 {
			return rest, used
		}
		n := breaking.Fit(text, func(n int) bool { return lineWidth(cut(text, bold, 0, n), measure) <= width })
		if n == len(text) {
			return rest, lineWidth(rest, measure)
		}
		emit(cut(text, bold, 0, n))
		text, bold = text[n:], bold[n:]
	}
}

// atom is a piece that stays on one line.
type atom struct {
	runs    []Run
	newline bool
}

func (a atom) width(measure Measure) float32 { return lineWidth(a.runs, measure) }

func (a atom) blank() bool { return strings.TrimSpace(Plain(a.runs)) == "" }

// trailing is the width of the spaces at the end, which may hang over.
func (a atom) trailing(measure Measure) float32 {
	end := a.runs[len(a.runs)-1]
	spaces := len(end.Text) - len(strings.TrimRight(end.Text, " "))
	return measure(end.Text, end.Bold) - measure(end.Text[:len(end.Text)-spaces], end.Bold)
}

// atoms cuts runs wherever a line may end.
func atoms(runs []Run) []atom {
	text, bold := letters(runs)
	var list []atom
	start := 0
	for i := range text {
		if text[i] == '\n' {
			if i > start {
				list = append(list, atom{runs: cut(text, bold, start, i)})
			}
			list, start = append(list, atom{newline: true}), i+1
			continue
		}
		if i > start && rule.May(text, i) {
			list, start = append(list, atom{runs: cut(text, bold, start, i)}), i
		}
	}
	if start < len(text) {
		list = append(list, atom{runs: cut(text, bold, start, len(text))})
	}
	return list
}

// letters are the characters of runs, each with its face.
func letters(runs []Run) (text []rune, bold []bool) {
	for _, run := range runs {
		for _, r := range run.Text {
			text, bold = append(text, r), append(bold, run.Bold)
		}
	}
	return text, bold
}

func cut(text []rune, bold []bool, from, to int) []Run {
	var runs []Run
	for i := from; i < to; i++ {
		runs = appendRuns(runs, []Run{{string(text[i]), bold[i]}})
	}
	return runs
}

// rule keeps words whole that readers of labels stumble over.
//
//nolint:gochecknoglobals // made once from constants
var rule = breaking.Keeping([]string{
	"工作日", "个工作日", "身份证", "户口本", "星期一", "星期二", "星期三", "星期四",
	"星期五", "星期六", "星期日", "星期天", "您", "我们",
})
