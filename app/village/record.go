package village

import "time"

// RecordKind says what a record's body is.
type RecordKind string

const (
	RecordCase   RecordKind = "case"
	RecordRating RecordKind = "rating"
	RecordTicket RecordKind = "ticket" // 12345 request

	RecordBooking RecordKind = "booking" // appointment, home visit or longer hours

	RecordInspection    RecordKind = "inspection"    // 实地检查
	RecordRectification RecordKind = "rectification" // 整改回复
	RecordFollowUp      RecordKind = "follow"        // what is handed in later for a case, as a supplement
)

// Record is a committed act on its way to the county (待上报). Its body is
// fixed at the commit and travels byte for byte.
type Record struct {
	ID        RecordID
	Epoch     int64  // life of the outbox chain, from 1; a restored disk begins the next
	Seq       int64  // position in its epoch, from 1 without a gap
	Hash      []byte // head of the chain after this record, 32 bytes; see seal.Head
	Kind      RecordKind
	Schema    int // version of the body's form
	Body      []byte
	Digest    []byte // SHA-256 of Body
	CreatedAt time.Time
	TimeTrust TimeTrust
	Parts     []Part
	State     RecordState
	Problem   string // why it needs attention, as a message key; or ""
	KeepDays  int    // for how long its papers may stay at the machine after a backup of the county holds them
}

// Part is a piece of a file that belongs to a record, as a photographed paper.
// A sealed piece says neither what it is nor whose: its record's sealed body does.
type Part struct {
	Material string // code of the material; "" when sealed
	Type     string // media type, as image/jpeg; "" when sealed
	SHA256   []byte // names the piece
	Size     int64  // bytes of Data, also where Data itself is not at hand
	Data     []byte
}

// RecordState is how far a record has come. Each word is claimed only after
// the thing has happened.
type RecordState string

const (
	RecordLocal          RecordState = "local"           // 本机已存
	RecordSent           RecordState = "sent"            // 已发出, no answer yet
	RecordPartial        RecordState = "partial"         // the county has the text and not all files
	RecordStored         RecordState = "stored"          // 区平台已收
	RecordDurable        RecordState = "durable"         // 已入备份
	RecordPruned         RecordState = "pruned"          // its papers are deleted here
	RecordNeedsAttention RecordState = "needs_attention" // 需要处理
)

// OutboxCount is the queue in figures. Waiting counts what the county has not
// stored whole, text and files; a record that needs attention has been delivered
// and is counted beside it.
type OutboxCount struct {
	Waiting        int        `json:"waiting"`
	Sent           int        `json:"sent"`    // of Waiting: on the line, unanswered
	Partial        int        `json:"partial"` // of Waiting: the text is there, files are behind
	Stored         int        `json:"stored"`
	Durable        int        `json:"durable"`
	Pruned         int        `json:"pruned"` // of Durable: its papers are deleted here; the rest may go
	NeedsAttention int        `json:"needs_attention"`
	Lifetime       int64      `json:"lifetime"`     // records that this machine ever accepted; never goes back
	LastContact    *time.Time `json:"last_contact"` // last answer of the county; null = never
}
