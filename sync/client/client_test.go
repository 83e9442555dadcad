package client_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/client"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

var _ outbox.County = (*client.Client)(nil)

func connect(t *testing.T, answer http.HandlerFunc) (*client.Client, seal.Identity) {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	identity, err := seal.NewIdentity(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.New(server.URL+"/", identity)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c, identity
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

func TestEnrol(t *testing.T) {
	kiosk := seal.KioskID("")
	c, identity := connect(t, func(w http.ResponseWriter, r *http.Request) {
		e, err := wire.Decode[wire.Enrol](r.Body, wire.MaxEnrolBytes)
		if err != nil || e.Check() != nil || e.Code != "ABCD" || r.URL.Path != wire.EnrolPath {
			t.Errorf("%s %+v, %v", r.URL.Path, e, err)
		}
		_ = json.NewEncoder(w).Encode(wire.Enrolled{Kiosk: kiosk, Village: "445203104203"})
	})
	kiosk = identity.ID
	if got, err := c.Enrol(t.Context(), "ABCD"); err != nil || got.Village != "445203104203" {
		t.Errorf("got %+v, %v", got, err)
	}
	kiosk = "KABCDEFGHIJ"
	if _, err := c.Enrol(t.Context(), "ABCD"); err == nil || village.KindOf(err) != village.Offline {
		t.Errorf("an answer for another kiosk: error = %v", err)
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
		if later, ok := errors.AsType[*client.LaterError](err); ok {
			got = later.RetryAfter()
		}
		if got != want {
			t.Errorf("Retry-After %q: %v, want %v", header, got, want)
		}
	}
}

func TestNobodyThereIsOffline(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.URL
	server.Close()
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1") // must not be asked
	identity, _ := seal.NewIdentity(make([]byte, 32))
	c, err := client.New(address, identity)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Push(t.Context(), []byte("x"))
	if e, _ := errors.AsType[*village.Error](err); e == nil || e.Kind != village.Offline || e.Key != "err.sync.offline" {
		t.Errorf("error = %v, want offline", err)
	}
}

func TestNewRefusesWhatIsNoAddress(t *testing.T) {
	for _, address := range []string{"", "10.0.0.2:8080", "ftp://county", "http://", "http://user:pw@county", "http://county?x=1", "://"} {
		if _, err := client.New(address, seal.Identity{}); village.KindOf(err) != village.Invalid {
			t.Errorf("%q: error = %v, want err.sync.url", address, err)
		}
	}
	for _, address := range []string{"http://county:8080", "https://county/base/", " https://10.0.0.2 "} {
		if _, err := client.New(address, seal.Identity{}); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}
