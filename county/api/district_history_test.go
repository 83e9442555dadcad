package api_test

import (
	"context"
	"flag"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/mailbox"
	"bianmin/sync/wire"
)

var districts = flag.Int("districts", 200, "how many random histories of three kiosks and their county are tried")

// TestNoNumberIsOnTwoReceiptsAndNoLetterIsLost tries random histories of three
// kiosks and their county: lines that lose, double and repeat, sticks that are carried
// late, often and cut off, disks put back to an older image, two machines with one key, a county that comes back from a backup,
// weeks that pass, clocks of kiosks that are wrong. No two cases get one number,
// but where a disk was put back and the county did not have the first of them
// before the second was printed: then it finds the second, and renames it.
func TestNoNumberIsOnTwoReceiptsAndNoLetterIsLost(t *testing.T) {
	codec := newCodec(t)
	seed := rapidly(t, *districts, 20*time.Second, func(rt *rapid.T) { weeks(rt, codec, fault{}) })
	t.Logf("trials: %d histories of a district, -rapid.seed=%s", *districts, seed)
}

// TestDistrictsSeeWhatIsBroken is the negative control.
func TestDistrictsSeeWhatIsBroken(t *testing.T) {
	codec := newCodec(t)
	for _, f := range districtFaults() {
		t.Run(f.name, func(t *testing.T) {
			seen := &witness{TB: t}
			defer startAt(t, f.seed)()
			seed := rapidly(seen, 6000, time.Millisecond, func(rt *rapid.T) { weeks(rt, codec, f) })
			if !seen.failed {
				t.Error("not found in 6,000 histories")
			}
			seen.tell(f.name, seed)
		})
	}
}

func newCodec(t *testing.T) *wire.Codec {
	t.Helper()
	codec, err := wire.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	return codec
}

// weeks is one history, to its end.
func weeks(t *rapid.T, codec *wire.Codec, broken fault) {
	m := newDistrict(t, codec, broken)
	act := func(do func(*till)) func(*rapid.T) {
		return func(t *rapid.T) {
			m.t, m.rng = t, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "chance"), 0))
			s := m.stands[max(0, m.rng.IntN(5)-2)] // mostly the first, so that more happens to one
			do(s.disks[m.rng.IntN(len(s.disks))])
		}
	}
	speak := func(d *till) { _ = m.speak(d) }
	t.Repeat(map[string]func(*rapid.T){
		"hand in":       act(m.hand),
		"hand in again": act(m.hand),
		"speak":         act(speak),
		"speak again":   act(speak),
		"fetch":         act(func(d *till) { _ = d.box.Fetch(context.Background()) }),
		"stick":         act(m.useStick),
		"image":         act(func(d *till) { d.stand.image = d.copied(m) }),
		"put back":      act(func(d *till) { d.stand.replace(d, d.stand.image.copied(m)) }),
		"clone": act(func(d *till) {
			if len(d.stand.disks) < 2 {
				d.stand.disks = append(d.stand.disks, d.copied(m))
			}
		}),
		"one dies": act(func(d *till) {
			if len(d.stand.disks) > 1 {
				d.stand.disks = slices.DeleteFunc(d.stand.disks, func(x *till) bool { return x == d })
			}
		}),
		"backup":        act(func(*till) { m.backups = append(m.backups, m.county.Clone()) }),
		"restore":       act(func(*till) { m.restore(1) }),
		"restore older": act(func(*till) { m.restore(2) }),
		"open":          act(func(*till) { m.open() }),
		"decide":        act(func(*till) { m.decide() }),
		"open a slot":   act(func(*till) { m.openSlot() }),
		"open another":  act(func(*till) { m.openSlot() }),
		"days": act(func(*till) {
			if m.rng.IntN(2) == 0 {
				m.clock = m.clock.Add(time.Duration(m.rng.Int64N(int64(18 * 24 * time.Hour))))
			}
		}),
		"unlock": act(func(d *till) { _ = m.county.UnlockKiosk(context.Background(), d.stand.identity.ID) }),
		"":       func(t *rapid.T) { m.t = t; m.holds() },
	})
	m.t = t
	m.end()
}

func (s *stand) replace(old, fresh *till) { s.disks[slices.Index(s.disks, old)] = fresh }

// holds: a letter that was read stays, once; a number that the county told is one
// case's in all its lives.
func (m *district) holds() {
	for _, s := range m.stands {
		for _, d := range s.disks {
			m.keptLetters(d)
			m.keptOn(d)
		}
	}
	found := m.numbered()
	for _, id := range slices.Sorted(maps.Keys(found)) {
		c, number := m.cases[id], found[id]
		if c.Number == number {
			continue
		}
		if other, ok := m.told[number]; ok && other != id {
			m.t.Fatalf("the county gave %s to %s and %s", number, other, id)
		}
		m.told[number] = id
		if len(m.printed[number]) > 0 {
			m.t.Fatalf("the county gave %s to %s, and it is on the receipt of %s", number, id, m.printed[number][0].record)
		}
	}
}

