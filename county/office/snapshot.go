package office

import (
	"bytes"
	"context"
	"crypto/sha256"
	"log/slog"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// Snapshots is where the county keeps what it published, for ever but for lists
// of machines, of which the latest are enough.
type Snapshots interface {
	// Newest are the newest contents of all streams without their bytes, and the
	// county's incarnation, both of one moment.
	Newest(ctx context.Context) (incarnation []byte, list []snapshot.Manifest, err error)

	// Publish keeps a content as the newest of its stream, in one transaction:
	// sign is handed its number. A content that is the newest already stays what
	// it is. Of two at the same time one is a [village.Conflict]. and so is one for
	// which sign makes no manifest.
	Publish(ctx context.Context, stream snapshot.Stream, content []byte, sign func(version int64) snapshot.Manifest) (snapshot.Manifest, error)

	// Content is the bytes of a published content, or [village.NotFound].
	Content(ctx context.Context, sum [32]byte) ([]byte, error)
}

// KioskList lists every machine that the county ever knew.
type KioskList interface {
	Kiosks(ctx context.Context) ([]Kiosk, error)
}

// Publisher publishes in the county's name. It is used by one goroutine.
type Publisher struct {
	Store    Snapshots
	List     KioskList
	Staff    StaffList                          // nil: helpers are not published from here
	Trips    TripBook                           // nil: recorded trips are not published from here
	Serving  ServiceList                        // nil: who serves where is not published from here
	Plans    Plans                              // nil: no catalogue waits for its day here
	Editions Editions                           // that plans name
	Signer   seal.Identity                      // the key that kiosks know
	Pack     func(plain []byte) ([]byte, error) // how a content travels
	Now      func() time.Time

	lists  map[snapshot.Stream]listMade // that were published last from here
	looked int                          // how often for trips
}

// listMade is a list that the county makes out of what it knows.
type listMade struct {
	plain   []byte
	content [32]byte
}

// Publish makes plain the newest content of its stream. The error of a content that may not be used is [village.Invalid].
func (p *Publisher) Publish(ctx context.Context, stream snapshot.Stream, plain []byte) (snapshot.Manifest, error) {
	content, sign, err := p.packed(stream, plain)
	if err != nil {
		return snapshot.Manifest{}, err
	}
	return p.Store.Publish(ctx, stream, content, sign)
}

// PublishAfter is Publish for what was made of the content number last of its stream, 0 for
// none: when another one is in use by now it is a [village.Conflict] at "last",
// err.snapshot.twice, and nothing is published.
func (p *Publisher) PublishAfter(ctx context.Context, stream snapshot.Stream, plain []byte, last int64) (snapshot.Manifest, error) {
	content, sign, err := p.packed(stream, plain)
	if err != nil {
		return snapshot.Manifest{}, err
	}
	return p.Store.Publish(ctx, stream, content, func(version int64) snapshot.Manifest {
		if version != last+1 {
			return snapshot.Manifest{}
		}
		return sign(version)
	})
}

// packed is plain as it travels, after the very check that kiosks make, and what signs
// it under its number.
func (p *Publisher) packed(stream snapshot.Stream, plain []byte) (content []byte, sign func(version int64) snapshot.Manifest, err error) {
	if err := snapshot.Check(stream, plain); err != nil {
		return nil, nil, err
	}
	if content, err = p.Pack(plain); err != nil {
		return nil, nil, err
	}
	m := snapshot.Manifest{Stream: stream, SHA256: sha256.Sum256(content), Size: int64(len(content)), IssuedAt: time.UnixMilli(p.Now().UnixMilli())}
	return content, func(version int64) snapshot.Manifest {
		m.Version = version
		return m.Signed(p.Signer)
	}, nil
}

// PublishRoster publishes the list of machines, if it is another than the newest.
func (p *Publisher) PublishRoster(ctx context.Context) error {
	kiosks, err := p.List.Kiosks(ctx)
	if err != nil {
		return err
	}
	machines := make([]snapshot.Machine, len(kiosks))
	for i, k := range kiosks {
		machines[i] = snapshot.Machine{Kiosk: k.ID, PublicKey: k.PublicKey, Village: k.Village}
		if k.Revoked() {
			machines[i].RevokedMS = k.RevokedAt.UnixMilli()
		}
	}
	plain, err := snapshot.EncodeRoster(machines)
	if err != nil {
		return err
	}
	return p.publishList(ctx, snapshot.Kiosks, plain)
}

// publishList publishes a list, if it is another than the newest. Packing it each
// time to compare would be much work for nothing.
func (p *Publisher) publishList(ctx context.Context, stream snapshot.Stream, plain []byte) error {
	last := p.lists[stream]
	_, newest, err := p.Store.Newest(ctx)
	known := slices.ContainsFunc(newest, func(m snapshot.Manifest) bool { return m.Stream == stream && m.SHA256 == last.content })
	if err != nil || known && bytes.Equal(plain, last.plain) {
		return err
	}
	m, err := p.Publish(ctx, stream, plain)
	if err == nil {
		if p.lists == nil {
			p.lists = map[snapshot.Stream]listMade{}
		}
		p.lists[stream] = listMade{plain, m.SHA256}
	}
	return err
}

// newestOf is the newest content of a stream without its bytes; its number is 0 when there
// is none.
func newestOf(ctx context.Context, s Snapshots, stream snapshot.Stream) (snapshot.Manifest, error) {
	_, list, err := s.Newest(ctx)
	if i := slices.IndexFunc(list, func(m snapshot.Manifest) bool { return m.Stream == stream }); err == nil && i >= 0 {
		return list[i], nil
	}
	return snapshot.Manifest{}, err
}

// published reports whether a stream has any content.
func (p *Publisher) published(ctx context.Context, stream snapshot.Stream) (bool, error) {
	m, err := newestOf(ctx, p.Store, stream)
	return m.Version > 0, err
}

// inUse is the number and the bytes of the newest content of a stream; 0 when there is none.
func inUse(ctx context.Context, s Snapshots, unpack func([]byte) ([]byte, error), stream snapshot.Stream) (last int64, plain []byte, err error) {
	m, err := newestOf(ctx, s, stream)
	if err != nil || m.Version == 0 {
		return 0, nil, err
	}
	packed, err := s.Content(ctx, m.SHA256)
	if err != nil {
		return 0, nil, err
	}
	plain, err = unpack(packed)
	return m.Version, plain, err
}

// rosterEvery is how soon every kiosk that asks learns of a new or revoked one.
const rosterEvery = 5 * time.Second

// Run keeps the lists of machines, of helpers and of trips published, and catalogues whose
// day has come, until ctx ends: whoever changed one, at this program or another.
func (p *Publisher) Run(ctx context.Context, log *slog.Logger) {
	timer := time.NewTicker(rosterEvery)
	defer timer.Stop()
	for ctx.Err() == nil {
		for _, publish := range []func(context.Context) error{p.PublishRoster, p.PublishStaff, p.PublishPlans, p.PublishTrips, p.PublishServing} {
			err := publish(ctx)
			if err != nil && ctx.Err() == nil && village.KindOf(err) != village.Conflict { // another gateway was first
				log.ErrorContext(ctx, "publish a list", "kind", village.KindOf(err), "err", err)
			}
		}
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
	}
}
