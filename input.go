package main

import (
	"strings"

	"bianmin/app/village"
	assets "bianmin/assets/ime"
	"bianmin/ui/ime"
	"bianmin/ui/ime/ink"
)

// pinyinCandidates is how many texts `tool pinyin` answers.
const pinyinCandidates = 50

type toolPinyin struct {
	Exact bool `help:"Keep apart what southern accents do not: z from zh, l from n, an from ang."`
}

// pinyinQuery is letters as they are typed; Mode is text, name or place.
type pinyinQuery struct {
	Input string `json:"input"`
	Mode  string `json:"mode,omitempty"`
}

// Run reads one query a line. Blanks between syllables are taken as apostrophes.
func (t toolPinyin) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	engine, err := k.engine(t.Exact)
	if err != nil {
		return err
	}
	return c.eachLine(func(query string) any {
		var q pinyinQuery
		if err := village.DecodeJSON([]byte(query), &q); err != nil {
			return refusal{c.refused(err)}
		}
		letters := strings.Join(strings.Fields(q.Input), "'")
		var list []ime.Candidate
		switch q.Mode {
		case "", "text":
			list = engine.Candidates(letters, pinyinCandidates)
		case "place":
			list = engine.Places(letters, pinyinCandidates)
		case "name":
			list = engine.Names("", letters, pinyinCandidates)
		default:
			return refusal{c.refused(village.Refuse("mode", "err.pinyin.mode"))}
		}
		answer := candidatesAnswer{Candidates: []string{}}
		for _, found := range list {
			answer.Candidates = append(answer.Candidates, found.Text)
		}
		return answer
	})
}

// inkCandidates is how many characters `tool ink` answers.
const inkCandidates = 10

type toolInk struct{}

// inkQuery is a drawing: strokes of points [x, y], y downwards, on a pad.
type inkQuery struct {
	Strokes [][][2]float64 `json:"strokes"`
	Width   float64        `json:"width,omitempty"`
	Height  float64        `json:"height,omitempty"`
}

type candidatesAnswer struct {
	Candidates []string `json:"candidates"`
}

// Run reads one drawing a line.
func (toolInk) Run(c *call) error {
	characters, err := knownCharacters()
	if err != nil {
		return err
	}
	writing, err := ime.NewWriting(assets.Ink(), characters)
	if err != nil {
		return err
	}
	return c.eachLine(func(query string) any {
		var q inkQuery
		if err := village.DecodeJSON([]byte(query), &q); err != nil {
			return refusal{c.refused(err)}
		}
		list, err := writing.Candidates(q.drawing(), ime.InText, inkCandidates)
		if err != nil {
			return refusal{c.refused(err)}
		}
		return candidatesAnswer{list}
	})
}

func (q inkQuery) drawing() ink.Drawing {
	d := ink.Drawing{Width: q.Width, Height: q.Height}
	for _, points := range q.Strokes {
		var s ink.Stroke
		for _, p := range points {
			s = append(s, ink.Point{X: p[0], Y: p[1]})
		}
		d.Strokes = append(d.Strokes, s)
	}
	return d
}

// knownCharacters are the characters with how common they are.
func knownCharacters() (*ime.Characters, error) {
	characters, err := ime.NewCharacters(assets.Frequency(), assets.Unwanted())
	if err != nil {
		return nil, village.Failed("read the characters", err)
	}
	return characters, nil
}

// strokeCandidates is how many characters `tool stroke` answers.
const strokeCandidates = 50

type toolStroke struct{}

// Run reads the strokes of one character a line: h 横, s 竖, p 撇, n 捺 or 点, z 折,
// and * for one that is not known.
func (toolStroke) Run(c *call) error {
	characters, err := knownCharacters()
	if err != nil {
		return err
	}
	strokes := ime.NewStrokes(assets.Strokes(), characters)
	return c.eachLine(func(query string) any {
		return candidatesAnswer{strokes.Candidates(query, strokeCandidates)}
	})
}
