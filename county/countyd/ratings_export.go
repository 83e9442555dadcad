package main

import (
	"encoding/json"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

type ratingsExportCmd struct {
	database
	secrets
	looking
	Out  string `required:"" placeholder:"FILE" type:"path" help:"Where to write."`
	Mark string `default:"bianmin" help:"Name of this system at the other end (appMark)."`
}

// exchangeContext keeps a signature of an export from standing for anything else.
const exchangeContext = "bianmin ratings exchange 1"

// localSigner signs with the county's own key until there is one of SM2.
type localSigner struct{ seal.Identity }

func (localSigner) Algorithm() string { return "Ed25519" }

func (s localSigner) Sign(message []byte) []byte { return s.Identity.Sign(exchangeContext, message) }

// Run writes the ratings of cases with an official number, and says how many have none. What
// people wrote in them is noted as looked at, each, before anything is written.
func (c *ratingsExportCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		if _, err := c.open(w, db, c.Database); err != nil {
			return err
		}
		signer, err := c.signer(w, c.Database)
		if err != nil {
			return err
		}
		list, left, err := c.exchanged(w, db)
		if err != nil {
			return err
		}
		envelope, err := office.NewEnvelope(c.Mark, w.now(), append([]office.ExchangeRating{}, list...), localSigner{signer})
		if err != nil {
			return err
		}
		raw, err := json.Marshal(envelope)
		if err != nil {
			return village.Failed("write an export", err)
		}
		if err := writeNew(c.Out, "out", raw); err != nil {
			return err
		}
		return w.say("county.ratings.exported", "n", len(list), "left", left, "file", c.Out)
	})
}

// exchanged are the ratings in the national form, and how many are not.
func (c *ratingsExportCmd) exchanged(w *world, db *county.DB) (list []office.ExchangeRating, left int, err error) {
	if err := c.look(w, "export").Check(); err != nil {
		return nil, 0, err
	}
	var read []office.Rating // written down behind the reading
	err = db.EachRatedCase(w.ctx, func(r office.RatedCase) error {
		act, _, _ := village.ActNth(r.Act)
		service := "exchange.service." + act
		if !w.text.Has(service) {
			service = "exchange.service.receive"
		}
		e, ok := r.Exchange(w.text.T(service))
		if !ok {
			left++
			return nil
		}
		list = append(list, e)
		if r.Text != "" {
			read = append(read, r.Rating)
		}
		return nil
	})
	for _, r := range read {
		if err == nil {
			err = c.keep(w, db, r.Kiosk, r.ID, "export")
		}
	}
	return list, left, err
}
