package wire

import (
	"crypto/ed25519"
	"errors"
	"fmt"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Answer is what a county says to a message of a kiosk.
type Answer interface {
	// Answers reports whether it is of this version, for that kiosk, and names the
	// message that was asked.
	Answers(kiosk seal.KioskID, asked Sum) bool
}

// Question says who asked what, and whose answer counts.
type Question struct {
	Kiosk   seal.KioskID
	Asked   Sum                 // of the message, as [Codec.Seal] named it
	Trusted []ed25519.PublicKey // keys that the county signs answers with
}

// Believe opens the answer to a question. One that the county did not sign, or
// signed for something else, is [village.Offline], err.sync.not_county: it changes
// nothing.
func Believe[A Answer](c *Codec, q Question, purpose string, raw []byte) (answer A, err error) {
	e, err := c.Envelope(raw)
	if err == nil {
		err = errors.New("signed by nobody we know")
		for _, key := range q.Trusted {
			if seal.IDOf(key) == e.Signer {
				err = c.Open(e, key, purpose, &answer)
			}
		}
	}
	if err == nil && !answer.Answers(q.Kiosk, q.Asked) {
		err = errors.New("answers another question")
	}
	if err != nil {
		var none A
		return none, NotCounty(err)
	}
	return answer, nil
}

// NotCounty is the error of an answer that cannot be the county's.
func NotCounty(cause error) error {
	return &village.Error{Kind: village.Offline, Key: "err.sync.not_county", Err: fmt.Errorf("read the county's answer: %w", cause)}
}

// Answers implements [Answer].
func (a Ack) Answers(kiosk seal.KioskID, asked Sum) bool {
	return a.V == Version && a.Kiosk == kiosk && a.Request == asked
}

// Answers implements [Answer].
func (p Pulled) Answers(kiosk seal.KioskID, asked Sum) bool {
	return p.V == Version && p.Kiosk == kiosk && p.Request == asked && len(p.Incarnation) > 0
}

// Answers implements [Answer].
func (l Letters) Answers(kiosk seal.KioskID, asked Sum) bool {
	return l.V == Version && l.Kiosk == kiosk && l.Request == asked
}
