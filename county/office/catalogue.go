package office

import (
	"context"
	"time"

	"bianmin/app/catalog"
	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// Plan is a kept catalogue that is given to every machine from a day on.
type Plan struct {
	Number      int64
	Version     string
	Day         village.Day
	Account     string // who said so
	MadeAt      time.Time
	PublishedAt time.Time // zero = not yet
	DroppedAt   time.Time // zero = it stands
}

// Waits reports whether the plan is still to be carried out.
func (p Plan) Waits() bool { return p.PublishedAt.IsZero() && p.DroppedAt.IsZero() }

// Plans is where the county keeps them. Every method is one transaction.
type Plans interface {
	// KeepPlan keeps a plan in place of one that still waits.
	KeepPlan(ctx context.Context, p Plan) error

	// DropPlan takes the plan that waits back; it does nothing when none does.
	DropPlan(ctx context.Context, at time.Time) error

	// Plans are all of them, the newest first.
	Plans(ctx context.Context) ([]Plan, error)

	// PublishPlan publishes content as [Snapshots] does and notes at that plan number was
	// carried out. One that does not wait any more, because it was dropped or another
	// program carried it out, publishes nothing, and done is false.
	PublishPlan(ctx context.Context, number int64, at time.Time, content []byte, sign func(version int64) snapshot.Manifest) (done bool, err error)
}

// CatalogueDesk keeps catalogues and says when they come into use (事项管理).
type CatalogueDesk struct {
	Editions interface {
		Editions
		KeepEdition(ctx context.Context, version string, plain []byte) error
	}
	Plans  Plans
	Newest Snapshots
	Unpack func([]byte) ([]byte, error)
	Now    func() time.Time
}

// InUse is the catalogue that machines are given now; the zero value when none was
// published.
func (d *CatalogueDesk) InUse(ctx context.Context) (catalog.Catalogue, error) {
	last, plain, err := inUse(ctx, d.Newest, d.Unpack, snapshot.Catalogue)
	if err != nil || last == 0 {
		return catalog.Catalogue{}, err
	}
	return snapshot.ParseCatalogue(plain)
}

// Keep keeps a list that was read, under a version of its content. What the linter
// blocks is [village.Invalid], err.items.lint.
func (d *CatalogueDesk) Keep(ctx context.Context, list catalog.Catalogue, problems []catalog.Problem) (version string, err error) {
	if catalog.Blocks(problems) {
		return "", village.Refuse("file", "err.items.lint")
	}
	if list, err = list.Stamped(); err != nil {
		return "", err
	}
	plain, err := catalog.Encode(list)
	if err != nil {
		return "", err
	}
	if err := snapshot.Check(snapshot.Catalogue, plain); err != nil {
		return "", err
	}
	err = d.Editions.KeepEdition(ctx, list.Version, plain)
	if err != nil && village.KindOf(err) == village.Conflict { // the same items out of a file of another name
		_, err = d.Editions.Edition(ctx, list.Version)
	}
	return list.Version, err
}

// Edition is a kept catalogue, and how it differs from the one in use.
func (d *CatalogueDesk) Edition(ctx context.Context, version string) (c catalog.Catalogue, changes []catalog.Change, err error) {
	plain, err := d.Editions.Edition(ctx, version)
	if err != nil {
		return c, nil, err
	}
	if c, err = catalog.Load(plain); err != nil {
		return c, nil, err
	}
	now, err := d.InUse(ctx)
	if err != nil {
		return c, nil, err
	}
	changes, err = catalog.Diff(now, c)
	return c, changes, err
}

// Plan says from which day a kept catalogue is in use, in somebody's name. The errors
// are [village.NotFound] for a version that is not kept, and [village.Invalid] at "day".
func (d *CatalogueDesk) Plan(ctx context.Context, version string, day village.Day, by Account) error {
	if _, err := d.Editions.Edition(ctx, version); err != nil {
		return err
	}
	today := village.DayOf(d.Now())
	if !day.Real() || day < today || day > today.Add(maxAhead) {
		return village.Refuse("day", "err.catalogue.day")
	}
	return d.Plans.KeepPlan(ctx, Plan{Version: version, Day: day, Account: by.Name, MadeAt: d.Now()})
}

// maxAhead is how many days ahead a catalogue can be planned.
const maxAhead = 366

// PublishPlans gives machines the catalogue whose day has come.
func (p *Publisher) PublishPlans(ctx context.Context) error {
	if p.Plans == nil {
		return nil
	}
	plans, err := p.Plans.Plans(ctx)
	if err != nil {
		return err
	}
	for _, plan := range plans {
		if !plan.Waits() || plan.Day > village.DayOf(p.Now()) {
			continue
		}
		plain, err := p.Editions.Edition(ctx, plan.Version)
		if err != nil {
			return err
		}
		content, sign, err := p.packed(snapshot.Catalogue, plain)
		if err != nil {
			return err
		}
		if _, err := p.Plans.PublishPlan(ctx, plan.Number, p.Now(), content, sign); err != nil {
			return err
		}
	}
	return nil
}
