package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/helper"
	"bianmin/app/receipt"
	"bianmin/app/seal"
	"bianmin/app/village"
	demo "bianmin/assets/catalog"
	"bianmin/assets/lang"
	"bianmin/storage/draft"
	store "bianmin/storage/kiosk"
)

// kiosk is one open data folder: the place where the counter, the database, the
// line and the devices meet.
type kiosk struct {
	dir       string
	text      *lang.Text
	others    []*lang.Text // that a person can choose instead
	store     *store.DB
	identity  seal.Identity
	clock     *clock
	enrolment atomic.Pointer[store.Enrolment] // zero before enrolment; see refresh
	edition   atomic.Pointer[edition]         // in use
	next      atomic.Pointer[edition]         // read, for the next turn; nil when there is none
	divisions village.Divisions
	painter   func() (*receipt.Painter, error)
	desk      *desk.Desk
	copies    *copies
	life      context.Context // ends when the kiosk is closed
	end       func()
	door      *helper.Door
	helping   atomic.Pointer[helper.Session] // who is signed in; nil: nobody
	seconding atomic.Pointer[helper.Session] // second person of a home visit; nil for nobody
	drafts    *desk.Drafts                   // of the window; nil where nothing may be kept
	shelf     *draft.Shelf                   // of drafts
	papers    journal                        // of what was printed
}

// openKiosk opens the data folder of the call.
func openKiosk(c *call) (*kiosk, error) {
	k := &kiosk{dir: c.cli.Data, text: c.text, clock: newClock()}
	k.copies = newCopies(k)
	k.life, k.end = context.WithCancel(c)
	mindDisk(k.dir)
	var err error
	k.store, err = store.Open(c, k.dir, k.clock.wall)
	if err != nil {
		return nil, err
	}
	k.store.Stamp = k.clock.stamp
	for _, load := range []func(context.Context) error{k.loadPlaces, k.loadIdentity, k.refresh, k.loadEdition, k.openDesk, k.openDoor} {
		if err := load(c); err != nil {
			return nil, errors.Join(err, k.store.Close())
		}
	}
	k.painter = sync.OnceValues(newPainter)
	return k, nil
}

// Close ends every use of the data folder. A second medium that hangs is waited for
// as long as a receipt is.
func (k *kiosk) Close() error {
	k.end()
	k.copies.wait()
	err := k.store.Close()
	if k.shelf != nil {
		err = errors.Join(err, k.shelf.Close())
	}
	return err
}

// accept takes an application in and waits for the second medium, not for long.
func (k *kiosk) accept(ctx context.Context, in desk.Application) (desk.Accepted, error) {
	if err := k.mayHelp(in.Helper); err != nil {
		return desk.Accepted{}, err
	}
	if err := k.mayVisit(in.HomeVisit); err != nil {
		return desk.Accepted{}, err
	}
	if in.Practice {
		return k.desk.Accept(ctx, in)
	}
	return k.copied(ctx, weigh(in), func() (desk.Accepted, error) { return k.desk.Accept(ctx, in) })
}

// ticket takes a 12345 request in, in the same way.
func (k *kiosk) ticket(ctx context.Context, in desk.TicketInput) (desk.Accepted, error) {
	if err := k.mayHelp(in.Helper); err != nil {
		return desk.Accepted{}, err
	}
	if in.Practice {
		return k.desk.Ticket(ctx, in)
	}
	return k.copied(ctx, weigh(in.Application()), func() (desk.Accepted, error) { return k.desk.Ticket(ctx, in) })
}

// copied does an act of so many bytes, if there is room, and waits for the second
// medium.
func (k *kiosk) copied(ctx context.Context, bytes int, act func() (desk.Accepted, error)) (desk.Accepted, error) {
	if err := k.roomFor(bytes); err != nil {
		return desk.Accepted{}, err
	}
	out, err := act()
	if err == nil {
		out.Copy = k.reached(ctx, out.Case.Seq)
	}
	return out, err
}

// rate takes a rating in, in the same way.
func (k *kiosk) rate(ctx context.Context, in desk.RatingInput) (desk.Rated, error) {
	if err := k.mayHelp(in.Helper); err != nil {
		return desk.Rated{}, err
	}
	if err := k.roomFor(len(in.Text) + len(in.Said)); err != nil {
		return desk.Rated{}, err
	}
	out, err := k.desk.Rate(ctx, in)
	if err == nil {
		out.Copy = k.reached(ctx, out.Place)
	}
	return out, err
}

func (k *kiosk) loadIdentity(ctx context.Context) (err error) {
	k.identity, err = k.store.Identity(ctx, newSeed)
	return err
}

func (k *kiosk) loadPlaces(context.Context) (err error) {
	k.divisions, err = demo.Divisions()
	return err
}

func (k *kiosk) openDesk(context.Context) (err error) {
	if k.others, err = k.text.Others(); err != nil {
		return err
	}
	k.desk = &desk.Desk{
		Store: k.store, Edition: func() (string, bool) {
			list := k.edition.Load().catalogue
			return list.Version, list.Example
		},
		Item: k.item, ItemOf: k.itemOf, Divisions: k.divisions, Tags: k.ratingTags,
		Village: func() village.DivisionCode { return k.enrolment.Load().Village },
		Centre:  func() string { return k.enrolment.Load().Centre }, Machine: string(k.identity.ID),
		County: k.county, Numbers: k.mayNumber, Opening: k.opening, Serves: k.serves,
		Days: func() *calendar.Calendar { return k.edition.Load().calendar },
		Now:  k.clock.now, NewID: newID, Rand: newRand(), TagKey: newDayKeys(k.dir).key, Seal: k.seal,
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
