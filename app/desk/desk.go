// Package desk holds the use cases at the counter: accepting an application,
// rating a service, asking what became of a receipt. It knows the rules and
// nothing of screens, SQL or the line; what it needs of a database it declares
// as [Store].
package desk

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// Store is what the counter needs of the kiosk's database. Every Save is one
// transaction: after a power cut the act is on disk and queued, or it was never
// accepted.
type Store interface {
	// SaveCase stores c with its outbox record, its parts, a row of the audit
	// log and, if c asks for it, a receipt that waits for the printer, and returns c with its place and its QR code. sign is called inside the
	// transaction, when c knows its place and its row: the receipt names both. A
	// short code that this kiosk has ever issued is a [village.Conflict] at the
	// field "short_code", a number that it has issued or may not issue one at
	// "number".
	SaveCase(ctx context.Context, c village.Case, r village.Record, sign village.SignReceipt) (village.Case, error)

	// SaveRating stores r with its outbox record. A service act that was rated
	// before is a [village.Conflict] at the field "target".
	SaveRating(ctx context.Context, r village.Rating, rec village.Record) (village.Rating, error)

	// SaveFollowUp stores f with its outbox record, its parts and a row of the audit
	// log, and returns f with its place and its QR code; sign is as of SaveCase. When
	// the case has as many follow-ups as f.Nth already, somebody handed one in
	// meanwhile: a [village.Conflict] at the field "code". A seat that f.Number takes and
	// that is not free is one at "number"; the one of f.Left is free again, as far as this
	// machine may give it out.
	SaveFollowUp(ctx context.Context, f village.FollowUp, r village.Record, sign village.SignReceipt) (village.FollowUp, error)

	// CaseByCode is the case with a short code, or a [village.NotFound] error.
	CaseByCode(ctx context.Context, code village.ShortCode) (village.Case, error)

	// NextNumber is the first number of item and day that is free, out of a lease
	// of the county; "" when no lease covers the day, none is left, or the county
	// has told a later day.
	NextNumber(ctx context.Context, item village.ItemCode, day village.Day) (village.CaseNumber, error)

	// Slots are the slots on days after the given one in which this machine can give
	// out seats, the first first; none on a day that the county knows to be over.
	Slots(ctx context.Context, after village.Day) ([]village.SlotLeft, error)

	// Standing is how far the record of id has come and what the county told of
	// it.
	Standing(ctx context.Context, id village.RecordID) (village.Standing, error)

	// TagSeen reports whether a case with this tag of this day is stored.
	TagSeen(ctx context.Context, tag uint32, day string) (bool, error)
}

// Application is what a person hands in. Its JSON form is that of
// docs/intake.schema.json.
type Application struct {
	ID        village.RecordID `json:"-"` // given when the turn began; "": the counter names it. It is taken in once
	Item      village.ItemCode `json:"item"`
	Applicant ApplicantInput   `json:"applicant"`
	Form      map[string]any   `json:"form,omitempty"` // by field key; text, bool, number or a list of text
	Materials []MaterialInput  `json:"materials,omitempty"`
	Delivery  DeliveryInput    `json:"delivery"`
	Consent   bool             `json:"consent"` // the notice was read and agreed to
	Behalf    *BehalfInput     `json:"behalf,omitempty"`
	Priority  *PriorityInput   `json:"priority,omitempty"`   // 绿色通道 was chosen
	HomeVisit *HomeVisitInput  `json:"home_visit,omitempty"` // it is taken at somebody's home (上门办)
	Practice  bool             `json:"-"`                    // checked as any other, and kept nowhere
	About     string           `json:"-"`                    // of a 12345 request: short code of the case that it is about; "" = none
	Helper    string           `json:"-"`                    // badge of who is signed in to help; no file can claim it
	Print     bool             `json:"-"`                    // the receipt is printed next, see [village.Case]

	Tolerance *Undertaking `json:"tolerance,omitempty"` // 容缺受理 was chosen and its commitment signed
	Promise   *Undertaking `json:"promise,omitempty"`   // 告知承诺 was signed for the papers that were declared so
}

// ApplicantInput is an applicant as typed, not yet checked.
type ApplicantInput struct {
	Kind   village.ApplicantKind `json:"kind"`
	Name   string                `json:"name"`
	IDType village.IDType        `json:"id_type"`
	ID     string                `json:"id"`
	Phone  string                `json:"phone"`
	ByCard bool                  `json:"-"` // name and number came off the document's chip; no file can claim it
}

// MaterialInput is a paper as handed in: a file, or a word about it.
type MaterialInput struct {
	Code       string                `json:"code"`
	File       string                `json:"file,omitempty"`        // path; read before [Desk.Accept]
	Declared   village.MaterialState `json:"declared,omitempty"`    // licence, later, original, expired, promise
	ValidUntil village.Day           `json:"valid_until,omitempty"` // last day of a file or an original, as 2027-03-31
	Agreed     bool                  `json:"agreed,omitempty"`      // licence: the county may look it up (免证办)
	Data       []byte                `json:"-"`                     // the file's bytes
}

// DeliveryInput says how the result reaches the person.
type DeliveryInput struct {
	Mode    DeliveryMode `json:"mode"`
	Address string       `json:"address,omitempty"` // express
	Name    string       `json:"name,omitempty"`    // express: addressee, the applicant when empty
	Phone   string       `json:"phone,omitempty"`   // express: the applicant's when empty
	Payer   Payer        `json:"payer,omitempty"`   // express: as the person wishes; "" = nobody asked
}

