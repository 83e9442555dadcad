package office

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"bianmin/app/inspect"
	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// PublicationDesk publishes what officers hand in as a file: checklists, notices, service
// hours. It shows first what is different from what is in use.
type PublicationDesk struct {
	Newest  Snapshots
	Unpack  func([]byte) ([]byte, error)
	Known   *Checklists
	Publish func() *Publisher // nil where there is no key that machines know
}

// Publishable are the streams that are handed in as a file.
func Publishable() []snapshot.Stream {
	return []snapshot.Stream{snapshot.Checklists, snapshot.Notices, snapshot.Hours}
}

// Offer is a file that was handed in, held against what is in use.
type Offer struct {
	Last    int64           // number of the content in use; 0 = none
	Faults  []inspect.Fault // because of which it is not published
	Changes []OfferChange
}

// OfferChange is one entry that is new, gone or other than in use.
type OfferChange struct {
	Name  string // id and version of a checklist, title of a notice; "" for hours
	Place village.DivisionCode
	State string // added, gone, changed
}

// offered is one entry of a content.
type offered struct {
	key string
	OfferChange
	raw []byte
}

// Last is the number of the content in use of a stream; 0 when there is none.
func (d *PublicationDesk) Last(ctx context.Context, stream snapshot.Stream) (int64, error) {
	m, err := newestOf(ctx, d.Newest, stream)
	return m.Version, err
}

// Offer reads a file and compares it. What nobody could use is in Faults, by the rules of the
// command and of every machine.
func (d *PublicationDesk) Offer(ctx context.Context, stream snapshot.Stream, plain []byte) (o Offer, err error) {
	if o.Faults, err = d.faultsOf(ctx, stream, plain); err != nil || len(o.Faults) > 0 {
		return o, err
	}
	last, used, err := inUse(ctx, d.Newest, d.Unpack, stream)
	if err != nil {
		return o, err
	}
	o.Last = last
	now, err := entriesOf(stream, plain)
	if err != nil {
		return o, err
	}
	before, err := d.before(ctx, stream, used)
	if err != nil {
		return o, err
	}
	o.Changes = changesOf(before, now, stream != snapshot.Checklists)
	return o, nil
}

// before are the entries in use; of checklists all versions that are known.
func (d *PublicationDesk) before(ctx context.Context, stream snapshot.Stream, used []byte) ([]offered, error) {
	if stream == snapshot.Checklists {
		list, err := d.Known.All(ctx)
		if err != nil {
			return nil, err
		}
		return checklistEntries(list)
	}
	if used == nil {
		return nil, nil
	}
	return entriesOf(stream, used)
}

// changesOf are the differences; gone ones only where a file replaces all.
func changesOf(before, now []offered, whole bool) (list []OfferChange) {
	for _, n := range now {
		i := slices.IndexFunc(before, func(b offered) bool { return b.key == n.key })
		switch {
		case i < 0:
			n.State = "added"
		case !bytes.Equal(before[i].raw, n.raw):
			n.State = "changed"
		default:
			continue
		}
		list = append(list, n.OfferChange)
	}
	for _, b := range before {
		if whole && !slices.ContainsFunc(now, func(n offered) bool { return n.key == b.key }) {
			b.State = "gone"
			list = append(list, b.OfferChange)
		}
	}
	return list
}

// faultsOf are all that the linter finds in checklists, else what machines would refuse.
func (d *PublicationDesk) faultsOf(ctx context.Context, stream snapshot.Stream, plain []byte) ([]inspect.Fault, error) {
	if stream == snapshot.Checklists {
		if list, err := inspect.DecodeTemplates(plain); err == nil {
			return d.Known.Faults(ctx, list)
		}
	}
	if err := snapshot.Check(stream, plain); err != nil {
		e := village.Keyed(err)
		return []inspect.Fault{{Field: e.Field, Key: e.Key}}, nil
	}
	return nil, nil
}

func entriesOf(stream snapshot.Stream, plain []byte) (list []offered, err error) {
	switch stream {
	case snapshot.Checklists:
		templates, err := inspect.ParseTemplates(plain)
		if err != nil {
			return nil, err
		}
		return checklistEntries(templates)
	case snapshot.Notices:
		notices, err := snapshot.ParseNotices(plain)
		if err != nil {
			return nil, err
		}
		for _, n := range notices {
			if list, err = entry(list, n.ID, OfferChange{Name: n.Title, Place: n.Area}, n); err != nil {
				return nil, err
			}
		}
	case snapshot.Hours:
		hours, err := snapshot.ParseHours(plain)
		if err != nil {
			return nil, err
		}
		for place, h := range hours {
			if list, err = entry(list, string(place), OfferChange{Place: place}, h); err != nil {
				return nil, err
			}
		}
		slices.SortFunc(list, func(a, b offered) int { return strings.Compare(a.key, b.key) })
	}
	return list, nil
}

func checklistEntries(templates []inspect.Template) (list []offered, err error) {
	for _, t := range templates {
		name := t.ID + " " + t.Version
		if list, err = entry(list, name, OfferChange{Name: name}, t); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func entry(list []offered, key string, c OfferChange, of any) ([]offered, error) {
	raw, err := json.Marshal(of)
	if err != nil {
		return nil, village.Failed("compare what was handed in", err)
	}
	return append(list, offered{key, c, raw}), nil
}

// Put publishes a file that an officer has seen compared with content number last. The errors
// are [village.Invalid] for what machines could not use, [village.Conflict] at "last",
// err.snapshot.twice, when something else was published since, err.inspect.changed for a
// checklist's version with other rules, and [village.Offline], err.publish.here, where there
// is no key to sign with.
func (d *PublicationDesk) Put(ctx context.Context, stream snapshot.Stream, plain []byte, last int64) (m snapshot.Manifest, err error) {
	if d.Publish == nil {
		return m, &village.Error{Kind: village.Offline, Key: "err.publish.here"}
	}
	faults, err := d.faultsOf(ctx, stream, plain)
	if err != nil {
		return m, err
	}
	if len(faults) > 0 || !slices.Contains(Publishable(), stream) {
		return m, village.Refuse("file", "err.publish.faults")
	}
	if stream != snapshot.Checklists {
		return d.Publish().PublishAfter(ctx, stream, plain, last)
	}
	list, err := inspect.ParseTemplates(plain)
	if err != nil {
		return m, err
	}
	return d.Known.Publish(ctx, d.Publish(), list)
}
