package storetest

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"

	"bianmin/app/village"
)

// kioskMail is the mailbox of a kiosk and what it gives out, in memory.
type kioskMail struct {
	state   village.MailState
	letters []village.Letter // in the order in which the county told them last
	leases  []village.Lease
	seats   []village.SlotLease
	issued  map[village.CaseNumber]bool
}

func newKioskMail() kioskMail { return kioskMail{issued: map[village.CaseNumber]bool{}} }

func (k kioskMail) clone() kioskMail {
	return kioskMail{state: k.state, letters: slices.Clone(k.letters), leases: slices.Clone(k.leases), seats: slices.Clone(k.seats), issued: maps.Clone(k.issued)}
}

// MailState implements mailbox.Store.
func (m *Memory) MailState(context.Context) (village.MailState, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at := m.mail.state
	if m.countyTime.After(at.ToldAt) {
		at.ToldAt = m.countyTime
	}
	return at, m.Err
}

// TakeLetters implements mailbox.Store.
func (m *Memory) TakeLetters(_ context.Context, from, to village.MailState, letters []village.Letter) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return m.Err
	}
	k := &m.mail
	if k.state.Seq != from.Seq || !bytes.Equal(k.state.Head, from.Head) {
		return conflict("")
	}
	for _, l := range letters {
		k.letters = slices.DeleteFunc(slices.Clone(k.letters), func(old village.Letter) bool { return bytes.Equal(old.Head, l.Head) })
		k.letters = append(k.letters, l)
		if lease, err := l.SlotLease(); l.Kind == village.LetterSlot && err == nil {
			k.seats = append(k.seats, lease)
		}
		if l.Kind != village.LetterLease {
			continue
		}
		if lease, err := l.Lease(); err == nil {
			k.leases = append(k.leases, lease)
		}
	}
	k.state = to
	return nil
}

// Letters are those that the kiosk has, in the order in which the county told
// them last.
func (m *Memory) Letters() []village.Letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.mail.letters)
}

// Standing implements desk.Store.
func (m *Memory) Standing(_ context.Context, id village.RecordID) (village.Standing, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.find(id)
	if m.Err != nil || r == nil {
		return village.Standing{}, first(m.Err, notFound("record"))
	}
	s := village.Standing{Record: r.State, Problem: r.Problem}
	var about []village.Letter
	for _, l := range m.mail.letters {
		if step, err := l.Case(); l.Kind == village.LetterCase && err == nil && step.Record == id {
			about = append(about, l)
		}
		if n, err := l.Numbered(); l.Kind == village.LetterNumber && err == nil && n.Record == id {
			about = append(about, l)
		}
		if w, err := l.Part(); l.Kind == village.LetterPart && err == nil && w.Record == id {
			about = append(about, l)
		}
		if w, err := l.Delivery(); l.Kind == village.LetterDelivery && err == nil && w.Record == id {
			about = append(about, l)
		}
		if w, err := l.Licence(); l.Kind == village.LetterLicence && err == nil && w.Record == id {
			about = append(about, l)
		}
	}
	s.Steps, s.Number = village.ReadLetters(about)
	s.Licences, s.Parts = village.ReadLicences(about), village.ReadParts(about)
	s.Deliveries = village.ReadDeliveries(about)
	for _, reply := range village.ReadReplies(m.mail.letters) {
		rates := func(r village.Rating) bool { return r.ID == reply.Record && m.cases[r.Target].ID == id }
		if slices.ContainsFunc(m.ratings, rates) {
			s.Replies = append(s.Replies, reply)
		}
	}
	for _, r := range m.ratings {
		if m.cases[r.Target].ID == id {
			s.Rated = append(s.Rated, r.Act)
		}
	}
	s.FollowUps = m.followUpsOf(id)
	return s, nil
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// NextNumber implements desk.Store.
func (m *Memory) NextNumber(_ context.Context, item village.ItemCode, day village.Day) (village.CaseNumber, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	leases := slices.Clone(m.mail.leases)
	slices.SortStableFunc(leases, func(a, b village.Lease) int { return a.Lo - b.Lo })
	for _, l := range leases {
		next := l.Lo
		for serial := l.Lo; serial <= l.Hi; serial++ {
			if number, ok := village.NewCaseNumber(item, day, serial); ok && m.mail.issued[number] {
				next = serial + 1
			}
		}
		if number, ok := village.NewCaseNumber(item, day, next); ok && next <= l.Hi && m.covered(l, day) {
			return number, m.Err
		}
	}
	return "", m.Err
}

// covered reports whether the machine may give out numbers of day from l.
func (m *Memory) covered(l village.Lease, day village.Day) bool {
	return (m.AnyEpoch || l.Epoch == m.chain.epoch) && l.Covers(day) && (m.countyTime.IsZero() || day >= village.DayOf(m.countyTime))
}

// free reports whether a number may be given out.
func (m *Memory) free(number village.CaseNumber) bool {
	if slot, seat, ok := number.Seat(); ok {
		return !m.mail.issued[number] && slices.ContainsFunc(m.mail.seats, func(l village.SlotLease) bool {
			return l.Slot == slot && l.Lo <= seat && seat <= l.Hi && (m.AnyEpoch || l.Epoch == m.chain.epoch)
		})
	}
	_, day, serial, ok := number.Parts()
	leased := slices.ContainsFunc(m.mail.leases, func(l village.Lease) bool {
		return l.Lo <= serial && serial <= l.Hi && m.covered(l, day)
	})
	return ok && leased && !m.mail.issued[number]
}

// Slots implements desk.Store.
func (m *Memory) Slots(_ context.Context, after village.Day) (left []village.SlotLeft, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.countyTime.IsZero() {
		after = max(after, village.DayOf(m.countyTime))
	}
	for _, l := range m.mail.seats {
		slot, _ := l.Slot.Slot()
		next, free := l.Hi+1, 0
		for seat := l.Hi; seat >= l.Lo; seat-- {
			if !m.mail.issued[l.Slot.Appointment(seat)] {
				next, free = seat, free+1
			}
		}
		known := slices.ContainsFunc(left, func(s village.SlotLeft) bool { return s.Slot == l.Slot && s.Next == next }) // a letter that was told again
		if next <= l.Hi && slot.Day > after && (m.AnyEpoch || l.Epoch == m.chain.epoch) && !known {
			left = append(left, village.SlotLeft{Slot: l.Slot, Next: next, Left: free})
		}
	}
	slices.SortFunc(left, func(a, b village.SlotLeft) int { return cmp.Compare(a.Slot, b.Slot) })
	return left, m.Err
}

// giveBack frees a seat that the machine has a lease of. The caller holds the lock.
func (m *Memory) giveBack(number village.CaseNumber) {
	slot, seat, ok := number.Seat()
	if ok && slices.ContainsFunc(m.mail.seats, func(l village.SlotLease) bool {
		return l.Slot == slot && l.Lo <= seat && seat <= l.Hi && (m.AnyEpoch || l.Epoch == m.chain.epoch)
	}) {
		delete(m.mail.issued, number)
	}
}
