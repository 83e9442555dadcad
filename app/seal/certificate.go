package seal

import (
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// Key is the key for a handshake that brings its own context, as TLS does. Use
// [Identity.Sign] for everything else.
func (i Identity) Key() crypto.Signer { return i.private }

// CertificateRequest asks an authority to certify this identity's key (PKCS #10,
// DER). It names nobody: a kiosk's name is its key.
func (i Identity) CertificateRequest() ([]byte, error) {
	raw, err := x509.CreateCertificateRequest(nil, &x509.CertificateRequest{}, i.private) // Ed25519 draws nothing
	if err != nil {
		return nil, fmt.Errorf("ask for a certificate: %w", err)
	}
	return raw, nil
}

// RequestedKey is the key that a certificate request is for. Its own signature
// proves that who asked holds it.
func RequestedKey(request []byte) (ed25519.PublicKey, error) {
	parsed, err := x509.ParseCertificateRequest(request)
	if err == nil {
		err = parsed.CheckSignature()
	}
	if err != nil {
		return nil, fmt.Errorf("read a certificate request: %w", err)
	}
	public, ok := parsed.PublicKey.(ed25519.PublicKey)
	if !ok {
		return nil, errors.New("a certificate request for a key that is not Ed25519")
	}
	return public, nil
}

// CertifiedID is the kiosk that a certificate was made for.
func CertifiedID(certificate *x509.Certificate) (KioskID, error) {
	public, ok := certificate.PublicKey.(ed25519.PublicKey)
	if !ok || certificate.Subject.CommonName != string(IDOf(public)) {
		return "", errors.New("not a kiosk's certificate")
	}
	return KioskID(certificate.Subject.CommonName), nil
}

// RenewAt is when a certificate should be renewed: after two thirds of its life.
func RenewAt(certificate *x509.Certificate) time.Time {
	life := certificate.NotAfter.Sub(certificate.NotBefore)
	return certificate.NotBefore.Add(life * 2 / 3)
}
