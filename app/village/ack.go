package village

import (
	"fmt"
	"time"
)

// Ack is what the county said about the queue, as the kiosk's store takes it
// after its signature and its head were checked against the own chain.
type Ack struct {
	Epoch       int64  // epoch that the numbers below are of
	WantSeq     int64  // everything below it is stored at the county; may be less than before
	CompleteSeq int64  // everything up to it is there with its files; below WantSeq
	DurableSeq  int64  // everything up to it is in a verified backup; may be less than before
	Incarnation []byte // of the county's database; another one was restored
	Rejects     []Reject
	AuditWant   int64     // first row of the machine's audit log that the county does not have; 0 = not said
	At          time.Time // when the answer arrived, by the kiosk's clock
	CountyTime  time.Time // the county's clock
}

// Reject names a record that the county stored and could not use. It counts as
// delivered; a person has to look at it.
type Reject struct {
	Number int64 // the county counts what it set aside of a kiosk, from 1
	ID     RecordID
	Key    string // why, as a message key; "" = it can be used after all
}

// Limits of one record, so that whatever a kiosk accepts fits into one push.
const (
	MaxFiles       = 16
	MaxFileBytes   = 2 << 20
	MaxParts       = 48 // pieces of all files
	MaxPartBytes   = 2 << 20
	MaxBodyBytes   = 512 << 10
	MaxRecordBytes = 5 << 20 // body and parts together
)

// CheckSize refuses a record that could never travel. The error is [Invalid] at
// "materials": err.record.parts, err.record.part_size or err.record.size.
func (r Record) CheckSize() error {
	if len(r.Parts) > MaxParts {
		return Refuse("materials", "err.record.parts")
	}
	total := len(r.Body)
	for i, p := range r.Parts {
		if len(p.Data) > MaxPartBytes {
			return Refuse(fmt.Sprintf("materials[%d]", i), "err.record.part_size")
		}
		total += len(p.Data)
	}
	if total > MaxRecordBytes {
		return Refuse("materials", "err.record.size")
	}
	return nil
}
