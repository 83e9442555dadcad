package county

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// lastTold is the body of the last letter that a machine was written.
func (db *DB) lastTold(t *testing.T, k office.Kiosk) string {
	t.Helper()
	var body []byte
	if err := db.db.Read().QueryRow(`SELECT body FROM letter WHERE kiosk = $1 AND kind <> 'order' ORDER BY seq DESC LIMIT 1`, k.ID).Scan(&body); err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// bodyCode is the short code that a record says.
func bodyCode(t *testing.T, r village.Record) string {
	t.Helper()
	var body struct {
		ShortCode string `json:"short_code"`
	}
	if err := json.Unmarshal(r.Body, &body); err != nil {
		t.Fatal(err)
	}
	return body.ShortCode
}

// settle takes an order to its end: reply, refused, reply, accepted.
func settle(t *testing.T, n *office.Inspectorate, number string) {
	t.Helper()
	for _, act := range []office.RectAct{
		{Verb: inspect.Replied, By: "江滨村", Text: "贴了样本"}, {Verb: inspect.Rejected, By: "郑检查", Text: "看不清", Reason: inspect.NotShown},
		{Verb: inspect.Replied, By: "江滨村", Text: "样本贴在窗口了"}, {Verb: inspect.Accepted, By: "郑检查", Text: "看到了"},
	} {
		if _, err := n.Act(t.Context(), number, act); err != nil {
			t.Fatal(err)
		}
	}
}

// TestABadRatingIsPutRightWhenItsOrderIsSettled and not before, is told then, and is closed
// after the call.
func TestABadRatingIsPutRightWhenItsOrderIsSettled(t *testing.T) {
	one := countytest.Case(1, nil)
	db, k, n := inspected(t, one, countytest.Rating(2, func(b map[string]any) { b["target"], b["act"] = bodyCode(t, one), "receive" }))
	id := countytest.ID(2)
	desk := office.RatingDesk{Store: db, Now: db.now}
	chen := office.Account{Name: "chen", Role: office.RoleCounty}
	do := func(want string, deed office.RatingDeed) {
		t.Helper()
		err := desk.Do(t.Context(), k.ID, id, deed, chen)
		if (err == nil) != (want == "") || err != nil && village.Keyed(err).Key != want {
			t.Fatalf("%s: %v, want %q", deed.Verb, err, want)
		}
	}
	rectify := office.RatingDeed{Verb: office.VerbRectify, Words: "样本贴在窗口了", Told: village.ToldByPhone}
	do("", office.RatingDeed{Verb: office.VerbSign})
	do("", office.RatingDeed{Verb: "uphold", Reason: "simple", Words: "属实"})
	r, err := db.Rating(t.Context(), k.ID, id)
	if err != nil || r.Given.Number != "" {
		t.Fatalf("%+v, %v", r.Given, err)
	}
	about, err := office.AboutRating(r)
	if err != nil {
		t.Fatal(err)
	}
	order, err := n.OpenAbout(t.Context(), about, office.Rectification{Severity: inspect.Minor, Text: "样本要放出来"}, "陈丽君")
	if err != nil {
		t.Fatal(err)
	}
	if back, ok := office.AboutOf(order); !ok || back.Kiosk != k.ID || back.ID != id {
		t.Errorf("the order is of %+v", back)
	}
	before := db.lastTold(t, k)
	do("err.rectify.waits", rectify)
	if told := db.lastTold(t, k); told != before {
		t.Errorf("told of what is not put right: %s", told)
	}
	settle(t, n, order.Number)
	if r, err = db.Rating(t.Context(), k.ID, id); err != nil || !r.Given.Settled() || r.Given.Result != "样本贴在窗口了" || r.State != "rectifying" {
		t.Errorf("settled: %+v in %s, %v", r.Given, r.State, err)
	}
	do("", rectify)
	if told := db.lastTold(t, k); !strings.Contains(told, string(village.ReplyDone)) {
		t.Errorf("told %s", told)
	}
	do("err.rating.called_back", office.RatingDeed{Verb: "close"})
	do("", office.RatingDeed{Verb: "call_back", Reached: office.SaidYes, Solved: office.SaidYes, Pleased: office.SaidYes})
	do("", office.RatingDeed{Verb: "close"})
}

// TestAnOrderThatIsGivenLateHoldsItsRatingOpen: put right before, not closed as long as it
// waits; one that was struck holds nothing.
func TestAnOrderThatIsGivenLateHoldsItsRatingOpen(t *testing.T) {
	db, k, n := inspected(t, countytest.Rating(1, nil))
	id := countytest.ID(1)
	desk := office.RatingDesk{Store: db, Now: db.now}
	for _, deed := range []office.RatingDeed{
		{Verb: office.VerbSign}, {Verb: "uphold", Reason: "simple", Words: "属实"}, {Verb: office.VerbRectify, Words: "改了", Told: village.ToldByPhone},
	} {
		if err := desk.Do(t.Context(), k.ID, id, deed, office.Account{Name: "chen", Role: office.RoleCounty}); err != nil {
			t.Fatal(err)
		}
	}
	r, err := db.Rating(t.Context(), k.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	about, err := office.AboutRating(r)
	if err != nil {
		t.Fatal(err)
	}
	order, err := n.OpenAbout(t.Context(), about, office.Rectification{Severity: inspect.Minor, Text: "x"}, "陈丽君")
	if err != nil {
		t.Fatal(err)
	}
	chen := office.Account{Name: "chen", Role: office.RoleCounty}
	if err := desk.Do(t.Context(), k.ID, id, office.RatingDeed{Verb: "close"}, chen); village.Keyed(err).Key != "err.rectify.waits" {
		t.Errorf("closed with an open order: %v", err)
	}
	if _, err := n.Act(t.Context(), order.Number, office.RectAct{Verb: inspect.Struck, By: "领导小组", Text: "不是中心的事"}); err != nil {
		t.Fatal(err)
	}
	if err := desk.Do(t.Context(), k.ID, id, office.RatingDeed{Verb: "close"}, chen); err != nil {
		t.Errorf("after the order was struck: %v", err)
	}
	if r, err = db.Rating(t.Context(), k.ID, id); err != nil || r.Given.Settled() || r.Given.Result != "" {
		t.Errorf("struck: %+v, %v", r.Given, err)
	}
}

// TestARequestIsCompletedWhenItsOrderIsSettled and not before; it may be answered meanwhile,
// for its own limit runs, and is told that it is done at the end alone.
func TestARequestIsCompletedWhenItsOrderIsSettled(t *testing.T) {
	db, k, n := inspected(t, countytest.Ticket(1, nil))
	if _, err := db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
		t.Fatal(err)
	}
	db.units(t, "区民政局")
	id := countytest.ID(1)
	hotline := &office.Hotline{Store: db, Now: db.now, Limit: func(village.ItemCode) int { return 10 }, Due: func(time.Time, int) (village.Day, error) { return "2026-12-07", nil }}
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	do := func(want string, deed office.TicketDeed) {
		t.Helper()
		_, err := hotline.Do(t.Context(), k.ID, id, deed, office.Account{Name: "chen", Role: office.RoleCounty})
		if (err == nil) != (want == "") || err != nil && village.Keyed(err).Key != want {
			t.Fatalf("%s: %v, want %q", deed.Verb, err, want)
		}
	}
	r, err := db.Request(t.Context(), k.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	about, err := office.AboutTicket(r)
	if err != nil {
		t.Fatal(err)
	}
	order, err := n.OpenAbout(t.Context(), about, office.Rectification{Severity: inspect.Minor, Text: "路灯要修"}, "陈丽君")
	if err != nil {
		t.Fatal(err)
	}
	do("", office.TicketDeed{Verb: office.VerbDispatch, Unit: "区民政局"})
	do("", office.TicketDeed{Verb: office.VerbAnswer, Words: "已经开单，十天内修好"})
	do("err.rectify.waits", office.TicketDeed{Verb: office.VerbComplete})
	if told := db.lastTold(t, k); strings.Contains(told, string(village.Completed)) {
		t.Errorf("told of what is not done: %s", told)
	}
	settle(t, n, order.Number)
	if r, err = db.Request(t.Context(), k.ID, id); err != nil || !r.Given.Settled() || r.Given.Number != order.Number {
		t.Errorf("settled: %+v, %v", r.Given, err)
	}
	do("", office.TicketDeed{Verb: office.VerbComplete})
	if told := db.lastTold(t, k); !strings.Contains(told, string(village.Completed)) {
		t.Errorf("told %s", told)
	}
}
