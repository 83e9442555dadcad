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

// CasePage is one page of cases, the newest first.
type CasePage struct {
	Cases    []Case         // without applicant's details beyond what a list shows
	Total    int            // cases that the query chooses
	All      int            // cases in the county
	Villages []VillageCount // places that have cases
}

// VillageCount is how many cases a village has.
type VillageCount struct {
	Village village.DivisionCode
	Cases   int
}

// RatingQuery chooses ratings; empty fields choose all.
type RatingQuery struct {
	Scope   Scope
	Grade   village.Grade
	State   village.CaseState
	Page    int // from 1
	PerPage int
}

// RatingPage is one page of ratings, the newest first.
type RatingPage struct {
	Ratings []Rating
	Total   int
	Grades  map[village.Grade]int // of all ratings
	Tally   RatingTally
}

// RatingBurst is one minute in which a machine was given more ratings than people make: a
// question for who looks after it, no proof.
type RatingBurst struct {
	Kiosk   seal.KioskID
	Village village.DivisionCode
	Minute  time.Time // by the kiosk's clock
	Ratings int
	Best    int // of them, of grade 4 and 5
}

// Limits of bursts. Defaults of ours.
const (
	BurstOver  = 3                   // ratings a minute that are not asked about
	BurstSince = 90 * 24 * time.Hour // how far back is looked
)

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
}

// Summary names a stored record, for `countyd records`.
type Summary struct {
	ID     village.RecordID
	Kiosk  seal.KioskID
	Seq    int64
	Kind   village.RecordKind
	Digest []byte
}
