package village

import "time"

// PaperKind is what is printed about a case: its receipt, or a letter on A4 by the
// name of its form, as "acceptance".
type PaperKind string

// PaperReceipt is the receipt of the thermal printer.
const PaperReceipt PaperKind = "receipt"

// PrintJob is one receipt or letter on its way to paper (打印流水). The printer's word
// and a person's are all that is ever known of paper, and the journal says which it
// was.
type PrintJob struct {
	ID       int64
	Record   RecordID
	Code     ShortCode
	Paper    PaperKind
	State    PrintState
	Again    int // how many of the same kind before it may be on paper (补打 第n次)
	QueuedAt time.Time
	At       time.Time // of the state
}

// PrintState is how far a job has come.
type PrintState string

const (
	PrintQueued    PrintState = "queued"    // nothing went to the printer
	PrintSent      PrintState = "sent"      // bytes may have gone: whether paper came out nobody knows yet
	PrintConfirmed PrintState = "confirmed" // the printer or a person says that it came out
	PrintLost      PrintState = "lost"      // a person says that it did not, which proves nothing: the next one is marked
	PrintFailed    PrintState = "failed"    // given up, certainly without a byte
)

// MayBecome holds the order of a job's way.
func (s PrintState) MayBecome(next PrintState) bool {
	switch s {
	case PrintQueued:
		return next == PrintSent || next == PrintFailed
	case PrintSent:
		return next == PrintConfirmed || next == PrintLost || next == PrintFailed
	}
	return false
}

// OnPaper reports whether a job in this state may have left something on paper.
func (s PrintState) OnPaper() bool {
	return s == PrintSent || s == PrintConfirmed || s == PrintLost
}
