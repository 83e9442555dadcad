package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"bianmin/app/desk"
	"bianmin/app/receipt"
	"bianmin/app/seal"
	"bianmin/app/village"
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
	edition   atomic.Pointer[edition]         // in use
	next      atomic.Pointer[edition]         // read, for the next turn; nil when there is none
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
	for _, load := range []func(context.Context) error{k.loadIdentity, k.refresh, k.loadEdition, k.openDesk} {
		if err := load(c); err != nil {
			return nil, errors.Join(err, k.store.Close())
		}
	}
	k.painter = sync.OnceValues(newPainter)
	return k, nil
}

// Close ends every use of the data folder.
func (k *kiosk) Close() error { return k.store.Close() }

func (k *kiosk) loadIdentity(ctx context.Context) (err error) {
	k.identity, err = k.store.Identity(ctx, newSeed)
	return err
}

func (k *kiosk) openDesk(context.Context) (err error) {
	if k.divisions, err = demo.Divisions(); err != nil {
		return err
	}
	k.desk = &desk.Desk{
		Store: k.store, Edition: func() (string, bool) {
			list := k.edition.Load().catalogue
			return list.Version, list.Example
		},
		Item: k.item, ItemOf: k.itemOf, Divisions: k.divisions, Tags: k.edition.Load().tags,
		Village: func() village.DivisionCode { return k.enrolment.Load().Village },
		Centre:  func() string { return k.enrolment.Load().Centre }, Machine: string(k.identity.ID),
		County: k.county,
		Now:    k.clock.now, NewID: newID, Rand: newRand(), TagKey: newDayKeys(k.dir).key, Seal: k.seal,
	}
	return nil
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

// centreName is a centre as the county registered it, or words for a machine
// that is not enrolled.
func (k *kiosk) centreName(name string) string {
	if name == "" {
		return k.text.T("app.centre.unknown")
	}
	return name
}
