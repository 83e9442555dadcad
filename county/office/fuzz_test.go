package office

import (
	"context"
	"crypto/ed25519"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
)

// fuzzedKinds are all kinds of records, with what a good one says.
func fuzzedKinds() []village.Record {
	kiosk := countytest.Identity(1).ID
	return []village.Record{
		countytest.Case(1, nil), countytest.Rating(1, nil), countytest.Ticket(1, nil), countytest.HomeBooking(1, nil), countytest.Inspection(1, nil, nil),
		countytest.RectificationReply(1, inspect.OrderNumber("H6FAJ7HN", 1), countytest.InspectedCentre), countytest.FollowUp(1, kiosk, countytest.Case(2, nil), nil),
	}
}

// fuzzedOpener believes the papers of [fuzzedKinds].
func fuzzedOpener() *Opener {
	return &Opener{Checks: Checks{
		Templates: &Checklists{Shipped: countytest.Checklists()},
		Signers: func(context.Context) ([]ed25519.PublicKey, error) {
			return []ed25519.PublicKey{countytest.Issuer().Public()}, nil
		},
		Kiosks: func(context.Context) ([]Kiosk, error) { return nil, nil },
	}}
}

// FuzzOpened shows officers whatever a kiosk handed in, of every kind: it is shown in
// bounds, as what it is, or set aside with a reason.
func FuzzOpened(f *testing.F) {
	kinds := fuzzedKinds()
	for n, r := range kinds {
		f.Add(uint8(n), uint8(len(r.Parts)), r.Body)
	}
	f.Add(uint8(0), uint8(0), []byte(`{"files":[{"sha256":"","first":-1,"pieces":9223372036854775807}]}`))
	opener := fuzzedOpener()
	f.Fuzz(func(t *testing.T, n, pieces uint8, body []byte) {
		r := countytest.Raw(1, kinds[int(n)%len(kinds)].Kind, body)
		r.Parts = make([]village.Part, pieces)
		out, err := opener.open(t.Context(), Unopened{Kiosk: countytest.Identity(1).ID, Home: "445203104202", Record: r})
		if err != nil {
			t.Fatalf("the county's machine is at fault: %v", err)
		}
		shownAsWhatItIs(t, out)
		for _, p := range partsOf(out) {
			if p.First < 1 || p.Pieces < 1 || p.Pieces > len(r.Parts) || p.First > len(r.Parts)-p.Pieces+1 {
				t.Errorf("a file of pieces %d from %d is shown, of %d that are there", p.Pieces, p.First, len(r.Parts))
			}
		}
	})
}

// shownAsWhatItIs: a record becomes one thing, that of its kind, or none with a reason.
func shownAsWhatItIs(t *testing.T, out Opened) {
	t.Helper()
	made := map[village.RecordKind]bool{
		village.RecordCase: out.Case != nil, village.RecordRating: out.Rating != nil, village.RecordInspection: out.Inspection != nil,
		village.RecordRectification: out.Rectified != nil, village.RecordFollowUp: out.FollowUp != nil,
	}
	made[village.RecordTicket], made[village.RecordBooking] = out.Request != nil && out.Record.Kind == village.RecordTicket, out.Request != nil && out.Record.Kind != village.RecordTicket
	for kind, there := range made {
		if want := kind == out.Record.Kind && out.Problem == ""; there != want {
			t.Errorf("a %s is shown as a %s: %v, problem %q", out.Record.Kind, kind, there, out.Problem)
		}
	}
	if c := out.Case; c != nil && (len([]rune(c.Applicant.Name)) > maxShown || len(c.Materials) > maxShownLines) {
		t.Error("more is shown than a page can take")
	}
	if f := out.FollowUp; f != nil && (len([]rune(f.LastFour)) > maxShown || len(f.Materials) > maxShownLines) {
		t.Error("more of a follow-up is shown than a page can take")
	}
	if r := out.Rectified; r != nil && len([]rune(r.Text)) > maxShown {
		t.Error("more of a reply is shown than a page can take")
	}
	if i := out.Inspection; i != nil && (len(i.Record.Findings) > maxShownLines || len([]rune(i.Record.Duty.Objection)) > maxShown) {
		t.Error("more of a visit is shown than a page can take")
	}
}

func partsOf(out Opened) []Part {
	switch {
	case out.Case != nil:
		return out.Case.Parts
	case out.Request != nil:
		return out.Request.Parts
	case out.Inspection != nil:
		return out.Inspection.Parts
	case out.Rectified != nil:
		return out.Rectified.Parts
	case out.FollowUp != nil:
		return out.FollowUp.Parts
	}
	return nil
}

// TestEachKindOfTheFuzzTargetIsShown: what mutations begin from is good.
func TestEachKindOfTheFuzzTargetIsShown(t *testing.T) {
	opener := fuzzedOpener()
	for _, r := range fuzzedKinds() {
		if out, err := opener.open(t.Context(), Unopened{Kiosk: countytest.Identity(1).ID, Home: "445203104202", Record: r}); err != nil || out.Problem != "" {
			t.Errorf("%s: %q, %v", r.Kind, out.Problem, err)
		}
	}
}

// TestAFileOfMorePiecesThanThereAreIsSetAside: the sum of two numbers of a record can
// be less than either.
func TestAFileOfMorePiecesThanThereAreIsSetAside(t *testing.T) {
	b := caseBody{Files: []fileBody{{SHA256: make([]byte, 32), First: 2, Pieces: int(^uint(0) >> 1)}}}
	if parts, err := b.parts(3); err == nil {
		t.Errorf("%+v", parts)
	}
}
