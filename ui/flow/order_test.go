package flow_test

import (
	"encoding/json"
	"errors"
	"image"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

const dirty = "环境卫生差"

// ordered is a machine with a camera at which B-1 helps and two orders are open.
func ordered(t *testing.T) *staffed {
	t.Helper()
	s := newStaffed()
	s.Camera = image.NewGray(image.Rect(0, 0, 64, 48))
	s.turn.Kiosk().Watch = s.Plug()
	s.Told = []desk.CentreOrder{flowtest.Told(1, "", inspect.RectOpen, 9), flowtest.Told(2, dirty, inspect.RectOpen, 2)}
	s.signIn(t)
	s.turn.OpenOrders(t.Context())
	if s.turn.Route() != flow.RouteOrders || len(s.turn.Orders.List) != 2 {
		t.Fatalf("at %s with %d orders", s.turn.Route(), len(s.turn.Orders.List))
	}
	return s
}

// writes answers the first order with a word and a picture.
func (s *staffed) writes() {
	s.turn.Orders.Answer(s.turn.Orders.List[0])
	s.turn.Rectify.Note.Insert("已经打扫")
	s.turn.Rectify.Photograph(inspect.After)
	s.turn.Photo.Shoot()
	s.turn.Photo.Use()
}

func TestOrdersAreForWhoHelpsAndTheNearestDayComesFirst(t *testing.T) {
	s := newStaffed()
	s.Told = []desk.CentreOrder{flowtest.Told(1, "x", inspect.RectOpen, 9)}
	if s.turn.OpenOrders(t.Context()); s.turn.Route() != flow.RouteHome {
		t.Error("orders are open to whoever stands here")
	}
	s = ordered(t)
	o := s.turn.Orders
	if o.OrderText(o.List[0]) != dirty || !strings.Contains(o.Words(o.List[0]), "11月25日") || o.OrderText(o.List[1]) != o.T("orders.untold") {
		t.Errorf("%q, %q", o.OrderText(o.List[0]), o.Words(o.List[0]))
	}
	s.At = s.At.AddDate(0, 0, 3)
	if !strings.Contains(o.Words(o.List[0]), "已经过了") || strings.Contains(o.Words(o.List[1]), "已经过了") {
		t.Errorf("behind its day: %q, %q", o.Words(o.List[0]), o.Words(o.List[1]))
	}
}

func TestAReplyIsHandedInByTheRulesOfTheCommandAndSaysWhoHelped(t *testing.T) {
	s := ordered(t)
	s.turn.Orders.Answer(s.turn.Orders.List[0])
	r := s.turn.Rectify
	for _, want := range []string{"rectify.lacks.photo", "rectify.lacks.note", ""} {
		if got := r.Lacks(); got != want {
			t.Errorf("it lacks %q, want %q", got, want)
		}
		if r.Submit(t.Context()); want != "" && r.Done() {
			t.Fatal("handed in though it lacks something")
		}
		switch want {
		case "rectify.lacks.photo":
			r.Photograph(inspect.Before)
			s.turn.Photo.Shoot()
			s.turn.Photo.Use()
			r.Photograph(inspect.After)
			s.turn.Photo.Shoot()
			s.turn.Photo.Use()
		case "rectify.lacks.note":
			r.Note.Insert("已经打扫")
		}
	}
	if !r.Done() || r.Paper != flow.Printed || len(s.Store.Records) != 1 {
		t.Fatalf("%+v, %d records", r.Problem, len(s.Store.Records))
	}
	var b inspect.Reply
	text, err := sealtest.Text("KTEST234567", s.Store.Records[0])
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	if err != nil || b.Order != flowtest.OrderNumber(2) || b.Text != "已经打扫" || b.Helper != "B-1" || len(b.Files) != 2 || b.Files[0].Of != inspect.Before || b.Files[1].Of != inspect.After {
		t.Errorf("sealed %+v, %v", b, err)
	}
	if len(r.Before)+len(r.After) != 0 || r.Note.Text != "" {
		t.Error("what was handed in is still on the page")
	}
	s.turn.Back()
	s.turn.OpenOrders(t.Context())
	if o := s.turn.Orders; o.List[0].What != "" || o.List[1].Step() != desk.OrderSent || !strings.Contains(o.Words(o.List[1]), "等区里登记") {
		t.Errorf("afterwards the list is %+v", o.List)
	}
}

// TestARejectedReplySaysWhyItDidNotDo: by a word of the list, which is no other.
func TestARejectedReplySaysWhyItDidNotDo(t *testing.T) {
	s := ordered(t)
	o := s.turn.Orders
	again := flowtest.Told(2, dirty, inspect.RectOpen, 2)
	again.Rounds = 1
	before := o.Words(again)
	for _, why := range inspect.Reasons() {
		again.Reason = why
		if got := o.Words(again); !strings.Contains(got, o.T("rectify.reason."+string(why))) || strings.Contains(before, o.T("rectify.reason."+string(why))) {
			t.Errorf("%s: %q, without %q", why, got, before)
		}
	}
	again.State = inspect.RectReplied
	if got := o.Words(again); strings.Contains(got, "复查说") {
		t.Errorf("answered since: %q", got)
	}
}

// TestAReplyIsGoneOnWithAfterALookAtTheList: what was written about one order is kept for
// it, and for no other one.
func TestAReplyIsGoneOnWithAfterALookAtTheList(t *testing.T) {
	s := ordered(t)
	s.writes()
	r := s.turn.Rectify
	s.turn.Back()
	s.turn.Orders.Answer(s.turn.Orders.List[0])
	if r.Note.Text == "" || len(r.After) != 1 {
		t.Errorf("of the same order %q and %d pictures are left", r.Note.Text, len(r.After))
	}
	s.turn.Back()
	s.turn.Orders.Answer(s.turn.Orders.List[1])
	if r.Note.Text != "" || len(r.After) != 0 {
		t.Errorf("another order begins with %q and %d pictures", r.Note.Text, len(r.After))
	}
}

// TestOrdersOfAnotherCentreAreNotListed: the machine stood there before.
func TestOrdersOfAnotherCentreAreNotListed(t *testing.T) {
	s := ordered(t)
	for i, centre := range []village.DivisionCode{"445203104202", "445203104203"} {
		s.Told[i].Centre = centre
	}
	s.turn.Back()
	s.turn.OpenOrders(t.Context())
	if list := s.turn.Orders.List; len(list) != 1 || list[0].Centre != "445203104202" {
		t.Errorf("listed are %+v", list)
	}
}

func TestWhatCameOfAReplyIsSaidAndAnsweredAgain(t *testing.T) {
	s := ordered(t)
	o := s.turn.Orders
	for name, tt := range map[string]struct {
		change func(*desk.CentreOrder)
		words  string
		again  bool
	}{
		"with the county": {func(o *desk.CentreOrder) { o.State = inspect.RectReplied }, "等复查", false},
		"rejected":        {func(o *desk.CentreOrder) { o.Rounds = 1 }, "复查没有通过", true},
		"rejected, and answered again": {func(o *desk.CentreOrder) {
			o.Rounds, o.News.Replies = 1, []village.RecordID{"a"}
			o.Sent = []desk.SentReply{{ID: "a"}, {ID: "b"}}
		}, "等区里登记", false},
		"rejected after the last": {func(o *desk.CentreOrder) {
			o.Rounds, o.News.Replies = 1, []village.RecordID{"a"}
			o.Sent = []desk.SentReply{{ID: "a"}}
		}, "复查没有通过", true},
		"set aside": {func(o *desk.CentreOrder) { o.Sent = []desk.SentReply{{ID: "a", Problem: "err.rectify.order"}} }, "没能收下", true},
		"closed":    {func(o *desk.CentreOrder) { o.State = inspect.RectClosed }, "已销号", false},
		"struck":    {func(o *desk.CentreOrder) { o.State = inspect.RectStruck }, "已撤销", false},
	} {
		order := flowtest.Told(1, dirty, inspect.RectOpen, 2)
		tt.change(&order)
		if got := o.Words(order); !strings.Contains(got, tt.words) || order.Step().Replies() != tt.again {
			t.Errorf("%s: %q, reply %v", name, got, order.Step().Replies())
		}
	}
	over := flowtest.Told(1, dirty, inspect.RectClosed, 2)
	s.Told = []desk.CentreOrder{over}
	s.At = s.At.AddDate(0, 0, 31)
	if o.Look(t.Context()); len(o.List) != 0 {
		t.Error("what was over a month ago is still listed")
	}
}

func TestNothingOfAReplyStaysWhenTheHelpEnds(t *testing.T) {
	for name, end := range map[string]func(*staffed){
		"signs out":  func(s *staffed) { s.turn.Helper.SignOut() },
		"hands over": func(s *staffed) { s.turn.Helper.HandOver() },
		"walks away": func(s *staffed) { s.At = s.At.Add(flow.IdleAfter + flow.IdleWarning); s.turn.Tick() },
		"is ended":   func(s *staffed) { s.ended = errors.New("revoked"); s.turn.Tick() },
		"goes home":  func(s *staffed) { s.turn.GoHome() },
	} {
		s := ordered(t)
		s.writes()
		end(s)
		if r := s.turn.Rectify; s.turn.Route() != flow.RouteHome || len(r.After) != 0 || r.Note.Text != "" || r.Order.Number != "" || len(s.turn.Orders.List) != 0 {
			t.Errorf("who %s is at %s: %+v", name, s.turn.Route(), r)
		}
	}
}

func TestAReplyThatFailsLosesNothing(t *testing.T) {
	s := ordered(t)
	s.writes()
	s.Store.Err = errors.New("disk")
	r := s.turn.Rectify
	if r.Submit(t.Context()); r.Done() || r.Problem.Text != r.T("rectify.failed") || len(r.After) != 1 || r.Note.Text == "" {
		t.Errorf("%+v", r)
	}
	s.Store.Err = nil
	if r.Submit(t.Context()); !r.Done() {
		t.Errorf("%+v", r.Problem)
	}
}
