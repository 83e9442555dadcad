package client_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/sync/client"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

var _ outbox.County = (*client.Client)(nil)

// now is the county's clock and the kiosk's.
func now() time.Time { return countytest.At }

func machine(n byte) seal.Identity {
	identity, err := seal.NewIdentity(bytes.Repeat([]byte{n}, 32))
	if err != nil {
		panic(err)
	}
	return identity
}

// lineTo is the line of an enrolled machine.
func lineTo(url string) client.Line { return countytest.Line(url, machine(7), now) }

func connect(t *testing.T, answer http.HandlerFunc) (*client.Client, seal.Identity) {
	t.Helper()
	c, err := client.New(lineTo(countytest.Serve(t, answer, now) + "/"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c, machine(7)
}

func TestPushGoesAndComesByteForByte(t *testing.T) {
	sent, want := []byte("\x83envelope"), []byte("\x83answer")
	c, _ := connect(t, func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil || r.URL.Path != wire.PushPath || r.Method != http.MethodPost || !bytes.Equal(raw, sent) || r.Header.Get("Content-Type") != wire.MediaType {
			t.Errorf("%s %s %q: %v", r.Method, r.URL.Path, raw, err)
		}
		_, _ = w.Write(want)
	})
	if got, err := c.Push(t.Context(), sent); err != nil || !bytes.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAPieceIsNamedByItsSumAndSigned(t *testing.T) {
	data := []byte("piece")
	sum := sha256.Sum256(data)
	var identity seal.Identity
	var c *client.Client
	c, identity = connect(t, func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		signature, err := base64.StdEncoding.DecodeString(r.Header.Get(wire.HeaderSignature))
		if r.Method != http.MethodPut || r.URL.Path != wire.BlobPath+hex.EncodeToString(sum[:]) || !bytes.Equal(raw, data) || err != nil ||
			r.Header.Get(wire.HeaderKiosk) != string(identity.ID) || !seal.Verify(identity.Public(), wire.PieceContext, sum[:], signature) {
			t.Errorf("%s %s %q: %v", r.Method, r.URL.Path, raw, err)
		}
		w.WriteHeader(http.StatusNoContent)
	})
	if err := c.PutPiece(t.Context(), sum, data); err != nil {
		t.Error(err)
	}
}

func TestAnswersHaveAKind(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		kind   village.Kind
		key    string
	}{
		{"server fault", 500, "", village.Offline, "err.sync.offline"},
		{"gateway", 502, "<html>", village.Offline, "err.sync.offline"},
		{"busy", 429, `{"kind":"offline"}`, village.Offline, "err.sync.offline"},
		{"unknown machine", 401, "", village.Denied, "err.sync.denied"},
		{"wrong code", 403, `{"kind":"denied","field":"code","key":"err.enrol.code"}`, village.Denied, "err.enrol.code"},
		{"other content", 409, "", village.Conflict, "err.sync.conflict"},
		{"bad body", 400, `{"kind":"invalid","key":"err.push.body"}`, village.Invalid, "err.push.body"},
		{"too large", 413, "", village.Invalid, "err.sync.refused"},
		{"redirect to a login page", 302, "", village.Offline, "err.sync.not_county"},
		{"no such page", 404, "", village.Offline, "err.sync.not_county"},
		{"endless", 200, strings.Repeat(" ", wire.MaxAnswerBytes+1), village.Offline, "err.sync.not_county"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, _ := connect(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != wire.PushPath {
					t.Errorf("followed to %s", r.URL.Path)
				}
				w.Header().Set("Location", "/login")
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			})
			_, err := c.Push(t.Context(), []byte("x"))
			e, _ := errors.AsType[*village.Error](err)
			if e == nil || e.Kind != tt.kind || e.Key != tt.key {
				t.Errorf("error = %v, want %s %s", err, tt.kind, tt.key)
			}
		})
	}
}

func TestRetryAfterIsHandedOn(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"30": 30 * time.Second, "Mon, 23 Nov 2026 01:02:00 GMT": 2 * time.Minute, "": 0, "-3": 0, "soon": 0, "Mon, 23 Nov 2020 01:02:00 GMT": 0,
	} {
		c, _ := connect(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", "Mon, 23 Nov 2026 01:00:00 GMT")
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusServiceUnavailable)
		})
		_, err := c.Push(t.Context(), []byte("x"))
		got := time.Duration(0)
		key := "err.sync.offline"
		if later, ok := errors.AsType[*client.LaterError](err); ok {
			got, key = later.RetryAfter(), "err.sync.later"
		}
		if got != want || village.Keyed(err).Key != key {
			t.Errorf("Retry-After %q: %v, want %v", header, got, want)
		}
	}
}

func TestNobodyThereIsOffline(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "https://" + listener.Addr().String()
	_ = listener.Close()
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1") // must not be asked
	c, err := client.New(lineTo(address))
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Push(t.Context(), []byte("x"))
	if e, _ := errors.AsType[*village.Error](err); e == nil || e.Kind != village.Offline || e.Key != "err.sync.offline" {
		t.Errorf("error = %v, want offline", err)
	}
}

func TestNewRefusesWhatIsNoAddress(t *testing.T) {
	for address, key := range map[string]string{
		"": "err.sync.url", "10.0.0.2:8080": "err.sync.url", "ftp://county": "err.sync.url", "https://": "err.sync.url", "https://:8443": "err.sync.url",
		"https://user:pw@county": "err.sync.url", "https://county?x=1": "err.sync.url", "://": "err.sync.url",
		"http://county:8080": "err.sync.plain", " HTTP://county": "err.sync.plain",
	} {
		if _, err := client.New(lineTo(address)); err == nil || village.KindOf(err) != village.Invalid || village.Keyed(err).Key != key {
			t.Errorf("%q: error = %v, want %s", address, err, key)
		}
	}
	for _, address := range []string{"https://county:8080", "https://county/base/", " https://10.0.0.2 "} {
		if _, err := client.New(lineTo(address)); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestNoLineWithoutTheCertificatesOfAnEnrolment(t *testing.T) {
	for name, change := range map[string]func(*client.Line){
		"no authority":             func(l *client.Line) { l.Authority = nil },
		"no certificate":           func(l *client.Line) { l.Certificate = nil },
		"another key's":            func(l *client.Line) { l.Certificate = countytest.Certificate(machine(8), countytest.At).Raw },
		"of another authority":     func(l *client.Line) { l.Authority = otherAuthority().Certificate().Raw },
		"the authority's, as ours": func(l *client.Line) { l.Certificate = l.Authority },
	} {
		line := lineTo("https://county")
		change(&line)
		if _, err := client.New(line); err == nil || village.Keyed(err).Key != "err.kiosk.not_enrolled" {
			t.Errorf("%s: error = %v", name, err)
		}
	}
}
