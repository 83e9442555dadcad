package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"bianmin/app/receipt"
	"bianmin/app/village"
	"bianmin/device/printer"
	"bianmin/device/printer/escpos"
	"bianmin/device/printer/port"
	"bianmin/ui/flow"
)

const (
	lookAtPaper = 5 * time.Second // between two looks at a printer that nobody uses
	lookFor     = 3 * time.Second // and how long one may take
	// printFor is how long a job may take, a new roll included: a person who waits
	// has gone by then, and the journal asks whether it came out.
	printFor = 90 * time.Second
	// resumeFor is how old a job may be to print by itself when it never began, and to be
	// asked for when it did: later its person has gone, and the list has it still.
	resumeFor = 30 * time.Minute
)

// paper is the thermal printer of the machine with its journal. A nil one is of a
// machine without a printer.
type paper struct {
	kiosk  *kiosk
	device *escpos.Device
	mm     int
	state  atomic.Value // printer.State, as last seen
	using  sync.Mutex   // held by a job
}

// paperAt is the printer at an address, with paper of mm; nil for "".
func (k *kiosk) paperAt(address string, mm int) (*paper, error) {
	if address == "" {
		return nil, nil
	}
	open, err := port.Parse(address)
	if err != nil {
		return nil, err
	}
	p := &paper{kiosk: k, device: escpos.New(open), mm: mm}
	p.state.Store(printer.Unknown) // until the first look
	return p, nil
}

// start watches the printer, if there is one, until ctx ends.
func (p *paper) start(ctx context.Context, group *sync.WaitGroup) {
	if p != nil {
		group.Go(func() { p.watch(ctx) })
	}
}

// watch looks at the printer until ctx ends, so that a person is told before they
// start. What never began to print when the power went is printed first.
func (p *paper) watch(ctx context.Context) {
	p.resume(ctx)
	for ctx.Err() == nil {
		if p.using.TryLock() {
			look, cancel := context.WithTimeout(ctx, lookFor)
			p.saw(p.device.Status(look))
			cancel()
			p.using.Unlock()
		}
		_ = pause(ctx, lookAtPaper)
	}
}

func (p *paper) saw(state printer.State) {
	if was := p.state.Swap(state); was != state {
		slog.Info("printer", "state", string(state))
	}
}

// told is the printer in the words of a page.
func (p *paper) told() (told flow.Printer) {
	if p == nil {
		return told
	}
	if state := p.state.Load().(printer.State); state != printer.Ready && state != printer.Unknown {
		told.Trouble, told.Prints = "printer.state."+string(state), state.Prints()
	}
	return told
}

// resume prints what was queued and never began, and gives up what is too old: its
// person has gone, and the code can be printed again at any time.
func (p *paper) resume(ctx context.Context) {
	open, err := p.kiosk.store.OpenPrints(ctx)
	if err != nil {
		slog.Error("prints left over", "err", err)
		return
	}
	for _, job := range open {
		if job.State != village.PrintQueued || job.Paper != village.PaperReceipt {
			continue
		}
		if p.kiosk.clock.wall().Sub(job.QueuedAt) > resumeFor {
			err = p.kiosk.store.EndPrint(ctx, job.ID, village.PrintFailed)
		} else {
			_, err = p.receipt(ctx, job.Code)
		}
		if err != nil {
			slog.Warn("prints left over", "code", job.Code, "err", err)
		}
	}
}

// receipt prints the receipt of a code. The paper says how many there may be
// already; the journal says before the first byte that it goes.
func (p *paper) receipt(ctx context.Context, code village.ShortCode) (printer.Outcome, error) {
	if p == nil {
		return "", noPaper()
	}
	p.using.Lock()
	defer p.using.Unlock()
	ctx, cancel := context.WithTimeout(ctx, printFor)
	defer cancel()
	status, err := p.kiosk.desk.Status(ctx, string(code))
	if err != nil {
		return "", err
	}
	queued, err := p.kiosk.store.QueuePrint(ctx, status.Case.ID, village.PaperReceipt)
	if err != nil {
		return "", err
	}
	job, err := p.kiosk.store.StartPrint(ctx, queued.ID)
	if err != nil {
		return "", err
	}
	bitmap, err := p.kiosk.paintReceipt(ctx, status, drawing{mm: p.mm, again: job.Again})
	if err != nil {
		return "", errors.Join(err, p.end(ctx, job, village.PrintFailed))
	}
	raw, err := escpos.Encode(bitmap)
	if err != nil {
		return "", errors.Join(village.Failed("encode the receipt", err), p.end(ctx, job, village.PrintFailed))
	}
	return p.send(ctx, job, raw)
}

