package storetest

import (
	"reflect"
	"slices"
	"testing"

	"bianmin/app/village"
)

// SampleFollowUp is the n-th of different follow-ups of a case, its nth.
func SampleFollowUp(n int, of village.Case, nth int) (village.FollowUp, village.Record) {
	r := sampleRecord(n, village.RecordFollowUp, []byte(`{"follow":true}`))
	return village.FollowUp{
		ID: r.ID, Of: of.ID, Machine: of.Machine, Code: of.ShortCode, Item: of.Item, Verb: village.Supplement, Nth: nth,
		Materials: []village.HandedIn{{Code: "photo", How: village.Photographed}}, FiledAt: r.CreatedAt, TimeTrust: r.TimeTrust, Village: of.Village,
		Digest: r.Digest,
	}, r
}

// codeQR leaves a text on the slip that names what it was made of.
func codeQR(c village.Case) (string, error) { return "BM2:" + string(c.ShortCode) + string(c.ID), nil }

func followUps(t *testing.T, s KioskStore) {
	fill(t, s, 2)
	first, _ := SampleCase(1, 100)
	second, _ := SampleCase(2, 100)
	f, r := SampleFollowUp(11, first, 1)
	saved, err := s.SaveFollowUp(t.Context(), f, r, codeQR)
	must(t, err)
	if saved.Seq != 3 || saved.QR != "BM2:"+string(first.ShortCode)+string(f.ID) {
		t.Errorf("saved %+v", saved)
	}
	p := &post{t: t}
	want := village.Outcome{Record: f.ID, State: village.OutcomeTaken, AtMS: 5}
	p.write(village.LetterFollow, village.Outcome{Record: f.ID, State: village.OutcomeUnproven, AtMS: 4})
	p.write(village.LetterFollow, want)
	p.write(village.LetterFollow, map[string]any{"record": f.ID, "state": "eaten", "at_ms": 6}) // of a later release
	must(t, s.TakeLetters(t.Context(), village.MailState{}, p.at(3), p.letters))
	at := wantSteps(t, s, first.ID)
	if len(at.FollowUps) != 1 || !reflect.DeepEqual(at.FollowUps[0], village.FollowUpAt{FollowUp: saved, Record: village.RecordLocal, Outcome: want}) {
		t.Errorf("with its case stands %+v, want %+v", at.FollowUps, saved)
	}
	if at := wantSteps(t, s, second.ID); len(at.FollowUps) != 0 {
		t.Errorf("another case has %+v", at.FollowUps)
	}
}

func followedMeanwhile(t *testing.T, s KioskStore) {
	fill(t, s, 1)
	c, _ := SampleCase(1, 100)
	f, r := SampleFollowUp(11, c, 1)
	_, err := s.SaveFollowUp(t.Context(), f, r, codeQR)
	must(t, err)
	other, record := SampleFollowUp(12, c, 1) // who drew it up had seen none
	_, err = s.SaveFollowUp(t.Context(), other, record, codeQR)
	wantError(t, err, village.Conflict, "code")
	again := f
	again.Nth = 2
	_, err = s.SaveFollowUp(t.Context(), again, r, codeQR) // the same record once more
	wantError(t, err, village.Conflict, "")
	wantStates(t, s, local, local)
	must(t, func() error { _, err := s.SaveFollowUp(t.Context(), withNth(other, 2), record, codeQR); return err }())
}

func withNth(f village.FollowUp, nth int) village.FollowUp { f.Nth = nth; return f }

// seatsLeft moves and withdraws appointments in two slots of two seats each.
func seatsLeft(t *testing.T, s KioskStore) {
	slots := []village.SlotID{"202612010930100044520310400001", "202612020930100044520310400001"}
	p := &post{t: t}
	for _, id := range slots {
		p.write(village.LetterSlot, village.SlotLease{Epoch: 1, Slot: id, Lo: 4, Hi: 5})
	}
	must(t, s.TakeLetters(t.Context(), village.MailState{}, p.at(2), p.letters))
	first, second := slots[0].Appointment(4), slots[0].Appointment(5)
	must(t, saveNumbered(t, s, 1, first))
	must(t, saveNumbered(t, s, 2, second))
	of, _ := SampleCase(1, 100)
	change := func(n, nth int, verb village.FollowVerb, number, left village.CaseNumber) error {
		f, r := SampleFollowUp(n, of, nth)
		f.Item, f.Verb, f.Number, f.Left, f.Materials = village.BookWindow, verb, number, left, nil
		saved, err := s.SaveFollowUp(t.Context(), f, r, codeQR)
		if err == nil && (saved.Number != number || saved.Left != left) {
			t.Errorf("saved %+v", saved)
		}
		return err
	}
	wantError(t, change(11, 1, village.Move, slots[0].Appointment(6), first), village.Conflict, "number") // of no lease
	wantError(t, change(12, 1, village.Move, second, first), village.Conflict, "number")                  // somebody has it
	must(t, change(13, 1, village.Move, slots[1].Appointment(4), first))
	wantSlots(t, s, village.SlotLeft{Slot: slots[0], Next: 4, Left: 1}, village.SlotLeft{Slot: slots[1], Next: 5, Left: 1})
	must(t, saveNumbered(t, s, 3, first))
	must(t, change(14, 2, village.Withdraw, "", slots[1].Appointment(4)))
	wantSlots(t, s, village.SlotLeft{Slot: slots[1], Next: 4, Left: 2})
	if at := wantSteps(t, s, of.ID); len(at.FollowUps) != 2 || at.FollowUps[0].Number != slots[1].Appointment(4) || at.FollowUps[1].Left != slots[1].Appointment(4) {
		t.Errorf("with the appointment stands %+v", at.FollowUps)
	}
	must(t, s.NewEpoch(t.Context(), 2))
	of, _ = SampleCase(2, 100)
	must(t, change(15, 1, village.Withdraw, "", second))
	wantSlots(t, s)
}

func wantSlots(t *testing.T, s KioskStore, want ...village.SlotLeft) {
	t.Helper()
	if left, err := s.Slots(t.Context(), "2026-11-23"); err != nil || !slices.Equal(left, want) {
		t.Errorf("free are %+v, want %+v; %v", left, want, err)
	}
}
