package desk

import (
	"encoding/json"
	"reflect"
	"testing"

	"bianmin/app/village"
)

// FuzzIntake reads input files of accept and rate: what is taken is written in one
// form, which is taken too.
func FuzzIntake(f *testing.F) {
	f.Add([]byte(`{"item":"x","applicant":{"kind":"person","name":"a","id_type":"resident_id","id":"1","phone":"1"},"form":{"a":"b","c":true,"d":1.5,"e":["f"]},"materials":[{"code":"m","declared":"later"}],"delivery":{"mode":"pickup"},"consent":true}`))
	f.Add([]byte(`{"target":"centre","grade":5,"tags":["207"],"text":"x"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		twice[Application](t, raw)
		twice[RatingInput](t, raw)
	})
}

func twice[T any](t *testing.T, raw []byte) {
	t.Helper()
	var first, again T
	if village.DecodeJSON(raw, &first) != nil {
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
