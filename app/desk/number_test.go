package desk_test

import (
	"context"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

// leased is a counter whose county leased it two serials, and an application for
// an item with an official code.
func leased(t *testing.T) (*desk.Desk, *storetest.Memory, desk.Application) {
	t.Helper()
	d, store := counter(t)
	numbered := item
	numbered.Code = storetest.Item
	d.Item = func(code village.ItemCode) (village.ServiceItem, bool) { return numbered, code == numbered.Code }
	d.ItemOf = func(context.Context, string, village.ItemCode) (village.ServiceItem, error) { return numbered, nil }
	letter, err := village.NewLetter(village.LetterLease, monday, village.Lease{Epoch: 1, Lo: 1000, Hi: 1001, From: "2026-11-20", To: "2026-12-20"})
	if err != nil {
		t.Fatal(err)
	}
	letters := []village.Letter{letter}
	head := seal.LetterChain(storetest.Identity().ID, 0, seal.MailBase(storetest.Identity().ID), letters)
	if err := store.TakeLetters(t.Context(), village.MailState{}, village.MailState{Seq: 1, Head: head[:]}, letters); err != nil {
		t.Fatal(err)
	}
	a := application()
	a.Item = numbered.Code
	return d, store, a
}

func TestANumberIsTheSameOnPaperAndInWhatIsSealed(t *testing.T) {
	d, store, a := leased(t)
	for n, want := range []village.CaseNumber{village.CaseNumber(storetest.Item) + "202611231000", village.CaseNumber(storetest.Item) + "202611231001"} {
		out, err := d.Accept(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if out.CaseNumber == nil || *out.CaseNumber != want || out.Case.Number != want || body(t, store, n).Number != want {
			t.Errorf("case %d: %v on paper, %s sealed, want %s", n, out.CaseNumber, body(t, store, n).Number, want)
		}
		clear, err := seal.ParseBody(pending(t, store)[n].Body)
		if err != nil || clear.Clear.Number != want {
			t.Errorf("in clear: %s, %v", clear.Clear.Number, err)
		}
		if s, err := d.Status(t.Context(), string(out.ShortCode)); err != nil || s.Case.Number != want {
			t.Errorf("status says %s, %v", s.Case.Number, err)
		}
	}
	if out, err := d.Accept(t.Context(), a); err != nil || out.CaseNumber != nil {
		t.Errorf("after the last serial: %v, %v", out.CaseNumber, err)
	}
}

func TestAClockOnItsFloorGetsNoNumber(t *testing.T) {
	for trust, want := range map[village.TimeTrust]bool{village.TimeSynced: true, village.TimeUnknown: true, village.TimeFloor: false} {
		d, _, a := leased(t)
		d.Now = func() (time.Time, village.TimeTrust) { return monday, trust }
		out, err := d.Accept(t.Context(), a)
		if err != nil || (out.CaseNumber != nil) != want {
			t.Errorf("%s: %v, %v", trust, out.CaseNumber, err)
		}
	}
}

// raced gives a number out to somebody else just before it is saved.
type raced struct {
	desk.Store
	stolen int
}

func (r *raced) SaveCase(ctx context.Context, c village.Case, rec village.Record, sign village.SignReceipt) (village.Case, error) {
	if r.stolen++; r.stolen == 1 {
		other, record := storetest.SampleCase(77, 60)
		other.Item, other.Number = c.Item, c.Number
		if _, err := r.Store.SaveCase(ctx, other, record, storetest.PlainQR); err != nil {
			return c, err
		}
	}
	return r.Store.SaveCase(ctx, c, rec, sign)
}

func TestANumberThatSomebodyElseTookMeanwhileIsNotGivenTwice(t *testing.T) {
	d, store, a := leased(t)
	d.Store = &raced{Store: store}
	out, err := d.Accept(t.Context(), a)
	if want := village.CaseNumber(storetest.Item) + "202611231001"; err != nil || out.CaseNumber == nil || *out.CaseNumber != want {
		t.Errorf("%v, %v", out.CaseNumber, err)
	}
}

func TestStatusSaysWhatTheCountyToldLast(t *testing.T) {
	d, store := counter(t)
	out, err := d.Accept(t.Context(), application())
	if err != nil {
		t.Fatal(err)
	}
	d.Store = telling{store, village.Standing{
		Record: village.RecordNeedsAttention, Problem: "err.county.body", Number: "N",
		Steps: []village.CaseStep{{State: village.CaseAccepted}, {State: village.Completed}},
	}}
	s, err := d.Status(t.Context(), string(out.ShortCode))
	if err != nil || s.Case.State != village.Completed || s.Case.Number != "N" || s.Problem != "err.county.body" || len(s.Steps) != 2 {
		t.Errorf("%+v, %v", s, err)
	}
}

// telling has heard something of the county.
type telling struct {
	desk.Store
	heard village.Standing
}

func (h telling) Standing(context.Context, village.RecordID) (village.Standing, error) {
	return h.heard, nil
}

func TestAMachineThatMayHaveForgottenNumbersPrintsNone(t *testing.T) {
	d, _, a := leased(t)
	may := false
	d.Numbers = func(context.Context) bool { return may }
	if out, err := d.Accept(t.Context(), a); err != nil || out.CaseNumber != nil || out.ShortCode == "" {
		t.Errorf("%v with %s, %v", out.CaseNumber, out.ShortCode, err)
	}
	may = true
	if out, err := d.Accept(t.Context(), a); err != nil || out.CaseNumber == nil {
		t.Errorf("%v, %v", out.CaseNumber, err)
	}
}
