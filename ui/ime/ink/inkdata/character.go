// Package inkdata holds what handwriting is trained on and tested with: readers
// of two independent collections of strokes, and hands that write them badly.
package inkdata

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bianmin/ui/ime/ink"
)

// Character is a character as somebody wrote it.
type Character struct {
	Text    string
	Strokes []ink.Stroke
}

// HanziWriter reads the npm package hanzi-writer-data below dir: one character a
// file, the middle line of each stroke, y upwards from −124 to 900.
func HanziWriter(dir string) ([]Character, error) {
	files, err := filepath.Glob(filepath.Join(dir, "?.json"))
	if err != nil || len(files) == 0 {
		return nil, errors.Join(err, fmt.Errorf("no characters in %s", dir))
	}
	slices.Sort(files)
	var all []Character
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var data struct{ Medians [][][2]float64 }
		if err := json.Unmarshal(raw, &data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		c := Character{Text: strings.TrimSuffix(filepath.Base(name), ".json")}
		for _, median := range data.Medians {
			var s ink.Stroke
			for _, p := range median {
				s = append(s, ink.Point{X: p[0], Y: 900 - p[1]})
			}
			c.Strokes = append(c.Strokes, s)
		}
		all = append(all, c)
	}
	return all, nil
}

var (
	pathData = regexp.MustCompile(`<path [^>]* ?d="([^"]+)"`)
	pathPart = regexp.MustCompile(`[A-Za-z]|-?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?`)
)

// KanjiVG reads characters of the KanjiVG files below dir (CC BY-SA 3.0, by
// Ulrich Apel; tests only): one SVG a character, a pad of 109 × 109.
func KanjiVG(dir string) ([]Character, error) {
	files, err := filepath.Glob(filepath.Join(dir, "[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f].svg"))
	if err != nil || len(files) == 0 {
		return nil, errors.Join(err, fmt.Errorf("no characters in %s", dir))
	}
	slices.Sort(files)
	var all []Character
	for _, name := range files {
		code, err := strconv.ParseUint(strings.TrimSuffix(filepath.Base(name), ".svg"), 16, 32)
		if err != nil {
			return nil, err
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		c := Character{Text: string(rune(code))}
		for _, m := range pathData.FindAllStringSubmatch(string(raw), -1) {
			s, err := svgPath(m[1])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			c.Strokes = append(c.Strokes, s)
		}
		all = append(all, c)
	}
	return all, nil
}

// needs is how many numbers a command of a path takes.
var needs = map[string]int{"M": 2, "C": 6, "S": 4, "L": 2}

// svgPath follows the few commands that occur: M, L, C and S, absolute and
// relative.
func svgPath(d string) (ink.Stroke, error) {
	var (
		pen     pen
		command string
		numbers []float64
	)
	for _, part := range pathPart.FindAllString(d, -1) {
		if needs[strings.ToUpper(part)] > 0 {
			command, numbers = part, numbers[:0]
			continue
		}
		n, err := strconv.ParseFloat(part, 64)
		need := needs[strings.ToUpper(command)]
		if err != nil || need == 0 {
			return nil, fmt.Errorf("path %q", d)
		}
		if numbers = append(numbers, n); len(numbers) == need {
			pen.move(command, numbers)
			numbers = numbers[:0]
		}
	}
	return pen.stroke, nil
}

// pen follows a path.
type pen struct {
	stroke      ink.Stroke
	at, control ink.Point
}

func (p *pen) move(command string, numbers []float64) {
	points := make([]ink.Point, len(numbers)/2)
	for i := range points {
		points[i] = ink.Point{X: numbers[2*i], Y: numbers[2*i+1]}
		if command == strings.ToLower(command) {
			points[i].X, points[i].Y = points[i].X+p.at.X, points[i].Y+p.at.Y
		}
	}
	end := points[len(points)-1]
	switch strings.ToUpper(command) {
	case "M", "L":
		p.stroke, p.control = append(p.stroke, end), end
	case "S":
		points = append([]ink.Point{{X: 2*p.at.X - p.control.X, Y: 2*p.at.Y - p.control.Y}}, points...)
		fallthrough
	case "C":
		p.stroke, p.control = append(p.stroke, curve(p.at, points)...), points[1]
	}
	p.at = end
}

// curve are points of a cubic Bézier curve behind its start.
func curve(from ink.Point, p []ink.Point) (s ink.Stroke) {
	const steps = 12
	for i := 1; i <= steps; i++ {
		t := float64(i) / steps
		a, b, c, d := (1-t)*(1-t)*(1-t), 3*t*(1-t)*(1-t), 3*t*t*(1-t), t*t*t
		s = append(s, ink.Point{
			X: a*from.X + b*p[0].X + c*p[1].X + d*p[2].X,
			Y: a*from.Y + b*p[0].Y + c*p[1].Y + d*p[2].Y,
		})
	}
	return s
}
