package office

import (
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// CaseQuery chooses cases; empty fields choose all.
type CaseQuery struct {
	Scope   Scope
	State   village.CaseState
	Village village.DivisionCode
	Text    string    // a short code, or part of an item's name or code
	DueFrom time.Time // due from then on; zero = however early
	DueTo   time.Time // due before then or at that moment; zero = all, also what is never due
	Sort    CaseSort  // "" = SortNewest
	Page    int       // from 1
	PerPage int
}

// CaseSort is the order of a list.
type CaseSort string

const (
	SortNewest CaseSort = "new"
	SortOldest CaseSort = "old"
	SortDue    CaseSort = "due" // what is never due stands last
)

// CaseSorts are all of them.
func CaseSorts() []CaseSort { return []CaseSort{SortNewest, SortOldest, SortDue} }

// MaxListed is how many cases of a query are counted, listed and exported: who looks for one
// among more asks more closely. A default of ours.
const MaxListed = 10_000

// CasePage is one page of cases, the newest first.
type CasePage struct {
	Cases    []Case                 // without applicant's details beyond what a list shows
	Total    int                    // cases that the query chooses; MaxListed + 1 = more than are listed
	All      int                    // cases in the scope
	Villages []village.DivisionCode // places of the scope that have cases
}

// RatingQuery chooses ratings; empty fields choose all.
type RatingQuery struct {
	Scope   Scope
	Now     time.Time // of who is near, see [RatingRules.Ripe]
	Grade   village.Grade
	State   village.CaseState
	Page    int // from 1
	PerPage int
}

// RatingPage is one page of ratings, the newest first. Who is near sees and counts
// ratings that are ripe alone, and lists poor ones besides.
type RatingPage struct {
	Ratings []Rating
	Total   int
	Waiting int                   // not ripe yet
	Grades  map[village.Grade]int // of all ratings
	Tally   RatingTally
}

// RatingTally is what satisfaction (满意率) is made from: ratings that people gave and
// that were not excluded.
type RatingTally struct {
	Counted, Satisfied int // grade 3 and better are satisfied
	Defaults, Excluded int // which count neither above nor below the line
}

// Quarantined is a record that is stored but could not be used.
type Quarantined struct {
	Kiosk      seal.KioskID
	Seq        int64
	ID         village.RecordID
	Kind       village.RecordKind
	Problem    string // message key
	ReceivedAt time.Time
}

// Counts are the figures beside the console's menu.
type Counts struct {
	Waiting    int // cases that are received and not yet accepted
	Poor       int // ratings of grade 1 and 2 that are not handled to their end
	Quarantine int
	Aside      int // events that the city's platform refused
}

// Summary names a stored record, for `countyd records`.
type Summary struct {
	ID     village.RecordID
	Kiosk  seal.KioskID
	Seq    int64
	Kind   village.RecordKind
	Digest []byte
}
