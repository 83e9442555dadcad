package flow

import (
	"context"
	"image"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/catalog"
	"bianmin/app/desk"
	"bianmin/app/precheck"
	"bianmin/app/village"
	"bianmin/assets/lang"
)

// Kiosk is everything a page may ask of the machine. The functions that take a
// context may block and are called off the UI goroutine, the others answer at
// once.
type Kiosk struct {
	Text   *lang.Text   // of the machine's own language
	Others []*lang.Text // the languages that a person can choose instead
	Now    func() time.Time
	Centre func() Centre
	Line   func() LineState

	// Search is the catalogue's answer, best first; an empty query lists what
	// is asked for most.
	Search func(query string, limit int) []village.ServiceItem
	// Frequent is how many of those stand first because they are asked for most here (高频
	// 事项); nil: none.
	Frequent func() int
	// Groups are all items by theme or department.
	Groups func(catalog.Way) []catalog.Group
	// Missed counts a query that found nothing, without who asked; it may block. nil:
	// nobody counts.
	Missed    func(query string)
	Item      func(village.ItemCode) (village.ServiceItem, bool)
	Doubted   func(village.ItemCode) bool // people had to come lately, whatever is promised; nil: nobody knows
	Deadline  func(*lang.Text, village.ServiceItem, time.Time) DeadlineText
	Divisions village.Divisions
	Tags      func() village.RatingTags // in use

	// Check judges one field as typed, by the rules that Accept follows. field
	// is "applicant.id", "form.home_division" …
	Check func(a desk.Application, field string) error
	// Priorities are the classes of the green channel (绿色通道) that an applicant may choose,
	// and what his age alone says, nil = nothing. A nil function: it is not offered here.
	Priorities func(desk.ApplicantInput) ([]village.PriorityClass, *desk.PriorityHint)
	// Precheck says how the papers of an application stand; nil: nobody is told.
	Precheck func(desk.Application) (precheck.Result, error)
	// Again is the key of the hint that the same came today, "" = it did not; nil: nobody is told.
	Again  func(context.Context, desk.Application) (key string, err error)
	Accept func(context.Context, desk.Application) (desk.Accepted, error)
	Rate   func(context.Context, desk.RatingInput) (desk.Rated, error)
	Status func(ctx context.Context, code string) (desk.Status, error)
	// What the paper of a case is good for later; PrintFollowUp prints the slip of the
	// n-th of them, nil: nothing prints one.
	Supplement func(context.Context, desk.SupplementInput) (desk.FollowedUp, error)
	MakeUp     func(context.Context, desk.SupplementInput) (desk.FollowedUp, error)
	Survey     func(context.Context, desk.SurveyInput) (desk.FollowedUp, error)
	Withdraw   func(context.Context, desk.WithdrawInput) (desk.FollowedUp, error)
	Move       func(context.Context, desk.MoveInput) (desk.FollowedUp, error)
	Collect    func(context.Context, desk.CollectInput) (desk.FollowedUp, error) // by who helps
	// AskCounty asks about a receipt of another machine; nil: nobody can be asked. place is
	// where it was given out, "" until several cases have the code.
	AskCounty     func(ctx context.Context, code, four string, place village.DivisionCode) (CountyTold, error)
	PrintFollowUp func(ctx context.Context, code village.ShortCode, n int) (came bool, err error)
	Slots         func(context.Context) ([]village.SlotLeft, error) // that can be booked here
	// Serves reports whether the window of a slot takes applications for an item; nil: each
	// takes all.
	Serves func(village.SlotID, village.ServiceItem) bool
	// Print prints a receipt; came reports that the printer said so, of this and of the
	// other papers. Came takes the person's word where it did not.
	Print   func(context.Context, village.ShortCode) (came bool, err error)
	Came    func(ctx context.Context, code village.ShortCode, came bool) error
	Printer func() Printer // how the printer is; nil: nothing is known of it

	// Office prints on A4; nil: there is no printer for it.
	Office *Office

	// Drafts keeps a turn that is not handed in; nil where nothing may be kept.
	Drafts *desk.Drafts
	// PrintSlip prints the code that leads back to what was left.
	PrintSlip func(context.Context, Slip) (came bool, err error)

	// PrintPractice prints a paper that says that it is none (练习); nil: there is no
	// printer to practise with.
	PrintPractice func(context.Context) (came bool, err error)

	// Renew puts into use what was published meanwhile and reports whether
	// anything was. It is called between two persons' turns only; nil when nothing
	// is ever published. Posted is what hangs on the board now; nil: nothing.
	Renew  func() bool
	Posted func() Posted

	QR   func(text string) [][]bool  // rows of modules, true is black, with no quiet zone
	Ring func(context.Context) error // makes a sound that somebody hears (叫人); nil: there is nothing to ring

	// Unlock judges the maintainer's PIN; nil where nobody gets out of the window by
	// hand.
	Unlock func(ctx context.Context, pin string) error

	// Badge reports whether a code that was scanned is a helper's badge, and why its
	// holder may not help here. SignIn judges the PIN and answers with the badge's
	// number; Helps is nil as long as who is signed in may help, and answers at once.
	// Look notes that a helper looks a receipt up, and why, before it is shown. All are
	// nil where nobody helps.
	Badge   func(text string) (badge bool, err error)
	SignIn  func(ctx context.Context, badge, pin string) (number string, err error)
	SignOut func() error

	// SignSecond judges the badge and the PIN of the second person of a home visit, and
	// SecondOut ends that; nil where nobody visits.
	SignSecond func(ctx context.Context, badge, pin string) (number string, err error)
	SecondOut  func()

	Helps func() error
	Look  func(ctx context.Context, code string, why village.AuditDetail) error

	Visits *Visits    // of inspectors; nil where nobody inspects
	Orders *OrderDesk // of the centre, for who helps; nil where nobody asks

	// Today is what is in hand at this machine, for who helps; nil where nobody asks.
	Today func(context.Context) (desk.Today, error)

	// Machine is how the machine stands, for the maintainer; nil where nobody asks.
	Machine func(context.Context) (MachineFacts, error)

	// OpenPrints are the papers of which nobody knows whether they came out, the oldest
	// first, for the maintainer; nil where nothing is printed. PrintCame takes the word on
	// one of them.
	OpenPrints func(context.Context) ([]village.PrintJob, error)
	PrintCame  func(ctx context.Context, id int64, came bool) error

	// Record is what somebody says until ctx ends, at most for [desk.MaxVoice]; nil: the
	// machine has no microphone. Listen plays it back; nil: nothing can.
	Record func(ctx context.Context) (wav []byte, err error)
	Listen func(ctx context.Context, wav []byte) error
	// Say reads phrases aloud in a language of assets/lang and returns after the
	// last one, or when ctx ends; nil: the machine cannot speak.
	Say func(ctx context.Context, language string, phrases []Phrase) error

	// ReadCard waits until a document lies on the card reader, or until ctx ends, and
	// reads it; nil: there is no reader. Calls do not overlap.
	ReadCard func(ctx context.Context) (Card, error)

	// ReadCode is the code of the receipt whose QR code says text; the error says what
	// else it is. nil: nothing is scanned here.
	ReadCode func(text string) (village.ShortCode, error)

	// Watch shows what the camera sees, frame by frame, until ctx ends; see is called
	// off the UI goroutine. nil: there is no camera. Develop makes a picture of a frame,
	// of the sheet on it alone or of the whole.
	Watch   func(ctx context.Context, see func(image.Image)) error
	Develop func(frame image.Image, kind village.PictureKind, whole bool) (Picture, error)

	// Devices are what the maintainer can try, in their order.
	Devices []Device

	// Trouble logs what went wrong beside the pages and needs nobody at them; nil
	// drops it. err names nothing personal.
	Trouble func(what string, err error)

	// Run does work off the UI goroutine and then calls then on it.
	Run func(work, then func())
}

