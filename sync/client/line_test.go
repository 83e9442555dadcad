package client_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/authority"
	"bianmin/county/countytest"
	"bianmin/sync/client"
	"bianmin/sync/wire"
)

var otherAuthority = sync.OnceValue(func() *authority.Authority {
	a, err := authority.New(village.Division{Code: "445203000000"}, countytest.At.AddDate(-1, 0, 0), crand.Reader)
	if err != nil {
		panic(err)
	}
	return a
})

// impostor is whoever answers in the county's place, and every byte that it could
// read.
type impostor struct {
	url string
	mu  sync.Mutex
	got bytes.Buffer
}

func (i *impostor) Write(p []byte) (int, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.got.Write(p)
}

func (i *impostor) heard() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.got.String()
}

// pose listens with config, or without TLS when that is nil.
func pose(t *testing.T, config *tls.Config) *impostor {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	i := &impostor{url: "https://" + listener.Addr().String()}
	if config != nil {
		listener = tls.NewListener(listener, config)
	}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() {
				defer conn.Close()
				_ = conn.SetDeadline(time.Now().Add(2 * time.Second))
				if config == nil {
					_, _ = io.CopyN(i, conn, 1)
					_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n")
				}
				_, _ = io.Copy(i, conn)
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		open.Wait()
	})
	return i
}

// server is a certificate of a for a host, with a's own behind it.
func server(t *testing.T, a *authority.Authority, host string, at time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := a.Server(key.Public(), []string{host}, at)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{leaf.Raw, a.Certificate().Raw}, PrivateKey: key}
}

// strangers are those who answer and are not the county, each with what the kiosk
// says of them.
func strangers(t *testing.T) map[string]struct {
	config *tls.Config
	key    string
} {
	t.Helper()
	ours, with := countytest.Authority(), func(c ...tls.Certificate) *tls.Config { return &tls.Config{Certificates: c} }
	mixed := server(t, otherAuthority(), "127.0.0.1", countytest.At)
	mixed.Certificate[1] = ours.Certificate().Raw
	kiosks := countytest.Own(machine(8), countytest.At)
	kiosks.Certificate = append(kiosks.Certificate, ours.Certificate().Raw)
	old := with(server(t, ours, "127.0.0.1", countytest.At))
	old.MaxVersion = tls.VersionTLS12
	return map[string]struct {
		config *tls.Config
		key    string
	}{
		"another authority":                 {with(server(t, otherAuthority(), "127.0.0.1", countytest.At)), "err.sync.authority"},
		"another authority that shows ours": {with(mixed), "err.sync.authority"},
		"a kiosk of the county":             {with(kiosks), "err.sync.authority"},
		"a certificate for another host":    {with(server(t, ours, "county.example", countytest.At)), "err.sync.host"},
		"a certificate that has expired":    {with(server(t, ours, "127.0.0.1", countytest.At.AddDate(0, 0, -91))), "err.sync.expired"},
		"TLS 1.2":                           {old, "err.sync.not_county"},
		"no TLS at all":                     {nil, "err.sync.not_county"},
	}
}

func TestWhoIsNotTheCountyLearnsNothing(t *testing.T) {
	code := seal.EnrolmentCode{Ticket: "7K3M9QW2XAB", Authority: countytest.Authority().Fingerprint()}
	for name, tt := range strangers(t) {
		t.Run(name, func(t *testing.T) {
			i := pose(t, tt.config)
			_, _, err := client.Enrol(t.Context(), client.Line{URL: i.url, Identity: machine(7), Time: now}, code)
			wantKey(t, "enrol", err, tt.key)
			c, err := client.New(lineTo(i.url))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			_, err = c.Push(t.Context(), []byte("a push of papers"))
			wantKey(t, "push", err, tt.key)
			for _, secret := range []string{string(code.Ticket), "papers", "POST", wire.EnrolPath} {
				if strings.Contains(i.heard(), secret) {
					t.Errorf("heard %q", secret)
				}
			}
		})
	}
}

// TestTheCountyHearsTheCode is the control of the test above: the same ears hear
// the code when the certificate is right.
func TestTheCountyHearsTheCode(t *testing.T) {
	i := pose(t, &tls.Config{Certificates: []tls.Certificate{server(t, countytest.Authority(), "127.0.0.1", countytest.At)}})
	code := seal.EnrolmentCode{Ticket: "7K3M9QW2XAB", Authority: countytest.Authority().Fingerprint()}
	if _, _, err := client.Enrol(t.Context(), client.Line{URL: i.url, Identity: machine(7), Time: now}, code); err == nil {
		t.Error("silence was taken for an answer")
	}
	if !strings.Contains(i.heard(), string(code.Ticket)) {
		t.Errorf("heard %q", i.heard())
	}
}

func wantKey(t *testing.T, what string, err error, key string) {
	t.Helper()
	if err == nil || village.KindOf(err) != village.Offline || village.Keyed(err).Key != key {
		t.Errorf("%s: error = %v, want offline, %s", what, err, key)
	}
}

