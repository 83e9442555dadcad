package screen

import (
	"testing"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
	"bianmin/ui/ime"
	"bianmin/ui/keyboard"
)

// guidebook is a suggester that says which of its lists was asked.
type guidebook struct{ keyboard.Suggester }

func (guidebook) Candidates(string, int) []ime.Candidate { return []ime.Candidate{{Text: "words"}} }
func (guidebook) Places(string, int) []ime.Candidate     { return []ime.Candidate{{Text: "places"}} }

func TestWhereAPlaceIsAskedForPlacesAreProposed(t *testing.T) {
	item, _ := flowtest.Item(flowtest.Allowance)
	item.Fields = append(item.Fields[:3:3], item.Fields[7]) // the name of who acts for somebody
	place := item.Fields[3]
	place.Key, place.Label = "live_address", "现住地址"
	item.Fields = append(item.Fields, place)
	turn := flow.NewTurn(flowtest.New().Kiosk)
	turn.Search.Chosen(item)
	turn.Guide.Start()
	turn.Notice.Agree()
	p := &formPage{form: turn.Form, words: guidebook{}}
	proposed := map[string]string{}
	for range turn.Form.Count() {
		q := turn.Form.Question()
		proposed[q.Field] = p.engine(q).Candidates("xichang", 1)[0].Text
		turn.Form.At++
	}
	if proposed["form.live_address"] != "places" || proposed["form.witness_name"] != "words" {
		t.Errorf("proposed %v", proposed)
	}
}
