package breaking

import "strings"

// Lines cuts text into lines of at most width, in the unit of measure. Only a piece that is wider
// than a line by itself is torn.
func (r Rule) Lines(text string, width int, measure func(string) int) []string {
	var lines []string
	line := ""
	for _, piece := range r.Pieces(text) {
		if measure(strings.TrimRight(line+piece, " ")) <= width {
			line += piece
			continue
		}
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
		line = strings.TrimLeft(piece, " ")
		for measure(strings.TrimRight(line, " ")) > width {
			runes := []rune(line)
			n := Fit(runes, func(n int) bool { return measure(string(runes[:n])) <= width })
			lines, line = append(lines, string(runes[:n])), string(runes[n:])
		}
	}
	if line = strings.TrimSpace(line); line != "" {
		lines = append(lines, line)
	}
	return lines
}
