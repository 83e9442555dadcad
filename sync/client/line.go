package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Line is where a kiosk's county answers, and by what the two know each other.
// No root of the system is believed.
type Line struct {
	URL         string // https://
	Identity    seal.Identity
	Authority   []byte // certificate of the county's authority, X.509, DER
	Certificate []byte // of the kiosk's key, by that authority

	// Time is a moment that is certainly past. Certificates are judged at it, or
	// at the latest of the moments from which the county says that they hold: who
	// signs that a certificate holds from a day on has lived that day. So a clock
	// that stands in the past shuts nobody out.
	Time func() time.Time
}

// address is the county's address without a slash at its end. The error is
// [village.Invalid] at "county": err.sync.plain for a line that anybody could
// listen on, err.sync.url for everything else.
func (l Line) address() (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(strings.TrimSpace(l.URL), "/"))
	if err == nil && u.Scheme == "http" {
		return nil, village.Refuse("county", "err.sync.plain")
	}
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, village.Refuse("county", "err.sync.url")
	}
	return u, nil
}

// enrolled is the county's authority, with the kiosk's certificate. A line that
// lacks one of them is [village.Invalid] at "county": err.kiosk.not_enrolled.
func (l Line) enrolled() (root *x509.Certificate, own tls.Certificate, err error) {
	root, err = x509.ParseCertificate(l.Authority)
	if err == nil {
		own, err = l.own(root, l.Certificate)
	}
	if err != nil {
		err = &village.Error{Kind: village.Invalid, Field: "county", Key: "err.kiosk.not_enrolled", Err: err}
	}
	return root, own, err
}

// own is a certificate that root made for this kiosk's key.
func (l Line) own(root *x509.Certificate, raw []byte) (tls.Certificate, error) {
	leaf, err := x509.ParseCertificate(raw)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("read the kiosk's certificate: %w", err)
	}
	if err := leaf.CheckSignatureFrom(root); err != nil {
		return tls.Certificate{}, fmt.Errorf("check the kiosk's certificate: %w", err)
	}
	if !l.Identity.Public().Equal(leaf.PublicKey) {
		return tls.Certificate{}, errors.New("the certificate is for another key")
	}
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: l.Identity.Key(), Leaf: leaf}, nil
}

// judge decides whether the county answers, before a byte of a request leaves.
type judge struct {
	root func(shown []*x509.Certificate) *x509.Certificate // nil: it is not among them
	host string
	time func() time.Time
}

// config is TLS 1.3 and nothing older, with own as the kiosk's certificate.
func (j judge) config(own ...tls.Certificate) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13, Certificates: own,
		// Not skipped but done by check, which believes one authority and judges at
		// a moment that the certificates themselves take part in.
		InsecureSkipVerify: true, VerifyConnection: j.check, //nolint:gosec // see above
	}
}

// check is [village.Offline] when it is not the county that answers: err.sync.authority,
// err.sync.host or err.sync.expired.
func (j judge) check(state tls.ConnectionState) error {
	root := j.root(state.PeerCertificates)
	if root == nil {
		return stranger("err.sync.authority", errors.New("another authority than the county's"))
	}
	leaf := state.PeerCertificates[0]
	if err := leaf.CheckSignatureFrom(root); err != nil {
		return stranger("err.sync.authority", err)
	}
	at := j.time()
	for _, from := range []time.Time{root.NotBefore, leaf.NotBefore} {
		if from.After(at) {
			at = from
		}
	}
	roots := x509.NewCertPool()
	roots.AddCert(root)
	_, err := leaf.Verify(x509.VerifyOptions{
		Roots: roots, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		return stranger("err.sync.expired", err)
	} else if err != nil {
		return stranger("err.sync.authority", err)
	}
	if err := leaf.VerifyHostname(j.host); err != nil {
		return stranger("err.sync.host", err)
	}
	return nil
}

func stranger(key string, cause error) error {
	return &village.Error{Kind: village.Offline, Key: key, Err: fmt.Errorf("check the county's certificate: %w", cause)}
}

// only is the one authority that is believed.
func only(root *x509.Certificate) func([]*x509.Certificate) *x509.Certificate {
	return func([]*x509.Certificate) *x509.Certificate { return root }
}

// named finds the authority with a fingerprint among what is shown.
func named(name seal.Fingerprint) func([]*x509.Certificate) *x509.Certificate {
	return func(shown []*x509.Certificate) *x509.Certificate {
		for _, c := range shown {
			if c.IsCA && seal.FingerprintOf(c.Raw) == name {
				return c
			}
		}
		return nil
	}
}
