package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strconv"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/storage/county"
)

type reportShowCmd struct {
	database
	secrets
	Issue string `arg:"" help:"Year and number of the issue, as 2026/3."`
	Out   string `placeholder:"FILE" type:"path" help:"Write it as it was printed: FILE.xlsx or FILE.pdf. Without it the figures are printed as JSON, as they were kept."`
}

var issueText = regexp.MustCompile(`^(20[0-9]{2})/([1-9][0-9]{0,3})$`)

// Run prints what was kept, whatever became of the rows since.
func (c *reportShowCmd) Run(w *world) error {
	text := issueText.FindStringSubmatch(c.Issue)
	if text == nil {
		return village.Refuse("issue", "err.stats.issue")
	}
	year, _ := strconv.Atoi(text[1])
	number, _ := strconv.Atoi(text[2])
	return c.with(w, func(db *county.DB) error {
		issued, err := db.Issued(w.ctx, year, number)
		switch {
		case village.KindOf(err) == village.NotFound:
			return &village.Error{Kind: village.NotFound, Field: "issue", Key: "err.stats.unissued", Err: err}
		case err != nil:
			return err
		case c.Out == "":
			_, err := w.stdout.Write(append(bytes.Clone(issued.Content), '\n'))
			return err
		}
		write, err := writerOf(c.Out)
		if err != nil {
			return err
		}
		papers, err := c.documents(w, db, c.Database, "")
		if err != nil {
			return err
		}
		return w.print(issued, c.Out, write, papers)
	})
}

type reportRowsCmd struct {
	database
	Quarter string `arg:"" help:"The quarter, as 2026Q3."`
	Out     string `required:"" placeholder:"DIR" type:"path" help:"Folder for the files."`
}

// Run writes the rows of today: their hash is that of a bulletin as long as nothing changed.
func (c *reportRowsCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		d, measures, err := w.bulletinRows(db, c.Quarter)
		if err != nil {
			return err
		}
		if err := writeRows(c.Out, d); err != nil {
			return err
		}
		if err := writeNew(filepath.Join(c.Out, "measures.csv"), "out", stats.TakenTable(taken(measures))); err != nil {
			return err
		}
		return w.say("bulletin.rows", "dir", c.Out, "hash", d.Hash())
	})
}
