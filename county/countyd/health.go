package main

import (
	"time"

	"bianmin/app/village"
)

// healthLine is what a machine said of itself, in the answer of `kiosks list --json`.
type healthLine struct {
	SentAt   time.Time            `json:"sent_at"` // by its own clock
	Version  string               `json:"version"` // of its program
	State    village.FindingState `json:"state"`   // the worst of the findings
	Findings []findingLine        `json:"findings"`
}

// findingLine is one of the things that it looks at.
type findingLine struct {
	Check  string               `json:"check"`
	State  village.FindingState `json:"state"`            // ok, warn, bad
	Figure int64                `json:"figure,omitempty"` // MB free of disk, records waiting of outbox
}

func healthOf(h village.Health) *healthLine {
	if h.SentAt.IsZero() {
		return nil
	}
	line := &healthLine{SentAt: h.SentAt.In(village.Zone), Version: h.Version, State: h.Worst(), Findings: []findingLine{}}
	for _, f := range h.Findings {
		line.Findings = append(line.Findings, findingLine(f))
	}
	return line
}

// healthInWords names what is not well at a machine; "" when everything is.
func (w *world) healthInWords(h village.Health) (words string) {
	if h.SentAt.IsZero() {
		return ""
	}
	words = "\n  " + w.text.T("health.said", "version", h.Version, "time", h.SentAt.In(village.Zone).Format(w.text.T("county.time.year")))
	for _, f := range h.Findings {
		name := f.Check // a later release looks at more
		if key := "health.check." + f.Check; w.text.Has(key) {
			name = w.text.T(key)
		}
		if f.State != village.FindingFine {
			words += "\n  " + w.text.T("health.finding", "check", name, "state", w.text.T("health.state."+string(f.State)))
		}
		if f.Figure > 0 && f.State != village.FindingFine {
			words += w.text.T("health.figure", "figure", f.Figure)
		}
	}
	return words
}
