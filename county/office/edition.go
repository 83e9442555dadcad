package office

import (
	"context"
	"sync"

	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// Editions is where every catalogue stays that a case may have been taken with.
type Editions interface {
	// Edition is a catalogue by its version, or [village.NotFound].
	Edition(ctx context.Context, version string) ([]byte, error)

	// Editions are all versions.
	Editions(ctx context.Context) ([]string, error)
}

// Validators hold a case against the catalogue that it was taken with, however
// old that is. A county that keeps no catalogue leaves that to its kiosks.
type Validators struct {
	Store Editions

	mu     sync.Mutex
	parsed map[string]map[village.ItemCode]village.ServiceItem
}

// check is what is wrong with a case, as a message key, or "": err.county.edition
// when its catalogue is not here yet, err.county.item when that has no such item
// or asks nothing of the kind.
func (v *Validators) check(ctx context.Context, b caseBody) (problem string, err error) {
	items, err := v.edition(ctx, b.Catalogue)
	if err != nil && village.KindOf(err) != village.NotFound {
		return "", err
	}
	if err != nil {
		known, err := v.Store.Editions(ctx)
		if err != nil || len(known) == 0 {
			return "", err
		}
		return "err.county.edition", nil
	}
	item, ok := items[b.Item.Code]
	if !ok || item.Name != b.Item.Name {
		return "err.county.item", nil
	}
	asked := map[string]bool{}
	for _, f := range item.Fields {
		asked[f.Key] = true
	}
	for key := range b.Form {
		if !asked[key] {
			return "err.county.item", nil
		}
	}
	return "", nil
}

// licences names the licence of each paper that one replaces.
func (v *Validators) licences(ctx context.Context, b caseBody, papers []Material) error {
	items, err := v.edition(ctx, b.Catalogue)
	if err != nil {
		if village.KindOf(err) == village.NotFound {
			err = nil
		}
		return err
	}
	for i := range papers {
		if m, ok := items[b.Item.Code].Material(papers[i].Code); ok && papers[i].How == village.ByLicence {
			papers[i].Licence = shown(m.ReplacedBy)
		}
	}
	return nil
}

// edition is a catalogue by its version. One that was read stays: it never
// changes.
func (v *Validators) edition(ctx context.Context, version string) (map[village.ItemCode]village.ServiceItem, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if items := v.parsed[version]; items != nil {
		return items, nil
	}
	plain, err := v.Store.Edition(ctx, version)
	if err != nil {
		return nil, err
	}
	c, err := snapshot.ParseCatalogue(plain)
	if err != nil {
		return nil, &village.Error{Kind: village.Internal, Err: err} // it was checked when it was kept
	}
	items := make(map[village.ItemCode]village.ServiceItem, len(c.Items))
	for _, it := range c.Items {
		items[it.Code] = it
	}
	if v.parsed == nil {
		v.parsed = map[string]map[village.ItemCode]village.ServiceItem{}
	}
	v.parsed[version] = items
	return items, nil
}
