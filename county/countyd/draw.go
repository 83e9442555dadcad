package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
)

// drawCmd chooses the centres of a month's spot check; docs/adr/0037.
type drawCmd struct {
	Assign drawAssignCmd `cmd:"" help:"Say who of the inspectors may go to each centre of a draw: nobody inspects where they serve."`
	Commit drawCommitCmd `cmd:"" help:"Fix the plan and a secret seed; publish the commitment before the public value is known."`
	Make   drawMakeCmd   `cmd:"" help:"Draw with the seed and the public value; keep the file secret until the visits are over, then publish it."`
}

type drawCommitCmd struct {
	Month    string `required:"" placeholder:"2026-12" help:"Month of the visits."`
	Count    int    `required:"" help:"How many centres to draw."`
	Database string `placeholder:"sqlite:FILE" help:"Take last visits from what machines handed in."`
	Visits   string `placeholder:"FILE" type:"path" help:"CSV or XLSX with the columns code and month: who was visited when; of several visits the last counts."`
	Patience int    `default:"12" help:"Months: a centre not visited for as many comes first."`
	Source   string `required:"" help:"Where the public value will come from, in words: name and issue of a lottery."`
	Day      string `required:"" placeholder:"2026-12-01" help:"Day on which it will be known."`
	Digits   int    `default:"5" help:"How many digits it will have, at least 5."`
	Out      string `required:"" placeholder:"FILE" type:"path" help:"The commitment, to publish."`
	Seed     string `required:"" placeholder:"FILE" type:"path" help:"The seed, to lock away. Neither file is overwritten."`
}

func (c *drawCommitCmd) Run(w *world) error {
	centres, err := c.centres(w)
	if err != nil {
		return err
	}
	seed := make([]byte, inspect.SeedBytes)
	if _, err := io.ReadFull(w.random, seed); err != nil {
		return village.Failed("make a seed", err)
	}
	fixed, err := inspect.Commit(inspect.Plan{
		Month: c.Month, Made: w.now().In(village.Zone).Format(time.DateOnly), Count: c.Count, Patience: c.Patience,
		Source: c.Source, Day: c.Day, Digits: c.Digits, Centres: centres,
	}, seed)
	if err != nil {
		return err
	}
	if err := writeOnce("seed", c.Seed, []byte(hex.EncodeToString(seed)+"\n")); err != nil {
		return err
	}
	if err := writeJSON(c.Out, fixed); err != nil {
		return err
	}
	return w.say("draw.committed", "commitment", fixed.Commitment, "file", c.Out, "seed", c.Seed)
}

// centres are all of the district, with their last visits.
func (c *drawCommitCmd) centres(w *world) ([]inspect.Centre, error) {
	places, err := loadPlaces(w.text)
	if err != nil {
		return nil, err
	}
	last, err := lastVisits(places, c.Visits)
	if err != nil {
		return nil, err
	}
	if err := c.handedIn(w, last); err != nil {
		return nil, err
	}
	var out []inspect.Centre
	for _, v := range places.divisions.Villages {
		out = append(out, inspect.Centre{Code: v.Code, Last: last[v.Code]})
	}
	return inspect.Sorted(out), nil
}

// handedIn adds the visits of the county's database, when it was named.
func (c *drawCommitCmd) handedIn(w *world, last map[village.DivisionCode]string) error {
	if c.Database == "" {
		return nil
	}
	return database{c.Database}.with(w, func(db *county.DB) error {
		list, err := db.Inspections(w.ctx)
		for _, i := range list {
			if b := i.Record; b.Subject == inspect.OfCentre {
				last[b.Centre] = max(last[b.Centre], b.VisitedAt.In(village.Zone).Format("2006-01"))
			}
		}
		return err
	})
}

// lastVisits reads a list of visits; of several of one centre the last counts.
func lastVisits(p places, path string) (map[village.DivisionCode]string, error) {
	last := map[village.DivisionCode]string{}
	if path == "" {
		return last, nil
	}
	list, err := listfile.Read(path)
	if err != nil {
		return nil, err
	}
	if list.JSON != nil {
		return nil, village.Refuse("visits", "err.draw.visits")
	}
	for _, row := range list.Rows {
		code, err := p.Village(row.Cells["code"])
		month, bad := time.Parse("2006-01", row.Cells["month"])
		if err != nil || bad != nil {
			return nil, &village.Error{Kind: village.Invalid, Field: "visits", Key: "err.draw.visit", Args: map[string]any{"row": row.Number}}
		}
		last[code] = max(last[code], month.Format("2006-01"))
	}
	return last, nil
}

type drawMakeCmd struct {
	Commitment string `required:"" placeholder:"FILE" type:"path" help:"The commitment that was published."`
	Seed       string `required:"" placeholder:"FILE" type:"path" help:"Its seed."`
	Value      string `required:"" placeholder:"DIGITS" help:"The public value: its digits alone, in the order in which they were drawn."`
	Out        string `required:"" placeholder:"FILE" type:"path" help:"The draw. It is not overwritten."`
}

func (c *drawMakeCmd) Run(w *world) error {
	fixed, err := c.read()
	if err != nil {
		return err
	}
	if w.now().In(village.Zone).Format(time.DateOnly) < fixed.Plan.Day {
		return village.Refuse("value", "err.draw.early")
	}
	raw, err := readDrawFile("seed", c.Seed)
	if err != nil {
		return err
	}
	seed, err := hex.DecodeString(string(bytes.TrimSpace(raw)))
	if err != nil {
		return village.Refuse("seed", "err.draw.seed")
	}
	drawn, err := fixed.Make(seed, c.Value)
	if err != nil {
		return err
	}
	if err := writeJSON(c.Out, drawn); err != nil {
		return err
	}
	return w.say("draw.made", "n", len(drawn.Chosen), "month", fixed.Plan.Month, "file", c.Out)
}

func (c *drawMakeCmd) read() (inspect.Commitment, error) {
	raw, err := readDrawFile("commitment", c.Commitment)
	if err != nil {
		return inspect.Commitment{}, err
	}
	fixed, err := inspect.ParseCommitment(raw)
	return fixed, village.At("commitment", err)
}

// readDrawFile reads a small file of a draw.
func readDrawFile(field, path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &village.Error{Kind: village.Invalid, Field: field, Key: "err.list.open", Err: err}
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, inspect.MaxFile+1))
	if err != nil || len(raw) > inspect.MaxFile {
		return nil, &village.Error{Kind: village.Invalid, Field: field, Key: "err.list.open", Err: err}
	}
	return raw, nil
}

func writeJSON(path string, v any) error {
	raw, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return village.Failed("write a draw", err)
	}
	return writeOnce("out", path, append(raw, '\n'))
}

// writeOnce writes a file that only its owner can read, and refuses when there is
// one: a second draw must not take the place of the first.
func writeOnce(field, path string, raw []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return &village.Error{Kind: village.Invalid, Field: field, Key: "err.draw.exists", Err: err}
	}
	_, err = f.Write(raw)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return village.Failed("write "+path, err)
	}
	return nil
}
