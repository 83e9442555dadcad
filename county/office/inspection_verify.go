package office

import (
	"context"
	"reflect"

	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// InspectionFinder finds a visit in full.
type InspectionFinder interface {
	InspectionOf(ctx context.Context, kiosk seal.KioskID, id village.RecordID) (Inspection, error)
}

// InspectionVerifier makes visits again from the records that they came in.
type InspectionVerifier struct {
	Book    RecordBook
	Full    InspectionFinder
	Checks  Checks
	Secrets []seal.CountySecret
	Files   *Files // nil: photographs are not read
}

// Verify says what is not as it came, as a message key; "" = nothing is. An error is of
// the county's own machine.
func (v InspectionVerifier) Verify(ctx context.Context, head Inspection) (problem string, err error) {
	r, err := v.Book.Record(ctx, head.Kiosk, head.Record.ID)
	if err != nil {
		return "", err
	}
	if sum := sumOf(r.Body); string(sum[:]) != string(r.Digest) {
		return "err.check.digest", nil
	}
	opener := Opener{Secrets: v.Secrets, Checks: v.Checks}
	text, problem := opener.text(Unopened{Kiosk: head.Kiosk, Record: r})
	if problem != "" {
		return problem, nil
	}
	keys, err := v.Checks.keys(ctx)
	if err != nil {
		return "", err
	}
	again, problem, bad := v.Checks.readInspection(keys, head.Kiosk, r, text)
	if bad != nil {
		return "err.county.body", nil //nolint:nilerr // the record is at fault, and that is what is told
	}
	if problem != "" {
		return problem, nil
	}
	kept, err := v.Full.InspectionOf(ctx, head.Kiosk, head.Record.ID)
	if err != nil {
		return "err.check.row", nil //nolint:nilerr // what cannot be opened was changed
	}
	if !sameVisit(kept, *again) {
		return "err.check.row", nil
	}
	return v.photos(ctx, *again)
}

// photos reads every file, which fails when it is not the one whose sum is sealed.
func (v InspectionVerifier) photos(ctx context.Context, i Inspection) (string, error) {
	if v.Files == nil {
		return "", nil
	}
	c := Case{Kiosk: i.Kiosk, ID: i.Record.ID, Parts: i.Parts}
	for n := range i.Parts {
		if _, err := v.Files.File(ctx, c, n+1); err != nil {
			return "err.check.photo_changed", nil //nolint:nilerr // that is what is told
		}
	}
	return "", nil
}

// sameVisit compares what a score, a rank or an order is made from.
func sameVisit(kept, made Inspection) bool {
	a, b := kept.Record, made.Record
	if len(a.Findings) != len(b.Findings) {
		return false
	}
	for n := range a.Findings {
		f, g := a.Findings[n], b.Findings[n]
		if f.Found != g.Found || f.Severity != g.Severity || f.Due != g.Due || f.Note != g.Note {
			return false
		}
	}
	return a.Centre == b.Centre && a.Template == b.Template && a.Version == b.Version && a.Source == b.Source && a.Subject == b.Subject &&
		a.VisitedAt.UnixMilli() == b.VisitedAt.UnixMilli() && a.TimeTrust == b.TimeTrust && a.Duty == b.Duty && a.Presence == b.Presence && a.ShortCode == b.ShortCode &&
		kept.Shown.Inspector == made.Shown.Inspector && kept.Shown.Witness == made.Shown.Witness && kept.Shown.Duty == made.Shown.Duty &&
		kept.Shown.Order.Number == made.Shown.Order.Number && sameFacts(a.Facts, b.Facts)
}

func sameFacts(a, b *inspect.Facts) bool { return reflect.DeepEqual(a, b) }
