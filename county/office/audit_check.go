package office

import (
	"bytes"

	"bianmin/app/seal"
)

// AuditLog is everything that the county holds of a machine's log.
type AuditLog struct {
	Branch     int64 // the present one; 0 = nothing was told yet
	Want, Told int64 // of that branch
	Heads      []AuditHead
	Pages      []AuditPage
	Alarms     []AuditAlarm
}

// AuditFault is something in the county's own copy that does not fit.
type AuditFault struct {
	Branch, Seq int64
	What        string // "gap", "row": pages do not follow one another or do not give their head; "head": it is not the one that was told
}

// Check makes every branch anew from its rows and compares it with the heads that
// the machine told at the time.
func (l AuditLog) Check() (faults []AuditFault) {
	known := map[[2]int64]seal.Head{}
	var before AuditPage
	for _, p := range l.Pages {
		if p.Branch == before.Branch && (p.First != before.Last+1 || p.Prev != before.Head) {
			faults = append(faults, AuditFault{p.Branch, p.First, "gap"})
		}
		heads, err := seal.AuditChain(p.Prev, p.First, p.Rows)
		if n := int64(len(heads)); err != nil || n != p.Last-p.First+1 || n == 0 || heads[n-1] != p.Head {
			faults = append(faults, AuditFault{p.Branch, p.First + n, "row"})
		}
		for i, h := range heads {
			known[[2]int64{p.Branch, p.First + int64(i)}] = h
		}
		before = p
	}
	for _, h := range l.Heads {
		if made, ok := known[[2]int64{h.Branch, h.Seq}]; ok && made != h.Head {
			faults = append(faults, AuditFault{h.Branch, h.Seq, "head"})
		}
	}
	return faults
}

// Open are the alarms that nobody has looked at yet.
func (l AuditLog) Open() (n int) {
	for _, a := range l.Alarms {
		if a.Settled.IsZero() {
			n++
		}
	}
	return n
}

// PaperAnswer is what the county's copy says of a receipt.
type PaperAnswer string

const (
	PaperMatch   PaperAnswer = "match"    // the same acts led there
	PaperEarlier PaperAnswer = "earlier"  // they did, in a log that the machine has since replaced
	PaperDiffers PaperAnswer = "differs"  // other acts led there
	PaperUntold  PaperAnswer = "not_told" // the machine has not told of that row yet
)

// Paper compares the first bytes of a head that stands on a receipt, after row
// seq, with every branch that the county holds.
func (l AuditLog) Paper(seq int64, head []byte) PaperAnswer {
	answer := PaperUntold
	for _, h := range l.headsAt(seq) {
		same := len(head) > 0 && bytes.HasPrefix(h.Head[:], head)
		switch {
		case same && h.Branch == l.Branch:
			return PaperMatch
		case same:
			answer = PaperEarlier
		case answer == PaperUntold:
			answer = PaperDiffers
		}
	}
	return answer
}

// headsAt are the heads after row seq, made from rows or told, of every branch.
func (l AuditLog) headsAt(seq int64) (list []AuditHead) {
	for _, p := range l.Pages {
		if seq < p.First || seq > p.Last {
			continue
		}
		if heads, _ := seal.AuditChain(p.Prev, p.First, p.Rows); int64(len(heads)) > seq-p.First {
			list = append(list, AuditHead{Branch: p.Branch, Seq: seq, Head: heads[seq-p.First]})
		}
	}
	for _, h := range l.Heads {
		if h.Seq == seq {
			list = append(list, h)
		}
	}
	return list
}
