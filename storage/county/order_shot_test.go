package county

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// shotRow is a photograph as it lies in the database.
const shotRow = "\xff\xd8\xff a yard"

// TestAnOrderByARuleWithPhotographsIsBoundAsOthersAre: untouched it is clean; another rule, which
// would take other points, is named.
func TestAnOrderByARuleWithPhotographsIsBoundAsOthersAre(t *testing.T) {
	db, _, n := inspected(t, countytest.Inspection(1, nil, nil))
	shot := office.Shot{Of: "found", Data: []byte(shotRow)}
	r, err := n.Open(t.Context(), office.Rectification{Centre: countytest.InspectedCentre, Source: inspect.City, Rule: "run.hygiene", Severity: inspect.Serious, Text: "院子脏"}, "市里", shot)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.Act(t.Context(), r.Number, office.RectAct{Verb: inspect.Replied, By: "江滨村", Text: "扫了"}, office.Shot{Of: inspect.After, Data: []byte(shotRow + " swept")}); err != nil {
		t.Fatal(err)
	}
	if _, faults := db.verified(t, ""); len(faults) > 0 {
		t.Errorf("untouched: %v", faults)
	}
	db.change(t, `UPDATE rectification SET rule = 'duty.absent' WHERE source = 'city'`)
	if _, faults := db.verified(t, ""); len(faults) == 0 {
		t.Error("another rule of an order is not seen")
	}
}

// TestAPhotographIsOpenedAtItsPlaceAloneAndThatIsKept.
func TestAPhotographIsOpenedAtItsPlaceAloneAndThatIsKept(t *testing.T) {
	visit := countytest.Inspection(1, nil, nil)
	db, k, n := inspected(t, visit)
	open := func() office.Rectification {
		r, err := n.Open(t.Context(), office.Rectification{Centre: countytest.InspectedCentre, Source: inspect.City, Severity: inspect.Minor, Text: "x"}, "市里", office.Shot{Of: "found", Data: []byte(shotRow)})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	one, two := open(), open()
	part := one.Acts[0].Parts[0]
	look := office.Look{Account: "chen", At: db.now()}
	if data, err := db.OpenShot(t.Context(), one.Number, part, look); err != nil || string(data) != shotRow {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := db.OpenShot(t.Context(), "ZG0", part, look); village.KindOf(err) != village.NotFound {
		t.Errorf("of another order: %v", err)
	}
	other := office.Look{Account: "chen", At: db.now().Add(time.Second), Kiosk: k.ID, ID: visit.ID, What: "file-1", Reason: "check"}
	if err := db.KeepLook(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	looks, err := db.Looks(t.Context(), 9)
	shown := office.Look{Account: "chen", At: look.At, Order: one.Number, What: "shot", Reason: "check"}
	if err != nil || len(looks) != 2 || looks[0].ID != visit.ID || !looks[1].At.Equal(look.At) {
		t.Fatalf("kept is %+v, %v", looks, err)
	}
	if shown.At = looks[1].At; looks[1] != shown {
		t.Errorf("kept is %+v, want %+v", looks[1], shown)
	}
	db.change(t, `UPDATE order_shot SET hidden = (SELECT o.hidden FROM order_shot o WHERE o.number = '`+two.Number+`') WHERE number = '`+one.Number+`'`)
	if _, err := db.OpenShot(t.Context(), one.Number, part, look); err == nil {
		t.Error("a photograph of another order is opened in its place")
	}
	for what, shots := range map[string][]office.Shot{
		"seven":      {{Data: []byte(shotRow)}, {Data: []byte(shotRow)}, {Data: []byte(shotRow)}, {Data: []byte(shotRow)}, {Data: []byte(shotRow)}, {Data: []byte(shotRow)}, {Data: []byte(shotRow)}},
		"no picture": {{Data: []byte("MZ")}},
	} {
		if _, err := n.Act(t.Context(), two.Number, office.RectAct{Verb: inspect.Replied, By: "x", Text: "y"}, shots...); err == nil || village.Keyed(err).Field != "photos" {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestWhatIsRefusedKeepsNeitherPhotographNorUnit: an order that is not there, a verb out of its
// turn, and a second order about one form.
func TestWhatIsRefusedKeepsNeitherPhotographNorUnit(t *testing.T) {
	db, _, n := inspected(t)
	form := strings.Repeat("ab", 16)
	order := office.Rectification{Centre: countytest.InspectedCentre, Source: inspect.City, Severity: inspect.Minor, Text: "x", Unit: "区民政局"}
	shot := func(n int) office.Shot { return office.Shot{Of: "found", Data: fmt.Append([]byte(shotRow), n)} }
	kept := func(table string) (rows int) {
		t.Helper()
		if err := db.db.Read().QueryRow(`SELECT COUNT(*) FROM ` + table).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		return rows
	}
	one, err := n.OpenForm(t.Context(), form, order, "市里", shot(1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.OpenForm(t.Context(), form, order, "市里", shot(2)); village.Keyed(err).Key != "err.rectify.once" {
		t.Errorf("a second one: %v", err)
	}
	unknown := inspect.OrderNumber(village.NewShortCode(rand.New(rand.NewChaCha8([32]byte{1}))), 0)
	for number, want := range map[string]string{one.Number: "err.rectify.order", unknown: "err.rectify.unknown"} {
		if _, err := n.Act(t.Context(), number, office.RectAct{Verb: inspect.Rejected, Reason: inspect.NotShown, By: "郑检查", Text: "x"}, shot(3)); village.Keyed(err).Key != want {
			t.Errorf("%s: %v, want %s", number, err, want)
		}
	}
	if shots, units := kept("order_shot"), kept("order_unit"); shots != 1 || units != 1 {
		t.Errorf("%d photographs and %d units are kept, want one of each", shots, units)
	}
	if _, err := n.Act(t.Context(), one.Number, office.RectAct{Verb: inspect.Replied, By: "江滨村", Text: "扫了"}, shot(4)); err != nil || kept("order_shot") != 2 {
		t.Errorf("%v, %d photographs", err, kept("order_shot"))
	}
}
