package village

import "time"

// RecordKind says what a record's body is.
type RecordKind string

const (
	RecordCase   RecordKind = "case"
	RecordRating RecordKind = "rating"
)

// Record is a committed act on its way to the county (待上报). Its body is
// fixed at the commit and travels byte for byte.
type Record struct {
	ID        RecordID
	Seq       int64 // position in the kiosk's outbox, from 1 without a gap
	Kind      RecordKind
	Schema    int // version of the body's form
	Body      []byte
	Digest    []byte // SHA-256 of Body
	CreatedAt time.Time
	TimeTrust TimeTrust
	Parts     []Part
	State     RecordState
	Problem   string // why it needs attention, as a message key; or ""
}

// Part is a file that belongs to a record, as a photographed paper.
type Part struct {
	Material string // code of the material
	Type     string // media type, as image/jpeg
	SHA256   []byte
	Data     []byte
}

// RecordState is how far a record has come. Each word is claimed only after
// the thing has happened.
type RecordState string

const (
	RecordLocal          RecordState = "local"           // 本机已存
	RecordSent           RecordState = "sent"            // 已发出, no answer yet
	RecordStored         RecordState = "stored"          // 区平台已收
	RecordDurable        RecordState = "durable"         // 已入备份
	RecordPruned         RecordState = "pruned"          // body deleted here
	RecordNeedsAttention RecordState = "needs_attention" // 需要处理
)

// OutboxCount is the queue in figures. Waiting counts what the county has not
// stored; a record that needs attention has been delivered and is counted
// beside it.
type OutboxCount struct {
	Waiting        int        `json:"waiting"`
	Sent           int        `json:"sent"` // of Waiting: on the line, unanswered
	Stored         int        `json:"stored"`
	Durable        int        `json:"durable"`
	NeedsAttention int        `json:"needs_attention"`
	LastContact    *time.Time `json:"last_contact"` // last answer of the county; null = never
}
