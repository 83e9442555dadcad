package desk_test

import (
	"slices"
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

// TestWhatWasNotFoundMayBeBrought before an officer asks for it, once; what was found need not.
func TestWhatWasNotFoundMayBeBrought(t *testing.T) {
	paper := func(code string, how village.MaterialState) village.HandedIn {
		return village.HandedIn{Code: code, How: how}
	}
	word := func(n int, state village.LicenceState) village.LicenceWord {
		return village.LicenceWord{Record: "r", Paper: n, State: state}
	}
	s := desk.Status{
		Case: village.Case{State: village.CaseAccepted, Materials: []village.HandedIn{
			paper("sfz", village.ByLicence), paper("hkb", village.ByLicence), paper("photo", village.Photographed), paper("free-1", village.ByLicence),
		}},
		Item: village.ServiceItem{Materials: []village.Material{{Code: "sfz"}, {Code: "hkb"}, {Code: "photo"}}},
		Licences: []village.LicenceWord{
			word(1, village.LicenceFound), word(2, village.LicenceNone), word(3, village.LicenceNone), word(4, village.LicenceFound), word(9, village.LicenceFound),
		},
	}
	if got := s.LookedUp(); len(got) != 2 || got[0].Material.Code != "sfz" || got[1].Material.Code != "hkb" {
		t.Errorf("told %+v", got)
	}
	if got := s.ToFollow(); !slices.Equal(got, []string{"hkb"}) || s.May(village.MakeUp) != nil {
		t.Errorf("may bring %v, %v", got, s.May(village.MakeUp))
	}
	s.FollowUps = []village.FollowUpAt{{FollowUp: village.FollowUp{Verb: village.MakeUp, Materials: []village.HandedIn{paper("hkb", village.Photographed)}}}}
	if got := s.LookedUp(); len(got) != 1 || s.May(village.MakeUp) == nil {
		t.Errorf("brought, and still told %+v", got)
	}
	s.FollowUps, s.Case.State = nil, village.Completed
	if got := s.LookedUp(); len(got) != 1 {
		t.Errorf("over, and still told %+v", got)
	}
}
