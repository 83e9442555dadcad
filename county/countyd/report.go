package main

import (
	"encoding/json"
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
	Show    reportShowCmd    `cmd:"" help:"A bulletin that was issued, as it was printed."`
	Rows    reportRowsCmd    `cmd:"" help:"Write the rows that the bulletin of a quarter is made from, as CSV, so that somebody else can make it again."`
}

type reportQuarterCmd struct {
	database
	secrets
	documentAddress
	Quarter string   `arg:"" help:"The quarter, as 2026Q3."`
	Out     string   `required:"" placeholder:"FILE" type:"path" help:"Where to write it: FILE.xlsx or FILE.pdf."`
	Problem []string `placeholder:"TEXT" help:"A problem that the bulletin names; may be repeated."`
	Measure []string `placeholder:"TEXT" help:"A measure that the bulletin names; may be repeated."`
	JSON    bool     `help:"Answer as JSON."`
}

// reportAnswer is the JSON answer of `report quarter`.
type reportAnswer struct {
	Period   string `json:"period"`
	Issue    int    `json:"issue"`    // of its year
	Corrects int    `json:"corrects"` // of its year; 0 = none
	Hash     string `json:"hash"`     // of the rows
	Issued   string `json:"issued"`
	File     string `json:"file"`
}

// Run issues the bulletin and writes it. The same rows and words are the issue that
// there is; what differs is a new one, and the old one stays in the database.
func (c *reportQuarterCmd) Run(w *world) error {
	write, err := writerOf(c.Out)
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		papers, err := c.documents(w, db, c.Database, c.VerifyAt)
		if err != nil {
			return err
		}
		issued, err := c.issue(w, db, papers)
		if err != nil {
			return err
		}
		if err := w.print(issued, c.Out, write, papers); err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(reportAnswer{issued.Period, issued.Issue, issued.Corrects, issued.Hash, issued.IssuedAt.In(village.Zone).Format(time.RFC3339), c.Out})
		}
		return w.say("bulletin.done", "file", c.Out, "issue", issued.Issue, "hash", issued.Hash[:16])
	})
}

// writerOf is the form that a file is called by.
func writerOf(file string) (func(listfile.Document) ([]byte, error), error) {
	switch strings.ToLower(filepath.Ext(file)) {
	case ".xlsx":
		return listfile.Document.XLSX, nil
	case ".pdf":
		return func(d listfile.Document) ([]byte, error) { return d.PDF(listfile.Faces{Regular: font.Regular()}) }, nil
	}
	return nil, village.Refuse("out", "err.stats.out")
}

// print writes a bulletin as it was printed when it was issued; signed where papers is not nil.
func (w *world) print(issued county.Bulletin, file string, write func(listfile.Document) ([]byte, error), papers *office.DocumentDesk) error {
	if len(issued.Paper) == 0 {
		return &village.Error{Kind: village.NotFound, Field: "out", Key: "err.stats.paper"}
	}
	doc, err := listfile.Kept(issued.Paper)
	if err != nil {
		return err
	}
	raw, err := write(doc)
	if err == nil && papers != nil {
		raw, err = w.signBulletin(papers, issued, raw, strings.EqualFold(filepath.Ext(file), ".pdf"))
	}
	if err != nil {
		return err
	}
	return writeNew(file, "out", raw)
}

// issue makes the bulletin and keeps it with its paper.
func (c *reportQuarterCmd) issue(w *world, db *county.DB, papers *office.DocumentDesk) (county.Bulletin, error) {
	d, measures, err := w.bulletinRows(db, c.Quarter)
	if err != nil {
		return county.Bulletin{}, err
	}
	b, err := stats.NewBulletin(d, c.Quarter, w.now())
	if err != nil {
		return county.Bulletin{}, err
	}
	draft, err := db.BulletinDraft(w.ctx, c.Quarter)
	if err != nil {
		return county.Bulletin{}, err
	}
	if len(c.Problem)+len(c.Measure) == 0 { // what officers wrote in the console
		c.Problem, c.Measure = draft.Problems, draft.Measures
	}
	b.Problems = c.Problem
	if err := w.named(db, &b); err != nil {
		return county.Bulletin{}, err
	}
	if err := c.measures(w, measures, d, &b); err != nil {
		return county.Bulletin{}, err
	}
	content, err := json.Marshal(b)
	if err != nil {
		return county.Bulletin{}, village.Failed("write a bulletin", err)
	}
	year, _ := strconv.Atoi(c.Quarter[:4]) // stats has read it
	return db.Issue(w.ctx, county.Bulletin{Period: b.Period, Year: year, Hash: b.Hash, Content: content, IssuedAt: w.now()}, b.Says, func(issued county.Bulletin) ([]byte, error) {
		doc := w.paper(b, issued)
		w.numberBulletin(papers, issued, &doc)
		return doc.Keep()
	})
}

// bulletinRows are what a bulletin is made from: rows, and measures that were not dropped.
func (w *world) bulletinRows(db *county.DB, quarter string) (stats.Data, []office.Measure, error) {
	period, err := stats.BulletinPeriod(quarter)
	if err != nil {
		return stats.Data{}, nil, err
	}
	d, err := w.figures(db, period)
	if err != nil {
		return d, nil, err
	}
	kept, err := db.Measures(w.ctx, office.Scope{}, measuresShown)
	kept = slices.DeleteFunc(kept, func(m office.Measure) bool { return m.State() == office.MeasureDropped })
	slices.Reverse(kept)
	return d, kept, err
}

// named names the orders that are late enough for it.
func (w *world) named(db *county.DB, b *stats.Bulletin) error {
	n, err := inspectorate(w, db)
	if err != nil {
		return err
	}
	orders, err := n.Orders(w.ctx)
	if err != nil {
		return err
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return err
	}
	quarter, _, err := stats.Quarter(b.Period)
	b.Named = office.Named(orders, stats.Period{From: quarter.From, To: b.AsOf}, n.Days.Calendar(), func(r office.Rectification) string {
		if r.Centre == "" { // a site or an account
			return r.Unit
		}
		return places.Path(r.Centre)
	})
	return err
}

func taken(measures []office.Measure) (list []stats.Taken) {
	for _, m := range measures {
		list = append(list, stats.Taken{Number: m.Number, Title: m.Title, Unit: m.Unit, At: m.At})
	}
	return list
}

// measures names those that were put down in the quarter, and what became of those of the
// one before.
func (c *reportQuarterCmd) measures(w *world, kept []office.Measure, d stats.Data, b *stats.Bulletin) error {
	quarter, _, err := stats.Quarter(c.Quarter)
	if err != nil {
		return err
	}
	b.Measures = c.Measure
	for _, m := range kept {
		if quarter.Holds(m.At) {
			b.Measures = append(b.Measures, w.text.T("bulletin.measure", "title", m.Title, "unit", m.Unit, "due", m.Due))
		}
	}
	b.Effects, err = d.Effects(c.Quarter, taken(kept))
	return err
}
