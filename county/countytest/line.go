package countytest

import (
	crand "crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/authority"
	"bianmin/sync/client"
)

// Authority is the county's of the tests.
var Authority = sync.OnceValue(func() *authority.Authority {
	a, err := authority.New(village.Division{Code: "445203000000"}, At.AddDate(-1, 0, 0), crand.Reader)
	if err != nil {
		panic(err)
	}
	return a
})

// Certificate is a year's for the key of kiosk, made at a moment.
func Certificate(kiosk seal.Identity, at time.Time) *x509.Certificate {
	request, err := kiosk.CertificateRequest()
	if err != nil {
		panic(err)
	}
	certificate, _, err := Authority().Kiosk(request, at)
	if err != nil {
		panic(err)
	}
	return certificate
}

// Shown is a connection on which kiosk has shown its certificate.
func Shown(kiosk seal.Identity, at time.Time) *tls.ConnectionState {
	return &tls.ConnectionState{PeerCertificates: []*x509.Certificate{Certificate(kiosk, at)}}
}

// Serve answers as the county does, over TLS with [Authority], until the test ends.
func Serve(t testing.TB, handler http.Handler, now func() time.Time) (url string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	line := &authority.Line{Authority: Authority(), Hosts: []string{"127.0.0.1"}, Now: now}
	server := &http.Server{Handler: handler, TLSConfig: line.Config(), ReadHeaderTimeout: time.Minute}
	ended := make(chan error, 1)
	go func() { ended <- server.ServeTLS(listener, "", "") }()
	t.Cleanup(func() {
		_ = server.Close()
		<-ended
	})
	return "https://" + listener.Addr().String()
}

// Client believes [Authority] and shows the certificates of a kiosk; none are
// those of a browser.
func Client(now func() time.Time, own ...tls.Certificate) *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
		MinVersion: tls.VersionTLS13, RootCAs: Authority().Pool(), Certificates: own, Time: now,
	}}}
}

// Own is the certificate of a kiosk with its key.
func Own(kiosk seal.Identity, at time.Time) tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{Certificate(kiosk, at).Raw}, PrivateKey: kiosk.Key()}
}

// Line is that of an enrolled kiosk to what [Serve] serves.
func Line(url string, kiosk seal.Identity, now func() time.Time) client.Line {
	return client.Line{
		URL: url, Identity: kiosk, Authority: Authority().Certificate().Raw, Certificate: Certificate(kiosk, now()).Raw, Time: now,
	}
}
