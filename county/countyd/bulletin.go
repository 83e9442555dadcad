package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

// paper is a bulletin in words.
func (w *world) paper(b stats.Bulletin, issued county.Bulletin) listfile.Document {
	t := w.text.T
	year, quarter := b.Period[:4], t("bulletin.quarter."+b.Period[5:])
	doc := listfile.Document{
		Title: t("bulletin.title", "year", year, "quarter", quarter),
		Lines: []string{t("bulletin.issue", "year", year, "n", issued.Issue, "date", w.day(issued.IssuedAt))},
		Made:  issued.IssuedAt,
	}
	if issued.Corrects > 0 {
		doc.Lines = append(doc.Lines, t("bulletin.corrects", "year", year, "n", issued.Corrects))
	}
	doc.Parts = append(doc.Parts, w.figurePart(b), w.perfectPart(b), w.unitPart("bulletin.units.year", b.Units), w.unitPart("bulletin.units.quarter", b.OfQuarter), w.attendPart(b.Units))
	categories := listfile.Part{Title: t("bulletin.categories"), Head: []string{t("bulletin.category"), t("bulletin.dispatched")}, Wide: []float64{3, 1}}
	for _, c := range b.Categories {
		categories.Rows = append(categories.Rows, []any{w.category(c.Name), c.N})
	}
	late := listfile.Part{
		Title: t("bulletin.late"), Lines: []string{t("bulletin.late.note", "day", w.day(b.AsOf.Add(-time.Second)), "n", b.Late, "shown", len(b.Latest))},
		Head: []string{t("bulletin.ticket"), t("bulletin.unit"), t("bulletin.due")}, Wide: []float64{1, 2, 1},
	}
	for _, l := range b.Latest {
		late.Rows = append(late.Rows, []any{l.ID, l.Unit, w.day(l.Due)})
	}
	doc.Parts = append(doc.Parts, categories, late, w.wordsPart("bulletin.problems", b.Problems), w.wordsPart("bulletin.measures", b.Measures))
	doc.Parts = append(doc.Parts,
		listfile.Part{Title: t("bulletin.proof"), Lines: []string{t("bulletin.proof.cut"), t("bulletin.proof.cohort"), t("bulletin.proof.hash", "hash", b.Hash)}})
	if len(b.Effects) > 0 {
		doc.Parts = append(doc.Parts, w.effectPart(b.Effects))
	}
	if len(b.Named) > 0 {
		doc.Parts = append(doc.Parts, w.namedPart(b))
	}
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
		p.Rows = append(p.Rows, []any{t("stats." + f.ID), q.Shown(), fraction(q), f.Shown(), fraction(f)})
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
	names := b.Perfect
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
		Title: t(title), Wide: []float64{0.8, 2.4, 1, 1, 1.2, 1, 1.2, 1, 1},
		Head: []string{
			t("bulletin.rank"), t("bulletin.unit"), t("bulletin.dispatched"), t("bulletin.closed"), t("bulletin.closed_rate"),
			t("bulletin.satisfied"), t("bulletin.satisfied_rate"), t("bulletin.overdue"), t("bulletin.open"),
		},
	}
	for _, r := range rows {
		p.Rows = append(p.Rows, []any{
			r.Rank, r.Name, r.Dispatched, r.Closed, stats.Percent(r.Closed, r.Dispatched), r.Satisfied, stats.Percent(r.Satisfied, r.Closed), r.Overdue, r.Open,
		})
	}
	return p
}

// attendPart is how units attend to tickets (K14), in the order of the table.
func (w *world) attendPart(rows []stats.UnitRow) listfile.Part {
	t := w.text.T
	p := listfile.Part{
		Title: t("bulletin.attend"), Wide: []float64{3, 1.6, 1, 1, 1},
		Head: []string{t("bulletin.unit"), t("bulletin.sign"), t("bulletin.dispatched"), t("bulletin.returned"), t("bulletin.reopened")},
	}
	for _, r := range rows {
		p.Rows = append(p.Rows, []any{r.Name, r.Sign, r.Dispatched, r.Returned, r.Reopened})
	}
	return p
}

// category is what a category is called: the type of a request in words, else as its register
// has it.
func (w *world) category(name string) string {
	if key := "hotline.type." + name; slices.Contains(village.TicketTypes(), village.TicketType(name)) {
		return w.text.T(key)
	}
	return name
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

// namedPart names the orders that are so late that everybody hears of it.
func (w *world) namedPart(b stats.Bulletin) listfile.Part {
	t := w.text.T
	p := listfile.Part{
		Title: t("bulletin.named"), Lines: []string{t("bulletin.named.note", "day", w.day(b.AsOf.Add(-time.Second)), "n", len(b.Named))}, Wide: []float64{1.6, 2.6, 1.2, 1.4, 1, 1.2},
		Head: []string{
			t("county.rectify.number"), t("bulletin.named.place"), t("county.rectify.source"), t("bulletin.due"), t("bulletin.named.late"), t("county.cases.state"),
		},
	}
	for _, o := range b.Named {
		state := "bulletin.named.open"
		if o.Over {
			state = "rectify.state.closed"
		}
		p.Rows = append(p.Rows, []any{o.Number, o.Place, t("check.source." + o.Source), string(o.Due), o.Late, t(state)})
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
