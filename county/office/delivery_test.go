package office

import (
	"testing"
	"time"

	"bianmin/app/village"
)

// TestM8AResultGoesFromTheOfficeToThePerson: what is noted on its way moves neither state nor
// clock, and what is in the person's hands goes nowhere.
func TestM8AResultGoesFromTheOfficeToThePerson(t *testing.T) {
	now := at("09-18 10:00")
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{State: village.Received, ReceivedAt: now}
	way(t, o, &c, VerbAccept, VerbReview, "approve", VerbDeliver)
	before, _ := o.Standing(c)
	by := Account{Name: "li", Role: RoleAssistant, Scope: Scope{}}
	refused := func(d Deed, key string) {
		t.Helper()
		if _, err := o.weigh(c, d, by); err == nil || village.Keyed(err).Key != key {
			t.Errorf("%+v: %v, want %s", d, err, key)
		}
	}
	refused(Deed{Verb: "handed_over"}, "err.case.on_way")
	refused(Deed{Verb: "returned"}, "err.case.on_way")
	for _, d := range []Deed{{Verb: "sent"}, {Verb: "sent", Carrier: "sf"}, {Verb: "sent", Carrier: "陈", Waybill: "SF12345678"}, {Verb: "sent", Carrier: "sf", Waybill: "13800000000"}, {Verb: "at_village", Carrier: "sf"}} {
		refused(d, "err.case.waybill")
	}
	for _, d := range []Deed{{Verb: "sent", Carrier: "sf", Waybill: "sf 1234 5678"}, {Verb: "returned"}, {Verb: "at_village"}, {Verb: "handed_over"}} {
		act, err := o.weigh(c, d, by)
		if err != nil {
			t.Fatalf("%s: %v", d.Verb, err)
		}
		letter, err := act.Letter("r")
		word, err2 := letter.Delivery()
		if err != nil || err2 != nil || !act.Tell || string(word.State) != string(d.Verb) || word.Carrier != d.Carrier || d.Carrier != "" && word.Waybill != "****5678" {
			t.Errorf("%s is told as %s, %v, %v", d.Verb, letter.Body, err, err2)
		}
		c.Acts, c.State = append(c.Acts, act), act.State
	}
	after, _ := o.Standing(c)
	if after.State != village.Delivery || !after.Due.Equal(before.Due) || after.Delivery != village.DeliveryHandedOver {
		t.Errorf("it stands at %+v, and stood at %+v", after, before)
	}
	refused(Deed{Verb: "sent", Carrier: "sf", Waybill: "SF12345678"}, "err.case.handed_over")
	refused(Deed{Verb: "returned"}, "err.case.on_way")
}
