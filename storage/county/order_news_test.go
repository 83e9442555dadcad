package county

import (
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// toldOf are the letters about orders that a machine has, folded.
func toldOf(t *testing.T, db *DB, kiosk seal.KioskID) (news []inspect.News, letters int) {
	t.Helper()
	rows, err := db.db.Read().QueryContext(t.Context(), `SELECT body FROM letter WHERE kiosk = $1 AND kind = 'order' ORDER BY seq`, kiosk)
	bodies, err := collect(rows, err, func(b *[]byte) []any { return []any{b} })
	if err != nil {
		t.Fatal(err)
	}
	var list []village.Letter
	for _, b := range bodies {
		list = append(list, village.Letter{Kind: inspect.LetterOrder, Body: b})
	}
	return inspect.Latest(list), len(list)
}

// TestEveryMachineOfACentreIsToldOfItsOrdersOnce, also of those that come from no visit,
// and one that is enrolled later of what is still open.
func TestEveryMachineOfACentreIsToldOfItsOrdersOnce(t *testing.T) {
	first := countytest.Inspection(1, nil, nil)
	db, k, n := inspected(t, first)
	tell := func() {
		t.Helper()
		for range 2 { // the second time there is nothing to tell
			if err := n.Tell(t.Context(), db); err != nil {
				t.Fatal(err)
			}
		}
	}
	given, err := n.Open(t.Context(), office.Rectification{Centre: countytest.InspectedCentre, Source: inspect.City, Severity: inspect.Minor, Text: "张三家的路灯"}, "市里")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.Open(t.Context(), office.Rectification{Centre: "445203104203", Source: inspect.City, Severity: inspect.Minor, Text: "x"}, "市里"); err != nil {
		t.Fatal(err)
	}
	tell()
	news, letters := toldOf(t, db, k.ID)
	if letters != 3 || len(news) != 3 || news[0].What != "工作时间没有开门，或者没有人在岗" || news[0].Due != "2026-11-30" || news[2].Number != given.Number || news[2].What != "" || news[2].Source != inspect.City {
		t.Fatalf("%d letters: %+v", letters, news)
	}

	reply := countytest.RectificationReply(2, news[0].Number, countytest.InspectedCentre)
	db.hand(t, k, []village.Record{first}, reply)
	if _, err := n.Act(t.Context(), news[1].Number, office.RectAct{Verb: inspect.Struck, By: "领导小组", Text: "有通知"}); err != nil {
		t.Fatal(err)
	}
	tell()
	if news, letters = toldOf(t, db, k.ID); letters != 5 || news[0].State != inspect.RectReplied || len(news[0].Replies) != 1 || news[0].Replies[0] != reply.ID || news[1].State != inspect.RectStruck {
		t.Errorf("%d letters: %+v", letters, news)
	}
	if _, err := n.Act(t.Context(), news[0].Number, office.RectAct{Verb: inspect.Rejected, By: "郑检查", Text: "没扫", Reason: inspect.InPart}); err != nil {
		t.Fatal(err)
	}
	later := db.know(t, 5)
	tell()
	if news, _ = toldOf(t, db, k.ID); news[0].State != inspect.RectOpen || news[0].Rounds != 1 || news[0].Reason != inspect.InPart {
		t.Errorf("a rejected one: %+v", news[0])
	}
	if news, letters = toldOf(t, db, later.ID); letters != 2 || news[0].Rounds != 1 || news[1].Number != given.Number {
		t.Errorf("a machine that came later has %d letters: %+v", letters, news)
	}
}