func (m *district) keptLetters(d *till) {
	have := map[seal.Head]bool{}
	for _, l := range d.store.Letters() {
		if have[seal.Head(l.Head)] {
			m.t.Fatalf("a kiosk has letter %d twice", l.Seq)
		}
		have[seal.Head(l.Head)] = true
	}
	for head := range d.read {
		if !have[head] {
			m.t.Fatalf("a kiosk lost letter %s", head)
		}
	}
	d.read = have
}

// numbered are the numbers of all cases that the county has opened.
func (m *district) numbered() map[village.RecordID]village.CaseNumber {
	out := map[village.RecordID]village.CaseNumber{}
	byNumber := map[village.CaseNumber]village.RecordID{}
	for _, id := range slices.Sorted(maps.Keys(m.cases)) {
		c := m.cases[id]
		found, _ := m.county.FindCases(context.Background(), string(c.ShortCode))
		for _, head := range found {
			if head.Number == "" {
				continue
			}
			if other, ok := byNumber[head.Number]; ok {
				m.t.Fatalf("%s is the number of %s and %s", head.Number, other, id)
			}
			out[id], byNumber[head.Number] = head.Number, id
		}
	}
	return out
}

// end: the line is back, somebody looks after the alarms and days pass. Then every
// case that is at the county has a number of its own, its kiosk knows it, and every
// kiosk has every letter in its order.
func (m *district) end() {
	m.healed = true
	for range 3 {
		for _, s := range m.stands {
			for _, d := range s.disks {
				m.clock = m.clock.Add(48 * time.Hour)
				_ = m.county.UnlockKiosk(context.Background(), s.identity.ID)
				if err := m.speak(d); err != nil {
					m.t.Fatalf("the line is back: %v", err)
				}
				m.open()
			}
		}
	}
	for _, s := range m.stands {
		for _, d := range s.disks {
			if err := d.box.Fetch(context.Background()); err != nil {
				m.t.Fatalf("the line is back: %v", err)
			}
			m.readAll(d)
		}
	}
	m.holds()
	found := m.numbered()
	for _, s := range m.stands {
		for _, id := range m.heldOf(s) {
			if found[id] == "" {
				m.t.Fatalf("%s is at the county and has no number", id)
			}
		}
	}
}

// readAll: the kiosk has the county's letters, the latest of its own, in their order,
// and says of each case what the county says.
func (m *district) readAll(d *till) {
	kiosk := d.stand.identity.ID
	var box []village.Letter
	for more := true; more; {
		q := office.MailQuestion{Kiosk: kiosk, Head: seal.MailBase(kiosk)}
		if n := len(box); n > 0 {
			q.Seq, q.Head = box[n-1].Seq, seal.Head(box[n-1].Head)
		}
		a, err := m.work.Mail(context.Background(), q)
		if err != nil {
			m.t.Fatal(err)
		}
		box, more = append(box, a.Letters...), a.More
	}
	have := d.store.Letters()
	same := func(a, b village.Letter) bool { return seal.Head(a.Head) == seal.Head(b.Head) }
	if len(have) < len(box) || !slices.EqualFunc(have[len(have)-len(box):], box, same) {
		m.t.Fatalf("kiosk %s has %d letters, the county wrote %d, and they differ", kiosk, len(have), len(box))
	}
	for _, id := range slices.Sorted(maps.Keys(m.cases)) {
		at, err := d.store.Standing(context.Background(), id)
		found, _ := m.county.FindCases(context.Background(), string(m.cases[id].ShortCode))
		if err != nil || len(found) == 0 {
			continue
		}
		if n := len(at.Steps); n > 0 && found[0].State != village.Received && at.Steps[n-1].State != found[0].State {
			m.t.Fatalf("%s is %s at the county and %s at its kiosk", id, found[0].State, at.Steps[n-1].State)
		}
		if found[0].Number != m.cases[id].Number && at.Number != found[0].Number {
			m.t.Fatalf("%s has number %s at the county and %s at its kiosk", id, found[0].Number, at.Number)
		}
	}
}

// fault is one that somebody could build in; nil parts are as they should be.
type fault struct {
	name  string
	seed  string // a history that shows it, tried first
	tx    func(office.MailTx) office.MailTx
	store func(*storetest.Memory) mailbox.Store
	work  func(*district, *office.Office) api.Office
	eager bool // numbers cases on the day of a restore
}

func (f fault) county(tx office.MailTx) office.MailTx {
	if f.tx != nil {
		return f.tx(tx)
	}
	return tx
}

func (f fault) kiosk(s *storetest.Memory) mailbox.Store {
	if f.store != nil {
		return f.store(s)
	}
	return s
}

func (f fault) office(m *district, o *office.Office) api.Office {
	if f.work != nil {
		return f.work(m, o)
	}
	return o
}

func (f fault) assign(m *district, ctx context.Context, c office.CaseHead, day village.Day, last int) (bool, error) {
	if f.eager {
		m.county.ForgetRestore()
	}
	return m.county.AssignNumber(ctx, c, day, last)
}
