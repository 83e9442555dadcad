package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"bianmin/app/seal"
)

// Line is the county's end of TLS: one for kiosks and browsers, at one address. Its
// certificate is made when it is first asked for, never touches a disk, and is
// made anew when two thirds of its life are over.
type Line struct {
	Authority *Authority
	Hosts     []string // names and addresses at which the county answers
	Now       func() time.Time

	mu   sync.Mutex
	leaf *tls.Certificate
}

// Config is TLS 1.3 and nothing older. A client need not have a certificate; one
// that it shows must be a kiosk's, of this authority. That it may have expired is
// left to the calls: a kiosk that was away for long has to be able to renew.
func (l *Line) Config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13, GetCertificate: l.certificate, Time: l.Now,
		// Kiosks keep one connection; a ticket would let a key that was revoked, or
		// an authority that was replaced, live on for a while.
		SessionTicketsDisabled: true,
		ClientAuth:             tls.RequestClientCert, ClientCAs: l.Authority.Pool(), VerifyConnection: l.check,
		NextProtos: []string{"http/1.1"},
	}
}

// certificate is the server's own, with the authority's behind it: a kiosk that
// enrols knows only its fingerprint.
func (l *Line) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.leaf != nil && l.Now().Before(seal.RenewAt(l.leaf.Leaf)) {
		return l.leaf, nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), l.Authority.random)
	if err != nil {
		return nil, fmt.Errorf("make the server's key: %w", err)
	}
	leaf, err := l.Authority.Server(key.Public(), l.Hosts, l.Now())
	if err != nil {
		return nil, err
	}
	l.leaf = &tls.Certificate{
		Certificate: [][]byte{leaf.Raw, l.Authority.certificate.Raw}, PrivateKey: key, Leaf: leaf,
	}
	return l.leaf, nil
}

func (l *Line) check(state tls.ConnectionState) error {
	if len(state.PeerCertificates) == 0 {
		return nil
	}
	shown := state.PeerCertificates[0]
	_, err := shown.Verify(x509.VerifyOptions{
		Roots: l.Authority.Pool(), CurrentTime: shown.NotBefore, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err == nil {
		_, err = seal.CertifiedID(shown)
	}
	return err
}

// Check is an error when the line could not answer: when there is no host, or one
// that is no name.
func (l *Line) Check() error {
	if slices.Contains(l.Hosts, "") {
		return errors.New("a host without a name")
	}
	_, err := l.certificate(nil)
	return err
}
