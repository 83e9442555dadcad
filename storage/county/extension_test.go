package county

import (
	"testing"
	"time"

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

// TestM5AnAnswerAndItsExtensionAreKeptTogether or not at all, and counted by centre.
func TestM5AnAnswerAndItsExtensionAreKeptTogether(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	if err := db.AddMember(t.Context(), office.Member{Badge: "B-1", Name: "陈丽君", AddedAt: countytest.At, Salt: []byte{1}, PIN: []byte{2}}); err != nil {
		t.Fatal(err)
	}
	countytest.Unlock(t, db)
	if _, err := db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
		t.Fatal(err)
	}
	var asked []village.Record
	for seq := range int64(4) {
		asked = append(asked, countytest.LongerHours(seq+1, nil))
	}
	if _, err := db.take(t, handed(k.ID, nil, asked...)); err != nil {
		t.Fatal(err)
	}
	if err := (&office.Opener{Log: db}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	h := office.Hotline{Store: db, Now: func() time.Time { return countytest.At }, Limit: func(village.ItemCode) int { return 0 }}
	if err := h.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	chen := office.Account{Name: "chen", Role: office.RoleCounty}
	grant := func(seq int64) error {
		e := office.Extension{Centre: "445203104202", Day: village.DayOf(countytest.At), Span: calendar.Span{From: 1050, To: 1080}, Basis: "b", Reason: "r", Badge: "B-1", At: countytest.At}
		_, err := h.Do(t.Context(), k.ID, countytest.ID(seq), office.TicketDeed{Verb: office.VerbStay, Longer: &e}, chen)
		return err
	}
	if err := grant(1); err != nil {
		t.Fatal(err)
	}
	if err := grant(2); village.Keyed(err).Key != "err.extension.twice" {
		t.Errorf("the same hours for another person: %v", err)
	}
	if r, err := db.Request(t.Context(), k.ID, countytest.ID(2)); err != nil || r.State != village.Registered || len(r.Acts) != 1 {
		t.Errorf("the answer stayed without its extension: %+v, %v", r, err)
	}
	if _, err := h.Do(t.Context(), k.ID, countytest.ID(3), office.TicketDeed{Verb: office.VerbDecline}, chen); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Do(t.Context(), k.ID, countytest.ID(4), office.TicketDeed{Verb: office.VerbStay}, chen); village.Keyed(err).Key != "err.extension.hours" {
		t.Errorf("yes without hours: %v", err)
	}
	if _, err := h.Do(t.Context(), k.ID, countytest.ID(1), office.TicketDeed{Verb: office.VerbCallOff, Reason: village.ReasonTwice}, chen); err == nil {
		t.Error("hours that were granted are called off")
	}
	r, err := db.Request(t.Context(), k.ID, countytest.ID(1))
	if steps := r.Steps(); err != nil || r.State != village.Dispatched || steps[len(steps)-1].Hours != "17:30-18:00" || r.Acts[1].Longer.Number != 1 {
		t.Errorf("the paper is told %+v, %v", r.Steps(), err)
	}
	day := village.DayOf(countytest.At)
	want := office.HoursCount{Centre: "445203104202", Asked: 4, Granted: 1, Declined: 1, Noted: 1, Minutes: 30}
	if list, err := db.CountHours(t.Context(), office.Scope{Division: "445203104000"}, day, day); err != nil || len(list) != 1 || list[0] != want {
		t.Errorf("counted %+v, %v", list, err)
	}
	for _, other := range []struct {
		scope    office.Scope
		from, to village.Day
	}{{office.Scope{Division: "445203105000"}, day, day}, {office.Scope{}, day.Add(1), day.Add(2)}, {office.Scope{}, day.Add(-2), day.Add(-1)}} {
		if list, err := db.CountHours(t.Context(), other.scope, other.from, other.to); err != nil || len(list) != 0 {
			t.Errorf("%+v counts %+v, %v", other, list, err)
		}
	}
}
