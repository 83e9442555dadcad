// Package sealtest has a county's key for tests, and opens what was sealed for
// it. Nothing else imports it.
package sealtest

import (
	"bytes"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// CountyCode is the county that [Secret] belongs to.
const CountyCode village.DivisionCode = "445203000000"

// Secret is the key of a county, the same in every test.
func Secret() seal.CountySecret {
	secret, err := seal.NewCountySecret(seal.SuiteX25519, bytes.Repeat([]byte{9}, seal.SeedBytes))
	if err != nil {
		panic(err)
	}
	return secret
}

// Text is what is sealed in the body of r.
func Text(kiosk seal.KioskID, r village.Record) ([]byte, error) {
	b, err := seal.ParseBody(r.Body)
	if err != nil {
		return nil, err
	}
	return Secret().Open(b.Clear.Binding(kiosk, r.ID, r.Kind, 0), b.Sealed)
}

// Piece is what is sealed in part number n of r, from 1.
func Piece(kiosk seal.KioskID, r village.Record, n int) ([]byte, error) {
	b, err := seal.ParseBody(r.Body)
	if err != nil {
		return nil, err
	}
	return Secret().Open(b.Clear.Binding(kiosk, r.ID, r.Kind, n), r.Parts[n-1].Data)
}
