package screen

import (
	"context"
	"errors"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

const longRule = "公示的事项、材料、时限、收费依据和监督电话，有一样与区里发布的办事指南不一致，或者贴在群众看不到、看不清的地方"

// ordered is the list of orders for a helper at a machine with a camera.
func ordered(told []desk.CentreOrder, then func(*testing.T, *flowtest.Machine, *flow.Turn)) func(*testing.T, *flowtest.Machine, *flow.Turn) {
	return func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
		m.Camera = sheetOfPaper()
		turn.Kiosk().Watch = m.Plug()
		badged(turn)
		turn.Helper.Insert("8")
		turn.Helper.Try(t.Context())
		m.Told = told
		turn.OpenOrders(t.Context())
		if turn.Route() != flow.RouteOrders {
			t.Fatalf("at %s", turn.Route())
		}
		then(t, m, turn)
	}
}

// replies answers the first order, with a word and so many pictures of each kind.
func replies(turn *flow.Turn, note string, before, after int) {
	turn.Orders.Answer(turn.Orders.List[0])
	turn.Rectify.Note.Insert(note)
	for of, n := range map[string]int{inspect.Before: before, inspect.After: after} {
		for range n {
			turn.Rectify.Photograph(of)
			turn.Photo.Shoot()
			turn.Photo.Use()
		}
	}
}

// rectifies is a reply to the first order that lacks nothing.
func rectifies(t *testing.T, turn *flow.Turn) {
	t.Helper()
	m := &flowtest.Machine{Camera: sheetOfPaper()}
	turn.Kiosk().Watch = m.Plug()
	turn.Kiosk().Orders.List = func(context.Context) ([]desk.CentreOrder, error) { return toldOrders(), nil }
	badged(turn)
	turn.Helper.Insert("8")
	turn.Helper.Try(t.Context())
	turn.OpenOrders(t.Context())
	replies(turn, "已经打扫", 0, 1)
}

// toldOrders are one of each kind.
func toldOrders() []desk.CentreOrder {
	late := flowtest.Told(1, "工作时间没有开门，或者没有人在岗", inspect.RectOpen, -3)
	again := flowtest.Told(2, "环境卫生差", inspect.RectOpen, 4)
	again.Rounds, again.Reason = 1, inspect.NotShown
	replied := flowtest.Told(3, "没有老花镜、饮水等便民用品", inspect.RectReplied, 6)
	given := flowtest.Told(0, "", inspect.RectOpen, 9)
	given.Source = inspect.ByRating
	return []desk.CentreOrder{late, again, given, replied, flowtest.Told(4, "监督电话没有上墙", inspect.RectClosed, 1)}
}

func longestOrder() []desk.CentreOrder {
	o := flowtest.Told(12, longRule, inspect.RectOpen, -30)
	o.Number += "+KABCDEFGHIJ+019b0000-0000-7000-8000-000000000012"
	o.Severity, o.Source = inspect.Urgent, inspect.Hotline
	o.Sent = []desk.SentReply{{ID: "a", Problem: "err.rectify.unknown"}}
	return []desk.CentreOrder{o}
}

func orderCases() []picture {
	nothing := func(*testing.T, *flowtest.Machine, *flow.Turn) {}
	one := toldOrders()[:1]
	return []picture{
		{"orders", ordered(toldOrders(), nothing)},
		{"orders-empty", ordered(nil, nothing)},
		{"orders-error", ordered(nil, func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			m.Store.Err = errors.New("disk")
			turn.Orders.Look(t.Context())
		})},
		{"orders-longest", ordered(longestOrder(), nothing)},
		{"orders-home", ordered(one, func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) { turn.GoHome() })},
		{"rectify", ordered(one, func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			replies(turn, "值班表已经重新排好贴在门上，两个人轮班", 1, 2)
		})},
		{"rectify-empty", ordered(one, func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) { replies(turn, "", 0, 0) })},
		{"rectify-write", ordered(one, func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			replies(turn, "值班表已经重新排好", 0, 1)
			turn.Rectify.Write(true)
		})},
		{"rectify-error", ordered(one, func(t *testing.T, m *flowtest.Machine, turn *flow.Turn) {
			replies(turn, "值班表已经重新排好贴在门上", 0, 1)
			m.Store.Err = errors.New("disk")
			turn.Rectify.Submit(t.Context())
		})},
		{"rectify-none", ordered(one, func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			turn.Kiosk().Watch = nil
			replies(turn, "", 0, 0)
		})},
		{"rectify-longest", ordered(longestOrder(), func(_ *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			replies(turn, strings.Repeat(longNote, 4), 8, 8)
		})},
		{"rectify-done", ordered(one, func(t *testing.T, _ *flowtest.Machine, turn *flow.Turn) {
			replies(turn, "值班表已经重新排好贴在门上", 0, 1)
			turn.Rectify.Submit(t.Context())
		})},
	}
}
