package main

import (
	"bianmin/app/inspect"
	"bianmin/app/village"
	checklists "bianmin/assets/inspect"
)

// checkCommands are about monthly spot checks.
type checkCommands struct {
	File       checkFile       `cmd:"" help:"Take in an inspection of a centre; JSON in, receipt and score out."`
	Challenge  checkChallenge  `cmd:"" help:"On the inspector's machine: a code that the centre's machine answers, to show that the inspector is there."`
	Answer     presenceAnswer  `cmd:"" help:"On the centre's machine: answer the code of an inspector's machine."`
	Reply      checkReply      `cmd:"" help:"Say what the centre put right about an order; JSON in, receipt out."`
	Orders     checkOrders     `cmd:"" help:"Orders to put something right at this centre, as far as the machine was told."`
	Lint       checkLint       `cmd:"" help:"Name every fault of a file of inspection templates."`
	VerifyDraw checkVerifyDraw `cmd:"" name:"verify-draw" help:"Make a draw again from its own file and say whether it was changed."`
}

type checkLint struct {
	File string `arg:"" type:"path" help:"Templates, bianmin-inspection/1."`
}

// faultAnswer is one fault in the JSON answer of `check lint`.
type faultAnswer struct {
	Field   string `json:"field"`
	Key     string `json:"key"`
	Message string `json:"message"`
}

// Run answers with one line a fault; exit 1 when there is one.
func (l checkLint) Run(c *call) error {
	raw, err := readBounded(l.File, inspect.MaxTemplates)
	if err != nil {
		return &village.Error{Kind: village.Invalid, Field: "file", Key: "err.list.open", Err: err}
	}
	list, err := inspect.DecodeTemplates(raw)
	if err != nil {
		return err
	}
	known, err := checklists.Templates()
	if err != nil {
		return village.Failed("read the checklists", err)
	}
	faults := inspect.LintNew(list, known)
	for _, f := range faults {
		if err := c.answer(faultAnswer{f.Field, f.Key, c.text.T(f.Key)}, f.Field+"\t"+c.text.T(f.Key)); err != nil {
			return err
		}
	}
	if len(faults) == 0 {
		return c.answer(map[string]int{"templates": len(list), "faults": 0}, c.text.T("inspect.lint.good", "n", len(list)))
	}
	if err := c.answer(map[string]int{"templates": len(list), "faults": len(faults)}, c.text.T("inspect.lint.bad", "n", len(faults))); err != nil {
		return err
	}
	return errNotGenuine
}

type checkVerifyDraw struct {
	File      string `arg:"" type:"path" help:"The draw, as it was published."`
	Published string `placeholder:"HASH" help:"The commitment that was published before the public value was known."`
}

// drawAnswer is the JSON answer of `check verify-draw`.
type drawAnswer struct {
	OK         bool                   `json:"ok"`
	Month      string                 `json:"month"`
	Commitment string                 `json:"commitment"`
	Published  bool                   `json:"published"` // it is the one given with --published
	Source     string                 `json:"source"`
	Day        string                 `json:"day"`
	Value      string                 `json:"public_value"`
	Chosen     []village.DivisionCode `json:"chosen"`
}

// Run needs no kiosk and no line.
func (v checkVerifyDraw) Run(c *call) error {
	d, err := readDraw(v.File)
	if err != nil {
		return err
	}
	if err := d.Verify(); err != nil {
		return err
	}
	plan, commitment := d.Committed.Plan, d.Committed.Commitment
	if v.Published != "" && v.Published != commitment {
		return village.Refuse("published", "err.draw.published")
	}
	line := c.text.T("draw.verified", "month", plan.Month, "n", len(d.Chosen), "source", plan.Source, "day", plan.Day, "value", d.Value)
	if v.Published != "" {
		line += c.text.T("draw.published")
	} else {
		line += c.text.T("draw.unpublished", "commitment", commitment, "made", plan.Made)
	}
	return c.answer(drawAnswer{true, plan.Month, commitment, v.Published != "", plan.Source, plan.Day, d.Value, d.Chosen}, line)
}

func readDraw(path string) (inspect.Draw, error) {
	raw, err := readBounded(path, inspect.MaxFile)
	if err != nil || len(raw) > inspect.MaxFile {
		return inspect.Draw{}, &village.Error{Kind: village.Invalid, Field: "file", Key: "err.list.open", Err: err}
	}
	return inspect.ParseDraw(raw)
}
