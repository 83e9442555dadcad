package wire

import (
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Health says how the kiosk is. Its answer is 204: nothing hangs on it, and one that
// is lost is followed by the next.
type Health struct {
	_        struct{} `cbor:",toarray"`
	V        int
	Kiosk    seal.KioskID
	SentMS   int64 // the kiosk's clock
	Version  string
	Findings []Finding
}

// Finding is a [village.Finding] on the line.
type Finding struct {
	_      struct{} `cbor:",toarray"`
	Check  string
	State  village.FindingState
	Figure int64
}

// NewHealth is h of a kiosk as it travels.
func NewHealth(kiosk seal.KioskID, h village.Health) Health {
	out := Health{V: Version, Kiosk: kiosk, SentMS: h.SentAt.UnixMilli(), Version: h.Version, Findings: []Finding{}}
	for _, f := range h.Findings {
		out.Findings = append(out.Findings, Finding{Check: f.Check, State: f.State, Figure: f.Figure})
	}
	return out
}

// Village is h as the county keeps it.
func (h Health) Village() village.Health {
	out := village.Health{SentAt: time.UnixMilli(h.SentMS), Version: h.Version}
	for _, f := range h.Findings {
		out.Findings = append(out.Findings, village.Finding{Check: f.Check, State: f.State, Figure: f.Figure})
	}
	return out
}

// From is the kiosk that the message says it is of.
func (h Health) From() seal.KioskID { return h.Kiosk }

// Check refuses a health that breaks the protocol. The error is [village.Invalid]:
// err.push.version or err.health.format.
func (h Health) Check() error {
	if h.V != Version {
		return village.Refuse("v", "err.push.version")
	}
	return h.Village().Check()
}
