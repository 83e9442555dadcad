package office

import (
	"strings"
	"testing"
	"time"

	"bianmin/app/calendar"
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
		letter, err := act.Letter(CaseHead{ID: "r"})
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

// TestM13ALetterSaysWhoHasTheCaseAndUntilWhen: at each step the unit; the last day wherever a
// clock runs, moved by an extension; none while it stands.
func TestM13ALetterSaysWhoHasTheCaseAndUntilWhen(t *testing.T) {
	now := at("09-18 10:00")
	o := &Office{Now: func() time.Time { return now }}
	c := CaseHead{ID: "r", State: village.Received, Unit: "区民政局", ReceivedAt: now, Limit: calendar.Limit{Days: 10}}
	way(t, o, &c, VerbAccept, VerbReview, VerbAskExtension, VerbExtend, VerbPause, VerbResume)
	for i, due := range []village.Day{"2026-10-09", "2026-10-09", "2026-10-09", "2026-10-22", "", "2026-10-22"} {
		letter, err := c.Acts[i].Letter(c)
		step, err2 := letter.Case()
		if err != nil || err2 != nil || step.Unit != c.Unit || step.Due != due {
			t.Errorf("%s: %s, %v, %v", c.Acts[i].Verb, letter.Body, err, err2)
		}
	}
	c.Unit = strings.Repeat("局", village.MaxUnit+1)
	letter, _ := c.Acts[0].Letter(c)
	if step, err := letter.Case(); err != nil || step.Unit != "" {
		t.Errorf("a name that no machine takes: %s, %v", letter.Body, err)
	}
}
