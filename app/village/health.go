package village

import (
	"fmt"
	"time"
)

// Health is how a kiosk says that it is (机器状态): a finding of each thing that it
// looks at. It holds nothing that a person typed.
type Health struct {
	SentAt   time.Time // by the kiosk's clock
	Version  string    // of its program
	Findings []Finding // each thing once
}

// Finding is one of them.
type Finding struct {
	Check  string       // lower-case letters and _, as "printer"
	State  FindingState //
	Figure int64        // MB free of "disk", records waiting of "outbox"; else 0
}

// FindingState says whether somebody should look.
type FindingState string

const (
	FindingFine   FindingState = "ok"
	FindingUneasy FindingState = "warn" // works, somebody should look
	FindingBad    FindingState = "bad"  // a person would be sent away
)

// Limits of a [Health].
const (
	MaxFindings     = 32
	maxHealthWord   = 32
	maxVersionBytes = 64
)

// Check refuses a health that is none. The error is [Invalid], err.health.format.
func (h Health) Check() error {
	if len(h.Findings) > MaxFindings || len(h.Version) > maxVersionBytes || !printable(h.Version) {
		return Refuse("health", "err.health.format")
	}
	seen := map[string]bool{}
	for i, f := range h.Findings {
		known := f.State == FindingFine || f.State == FindingUneasy || f.State == FindingBad
		if !known || !healthWord(f.Check) || seen[f.Check] || f.Figure < 0 {
			return Refuse(fmt.Sprintf("health.findings[%d]", i), "err.health.format")
		}
		seen[f.Check] = true
	}
	return nil
}

// Worst is the state that matters most; fine when nothing was looked at.
func (h Health) Worst() FindingState {
	worst := FindingFine
	for _, f := range h.Findings {
		switch {
		case f.State == FindingBad:
			return FindingBad
		case f.State == FindingUneasy:
			worst = FindingUneasy
		}
	}
	return worst
}

func healthWord(s string) bool {
	for i := range len(s) {
		if (s[i] < 'a' || s[i] > 'z') && s[i] != '_' {
			return false
		}
	}
	return s != "" && len(s) <= maxHealthWord
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
