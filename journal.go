package main

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"bianmin/app/village"
)

// journal counts the papers that the staff has to look after, of both printers. Its zero
// value is that of a program without a window, which tells nobody.
type journal struct {
	begun  time.Time    // when the window was opened
	half   sync.Map     // ids of jobs that stopped half way since
	unsure atomic.Int64 // jobs to be asked for

	missing atomic.Int64 // receipts of today that were given up without a paper
}

// stopped says that a printer gave up in the middle of a job.
func (j *journal) stopped(id int64) { j.half.Store(id, true) }

// asks reports whether the staff has to look after a job: one that the power or the
// printer stopped. One that went out whole was asked for on the page; a printer that
// never answers would leave a question behind for each receipt.
func (j *journal) asks(job village.PrintJob, now time.Time) bool {
	_, half := j.half.Load(job.ID)
	return job.State == village.PrintSent && now.Sub(job.At) < resumeFor && (half || job.At.Before(j.begun))
}

// watchPapers counts until ctx ends.
func (k *kiosk) watchPapers(ctx context.Context) {
	for ctx.Err() == nil {
		k.countPapers(ctx)
		_ = pause(ctx, lookAtPaper)
	}
}

func (k *kiosk) countPapers(ctx context.Context) {
	open, err := k.store.OpenPrints(ctx)
	if err != nil {
		return
	}
	n := int64(0)
	for _, job := range open {
		if k.papers.asks(job, k.clock.wall()) {
			n++
		}
	}
	k.papers.unsure.Store(n)
	if gone, err := k.store.Unprinted(ctx, village.DayOf(k.clock.wall()).Begins()); err == nil {
		gone = slices.DeleteFunc(gone, func(j village.PrintJob) bool {
			coming := j.State == village.PrintQueued && k.clock.wall().Sub(j.At) < resumeFor
			return coming || !k.listed(ctx, j)
		})
		k.papers.missing.Store(int64(len(gone)))
	}
}

// listed reports whether the page of the day may name the case of a receipt: who reads it is
// sent to that page for the rest.
func (k *kiosk) listed(ctx context.Context, j village.PrintJob) bool {
	s, err := k.desk.Status(ctx, string(j.Code))
	return err == nil && s.Listed()
}

// unsurePapers are all of which nobody knows whether they came out, the oldest first.
func (k *kiosk) unsurePapers(ctx context.Context) (list []village.PrintJob, err error) {
	open, err := k.store.OpenPrints(ctx)
	for _, job := range open {
		if job.State == village.PrintSent {
			list = append(list, job)
		}
	}
	return list, err
}

// paperCame takes the staff's word on one paper. One that was lost stays counted: the
// next of its kind is marked.
func (k *kiosk) paperCame(ctx context.Context, id int64, came bool) error {
	state := village.PrintLost
	if came {
		state = village.PrintConfirmed
	}
	if err := k.store.EndPrint(ctx, id, state); err != nil {
		return err
	}
	k.countPapers(ctx)
	return nil
}
