package snapshot

import (
	"slices"
	"testing"

	"bianmin/app/inspect"
)

func TestWhoServesWhereComesBackInOneOrder(t *testing.T) {
	a := inspect.Service{Badge: "A-7", Centre: "445203104202", First: "2026-11-01"}
	b := inspect.Service{Badge: "I-3", Centre: "445203104203", First: "2026-11-01", Last: "2026-11-30"}
	raw, err := EncodeServing([]inspect.Service{b, a})
	if err != nil {
		t.Fatal(err)
	}
	if list, err := ParseServing(raw); err != nil || !slices.Equal(list, []inspect.Service{a, b}) || Check(Serving, raw) != nil {
		t.Errorf("%+v, %v", list, err)
	}
	for _, bad := range []string{
		`{"format":"bianmin-serving/2","serving":[]}`,
		`{"format":"bianmin-serving/1","serving":[{"badge":"","centre":"445203104202","first":"2026-11-01"}]}`,
		`{"format":"bianmin-serving/1","serving":[{"badge":"A-7","centre":"4452","first":"2026-11-01"}]}`,
	} {
		if Check(Serving, []byte(bad)) == nil {
			t.Errorf("believed %s", bad)
		}
	}
}
