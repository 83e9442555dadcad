package county

import (
	"context"
	"crypto/ed25519"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// milder is the program's checklist for centres under a version in which an empty centre
// takes so much when the district finds it.
func milder(t *testing.T, version string, takes inspect.Points) inspect.Template {
	t.Helper()
	raw, err := inspect.EncodeTemplates(countytest.Checklists())
	if err != nil {
		t.Fatal(err)
	}
	list, err := inspect.ParseTemplates(raw) // rules of its own
	if err != nil {
		t.Fatal(err)
	}
	centre, _ := inspect.Find(list, "village-centre", "")
	centre.Version = version
	_, rule, _ := centre.Rule("duty.absent")
	rule.By[inspect.District] = takes
	return centre
}

// publishing is a county that publishes checklists, as they travel.
func publishing(db *DB) (*office.Checklists, *office.Publisher) {
	as := func(b []byte) ([]byte, error) { return b, nil }
	return &office.Checklists{Shipped: countytest.Checklists(), Store: db, Unpack: as}, &office.Publisher{Store: db, Signer: countytest.Issuer(), Pack: as, Now: db.now}
}

// madeWith is a visit by a checklist that found an empty centre and a dirty one.
func madeWith(seq int64, centre inspect.Template) village.Record {
	return countytest.Inspection(seq, nil, func(r *inspect.Record) {
		r.Version = centre.Version
		for i := range r.Findings {
			_, rule, _ := centre.Rule(r.Findings[i].Rule)
			r.Findings[i].Taken = rule.Takes(r.Source, r.Findings[i].Times, r.Findings[i].Repeat)
		}
		r.Score, _ = centre.Score(r.Subject, r.Source, r.FoundAll())
	})
}

func TestAVisitIsScoredWithTheVersionThatItWasMadeWith(t *testing.T) {
	db, k, n := inspected(t)
	known, p := publishing(db)
	other, _ := publishing(db) // a program that runs all the while
	n.Templates = other
	first, second := milder(t, "2027-1", 70), milder(t, "2027-2", 60)
	records := []village.Record{
		countytest.Inspection(1, nil, nil), madeWith(2, first), madeWith(3, second),
	}
	open := func() {
		t.Helper()
		opener := office.Opener{Log: db, Checks: office.Checks{Templates: other, Signers: db.Signers, Kiosks: db.Kiosks}}
		if err := opener.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.take(t, handed(k.ID, nil, records...)); err != nil {
		t.Fatal(err)
	}
	if open(); len(visitsOf(t, n)) != 1 {
		t.Errorf("before anything is published: %v", visitsOf(t, n))
	}
	for _, list := range [][]inspect.Template{{first}, {second}} {
		if _, err := known.Publish(t.Context(), p, list); err != nil {
			t.Fatal(err)
		}
		open() // what waited for its checklist is taken up
	}
	if got := visitsOf(t, n); len(got) != 3 || got["2026-2"] != 880 || got["2027-1"] != 910 || got["2027-2"] != 920 {
		t.Errorf("scored %v", got)
	}
	if orders, err := db.Rectifications(t.Context()); err != nil || len(orders) != 6 || orders[5].Version == "" {
		t.Errorf("%d orders, %v", len(orders), err)
	}
	lie := countytest.Inspection(4, nil, func(r *inspect.Record) { r.Version = "2027-2" }) // scored with the first one
	db.hand(t, k, records, lie)
	if got := visitsOf(t, n); len(got) != 3 {
		t.Errorf("a score of another version is taken: %v", got)
	}
}

// visitsOf are the points of all visits, by the version of their checklist.
func visitsOf(t *testing.T, n *office.Inspectorate) map[string]inspect.Points {
	t.Helper()
	_, scored, err := n.Visits(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	points := map[string]inspect.Points{}
	for _, v := range scored {
		points[v.Version] = v.Score.Points
	}
	return points
}

// between publishes another checklist at the moment in which this one is published.
type between struct {
	*DB
	do func()
}

func (b *between) Publish(ctx context.Context, stream snapshot.Stream, content []byte, sign func(int64) snapshot.Manifest) (snapshot.Manifest, error) {
	if do := b.do; do != nil {
		b.do = nil
		do()
	}
	return b.DB.Publish(ctx, stream, content, sign)
}

func TestOfTwoChecklistsPublishedAtOnceNeitherIsLost(t *testing.T) {
	db, _, _ := inspected(t)
	known, p := publishing(db)
	mine, theirs := milder(t, "2027-1", 70), milder(t, "2027-2", 60)
	p.Store = &between{db, func() {
		other, q := publishing(db)
		if _, err := other.Publish(t.Context(), q, []inspect.Template{theirs}); err != nil {
			t.Fatal(err)
		}
	}}
	m, err := known.Publish(t.Context(), p, []inspect.Template{mine})
	if err != nil {
		t.Fatal(err)
	}
	content, err := db.Content(t.Context(), m.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	list, err := inspect.ParseTemplates(content)
	if err != nil || len(list) != 2 {
		t.Fatalf("machines get %d checklists, %v", len(list), err)
	}
	if err := m.Verify([]ed25519.PublicKey{countytest.Issuer().Public()}); err != nil {
		t.Error(err)
	}
}

// TestOfTwoWhoPublishOneVersionAtOnceTheSecondIsRefused, and the rules of the first stay.
func TestOfTwoWhoPublishOneVersionAtOnceTheSecondIsRefused(t *testing.T) {
	db, _, _ := inspected(t)
	known, p := publishing(db)
	mine, theirs := milder(t, "2027-1", 70), milder(t, "2027-1", 60)
	p.Store = &between{db, func() {
		other, q := publishing(db)
		if _, err := other.Publish(t.Context(), q, []inspect.Template{theirs}); err != nil {
			t.Fatal(err)
		}
	}}
	if _, err := known.Publish(t.Context(), p, []inspect.Template{mine}); err == nil || village.Keyed(err).Key != "err.inspect.changed" {
		t.Errorf("the second: %v", err)
	}
	other, _ := publishing(db)
	list, err := other.All(t.Context())
	got, _ := inspect.Find(list, theirs.ID, "2027-1")
	_, first, _ := theirs.Rule("duty.absent")
	if _, rule, ok := got.Rule("duty.absent"); err != nil || !ok || rule.By[inspect.District] != first.By[inspect.District] {
		t.Errorf("in use %+v, %v", rule, err)
	}
	if list, err := db.Published(t.Context(), snapshot.Checklists); err != nil || len(list) != 1 {
		t.Errorf("%d contents, %v", len(list), err)
	}
}
