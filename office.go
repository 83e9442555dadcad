package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"bianmin/app/letter"
	"bianmin/app/village"
	"bianmin/device/printer"
	"bianmin/device/printer/ipp"
	"bianmin/ui/flow"
)

const (
	officeFor = 20 * time.Second // handing a letter to an office printer may take
	settleFor = 30 * time.Second // an office printer is waited for before a person is asked
	settleAsk = 500 * time.Millisecond
)

// officePrinter is the machine's A4 printer with its journal. A nil one is of a machine
// without it.
type officePrinter struct {
	kiosk   *kiosk
	printer *ipp.Printer
	using   sync.Mutex // held by a job
}

// officeFlag names the A4 printer.
type officeFlag struct {
	Office string `help:"Office printer or queue for letters on A4, as ipp://HOST/ipp/print." placeholder:"ADDRESS"`
}

// officeAt is the A4 printer at an address; nil for "".
func (k *kiosk) officeAt(address string) (*officePrinter, error) {
	if address == "" {
		return nil, nil
	}
	p, err := ipp.New(address, http.DefaultClient)
	if err != nil {
		return nil, err
	}
	return &officePrinter{kiosk: k, printer: p}, nil
}

// handed is a letter that the printer has.
type handed struct {
	number int   // of the printer's job
	id     int64 // in the journal
}

// print hands a letter over. The journal says before the first byte that it goes, and
// the paper how many there may be already.
func (o *officePrinter) print(ctx context.Context, code string, kind letter.Kind, who person) (handed, error) {
	o.using.Lock()
	defer o.using.Unlock()
	status, err := o.kiosk.desk.Status(ctx, code)
	if err != nil {
		return handed{}, err
	}
	if _, err := o.kiosk.compose(ctx, status, kind, drawn{who: who}); err != nil {
		return handed{}, err
	}
	store := o.kiosk.store
	queued, err := store.QueuePrint(ctx, status.Case.ID, village.PaperKind(kind))
	if err != nil {
		return handed{}, err
	}
	job, err := store.StartPrint(ctx, queued.ID)
	if err != nil {
		return handed{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, officeFor)
	defer cancel()
	raw, err := o.kiosk.writeLetter(ctx, status, kind, drawn{who: who, again: job.Again})
	given := handed{id: job.ID}
	if err == nil {
		given.number, err = o.printer.Print(ctx, string(kind), raw)
	}
	if err == nil {
		return given, nil
	}
	if t, ok := errors.AsType[*printer.Trouble](err); ok {
		if err = officeTrouble(t); t.Started {
			o.kiosk.papers.stopped(job.ID)
			return handed{}, err // it may be on paper: the job stays open
		}
	}
	return handed{}, errors.Join(err, store.EndPrint(context.WithoutCancel(ctx), job.ID, village.PrintFailed))
}

// printBlank hands over a paper that no journal counts.
func (o *officePrinter) printBlank(ctx context.Context, raw []byte) (int, error) {
	o.using.Lock()
	defer o.using.Unlock()
	ctx, cancel := context.WithTimeout(ctx, officeFor)
	defer cancel()
	number, err := o.printer.Print(ctx, string(letter.Entrust), raw)
	if t, ok := errors.AsType[*printer.Trouble](err); ok {
		err = officeTrouble(t)
	}
	return number, err
}

// settled waits until the printer has done with a job, as far as it says: only then is
// there something to ask a person. A job that it gave up is an error, and stays open all
// the same, because a part of it may be on paper.
func (o *officePrinter) settled(ctx context.Context, given handed) error {
	ctx, cancel := context.WithTimeout(ctx, settleFor)
	defer cancel()
	for ctx.Err() == nil {
		switch state, err := o.printer.Job(ctx, given.number); {
		case err != nil || state == ipp.JobCompleted:
			return nil // it says no more
		case state == ipp.JobAborted || state == ipp.JobCanceled:
			o.kiosk.papers.stopped(given.id)
			return &village.Error{Kind: village.Internal, Key: "err.letter.given_up"}
		}
		_ = pause(ctx, settleAsk)
	}
	return nil
}

// officeTrouble is a letter that did not go through, as a person reads it.
func officeTrouble(t *printer.Trouble) error {
	key := "printer.state." + string(t.State)
	if t.Started {
		key = "err.letter.unsure"
	}
	return &village.Error{Kind: village.Internal, Key: key, Err: t}
}

// pages is the A4 printer as the pages see it; nil without one.
func (o *officePrinter) pages() *flow.Office {
	if o == nil {
		return nil
	}
	return &flow.Office{
		List: o.list,
		Print: func(ctx context.Context, code village.ShortCode, kind string) error {
			given, err := o.print(ctx, string(code), letter.Kind(kind), person{})
			if err != nil {
				return err
			}
			return o.settled(ctx, given)
		},
		Blank: func(ctx context.Context, item village.ItemCode) error {
			raw, err := o.kiosk.blankLetter(item)
			if err != nil {
				return err
			}
			number, err := o.printBlank(ctx, raw)
			if err != nil {
				return err
			}
			return o.settled(ctx, handed{number: number})
		},
		Came: func(ctx context.Context, code village.ShortCode, kind string, came bool) error {
			return o.kiosk.came(ctx, code, village.PaperKind(kind), came)
		},
	}
}

// list is what can be printed about a case now, with what the journal knows of it.
func (o *officePrinter) list(ctx context.Context, code village.ShortCode) ([]flow.Letter, error) {
	status, err := o.kiosk.desk.Status(ctx, string(code))
	if err != nil {
		return nil, err
	}
	jobs, err := o.kiosk.store.PrintsOf(ctx, status.Case.ID)
	if err != nil {
		return nil, err
	}
	var list []flow.Letter
	for _, kind := range letter.Available(o.kiosk.letterSource(status, drawn{})) {
		l := flow.Letter{Kind: string(kind)}
		for _, job := range jobs {
			if job.Paper == village.PaperKind(kind) && job.State.OnPaper() {
				l.Printed++
				l.Unsure = job.State == village.PrintSent // the last one decides
			}
		}
		list = append(list, l)
	}
	return list, nil
}

// leftover gives up what never began to go to the A4 printer when the power went: the
// person it was for has gone, and it can be printed again at any time. Receipts are left
// to the thermal printer where there is one.
func (o *officePrinter) leftover(ctx context.Context, thermal bool) {
	if o == nil {
		return
	}
	open, err := o.kiosk.store.OpenPrints(ctx)
	for _, job := range slices.DeleteFunc(open, func(j village.PrintJob) bool {
		return j.State != village.PrintQueued || thermal && j.Paper == village.PaperReceipt
	}) {
		err = errors.Join(err, o.kiosk.store.EndPrint(ctx, job.ID, village.PrintFailed))
	}
	if err != nil {
		slog.Error("letters left over", "err", err)
	}
}
