package oidc_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/county/oidc"
)

const client = "bianmin-county"

func house(t *testing.T) (*countytest.Provider, *oidc.Provider) {
	t.Helper()
	now := func() time.Time { return countytest.At }
	there := countytest.NewProvider(t, client, now)
	return there, &oidc.Provider{
		Address: there.URL, Client: client, Callback: "https://county.example/sign-in/back", HTTP: oidc.NewClient(http.DefaultTransport), Now: now,
	}
}

// fresh is a turn of values that nobody drew before.
func fresh(t *testing.T) office.Turn {
	t.Helper()
	turn, err := office.NewDoor(nil, nil, strings.NewReader(strings.Repeat(t.Name(), 200))).NewTurn()
	if err != nil {
		t.Fatal(err)
	}
	return turn
}

// goes is the code that a browser brings back.
func goes(t *testing.T, p *oidc.Provider, turn office.Turn) string {
	t.Helper()
	address, err := p.Start(t.Context(), turn)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultTransport.RoundTrip(r) // which follows nothing
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	back, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || back.Path != "/sign-in/back" || back.Query().Get("state") != turn.State {
		t.Fatalf("%s leads to %s, %v", address, back, err)
	}
	return back.Query().Get("code")
}

func TestWhoSignsInThereIsNamed(t *testing.T) {
	for _, secret := range []string{"", "a secret"} {
		there, p := house(t)
		there.Secret, p.Secret = secret, secret
		turn := fresh(t)
		code := goes(t, p, turn)
		if subject, err := p.Finish(t.Context(), turn, code); err != nil || subject != "person-1" {
			t.Errorf("with secret %q: %q, %v", secret, subject, err)
		}
		if _, err := p.Finish(t.Context(), turn, code); village.Keyed(err).Key != "err.oidc.code" {
			t.Errorf("the code counts twice: %v", err)
		}
	}
}

// TestEachFaultOfATokenIsRefusedWithItsSentence: one thing wrong, one key.
func TestEachFaultOfATokenIsRefusedWithItsSentence(t *testing.T) {
	set := func(name string, value any) func(map[string]any) {
		return func(claims map[string]any) { claims[name] = value }
	}
	for name, tt := range map[string]struct {
		twist   func(map[string]any)
		foreign bool
		key     string
	}{
		"nothing":             {nil, false, ""},
		"another nonce":       {set("nonce", "of yesterday"), false, "nonce"},
		"no nonce":            {set("nonce", nil), false, "nonce"},
		"another audience":    {set("aud", "others"), false, "audience"},
		"no audience":         {set("aud", nil), false, "audience"},
		"one of two":          {set("aud", []string{client, "others"}), false, "audience"},
		"another party":       {set("azp", "others"), false, "audience"},
		"expired":             {set("exp", countytest.At.Add(-time.Second).Unix()), false, "expired"},
		"no end":              {set("exp", nil), false, "expired"},
		"another issuer":      {set("iss", "https://other.example"), false, "issuer"},
		"nobody":              {set("sub", ""), false, "token"},
		"not before tomorrow": {set("nbf", countytest.At.AddDate(0, 0, 1).Unix()), false, "token"},
		"another key":         {nil, true, "signature"},
		"no signature":        {set("alg", "none"), false, "signature"},
		"a shared secret":     {set("alg", "HS256"), false, "signature"},
	} {
		t.Run(name, func(t *testing.T) {
			there, p := house(t)
			there.Twist, there.Foreign = tt.twist, tt.foreign
			turn := fresh(t)
			subject, err := p.Finish(t.Context(), turn, goes(t, p, turn))
			if tt.key == "" {
				if err != nil || subject == "" {
					t.Errorf("%q, %v", subject, err)
				}
				return
			}
			if e := village.Keyed(err); err == nil || subject != "" || e.Key != "err.oidc."+tt.key || e.Kind != village.Denied {
				t.Errorf("%q, %v, want %s", subject, err, tt.key)
			}
		})
	}
}

// TestAVerifierOfAnotherTurnOpensNothing: who only saw the code cannot use it.
func TestAVerifierOfAnotherTurnOpensNothing(t *testing.T) {
	_, p := house(t)
	turn := fresh(t)
	code := goes(t, p, turn)
	turn.Verifier = strings.Repeat("v", 43)
	if _, err := p.Finish(t.Context(), turn, code); village.Keyed(err).Key != "err.oidc.code" {
		t.Errorf("%v", err)
	}
}

// TestAHouseThatIsAwayIsAskedAgain once it is back.
func TestAHouseThatIsAwayIsAskedAgain(t *testing.T) {
	there, p := house(t)
	p.Address = "http://127.0.0.1:1"
	if _, err := p.Start(t.Context(), fresh(t)); village.KindOf(err) != village.Offline {
		t.Errorf("away: %v", err)
	}
	p.Address = there.URL
	if address, err := p.Start(t.Context(), fresh(t)); err != nil || !strings.HasPrefix(address, there.URL+"/authorize?") {
		t.Errorf("back: %s, %v", address, err)
	}
}

// TestAnAnswerWithoutEndIsCutOff.
func TestAnAnswerWithoutEndIsCutOff(t *testing.T) {
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for part := bytes.Repeat([]byte{' '}, 1<<16); ; {
			if _, err := w.Write(part); err != nil {
				return
			}
		}
	}))
	defer endless.Close()
	p := &oidc.Provider{Address: endless.URL, Client: client, HTTP: oidc.NewClient(http.DefaultTransport), Now: time.Now}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if _, err := p.Start(ctx, fresh(t)); village.KindOf(err) != village.Offline || ctx.Err() != nil {
		t.Errorf("%v", err)
	}
}