// send prints a job that was started and writes down what became of it.
func (p *paper) send(ctx context.Context, job village.PrintJob, raw []byte) (printer.Outcome, error) {
	outcome, err := p.device.Print(ctx, raw, p.saw)
	if err == nil {
		if outcome == printer.Confirmed {
			if err := p.end(ctx, job, village.PrintConfirmed); err != nil { // the paper is there all the same
				slog.Error("print journal", "kind", village.KindOf(err), "err", err)
			}
		}
		return outcome, nil
	}
	trouble := p.trouble(err)
	if t, ok := errors.AsType[*printer.Trouble](err); ok && !t.Started {
		return "", errors.Join(trouble, p.end(ctx, job, village.PrintFailed))
	}
	p.kiosk.papers.stopped(job.ID)
	return "", trouble // it may be on paper: the job stays open
}

// end writes what became of a job, also when the time for printing is over.
func (p *paper) end(ctx context.Context, job village.PrintJob, state village.PrintState) error {
	return p.kiosk.store.EndPrint(context.WithoutCancel(ctx), job.ID, state)
}

// came takes a person's word on the last paper of a kind about a code.
func (k *kiosk) came(ctx context.Context, code village.ShortCode, paper village.PaperKind, came bool) error {
	state := village.PrintLost
	if came {
		state = village.PrintConfirmed
	}
	open, err := k.store.OpenPrints(ctx)
	if err != nil {
		return err
	}
	for i := len(open) - 1; i >= 0; i-- {
		if open[i].Code == code && open[i].Paper == paper && open[i].State == village.PrintSent {
			return k.store.EndPrint(ctx, open[i].ID, state)
		}
	}
	return &village.Error{Kind: village.NotFound, Field: "code", Key: "err.print.none"}
}

// slip prints the slip of a person who leaves to come back; came reports that the
// printer said so.
func (p *paper) slip(ctx context.Context, slip receipt.Slip) (came bool, err error) {
	if p == nil {
		return false, noPaper()
	}
	return p.other(ctx, func() ([]byte, error) { return p.kiosk.encodeSlip(slip, p.mm) })
}

// followUp prints the slip of the n-th thing that was handed in with the paper of a
// case.
func (p *paper) followUp(ctx context.Context, code village.ShortCode, n int) (came bool, err error) {
	if p == nil {
		return false, noPaper()
	}
	return p.other(ctx, func() ([]byte, error) {
		status, err := p.kiosk.desk.Status(ctx, string(code))
		if err != nil {
			return nil, err
		}
		bitmap, _, err := p.kiosk.drawFollowUp(ctx, status, n, p.mm)
		if err != nil {
			return nil, err
		}
		return escpos.Encode(bitmap)
	})
}

// other prints what is no receipt and stands in no journal; came reports that the printer
// said that it came out.
func (p *paper) other(ctx context.Context, encode func() ([]byte, error)) (came bool, err error) {
	p.using.Lock()
	defer p.using.Unlock()
	ctx, cancel := context.WithTimeout(ctx, printFor)
	defer cancel()
	raw, err := encode()
	if err != nil {
		return false, err
	}
	outcome, err := p.device.Print(ctx, raw, p.saw)
	if err != nil {
		return false, p.trouble(err)
	}
	return outcome == printer.Confirmed, nil
}

func noPaper() error { return &village.Error{Kind: village.Internal, Key: "err.printer.none"} }

// trouble is a failed print as a person reads it.
func (p *paper) trouble(err error) error {
	key := "err.printer.write"
	if t, ok := errors.AsType[*printer.Trouble](err); ok {
		p.saw(t.State)
		key = "err.printer." + string(t.State)
		if t.Started {
			key = "err.printer.half"
		}
	}
	return &village.Error{Kind: village.Internal, Key: key, Err: err}
}
