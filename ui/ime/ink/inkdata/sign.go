package inkdata

import (
	_ "embed"
	"fmt"
	"strings"

	"bianmin/ui/ime/ink"
)

//go:embed signs.txt
var signs string

// Signs are the ways in which digits are written.
func Signs() ([]Character, error) {
	var all []Character
	for line := range strings.Lines(signs) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		c := Character{Text: fields[0], Strokes: []ink.Stroke{nil}}
		for _, f := range fields[1:] {
			if f == "/" {
				c.Strokes = append(c.Strokes, nil)
				continue
			}
			var p ink.Point
			if _, err := fmt.Sscanf(f, "%g,%g", &p.X, &p.Y); err != nil {
				return nil, fmt.Errorf("signs: %q: %w", f, err)
			}
			last := &c.Strokes[len(c.Strokes)-1]
			*last = append(*last, p)
		}
		all = append(all, c)
	}
	return all, nil
}
