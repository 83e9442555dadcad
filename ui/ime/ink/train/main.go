// Command train makes what a handwriting model is learnt from, scores one, and makes
// the lists beside it. It is not part of the product; assets/ime/build.sh runs it.
//
//	train samples --writer DIR --count N --seed S   bytes for train.py on stdout
//	train score --model FILE --kanjivg DIR …        how well a model reads strange hands
//	train frequency --words FILE                    how common characters are
//	train strokes --dictionary FILE                 from the order of strokes to characters
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"unicode"

	"github.com/alecthomas/kong"

	"bianmin/ui/ime/ink"
	"bianmin/ui/ime/ink/inkdata"
)

type cli struct {
	Samples samples `cmd:"" help:"Write the classes as one line of JSON, then samples: u16 class, features."`
	Score   score   `cmd:"" help:"Score a model on characters that it was not made from."`

	Frequency frequency `cmd:"" help:"Count characters in texts and in names."`
	Strokes   strokes   `cmd:"" help:"List characters by the order of their strokes."`
}

func main() {
	var c cli
	ctx := kong.Parse(&c)
	ctx.FatalIfErrorf(ctx.Run())
}

type samples struct {
	Writer string `required:"" type:"existingdir" help:"Folder of the npm package hanzi-writer-data."`
	Count  int    `default:"2713600" help:"How many samples."`
	Seed   uint64 `default:"1" help:"Of chance."`
}

// header is what train.py has to know of the classes.
type header struct {
	Texts []string `json:"texts"`
	Han   int      `json:"han"`
	Maps  int      `json:"maps"`
	Grid  int      `json:"grid"`
}

// Run goes through all classes again and again, each time in another order.
func (s *samples) Run() error {
	all, err := classes(s.Writer)
	if err != nil {
		return err
	}
	h := header{Maps: ink.Maps, Grid: ink.Grid}
	for _, c := range all {
		h.Texts = append(h.Texts, c.text)
		if unicode.Is(unicode.Han, []rune(c.text)[0]) {
			h.Han++
		}
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	if err := json.NewEncoder(out).Encode(h); err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(s.Seed, 0))
	pupil := hand{rng}
	var order []int
	for range s.Count {
		if len(order) == 0 {
			order = rng.Perm(len(all))
		}
		class := order[0]
		order = order[1:]
		templates := all[class].templates
		strokes := pupil.write(templates[rng.IntN(len(templates))])
		sample := binary.LittleEndian.AppendUint16(nil, uint16(class))
		if _, err := out.Write(append(sample, ink.Features(strokes)...)); err != nil {
			return err
		}
	}
	return out.Flush()
}

// class is a text with the ways in which it is written.
type class struct {
	text      string
	templates [][]ink.Stroke
}

// classes are all characters of the collection, then digits and signs.
func classes(dir string) ([]class, error) {
	written, err := inkdata.HanziWriter(dir)
	if err != nil {
		return nil, err
	}
	var all []class
	for _, c := range written {
		if r := []rune(c.Text)[0]; unicode.Is(unicode.Han, r) {
			all = append(all, class{c.Text, [][]ink.Stroke{c.Strokes}})
		}
	}
	slices.SortFunc(all, func(a, b class) int { return strings.Compare(a.text, b.text) })
	signs, err := inkdata.Signs()
	if err != nil {
		return nil, err
	}
	for _, s := range signs {
		i := slices.IndexFunc(all, func(c class) bool { return c.text == s.Text })
		if i < 0 {
			i = len(all)
			all = append(all, class{text: s.Text})
		}
		all[i].templates = append(all[i].templates, s.Strokes)
	}
	if len(all) > 1<<16 {
		return nil, fmt.Errorf("%d classes are too many", len(all))
	}
	return all, nil
}
