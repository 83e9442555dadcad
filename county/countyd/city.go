package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/city"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type cityCmd struct {
	Push  cityPushCmd  `cmd:"" help:"Tell the city's platform which cases came in and how far they are; telling it again does nothing there."`
	Aside cityAsideCmd `cmd:"" help:"What the city's platform refused, and why."`
	Told  cityToldCmd  `cmd:"" help:"What the city's platform took, with the number that it gave."`
	Retry cityRetryCmd `cmd:"" help:"Tell it again what it refused, once that is settled with the city."`
}

// cityWay is the way to the city's platform.
type cityWay struct {
	To   string `placeholder:"URL" help:"Address of the city's platform, https."`
	CA   string `name:"ca" placeholder:"FILE" type:"path" help:"Certificates, PEM, of who vouches for it (default: those of the system)."`
	Mark string `default:"bianmin" help:"Name of this system there (appMark)."`
}

// cityLine is a command that tells the city something.
type cityLine struct {
	database
	secrets
	cityWay
	JSON bool `help:"Answer as JSON."`
}

type cityPushCmd struct {
	cityLine
	Since string `placeholder:"2026-11-01" help:"From that day on (default: everything)."`
	Again bool   `help:"Also what it took already, as after it lost something; the number that it gave first stays."`
}

// Run hands over what the city's platform is told. It may run again at any time.
func (c *cityPushCmd) Run(w *world) error {
	since, err := sinceDay(c.Since)
	if err != nil {
		return err
	}
	return c.tell(w, func(db *county.DB, to office.CityPlatform) (office.Handover, error) {
		return office.TellCity(w.ctx, db, to, since, c.Again)
	})
}

// sinceDay is the begin of a day; the zero time for "".
func sinceDay(text string) (since time.Time, err error) {
	if text == "" {
		return since, nil
	}
	if since, err = time.ParseInLocation(time.DateOnly, text, village.Zone); err != nil {
		return since, village.Refuse("since", "err.city.since")
	}
	return since, nil
}

type cityToldCmd struct {
	database
	Since string `placeholder:"2026-11-01" help:"What it took from that day on (default: everything)."`
	JSON  bool   `help:"One JSON object a line."`
}

// toldLine is an event in the answer of `city told --json`.
type toldLine struct {
	Event  office.CityEvent `json:"event"`
	AckNo  string           `json:"ackNo"` // the city's number; "" = it gave none
	ToldAt time.Time        `json:"told_at"`
}

// Run lists what the city took.
func (c *cityToldCmd) Run(w *world) error {
	since, err := sinceDay(c.Since)
	if err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		return db.EachCityTold(w.ctx, since, func(t office.CityTold) error {
			if c.JSON {
				return json.NewEncoder(w.stdout).Encode(toldLine{t.Event, t.Ack, t.ToldAt.In(village.Zone)})
			}
			ack := t.Ack
			if ack == "" {
				ack = w.text.T("county.city.no_ack")
			}
			return w.say("county.city.took", "event", t.Event.Key, "number", t.Event.CaseNo, "state", w.text.T("county.state."+string(t.Event.State)),
				"ack", ack, "time", t.ToldAt.In(village.Zone).Format(w.text.T("county.time.day")))
		})
	})
}

type cityRetryCmd struct {
	cityLine
	Event []string `arg:"" optional:"" help:"Names of events, as countyd city aside prints them (default: all that were refused)."`
}

// Run hands over again what was refused.
func (c *cityRetryCmd) Run(w *world) error {
	return c.tell(w, func(db *county.DB, to office.CityPlatform) (office.Handover, error) {
		return office.RetryCity(w.ctx, db, to, c.Event...)
	})
}

// tell tells the city something and says what came of it.
func (c *cityLine) tell(w *world, do func(*county.DB, office.CityPlatform) (office.Handover, error)) error {
	return c.with(w, func(db *county.DB) error {
		signer, err := c.signer(w, c.Database)
		if err != nil {
			return err
		}
		client, err := c.client(w, signer)
		if err != nil {
			return err
		}
		done, err := do(db, client)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(done)
		}
		if err := w.say("county.city.told", "n", done.Sent, "known", done.Known, "left", done.Left); err != nil || done.Aside == 0 {
			return err
		}
		return w.say("county.city.refused", "n", done.Aside)
	})
}

// client tells the city what a key has signed. It believes the certificates that were named.
func (c *cityWay) client(w *world, signer seal.Identity) (*city.Client, error) {
	at, err := url.Parse(c.To)
	if err != nil || at.Scheme != "https" || at.Host == "" || at.RawQuery != "" {
		return nil, village.Refuse("to", "err.city.address")
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.CA != "" {
		raw, err := os.ReadFile(c.CA)
		if config.RootCAs = x509.NewCertPool(); err != nil || !config.RootCAs.AppendCertsFromPEM(raw) {
			return nil, &village.Error{Kind: village.Invalid, Field: "ca", Key: "err.city.ca", Err: err}
		}
	}
	line := &http.Client{
		Transport:     &http.Transport{TLSClientConfig: config, Proxy: http.ProxyFromEnvironment},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &city.Client{Address: c.To, Mark: c.Mark, Signer: localSigner{signer}, HTTP: line, Now: w.now}, nil
}

type cityAsideCmd struct {
	database
	JSON bool `help:"One JSON object a line."`
}

// asideLine is an event in the answer of `city aside --json`.
type asideLine struct {
	Event   office.CityEvent `json:"event"`
	Reason  string           `json:"reason"` // as the city said it
	Tries   int              `json:"tries"`
	FirstAt time.Time        `json:"first_at"`
	LastAt  time.Time        `json:"last_at"`
}

// Run lists what the city refused.
func (c *cityAsideCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		list, err := db.CityAsides(w.ctx)
		if err != nil {
			return err
		}
		for _, a := range list {
			if c.JSON {
				err = json.NewEncoder(w.stdout).Encode(asideLine{a.Event, a.Reason, a.Tries, a.FirstAt.In(village.Zone), a.LastAt.In(village.Zone)})
			} else {
				err = w.say("county.city.aside", "event", a.Event.Key, "number", a.Event.CaseNo, "state", w.text.T("county.state."+string(a.Event.State)),
					"at", a.Event.At, "reason", a.Reason, "tries", a.Tries, "time", a.LastAt.In(village.Zone).Format(w.text.T("county.time.day")))
			}
			if err != nil {
				return err
			}
		}
		if len(list) == 0 && !c.JSON {
			return w.say("county.city.none_aside")
		}
		return nil
	})
}