// TestCertificatesAreJudgedAtAMomentThatIsPast: a clock that stands in the past
// shuts nobody out, and a county that says itself that its certificate is over is
// believed.
func TestCertificatesAreJudgedAtAMomentThatIsPast(t *testing.T) {
	made := countytest.At
	url := countytest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) }), func() time.Time { return made })
	for name, tt := range map[string]struct {
		at  time.Time
		key string
	}{
		"1970":                          {time.Unix(0, 0), ""},
		"a year before the certificate": {made.AddDate(-1, 0, 0), ""},
		"the day before the authority":  {made.AddDate(-1, 0, -2), ""},
		"now":                           {made, ""},
		"the last day":                  {made.AddDate(0, 0, 90).Add(-time.Minute), ""},
		"when it is over":               {made.AddDate(0, 0, 90).Add(time.Minute), "err.sync.expired"},
		"2100":                          {time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), "err.sync.expired"},
	} {
		line := lineTo(url)
		line.Time = func() time.Time { return tt.at }
		c, err := client.New(line)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Push(t.Context(), []byte("x"))
		c.Close()
		if tt.key == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		} else if tt.key != "" {
			wantKey(t, name, err, tt.key)
		}
	}
}

// county answers enrolments and renewals as change makes them.
func county(t *testing.T, change func(certificate []byte) []byte) string {
	t.Helper()
	signer, codec := machine(200), codec(t)
	return countytest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		if r.URL.Path == wire.EnrolPath {
			e, err := wire.Decode[wire.Enrol](bytes.NewReader(raw), wire.MaxEnrolBytes)
			key, err2 := e.Key()
			if err != nil || err2 != nil || e.Code != "7K3M9QW2XAB" || len(r.TLS.PeerCertificates) != 0 {
				t.Errorf("%+v: %v, %v", e, err, err2)
			}
			_ = json.NewEncoder(w).Encode(wire.Enrolled{Kiosk: seal.IDOf(key), Village: "445203104203", Certificate: change(certify(t, e.Request))})
			return
		}
		envelope, err := codec.Envelope(raw)
		var ask wire.Renew
		if err == nil {
			err = codec.Open(envelope, machine(7).Public(), wire.RenewContext, &ask)
		}
		if err != nil || r.URL.Path != wire.RenewPath || len(r.TLS.PeerCertificates) == 0 {
			t.Errorf("%s: %v", r.URL.Path, err)
		}
		answer, _, _ := codec.Seal(signer, wire.RenewedContext, wire.Renewed{
			V: wire.Version, Kiosk: ask.Kiosk, Asked: envelope.Sum(), Certificate: change(certify(t, ask.Request)), ServerMS: countytest.At.UnixMilli(),
		})
		_, _ = w.Write(answer)
	}), now)
}

func codec(t *testing.T) *wire.Codec {
	t.Helper()
	c, err := wire.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func certify(t *testing.T, request []byte) []byte {
	certificate, _, err := countytest.Authority().Kiosk(request, countytest.At.AddDate(0, 0, 1))
	if err != nil {
		t.Error(err)
		return nil
	}
	return certificate.Raw
}

func TestEnrolAndRenewTakeACertificateForTheirOwnKeyOnly(t *testing.T) {
	code := seal.EnrolmentCode{Ticket: "7K3M9QW2XAB", Authority: countytest.Authority().Fingerprint()}
	signers := []ed25519.PublicKey{machine(200).Public()}
	for name, tt := range map[string]struct {
		change func([]byte) []byte
		key    string
	}{
		"its own":         {func(c []byte) []byte { return c }, ""},
		"none":            {func([]byte) []byte { return nil }, "err.sync.not_county"},
		"another key's":   {func([]byte) []byte { return countytest.Certificate(machine(8), countytest.At).Raw }, "err.sync.not_county"},
		"the authority's": {func([]byte) []byte { return countytest.Authority().Certificate().Raw }, "err.sync.not_county"},
	} {
		url := county(t, tt.change)
		got, root, err := client.Enrol(t.Context(), client.Line{URL: url, Identity: machine(7), Time: now}, code)
		c, err2 := client.New(lineTo(url))
		if err2 != nil {
			t.Fatal(err2)
		}
		renewal, err2 := c.Renew(t.Context(), signers, []byte("nonce"))
		c.Close()
		if tt.key != "" {
			wantKey(t, name, err, tt.key)
			wantKey(t, name+", renewed", err2, tt.key)
			continue
		}
		if err != nil || err2 != nil || !bytes.Equal(root, countytest.Authority().Certificate().Raw) || got.Village != "445203104203" ||
			renewal.CountyTime.UnixMilli() != countytest.At.UnixMilli() || len(renewal.Certificate) == 0 {
			t.Errorf("%s: %+v %+v, %v %v", name, got, renewal, err, err2)
		}
	}
}

func TestARenewalThatAnotherCountySignedIsNotTaken(t *testing.T) {
	c, err := client.New(lineTo(county(t, func(c []byte) []byte { return c })))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, err = c.Renew(t.Context(), []ed25519.PublicKey{machine(201).Public()}, []byte("nonce"))
	wantKey(t, "renew", err, "err.sync.not_county")
}
