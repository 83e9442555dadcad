package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/device/printer"
)

type printCommand struct {
	lookFlags
	Code    string `arg:"" optional:"" help:"Code on the receipt."`
	Printer string `help:"Thermal printer, as for run." placeholder:"ADDRESS"`
	Paper   int    `help:"Width of its paper in mm, 58 or 80." default:"80"`
	Came    bool   `help:"The last paper of this code came out." xor:"word"`
	Lost    bool   `help:"It did not; the next one is marked." xor:"word"`
	List    bool   `help:"Prints of which nobody knows whether they came out, and receipts that did not." xor:"word"`
}

// printLine is one open job in the answer of print --list.
type printLine struct {
	Code  village.ShortCode  `json:"code"`
	Paper village.PaperKind  `json:"paper"` // receipt, or the form of a letter
	State village.PrintState `json:"state"`
	Again int                `json:"again"` // 补打 第n次; 0 for the first
	At    string             `json:"at"`
}

// printAnswer is what became of a print.
type printAnswer struct {
	Code    village.ShortCode `json:"code"`
	Outcome printer.Outcome   `json:"outcome"`
}

// Run prints a receipt, or keeps the journal of what was printed.
func (p printCommand) Run(c *call) error {
	if p.Paper != 58 && p.Paper != 80 {
		return village.Refuse("paper", "err.receipt.paper")
	}
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if p.List {
		return k.listPrints(c)
	}
	code, err := village.ParseShortCode(p.Code)
	if err != nil {
		return village.At("code", err)
	}
	if p.Came || p.Lost {
		if err := k.came(c, code, village.PaperReceipt, p.Came); err != nil {
			return err
		}
		return c.answer(map[string]any{"code": code, "came": p.Came}, c.text.T("print.noted", "code", code.Spaced()))
	}
	if err := p.look(c, k, p.Code); err != nil {
		return err
	}
	paper, err := k.paperAt(p.Printer, p.Paper)
	if err != nil {
		return err
	}
	outcome, err := paper.receipt(c, code)
	if err != nil {
		return err
	}
	return c.answer(printAnswer{code, outcome}, c.text.T("print.outcome."+string(outcome), "code", code.Spaced()))
}

// openPrints are the papers of which nobody knows whether they came out, and the receipts
// that did not, the oldest first.
func (k *kiosk) openPrints(ctx context.Context) ([]village.PrintJob, error) {
	open, err := k.store.OpenPrints(ctx)
	if err != nil {
		return nil, err
	}
	gone, err := k.store.Unprinted(ctx, k.clock.wall().Add(-desk.UnprintedFor))
	for _, job := range gone {
		if job.State != village.PrintQueued && k.listed(ctx, job) { // one that is queued is open
			open = append(open, job)
		}
	}
	slices.SortFunc(open, func(a, b village.PrintJob) int { return cmp.Compare(a.ID, b.ID) })
	return open, err
}

// listPrints names what may have come out and may not, and what did not.
func (k *kiosk) listPrints(c *call) error {
	jobs, err := k.openPrints(c)
	if err != nil {
		return err
	}
	for _, job := range jobs {
		if c.cli.JSON {
			err = c.line(printLine{job.Code, job.Paper, job.State, job.Again, rfc3339(job.At)})
		} else {
			_, err = fmt.Fprintln(c.stdout, c.text.T("print.open."+string(job.State), "code", job.Code.Spaced(), "time", rfc3339(job.At), "n", job.Again, "paper", c.text.T("letter."+string(job.Paper))))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