// Payer is who pays the carrier (邮费由谁付).
type Payer string

// Who may pay.
const (
	PayReceiver Payer = "receiver" // 到付
	PaySender   Payer = "sender"   // 寄付
)

// Payers are all of them.
func Payers() []Payer { return []Payer{PayReceiver, PaySender} }

// DeliveryMode is a way to get the result (送达方式).
type DeliveryMode string

const (
	Pickup  DeliveryMode = "pickup"  // 自取
	Express DeliveryMode = "express" // 快递
	AtPoint DeliveryMode = "village" // 村点
)

// Accepted is what the person gets for an application, and the JSON answer of
// `bianmin accept`.
type Accepted struct {
	ID         village.RecordID    `json:"id"`
	CaseNumber *village.CaseNumber `json:"case_number"` // null without a lease
	ShortCode  village.ShortCode   `json:"short_code"`
	State      village.CaseState   `json:"state"`
	AcceptedAt string              `json:"accepted_at"` // RFC 3339
	QR         string              `json:"qr"`          // exact text of the receipt's QR code
	Missing    []string            `json:"missing"`     // codes of required materials that are not there
	Warnings   []Warning           `json:"warnings,omitempty"`
	Copy       village.Copy        `json:"copy,omitempty"` // filled at the edge, which waits for the second medium
	Practice   bool                `json:"-"`              // nothing was taken in
	Case       village.Case        `json:"-"`
}

// Warning is something worth saying that refuses nothing.
type Warning struct {
	Key     string `json:"key"`               // as "warn.case.again"
	Message string `json:"message"`           // its text in the language asked for; filled at the edge
	Rule    string `json:"rule,omitempty"`    // of advice about where a request belongs
	Version int    `json:"version,omitempty"` // of that rule
}

// RatingInput is a rating as given. Target is "centre" or a short code.
type RatingInput struct {
	Target string        `json:"target"`
	Act    string        `json:"act,omitempty"` // of a case: ActReceive when empty
	Grade  village.Grade `json:"grade"`
	Tags   []string      `json:"tags,omitempty"`
	Text   string        `json:"text,omitempty"`
	Voice  string        `json:"voice,omitempty"` // path of a WAV of at most [MaxVoice]; read before [Desk.Rate]
	Said   []byte        `json:"-"`               // the file's bytes
	Helper string        `json:"-"`               // as of [Application]; who writes down what the person says
}

// Rated is the JSON answer of `bianmin rate`.
type Rated struct {
	ID    village.RecordID `json:"id"`
	State string           `json:"state"`          // "received"
	Copy  village.Copy     `json:"copy,omitempty"` // filled at the edge, as in [Accepted]
	Place int64            `json:"-"`
}

// Status is what the kiosk knows about a receipt. It holds nothing personal.
type Status struct {
	Case    village.Case        // with the state and the number that the county told last
	Item    village.ServiceItem // as it was when the case was taken
	Record  village.RecordState // how far the case has come on its way to the county
	Problem string              // why the county set it aside, as a message key; or ""
	Steps   []village.CaseStep  // acts of the county, the first first
	Replies []village.Reply     // to ratings of the case, the first first

	Rated     []string               // service acts of the case that were rated here
	FollowUps []village.FollowUpAt   // handed in here with the paper, the first first
	Licences  []village.LicenceWord  // what the county found of papers that a licence replaces
	Parts     []village.PartStanding // where the parts of a package stand, as far as the county told

	Deliveries []village.DeliveryWord // the way of the result, the first first
	MakeUpBy   village.Day            // the last day for papers that were signed for (容缺); "" while there is none

	Handling Handling // who has it now, since when and until when

	Begun bool // of an appointment: its time has come
}

// Desk is the counter of one centre. All its functions are handed in, so that
// the same counter works behind the screen, the command line and a test.
type Desk struct {
	Store     Store
	Edition   func() (version string, example bool) // the catalogue in use; example data or not
	Item      func(village.ItemCode) (village.ServiceItem, bool)
	ItemOf    func(ctx context.Context, catalogue string, code village.ItemCode) (village.ServiceItem, error)
	Divisions village.Divisions
	Tags      func() village.RatingTags // in use

	Village func() village.DivisionCode // where the kiosk stands; "" before enrolment
	Centre  func() string               // name of the centre; nil or "" before enrolment
	Machine string                      // kiosk id
	County  func() (County, error)      // [village.Invalid], err.kiosk.not_enrolled, before enrolment
	Numbers func(context.Context) bool  // whether numbers of a lease may be printed now; nil: always
	Opening func() calendar.Opening     // of the centre, now; nil: nobody knows its hours
	// Serves reports whether the window of a slot takes applications for an item; nil: every
	// window takes all of them.
	Serves func(village.SlotID, village.ServiceItem) bool

	Days func() *calendar.Calendar // the calendar in use; nil: no last day is told

	Now    func() (time.Time, village.TimeTrust)
	NewID  func() (village.RecordID, error)
	Rand   *rand.Rand                       // short codes
	TagKey func(day string) ([]byte, error) // key of the day, held in memory only
	Seal   village.SignReceipt

	chance sync.Mutex // of Rand
}
