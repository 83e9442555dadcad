package inspect

import (
	"time"

	"bianmin/app/village"
)

// FactDays is how far back a machine looks, in days.
const FactDays = 30

// Names of what a machine knows, by which rules refer to it.
const (
	FactOpening = "opening" // when it was used
	FactRunning = "running" // how long it ran
	FactBacklog = "backlog" // what waits to be sent
	FactUnrated = "unrated" // cases that nobody rated
	FactPaper   = "paper"   // runs of prints that failed
	FactContact = "contact" // last answer of the county
)

// FactNames are all of them.
func FactNames() []string {
	return []string{FactOpening, FactRunning, FactBacklog, FactUnrated, FactPaper, FactContact}
}

// Facts are what a machine read out of its own log about its centre (机读). Nobody
// types them and nobody changes them.
type Facts struct {
	Machine     string            `json:"machine"`
	From        village.Day       `json:"from"` // first day that was looked at
	To          village.Day       `json:"to"`
	Opening     []OpenDay         `json:"opening"`      // days with a sign of use, in order
	RunningSec  int64             `json:"running_sec"`  // at least; from each start to the last sign of it
	Starts      int               `json:"starts"`       // of the window
	Unclean     int               `json:"unclean"`      // of Starts: the one before did not end in order
	Backlog     int               `json:"backlog"`      // records that the county does not have whole
	Attention   int               `json:"attention"`    // records that the county set aside
	OldestMS    int64             `json:"oldest_ms"`    // of the oldest in Backlog; 0 = none waits
	Cases       int               `json:"cases"`        // taken in
	Rated       int               `json:"rated"`        // of Cases
	PaperOuts   int               `json:"paper_outs"`   // runs of prints that failed
	ClockJumps  int               `json:"clock_jumps"`  // by more than two minutes
	LastContact int64             `json:"last_contact"` // milliseconds since 1970; 0 = never
	Trust       village.TimeTrust `json:"trust"`        // in the clock that all of this goes by
}

// OpenDay is a day on which the machine was used, by its clock.
type OpenDay struct {
	Day   village.Day `json:"day"`
	First string      `json:"first"` // 08:31
	Last  string      `json:"last"`
	Acts  int         `json:"acts"`
}

// ReadLog fills in what the rows of a log say about the time from from on. Rows are
// in their order.
func (f *Facts) ReadLog(rows []village.AuditRow, from time.Time) {
	var run session
	failing := false
	for _, r := range rows {
		if r.Wall.Before(from) {
			continue
		}
		f.open(r)
		f.RunningSec += int64(run.see(r) / time.Second)
		switch r.Kind {
		case village.AuditStarted:
			f.Starts++
			if run.dropped {
				f.Unclean++
			}
		case village.AuditClock:
			f.ClockJumps++
		case village.AuditPrintFailed:
			if !failing {
				f.PaperOuts++
			}
			failing = true
		case village.AuditPrint:
			failing = false
		}
	}
}

// open counts a row that shows somebody at the machine.
func (f *Facts) open(r village.AuditRow) {
	switch r.Kind {
	case village.AuditStarted, village.AuditStopped, village.AuditAccepted, village.AuditRated, village.AuditPrint, village.AuditLetter:
	default:
		return
	}
	day, at := village.DayOf(r.Wall), r.Wall.In(village.Zone).Format("15:04")
	n := len(f.Opening)
	if n == 0 || f.Opening[n-1].Day != day {
		f.Opening = append(f.Opening, OpenDay{Day: day, First: at})
		n++
	}
	o := &f.Opening[n-1]
	o.First, o.Last, o.Acts = min(o.First, at), max(o.Last, at), o.Acts+1
}

// session is a run of the window.
type session struct {
	running bool
	dropped bool // the run before the last start did not end in order
	last    village.Stamp
}

// see is how much longer a row shows the window to have run. Within one boot the time
// since the boot says it, whatever the clock did; a clock that went back says nothing.
func (s *session) see(r village.AuditRow) (more time.Duration) {
	if s.running && r.Kind != village.AuditStarted {
		more = r.Wall.Sub(s.last.Wall)
		if r.Boot == s.last.Boot && r.Mono != 0 && s.last.Mono != 0 {
			more = r.Mono - s.last.Mono
		}
	}
	if r.Kind == village.AuditStarted {
		s.dropped, s.running = s.running, true
	}
	if r.Kind == village.AuditStopped {
		s.running = false
	}
	s.last = r.Stamp
	return max(more, 0)
}
