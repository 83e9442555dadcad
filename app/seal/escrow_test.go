package seal

import (
	"bytes"
	"testing"

	"bianmin/app/village"
)

func TestAnEscrowOpensForItsCountyAndItsKioskOnly(t *testing.T) {
	const county village.DivisionCode = "445203000000"
	secret, other := secretOf(t, SuiteX25519, 1), secretOf(t, SuiteX25519, 2)
	seed := bytes.Repeat([]byte{7}, 32)
	kiosk, err := NewIdentity(seed)
	if err != nil {
		t.Fatal(err)
	}
	escrow, err := kiosk.Escrow(county, secret.CountyKey)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(escrow, seed) {
		t.Error("the key lies open in its escrow")
	}
	if got, err := OpenEscrow([]CountySecret{other, secret}, county, kiosk.ID, escrow); err != nil || !bytes.Equal(got, seed) {
		t.Errorf("opened %x, %v", got, err)
	}
	if _, err := OpenEscrow([]CountySecret{secret}, "445202000000", kiosk.ID, escrow); err == nil {
		t.Error("opened for another county")
	}
	if _, err := OpenEscrow([]CountySecret{secret}, county, "KABCDEFGHIK", escrow); err == nil {
		t.Error("opened for another kiosk")
	}
	if _, err := OpenEscrow([]CountySecret{other}, county, kiosk.ID, escrow); err == nil {
		t.Error("opened without the county's key")
	}
}

// TestAPaperIsNotOpenedAsAKey keeps an office from opening what somebody else
// handed in because it came as an escrow.
func TestAPaperIsNotOpenedAsAKey(t *testing.T) {
	secret := secretOf(t, SuiteX25519, 1)
	seed := bytes.Repeat([]byte{7}, 32) // a paper that looks like a key
	kiosk, err := NewIdentity(seed)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []village.RecordKind{village.RecordCase, village.RecordRating} {
		paper, err := secret.Seal(Binding{County: "445203000000", Kiosk: kiosk.ID, Record: "escrow", Kind: kind, Parts: 1}, seed)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := OpenEscrow([]CountySecret{secret}, "445203000000", kiosk.ID, paper); err == nil {
			t.Errorf("a %s was opened as a key", kind)
		}
	}
}
