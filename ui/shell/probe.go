package shell

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
)

// Later does f on the UI goroutine and does not wait for it.
func Later(f func()) { fyne.Do(f) }

// Probe answers lines from in on out until in ends, one line each, so that a
// test can press with a real finger what it finds by name:
//
//	current     the name of the page shown, as "home"
//	where NAME  the middle of that target in px, as "540 1024", or "none"
//	names       the names of all targets, with a space between
//	say         the words on the page
//
// Names are those of [Shell.Where]. It is to run on a goroutine of its own.
func (s *Shell) Probe(in io.Reader, out io.Writer) {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var answer string
		fyne.DoAndWait(func() { answer = s.answer(strings.TrimSpace(lines.Text())) })
		if _, err := fmt.Fprintln(out, answer); err != nil {
			return
		}
	}
}

func (s *Shell) answer(line string) string {
	word, name, _ := strings.Cut(line, " ")
	switch word {
	case "current":
		return s.Current()
	case "where":
		x, y, ok := s.Where(name)
		if !ok {
			return "none"
		}
		return fmt.Sprintf("%.0f %.0f", x, y)
	case "names":
		names := s.Names()
		slices.Sort(names)
		return strings.Join(names, " ")
	case "say":
		if page := s.screens[s.turn.Route()]; page != nil {
			return strings.Join(page.Said(), " ")
		}
		return ""
	}
	return "unknown"
}
