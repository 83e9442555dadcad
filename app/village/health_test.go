package village

import "testing"

func TestAHealthThatIsNoneIsRefused(t *testing.T) {
	good := func() Health {
		return Health{Version: "0.1.0", Findings: []Finding{{"disk", FindingFine, 1200}, {"printer", FindingBad, 0}}}
	}
	if err := good().Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Health){
		"too many":        func(h *Health) { h.Findings = make([]Finding, MaxFindings+1) },
		"a long version":  func(h *Health) { h.Version = string(make([]byte, maxVersionBytes+1)) },
		"a version in 字":  func(h *Health) { h.Version = "版本" },
		"another state":   func(h *Health) { h.Findings[0].State = "fine" },
		"no name":         func(h *Health) { h.Findings[0].Check = "" },
		"words in a name": func(h *Health) { h.Findings[0].Check = "陈阿妹" },
		"the same twice":  func(h *Health) { h.Findings[1].Check = "disk" },
		"below nothing":   func(h *Health) { h.Findings[0].Figure = -1 },
	} {
		h := good()
		change(&h)
		if e := Keyed(h.Check()); e.Kind != Invalid || e.Key != "err.health.format" {
			t.Errorf("%s: %v", name, h.Check())
		}
	}
}

func TestTheWorstFindingCounts(t *testing.T) {
	h := Health{Findings: []Finding{{"disk", FindingFine, 0}, {"clock", FindingUneasy, 0}}}
	if h.Worst() != FindingUneasy {
		t.Error(h.Worst())
	}
	if h.Findings = append(h.Findings, Finding{"printer", FindingBad, 0}); h.Worst() != FindingBad {
		t.Error(h.Worst())
	}
	if (Health{}).Worst() != FindingFine {
		t.Error((Health{}).Worst())
	}
}
