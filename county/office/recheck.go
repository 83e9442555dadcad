package office

import (
	"context"
	"errors"
	"slices"

	"bianmin/app/desk"
	"bianmin/app/precheck"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// Rechecker makes the decisions again that a kiosk took by itself about the papers of a
// case, from what was handed in and the catalogue of that day. Nothing is believed but
// the sealed record.
type Rechecker struct {
	Book     RecordBook
	Secrets  []seal.CountySecret
	Editions *Validators
}

// Rechecked is one decision as it is sealed, and made again.
type Rechecked struct {
	Said precheck.Decision `json:"said"`
	Made precheck.Decision `json:"made"`
	Same bool              `json:"same"`
}

// Recheck is every decision about the papers of c, in the item's order. The errors are
// [village.NotFound] at "code": err.recheck.none for a record of an earlier release,
// err.recheck.edition where the catalogue of that day is not here, err.recheck.table
// where its rules are of a later release.
func (r *Rechecker) Recheck(ctx context.Context, c CaseHead) ([]Rechecked, error) {
	body, err := r.body(ctx, c)
	if err != nil {
		return nil, err
	}
	items, err := r.Editions.edition(ctx, body.Catalogue)
	if err != nil && village.KindOf(err) != village.NotFound {
		return nil, err
	}
	item, known := items[body.Item.Code]
	if !known {
		return nil, unmade("err.recheck.edition")
	}
	again, ok := precheck.Again(body.Check.Table, desk.CheckInput(item, body.Form, body.Materials, body.Check.Day))
	if !ok {
		return nil, unmade("err.recheck.table")
	}
	var list []Rechecked
	for _, made := range again.Decisions() {
		said := precheck.Decision{Material: made.Material}
		if i := slices.IndexFunc(body.Check.Decisions, func(d precheck.Decision) bool { return d.Material == made.Material }); i >= 0 {
			said = body.Check.Decisions[i]
		}
		list = append(list, Rechecked{Said: said, Made: made, Same: said == made})
	}
	return list, nil
}

// body is what was sealed of a case, with the decisions in it.
func (r *Rechecker) body(ctx context.Context, c CaseHead) (b desk.CaseBody, err error) {
	record, err := r.Book.Record(ctx, c.Kiosk, c.ID)
	if err != nil {
		return b, err
	}
	text := record.Body
	if record.Schema == seal.SchemaSealed {
		sealed, err := seal.ParseBody(record.Body)
		if err != nil {
			return b, village.Failed("read a record", err)
		}
		text, err = seal.OpenPart(r.Secrets, sealed.Clear.Binding(c.Kiosk, record.ID, record.Kind, 0), sealed.Sealed)
		if err != nil {
			return b, village.Failed("open a record", err)
		}
	}
	if err := readText(text, &b); err != nil {
		return b, village.Failed("read a case", err)
	}
	if b.Check == nil {
		return b, unmade("err.recheck.none")
	}
	return b, nil
}

func unmade(key string) error {
	return &village.Error{Kind: village.NotFound, Field: "code", Key: key, Err: errors.New("the decisions cannot be made again")}
}
