package storetest

import (
	"reflect"
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
