package client

import (
	"context"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Enrol makes the kiosk of line known with a one-time code, of which only the
// ticket leaves, and only to a county whose authority has the fingerprint in the
// code. authority is that authority's certificate. An answer for another kiosk, or
// with a certificate that is not for it, is [village.Offline]: it was not the
// county that answered.
func Enrol(ctx context.Context, line Line, code seal.EnrolmentCode) (answer wire.Enrolled, authority []byte, err error) {
	c, met, err := meet(line, code)
	if err != nil {
		return answer, nil, err
	}
	defer c.Close()
	ask, err := wire.NewEnrol(code.Ticket, line.Identity)
	if err != nil {
		return answer, nil, err
	}
	raw, err := json.Marshal(ask)
	if err != nil {
		return answer, nil, village.Failed("write enrolment", err)
	}
	got, err := c.send(ctx, request{method: http.MethodPost, path: wire.EnrolPath, mediaType: "application/json", body: raw})
	if err == nil {
		answer, err = decode[wire.Enrolled](got)
	}
	if err != nil {
		return wire.Enrolled{}, nil, err
	}
	root := met.Load()
	if _, err = line.own(root, answer.Certificate); err == nil && answer.Kiosk != line.Identity.ID {
		err = fmt.Errorf("answer is for %q", answer.Kiosk)
	}
	if err != nil {
		return wire.Enrolled{}, nil, notCounty(err)
	}
	return answer, root.Raw, nil
}

// meet is a client that shows no certificate and speaks only to the county whose
// authority the code names; met is that authority after the first answer.
func meet(line Line, code seal.EnrolmentCode) (c *Client, met *atomic.Pointer[x509.Certificate], err error) {
	address, err := line.address()
	if err != nil {
		return nil, nil, err
	}
	met = new(atomic.Pointer[x509.Certificate])
	find := named(code.Authority)
	j := judge{host: address.Hostname(), time: line.Time, root: func(shown []*x509.Certificate) *x509.Certificate {
		root := find(shown)
		met.Store(root)
		return root
	}}
	return &Client{base: address.String(), line: line, http: over(j.config())}, met, nil
}

// ReturnKey asks the county of a code for the key of the machine that the code
// replaces. Only the ticket and what is sealed leave. Until an office has answered,
// the answer is not ready; the same question may be asked again.
func ReturnKey(ctx context.Context, line Line, code seal.EnrolmentCode, ask wire.Replace) (answer wire.Replaced, err error) {
	c, _, err := meet(line, code)
	if err != nil {
		return answer, err
	}
	defer c.Close()
	ask.Code = code.Ticket
	raw, err := json.Marshal(ask)
	if err != nil {
		return answer, village.Failed("write a question", err)
	}
	got, err := c.send(ctx, request{method: http.MethodPost, path: wire.ReplacePath, mediaType: "application/json", body: raw})
	if err == nil {
		answer, err = decode[wire.Replaced](got)
	}
	return answer, err
}

// Renewal is a kiosk's new certificate, X.509 in DER, and when the county made it.
type Renewal struct {
	Certificate []byte
	CountyTime  time.Time
}

// Renew gets another certificate for the same key; the present one may have
// expired. What none of signers signed for this question, which a nonce of random
// bytes makes the only one of its kind, is [village.Offline], err.sync.not_county.
func (c *Client) Renew(ctx context.Context, signers []ed25519.PublicKey, nonce []byte) (Renewal, error) {
	codec, err := wire.NewCodec()
	if err != nil {
		return Renewal{}, village.Failed("open the line", err)
	}
	request, err := c.line.Identity.CertificateRequest()
	if err != nil {
		return Renewal{}, village.Failed("ask for a certificate", err)
	}
	raw, asked, err := codec.Seal(c.line.Identity, wire.RenewContext, wire.Renew{
		V: wire.Version, Kiosk: c.line.Identity.ID, Request: request, Nonce: nonce,
	})
	if err != nil {
		return Renewal{}, err
	}
	answer, err := c.Ask(ctx, wire.RenewPath, raw)
	if err != nil {
		return Renewal{}, err
	}
	var renewed wire.Renewed
	if err := open(codec, answer, signers, &renewed); err != nil {
		return Renewal{}, notCounty(err)
	}
	if renewed.V != wire.Version || renewed.Kiosk != c.line.Identity.ID || renewed.Asked != asked {
		return Renewal{}, notCounty(errors.New("answers another question"))
	}
	if _, err := c.line.own(c.root, renewed.Certificate); err != nil {
		return Renewal{}, notCounty(err)
	}
	return Renewal{renewed.Certificate, time.UnixMilli(renewed.ServerMS)}, nil
}

func open(codec *wire.Codec, answer []byte, signers []ed25519.PublicKey, v *wire.Renewed) error {
	e, err := codec.Envelope(answer)
	if err != nil {
		return err
	}
	for _, key := range signers {
		if seal.IDOf(key) == e.Signer {
			return codec.Open(e, key, wire.RenewedContext, v)
		}
	}
	return errors.New("signed by nobody we know")
}
