package console

import (
	"net/http"
	"net/url"
	"testing"

	"bianmin/app/village"
	"bianmin/county/office"
)

// TestM4SlotsAreClosedAndChangedAndNoLeasedSeatIsTakenBack: who did it is listed, and a town
// changes its own alone.
func TestM4SlotsAreClosedAndChangedAndNoLeasedSeatIsTakenBack(t *testing.T) {
	d := newDesk(t, bookedSeat(1))
	id, err := village.Slot{Area: "445203104000", Window: 1, Day: "2026-11-30", From: "0930", To: "1000"}.ID()
	if err == nil {
		err = d.db.OpenSlot(t.Context(), office.SlotOffer{Slot: id, Seats: 4, Share: 2})
	}
	if err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/bookings"), `href="/slots"`)
	wants(t, d.page("/slots"), "11月30日 9:30–10:00", "1 号窗口", "2026-11", "不再放号")
	path := "/slots/" + string(id)
	for _, tt := range []struct {
		form url.Values
		want int
	}{
		{url.Values{"verb": {"seats"}, "seats": {"0"}}, http.StatusBadRequest},
		{url.Values{"verb": {"eat"}}, http.StatusBadRequest},
		{url.Values{"verb": {"seats"}, "seats": {"6"}}, http.StatusSeeOther},
		{url.Values{"verb": {"close"}}, http.StatusSeeOther},
	} {
		if w := d.post(path, tt.form); w.Code != tt.want {
			t.Errorf("%v: %d, want %d", tt.form, w.Code, tt.want)
		}
	}
	wants(t, d.page("/slots"), "已停止放号", "名额改为 6", "停止放号")
	d.signIn(office.Account{Name: "other", Person: "别镇", Role: office.RoleTown, Scope: office.Scope{Division: "445203105000"}})
	lacks(t, d.page("/slots"), "11月30日 9:30–10:00")
	if w := d.post(path, url.Values{"verb": {"close"}}); w.Code != http.StatusNotFound {
		t.Errorf("by another town: %d", w.Code)
	}
}
