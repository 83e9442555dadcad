package office

import (
	"context"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Message keys of records that came from a machine which is not trusted any more.
// Whoever has that machine has its key: nothing of it counts before a person has
// looked.
const (
	keyReview   = "err.county.review"   // nobody has looked yet
	keyRejected = "err.county.rejected" // somebody has; it stays and does not count
)

// review marks the records of a machine that is not trusted for a person to look at.
func (t *taking) review(fresh []Entry) {
	for i := range fresh {
		if t.chain.Revoked {
			fresh[i].Problem = keyReview
		}
	}
}

// ReviewVerdict is what an officer decides about a record under review.
type ReviewVerdict string

const (
	Released ReviewVerdict = "released" // it counts like any other
	Rejected ReviewVerdict = "rejected" // it stays, and does not count; may be released later
)

// Problem is the message key of a record with this verdict; "" when it counts.
func (v ReviewVerdict) Problem() string {
	if v == Rejected {
		return keyRejected
	}
	return ""
}

// UnderReview is a record that waits for a person, or was rejected by one.
type UnderReview struct {
	Kiosk      seal.KioskID
	Village    village.DivisionCode // where that machine stood
	Record     village.Record
	Problem    string
	ReceivedAt time.Time
	Missing    int // pieces that are not here
}

// Rejected reports whether somebody looked at it.
func (u UnderReview) Rejected() bool { return u.Problem == keyRejected }

// Clear is what the record says outside its seal, by the word of the machine that is
// not trusted; the zero value when it says nothing.
func (u UnderReview) Clear() seal.Clear {
	if u.Record.Schema != seal.SchemaSealed {
		return seal.Clear{}
	}
	body, err := seal.ParseBody(u.Record.Body)
	if err != nil {
		return seal.Clear{}
	}
	return body.Clear
}

// ReviewBook is what reviewing needs of the county's database.
type ReviewBook interface {
	// UnderReview are the records that wait or were rejected, the oldest first.
	UnderReview(ctx context.Context) ([]UnderReview, error)

	// Review notes a verdict about a record that waits or was rejected, in one
	// transaction with what follows from it: one that is released is opened like any
	// other. Another record is [village.NotFound].
	Review(ctx context.Context, kiosk seal.KioskID, id village.RecordID, v ReviewVerdict) error
}
