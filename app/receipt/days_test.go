package receipt_test

import (
	"testing"

	"bianmin/app/receipt"
	"bianmin/app/receipt/receipttest"
)

// TestTheReceiptShowsTheDaysThatAreCounted: ten working days from 24 November, the last
// one solid on the paper; an item that is done at once has none, and a long limit is a
// sentence alone.
func TestTheReceiptShowsTheDaysThatAreCounted(t *testing.T) {
	s := receipttest.Sources(t)[0].Source
	c := receipt.Compose(s)
	marks := map[receipt.DayMark]int{}
	due := ""
	for _, day := range c.Days.Days {
		marks[day.Mark]++
		if day.Mark == receipt.DayDue {
			due = day.Label
		}
	}
	if len(c.Days.Days)%7 != 0 || marks[receipt.DayStart] != 1 || marks[receipt.DayCounted] != 9 || due != "8" {
		t.Errorf("%v, the last is %s", marks, due)
	}
	painter := receipttest.Painter(t)
	for _, paper := range []receipt.Paper{receipt.Paper80, receipt.Paper58} {
		with, err := painter.Paint(c, paper)
		if err != nil {
			t.Fatal(err)
		}
		without := c
		without.Days = receipt.Days{}
		plain, err := painter.Paint(without, paper)
		if err != nil {
			t.Fatal(err)
		}
		if more := with.Rect.Dy() - plain.Rect.Dy(); more < 150 || more > 300 {
			t.Errorf("on %d mm the days take %d rows", paper, more)
		}
	}
	s.Item.Instant = true
	if c := receipt.Compose(s); len(c.Days.Days) != 0 {
		t.Errorf("done at once: %+v", c.Days)
	}
	s.Item.Instant, s.Item.PromisedDays = false, 60
	if c := receipt.Compose(s); len(c.Days.Days) != 0 || c.Due == "" {
		t.Errorf("sixty days: %+v", c.Days)
	}
}
