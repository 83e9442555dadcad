package storetest

import (
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

const day = 24 * time.Hour

func noSerialTwice(t *testing.T, r *lettersRig) {
	one, two := r.lease(fresh(Identity().ID)), r.lease(fresh(other().ID))
	if one.Lo == 0 || two.Lo == 0 || one.Lo <= two.Hi && two.Lo <= one.Hi {
		t.Errorf("%+v and %+v", one, two)
	}
	today := village.DayOf(*r.Clock)
	if one.From != today || one.To != today.Add(30) || one.Lo <= office.CountySerials {
		t.Errorf("lease %+v", one)
	}
}

// opened is a question of a kiosk that has begun an epoch and handed over one
// record in it.
func (r *lettersRig) opened(kiosk seal.KioskID, epoch int64) office.MailQuestion {
	r.t.Helper()
	q := fresh(kiosk)
	base := seal.BaseHead(kiosk, epoch, seal.Head{})
	_, record := SampleCase(900+int(epoch), 60)
	record.Epoch, record.Seq = epoch, 1
	records := []village.Record{record}
	head, err := seal.Chain(kiosk, base, records)
	must(r.t, err)
	must(r.t, r.Store.Chain(r.t.Context(), kiosk, 1, func(tx office.ChainTx) error {
		if err := tx.Open(epoch, base, *r.Clock, 0); err != nil {
			return err
		}
		return tx.Append([]office.Entry{{Record: records[0]}})
	}))
	q.Epoch, q.Next, q.Chain = epoch, 2, head
	return q
}

func blocks(t *testing.T, r *lettersRig) {
	kiosk := Identity().ID
	first := r.lease(fresh(kiosk))
	*r.Clock = r.Clock.Add(10 * day)
	if again := r.lease(fresh(kiosk)); again != first {
		t.Errorf("renewed early: %+v", again)
	}
	*r.Clock = r.Clock.Add(6 * day)
	longer := r.lease(fresh(kiosk))
	if longer.Lo != first.Lo || longer.From != first.From || longer.To != first.To.Add(16) {
		t.Errorf("renewed as %+v, was %+v", longer, first)
	}
	later := r.lease(r.opened(kiosk, 2))
	if later.Lo == 0 || later.Lo == first.Lo {
		t.Errorf("another epoch has %+v after %+v", later, longer)
	}
	*r.Clock = r.Clock.Add(31 * day) // the first has run out
	if next := r.lease(fresh(other().ID)); next.Lo != first.Lo || next.From != village.DayOf(*r.Clock) {
		t.Errorf("what has run out is leased as %+v", next)
	}
}

func notUpToDate(t *testing.T, r *lettersRig) {
	kiosk := Identity().ID
	good := r.opened(kiosk, 2)
	for name, change := range map[string]func(*office.MailQuestion){
		"more records": func(q *office.MailQuestion) { q.Next++ }, "fewer": func(q *office.MailQuestion) { q.Next-- },
		"others": func(q *office.MailQuestion) { q.Chain[0] ^= 1 }, "an old epoch": func(q *office.MailQuestion) { q.Epoch-- },
		"a new epoch": func(q *office.MailQuestion) { q.Epoch++ },
	} {
		q := good
		change(&q)
		if l := r.lease(q); l.Lo != 0 {
			t.Errorf("%s: %+v", name, l)
		}
	}
	if l := r.lease(good); l.Lo == 0 {
		t.Error("and none at all")
	}
}

func fewBlocks(t *testing.T, r *lettersRig) {
	kiosk := Identity().ID
	got := 0
	for epoch := int64(1); epoch <= 8; epoch++ {
		if l := r.lease(r.opened(kiosk, epoch)); l.Lo != 0 {
			got++
		}
	}
	if got != 4 {
		t.Errorf("%d blocks at a time", got)
	}
}

func heldBack(t *testing.T, r *lettersRig) {
	kiosk := Identity().ID
	known := r.lease(fresh(kiosk))
	*r.Clock = r.Clock.Add(20 * day)
	r.Restored(t)
	if l := r.lease(fresh(other().ID)); l.Lo != 0 {
		t.Errorf("a block that may be held is leased: %+v", l)
	}
	if l := r.lease(fresh(kiosk)); l.Lo != known.Lo || l.To != village.DayOf(*r.Clock).Add(30) {
		t.Errorf("what the backup knows is renewed as %+v", l)
	}
	*r.Clock = r.Clock.Add(30 * day)
	if l := r.lease(fresh(other().ID)); l.Lo != 0 {
		t.Errorf("a block that may be held on its last day is leased: %+v", l)
	}
	*r.Clock = r.Clock.Add(day)
	if l := r.lease(fresh(other().ID)); l.Lo == 0 {
		t.Error("nothing is leased when every lease has run out")
	}
}

func numberOf(t *testing.T, item village.ItemCode, on village.Day, serial int) village.CaseNumber {
	t.Helper()
	n, ok := village.NewCaseNumber(item, on, serial)
	if !ok {
		t.Fatalf("no number of %s on %s with %d", item, on, serial)
	}
	return n
}

func printedOnce(t *testing.T, r *lettersRig) {
	kiosk := Identity().ID
	l := r.lease(fresh(kiosk))
	n := numberOf(t, Item, l.From, l.Lo)
	if c := r.kept(kiosk, Item, n); c.Number != n || c.Printed != n {
		t.Errorf("kept as %+v", c)
	}
	second := r.kept(kiosk, Item, n) // a disk that was put back to an older image
	if second.Number != "" || second.Printed != n {
		t.Errorf("a second case has it: %+v", second)
	}
	must(t, r.office.Number(t.Context()))
	both, err := r.Store.FindCases(t.Context(), string(n))
	must(t, err)
	if len(both) != 2 || both[0].Number == both[1].Number || both[1].Number == "" {
		t.Errorf("who looks for the printed number finds %+v", both)
	}
}

func foreignNumber(t *testing.T, r *lettersRig) {
	l := r.lease(fresh(other().ID))
	for name, n := range map[string]village.CaseNumber{
		"another kiosk's":     numberOf(t, Item, l.From, l.Lo),
		"the county's own":    numberOf(t, Item, l.From, 7),
		"of another item":     numberOf(t, "12441500196720244T3442199806004", l.From, l.Hi+1),
		"not a number at all": "12441500196720244T34421998060032026112399991",
	} {
		if c := r.kept(Identity().ID, Item, n); c.Number != "" {
			t.Errorf("%s: taken as %s", name, c.Number)
		}
	}
	forgotten := numberOf(t, Item, l.From.Add(-60), 5000) // of a lease that no backup knows
	if c := r.kept(Identity().ID, Item, forgotten); c.Number != forgotten {
		t.Errorf("forgotten: %+v", c)
	}
}

func assigned(t *testing.T, r *lettersRig) {
	kiosk := Identity().ID
	q := after(fresh(kiosk), r.ask(fresh(kiosk)))
	r.kept(kiosk, "demo-item", "")
	one, two := r.kept(kiosk, Item, ""), r.kept(kiosk, Item, "")
	must(t, r.office.Number(t.Context()))
	must(t, r.office.Number(t.Context()))
	a := r.ask(q)
	if len(a.Letters) != 2 {
		t.Fatalf("%d letters", len(a.Letters))
	}
	for i, c := range []office.CaseHead{one, two} {
		n, err := a.Letters[i].Numbered()
		if want := numberOf(t, Item, village.DayOf(*r.Clock), i+1); err != nil || n.Record != c.ID || n.Number != want {
			t.Errorf("letter %d says %+v, %v; want %s", i, n, err, want)
		}
	}
	if given, err := r.Store.AssignNumber(t.Context(), one, village.DayOf(*r.Clock), office.CountySerials); given || err != nil {
		t.Errorf("a second number: %v, %v", given, err)
	}
	three := r.kept(kiosk, Item, "")
	if given, err := r.Store.AssignNumber(t.Context(), three, village.DayOf(*r.Clock), 2); given || err != nil {
		t.Errorf("beyond the county's serials: %v, %v", given, err)
	}
}

func notOnThatDay(t *testing.T, r *lettersRig) {
	r.Restored(t)
	c := r.kept(Identity().ID, Item, "")
	must(t, r.office.Number(t.Context()))
	if found, err := r.Store.FindCases(t.Context(), string(c.ShortCode)); err != nil || found[0].Number != "" {
		t.Errorf("%+v, %v", found, err)
	}
	*r.Clock = r.Clock.Add(day)
	must(t, r.office.Number(t.Context()))
	if found, err := r.Store.FindCases(t.Context(), string(c.ShortCode)); err != nil || found[0].Number != numberOf(t, Item, village.DayOf(*r.Clock), 1) {
		t.Errorf("%+v, %v", found, err)
	}
}
