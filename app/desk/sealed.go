package desk

import (
	"crypto/sha256"
	"encoding/json"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// County is whom acts are sealed for.
type County struct {
	Code village.DivisionCode
	Key  seal.CountyKey
}

// Ready reports whether the counter may take anything in: without a county's
// key nothing could be kept from whoever takes the machine. The error is
// [village.Invalid], err.kiosk.not_enrolled.
func (d *Desk) Ready() error {
	_, err := d.County()
	return err
}

// seal fills in r's body and parts: text as JSON and the pieces of its files,
// readable for the county alone.
func (d *Desk) seal(r *village.Record, clear seal.Clear, text any, pieces [][]byte) error {
	county, err := d.County()
	if err != nil {
		return err
	}
	raw, err := json.Marshal(text)
	if err != nil {
		return village.Failed("write what is sealed", err)
	}
	clear.County = county.Code
	r.Body, r.Parts, err = county.Key.SealRecord(clear, seal.Content{
		Kiosk: seal.KioskID(d.Machine), ID: r.ID, Kind: r.Kind, Text: raw, Pieces: pieces,
	})
	if err != nil {
		return village.Failed("seal for the county", err)
	}
	sum := sha256.Sum256(r.Body)
	r.Schema, r.Digest, r.State = seal.SchemaSealed, sum[:], village.RecordLocal
	return nil
}
