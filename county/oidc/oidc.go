// Package oidc lets officers prove who they are with an account of another house
// (统一身份认证), by OpenID Connect: authorization code with PKCE, state and nonce. Whether
// that person has an account here, and what it may do, is not its business.
package oidc

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"bianmin/app/village"
	"bianmin/county/office"
)

// Provider is that house. It is asked for its addresses when somebody signs in for the first
// time, so that the platform starts while it is away.
type Provider struct {
	Address  string // its issuer, as it calls itself
	Client   string // what it calls us
	Secret   string // "" = it gave none
	Callback string // where it sends people back
	HTTP     *http.Client
	Now      func() time.Time

	mu    sync.Mutex
	found *oidc.Provider
}

// Issuer implements office.Elsewhere, as do Start and Finish.
func (p *Provider) Issuer() string { return p.Address }

// Start is where somebody goes to sign in. The error is [village.Offline].
func (p *Provider) Start(ctx context.Context, t office.Turn) (string, error) {
	found, err := p.find(ctx)
	if err != nil {
		return "", err
	}
	return p.config(found).AuthCodeURL(t.State, oidc.Nonce(t.Nonce), oauth2.S256ChallengeOption(t.Verifier)), nil
}

// Finish exchanges the code that somebody came back with and returns who that is there. The
// errors are [village.Offline] and [village.Denied]; the key says what was wrong.
func (p *Provider) Finish(ctx context.Context, t office.Turn, code string) (subject string, err error) {
	found, err := p.find(ctx)
	if err != nil {
		return "", err
	}
	tokens, err := p.config(found).Exchange(oidc.ClientContext(ctx, p.HTTP), code, oauth2.VerifierOption(t.Verifier))
	if err != nil {
		said, answered := errors.AsType[*oauth2.RetrieveError](err)
		if answered && said.Response.StatusCode < http.StatusInternalServerError {
			return "", denied("code", fmt.Errorf("%s %q", said.Response.Status, said.ErrorCode))
		}
		return "", away(err)
	}
	raw, ok := tokens.Extra("id_token").(string)
	if !ok {
		return "", denied("token", errors.New("the answer has no id_token"))
	}
	return p.believe(ctx, found, raw, t.Nonce)
}

// believe is the subject of a token whose signature, issuer, audience, time and nonce are
// right.
func (p *Provider) believe(ctx context.Context, found *oidc.Provider, raw, nonce string) (string, error) {
	token, err := found.Verifier(&oidc.Config{ClientID: p.Client, Now: p.Now}).Verify(ctx, raw)
	if err != nil {
		return "", p.why(ctx, found, raw, err)
	}
	var more struct {
		Party string `json:"azp"`
	}
	if err := token.Claims(&more); err != nil {
		return "", denied("token", err)
	}
	switch { // OpenID Connect Core 3.1.3.7, 4 and 5, which the library leaves to us
	case len(token.Audience) > 1 && more.Party == "", more.Party != "" && more.Party != p.Client:
		return "", denied("audience", errors.New("the token was issued to another party"))
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(nonce)) != 1:
		return "", denied("nonce", errors.New("the token is of another turn"))
	case token.Subject == "" || len(token.Subject) > office.MaxSubject:
		return "", denied("token", errors.New("the token names nobody"))
	}
	return token.Subject, nil
}

// why is what was wrong with a token that the library has refused. What it finds changes the
// sentence and nothing else.
func (p *Provider) why(ctx context.Context, found *oidc.Provider, raw string, refused error) error {
	if _, expired := errors.AsType[*oidc.TokenExpiredError](refused); expired {
		return denied("expired", refused)
	}
	signed, err := found.Verifier(&oidc.Config{SkipClientIDCheck: true, SkipExpiryCheck: true, SkipIssuerCheck: true}).Verify(ctx, raw)
	switch {
	case err != nil:
		return denied("signature", refused)
	case signed.Issuer != p.Address:
		return denied("issuer", refused)
	case !slices.Contains(signed.Audience, p.Client):
		return denied("audience", refused)
	}
	return denied("token", refused)
}

// find asks the house for its addresses, once it answers.
func (p *Provider) find(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, p.HTTP), p.Address)
	if err != nil {
		return nil, away(err)
	}
	p.found = found
	return found, nil
}

// config is how we speak to the house. A secret goes the way that the house names first of
// those that we know; one that names none takes it in the header (RFC 8414 section 2).
func (p *Provider) config(found *oidc.Provider) *oauth2.Config {
	var says struct {
		Ways []string `json:"token_endpoint_auth_methods_supported"`
	}
	at := found.Endpoint()
	at.AuthStyle = oauth2.AuthStyleInParams
	if err := found.Claims(&says); p.Secret != "" && (err != nil || len(says.Ways) == 0 || slices.Contains(says.Ways, "client_secret_basic")) {
		at.AuthStyle = oauth2.AuthStyleInHeader
	}
	return &oauth2.Config{ClientID: p.Client, ClientSecret: p.Secret, Endpoint: at, RedirectURL: p.Callback, Scopes: []string{oidc.ScopeOpenID}}
}

func denied(what string, cause error) error {
	return &village.Error{Kind: village.Denied, Key: "err.oidc." + what, Err: cause}
}

// away keeps the beginning of what was wrong: the library repeats whole answers.
func away(cause error) error {
	said := cause.Error()
	return &village.Error{Kind: village.Offline, Key: "err.oidc.offline", Err: errors.New(strings.ToValidUTF8(said[:min(len(said), maxSaid)], ""))}
}

// Limits of one answer of the house.
const (
	patience  = 10 * time.Second
	maxAnswer = 1 << 20
	maxSaid   = 300 // of it in the log
)

// NewClient reads at most [maxAnswer] bytes of an answer and follows no redirect: nobody but the
// house itself is asked.
func NewClient(line http.RoundTripper) *http.Client {
	return &http.Client{
		Transport: shortAnswers{line}, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

type shortAnswers struct{ line http.RoundTripper }

func (s shortAnswers) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := s.line.RoundTrip(r)
	if err == nil {
		answer.Body = http.MaxBytesReader(nil, answer.Body, maxAnswer)
	}
	return answer, err
}
