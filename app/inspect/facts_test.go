package inspect

import (
	"testing"
	"time"

	"bianmin/app/village"
)

// logOf is a log of acts so many minutes after 8 o'clock of 1 November 2026.
func logOf(acts ...any) (rows []village.AuditRow) {
	start := time.Date(2026, 11, 1, 8, 0, 0, 0, village.Zone)
	for i := 0; i < len(acts); i += 2 {
		after := time.Duration(acts[i].(int)) * time.Minute
		rows = append(rows, village.AuditRow{
			Stamp: village.Stamp{Boot: [16]byte{1}, Mono: time.Hour + after, Wall: start.Add(after)}, Act: village.Act{Kind: acts[i+1].(village.AuditKind)},
		})
	}
	return rows
}

func TestMachineReadsItsOpeningRunningAndPaperOutOfItsLog(t *testing.T) {
	const day = 24 * 60
	rows := logOf(
		-day, village.AuditStarted, // before the window
		31, village.AuditStarted, 40, village.AuditAccepted, 41, village.AuditPrintFailed, 42, village.AuditPrintFailed, 45, village.AuditPrint,
		500, village.AuditRated, // the power fails
		day+20, village.AuditStarted, day+30, village.AuditPrintFailed, day+530, village.AuditStopped, day+600, village.AuditSnapshot)
	var f Facts
	f.ReadLog(rows, time.Date(2026, 11, 1, 0, 0, 0, 0, village.Zone))
	if len(f.Opening) != 2 || f.Opening[0] != (OpenDay{"2026-11-01", "08:31", "16:20", 4}) || f.Opening[1] != (OpenDay{"2026-11-02", "08:20", "16:50", 2}) {
		t.Errorf("opening %+v", f.Opening)
	}
	if want := int64((469 + 510) * 60); f.RunningSec != want {
		t.Errorf("ran %d s, want %d", f.RunningSec, want)
	}
	if f.Starts != 2 || f.Unclean != 1 || f.PaperOuts != 2 {
		t.Errorf("%d starts, %d after no end in order, %d paper outages", f.Starts, f.Unclean, f.PaperOuts)
	}
}

func TestAClockThatWentBackDoesNotShortenTheRunning(t *testing.T) {
	rows := logOf(0, village.AuditStarted, 60, village.AuditAccepted)
	rows[1].Wall = rows[1].Wall.Add(-30 * time.Minute)
	var f Facts
	f.ReadLog(rows, time.Time{})
	if f.RunningSec != 3600 {
		t.Errorf("ran %d s", f.RunningSec)
	}
}
