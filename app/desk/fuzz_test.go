package desk

import (
	"encoding/json"
	"reflect"
	"testing"

	"bianmin/app/village"
)

// FuzzIntake reads the input files of every command that takes something in: what is
// taken is written in one form, which is taken too.
func FuzzIntake(f *testing.F) {
	f.Add([]byte(`{"item":"x","applicant":{"kind":"person","name":"a","id_type":"resident_id","id":"1","phone":"1"},"form":{"a":"b","c":true,"d":1.5,"e":["f"]},"materials":[{"code":"m","declared":"later"}],"delivery":{"mode":"pickup"},"consent":true}`))
	f.Add([]byte(`{"target":"centre","grade":5,"tags":["207"],"text":"x"}`))
	for _, good := range []any{
		TicketInput{Type: "help", Place: "445203104202", PlaceText: "x", Content: "y", Name: "n", Phone: "1", Confidential: true, Photos: []PhotoInput{{File: "a.jpg"}}, Consent: true},
		BookInput{Kind: AtWindow, Slot: "s", Matter: "m", Priority: "p", Name: "n", Phone: "1", Consent: true},
		SupplementInput{Code: "H6FAJ7HN", Materials: []MaterialInput{{Code: "m", File: "a.jpg", ValidUntil: "2027-03-31"}}},
		WithdrawInput{Code: "H6FAJ7HN", LastFour: "002X"},
		HomeVisitInput{Booking: "H6FAJ7HN", Reason: "r", Address: "a", Photos: []PhotoInput{{File: "a.jpg"}}, Signature: "aGk="},
		InspectionInput{
			Order: "BM1:X", Inspector: "BM1:Y", Template: "t", Centre: "445203104202", Source: "district", Presence: "p",
			Findings: []FindingInput{{Rule: "r", Times: 2, Note: "n", Severity: "minor", Photos: []PhotoInput{{File: "a.jpg"}}}},
			Duty:     DutyInput{Answer: "objects", Name: "n", Objection: "o", Signature: &PhotoInput{File: "s.png"}},
		},
		RectifyInput{Order: "ZGH6FAJ7HN01", Text: "t", Photos: []PhotoInput{{File: "a.jpg"}}, Before: []PhotoInput{{File: "b.jpg"}}},
	} {
		raw, err := json.Marshal(good)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		twice[Application](t, raw)
		twice[RatingInput](t, raw)
		twice[TicketInput](t, raw)
		twice[BookInput](t, raw)
		twice[SupplementInput](t, raw)
		twice[WithdrawInput](t, raw)
		twice[HomeVisitInput](t, raw)
		twice[InspectionInput](t, raw)
		twice[RectifyInput](t, raw)
	})
}

func twice[T any](t *testing.T, raw []byte) {
	t.Helper()
	var first, again T
	if err := village.DecodeJSON(raw, &first); err != nil {
		if village.KindOf(err) != village.Invalid {
			t.Errorf("foreign error %v", err)
		}
		return
	}
	written, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	if err := village.DecodeJSON(written, &again); err != nil {
		t.Fatalf("%s is refused: %v", written, err)
	}
	if second, err := json.Marshal(again); err != nil || !reflect.DeepEqual(second, written) {
		t.Errorf("%s is written again as %s, %v", written, second, err)
	}
}
