package county

import (
	"crypto/rand"
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestTheListOfHelpersIsPublishedWhenItChangesAndOnceADay, and not otherwise.
func TestTheListOfHelpersIsPublishedWhenItChangesAndOnceADay(t *testing.T) {
	db, now := openNew(t), countytest.At
	if _, err := db.Incarnation(t.Context(), []byte("0123456789abcdef")); err != nil {
		t.Fatal(err)
	}
	signer, err := seal.NewIdentity(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	p := &office.Publisher{Store: db, List: db, Staff: db, Signer: signer, Pack: func(plain []byte) ([]byte, error) { return plain, nil }, Now: func() time.Time { return now }}
	r := &office.Roll{Book: db, Now: p.Now, Random: rand.Reader}
	newest := func() (int64, snapshot.Staff) {
		t.Helper()
		for range 2 { // the second has nothing to do
			if err := p.PublishStaff(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		_, list, err := db.Newest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(list, func(m snapshot.Manifest) bool { return m.Stream == snapshot.Helpers })
		if i < 0 {
			return 0, snapshot.Staff{}
		}
		plain, err := db.Content(t.Context(), list[i].SHA256)
		if err != nil {
			t.Fatal(err)
		}
		staff, err := snapshot.ParseStaff(plain)
		if err != nil {
			t.Fatal(err)
		}
		return list[i].Version, staff
	}
	if version, _ := newest(); version != 0 {
		t.Errorf("a county without helpers published list %d", version)
	}
	if err := r.Add(t.Context(), "B-1", "陈丽君", "830274"); err != nil {
		t.Fatal(err)
	}
	if version, staff := newest(); version != 1 || len(staff.Helpers) != 1 || staff.Until.Format(time.DateOnly) != "2026-12-22" {
		t.Errorf("list %d is %+v", version, staff)
	}
	now = now.AddDate(0, 0, 1)
	if version, staff := newest(); version != 2 || staff.Until.Format(time.DateOnly) != "2026-12-23" {
		t.Errorf("a day later list %d is good until %s", version, staff.Until)
	}
	if err := r.Revoke(t.Context(), "B-1"); err != nil {
		t.Fatal(err)
	}
	if version, staff := newest(); version != 3 || len(staff.Helpers) != 0 {
		t.Errorf("after the revocation list %d is %+v", version, staff)
	}
}

func TestABadgeIsOnePersonsForEver(t *testing.T) {
	db := openNew(t)
	r := &office.Roll{Book: db, Now: func() time.Time { return countytest.At }, Random: rand.Reader}
	if err := r.Add(t.Context(), "B-1", " 陈丽君 ", "830274"); err != nil {
		t.Fatal(err)
	}
	key := func(err error) string {
		if err == nil {
			return ""
		}
		return village.Keyed(err).Field + " " + village.Keyed(err).Key
	}
	for _, tt := range []struct{ badge, name, pin, want string }{
		{"B-1", "林秋霞", "830274", "badge err.staff.twice"}, {"B 2", "林秋霞", "830274", "badge err.token.number"},
		{"B-2", " ", "830274", "name err.staff.name"}, {"B-2", "林秋霞", "123456", "pin err.pin.easy"}, {"B-2", "林秋霞", "8302", "pin err.pin.digits"},
	} {
		if err := r.Add(t.Context(), tt.badge, tt.name, tt.pin); key(err) != tt.want {
			t.Errorf("%+v: %v", tt, err)
		}
	}
	if err := r.SetPIN(t.Context(), "B-1", "472803"); err != nil {
		t.Error(err)
	}
	if err := r.Revoke(t.Context(), "B-1"); err != nil {
		t.Error(err)
	}
	for name, err := range map[string]error{
		"twice": r.Revoke(t.Context(), "B-1"), "a PIN": r.SetPIN(t.Context(), "B-1", "472803"), "nobody": r.Revoke(t.Context(), "B-9"),
	} {
		if key(err) != "badge err.staff.unknown" {
			t.Errorf("%s: %v", name, err)
		}
	}
	list, err := db.Members(t.Context())
	if err != nil || len(list) != 1 || list[0].Name != "陈丽君" || !list[0].RevokedAt.Equal(countytest.At) {
		t.Errorf("the book says %+v, %v", list, err)
	}
}
