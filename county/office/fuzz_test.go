package office

import (
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
)

// FuzzOpened shows officers whatever a kiosk handed in: it is shown in bounds or
// set aside with a reason.
func FuzzOpened(f *testing.F) {
	f.Add(true, countytest.Case(1, nil).Body)
	f.Add(false, countytest.Rating(1, nil).Body)
	f.Add(true, []byte(`{"files":[{"sha256":"","first":-1,"pieces":9223372036854775807}]}`))
	f.Fuzz(func(t *testing.T, isCase bool, body []byte) {
		kind := village.RecordRating
		if isCase {
			kind = village.RecordCase
		}
		out := opened(countytest.Raw(1, kind, body))
		if shown := out.Case != nil || out.Rating != nil; shown == (out.Problem != "") {
			t.Errorf("shown %v, problem %q", shown, out.Problem)
		}
		if c := out.Case; c != nil && (len([]rune(c.Applicant.Name)) > maxShown || len(c.Materials) > maxShownLines) {
			t.Error("more is shown than a page can take")
		}
	})
}
