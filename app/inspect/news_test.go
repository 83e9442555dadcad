package inspect_test

import (
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// TestAReasonOfANewerCountyIsNone: the order is told all the same.
func TestAReasonOfANewerCountyIsNone(t *testing.T) {
	for raw, want := range map[string]inspect.Reason{"in_part": inspect.InPart, "of_2030": ""} {
		body := `{"number":"` + inspect.OrderNumber("22222222", 1) + `","source":"city","severity":"minor","opened_ms":1,"due":"2026-12-01","state":"open","rounds":1,"reason":"` + raw + `","of_2030":true,"at_ms":1}`
		n, err := inspect.ReadNews(village.Letter{Body: []byte(body)})
		if err != nil || n.Rounds != 1 || n.Reason != want {
			t.Errorf("%s: %+v, %v", raw, n, err)
		}
	}
}