// Centre is the place that the machine stands in.
type Centre struct {
	Name     string // 锡场镇江滨村党群服务中心
	District string // 揭东区
	Phone    string // of the person on duty; may be empty
	Village  string // division code of the village, 12 digits
	Example  bool   // the catalogue in use is the example
	Enrolled bool   // the county knows this machine
}

// LineState is the line to the county, and the room on this machine, in the words
// that a person needs.
type LineState struct {
	Online      bool
	Waiting     int       // records that the county does not have yet
	Lifetime    int64     // records that this machine ever took in
	LastContact time.Time // zero: never
	Full        bool      // no room is left: nobody may start
}

// Printer is how the printer is, as far as it says.
type Printer struct {
	Trouble string // message key of what to tell a person; "" when all is well
	Prints  bool   // it prints all the same
	Missing int    // receipts of today that did not come out at all
	Unsure  int    // papers of both printers of which nobody knows whether they came out
}

// Contradicted reports whether an item promises that nobody has to come, and people had to
// lately: nothing is said of trips then.
func (k *Kiosk) Contradicted(it village.ServiceItem) bool {
	return it.Visits != nil && *it.Visits == 0 && k.Doubted != nil && k.Doubted(it.Code)
}

// printer is how the printer is.
func (k *Kiosk) printer() Printer {
	if k.Printer == nil {
		return Printer{}
	}
	return k.Printer()
}

// PrinterNews is what a person has to know of the printer before starting, or "".
func (p page) PrinterNews() string {
	told := p.kiosk.printer()
	switch {
	case told.Trouble != "" && !told.Prints:
		return p.T(told.Trouble) + p.T("printer.copy")
	case told.Unsure > 0:
		return p.T("printer.unsure", "n", told.Unsure)
	case told.Missing > 0:
		return p.T("printer.unprinted", "n", told.Missing)
	case told.Trouble != "":
		return p.T(told.Trouble)
	}
	return ""
}

// Slip is what stands on the paper of a person who leaves to come back.
type Slip struct {
	Code  village.ResumeCode
	Item  string // its name
	Until time.Time
}

// DeadlineText says by when a case is done, as a sentence with its reason; of a
// case that nobody has accepted yet (the zero time), by when it would be. Strong is
// the part of Sentence that carries the date, Days are how it is counted.
type DeadlineText struct {
	Known    bool
	Sentence string
	Strong   string
	Days     []calendar.StripDay
}
