// Package icon draws the icons of the kiosk as SVG. It knows no toolkit.
package icon

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed icons.txt
var table string

type shape struct {
	main, second string
	grid, stroke float64
}

//nolint:gochecknoglobals // the embedded table, parsed once
var shapes = sync.OnceValue(func() map[string]shape {
	all := map[string]shape{}
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, " | ")
		s := shape{main: fields[1], grid: 48, stroke: 3}
		if len(fields) > 2 {
			s.second = fields[2]
		}
		if strings.HasPrefix(fields[0], "face") {
			s.grid, s.stroke = 100, 4.5
		}
		all[fields[0]] = s
	}
	return all
})

// Names are all icons in order; face1 to face5 are the faces by grade.
func Names() []string {
	names := make([]string, 0, len(shapes()))
	for name := range shapes() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Has reports whether there is an icon of that name.
func Has(name string) bool { _, ok := shapes()[name]; return ok }

// SVG is the icon px wide and high with its strokes in the colours main and
// second, each as "#RRGGBB". An unknown name draws nothing.
//
// The rasteriser does not scale the stroke width with the view box, so the
// width stands in px of the picture and the SVG is right at this size only.
func SVG(name string, px int, main, second string) []byte {
	s := shapes()[name]
	if s.grid == 0 {
		s.grid = 48
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %g %g">`, px, px, s.grid, s.grid)
	width := s.width(px) * float64(px) / s.grid
	for _, p := range []struct{ path, ink string }{{s.main, main}, {s.second, second}} {
		if p.path != "" {
			fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="%.3f" stroke-linecap="round" stroke-linejoin="round"/>`, p.path, p.ink, width)
		}
	}
	b.WriteString("</svg>")
	return []byte(b.String())
}

// width is the stroke in units of the grid: large icons have finer lines, and
// the small ones of a chip stand beside bold words.
func (s shape) width(px int) float64 {
	switch {
	case s.grid != 48:
		return s.stroke
	case px >= 110:
		return 2.4
	case px >= 72:
		return 2.6
	case px < 40:
		return 4
	}
	return s.stroke
}
