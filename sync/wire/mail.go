package wire

import (
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// MaxLetters is how many letters one answer carries at most.
const MaxLetters = 100

// Mail asks for the letters after Seq. It is also the acknowledgement of those up
// to there. Epoch, Next and Chain say where the kiosk's own records stand: the
// county leases numbers only to a kiosk whose past it knows to the last record.
type Mail struct {
	_           struct{} `cbor:",toarray"`
	V           int
	Kiosk       seal.KioskID
	Incarnation []byte    // of the county that the kiosk's letters came from; empty = none
	Seq         int64     // highest letter that the kiosk has; 0 = none
	Head        seal.Head // of the mailbox after Seq; its base at 0
	Epoch       int64     // of the kiosk's records
	Next        int64     // number of its next record
	Chain       seal.Head // of its records after Next-1
	SentMS      int64     // the kiosk's clock
}

// Letters answers a Mail after the county's COMMIT. After is Mail.Seq when the
// county has there what the kiosk has; otherwise it is 0, and everything that the
// county has follows from the first letter on.
type Letters struct {
	_           struct{} `cbor:",toarray"`
	V           int
	Kiosk       seal.KioskID
	Request     Sum // SHA-256 of the payload of the Mail that this answers; on a stick, of the Push that the Ack answers
	Incarnation []byte
	After       int64
	Before      seal.Head // the chain at After
	Letters     []Letter
	Head        seal.Head // the chain after the last letter; Before when there is none
	More        bool      // there are letters behind the last
	ServerMS    int64
}

// Letter is a [village.Letter] on the line. Its number follows from its place.
type Letter struct {
	_         struct{} `cbor:",toarray"`
	Kind      village.LetterKind
	WrittenMS int64
	Body      []byte
}

// NewLetters are letters as they travel.
func NewLetters(letters []village.Letter) []Letter {
	out := make([]Letter, len(letters))
	for i, l := range letters {
		out[i] = Letter{Kind: l.Kind, WrittenMS: l.WrittenAt.UnixMilli(), Body: l.Body}
	}
	return out
}

// From is the kiosk that the message says it is of.
func (m Mail) From() seal.KioskID { return m.Kiosk }

// Check refuses a question that breaks the protocol. The error is
// [village.Invalid]: err.push.version or err.mail.seq.
func (m Mail) Check() error {
	switch {
	case m.V != Version:
		return village.Refuse("v", "err.push.version")
	case m.Seq < 0 || m.Seq > village.MaxMailSeq:
		return village.Refuse("seq", "err.mail.seq")
	case m.Epoch < 1 || m.Epoch > 1<<31 || m.Next < 1 || m.Next > 1<<52:
		return village.Refuse("epoch", "err.mail.seq")
	case len(m.Incarnation) > 16:
		return village.Refuse("incarnation", "err.mail.seq")
	}
	return nil
}

// Village are the letters with their places and heads, which are made anew from
// the bytes that came. The error is [village.Invalid], err.mail.letters, when they
// are not those that Head stands for, or too many or too long.
func (l Letters) Village() ([]village.Letter, error) {
	if len(l.Letters) > MaxLetters || l.After < 0 || l.After > village.MaxMailSeq || len(l.Incarnation) > 16 {
		return nil, village.Refuse("letters", "err.mail.letters")
	}
	out := make([]village.Letter, len(l.Letters))
	for i, letter := range l.Letters {
		if len(letter.Body) > village.MaxLetterBytes || len(letter.Kind) > 32 {
			return nil, village.Refuse("letters", "err.mail.letters")
		}
		out[i] = village.Letter{Kind: letter.Kind, WrittenAt: time.UnixMilli(letter.WrittenMS).In(village.Zone), Body: letter.Body}
	}
	if seal.LetterChain(l.Kiosk, l.After, l.Before, out) != l.Head {
		return nil, village.Refuse("head", "err.mail.letters")
	}
	return out, nil
}
