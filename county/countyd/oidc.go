package main

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
	"os"
	"strings"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/county/oidc"
)

// oidcWay is the house whose accounts may be signed in with; off unless an issuer is named.
type oidcWay struct {
	Issuer     string `placeholder:"URL" help:"Let officers sign in with accounts of this house too (OpenID Connect), https; each account is linked by users link. Off without it."`
	Client     string `placeholder:"ID" help:"What that house calls this platform."`
	SecretFile string `placeholder:"FILE" type:"path" help:"File with the secret that it gave; none without it."`
	Address    string `placeholder:"URL" help:"Address of this platform as browsers call it, https; people come back to /sign-in/back there."`
	CA         string `name:"ca" placeholder:"FILE" type:"path" help:"Certificates, PEM, of who vouches for that house (default: those of the system)."`
	Name       string `help:"What the button calls that house."`
}

// house is where officers may sign in too, nil for nowhere.
func (c oidcWay) house(w *world) (office.Elsewhere, error) {
	if c == (oidcWay{}) {
		return nil, nil //nolint:nilnil // the console draws no button
	}
	switch {
	case !secureAddress(c.Issuer):
		return nil, village.Refuse("oidc-issuer", "err.oidc.address")
	case !secureAddress(c.Address):
		return nil, village.Refuse("oidc-address", "err.oidc.address")
	case c.Client == "":
		return nil, village.Refuse("oidc-client", "err.oidc.client")
	}
	p := &oidc.Provider{Address: c.Issuer, Client: c.Client, Callback: strings.TrimSuffix(c.Address, "/") + "/sign-in/back", Now: w.now}
	if c.SecretFile != "" {
		raw, err := os.ReadFile(c.SecretFile)
		if p.Secret = strings.TrimSpace(string(raw)); err != nil || p.Secret == "" {
			return nil, &village.Error{Kind: village.Invalid, Field: "oidc-secret-file", Key: "err.oidc.secret", Err: err}
		}
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.CA != "" {
		raw, err := os.ReadFile(c.CA)
		if config.RootCAs = x509.NewCertPool(); err != nil || !config.RootCAs.AppendCertsFromPEM(raw) {
			return nil, &village.Error{Kind: village.Invalid, Field: "oidc-ca", Key: "err.city.ca", Err: err}
		}
	}
	p.HTTP = oidc.NewClient(&http.Transport{TLSClientConfig: config, Proxy: http.ProxyFromEnvironment})
	return p, nil
}

// secureAddress reports whether text is an address that a path can be added to, under TLS.
func secureAddress(text string) bool {
	at, err := url.Parse(text)
	return err == nil && at.Scheme == "https" && at.Host != "" && at.RawQuery == "" && at.Fragment == ""
}
