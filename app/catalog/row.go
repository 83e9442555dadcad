package catalog

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"bianmin/app/village"
)

// Row is one line of a list: the text of each cell under the name of its
// column, as the list calls it.
type Row struct {
	Number int // as a spreadsheet counts: the first line of the file is 1
	Cells  map[string]string
}

// List says where rows come from.
type List struct {
	Version string // "" takes a digest of the items
	Source  string
	Example bool
}

// FromRows turns the rows of a list into items. Names and codes stay exactly as
// they came, whatever their form. What could not be read comes back as problems
// with the row named: a number that is none leaves the value unknown, a row
// without a name gives no item. The columns that are
// understood stand in words.json, Chinese and English.
func FromRows(rows []Row, list List) (Catalogue, []Problem, error) {
	w := vocabulary()
	c := Catalogue{Version: list.Version, Source: list.Source, Example: list.Example}
	var problems []Problem
	columns := knownColumns(w, rows)
	if columns["name"] == "" && len(rows) > 0 {
		return Catalogue{}, nil, refuse("name", "err.catalog.no_name_column",
			map[string]any{"columns": strings.Join(slices.Sorted(maps.Keys(rows[0].Cells)), ", ")}, nil)
	}
	for _, row := range rows {
		r := reader{row: row, columns: columns, words: w}
		it := r.item()
		problems = append(problems, r.problems...)
		if it.Name != "" {
			c.Items = append(c.Items, it)
		}
	}
	c, err := finish(c)
	return c, problems, err
}

// knownColumns maps our name of a column to the list's. When two columns of a
// list mean the same, the one earlier in words.json wins, so that 事项编码 is
// preferred to key.
func knownColumns(w words, rows []Row) map[string]string {
	names := map[string]bool{}
	for _, row := range rows {
		for name := range row.Cells {
			names[name] = true
		}
	}
	known := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		ours := w.column(name)
		if ours == "" {
			continue
		}
		if other, twice := known[ours]; !twice || rank(w, ours, name) < rank(w, ours, other) {
			known[ours] = name
		}
	}
	return known
}

func rank(w words, ours, name string) int {
	return slices.IndexFunc(w.Columns[ours], func(s string) bool { return plain(s) == plain(name) })
}

// reader reads one row and collects what is wrong with it.
type reader struct {
	row      Row
	columns  map[string]string
	words    words
	problems []Problem
}

func (r *reader) item() village.ServiceItem {
	it := village.ServiceItem{
		Code:        village.ItemCode(r.text("code")),
		Name:        r.row.Cells[r.columns["name"]], // verbatim, spaces too
		Type:        r.words.itemType(r.text("item_type")),
		Department:  r.text("department"),
		DeptCode:    r.text("dept_code"),
		Parent:      r.text("parent"),
		BasicCode:   r.text("basic_code"),
		AreaCode:    r.text("area_code"),
		Theme:       r.text("theme"),
		Audience:    r.text("audience"),
		OnlineDepth: r.text("online_depth"),
		OnlineURL:   r.text("online_url"),
		Fee:         r.text("fee"),
		Result:      r.text("result"),
		Aliases:     r.list("aliases"),
		Conditions:  r.list("conditions"),
		LegalBasis:  r.list("legal_basis"),
		Delivery:    r.words.deliveries(r.list("delivery")),
	}
	if strings.TrimSpace(it.Name) == "" {
		it.Name = ""
		r.problem(Error, it, "name", "name_missing")
	}
	if rounded.MatchString(string(it.Code)) {
		r.problem(Error, it, "code", "code_rounded")
	}
	r.days(&it)
	if text := r.text("visits"); text != "" {
		if n, ok := r.words.number(text); ok {
			it.Visits = &n
		} else {
			r.problem(Warning, it, "visits", "not_a_number")
		}
	}
	it.Parts = r.parts(it)
	return it
}

// rounded is a code that a spreadsheet took for a number: its last digits are lost.
var rounded = regexp.MustCompile(`^\d(\.\d+)?[eE]\+?\d+$`)

// days reads limits such as 20, 20个工作日, 60自然日 or 即办.
func (r *reader) days(it *village.ServiceItem) {
	isInstant := func(text string) bool {
		return slices.ContainsFunc(r.words.Instant, func(s string) bool { return strings.Contains(text, s) })
	}
	it.Instant = isInstant(r.text("project_type"))
	unit := r.text("days_unit")
	for _, limit := range []struct {
		column string
		days   *int
	}{{"legal_days", &it.LegalDays}, {"promised_days", &it.PromisedDays}} {
		text := r.text(limit.column)
		unit += text
		n, ok := r.words.number(text)
		switch {
		case text == "":
		case isInstant(text):
			it.Instant = it.Instant || limit.column == "promised_days"
		case ok:
			*limit.days = n
		default:
			r.problem(Warning, *it, limit.column, "not_a_number")
		}
	}
	if it.LegalDays == 0 && it.PromisedDays == 0 {
		return
	}
	it.DaysUnit = village.WorkingDays
	if slices.ContainsFunc(r.words.CalendarDays, func(s string) bool { return strings.Contains(unit, s) }) {
		it.DaysUnit = village.CalendarDays
	}
}

// text is a cell without spaces around it; "null" and "-" mean nothing.
func (r *reader) text(column string) string {
	text := strings.TrimSpace(r.row.Cells[r.columns[column]])
	if text == "null" || text == "-" || text == "—" {
		return ""
	}
	return text
}

// list is a cell with several values, each on a line or after a semicolon or,
// for short words, a comma.
func (r *reader) list(column string) []string {
	marks := ";；\n|"
	if column == "aliases" || column == "delivery" {
		marks += ",，、/"
	}
	var out []string
	for part := range strings.FieldsFuncSeq(r.text(column), func(c rune) bool { return strings.ContainsRune(marks, c) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (r *reader) problem(s Severity, it village.ServiceItem, field, rule string, pairs ...any) {
	p := problem(s, it, field, rule, pairs...)
	p.Row, p.Column = r.row.Number, r.columns[field]
	r.problems = append(r.problems, p)
}
