package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/assets/font"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

type reportCmd struct {
	Quarter reportQuarterCmd `cmd:"" help:"The bulletin of a quarter, as XLSX or PDF."`
}

type reportQuarterCmd struct {
	database
	Quarter string   `arg:"" help:"The quarter, as 2026Q3."`
	Out     string   `required:"" placeholder:"FILE" type:"path" help:"Where to write it: FILE.xlsx or FILE.pdf."`
	Problem []string `placeholder:"TEXT" help:"A problem that the bulletin names; may be repeated."`
	Measure []string `placeholder:"TEXT" help:"A measure that the bulletin names; may be repeated."`
	JSON    bool     `help:"Answer as JSON."`
}

// reportAnswer is the JSON answer of `report quarter`.
type reportAnswer struct {
	Period string `json:"period"`
	Issue  int    `json:"issue"` // of its year
	Hash   string `json:"hash"`  // of the rows
	Issued string `json:"issued"`
	File   string `json:"file"`
}

// Run issues the bulletin and writes it. The same rows and words are the issue that
// there is; what differs is a new one, and the old one stays in the database.
func (c *reportQuarterCmd) Run(w *world) error {
	write := map[string]func(listfile.Document) ([]byte, error){
		".xlsx": listfile.Document.XLSX,
		".pdf":  func(d listfile.Document) ([]byte, error) { return d.PDF(listfile.Faces{Regular: font.Regular()}) },
	}[strings.ToLower(filepath.Ext(c.Out))]
	if write == nil {
		return village.Refuse("out", "err.stats.out")
	}
	return c.with(w, func(db *county.DB) error {
		b, issued, err := c.issue(w, db)
		if err != nil {
			return err
		}
		raw, err := write(w.paper(b, issued.Issue, issued.IssuedAt))
		if err != nil {
			return err
		}
		if err := writeNew(c.Out, "out", raw); err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(reportAnswer{b.Period, issued.Issue, b.Hash, issued.IssuedAt.In(village.Zone).Format(time.RFC3339), c.Out})
		}
		return w.say("bulletin.done", "file", c.Out, "issue", issued.Issue, "hash", b.Hash[:16])
	})
}

// issue makes the bulletin and keeps it.
func (c *reportQuarterCmd) issue(w *world, db *county.DB) (b stats.Bulletin, issued county.Bulletin, err error) {
	d, err := w.figures(db, stats.Period{})
	if err != nil {
		return b, issued, err
	}
	if b, err = stats.NewBulletin(d, c.Quarter); err != nil {
		return b, issued, err
	}
	b.Problems = c.Problem
	if err := c.measures(w, db, d, &b); err != nil {
		return b, issued, err
	}
	content, err := json.Marshal(b)
	if err != nil {
		return b, issued, village.Failed("write a bulletin", err)
	}
	year, _ := strconv.Atoi(c.Quarter[:4]) // stats has read it
	issued, err = db.Issue(w.ctx, county.Bulletin{Period: b.Period, Year: year, Hash: b.Hash, Content: content, IssuedAt: w.now()})
	return b, issued, err
}

// measures names those that were put down in the quarter, and what became of those of the
// one before.
func (c *reportQuarterCmd) measures(w *world, db *county.DB, d stats.Data, b *stats.Bulletin) error {
	kept, err := db.Measures(w.ctx, office.Scope{}, measuresShown)
	if err != nil {
		return err
	}
	quarter, _, err := stats.Quarter(c.Quarter)
	if err != nil {
		return err
	}
	b.Measures = c.Measure
	var taken []stats.Taken
	for _, m := range slices.Backward(kept) {
		if m.State() == office.MeasureDropped {
			continue
		}
		taken = append(taken, stats.Taken{Number: m.Number, Title: m.Title, Unit: m.Unit, At: m.At})
		if quarter.Holds(m.At) {
			b.Measures = append(b.Measures, w.text.T("bulletin.measure", "title", m.Title, "unit", m.Unit, "due", m.Due))
		}
	}
	b.Effects, err = d.Effects(c.Quarter, taken)
	return err
}

