package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"bianmin/ui/ime/ink"
	"bianmin/ui/ime/ink/inkdata"
)

type score struct {
	Model   string `required:"" type:"existingfile" help:"Model file."`
	Kanjivg string `required:"" type:"existingdir" help:"Folder with the SVG files of KanjiVG."`
	Writer  string `required:"" type:"existingdir" help:"Folder of hanzi-writer-data: a character with another number of strokes there is another form, and left out."`
	Every   int    `default:"8" help:"Score every so manieth character."`
	Seed    uint64 `default:"1" help:"Of chance."`
}

// Run prints a line a kind of writing.
func (s *score) Run() error {
	raw, err := os.ReadFile(s.Model)
	if err != nil {
		return err
	}
	reader, err := ink.New(raw)
	if err != nil {
		return err
	}
	test, err := s.characters(reader.Texts())
	if err != nil {
		return err
	}
	fmt.Printf("%d characters, seed %d, all equally likely\n", len(test), s.Seed)
	for _, kind := range inkdata.Hands {
		rng := rand.New(rand.NewPCG(s.Seed, 1))
		first, ten := 0, 0
		var took []time.Duration
		for _, c := range test {
			drawing := kind.Write(rng, c.Strokes)
			start := time.Now()
			list, err := reader.Recognise(drawing, 10, nil)
			if err != nil {
				return err
			}
			took = append(took, time.Since(start))
			switch slices.IndexFunc(list, func(l ink.Candidate) bool { return l.Text == c.Text }) {
			case -1:
			case 0:
				first, ten = first+1, ten+1
			default:
				ten++
			}
		}
		slices.Sort(took)
		share := func(n int) float64 { return 100 * float64(n) / float64(len(test)) }
		fmt.Printf("%-26s top-1 %5.1f %%   top-10 %5.1f %%   p50 %.2f ms   p95 %.2f ms\n", kind.Name, share(first), share(ten),
			ms(took[len(took)/2]), ms(took[len(took)*95/100]))
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// characters are those of KanjiVG that the model knows and that have as many
// strokes in the collection that it was made from.
func (s *score) characters(known []string) ([]inkdata.Character, error) {
	all, err := inkdata.KanjiVG(s.Kanjivg)
	if err != nil {
		return nil, err
	}
	written, err := inkdata.HanziWriter(s.Writer)
	if err != nil {
		return nil, err
	}
	strokes := map[string]int{}
	for _, c := range written {
		strokes[c.Text] = len(c.Strokes)
	}
	all = slices.DeleteFunc(all, func(c inkdata.Character) bool {
		return strokes[c.Text] != len(c.Strokes) || !slices.Contains(known, c.Text)
	})
	var some []inkdata.Character
	for i := s.Every / 2; i < len(all); i += s.Every {
		some = append(some, all[i])
	}
	return some, nil
}
