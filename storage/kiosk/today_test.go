package kiosk

import (
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

// TestTheDayListsWhatMayWaitForSomebodyAndNoMore: an old case of which nothing is to come
// is not in hand, an old one with papers to follow or a result on its way is, and one whose
// result was fetched and that is over is not.
func TestTheDayListsWhatMayWaitForSomebodyAndNoMore(t *testing.T) {
	db := openAt(t, t.TempDir())
	var codes []village.ShortCode
	var ids []village.RecordID
	for n := 1; n <= 5; n++ {
		c, r := storetest.SampleCase(n, 100)
		c.AcceptedAt = storetest.Moment.AddDate(0, 0, -40)
		switch n {
		case 1:
			c.AcceptedAt = storetest.Moment
		case 2:
			c.Materials = []village.HandedIn{{Code: "photo", How: village.Deferred}}
		}
		if _, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR); err != nil {
			t.Fatal(err)
		}
		codes, ids = append(codes, c.ShortCode), append(ids, c.ID)
	}
	letter, err := village.NewLetter(village.LetterDelivery, storetest.Moment, village.DeliveryWord{Record: ids[2], State: village.DeliveryAtVillage, AtMS: 2})
	if err != nil {
		t.Fatal(err)
	}
	fetched, err := village.NewLetter(village.LetterDelivery, storetest.Moment, village.DeliveryWord{Record: ids[4], State: village.DeliveryHandedOver, AtMS: 2})
	if err != nil {
		t.Fatal(err)
	}
	over, err := village.NewLetter(village.LetterCase, storetest.Moment, village.CaseStep{Record: ids[4], State: village.Completed, AtMS: 3})
	if err != nil {
		t.Fatal(err)
	}
	letters, kiosk := []village.Letter{letter, fetched, over}, storetest.Identity().ID
	seal.LetterChain(kiosk, 0, seal.MailBase(kiosk), letters)
	to := village.MailState{Incarnation: []byte("county"), Seq: 3, Head: letters[2].Head, ToldAt: storetest.Moment}
	if err := db.TakeLetters(t.Context(), village.MailState{}, to, letters); err != nil {
		t.Fatal(err)
	}
	got, err := db.CasesInHand(t.Context(), village.DayOf(storetest.Moment).Begins(), storetest.Moment.AddDate(-1, 0, 0))
	if want := []village.ShortCode{codes[2], codes[1], codes[0]}; err != nil || !slices.Equal(got, want) {
		t.Errorf("in hand are %v, %v; want %v", got, err, want)
	}
	got, err = db.CasesInHand(t.Context(), storetest.Moment.Add(time.Hour), storetest.Moment.Add(time.Hour))
	if err != nil || len(got) != 0 {
		t.Errorf("in hand since later are %v, %v", got, err)
	}
}

// TestABusyDayHidesNothingThatWaitsFromBefore: only the cases of today are cut.
func TestABusyDayHidesNothingThatWaitsFromBefore(t *testing.T) {
	db := openAt(t, t.TempDir())
	var old village.ShortCode
	for n := 1; n <= mostToday+2; n++ {
		c, r := storetest.SampleCase(n, 100)
		c.AcceptedAt = storetest.Moment
		if n == 1 {
			old, c.AcceptedAt = c.ShortCode, storetest.Moment.AddDate(0, 0, -40)
			c.Materials = []village.HandedIn{{Code: "photo", How: village.Deferred}}
		}
		if _, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR); err != nil {
			t.Fatal(err)
		}
	}
	got, err := db.CasesInHand(t.Context(), village.DayOf(storetest.Moment).Begins(), storetest.Moment.AddDate(-1, 0, 0))
	if err != nil || len(got) != mostToday+1 || got[mostToday] != old {
		t.Errorf("%d in hand, with the old one %v; %v", len(got), slices.Contains(got, old), err)
	}
}
