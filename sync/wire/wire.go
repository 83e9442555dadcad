// Package wire holds the messages between kiosk and county, protocol v0: JSON
// over HTTP. Bodies of records travel as the bytes that were committed, in
// base64, so that a digest made at the counter holds at the county.
//
//	POST /v1/enrol  Enrol → Enrolled
//	POST /v1/push   Push  → Ack     headers HeaderKiosk and HeaderSignature
//
// An answer other than 200 carries a [Problem].
package wire

import (
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Version is the protocol version that a push names.
const Version = 0

// Paths of the county's kiosk interface.
const (
	EnrolPath = "/v1/enrol"
	PushPath  = "/v1/push"
)

// Headers of a push. The signature is base64 (standard, padded) of
// [seal.Identity.Sign] with [PushContext] over the raw request body.
const (
	HeaderKiosk     = "Bianmin-Kiosk"
	HeaderSignature = "Bianmin-Signature"
)

// Purposes of signatures; one made for one is worth nothing for another.
const (
	PushContext  = "bianmin push v0"
	EnrolContext = "bianmin enrol v0"
)

// Limits. A record within the limits of [village.Record.CheckSize] always fits
// into a push of its own: 5 MiB are 6.7 MiB in base64.
const (
	MaxRecords     = 100
	MaxPushBytes   = 8 << 20 // the raw request body
	MaxAnswerBytes = 1 << 20 // an Ack, Enrolled or Problem
	MaxEnrolBytes  = 16 << 10
	MaxParts       = village.MaxParts
	MaxPartBytes   = village.MaxPartBytes
)

// Push hands records over. Records are in the order of their Seq without a gap
// and start at FirstSeq. A push without records asks for the Ack only; FirstSeq
// is then the number that the kiosk's next record will have.
type Push struct {
	V        int          `json:"v"`
	Kiosk    seal.KioskID `json:"kiosk"`
	FirstSeq int64        `json:"first_seq"`
	Records  []Record     `json:"records"`
}

// Record is a [village.Record] on the line.
type Record struct {
	ID        village.RecordID   `json:"id"`
	Seq       int64              `json:"seq"`
	Kind      village.RecordKind `json:"kind"`
	Schema    int                `json:"schema"`
	CreatedAt time.Time          `json:"created_at"`
	TimeTrust village.TimeTrust  `json:"time_trust"`
	Body      []byte             `json:"body"`
	Digest    []byte             `json:"digest"` // SHA-256 of Body
	Parts     []Part             `json:"parts,omitempty"`
}

// Part is a [village.Part] on the line.
type Part struct {
	Material string `json:"material"`
	Type     string `json:"type"`
	SHA256   []byte `json:"sha256"`
	Data     []byte `json:"data"`
}

// Ack answers a push after the county's COMMIT. WantSeq is authoritative:
// everything below it is stored. It is unchanged when a push starts above it,
// and may be lower than in an earlier answer when the county was restored.
type Ack struct {
	WantSeq    int64     `json:"want_seq"`
	Rejects    []Reject  `json:"rejects,omitempty"`
	ServerTime time.Time `json:"server_time"`
}

// Reject names a record below WantSeq that is stored but could not be used.
type Reject struct {
	Seq int64            `json:"seq"`
	ID  village.RecordID `json:"id"`
	Key string           `json:"key"` // message key, as err.push.digest
}

// Problem is the body of an answer that is not 200.
type Problem struct {
	Kind  village.Kind `json:"kind"`
	Field string       `json:"field,omitempty"`
	Key   string       `json:"key,omitempty"`
}
