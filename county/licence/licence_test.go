package licence

import (
	"testing"

	"bianmin/app/catalog"
	"bianmin/app/village"
	"bianmin/county/office"
)

func row(n int, cells map[string]string) catalog.Row { return catalog.Row{Number: n, Cells: cells} }

// TestARegisterAnswersWhatStandsInItsList on the day, by kind and holder together, with a
// number that nobody can use.
func TestARegisterAnswersWhatStandsInItsList(t *testing.T) {
	r, err := FromRows([]catalog.Row{
		row(2, map[string]string{"证照名称": "居民身份证", "证件号码": " 44522119440315002x ", "证照编号": "44522119440315002X", "发证机关": "公安局", "有效期起": "2010-01-01", "有效期止": "2026-11-29"}),
		row(3, map[string]string{"kind": "残疾人证", "holder": "44522119440315002X", "valid_to": "2020-01-01"}),
		row(4, map[string]string{"kind": "残疾人证", "holder": "44522119440315002X", "number": "123", "valid_to": "2025-01-01"}),
		row(5, map[string]string{"kind": "居民户口簿", "holder": "44522119440315002X", "valid_from": "2027-01-01"}),
	})
	if err != nil || r.Len() != 4 {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		kind, holder string
		day          village.Day
		want         office.LicenceAnswer
	}{
		{"居民身份证", "44522119440315002X", "2026-11-29", office.LicenceAnswer{Good: true, Number: "****002X", Issuer: "公安局", From: "2010-01-01", To: "2026-11-29"}},
		{"居民身份证", "44522119440315002X", "2026-11-30", office.LicenceAnswer{Fault: office.LicenceExpired, Number: "****002X", Issuer: "公安局", From: "2010-01-01", To: "2026-11-29"}},
		{"残疾人证", "44522119440315002X", "2026-11-29", office.LicenceAnswer{Fault: office.LicenceExpired, Number: "****", To: "2025-01-01"}},
		{"居民户口簿", "44522119440315002x", "2026-11-29", office.LicenceAnswer{Fault: office.LicenceEarly, From: "2027-01-01"}},
		{"居民身份证", "110101199003070054", "2026-11-29", office.LicenceAnswer{Fault: office.LicenceUnknown}},
		{"护照", "44522119440315002X", "2026-11-29", office.LicenceAnswer{Fault: office.LicenceUnknown}},
	} {
		if got, err := r.Look(t.Context(), office.LicenceQuestion{Licence: tt.kind, Holder: tt.holder, Day: tt.day}); err != nil || got != tt.want {
			t.Errorf("%s of %s on %s: %+v, %v", tt.kind, tt.holder, tt.day, got, err)
		}
	}
}

func TestAListThatIsWrongIsRefusedAtItsPlace(t *testing.T) {
	for want, cells := range map[string]map[string]string{
		"row 7, kind err.licence.kind":      {"holder": "1"},
		"row 7, holder err.licence.holder":  {"kind": "居民身份证"},
		"row 7, valid_from err.licence.day": {"kind": "居民身份证", "holder": "1", "valid_from": "2026.1.1"},
		"row 7, valid_to err.licence.order": {"kind": "居民身份证", "holder": "1", "valid_from": "2026-01-02", "valid_to": "2026-01-01"},
	} {
		_, err := FromRows([]catalog.Row{row(7, cells)})
		if e := village.Keyed(err); e.Field+" "+e.Key != want || village.KindOf(err) != village.Invalid {
			t.Errorf("%v: %v", cells, err)
		}
	}
	for text, want := range map[string]string{
		`{"format":"bianmin-licences/1","licences":[{"kind":"a","holder":"1"},{"kind":"a","holder":""}]}`: "row 2, holder",
		`{"format":"bianmin-licences/1","licences":[]}`:                                                   "register",
		`{"format":"other","licences":[{"kind":"a","holder":"1"}]}`:                                       "register",
		`{"format":"bianmin-licences/1","licences":[{"kind":"a","kind":"b","holder":"1"}]}`:               "register",
	} {
		if _, err := FromJSON([]byte(text)); village.Keyed(err).Field != want {
			t.Errorf("%s: %v", text, err)
		}
	}
	if r, err := FromJSON([]byte(`{"format":"bianmin-licences/1","licences":[{"kind":"a","holder":"1","valid_to":"2030-01-01"}]}`)); err != nil || r.Len() != 1 {
		t.Errorf("a good list: %v", err)
	}
}
