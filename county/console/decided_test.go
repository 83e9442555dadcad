package console

import (
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestConsoleShowsWhatWasDecidedAndNoLongerWaiting(t *testing.T) {
	first := countytest.Case(1, nil)
	d := newDesk(t, first)
	found, err := d.db.Case(t.Context(), d.kiosk.ID, first.ID)
	if err != nil {
		t.Fatal(err)
	}
	page := "/cases/" + string(d.kiosk.ID) + "/" + string(first.ID)
	if before := d.ask(page).Body.String(); !strings.Contains(before, "已收件，尚未受理") || !strings.Contains(before, "等待受理") {
		t.Error("a case that waits is not shown as waiting")
	}
	work := &office.Office{Mailboxes: d.db, Now: d.office.Now}
	if _, err := work.Decide(t.Context(), office.Decision{Text: string(found.ShortCode), State: village.CaseAccepted}); err != nil {
		t.Fatal(err)
	}
	after := d.ask(page).Body.String()
	if !strings.Contains(after, "已受理") || strings.Contains(after, "尚未受理") || strings.Contains(after, "等待受理") {
		t.Error("a case that is accepted is shown as waiting")
	}
	if list := d.ask("/cases?state=accepted").Body.String(); !strings.Contains(list, found.ShortCode.Spaced()) {
		t.Error("the list of accepted cases lacks it")
	}
	if list := d.ask("/cases?state=received").Body.String(); strings.Contains(list, found.ShortCode.Spaced()) {
		t.Error("the list of waiting cases still has it")
	}
}
