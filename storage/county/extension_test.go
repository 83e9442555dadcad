package county

import (
	"testing"

	"bianmin/app/calendar"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

func TestM5AnExtensionIsNotedOnce(t *testing.T) {
	db := openNew(t)
	if err := db.AddMember(t.Context(), office.Member{Badge: "B-1", Name: "陈丽君", AddedAt: countytest.At, Salt: []byte{1}, PIN: []byte{2}}); err != nil {
		t.Fatal(err)
	}
	e := office.Extension{Centre: "445203104202", Day: "2026-11-23", Span: calendar.Span{From: 18 * 60, To: 20 * 60}, Basis: "b", Reason: "r", Badge: "B-1", Account: "li", At: countytest.At}
	keep := func(change func(*office.Extension)) (int64, error) {
		other := e
		change(&other)
		return db.KeepExtension(t.Context(), other)
	}
	if n, err := keep(func(*office.Extension) {}); err != nil || n != 1 {
		t.Fatalf("number %d, %v", n, err)
	}
	if _, err := keep(func(o *office.Extension) { o.Span = calendar.Span{From: 19 * 60, To: 21 * 60} }); village.Keyed(err).Key != "err.extension.twice" {
		t.Errorf("one that overlaps: %v", err)
	}
	for i, change := range []func(*office.Extension){
		func(o *office.Extension) { o.Span = calendar.Span{From: 20 * 60, To: 21 * 60} },
		func(o *office.Extension) { o.Centre = "445203104201" },
		func(o *office.Extension) { o.Day = "2026-11-24" },
	} {
		if n, err := keep(change); err != nil || n != int64(i+2) {
			t.Errorf("number %d, %v", n, err)
		}
	}
	list, err := db.Extensions(t.Context(), office.Scope{Division: "445203104202"}, 10)
	if err != nil || len(list) != 3 || list[0].Day != "2026-11-24" || list[0].Span != e.Span || list[0].Badge != "B-1" || !list[0].At.Equal(countytest.At) {
		t.Errorf("of one centre %+v, %v", list, err)
	}
}
