package storetest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"bianmin/app/village"
)

// QueuePrint is the journal's, as the real store's.
func (m *Memory) QueuePrint(_ context.Context, record village.RecordID, paper village.PaperKind) (village.PrintJob, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return village.PrintJob{}, m.Err
	}
	for _, c := range m.cases {
		if c.ID == record {
			return m.waitForPrinter(c, paper), nil
		}
	}
	return village.PrintJob{}, notFound("case")
}

// waitForPrinter queues a paper about c, unless it waits already.
func (m *Memory) waitForPrinter(c village.Case, paper village.PaperKind) village.PrintJob {
	for _, j := range m.jobs {
		if j.Record == c.ID && j.Paper == paper && j.State == village.PrintQueued {
			return j
		}
	}
	job := village.PrintJob{ID: int64(len(m.jobs) + 1), Record: c.ID, Code: c.ShortCode, Paper: paper, State: village.PrintQueued, QueuedAt: m.now(), At: m.now()}
	m.jobs = append(m.jobs, job)
	return job
}

// Unprinted is the journal's, as the real store's.
func (m *Memory) Unprinted(_ context.Context, since time.Time) (list []village.PrintJob, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for n, j := range m.jobs {
		same := func(o village.PrintJob) bool { return o.Record == j.Record && o.Paper == j.Paper }
		later := slices.ContainsFunc(m.jobs[n+1:], same)
		out := slices.ContainsFunc(m.jobs, func(o village.PrintJob) bool {
			return same(o) && (o.State == village.PrintSent || o.State == village.PrintConfirmed)
		})
		if j.Paper == village.PaperReceipt && !j.QueuedAt.Before(since) && !later && !out {
			list = append(list, j)
		}
	}
	return list, m.Err
}

// StartPrint is the journal's, as the real store's.
func (m *Memory) StartPrint(_ context.Context, id int64) (village.PrintJob, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	job, err := m.setPrint(id, village.PrintSent)
	if err != nil {
		return village.PrintJob{}, err
	}
	for _, j := range m.jobs {
		if j.Record == job.Record && j.Paper == job.Paper && j.ID != id && j.State.OnPaper() {
			job.Again++
		}
	}
	detail := village.AuditFirst
	if job.Again > 0 {
		detail = village.AuditAgain
	}
	kind := village.AuditLetter
	if job.Paper == village.PaperReceipt {
		kind = village.AuditPrint
		m.prints[job.Record]++
	}
	_, err = m.note(kind, string(job.Record), detail)
	return *job, err
}

// EndPrint is the journal's, as the real store's.
func (m *Memory) EndPrint(_ context.Context, id int64, state village.PrintState) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	job, err := m.setPrint(id, state)
	if err == nil && state == village.PrintFailed {
		_, err = m.note(village.AuditPrintFailed, string(job.Record), "")
	}
	return err
}

func (m *Memory) setPrint(id int64, next village.PrintState) (*village.PrintJob, error) {
	if m.Err != nil {
		return nil, m.Err
	}
	if id < 1 || int(id) > len(m.jobs) {
		return nil, notFound("print job")
	}
	job := &m.jobs[id-1]
	if !job.State.MayBecome(next) {
		return nil, &village.Error{Kind: village.Conflict, Err: fmt.Errorf("print job %d is %s", id, job.State)}
	}
	job.State, job.At = next, m.now()
	return job, nil
}

// OpenPrints is the journal's, as the real store's.
func (m *Memory) OpenPrints(context.Context) (open []village.PrintJob, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, j := range m.jobs {
		if j.State == village.PrintQueued || j.State == village.PrintSent {
			open = append(open, j)
		}
	}
	return open, m.Err
}

// PrintsOf is the journal's, as the real store's.
func (m *Memory) PrintsOf(_ context.Context, record village.RecordID) (of []village.PrintJob, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, j := range m.jobs {
		if j.Record == record {
			of = append(of, j)
		}
	}
	return of, m.Err
}
