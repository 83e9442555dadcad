package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"time"

	"bianmin/app/village"
	"bianmin/county/city"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type cityCmd struct {
	Push cityPushCmd `cmd:"" help:"Tell the city's platform which cases came in and how far they are; telling it again does nothing there."`
}

type cityPushCmd struct {
	database
	secrets
	To    string `required:"" placeholder:"URL" help:"Address of the city's platform, https."`
	CA    string `name:"ca" placeholder:"FILE" type:"path" help:"Certificates, PEM, of who vouches for it (default: those of the system)."`
	Mark  string `default:"bianmin" help:"Name of this system there (appMark)."`
	Since string `placeholder:"2026-11-01" help:"From that day on (default: everything)."`
	JSON  bool   `help:"Answer as JSON."`
}

// Run hands over what the city's platform is told. It may run again at any time.
func (c *cityPushCmd) Run(w *world) error {
	at, err := url.Parse(c.To)
	if err != nil || at.Scheme != "https" || at.Host == "" || at.RawQuery != "" {
		return village.Refuse("to", "err.city.address")
	}
	var since time.Time
	if c.Since != "" {
		if since, err = time.ParseInLocation(time.DateOnly, c.Since, village.Zone); err != nil {
			return village.Refuse("since", "err.city.since")
		}
	}
	line, err := c.line()
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		signer, err := c.signer(w, c.Database)
		if err != nil {
			return err
		}
		to := &city.Client{Address: c.To, Mark: c.Mark, Signer: localSigner{signer}, HTTP: line, Now: w.now}
		done, err := office.TellCity(w.ctx, db, to, since)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(done)
		}
		return w.say("county.city.told", "n", done.Sent, "known", done.Known, "left", done.Left)
	})
}

// line believes the certificates that were named.
func (c *cityPushCmd) line() (*http.Client, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.CA != "" {
		raw, err := os.ReadFile(c.CA)
		if config.RootCAs = x509.NewCertPool(); err != nil || !config.RootCAs.AppendCertsFromPEM(raw) {
			return nil, &village.Error{Kind: village.Invalid, Field: "ca", Key: "err.city.ca", Err: err}
		}
	}
	return &http.Client{
		Transport:     &http.Transport{TLSClientConfig: config, Proxy: http.ProxyFromEnvironment},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}
