package countytest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Provider is another house (OpenID Connect) on the loopback. It signs what it says, and asks for
// the code verifier as RFC 7636 says.
type Provider struct {
	*httptest.Server
	Client  string
	Secret  string // "" = none is asked for
	Subject string // who signs in next
	Now     func() time.Time
	Twist   func(claims map[string]any) // what it says wrongly; nil = nothing
	Foreign bool                        // it signs with a key that it does not publish

	keys  [2]*rsa.PrivateKey
	mu    sync.Mutex
	codes map[string]url.Values // questions by the code that was given
}

// providerKeys are drawn once: that takes longer than most tests.
var providerKeys = sync.OnceValue(func() (keys [2]*rsa.PrivateKey) {
	for i := range keys {
		var err error
		if keys[i], err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			panic(err)
		}
	}
	return keys
})

// NewProvider starts one that ends with the test.
func NewProvider(t testing.TB, client string, now func() time.Time) *Provider {
	t.Helper()
	p := &Provider{Client: client, Subject: "person-1", Now: now, codes: map[string]url.Values{}, keys: providerKeys()}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, map[string]any{
			"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		public := p.keys[0].PublicKey
		answerJSON(w, map[string]any{"keys": []any{map[string]any{
			"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1", "n": coded(public.N.Bytes()), "e": coded([]byte{1, 0, 1}),
		}}})
	})
	mux.HandleFunc("GET /authorize", p.authorize)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

// authorize lets whoever comes in at once.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if q.Get("client_id") != p.Client || q.Get("response_type") != "code" || q.Get("scope") != "openid" || q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" {
		http.Error(w, "question", http.StatusBadRequest)
		return
	}
	code := rand.Text()
	p.mu.Lock()
	p.codes[code] = q
	p.mu.Unlock()
	http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}}.Encode(), http.StatusFound)
}

// token takes each code once.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	code := r.PostFormValue("code")
	p.mu.Lock()
	asked, known := p.codes[code]
	delete(p.codes, code)
	p.mu.Unlock()
	challenge := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	secret, _ = url.QueryUnescape(secret) // RFC 6749 section 2.3.1
	if p.Secret == "" {
		id = r.PostFormValue("client_id")
	}
	if !known || id != p.Client || secret != p.Secret || asked.Get("code_challenge") != coded(challenge[:]) || asked.Get("redirect_uri") != r.PostFormValue("redirect_uri") {
		w.WriteHeader(http.StatusBadRequest)
		answerJSON(w, map[string]string{"error": "invalid_grant"})
		return
	}
	answerJSON(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.signed(asked.Get("nonce"))})
}

// signed is a token about who signs in.
func (p *Provider) signed(nonce string) string {
	claims := map[string]any{
		"iss": p.URL, "aud": p.Client, "sub": p.Subject, "nonce": nonce, "iat": p.Now().Unix(), "exp": p.Now().Add(5 * time.Minute).Unix(),
	}
	head := map[string]any{"alg": "RS256", "kid": "1"}
	if p.Twist != nil {
		p.Twist(claims)
		if alg, ok := claims["alg"]; ok { // of the head
			head["alg"] = alg
		}
		maps.DeleteFunc(claims, func(name string, value any) bool { return value == nil || name == "alg" })
	}
	text := encoded(head) + "." + encoded(claims)
	sum := sha256.Sum256([]byte(text))
	key := p.keys[0]
	if p.Foreign {
		key = p.keys[1]
	}
	sign, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:])
	if err != nil {
		panic(err) // a test's own key
	}
	if head["alg"] == "none" {
		return text + "."
	}
	return text + "." + coded(sign)
}

func coded(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func encoded(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // a test's own words
	}
	return coded(raw)
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}
