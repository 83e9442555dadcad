// Package wire holds the messages between kiosk and county, protocol v1. What
// carries records is CBOR in zstd inside a signed [Envelope], the same bytes on
// the line and on a stick; enrolment is JSON. Bodies of records travel as the
// bytes that were committed.
//
//	POST /v1/enrol          Enrol → Enrolled   JSON
//	POST /v1/renew          Envelope of a Renew → Envelope of a Renewed
//	POST /v1/push           Envelope of a Push → Envelope of an Ack
//	PUT  /v1/blobs/SHA256   a piece of a file, raw → 204
//	POST /v1/pull           Envelope of a Pull → Envelope of a Pulled
//	GET  /v1/snapshots/SHA256   a range of a snapshot's content, raw
//	POST /v1/mail           Envelope of a Mail → Envelope of Letters
//	POST /v1/ask            Envelope of an Ask → Envelope of a Told
//	POST /v1/misses         Envelope of Misses → 204
//
// An answer other than 200 and 204 carries a [Problem], JSON.
package wire

import (
	"crypto/sha256"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Version is the protocol version that a push names.
const Version = 1

// Paths of the county's kiosk interface.
const (
	EnrolPath = "/v1/enrol"
	RenewPath = "/v1/renew"

	ReplacePath = "/v1/replace"

	PushPath = "/v1/push"
	MailPath = "/v1/mail"
	BlobPath = "/v1/blobs/" // and the SHA-256 of the bytes, 64 hexadecimal digits
	PullPath = "/v1/pull"

	HealthPath = "/v1/health"
	MissPath   = "/v1/misses"

	AskPath = "/v1/ask"

	SnapshotPath = "/v1/snapshots/" // and the SHA-256 of the content, 64 hexadecimal digits
)

// MediaType is that of an [Envelope].
const MediaType = "application/cbor"

// Headers of a piece, and of asking for a snapshot's content. The signature is
// base64 (standard, padded) of [seal.Identity.Sign] with [PieceContext], or with
// [FetchContext], over the SHA-256 of the bytes.
const (
	HeaderKiosk     = "Bianmin-Kiosk"
	HeaderSignature = "Bianmin-Signature"
)

// Purposes of signatures; one made for one is worth nothing for another.
const (
	PushContext  = "bianmin push v1"
	AckContext   = "bianmin ack v1"
	PieceContext = "bianmin piece v1"
	EnrolContext = "bianmin enrol v1"

	RenewContext   = "bianmin renew v1"
	RenewedContext = "bianmin renewed v1"

	PullContext   = "bianmin pull v1"
	PulledContext = "bianmin pulled v1"
	FetchContext  = "bianmin fetch v1"

	HealthContext = "bianmin health v1"
	MissContext   = "bianmin misses v1"

	AskContext  = "bianmin ask v1"
	ToldContext = "bianmin told v1"

	ToldAllContext = "bianmin told v2"

	ToldPapersContext = "bianmin told v3"

	MailContext    = "bianmin mail v1"
	LettersContext = "bianmin letters v1"
)

// Limits. A record within the limits of [village.Record.CheckSize] always fits
// into a push of its own: what is sealed does not get smaller in zstd.
const (
	MaxRecords     = 100
	MaxPushBytes   = 1 << 20   // an Envelope
	MaxPlainBytes  = 8 << 20   // a Push out of its zstd
	MaxBatchBytes  = 900 << 10 // bodies of the records that one push should carry
	MaxAnswerBytes = 1 << 20   // an Ack, Enrolled or Problem
	MaxEnrolBytes  = 16 << 10
	MaxMissing     = 64
	MaxRejects     = 100
	MaxParts       = village.MaxParts
	MaxPartBytes   = village.MaxPartBytes
	MaxAuditRows   = 256
	MaxAuditBytes  = 48 << 10
)

// Sum is a SHA-256.
type Sum = [sha256.Size]byte

// Push hands records over. Records have the numbers from FirstSeq on without a
// gap. A push without records asks for the Ack only; FirstSeq is then the number
// that the kiosk's next record will have.
type Push struct {
	_           struct{} `cbor:",toarray"`
	V           int
	Kiosk       seal.KioskID
	Epoch       int64
	FirstSeq    int64
	Prev        seal.Head // the chain before FirstSeq
	Head        seal.Head // the chain after the last record; Prev when there is none
	Records     []Record
	Raw         bool   // store without looking: a record that failed again and again
	Incarnation []byte // of the county that answered last; empty = none has
	RejectsSeen int64  // highest [Reject.Number] that the kiosk keeps
	Lifetime    int64  // records that the machine ever accepted
	SentMS      int64  // the kiosk's clock
	TimeTrust   village.TimeTrust
	Lost        []Sum // pieces that the county asked for and the kiosk does not have whole, at most MaxMissing
	NextSeq     int64 // number that the kiosk's next record will have: what is before it and not here still waits there
	Audit       Audit
}

// Audit is what a push says of the machine's own log: where it ends and, from the
// row on that the county would like, some rows. What contradicts the county's copy
// is looked at by people; it never keeps a record from being taken.
type Audit struct {
	_     struct{}  `cbor:",toarray"`
	Base  int64     // rows up to it are on no disk of the machine any more
	Seq   int64     // the last row; 0 = nothing is said
	Head  seal.Head // after it
	First int64     // number of the first of Rows
	Prev  seal.Head // before First
	Rows  [][]byte  // [seal.AuditBytes], at most MaxAuditRows of MaxAuditBytes together
}

// Record is a [village.Record] on the line. Its number follows from its place.
type Record struct {
	_         struct{} `cbor:",toarray"`
	ID        village.RecordID
	Kind      village.RecordKind
	Schema    int
	CreatedMS int64
	TimeTrust village.TimeTrust
	Body      []byte
	Parts     []Part
}

// Part names a piece of a file; its bytes follow by themselves.
type Part struct {
	_        struct{} `cbor:",toarray"`
	Material string   // "" when sealed
	Type     string   // "" when sealed
	SHA256   Sum
	Size     int64
}

// Status says what the county makes of a kiosk's chain.
type Status string

const (
	StatusOK     Status = "ok"
	StatusStale  Status = "stale"  // a later epoch of this kiosk is known
	StatusFork   Status = "fork"   // another record stands at a number, or other records before it
	StatusCloned Status = "cloned" // epochs change too often: two machines use one key
)

// Ack answers a push after the county's COMMIT. WantSeq is authoritative:
// everything of Epoch below it is stored. It may be lower than in an earlier
// answer when the county was restored. Head lets the kiosk see that what is
// stored there is its own.
type Ack struct {
	_           struct{} `cbor:",toarray"`
	V           int
	Kiosk       seal.KioskID
	Request     Sum // SHA-256 of the payload of the push that this answers
	Status      Status
	Incarnation []byte // of the county's database, 16 bytes
	MaxEpoch    int64
	Epoch       int64 // that of the push
	WantSeq     int64
	Head        seal.Head // the chain at WantSeq-1; zero when WantSeq is 1
	CompleteSeq int64     // everything up to it is there with its files; at most WantSeq-1
	DurableSeq  int64     // everything up to it is in a verified backup; at most CompleteSeq
	Rejects     []Reject  // those after RejectsSeen, at most MaxRejects
	Missing     []Sum     // pieces of this kiosk that the county lacks, the oldest first, at most MaxMissing
	ServerMS    int64
	PaceMS      int64 // wait so long before the next push; 0 = at once
	MaxRecords  int   // at most so many in the next push; 0 = as the protocol says
	AuditWant   int64 // first row of the machine's log that the county would like; 0 = none
}

// Reject names a record that is stored but could not be used.
type Reject struct {
	_      struct{} `cbor:",toarray"`
	Number int64    // counts what was set aside of this kiosk, from 1
	ID     village.RecordID
	Key    string // message key, as err.push.digest
}

// Problem is the body of an answer that is neither 200 nor 204.
type Problem struct {
	Kind  village.Kind `json:"kind"`
	Field string       `json:"field,omitempty"`
	Key   string       `json:"key,omitempty"`
}
