package seal

import (
	"errors"

	"bianmin/app/village"
)

// kindKey keeps keys and papers apart: what is sealed as the one never opens as
// the other, so that nobody can have a paper opened by calling it a key.
const kindKey village.RecordKind = "key"

func escrowBinding(county village.DivisionCode, kiosk KioskID, use string) Binding {
	return Binding{County: county, Kiosk: kiosk, Record: village.RecordID(use), Kind: kindKey, Parts: 1}
}

// Escrow is this kiosk's private key, sealed for its county: what a replacement
// needs beside the copy of its records (docs/adr/0014). Each call gives other bytes.
func (i Identity) Escrow(county village.DivisionCode, key CountyKey) ([]byte, error) {
	return key.Seal(escrowBinding(county, i.ID, "escrow"), i.private.Seed())
}

// OpenEscrow is the 32-byte seed in an escrow of kiosk. A seed that is not that
// kiosk's is an error.
func OpenEscrow(secrets []CountySecret, county village.DivisionCode, kiosk KioskID, escrow []byte) ([]byte, error) {
	seed, err := OpenPart(secrets, escrowBinding(county, kiosk, "escrow"), escrow)
	if err != nil {
		return nil, err
	}
	return seed, ofKiosk(seed, kiosk)
}

// ReturnKey seals a seed for one replacement, whose public key of the moment
// [CountyKey] stands for; [TakeKey] opens it.
func ReturnKey(to CountyKey, county village.DivisionCode, kiosk KioskID, seed []byte) ([]byte, error) {
	return to.Seal(escrowBinding(county, kiosk, "return"), seed)
}

// TakeKey is the seed that the county returned for kiosk.
func TakeKey(own CountySecret, county village.DivisionCode, kiosk KioskID, sealed []byte) ([]byte, error) {
	seed, err := own.Open(escrowBinding(county, kiosk, "return"), sealed)
	if err != nil {
		return nil, err
	}
	return seed, ofKiosk(seed, kiosk)
}

func ofKiosk(seed []byte, kiosk KioskID) error {
	identity, err := NewIdentity(seed)
	if err == nil && identity.ID != kiosk {
		err = errors.New("the key is another kiosk's")
	}
	return err
}
