package main

import (
	"math/rand/v2"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/device/printer/printertest"
	"bianmin/storage/storetest"
)

// TestTheStaffIsAskedForPaperThatStopped, and not for what went out whole to a printer
// that never answers, nor for what is long over.
func TestTheStaffIsAskedForPaperThatStopped(t *testing.T) {
	start := time.Date(2026, 11, 28, 9, 0, 0, 0, village.Zone)
	j := &journal{begun: start}
	j.stopped(7)
	now := start.Add(10 * time.Minute)
	tests := map[string]struct {
		job  village.PrintJob
		want bool
	}{
		"cut off by the power":     {village.PrintJob{ID: 1, Paper: village.PaperReceipt, State: village.PrintSent, At: start.Add(-time.Minute)}, true},
		"an hour before":           {village.PrintJob{ID: 2, Paper: village.PaperReceipt, State: village.PrintSent, At: start.Add(-time.Hour)}, false},
		"whole, without an answer": {village.PrintJob{ID: 3, Paper: village.PaperReceipt, State: village.PrintSent, At: start.Add(time.Minute)}, false},
		"stopped half way":         {village.PrintJob{ID: 7, Paper: village.PaperReceipt, State: village.PrintSent, At: start.Add(time.Minute)}, true},
		"half way, and said to be": {village.PrintJob{ID: 7, Paper: village.PaperReceipt, State: village.PrintConfirmed, At: start.Add(time.Minute)}, false},
		"a letter on A4":           {village.PrintJob{ID: 9, Paper: "entrust", State: village.PrintSent, At: start.Add(-time.Minute)}, true},
		"still in the queue":       {village.PrintJob{ID: 8, Paper: village.PaperReceipt, State: village.PrintQueued, At: start.Add(-time.Minute)}, false},
	}
	for name, tt := range tests {
		if got := j.asks(tt.job, now); got != tt.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// Test44AReceiptOfWhichThePowerTookThePrintComesAfterTheRestart: the machine died between
// the commit and the printer. One that cannot be printed then is told to the staff.
func Test44AReceiptOfWhichThePowerTookThePrintComesAfterTheRestart(t *testing.T) {
	c := newCentre(t, &hands{wall: spring})
	commit := func(n int) {
		k, r := storetest.SampleCase(n, 200)
		k.AcceptedAt, r.CreatedAt, k.Print = c.clock.wall(), c.clock.wall(), true
		k.Item, k.Catalogue = "elderly-allowance", c.edition.Load().catalogue.Version
		k.ShortCode = village.NewShortCode(rand.New(rand.NewPCG(1, uint64(n))))
		if _, err := c.store.SaveCase(t.Context(), k, r, storetest.PlainQR); err != nil {
			t.Fatal(err)
		}
	}
	commit(1)
	c.restart()
	s := printertest.New(576)
	p, err := c.paperAt("tcp:"+s.Listen(t), 80)
	if err != nil {
		t.Fatal(err)
	}
	p.resume(t.Context())
	c.countPapers(t.Context())
	if cuts := len(s.Printed().Cuts); cuts != 1 || c.papers.missing.Load() != 0 {
		t.Errorf("%d papers, %d are missing", cuts, c.papers.missing.Load())
	}
	s.Set(printertest.Sensors{End: true})
	commit(2)
	p.resume(t.Context())
	c.countPapers(t.Context())
	open, err := c.openPrints(t.Context())
	if err != nil || len(open) != 1 || open[0].State != village.PrintFailed || c.papers.missing.Load() != 1 {
		t.Errorf("without paper the list is %+v, %v; %d are missing", open, err, c.papers.missing.Load())
	}
}
