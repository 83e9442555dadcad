package wire

import (
	"crypto/ed25519"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Enrol asks the county to know this kiosk. It is sent only to a county whose
// authority has the fingerprint in the one-time code. Signature binds the ticket
// to the key, which proves itself in the request.
type Enrol struct {
	Code      seal.Ticket `json:"code"`
	Request   []byte      `json:"request"` // certificate request for the kiosk's key, PKCS #10, DER
	Signature []byte      `json:"signature"`
}

// Enrolled tells a kiosk where it stands.
type Enrolled struct {
	Kiosk       seal.KioskID         `json:"kiosk"`
	Village     village.DivisionCode `json:"village"`      // 12 digits
	Centre      string               `json:"centre"`       // name on receipts
	County      village.DivisionCode `json:"county"`       // 12 digits
	District    string               `json:"district"`     // name of the county
	Certificate []byte               `json:"certificate"`  // of the kiosk's key, X.509, DER
	CountyKeys  [][]byte             `json:"county_keys"`  // [seal.CountyKey.Bytes], the newest last: seal for that one
	SigningKeys [][]byte             `json:"signing_keys"` // Ed25519, 32 bytes each: what the county signs answers with
	ServerTime  time.Time            `json:"server_time"`
}

// NewEnrol is the request of the kiosk with this identity.
func NewEnrol(code seal.Ticket, identity seal.Identity) (Enrol, error) {
	request, err := identity.CertificateRequest()
	if err != nil {
		return Enrol{}, village.Failed("ask for a certificate", err)
	}
	return Enrol{Code: code, Request: request, Signature: identity.Sign(EnrolContext, enrolMessage(code, request))}, nil
}

// Key is the key of who asks. A request whose code, key and signature do not
// belong together is [village.Denied]: err.enrol.proof.
func (e Enrol) Key() (ed25519.PublicKey, error) {
	public, err := seal.RequestedKey(e.Request)
	if err != nil || !seal.Verify(public, EnrolContext, enrolMessage(e.Code, e.Request), e.Signature) {
		return nil, &village.Error{Kind: village.Denied, Field: "signature", Key: "err.enrol.proof", Err: err}
	}
	return public, nil
}

// enrolMessage binds the code, which has a fixed length, to the request.
func enrolMessage(code seal.Ticket, request []byte) []byte {
	return append(append([]byte(nil), code...), request...)
}

// Renew asks for another certificate for the same key. A kiosk may send it with a
// certificate that has expired, and nothing else.
type Renew struct {
	_       struct{} `cbor:",toarray"`
	V       int
	Kiosk   seal.KioskID
	Request []byte // as in [Enrol]
	Nonce   []byte // random: an answer to an earlier question is none to this one
}

// Renewed answers a [Renew].
type Renewed struct {
	_           struct{} `cbor:",toarray"`
	V           int
	Kiosk       seal.KioskID
	Asked       Sum    // SHA-256 of the payload of the Renew that this answers
	Certificate []byte // X.509, DER
	ServerMS    int64
}
