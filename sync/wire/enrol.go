package wire

import (
	"crypto/ed25519"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Enrol asks the county to know this kiosk. Code is the one-time code of one
// village; Signature proves that the sender holds the key.
type Enrol struct {
	Code      string       `json:"code"`
	Kiosk     seal.KioskID `json:"kiosk"`
	PublicKey []byte       `json:"public_key"` // Ed25519, 32 bytes
	Signature []byte       `json:"signature"`
}

// Enrolled tells a kiosk where it stands.
type Enrolled struct {
	Kiosk       seal.KioskID         `json:"kiosk"`
	Village     village.DivisionCode `json:"village"`      // 12 digits
	Centre      string               `json:"centre"`       // name on receipts
	County      village.DivisionCode `json:"county"`       // 12 digits
	District    string               `json:"district"`     // name of the county
	CountyKeys  [][]byte             `json:"county_keys"`  // [seal.CountyKey.Bytes], the newest last: seal for that one
	SigningKeys [][]byte             `json:"signing_keys"` // Ed25519, 32 bytes each: what the county signs answers with
	ServerTime  time.Time            `json:"server_time"`
}

// NewEnrol is the request of the kiosk with this identity.
func NewEnrol(code string, identity seal.Identity) Enrol {
	return Enrol{
		Code: code, Kiosk: identity.ID, PublicKey: identity.Public(),
		Signature: identity.Sign(EnrolContext, enrolMessage(code, identity.Public())),
	}
}

// Check refuses a request whose name, key and signature do not belong
// together. The error is [village.Denied]: err.enrol.proof.
func (e Enrol) Check() error {
	public := ed25519.PublicKey(e.PublicKey)
	if len(public) != ed25519.PublicKeySize || seal.IDOf(public) != e.Kiosk ||
		!seal.Verify(public, EnrolContext, enrolMessage(e.Code, public), e.Signature) {
		return &village.Error{Kind: village.Denied, Field: "signature", Key: "err.enrol.proof"}
	}
	return nil
}

// enrolMessage binds the code to the key; the key has a fixed length.
func enrolMessage(code string, public ed25519.PublicKey) []byte {
	return append(append([]byte(nil), public...), code...)
}
