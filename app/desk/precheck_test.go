package desk_test

import (
	"errors"
	"slices"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/precheck"
	"bianmin/app/village"
)

// tolerant is the example item with papers that may follow, and one that a declaration
// can stand for.
func tolerant(t *testing.T) (*desk.Desk, func(*testing.T) desk.CaseBody) {
	t.Helper()
	d, store := counter(t)
	it := item
	it.ToleranceAllowed = true
	it.Materials = append(slices.Clone(item.Materials), village.Material{
		Code: "school", Name: "在读证明", Necessity: village.Conditional, Notes: "在读才要",
		When: &village.When{Field: "kind", Is: []string{"换领"}}, Promise: &village.Promise{Text: "我在读", Basis: "清单"},
	})
	d.Item = func(code village.ItemCode) (village.ServiceItem, bool) { return it, code == it.Code }
	return d, func(t *testing.T) desk.CaseBody { return body(t, store, 0) }
}

const tinyPNG = "iVBORw0KGgo="

func wantRefused(t *testing.T, err error, field, key string) {
	t.Helper()
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Field != field || e.Key != key {
		t.Errorf("got %v, want %s at %s", err, key, field)
	}
}

// told is an application with the main papers, and what else is said.
func told(more ...desk.MaterialInput) desk.Application {
	in := application()
	in.Materials = append([]desk.MaterialInput{
		{Code: "card", Declared: village.ByLicence}, {Code: "book", Declared: village.Original},
	}, more...)
	return in
}

func TestACheckStoresNothingAndAgreesWithWhatIsSealed(t *testing.T) {
	d, sealed := tolerant(t)
	in := told(desk.MaterialInput{Code: "photo", Declared: village.Later})
	checked, err := d.Precheck(in)
	if err != nil {
		t.Fatal(err)
	}
	if !checked.MayDefer() {
		t.Error("only the photograph is open, and it may follow")
	}
	if _, err := d.Accept(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	got := sealed(t)
	if got.Check == nil || got.Check.Table != checked.Table || !slices.Equal(got.Check.Decisions, checked.Decisions()) {
		t.Fatalf("sealed %+v, checked %+v", got.Check, checked.Decisions())
	}
	it, _ := d.Item(in.Item)
	again, ok := precheck.Again(got.Check.Table, desk.CheckInput(it, got.Form, got.Materials, got.Check.Day))
	if !ok || !slices.Equal(again.Decisions(), got.Check.Decisions) {
		t.Errorf("made again from what is sealed: %v", again.Decisions())
	}
}

func TestAnExpiredPaperStandsAsMissingAndAnAnswerCallsForAPaper(t *testing.T) {
	d, sealed := tolerant(t)
	in := told()
	in.Form["kind"] = "换领"
	in.Materials[1].ValidUntil = "2026-11-22"
	out, err := d.Accept(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(out.Missing, []string{"book"}) {
		t.Errorf("missing %v", out.Missing)
	}
	want := []village.HandedIn{{Code: "card", How: village.ByLicence}, {Code: "book", How: village.Missing}, {Code: "photo", How: village.Later}, {Code: "school", How: village.Missing}}
	if !slices.Equal(out.Case.Materials, want) {
		t.Errorf("got %v", out.Case.Materials)
	}
	if m := sealed(t).Materials[1]; m.Said != village.Original || m.Until != "2026-11-22" {
		t.Errorf("sealed %+v", m)
	}
}

func TestWhatIsUndertakenIsSignedAndFitsThePapers(t *testing.T) {
	signed := &desk.Undertaking{Agreed: true, Signature: tinyPNG}
	school := desk.MaterialInput{Code: "school", Declared: village.Promised}
	later := desk.MaterialInput{Code: "photo", Declared: village.Later}
	tests := []struct {
		name, field, key string
		in               desk.Application
		change           func(*desk.Application)
	}{
		{"tolerance", "", "", told(later), func(in *desk.Application) { in.Tolerance = signed }},
		{"tolerance with a main paper missing", "tolerance", "err.tolerance.main", told(later), func(in *desk.Application) { in.Tolerance, in.Materials = signed, in.Materials[:1] }},
		{"tolerance for nothing", "tolerance", "err.tolerance.nothing", told(desk.MaterialInput{Code: "photo", Declared: village.Original}), func(in *desk.Application) { in.Tolerance = signed }},
		{"tolerance not agreed to", "tolerance.agreed", "err.tolerance.agreed", told(later), func(in *desk.Application) { in.Tolerance = &desk.Undertaking{Signature: tinyPNG} }},
		{"tolerance unsigned", "tolerance.signature", "err.tolerance.signature", told(later), func(in *desk.Application) { in.Tolerance = &desk.Undertaking{Agreed: true} }},
		{"declaration", "", "", told(school), func(in *desk.Application) { in.Promise = signed }},
		{"declaration unsigned", "promise", "err.promise.unsigned", told(school), nil},
		{"declaration with a text for a signature", "promise.signature", "err.promise.signature", told(school), func(in *desk.Application) { in.Promise = &desk.Undertaking{Agreed: true, Signature: "eA=="} }},
		{"declaration for nothing", "promise", "err.promise.nothing", told(), func(in *desk.Application) { in.Promise = signed }},
		{"declaration for a paper that has none", "materials[2].declared", "err.material.no_promise", told(desk.MaterialInput{Code: "photo", Declared: village.Promised}), func(in *desk.Application) { in.Promise = signed }},
		{"last day that is none", "materials[1].valid_until", "err.material.until", told(), func(in *desk.Application) { in.Materials[1].ValidUntil = "2026-02-30" }},
		{"last day of a licence", "materials[0].valid_until", "err.material.until_what", told(), func(in *desk.Application) { in.Materials[0].ValidUntil = "2027-02-01" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, sealed := tolerant(t)
			if tt.change != nil {
				tt.change(&tt.in)
			}
			out, err := d.Accept(t.Context(), tt.in)
			if tt.key != "" {
				wantRefused(t, err, tt.field, tt.key)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := sealed(t)
			last := got.Files[len(got.Files)-1].Material
			switch {
			case tt.in.Tolerance != nil && (!slices.Equal(out.Case.Deferred(), []string{"photo"}) || got.Tolerance == nil || !slices.Equal(got.Tolerance.Papers, []string{"photo"}) || last != desk.ToleranceSignature):
				t.Errorf("%v, sealed %+v, %s", out.Case.Materials, got.Tolerance, last)
			case tt.in.Promise != nil && (len(out.Case.Deferred()) > 0 || got.Promise == nil || !slices.Equal(got.Promise.Papers, []string{"school"}) || last != desk.PromiseSignature):
				t.Errorf("%v, sealed %+v, %s", out.Case.Materials, got.Promise, last)
			}
		})
	}
}

func TestNothingFollowsWhereTheItemAllowsNone(t *testing.T) {
	d, _ := counter(t)
	in := told(desk.MaterialInput{Code: "photo", Declared: village.Later})
	in.Tolerance = &desk.Undertaking{Agreed: true, Signature: tinyPNG}
	_, err := d.Accept(t.Context(), in)
	wantRefused(t, err, "tolerance", "err.tolerance.not_allowed")
}