// paper is a bulletin in words.
func (w *world) paper(b stats.Bulletin, issue int, at time.Time) listfile.Document {
	t := w.text.T
	year, quarter := b.Period[:4], t("bulletin.quarter."+b.Period[5:])
	doc := listfile.Document{
		Title: t("bulletin.title", "year", year, "quarter", quarter),
		Lines: []string{t("bulletin.issue", "year", year, "n", issue, "date", w.day(at))},
		Made:  at,
	}
	doc.Parts = append(doc.Parts, w.figurePart(b), w.perfectPart(b), w.unitPart("bulletin.units.year", b.Units), w.unitPart("bulletin.units.quarter", b.OfQuarter))
	categories := listfile.Part{Title: t("bulletin.categories"), Head: []string{t("bulletin.category"), t("bulletin.dispatched")}, Wide: []float64{3, 1}}
	for _, c := range b.Categories {
		categories.Rows = append(categories.Rows, []any{c.Name, c.N})
	}
	late := listfile.Part{
		Title: t("bulletin.late"), Lines: []string{t("bulletin.late.note", "n", b.Late, "shown", len(b.Latest))},
		Head: []string{t("bulletin.ticket"), t("bulletin.unit"), t("bulletin.due")}, Wide: []float64{1, 2, 1},
	}
	for _, l := range b.Latest {
		late.Rows = append(late.Rows, []any{l.ID, l.Unit, w.day(l.Due)})
	}
	doc.Parts = append(doc.Parts, categories, late, w.wordsPart("bulletin.problems", b.Problems), w.wordsPart("bulletin.measures", b.Measures))
	if len(b.Effects) > 0 {
		doc.Parts = append(doc.Parts, w.effectPart(b.Effects))
	}
	doc.Parts = append(doc.Parts,
		listfile.Part{Title: t("bulletin.proof"), Lines: []string{t("bulletin.proof.cut"), t("bulletin.proof.cohort"), t("bulletin.proof.hash", "hash", b.Hash)}})
	return doc
}

// figurePart is all indicators, of the quarter and of the year.
func (w *world) figurePart(b stats.Bulletin) listfile.Part {
	t := w.text.T
	p := listfile.Part{
		Title: t("bulletin.figures"), Wide: []float64{4, 1.4, 2.2, 1.4, 2.2},
		Head: []string{t("bulletin.figure"), t("bulletin.of_quarter"), t("bulletin.from"), t("bulletin.of_year"), t("bulletin.from")},
	}
	for i, f := range b.Year {
		q := b.Quarter[i]
		p.Rows = append(p.Rows, []any{t("stats." + f.ID), w.displayed(q), fraction(q), w.displayed(f), fraction(f)})
	}
	return p
}

func fraction(f stats.Figure) string {
	if f.Denominator == 0 {
		return ""
	}
	return fmt.Sprintf("%d ÷ %d", f.Numerator, f.Denominator)
}

// perfectPart names the units at 100 %.
func (w *world) perfectPart(b stats.Bulletin) listfile.Part {
	names := b.Perfect()
	p := listfile.Part{Title: w.text.T("bulletin.perfect"), Lines: []string{w.text.T("bulletin.perfect.n", "n", len(names))}}
	if len(names) > 0 {
		p.Lines = append(p.Lines, strings.Join(names, w.text.T("county.semicolon")))
	}
	return p
}

// unitPart is the table of units, the best first.
func (w *world) unitPart(title string, rows []stats.UnitRow) listfile.Part {
	t := w.text.T
	p := listfile.Part{
		Title: t(title), Wide: []float64{0.8, 3, 1, 1, 1.3, 1, 1.3, 1},
		Head: []string{
			t("bulletin.rank"), t("bulletin.unit"), t("bulletin.dispatched"), t("bulletin.closed"), t("bulletin.closed_rate"),
			t("bulletin.satisfied"), t("bulletin.satisfied_rate"), t("bulletin.overdue"),
		},
	}
	for _, r := range rows {
		p.Rows = append(p.Rows, []any{
			r.Rank, r.Name, r.Dispatched, r.Closed, stats.Percent(r.Closed, r.Dispatched), r.Satisfied, stats.Percent(r.Satisfied, r.Closed), r.Overdue,
		})
	}
	return p
}

// effectPart is how the units stood in the quarter of their measures and in the one after.
func (w *world) effectPart(effects []stats.Effect) listfile.Part {
	t := w.text.T
	p := listfile.Part{
		Title: t("bulletin.effects"), Lines: []string{t("bulletin.effects.note")}, Wide: []float64{3, 2, 1.4, 1.4, 1.4, 1.4},
		Head: []string{
			t("bulletin.effects.measure"), t("bulletin.unit"), t("bulletin.effects.closed_before"), t("bulletin.effects.closed_after"),
			t("bulletin.effects.satisfied_before"), t("bulletin.effects.satisfied_after"),
		},
	}
	for _, e := range effects {
		row := []any{e.Title, e.After.Name}
		for _, of := range []func(stats.UnitRow) string{
			func(r stats.UnitRow) string { return stats.Percent(r.Closed, r.Dispatched) },
			func(r stats.UnitRow) string { return stats.Percent(r.Satisfied, r.Closed) },
		} {
			row = append(row, of(e.Before), of(e.After))
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// wordsPart is what people wrote, or that nobody did.
func (w *world) wordsPart(title string, words []string) listfile.Part {
	if len(words) == 0 {
		words = []string{w.text.T("bulletin.no_words")}
	}
	return listfile.Part{Title: w.text.T(title), Lines: words}
}
