package shell

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// Later does f on the UI goroutine and does not wait for it.
func Later(f func()) { fyne.Do(f) }

// Probe answers lines from in on out until in ends, one line each, so that a
// test can press with a real finger what it finds by name:
//
//	current     the name of the page shown, as "home"
//	where NAME  the middle of that target in px, as "540 1024", or "none"
//	asks        what the form asks: field, type and the values to choose from, with tabs
//	            between; "none" where nothing is asked
//	names       the names of all targets, with a space between
//	say         the words on the page
//	rows N      "rows": a list of N rows lies in the place of all pages from now on,
//	            for measuring how it scrolls
//
// Names are those of [Shell.Where]. It is to run on a goroutine of its own.
func (s *Shell) Probe(in io.Reader, out io.Writer) {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var answer string
		fyne.DoAndWait(func() { answer = s.answer(strings.TrimSpace(lines.Text())) })
		if _, err := fmt.Fprintln(out, strings.ReplaceAll(answer, "\n", " ")); err != nil { // one line each, whatever a page says
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
	case "asks":
		return s.asks()
	case "names":
		names := s.Names()
		slices.Sort(names)
		return strings.Join(names, " ")
	case "say":
		if page := s.screens[s.turn.Route()]; page != nil {
			return strings.Join(page.Said(), " ")
		}
		return ""
	case "rows":
		return s.layRows(name)
	}
	return "unknown"
}

// asks is the question of the form, when one is shown.
func (s *Shell) asks() string {
	q := s.turn.Form.Question()
	if s.turn.Route() != flow.RouteForm || q.Field == "" {
		return "none"
	}
	words := []string{q.Field, string(q.Type)}
	for _, c := range q.Choices {
		words = append(words, c.Value)
	}
	return strings.Join(words, "\t")
}

// layRows shows a list of rows that say what the first items of a search do.
func (s *Shell) layRows(count string) string {
	n, err := strconv.Atoi(count)
	k := s.turn.Kiosk()
	items := k.Search("", n)
	if err != nil || len(items) == 0 {
		return "none"
	}
	look, size := s.stage.Look, s.stage.Size
	list := touch.NewList(look, func(i int) touch.RowWords {
		item := items[i%len(items)]
		return touch.RowWords{
			Title: fmt.Sprint(i+1, " ", item.Name), Sub: item.Department,
			State: touch.Done, Icon: "check", Chip: k.Text.T("search.visits", "n", 0),
		}
	}, nil)
	list.Now = k.Now
	const top = 220 // as high as a header
	style.Put(list, look.Margin, top, size.Width-2*look.Margin, size.Height-top)
	list.SetCount(n)
	s.SetObjects(list)
	return "rows"
}
