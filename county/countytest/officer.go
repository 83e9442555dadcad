package countytest

import (
	"encoding/base32"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// Password is that of every officer of a test.
const Password = "correct horse battery"

// Digits are what a phone shows for a key at a moment.
func Digits(t testing.TB, key string, at time.Time) string {
	t.Helper()
	digits, err := hotp.GenerateCodeCustom(key, uint64(at.Unix()/30), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) //nolint:gosec // after 1970
	if err != nil {
		t.Fatal(err)
	}
	return digits
}

// KeyText is a key as a phone takes it.
func KeyText(key []byte) string { return base32.StdEncoding.EncodeToString(key) }

var shownKey = regexp.MustCompile(`<code>([A-Z2-7]+)</code>`)

// SignIn uses a set-up code and signs client in at a console, as a person does:
// through its pages. At is the console's time; it may be half a minute later when the digits arrive.
func SignIn(t testing.TB, client *http.Client, base, name, code string, at time.Time) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client.Jar = jar
	found := shownKey.FindStringSubmatch(post(t, client, base+"/set-up", url.Values{"name": {name}, "code": {code}}))
	if found == nil {
		t.Fatal("the set-up code opens nothing")
	}
	post(t, client, base+"/set-up", url.Values{
		"step": {"settle"}, "name": {name}, "code": {code}, "password": {Password}, "again": {Password},
		"digits": {Digits(t, found[1], at)},
	})
	post(t, client, base+"/sign-in", url.Values{"name": {name}, "password": {Password}, "digits": {Digits(t, found[1], at.Add(30*time.Second))}})
}

func post(t testing.TB, client *http.Client, address string, form url.Values) string {
	t.Helper()
	stay := *client
	stay.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := stay.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= http.StatusBadRequest {
		t.Fatalf("%s: %s, %v", address, answer.Status, err)
	}
	return string(page)
}

// Straight takes requests to a handler without a line.
type Straight struct{ Handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (s Straight) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	r.RemoteAddr = "192.168.1.9:5555"
	s.Handler.ServeHTTP(w, r)
	answer := w.Result()
	answer.Request = r
	return answer, nil
}
