package shell

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"fyne.io/fyne/v2"
)

// Probe answers questions about the window, one a line, until in ends: a test
// with a real finger asks where to press.
//
//	current      name of the page shown
//	where NAME   middle of that target, as "540 960", or "-"
//	names        targets on the page
func (s *Shell) Probe(in io.Reader, out io.Writer) {
	questions := bufio.NewScanner(in)
	for questions.Scan() {
		verb, name, _ := strings.Cut(questions.Text(), " ")
		answer := "-"
		fyne.DoAndWait(func() { answer = s.answer(verb, name) })
		if _, err := fmt.Fprintln(out, answer); err != nil {
			return
		}
	}
}

func (s *Shell) answer(verb, name string) string {
	switch verb {
	case "current":
		return s.Current()
	case "names":
		return strings.Join(s.Names(), " ")
	case "where":
		if x, y, ok := s.Where(name); ok {
			return fmt.Sprintf("%.0f %.0f", x, y)
		}
	}
	return "-"
}

// Later runs f on the UI goroutine.
func Later(f func()) { fyne.Do(f) }
