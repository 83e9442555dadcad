package storetest

import (
	"reflect"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/village"
)

// sampleInspection is the n-th of different inspections.
func sampleInspection(n int) (village.Case, village.Record) {
	c, r := SampleCase(n, 60)
	c.Item, r.Kind = village.InspectionPrefix+"sample", village.RecordInspection
	return c, r
}

func inspected(t *testing.T, s KioskStore) {
	found := []desk.Inspected{
		{Centre: "445203104202", Day: "2026-03-02", Inspector: "I-1", Duty: "A-7", Rules: []inspect.RuleID{"duty.absent", "run.fault"}},
		{Centre: "445203104202", Day: "2025-03-02", Inspector: "I-1", Rules: []inspect.RuleID{"duty.late"}},
		{Centre: "445203104203", Day: "2026-03-03", Inspector: "I-2"},
	}
	for i, seen := range found {
		c, r := sampleInspection(i + 1)
		saved, err := s.SaveInspection(t.Context(), c, r, seen, PlainQR)
		must(t, err)
		if again, err := s.CaseByCode(t.Context(), c.ShortCode); err != nil || saved.Seq != int64(i+1) || again.Item != c.Item {
			t.Errorf("inspection %d is %+v, %v", i, again, err)
		}
	}
	c, r := sampleInspection(1)
	c.ShortCode = sampleCode(9)
	if _, err := s.SaveInspection(t.Context(), c, r, found[0], PlainQR); err == nil {
		t.Error("a record was taken twice")
	}
	list, err := s.Inspections(t.Context(), "2025-03-02")
	must(t, err)
	if want := []desk.Inspected{found[1], found[0], found[2]}; !reflect.DeepEqual(list, want) {
		t.Errorf("remembered %+v, want %+v", list, want)
	}
	if list, err := s.Inspections(t.Context(), "2026-03-04"); err != nil || len(list) != 0 {
		t.Errorf("after the last: %+v, %v", list, err)
	}
}

func facts(t *testing.T, s KioskStore) {
	fill(t, s, 3)
	rating, rec := SampleRating(4, sampleCode(1))
	_, err := s.SaveRating(t.Context(), rating, rec)
	must(t, err)
	c, r := sampleInspection(5)
	_, err = s.SaveInspection(t.Context(), c, r, desk.Inspected{Centre: "445203104202", Day: "2026-11-23"}, PlainQR)
	must(t, err)
	f, err := s.Facts(t.Context(), Moment.AddDate(0, 0, -1))
	must(t, err)
	if f.Cases != 3 || f.Rated != 1 || f.Backlog != 5 || f.OldestMS == 0 || f.LastContact != 0 || len(f.Opening) != 1 || f.Opening[0].Acts < 5 {
		t.Errorf("the machine knows %+v", f)
	}
	if f, err = s.Facts(t.Context(), Moment.AddDate(1, 0, 0)); err != nil || f.Cases != 0 || len(f.Opening) != 0 || f.Backlog != 5 {
		t.Errorf("of a later time it knows %+v, %v", f, err)
	}
}
