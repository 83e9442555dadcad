package main

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"slices"
	"sync"

	"bianmin/app/calendar"
	"bianmin/app/catalog"
	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
	demo "bianmin/assets/catalog"
	checklists "bianmin/assets/inspect"
	"bianmin/assets/request"
)

// edition is everything published that is in use, read to its end. It never
// changes: what the county publishes later makes another one, which takes its
// place between two persons' turns.
type edition struct {
	catalogue catalog.Catalogue
	byCode    map[village.ItemCode]village.ServiceItem // of the catalogue, and the forms of requests
	index     func() (*catalog.Index, error)
	calendar  *calendar.Calendar
	tags      village.RatingTags
	notices   []snapshot.Notice
	hours     snapshot.ServiceHours
	usual     calendar.Hours // where no hours were published
	roster    snapshot.Roster
	staff     snapshot.Staff
	trips     snapshot.Trips
	serving   []inspect.Service // who serves where, so that nobody inspects the own work
	mark      string            // names what was stored when it was read

	checklists []inspect.Template    // of spot checks
	frequent   []village.ServiceItem // asked for most here, see readFrequent
}

// loadEdition puts what is stored into use, when the program starts.
func (k *kiosk) loadEdition(ctx context.Context) error {
	e, err := k.readEdition(ctx)
	if err == nil {
		k.edition.Store(e)
	}
	return err
}

// readEdition reads what is stored. The county's contents come before those of
// this release; a content that this release cannot read, because a later one
// stored it, is left for that one.
func (k *kiosk) readEdition(ctx context.Context) (*edition, error) {
	mark, err := k.store.Mark(ctx) // before the rest: what is stored meanwhile is seen at the next look
	if err != nil {
		return nil, err
	}
	list, err := k.readCatalogue(ctx)
	if err != nil {
		return nil, err
	}
	e := &edition{mark: mark, catalogue: list, byCode: make(map[village.ItemCode]village.ServiceItem, len(list.Items))}
	requests, err := request.Items()
	if err != nil {
		return nil, village.Failed("read the forms of requests", err)
	}
	for _, item := range append(slices.Clone(list.Items), requests.Items...) {
		e.byCode[item.Code] = item
	}
	if err := k.readChecklists(ctx, e); err != nil {
		return nil, err
	}
	e.byCode[village.RectificationReply] = village.ServiceItem{Code: village.RectificationReply, Name: k.text.T("rectify.item")}
	e.index = sync.OnceValues(e.makeIndex)
	if err := k.readFrequent(ctx, e); err != nil {
		return nil, err
	}
	if e.calendar, err = published(ctx, k, snapshot.Calendar, calendar.Load, workingDays); err != nil {
		return nil, err
	}
	if e.tags, err = published(ctx, k, snapshot.Tags, snapshot.ParseTags, demo.RatingTags); err != nil {
		return nil, err
	}
	if err := k.readBoard(ctx, e); err != nil {
		return nil, err
	}
	return e, k.readLists(ctx, e)
}

// readChecklists reads the county's checklists over those of this release.
func (k *kiosk) readChecklists(ctx context.Context, e *edition) error {
	shipped, err := checklists.Templates()
	if err != nil {
		return village.Failed("read the checklists", err)
	}
	over, err := published(ctx, k, snapshot.Checklists, inspect.ParseTemplates, nothing[[]inspect.Template])
	if err != nil {
		return err
	}
	e.checklists = inspect.Over(shipped, over)
	for _, t := range e.checklists { // the last version of each stands
		e.byCode[t.Item().Code] = t.Item()
	}
	return nil
}

// readLists reads what the county makes out of what it knows: machines, helpers, trips, who
// serves where.
func (k *kiosk) readLists(ctx context.Context, e *edition) (err error) {
	if e.roster, err = published(ctx, k, snapshot.Kiosks, snapshot.ParseRoster, nothing[snapshot.Roster]); err != nil {
		return err
	}
	if e.staff, err = published(ctx, k, snapshot.Helpers, snapshot.ParseStaff, nothing[snapshot.Staff]); err != nil {
		return err
	}
	if e.trips, err = published(ctx, k, snapshot.TripItems, snapshot.ParseTrips, nothing[snapshot.Trips]); err != nil {
		return err
	}
	e.serving, err = published(ctx, k, snapshot.Serving, snapshot.ParseServing, nothing[[]inspect.Service])
	for i, s := range e.serving {
		e.serving[i].Centre = k.divisions.Today(s.Centre)
	}
	return err
}

// readBoard reads what hangs on the board.
func (k *kiosk) readBoard(ctx context.Context, e *edition) (err error) {
	if e.notices, err = published(ctx, k, snapshot.Notices, snapshot.ParseNotices, nothing[[]snapshot.Notice]); err != nil {
		return err
	}
	if err := village.DecodeJSON(calendardata.ServiceHours(), &e.usual); err != nil {
		return village.Failed("read the usual hours", err)
	}
	for i, n := range e.notices {
		e.notices[i].Area = k.divisions.Today(n.Area)
	}
	e.hours, err = published(ctx, k, snapshot.Hours, snapshot.ParseHours, nothing[snapshot.ServiceHours])
	e.hours = e.hours.By(k.divisions.Today)
	return err
}

