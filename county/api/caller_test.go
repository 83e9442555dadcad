package api_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/authority"
	"bianmin/county/countytest"
	"bianmin/sync/wire"
)

// renew asks in the name of kiosk over the line of another, or its own.
func (r *rig) renew(line, kiosk seal.Identity, change func(*wire.Renew)) (int, string, wire.Renewed) {
	r.t.Helper()
	request, err := kiosk.CertificateRequest()
	if err != nil {
		r.t.Fatal(err)
	}
	ask := wire.Renew{V: wire.Version, Kiosk: kiosk.ID, Request: request, Nonce: []byte("nonce")}
	if change != nil {
		change(&ask)
	}
	raw, sum, err := r.server.Codec.Seal(kiosk, wire.RenewContext, ask)
	if err != nil {
		r.t.Fatal(err)
	}
	status, key, answer := r.post(line, wire.RenewPath, raw)
	var out wire.Renewed
	if status != http.StatusOK {
		return status, key, out
	}
	e, err := r.server.Codec.Envelope(answer)
	if err == nil {
		err = r.server.Codec.Open(e, r.signer.Public(), wire.RenewedContext, &out)
	}
	if err != nil || out.Asked != sum || out.Kiosk != kiosk.ID || out.ServerMS != r.clock.UnixMilli() {
		r.t.Errorf("answer %+v, %v", out, err)
	}
	return status, key, out
}

// TestWhoMayCallWhat is the table of callers: what each is told by a call of
// kiosks and by a renewal.
func TestWhoMayCallWhat(t *testing.T) {
	for _, tt := range []struct {
		name        string
		line        func(r *rig, kiosk seal.Identity) seal.Identity
		push, renew string // keys; "" is taken
	}{
		{"an enrolled kiosk", nil, "", ""},
		{"a browser, which has no certificate", func(*rig, seal.Identity) seal.Identity { return nobody }, "err.county.certificate", "err.county.certificate"},
		{"another enrolled kiosk with its messages", func(r *rig, _ seal.Identity) seal.Identity { return r.enrolled(2) }, "err.county.signature", "err.county.signature"},
		{"a kiosk that a restored county forgot", func(*rig, seal.Identity) seal.Identity { return countytest.Identity(9) }, "err.county.kiosk", "err.county.kiosk"},
		{"a machine with another key under its name", func(r *rig, k seal.Identity) seal.Identity {
			r.server.Keys = otherKey{r.server.Keys}
			return k
		}, "err.county.kiosk", "err.county.kiosk"},
		{"a revoked kiosk on a line that stands", func(r *rig, k seal.Identity) seal.Identity {
			r.taken(k)
			if err := r.db.Revoke(r.t.Context(), k.ID); err != nil {
				r.t.Fatal(err)
			}
			return k
		}, "err.county.kiosk", "err.county.kiosk"},
		{"a kiosk whose certificate expires on a line that stands", func(r *rig, k seal.Identity) seal.Identity {
			r.taken(k)
			r.clock = r.clock.Add(authority.KioskLife)
			return k
		}, "err.county.certificate_expired", ""},
		{"one that was away for years", func(r *rig, k seal.Identity) seal.Identity {
			r.line(k)
			r.clock = r.clock.Add(5 * authority.KioskLife)
			return k
		}, "err.county.certificate_expired", ""},
		{"one that was away and is revoked", func(r *rig, k seal.Identity) seal.Identity {
			r.line(k)
			r.clock = r.clock.Add(2 * authority.KioskLife)
			if err := r.db.Revoke(r.t.Context(), k.ID); err != nil {
				r.t.Fatal(err)
			}
			return k
		}, "err.county.kiosk", "err.county.kiosk"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			kiosk := r.enrolled(1)
			line := kiosk
			if tt.line != nil {
				line = tt.line(r, kiosk)
			}
			body := countytest.Push(kiosk, countytest.Case(1, nil))
			if status, key, _ := r.post(line, wire.PushPath, body); key != tt.push || (status == http.StatusOK) != (key == "") {
				t.Errorf("push: %d %s, want %q", status, key, tt.push)
			}
			for _, c := range r.calls(kiosk) {
				if _, key, _ := r.ask(line, c.method, c.path, c.body, c.header); tt.push != "" && key != tt.push || tt.push == "" && turnedAway[key] {
					t.Errorf("%s %s: %s, want %q", c.method, c.path, key, tt.push)
				}
			}
			if n := len(r.stored()); (n == 1) != (tt.push == "") {
				t.Errorf("%d records were stored", n)
			}
			if status, key, _ := r.renew(line, kiosk, nil); key != tt.renew || (status == http.StatusOK) != (key == "") {
				t.Errorf("renewal: %d %s, want %q", status, key, tt.renew)
			}
		})
	}
}

