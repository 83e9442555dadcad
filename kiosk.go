package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"sync"
	"sync/atomic"

	"bianmin/app/calendar"
	"bianmin/app/catalog"
	"bianmin/app/desk"
	"bianmin/app/receipt"
	"bianmin/app/seal"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
	demo "bianmin/assets/catalog"
	"bianmin/assets/lang"
	store "bianmin/storage/kiosk"
)

// kiosk is one open data folder: the place where the counter, the database, the
// line and the devices meet.
type kiosk struct {
	dir       string
	text      *lang.Text
	store     *store.DB
	identity  seal.Identity
	clock     clock
	enrolment atomic.Pointer[store.Enrolment] // zero before enrolment; see refresh
	catalogue catalog.Catalogue
	byCode    map[village.ItemCode]village.ServiceItem
	index     func() (*catalog.Index, error)
	calendar  *calendar.Calendar
	divisions village.Divisions
	painter   func() (*receipt.Painter, error)
	desk      *desk.Desk
}

// openKiosk opens the data folder of the call.
func openKiosk(c *call) (*kiosk, error) {
	k := &kiosk{dir: c.cli.Data, text: c.text, clock: newClock()}
	var err error
	k.store, err = store.Open(c, k.dir, k.clock.wall)
	if err != nil {
		return nil, err
	}
	k.store.Stamp = k.clock.stamp
	for _, load := range []func(context.Context) error{k.loadIdentity, k.refresh, k.loadCatalogue, k.openDesk} {
		if err := load(c); err != nil {
			return nil, errors.Join(err, k.store.Close())
		}
	}
	k.index = sync.OnceValues(k.makeIndex)
	k.painter = sync.OnceValues(newPainter)
	return k, nil
}

// Close ends every use of the data folder.
func (k *kiosk) Close() error { return k.store.Close() }

func (k *kiosk) loadIdentity(ctx context.Context) (err error) {
	k.identity, err = k.store.Identity(ctx, newSeed)
	return err
}

// loadCatalogue takes the catalogue in use. A new kiosk, and one that still has
// the example of an earlier release, gets the example of this one.
func (k *kiosk) loadCatalogue(ctx context.Context) error {
	err := k.readCatalogue(ctx)
	if err != nil && village.KindOf(err) != village.NotFound {
		return err
	}
	if err != nil || k.catalogue.Example {
		if err := k.takeExample(ctx); err != nil {
			return err
		}
	}
	k.byCode = make(map[village.ItemCode]village.ServiceItem, len(k.catalogue.Items))
	for _, item := range k.catalogue.Items {
		k.byCode[item.Code] = item
	}
	return nil
}

func (k *kiosk) readCatalogue(ctx context.Context) error {
	_, body, err := k.store.Catalogue(ctx)
	if err != nil {
		return err
	}
	k.catalogue, err = catalog.Load(body)
	return err
}

// takeExample uses this release's example, unless somebody imported another one.
func (k *kiosk) takeExample(ctx context.Context) error {
	example, err := demo.Catalogue()
	if err != nil || example.Version == k.catalogue.Version {
		return err
	}
	taken, err := k.store.SaveExample(ctx, example.Version, example.Source, demo.Package())
	if err != nil {
		return err
	}
	if !taken {
		return k.readCatalogue(ctx)
	}
	k.catalogue = example
	return nil
}

func (k *kiosk) openDesk(context.Context) (err error) {
	if k.calendar, err = workingDays(); err != nil {
		return err
	}
	if k.divisions, err = demo.Divisions(); err != nil {
		return err
	}
	tags, err := demo.RatingTags()
	if err != nil {
		return err
	}
	k.desk = &desk.Desk{
		Store: k.store, Catalogue: k.catalogue.Version, Example: k.catalogue.Example,
		Item: k.item, ItemOf: k.itemOf, Divisions: k.divisions, Tags: tags,
		Village: func() village.DivisionCode { return k.enrolment.Load().Village },
		Centre:  func() string { return k.enrolment.Load().Centre }, Machine: string(k.identity.ID),
		County: k.county,
		Now:    k.clock.now, NewID: newID, Rand: newRand(), TagKey: newDayKeys(k.dir).key, Seal: k.seal,
	}
	return nil
}

func workingDays() (*calendar.Calendar, error) { return calendar.Load(calendardata.WorkingDays()) }

// item is an item of the catalogue in use.
func (k *kiosk) item(code village.ItemCode) (village.ServiceItem, bool) {
	item, ok := k.byCode[code]
	return item, ok
}

// itemOf is an item as it stood in one version of the catalogue.
func (k *kiosk) itemOf(ctx context.Context, version string, code village.ItemCode) (village.ServiceItem, error) {
	if version == k.catalogue.Version {
		if item, ok := k.item(code); ok {
			return item, nil
		}
	}
	body, err := k.store.CatalogueVersion(ctx, version)
	if err != nil {
		return village.ServiceItem{}, err
	}
	old, err := catalog.Load(body)
	if err != nil {
		return village.ServiceItem{}, err
	}
	for _, item := range old.Items {
		if item.Code == code {
			return item, nil
		}
	}
	return village.ServiceItem{}, &village.Error{Kind: village.NotFound, Field: "item", Key: "err.item.unknown"}
}

func (k *kiosk) makeIndex() (*catalog.Index, error) {
	synonyms, err := demo.Synonyms()
	if err != nil {
		return nil, err
	}
	return catalog.NewIndex(k.catalogue.Items, synonyms), nil
}

// find is what a person may mean by query, best first.
func (k *kiosk) find(query string, limit int) ([]village.ServiceItem, error) {
	index, err := k.index()
	if err != nil {
		return nil, err
	}
	items := []village.ServiceItem{}
	for _, hit := range index.Search(query, limit) {
		items = append(items, hit.Item)
	}
	return items, nil
}

// county is whom this kiosk seals for.
func (k *kiosk) county() (desk.County, error) { return countyOf(*k.enrolment.Load()) }

// countyOf is the county of an enrolment with its newest key. One without a key,
// as an earlier release left it, has to be made again: nothing is taken in that
// could not be sealed.
func countyOf(e store.Enrolment) (desk.County, error) {
	if len(e.CountyKeys) == 0 {
		return desk.County{}, village.Refuse("county", "err.kiosk.not_enrolled")
	}
	key, err := seal.ParseCountyKey(e.CountyKeys[len(e.CountyKeys)-1])
	if err != nil {
		return desk.County{}, &village.Error{Kind: village.Invalid, Field: "county", Key: "err.kiosk.not_enrolled", Err: err}
	}
	return desk.County{Code: e.County, Key: key}, nil
}

// seal signs what the receipt's QR code says of c.
func (k *kiosk) seal(c village.Case) (string, error) {
	return receipt.Seal(c, k.identity)
}

// keyOf is the public key of a kiosk that this one knows: itself.
func (k *kiosk) keyOf(id seal.KioskID) (ed25519.PublicKey, bool) {
	if id != k.identity.ID {
		return nil, false
	}
	return k.identity.Public(), true
}

// centreName is a centre as the county registered it, or words for a machine
// that is not enrolled.
func (k *kiosk) centreName(name string) string {
	if name == "" {
		return k.text.T("app.centre.unknown")
	}
	return name
}
