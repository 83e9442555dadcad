package storetest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// countyMail is the part of a county's database that writes letters and numbers
// cases, in memory.
type countyMail struct {
	boxes      map[seal.KioskID][]village.Letter
	taken      map[seal.KioskID]int64
	cases      []office.CaseHead // in the order of their opening
	wholes     []office.Case     // the same, with who applies
	leases     []heldLease
	numbers    map[village.CaseNumber]bool
	serials    map[serialOf]int
	slots      map[village.SlotID]memorySlot
	seats      []heldSeats
	restoredAt time.Time
}

type heldLease struct {
	kiosk seal.KioskID
	lease village.Lease
}

type serialOf struct {
	item village.ItemCode
	day  village.Day
}

func newCountyMail() countyMail {
	return countyMail{
		boxes: map[seal.KioskID][]village.Letter{}, taken: map[seal.KioskID]int64{}, numbers: map[village.CaseNumber]bool{}, serials: map[serialOf]int{},
		slots: map[village.SlotID]memorySlot{},
	}
}

func (m countyMail) clone() countyMail {
	out := newCountyMail()
	for id, letters := range m.boxes {
		out.boxes[id] = slices.Clone(letters)
	}
	for id, seq := range m.taken {
		out.taken[id] = seq
	}
	for number := range m.numbers {
		out.numbers[number] = true
	}
	for at, last := range m.serials {
		out.serials[at] = last
	}
	for id, s := range m.slots {
		out.slots[id] = s
	}
	out.seats = slices.Clone(m.seats)
	out.wholes = slices.Clone(m.wholes)
	out.cases, out.leases, out.restoredAt = slices.Clone(m.cases), slices.Clone(m.leases), m.restoredAt
	return out
}

// write puts a letter behind the last of a kiosk.
func (m countyMail) write(kiosk seal.KioskID, l village.Letter) {
	letters := m.boxes[kiosk]
	l.WrittenAt = l.WrittenAt.Truncate(time.Millisecond).In(village.Zone)
	one := []village.Letter{l}
	seal.LetterChain(kiosk, int64(len(letters)), m.head(kiosk, int64(len(letters))), one)
	m.boxes[kiosk] = append(slices.Clip(letters), one[0])
}

func (m countyMail) head(kiosk seal.KioskID, seq int64) seal.Head {
	if seq == 0 {
		return seal.MailBase(kiosk)
	}
	return seal.Head(m.boxes[kiosk][seq-1].Head)
}

// Mail implements office.Mailboxes, as do all that follow.
func (c *County) Mail(_ context.Context, id seal.KioskID, do func(office.MailTx) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.kiosks[id]
	if k == nil || k.revoked {
		return denied()
	}
	tx := &memoryMail{county: c, kiosk: id, mail: c.mail.clone()}
	if err := do(tx); err != nil {
		return err
	}
	c.mail = tx.mail
	return nil
}

type memoryMail struct {
	county *County
	kiosk  seal.KioskID
	mail   countyMail
}

func (t *memoryMail) Mailbox() office.Mailbox {
	seq := int64(len(t.mail.boxes[t.kiosk]))
	return office.Mailbox{
		Seq: seq, Head: t.mail.head(t.kiosk, seq), Chain: t.county.kiosks[t.kiosk].chain,
		Incarnation: t.county.incarnation, RestoredAt: t.mail.restoredAt,
	}
}

func (t *memoryMail) HeadAt(seq int64) (seal.Head, error) { return t.mail.head(t.kiosk, seq), nil }

func (t *memoryMail) Taken(seq int64) error {
	t.mail.taken[t.kiosk] = seq
	return nil
}

func (t *memoryMail) Letters(after int64, limit int) ([]village.Letter, error) {
	all := t.mail.boxes[t.kiosk][after:]
	return slices.Clone(all[:min(len(all), limit)]), nil
}

func (t *memoryMail) Write(l village.Letter) error {
	t.mail.write(t.kiosk, l)
	return nil
}

func (t *memoryMail) Held(day village.Day) (held []village.Lease, _ error) {
	for _, h := range t.mail.leases {
		if h.kiosk == t.kiosk && h.lease.To >= day {
			held = append(held, h.lease)
		}
	}
	slices.SortFunc(held, func(a, b village.Lease) int { return cmp.Or(cmp.Compare(a.Lo, b.Lo), cmp.Compare(a.From, b.From)) })
	return held, nil
}

func (t *memoryMail) Free(day village.Day, first, size int) (int, error) {
	var held []village.Lease
	for _, h := range t.mail.leases {
		if h.lease.To >= day {
			held = append(held, h.lease)
		}
	}
	return office.FreeSerials(held, first, size), nil
}

func (t *memoryMail) Grant(l village.Lease) error {
	for i, h := range t.mail.leases {
		if h.lease.Lo != l.Lo || h.lease.From != l.From {
			continue
		}
		if h.kiosk != t.kiosk || h.lease.Epoch != l.Epoch {
			return conflict("")
		}
		t.mail.leases[i].lease = l
		return nil
	}
	t.mail.leases = append(t.mail.leases, heldLease{t.kiosk, l})
	return nil
}