// turnedAway are the answers to who may not call.
var turnedAway = map[string]bool{
	"err.county.certificate": true, "err.county.certificate_expired": true, "err.county.kiosk": true, "err.county.signature": true,
}

type oneCall struct {
	method, path string
	body         []byte
	header       map[string]string
}

// calls are the other calls of kiosks, each signed by kiosk.
func (r *rig) calls(kiosk seal.Identity) []oneCall {
	r.t.Helper()
	signed := func(path, context string, message any) oneCall {
		raw, _, err := r.server.Codec.Seal(kiosk, context, message)
		if err != nil {
			r.t.Fatal(err)
		}
		return oneCall{http.MethodPost, path, raw, nil}
	}
	sum := sha256.Sum256([]byte("x"))
	return []oneCall{
		signed(wire.PullPath, wire.PullContext, wire.Pull{V: wire.Version, Kiosk: kiosk.ID}),
		signed(wire.MailPath, wire.MailContext, wire.Mail{V: wire.Version, Kiosk: kiosk.ID}),
		{http.MethodPut, wire.BlobPath + hex.EncodeToString(sum[:]), []byte("x"), countytest.PieceHeaders(kiosk, sum[:])},
		{http.MethodGet, wire.SnapshotPath + hex.EncodeToString(sum[:]), nil, map[string]string{
			"Range": "bytes=0-", wire.HeaderKiosk: string(kiosk.ID),
			wire.HeaderSignature: base64.StdEncoding.EncodeToString(kiosk.Sign(wire.FetchContext, sum[:])),
		}},
	}
}

// otherKey lists another key under every name.
type otherKey struct{ api.Keys }

func (otherKey) KioskKey(context.Context, seal.KioskID) (ed25519.PublicKey, error) {
	return countytest.Identity(77).Public(), nil
}

func TestARenewedCertificateIsForTheSameKeyAndWorks(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	r.line(kiosk)
	r.clock = r.clock.Add(2 * authority.KioskLife)
	_, _, renewed := r.renew(kiosk, kiosk, nil)
	certificate, err := x509.ParseCertificate(renewed.Certificate)
	if err != nil || !kiosk.Public().Equal(certificate.PublicKey) || !certificate.NotAfter.Equal(r.clock.Add(authority.KioskLife)) {
		t.Fatalf("certificate %+v, %v", certificate, err)
	}
	now := func() time.Time { return r.clock }
	r.lines[kiosk.ID] = countytest.Client(now, tls.Certificate{Certificate: [][]byte{renewed.Certificate}, PrivateKey: kiosk.Key()})
	if ack := r.taken(kiosk, countytest.Case(1, nil)); ack.WantSeq != 2 {
		t.Errorf("wants %d", ack.WantSeq)
	}
}

func TestARenewalIsForTheCallersOwnKeyOnly(t *testing.T) {
	r := newRig(t)
	kiosk, other := r.enrolled(1), countytest.Identity(2)
	for name, change := range map[string]func(*wire.Renew){
		"another key":     func(a *wire.Renew) { a.Request, _ = other.CertificateRequest() },
		"no request":      func(a *wire.Renew) { a.Request = nil },
		"another name":    func(a *wire.Renew) { a.Kiosk = other.ID },
		"another version": func(a *wire.Renew) { a.V++ },
	} {
		if status, key, _ := r.renew(kiosk, kiosk, change); status != http.StatusBadRequest || key != "err.enrol.request" {
			t.Errorf("%s: %d %s", name, status, key)
		}
	}
	raw, _, err := r.server.Codec.Seal(kiosk, wire.PushContext, wire.Renew{V: wire.Version, Kiosk: kiosk.ID})
	if err != nil {
		t.Fatal(err)
	}
	if status, key, _ := r.post(kiosk, wire.RenewPath, raw); status != http.StatusForbidden || key != "err.county.signature" {
		t.Errorf("signed for something else: %d %s", status, key)
	}
}

