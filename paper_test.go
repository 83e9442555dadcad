package main

import (
	"testing"
	"time"

	"bianmin/app/village"
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
