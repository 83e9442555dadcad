package office

import (
	"context"
	"fmt"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/stats"
	"bianmin/app/village"
)

// LicenceCheck is the request to look one paper of a case up (核验请求): the applicant
// agreed that the electronic licence that replaces it is asked for (免证办).
type LicenceCheck struct {
	Kiosk seal.KioskID
	ID    village.RecordID
	Paper int // its place among the papers of the case, from 1
	State village.LicenceState
	Tries int       // how often a register was asked, or is being asked
	Next  time.Time // when it is asked next, or given up that it is being asked; zero = by nobody
	Why   string    // message key: why nobody answered last time; ""
	By    string    // name of the register that answered; "" = none has
	At    time.Time // of the answer, by the county's clock
	Found LicenceAnswer

	Case LicenceCase
}

// LicenceCase is what is clear of the case.
type LicenceCase struct {
	ShortCode  village.ShortCode
	Item       village.ItemCode
	ItemName   string
	Village    village.DivisionCode
	State      village.CaseState
	ReceivedAt time.Time
}

// LicenceQuestion is what a register is asked, and no more.
type LicenceQuestion struct {
	Key     string // the same question has the same key, however often it is asked
	Licence string // its name, as 居民身份证
	Kind    village.ApplicantKind
	IDType  village.IDType
	Holder  string // number of the applicant's document
	Name    string
	Day     village.Day // on which it must be good
}

// LicenceAnswer is what a register says. It is no picture and no seal: nothing of it proves
// anything beyond who said it and when.
type LicenceAnswer struct {
	Good   bool        `json:"good"`
	Fault  string      `json:"fault,omitempty"`  // why it is not: unknown, expired, early
	Number string      `json:"number,omitempty"` // masked
	Issuer string      `json:"issuer,omitempty"`
	From   village.Day `json:"from,omitempty"`
	To     village.Day `json:"to,omitempty"` // last day; "" = without end
}

// Faults of a licence that is not good.
const (
	LicenceUnknown = "unknown" // the register has none of this holder
	LicenceExpired = "expired"
	LicenceEarly   = "early" // it is not good yet
)

// LicenceRegister knows who holds which licence (电子证照库). Asking it the same again does
// nothing there.
type LicenceRegister interface {
	// Name is the register's, as pages have words for: county.licence.by.NAME.
	Name() string

	// Look answers, or fails: [village.Offline] when it cannot be reached, so that asking
	// more makes no sense now. The message key of the error is kept and shown, nothing else
	// of it.
	Look(ctx context.Context, q LicenceQuestion) (LicenceAnswer, error)
}

// LicenceBook keeps the requests. Every method is one transaction.
type LicenceBook interface {
	// DueLicence is the request that is to be asked next at a time or before; ok is false
	// when there is none.
	DueLicence(ctx context.Context, now time.Time) (l LicenceCheck, ok bool, err error)

	// MoveLicence puts to in place of from, with the letter to the case's kiosk if it is
	// an answer. moved is false, and nothing changes, when from is not how it stands any
	// more.
	MoveLicence(ctx context.Context, from, to LicenceCheck) (moved bool, err error)

	// AgainLicences lets those that failed be asked again from a time on, as if they never
	// had been.
	AgainLicences(ctx context.Context, now time.Time) (n int, err error)

	// Case is the case of a request, or [village.NotFound].
	Case(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (Case, error)
}

// ByLicence are the places, from 1, of the papers that may be looked up.
func (c Case) ByLicence() (papers []int) {
	for i, m := range c.Materials {
		if m.How == village.ByLicence && m.Consent != "" {
			papers = append(papers, i+1)
		}
	}
	return papers
}

// question is what a register is asked of a paper of c.
func (c Case) question(l LicenceCheck, now time.Time) (q LicenceQuestion, ok bool) {
	if !slices.Contains(c.ByLicence(), l.Paper) {
		return q, false
	}
	m := c.Materials[l.Paper-1]
	q = LicenceQuestion{
		Key: fmt.Sprintf("%s/%s/%d", c.Kiosk, c.ID, l.Paper), Licence: m.Licence, Kind: c.Applicant.Kind, IDType: c.Applicant.IDType,
		Holder: string(c.Applicant.ID), Name: c.Applicant.Name, Day: village.DayOf(now),
	}
	if q.Licence == "" { // taken in before the county kept the name
		q.Licence = m.Name
	}
	return q, true
}

// Use is the request as figures count it; c is its case, with its acts.
func (l LicenceCheck) Use(c Case, acts []Act) stats.LicenceUse {
	u := stats.LicenceUse{Item: c.Item, Centre: c.Village, ReceivedAt: c.ReceivedAt, State: l.State}
	if l.Paper <= len(c.Materials) {
		code := c.Materials[l.Paper-1].Code
		u.Asked = slices.ContainsFunc(acts, func(a Act) bool { return a.Verb == VerbAsk && slices.Contains(a.Materials, code) })
	}
	return u
}

// DeriveBook finds what follows from cases that came.
type DeriveBook interface {
	// Derive looks into cases that nobody has looked into, at most limit, and keeps what
	// follows from each, once: requests for [Case.ByLicence], and [Case.GoesFirst].
	Derive(ctx context.Context, limit int) (n int, err error)
}

const deriveAtOnce = 100

// Derive makes what follows from cases that came, also from those that an earlier release
// opened.
func Derive(ctx context.Context, book DeriveBook) error {
	for {
		if n, err := book.Derive(ctx, deriveAtOnce); err != nil || n == 0 {
			return err
		}
	}
}
