// Package authority is the county's own certificate authority. It certifies
// the county's servers and the keys that kiosks made themselves; nobody else's
// certificate is believed on the line between them.
package authority

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// How long certificates are good for. A kiosk renews when two thirds have
// passed; one that was away for longer may still renew with the old key.
const (
	authorityYears = 20
	serverLife     = 90 * 24 * time.Hour

	// KioskLife is how long a kiosk's certificate is good for.
	KioskLife = 365 * 24 * time.Hour
)

// backdate covers kiosks and servers whose clocks differ a little.
const backdate = time.Hour

// Authority signs certificates of one county.
type Authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
	random      io.Reader
}

// New is a fresh authority for county, valid from now. random is the source of
// its key and of every serial number.
func New(county village.Division, now time.Time, random io.Reader) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), random)
	if err != nil {
		return nil, fmt.Errorf("make the authority's key: %w", err)
	}
	serial, err := newSerial(random)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{Organization: []string{"bianmin"}, CommonName: "bianmin county " + string(county.Code)},
		NotBefore:    now.Add(-backdate), NotAfter: now.AddDate(authorityYears, 0, 0),
		KeyUsage: x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
	}
	raw, err := x509.CreateCertificate(random, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("sign the authority's certificate: %w", err)
	}
	certificate, err := x509.ParseCertificate(raw)
	if err != nil {
		return nil, err
	}
	return &Authority{certificate, key, random}, nil
}

// Certificate is what kiosks are given to check the county with.
func (a *Authority) Certificate() *x509.Certificate { return a.certificate }

// Fingerprint is the authority's name in enrolment codes, so that a kiosk's first
// contact is already authenticated.
func (a *Authority) Fingerprint() seal.Fingerprint { return seal.FingerprintOf(a.certificate.Raw) }

// CertificatePEM is the certificate as browsers import it.
func (a *Authority) CertificatePEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: pemCertificate, Bytes: a.certificate.Raw})
}

// Pool trusts this authority and nobody else.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return pool
}

// Kiosk certifies the key of a kiosk for a year. raw is a certificate request
// (PKCS #10, DER) that the kiosk signed with that key; whatever name it asks for
// is ignored, because a kiosk's name is its key. Whether the kiosk may have a
// certificate at all, the caller decides.
func (a *Authority) Kiosk(raw []byte, now time.Time) (*x509.Certificate, seal.KioskID, error) {
	public, err := seal.RequestedKey(raw)
	if err != nil {
		return nil, "", &village.Error{Kind: village.Invalid, Field: "request", Key: "err.enrol.request", Err: err}
	}
	kiosk := seal.IDOf(public)
	certificate, err := a.sign(&x509.Certificate{
		Subject:   pkix.Name{CommonName: string(kiosk)},
		NotBefore: now.Add(-backdate), NotAfter: now.Add(KioskLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, public)
	return certificate, kiosk, err
}

// IssuedAt is when a certificate of [Authority.Kiosk] was made, to the second.
func IssuedAt(certificate *x509.Certificate) time.Time { return certificate.NotBefore.Add(backdate) }

// Server certifies a server's key for the names and addresses it answers at.
func (a *Authority) Server(public crypto.PublicKey, hosts []string, now time.Time) (*x509.Certificate, error) {
	if len(hosts) == 0 {
		return nil, errors.New("a server has a name or an address")
	}
	template := &x509.Certificate{
		Subject:   pkix.Name{CommonName: hosts[0]},
		NotBefore: now.Add(-backdate), NotAfter: now.Add(serverLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	return a.sign(template, public)
}

// sign completes template and signs it. Nothing outlives its authority.
func (a *Authority) sign(template *x509.Certificate, public crypto.PublicKey) (*x509.Certificate, error) {
	var err error
	if template.SerialNumber, err = newSerial(a.random); err != nil {
		return nil, err
	}
	if template.NotAfter.After(a.certificate.NotAfter) {
		template.NotAfter = a.certificate.NotAfter
	}
	raw, err := x509.CreateCertificate(a.random, template, a.certificate, public, a.key)
	if err != nil {
		return nil, fmt.Errorf("sign a certificate: %w", err)
	}
	return x509.ParseCertificate(raw)
}

const (
	pemCertificate = "CERTIFICATE"
	pemKey         = "PRIVATE KEY"
)

// Encode is the authority as a PEM file: the certificate, then the private key.
func (a *Authority) Encode() ([]byte, error) {
	key, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return nil, fmt.Errorf("write the authority's key: %w", err)
	}
	return append(a.CertificatePEM(), pem.EncodeToMemory(&pem.Block{Type: pemKey, Bytes: key})...), nil
}

// Decode reads what [Authority.Encode] wrote and checks that both halves belong
// together.
func Decode(raw []byte, random io.Reader) (*Authority, error) {
	first, rest := pem.Decode(raw)
	if first == nil || first.Type != pemCertificate {
		return nil, errors.New("no certificate in the authority's file")
	}
	certificate, err := x509.ParseCertificate(first.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read the authority's certificate: %w", err)
	}
	second, _ := pem.Decode(rest)
	if second == nil || second.Type != pemKey {
		return nil, errors.New("no private key in the authority's file")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(second.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read the authority's key: %w", err)
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || !key.PublicKey.Equal(certificate.PublicKey) {
		return nil, errors.New("key and certificate of the authority do not belong together")
	}
	return &Authority{certificate, key, random}, nil
}

// newSerial is a serial number of 120 random bits.
func newSerial(random io.Reader) (*big.Int, error) {
	bits := make([]byte, 15)
	if _, err := io.ReadFull(random, bits); err != nil {
		return nil, fmt.Errorf("draw a serial number: %w", err)
	}
	return new(big.Int).SetBytes(bits), nil
}
