package desk_test

import (
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// TestConsentToALookUpIsSealedPerPaper: with the version of the words, and never where
// nobody agreed.
func TestConsentToALookUpIsSealedPerPaper(t *testing.T) {
	for _, agreed := range []bool{true, false} {
		d, store := counter(t)
		a := application()
		a.Materials = []desk.MaterialInput{{Code: "card", Declared: village.ByLicence, Agreed: agreed}, {Code: "book", Declared: village.Original}}
		if _, err := d.Accept(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		want := map[bool]string{true: desk.LicenceVersion}[agreed]
		for _, m := range body(t, store, 0).Materials {
			if m.Code == "card" && m.Consent != want || m.Code != "card" && m.Consent != "" {
				t.Errorf("agreed %v: %+v", agreed, m)
			}
		}
	}
}

func TestOnlyALicenceIsLookedUp(t *testing.T) {
	d, store := counter(t)
	a := application()
	a.Materials = []desk.MaterialInput{{Code: "card", Declared: village.Original, Agreed: true}}
	_, err := d.Accept(t.Context(), a)
	if e := village.Keyed(err); e == nil || e.Field != "materials[0].agreed" || e.Key != "err.material.agreed" {
		t.Errorf("%v", err)
	}
	if len(pending(t, store)) != 0 {
		t.Error("stored all the same")
	}
}
