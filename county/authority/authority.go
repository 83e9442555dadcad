// Package authority is the county's own certificate authority. It certifies
// the county's servers and the keys that kiosks made themselves; nobody else's
// certificate is believed on the line between them.
package authority

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
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
	kioskLife      = 365 * 24 * time.Hour
	serverLife     = 90 * 24 * time.Hour
)

// backdate covers kiosks and servers whose clocks differ a little.
const backdate = time.Hour

// FingerprintBytes is how many bytes of the authority's digest an enrolment
// code carries: 80 bits, which nobody can meet by trying.
const FingerprintBytes = 10

// Fingerprint names an authority in an enrolment code, so that a kiosk's first
// contact is already authenticated.
type Fingerprint [FingerprintBytes]byte

// FingerprintOf is the name of the authority with this certificate.
func FingerprintOf(certificate *x509.Certificate) Fingerprint {
	sum := sha256.Sum256(certificate.Raw)
	return Fingerprint(sum[:FingerprintBytes])
}

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
	request, err := x509.ParseCertificateRequest(raw)
	if err == nil {
		err = request.CheckSignature()
	}
	if err != nil {
		return nil, "", &village.Error{Kind: village.Invalid, Field: "request", Key: "err.enrol.request", Err: err}
	}
	public, ok := request.PublicKey.(ed25519.PublicKey)
	if !ok {
		return nil, "", &village.Error{Kind: village.Invalid, Field: "request", Key: "err.enrol.request", Err: errors.New("not an Ed25519 key")}
	}
	kiosk := seal.IDOf(public)
	certificate, err := a.sign(&x509.Certificate{
		Subject:   pkix.Name{CommonName: string(kiosk)},
		NotBefore: now.Add(-backdate), NotAfter: now.Add(kioskLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, public)
	return certificate, kiosk, err
}

// KioskOf is the kiosk that a certificate was made for.
func KioskOf(certificate *x509.Certificate) (seal.KioskID, error) {
	public, ok := certificate.PublicKey.(ed25519.PublicKey)
	if !ok || certificate.Subject.CommonName != string(seal.IDOf(public)) {
		return "", errors.New("not a kiosk's certificate")
	}
	return seal.KioskID(certificate.Subject.CommonName), nil
}

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

// RenewAt is when a certificate should be renewed: after two thirds of its life.
func RenewAt(certificate *x509.Certificate) time.Time {
	life := certificate.NotAfter.Sub(certificate.NotBefore)
	return certificate.NotBefore.Add(life * 2 / 3)
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
	out := pem.EncodeToMemory(&pem.Block{Type: pemCertificate, Bytes: a.certificate.Raw})
	return append(out, pem.EncodeToMemory(&pem.Block{Type: pemKey, Bytes: key})...), nil
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