// TestAKioskComesAgainWithANewCode: it gets another certificate for its key, and
// its place in the chain stays.
func TestAKioskComesAgainWithANewCode(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	r.taken(kiosk, countytest.Cases(1, 2)...)
	r.clock = r.clock.Add(3 * authority.KioskLife)
	status, key, raw := r.enrol(r.code(), kiosk)
	var e wire.Enrolled
	if err := json.Unmarshal(raw, &e); status != http.StatusOK || err != nil {
		t.Fatalf("enrol: %d %s %v", status, key, err)
	}
	r.lines[kiosk.ID] = countytest.Client(func() time.Time { return r.clock }, tls.Certificate{Certificate: [][]byte{e.Certificate}, PrivateKey: kiosk.Key()})
	if ack := r.taken(kiosk, countytest.Case(3, nil)); ack.WantSeq != 4 {
		t.Errorf("wants %d, want 4", ack.WantSeq)
	}
}

// strange are certificates that the county's authority did not make for a kiosk,
// each with the key that it is for.
func strange(t *testing.T) map[string]tls.Certificate {
	t.Helper()
	other, err := authority.New(village.Division{Code: "445203000000"}, countytest.At, crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	kiosk := countytest.Identity(1)
	request, err := kiosk.CertificateRequest()
	if err != nil {
		t.Fatal(err)
	}
	foreign, _, err := other.Kiosk(request, countytest.At)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	servers, err := countytest.Authority().Server(key.Public(), []string{"127.0.0.1"}, countytest.At)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: string(kiosk.ID)}, NotBefore: countytest.At, NotAfter: countytest.At.AddDate(1, 0, 0),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	own, err := x509.CreateCertificate(crand.Reader, template, template, kiosk.Public(), kiosk.Key())
	if err != nil {
		t.Fatal(err)
	}
	return map[string]tls.Certificate{
		"of another authority":     {Certificate: [][]byte{foreign.Raw}, PrivateKey: kiosk.Key()},
		"signed by the kiosk":      {Certificate: [][]byte{own}, PrivateKey: kiosk.Key()},
		"of a server":              {Certificate: [][]byte{servers.Raw}, PrivateKey: key},
		"the county's authority's": {Certificate: [][]byte{countytest.Authority().Certificate().Raw}, PrivateKey: key},
	}
}

// TestACertificateThatIsShownIsVerified: a wrong one opens not even what needs
// none.
func TestACertificateThatIsShownIsVerified(t *testing.T) {
	r := newRig(t)
	now := func() time.Time { return r.clock }
	for name, certificate := range strange(t) {
		client := countytest.Client(now)
		client.Transport.(*http.Transport).TLSClientConfig.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return &certificate, nil // also when the county does not ask for its like
		}
		if answer, err := client.Get(r.url + "/healthz"); err == nil {
			answer.Body.Close()
			t.Errorf("%s: %s", name, answer.Status)
		}
	}
	answer, err := countytest.Client(now).Get(r.url + "/healthz")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("without one: %v", err)
	}
	answer.Body.Close()
}

func TestNothingOlderThanTLS13IsSpoken(t *testing.T) {
	r := newRig(t)
	address := strings.TrimPrefix(r.url, "https://")
	old := &tls.Config{RootCAs: countytest.Authority().Pool(), MaxVersion: tls.VersionTLS12, Time: func() time.Time { return r.clock }}
	if conn, err := tls.Dial("tcp", address, old); err == nil {
		conn.Close()
		t.Error("TLS 1.2 was spoken")
	}
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	_, _ = io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
	status, err := bufio.NewReader(conn).ReadString('\n')
	if !strings.HasPrefix(status, "HTTP/1.0 400") {
		t.Errorf("without TLS: %q, %v", status, err)
	}
}

// TestTheServersCertificateRenewsItself while the program runs.
func TestTheServersCertificateRenewsItself(t *testing.T) {
	r := newRig(t)
	for range 4 {
		conn, err := tls.Dial("tcp", strings.TrimPrefix(r.url, "https://"), &tls.Config{RootCAs: countytest.Authority().Pool(), Time: func() time.Time { return r.clock }})
		if err != nil {
			t.Fatalf("at %v: %v", r.clock, err)
		}
		left := conn.ConnectionState().PeerCertificates[0].NotAfter.Sub(r.clock)
		conn.Close()
		if left < 29*24*time.Hour {
			t.Errorf("%v left", left)
		}
		r.clock = r.clock.Add(70 * 24 * time.Hour)
	}
}
