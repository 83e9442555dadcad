package kiosk

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

func TestOrdersAreWhatTheCountyToldLastWithWhatWasHandedInHere(t *testing.T) {
	db := openAt(t, t.TempDir())
	code := village.NewShortCode(rand.New(rand.NewPCG(1, 7)))
	k7, other := inspect.OrderNumber(code, 1), inspect.OrderNumber(code, 2)
	tell := func(head byte, n any) {
		t.Helper()
		body, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		at, err := db.MailState(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		to := at
		to.Incarnation, to.Seq, to.Head = []byte{1}, at.Seq+1, bytes.Repeat([]byte{head}, 32)
		if err := db.TakeLetters(t.Context(), at, to, []village.Letter{{Kind: inspect.LetterOrder, WrittenAt: db.now(), Body: body, Head: bytes.Repeat([]byte{head}, 32)}}); err != nil {
			t.Fatal(err)
		}
	}
	tell(1, inspect.News{Number: k7, What: "环境卫生差", Due: "2026-12-01", State: inspect.RectOpen})
	tell(2, inspect.News{Number: other, Due: "2026-12-02", State: inspect.RectOpen})
	tell(3, map[string]string{"number": k7, "state": "gone"}) // of a later release
	tell(4, inspect.News{Number: k7, What: "环境卫生差", Due: "2026-12-01", State: inspect.RectOpen, Rounds: 1})
	c, r := storetest.SampleCase(1, 100)
	c.Order = k7
	c, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR)
	if err != nil {
		t.Fatal(err)
	}
	list, err := db.CentreOrders(t.Context())
	if err != nil || len(list) != 2 || list[0].Rounds != 1 || list[0].What != "环境卫生差" || list[1].Number != other || len(list[1].Sent) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	if s := list[0].Sent; len(s) != 1 || s[0].ID != c.ID || s[0].Code != c.ShortCode || s[0].Record != village.RecordLocal || s[0].Problem != "" {
		t.Errorf("handed in here: %+v", s)
	}
}
