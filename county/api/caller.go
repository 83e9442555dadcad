package api

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/authority"
	"bianmin/sync/wire"
)

// call answers a request or returns why not.
type call func(w http.ResponseWriter, r *http.Request) error

// kioskCall is a call of a kiosk that the county knows.
type kioskCall func(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID) error

// known lets in a kiosk that the county trusts at this moment: its certificate is
// of the county's authority, good today, and for the very key that stands in the
// list. The list is read for each call, so that a machine that is revoked is out
// at once, whatever connection it holds.
func (s *Server) known(h kioskCall) call {
	return s.certified(func(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID) error {
		if !s.Now().Before(shown(r).NotAfter) {
			return &village.Error{Kind: village.Denied, Key: "err.county.certificate_expired"}
		}
		return h(w, r, kiosk)
	})
}

// certified is known for a certificate that may have expired.
func (s *Server) certified(h kioskCall) call {
	return func(w http.ResponseWriter, r *http.Request) error {
		certificate := shown(r)
		if certificate == nil {
			return &village.Error{Kind: village.Denied, Key: "err.county.certificate"}
		}
		kiosk, err := seal.CertifiedID(certificate)
		if err != nil {
			return &village.Error{Kind: village.Denied, Key: "err.county.certificate", Err: err}
		}
		listed, err := s.Keys.KioskKey(r.Context(), kiosk)
		if err != nil {
			return err
		}
		if key, _ := certificate.PublicKey.(ed25519.PublicKey); !key.Equal(listed) {
			return &village.Error{Kind: village.Denied, Key: "err.county.kiosk", Err: errors.New("another key has this name")}
		}
		replaced, err := s.Keys.ReplacedAt(r.Context(), kiosk)
		if err == nil && authority.IssuedAt(certificate).Before(replaced) {
			err = &village.Error{Kind: village.Denied, Key: "err.county.replaced"}
		}
		if err != nil {
			return err
		}
		return h(w, r, kiosk)
	}
}

// shown is the certificate of who calls, whose chain the handshake has checked;
// nil for a browser.
func shown(r *http.Request) *x509.Certificate {
	if r.TLS == nil || len(r.TLS.PeerCertificates) == 0 {
		return nil
	}
	return r.TLS.PeerCertificates[0]
}

// envelopeOf reads the message of a call, of at most limit bytes, and refuses one
// that another kiosk signed than the one that calls.
func (s *Server) envelopeOf(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID, limit int64) (wire.Envelope, error) {
	raw, err := body(w, r, limit)
	if err != nil {
		return wire.Envelope{}, err
	}
	envelope, err := s.Codec.Envelope(raw)
	if err == nil {
		err = signedBy(envelope.Signer, kiosk)
	}
	return envelope, err
}

// signedBy refuses what another kiosk signed than the one whose line it came by.
func signedBy(signer, caller seal.KioskID) error {
	if signer != caller {
		return &village.Error{Kind: village.Denied, Field: "kiosk", Key: "err.county.signature", Err: errors.New("signed by another kiosk than the caller")}
	}
	return nil
}

// message is what a kiosk asks or hands over in an envelope.
type message interface {
	// Check refuses what breaks the protocol.
	Check() error
	// From is the kiosk that the message says it is of.
	From() seal.KioskID
}

// open reads the message in an envelope. Who sends is known and proven before
// what was sent is unpacked.
func open[M message](ctx context.Context, s *Server, envelope wire.Envelope, purpose string) (m M, err error) {
	key, err := s.Keys.KioskKey(ctx, envelope.Signer)
	if err != nil {
		return m, err
	}
	return openWith[M](s, envelope, key, purpose)
}

// openWith is open for a signer whose key is known.
func openWith[M message](s *Server, envelope wire.Envelope, key ed25519.PublicKey, purpose string) (m M, err error) {
	if err := s.Codec.Open(envelope, key, purpose, &m); err != nil {
		return m, err
	}
	if m.From() != envelope.Signer {
		return m, &village.Error{Kind: village.Denied, Field: "kiosk", Key: "err.county.signature"}
	}
	return m, m.Check()
}

// signedSum is the sum in the address of a request, signed by the kiosk for a
// purpose in the headers.
func (s *Server) signedSum(r *http.Request, kiosk seal.KioskID, purpose string) (wire.Sum, error) {
	if err := signedBy(seal.KioskID(r.Header.Get(wire.HeaderKiosk)), kiosk); err != nil {
		return wire.Sum{}, err
	}
	key, err := s.Keys.KioskKey(r.Context(), kiosk)
	if err != nil {
		return wire.Sum{}, err
	}
	sum, err := hex.DecodeString(r.PathValue("sum"))
	if err != nil || len(sum) != len(wire.Sum{}) {
		return wire.Sum{}, village.Refuse("sha256", "err.county.call")
	}
	signature, err := base64.StdEncoding.DecodeString(r.Header.Get(wire.HeaderSignature))
	if err != nil || !seal.Verify(key, purpose, sum, signature) {
		return wire.Sum{}, &village.Error{Kind: village.Denied, Key: "err.county.signature", Err: err}
	}
	return wire.Sum(sum), nil
}