// KeepCase keeps a case, as an opener does; one that is kept stays.
func (c *County) KeepCase(_ context.Context, from office.Case) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.mail.find(from.Kiosk, from.ID) != nil {
		return nil
	}
	head := office.CaseHead{
		Kiosk: from.Kiosk, ID: from.ID, ShortCode: from.ShortCode, Item: from.Item, State: from.State, Printed: from.Printed, Subs: from.Subs,
	}
	var holders []seal.KioskID
	if _, day, serial, ok := from.Printed.Parts(); ok {
		for _, h := range c.mail.leases {
			if h.lease.Lo <= serial && serial <= h.lease.Hi && h.lease.Covers(day) {
				holders = append(holders, h.kiosk)
			}
		}
	}
	if office.MayHavePrinted(from, holders) && !c.mail.numbers[from.Printed] {
		head.Number = from.Printed
		c.mail.numbers[head.Number] = true
	}
	c.mail.cases, c.mail.wholes = append(c.mail.cases, head), append(c.mail.wholes, from)
	return nil
}

// Case implements office.Mailboxes.
func (c *County) Case(_ context.Context, kiosk seal.KioskID, id village.RecordID) (office.Case, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.mail.wholes, func(k office.Case) bool { return k.Kiosk == kiosk && k.ID == id })
	if i < 0 {
		return office.Case{}, notFound("case")
	}
	return c.mail.wholes[i], nil
}

func (m *countyMail) find(kiosk seal.KioskID, id village.RecordID) *office.CaseHead {
	i := slices.IndexFunc(m.cases, func(c office.CaseHead) bool { return c.Kiosk == kiosk && c.ID == id })
	if i < 0 {
		return nil
	}
	return &m.cases[i]
}

func (c *County) FindCases(_ context.Context, text string) (found []office.CaseHead, _ error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, head := range c.mail.cases {
		if text != "" && (string(head.ShortCode) == text || string(head.Number) == text || string(head.Printed) == text) {
			found = append(found, head)
		}
	}
	return found, nil
}

func (c *County) Step(_ context.Context, kiosk seal.KioskID, id village.RecordID, decide func(office.CaseHead) (office.Act, error)) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	head := c.mail.find(kiosk, id)
	if head == nil {
		return notFound("case")
	}
	act, err := decide(*head)
	if err != nil {
		return err
	}
	if err := c.mail.keepSubs(head, act); err != nil || act.Sub > 0 {
		return err
	}
	return c.mail.keepAct(head, act)
}

func (m *countyMail) keepAct(head *office.CaseHead, act office.Act) error {
	letter, err := act.Letter(*head)
	if err != nil {
		return err
	}
	head.State, head.Acts = act.State, append(head.Acts, act)
	if act.Tell {
		m.write(head.Kiosk, letter)
	}
	return nil
}

// keepSubs keeps what an act does with the parts of a case, and what follows for the whole.
func (m *countyMail) keepSubs(head *office.CaseHead, act office.Act) error {
	head.Subs = slices.Clone(head.Subs)
	for i := range head.Subs {
		s := &head.Subs[i]
		if s.N == act.Sub {
			s.Acts = append(slices.Clone(s.Acts), act)
		}
		for _, move := range act.Moves {
			if move.N != s.N {
				continue
			}
			s.State, s.Due = move.State, move.Due
			letter, err := village.NewLetter(village.LetterPart, act.At, village.PartWord{
				Record: head.ID, N: s.N, Name: s.Name, Unit: s.Unit, State: s.State, AtMS: act.At.UnixMilli(),
			})
			if err != nil {
				return err
			}
			if move.Tell {
				m.write(head.Kiosk, letter)
			}
		}
	}
	if act.Whole == nil || act.Whole.Verb == "" {
		return nil
	}
	return m.keepAct(head, *act.Whole)
}

func (c *County) Unnumbered(_ context.Context, limit int) (found []office.CaseHead, _ error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, head := range c.mail.cases {
		if head.Number == "" && head.Item.Official() && len(found) < limit {
			found = append(found, head)
		}
	}
	return found, nil
}

func (c *County) AssignNumber(_ context.Context, of office.CaseHead, day village.Day, last int) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	head, at := c.mail.find(of.Kiosk, of.ID), serialOf{of.Item, day}
	number, ok := village.NewCaseNumber(of.Item, day, c.mail.serials[at]+1)
	forgotten := !c.mail.restoredAt.IsZero() && day <= village.DayOf(c.mail.restoredAt)
	if head == nil || head.Number != "" || !ok || forgotten || c.mail.serials[at] >= last {
		return false, nil
	}
	letter, err := village.NewLetter(village.LetterNumber, c.now(), village.Numbered{Record: of.ID, Number: number})
	if err != nil {
		return false, err
	}
	c.mail.serials[at]++
	head.Number = number
	c.mail.numbers[number] = true
	c.mail.write(of.Kiosk, letter)
	return true, nil
}

// ForgetRestore is a fault: the county no longer knows that it came out of a backup.
func (c *County) ForgetRestore() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mail.restoredAt = time.Time{}
}
