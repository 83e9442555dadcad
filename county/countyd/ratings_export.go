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
	Out  string `required:"" placeholder:"FILE" type:"path" help:"Where to write."`
	Mark string `default:"bianmin" help:"Name of this system at the other end (appMark)."`
}

// exchangeContext keeps a signature of an export from standing for anything else.
const exchangeContext = "bianmin ratings exchange 1"

// localSigner signs with the county's own key until there is one of SM2.
type localSigner struct{ seal.Identity }

func (localSigner) Algorithm() string { return "Ed25519" }

func (s localSigner) Sign(message []byte) []byte { return s.Identity.Sign(exchangeContext, message) }

// Run writes the ratings of cases with an official number, and says how many have none.
func (c *ratingsExportCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		if _, err := c.open(w, db, c.Database); err != nil {
			return err
		}
		signer, err := c.signer(w, c.Database)
		if err != nil {
			return err
		}
		list, left, err := exchanged(w, db)
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
func exchanged(w *world, db *county.DB) (list []office.ExchangeRating, left int, err error) {
	err = db.EachRatedCase(w.ctx, func(r office.RatedCase) error {
		service := "exchange.service." + r.Act
		if !w.text.Has(service) {
			service = "exchange.service.receive"
		}
		if e, ok := r.Exchange(w.text.T(service)); ok {
			list = append(list, e)
		} else {
			left++
		}
		return nil
	})
	return list, left, err
}
