package village

import "time"

// RecordID names a record for ever (UUIDv7, lower case with hyphens). It is
// chosen once, at the commit, and never used for order.
type RecordID string

// CaseState is where a case stands (办件状态), as far as this machine knows. All
// but Received are acts of the county.
type CaseState string

const (
	Received        CaseState = "received"     // 收件: handed in, not yet accepted by an officer
	CaseAccepted    CaseState = "accepted"     // 受理
	SupplementAsked CaseState = "supplement"   // 补正: the county asks once for what is missing
	Completed       CaseState = "completed"    // 办结
	NotAccepted     CaseState = "not_accepted" // 不予受理
	UnderReview     CaseState = "review"       // 审查
	Extended        CaseState = "extended"     // 审查, 已延期
	Paused          CaseState = "paused"       // 特别程序, 计时暂停
	Approved        CaseState = "approved"     // 决定: 准予
	Refused         CaseState = "refused"      // 决定: 不予
	Making          CaseState = "making"       // 制证
	Delivery        CaseState = "delivery"     // 送达
	Withdrawn       CaseState = "withdrawn"    // 撤回
	Missed          CaseState = "missed"       // 未到: nobody came to an appointment
	Ended           CaseState = "ended"        // 终止

	Registered CaseState = "registered" // 已登记: a request has its number and its last day
	Dispatched CaseState = "dispatched" // 已派单: a unit has it
	Answered   CaseState = "answered"   // 已答复
)

// Over reports whether nothing more happens with a case.
func (s CaseState) Over() bool {
	switch s {
	case Completed, NotAccepted, Withdrawn, Ended, Missed:
		return true
	}
	return false
}

// Case is what a kiosk keeps in clear of an application (办件). It holds no
// name, number, photo or free text: everything that a receipt is printed from,
// and nothing else.
type Case struct {
	ID         RecordID
	ShortCode  ShortCode
	Number     CaseNumber
	Item       ItemCode
	Catalogue  string // version of the catalogue that the item was taken from
	State      CaseState
	AcceptedAt time.Time
	TimeTrust  TimeTrust
	Materials  []HandedIn
	Digest     []byte // SHA-256 of the record's body
	Village    DivisionCode
	Centre     string       // name of the centre as printed; "" before enrolment
	Example    bool         // taken from a catalogue that is for show, which the receipt says
	Behalf     bool         // somebody else than the applicant handed it in (代办); who, is sealed
	Entrust    *Entrustment // why the agent may come without the applicant; nil = no letter is known
	Machine    string       // kiosk id as printed on the receipt
	Seq        int64        // how many records this machine had accepted with it, ever; 0 before the commit
	Audit      AuditMark    // row of the audit log that tells of it; zero before the commit and when read back
	QR         string       // the exact text of the receipt's QR code
	Tag        uint32       // 20-bit keyed hint for "same person, same item"; see desk
	TagDay     string       // day whose key made Tag
	Helper     string       // badge of who helped, for the row of the log; not kept with the case
	Print      bool         // its receipt is printed next: the job waits for the printer from the commit on; not read back
	Order      string       // of a reply (整改回复): the order that it answers; not read back with the case
}

// SignReceipt is the text of the QR code of c's receipt.
type SignReceipt func(c Case) (qr string, err error)

// TimeTrust says how far the machine's clock could be believed.
type TimeTrust string

const (
	TimeSynced  TimeTrust = "synced"
	TimeFloor   TimeTrust = "floor" // moved up to the last time known to be past
	TimeUnknown TimeTrust = "unknown"
)

// HandedIn says what became of one material. Code is the item's, so that no
// typed text is kept in clear; for an item without materials of its own it is
// "free-1", "free-2" …
type HandedIn struct {
	Code string        `json:"code"`
	How  MaterialState `json:"how"`
}

// MaterialState is what became of a material at the counter.
type MaterialState string

const (
	Photographed MaterialState = "file"     // 已拍: the file is with the case
	ByLicence    MaterialState = "licence"  // 免交: an electronic licence replaces it
	Later        MaterialState = "later"    // 后补: the person brings it later
	Original     MaterialState = "original" // the original was brought and is shown at the counter
	Missing      MaterialState = "missing"  // 缺: neither brought nor promised
	Promised     MaterialState = "promise"  // 告知承诺: a declaration stands for it
	Deferred     MaterialState = "deferred" // 容缺: it follows by a last day, as the person signed

	// Words at the counter only; no case keeps them.
	Expired MaterialState = "expired"  // 过期: it was brought and is no longer good
	NotSaid MaterialState = "not_said" // nobody spoke of it
)

// Deferred are the codes of the papers that follow under 容缺受理.
func (c Case) Deferred() (codes []string) {
	for _, h := range c.Materials {
		if h.How == Deferred {
			codes = append(codes, h.Code)
		}
	}
	return codes
}

// There reports whether nothing is to be brought any more.
func (s MaterialState) There() bool {
	return s == Photographed || s == ByLicence || s == Original || s == Promised
}