// published is the county's content of a stream, or shipped where there is none.
func published[T any](ctx context.Context, k *kiosk, stream snapshot.Stream, parse func([]byte) (T, error), shipped func() (T, error)) (T, error) {
	plain, err := k.store.Snapshot(ctx, stream)
	if err != nil && village.KindOf(err) != village.NotFound {
		var none T
		return none, err
	}
	if err != nil {
		return shipped()
	}
	content, err := parse(plain)
	if err != nil {
		slog.WarnContext(ctx, "a snapshot is of a later release", "stream", stream, "err", err)
		return shipped()
	}
	return content, nil
}

func nothing[T any]() (none T, err error) { return none, nil }

func workingDays() (*calendar.Calendar, error) { return calendar.Load(calendardata.WorkingDays()) }

// readCatalogue is the catalogue in use. A new kiosk, and one that still has the
// example of an earlier release, gets the example of this one.
func (k *kiosk) readCatalogue(ctx context.Context) (catalog.Catalogue, error) {
	list, err := k.storedCatalogue(ctx)
	if err != nil && village.KindOf(err) != village.NotFound {
		return catalog.Catalogue{}, err
	}
	if err == nil && !list.Example {
		return list, nil
	}
	return k.takeExample(ctx, list)
}

func (k *kiosk) storedCatalogue(ctx context.Context) (catalog.Catalogue, error) {
	_, body, err := k.store.Catalogue(ctx)
	if err != nil {
		return catalog.Catalogue{}, err
	}
	return catalog.Load(body)
}

// takeExample uses this release's example in place of stored, unless somebody
// imported or published another one.
func (k *kiosk) takeExample(ctx context.Context, stored catalog.Catalogue) (catalog.Catalogue, error) {
	example, err := demo.Catalogue()
	if err != nil || example.Version == stored.Version {
		return stored, err
	}
	taken, err := k.store.SaveExample(ctx, example.Version, example.Source, demo.Package())
	if err != nil || taken {
		return example, err
	}
	return k.storedCatalogue(ctx)
}

func (e *edition) makeIndex() (*catalog.Index, error) {
	synonyms, err := demo.Synonyms()
	if err != nil {
		return nil, err
	}
	return catalog.NewIndex(e.catalogue.Items, synonyms), nil
}

// prepare reads what was stored since the last look, by this program or another,
// into an edition that waits for the end of the turn, with its index made: nobody
// waits for it then.
func (k *kiosk) prepare(ctx context.Context) {
	latest := k.edition.Load()
	if next := k.next.Load(); next != nil {
		latest = next
	}
	mark, err := k.store.Mark(ctx)
	if err != nil || mark == latest.mark {
		return // the next look tries again
	}
	next, err := k.readEdition(ctx)
	if err == nil {
		_, err = next.index()
	}
	if err != nil {
		slog.WarnContext(ctx, "read what was published", "err", err)
		return
	}
	k.next.Store(next)
}

// renew puts a prepared edition into use and reports whether there was one.
// Nobody may be in a turn.
func (k *kiosk) renew() bool {
	next := k.next.Swap(nil)
	if next != nil {
		k.edition.Store(next)
	}
	return next != nil
}

// ratingTags are the tags in use.
func (k *kiosk) ratingTags() village.RatingTags { return k.edition.Load().tags }

// item is an item of the catalogue in use.
func (k *kiosk) item(code village.ItemCode) (village.ServiceItem, bool) {
	item, ok := k.edition.Load().byCode[code]
	return item, ok
}

// itemOf is an item as it stood in one version of the catalogue.
func (k *kiosk) itemOf(ctx context.Context, version string, code village.ItemCode) (village.ServiceItem, error) {
	if version == k.edition.Load().catalogue.Version || code.IsRequest() { // requests come with the program
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

// doubted reports whether people had to come lately for an item, whatever is promised.
func (k *kiosk) doubted(code village.ItemCode) bool { return k.edition.Load().trips[code] }

// find is what a person may mean by query, best first.
func (k *kiosk) find(query string, limit int) ([]village.ServiceItem, error) {
	e := k.edition.Load()
	if query == "" {
		return e.first(limit), nil
	}
	index, err := e.index()
	if err != nil {
		return nil, err
	}
	items := []village.ServiceItem{}
	for _, hit := range index.Search(query, limit) {
		items = append(items, hit.Item)
	}
	return items, nil
}

// keyOf is the public key of a kiosk that this one knows: itself, and every
// machine on the county's list.
func (k *kiosk) keyOf(id seal.KioskID) (ed25519.PublicKey, bool) {
	if id == k.identity.ID {
		return k.identity.Public(), true
	}
	m, ok := k.edition.Load().roster[id]
	return m.PublicKey, ok
}
