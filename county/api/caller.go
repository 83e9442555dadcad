package api

import (
	"crypto/ed25519"
	"crypto/x509"
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
