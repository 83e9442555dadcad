package authority

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

var (
	monday  = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	jiedong = village.Division{Code: "445203000000", Name: "揭东区"}
)

func newAuthority(t *testing.T) *Authority {
	t.Helper()
	a, err := New(jiedong, monday, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// request is a kiosk's key with its certificate request.
func request(t *testing.T, name string) (ed25519.PrivateKey, []byte) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.CertificateRequest{}
	template.Subject.CommonName = name
	raw, err := x509.CreateCertificateRequest(rand.Reader, template, private)
	if err != nil {
		t.Fatal(err)
	}
	return private, raw
}

func TestAKiosksNameIsItsKeyWhateverItAsksFor(t *testing.T) {
	a := newAuthority(t)
	private, raw := request(t, "KSOMEBODYEL")
	certificate, kiosk, err := a.Kiosk(raw, monday)
	if err != nil {
		t.Fatal(err)
	}
	want := seal.IDOf(private.Public().(ed25519.PublicKey))
	if got, err := seal.CertifiedID(certificate); err != nil || got != want || kiosk != want {
		t.Errorf("named %s and %s, want %s: %v", kiosk, got, want, err)
	}
	raw[len(raw)-1] ^= 1
	if _, _, err := a.Kiosk(raw, monday); village.KindOf(err) != village.Invalid {
		t.Errorf("a request that its key did not sign: %v", err)
	}
	if _, _, err := a.Kiosk([]byte("no request"), monday); village.KindOf(err) != village.Invalid {
		t.Errorf("no request at all: %v", err)
	}
}

func TestAServersCertificateIsNoKiosks(t *testing.T) {
	a := newAuthority(t)
	key := serverKey(t)
	certificate, err := a.Server(key.Public(), []string{"127.0.0.1"}, monday)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.CertifiedID(certificate); err == nil {
		t.Error("taken for a kiosk")
	}
	if _, err := a.Server(key.Public(), nil, monday); err == nil {
		t.Error("a server without a name")
	}
}

func TestTheAuthorityComesBackFromItsFile(t *testing.T) {
	a := newAuthority(t)
	raw, err := a.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Decode(raw, rand.Reader)
	if err != nil || again.Fingerprint() != a.Fingerprint() {
		t.Fatalf("another authority: %v", err)
	}
	other, err := newAuthority(t).Encode()
	if err != nil {
		t.Fatal(err)
	}
	half := strings.Index(string(raw), "-----BEGIN PRIVATE")
	mixed := string(raw[:half]) + string(other[strings.Index(string(other), "-----BEGIN PRIVATE"):])
	for name, bad := range map[string]string{"a key of another": mixed, "no key": string(raw[:half]), "nothing": ""} {
		if _, err := Decode([]byte(bad), rand.Reader); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestRenewAtTwoThirds(t *testing.T) {
	_, raw := request(t, "")
	certificate, _, err := newAuthority(t).Kiosk(raw, monday)
	if err != nil {
		t.Fatal(err)
	}
	if days := seal.RenewAt(certificate).Sub(monday).Hours() / 24; days < 240 || days > 245 {
		t.Errorf("renewed after %.0f days", days)
	}
}

func serverKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// line is a real server that asks for a kiosk's certificate, and a kiosk.
type line struct {
	server *httptest.Server
	kiosk  tls.Config
}

func newLine(t *testing.T, of, trusted *Authority) line {
	t.Helper()
	key := serverKey(t)
	certificate, err := of.Server(key.Public(), []string{"127.0.0.1"}, monday)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kiosk, err := seal.CertifiedID(r.TLS.PeerCertificates[0])
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		_, _ = io.WriteString(w, string(kiosk))
	}))
	server.Config.ErrorLog = nil
	server.TLS = &tls.Config{
		MinVersion: tls.VersionTLS13, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: of.Pool(),
		Certificates: []tls.Certificate{chain(certificate, key)}, Time: func() time.Time { return monday },
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	private, raw := request(t, "")
	own, _, err := trusted.Kiosk(raw, monday)
	if err != nil {
		t.Fatal(err)
	}
	return line{server, tls.Config{
		MinVersion: tls.VersionTLS13, RootCAs: trusted.Pool(), Certificates: []tls.Certificate{chain(own, private)},
		Time: func() time.Time { return monday },
	}}
}

func chain(certificate *x509.Certificate, key crypto.Signer) tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{certificate.Raw}, PrivateKey: key}
}

func (l *line) get() (string, error) {
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &l.kiosk}}
	defer client.CloseIdleConnections()
	answer, err := client.Get(l.server.URL)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return string(body), err
}

func TestKioskAndCountyMeetOverTLS(t *testing.T) {
	a := newAuthority(t)
	l := newLine(t, a, a)
	if got, err := l.get(); err != nil || !strings.HasPrefix(got, "K") {
		t.Fatalf("county heard %q, %v", got, err)
	}
}

func TestAClockOf1970NeedsTheFloor(t *testing.T) {
	a := newAuthority(t)
	l := newLine(t, a, a)
	l.kiosk.Time = func() time.Time { return time.Unix(0, 0) }
	if _, err := l.get(); err == nil {
		t.Error("a certificate of the future was believed")
	}
	floor := monday
	l.kiosk.Time = func() time.Time {
		if now := time.Unix(0, 0); now.After(floor) {
			return now
		}
		return floor
	}
	if _, err := l.get(); err != nil {
		t.Errorf("with the floor: %v", err)
	}
}

func TestAnotherAuthorityIsNotBelieved(t *testing.T) {
	l := newLine(t, newAuthority(t), newAuthority(t))
	if _, err := l.get(); err == nil {
		t.Error("a county of another authority was believed")
	}
}

func TestAKioskWithoutACertificateIsTurnedAway(t *testing.T) {
	a := newAuthority(t)
	l := newLine(t, a, a)
	l.kiosk.Certificates = nil
	if _, err := l.get(); err == nil {
		t.Error("let in without a certificate")
	}
}
