package inbox

import (
	"context"
	"errors"

	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Carried are contents that somebody brought on a stick, by their sums. It stands
// for a county that cannot be asked.
type Carried map[wire.Sum][]byte

// Pull implements [County].
func (c Carried) Pull(context.Context, []byte) ([]byte, error) { return nil, notCarried() }

// Content implements [County].
func (c Carried) Content(_ context.Context, sum [32]byte, from int64) ([]byte, error) {
	content := c[sum]
	if from < 0 || from >= int64(len(content)) {
		return nil, notCarried()
	}
	return content[from:], nil
}

func notCarried() error {
	return &village.Error{Kind: village.Offline, Key: "err.sync.offline", Err: errors.New("it is not on the stick")}
}

// TakeCarried takes what the county published, out of its answer to one of the
// bundles whose last messages are known; contents come from [Inbox.County]. What is
// in use already, or newer here, is left alone: a stick may be old. An answer to
// none of them is [village.Invalid], err.courier.answer.
func (i *Inbox) TakeCarried(ctx context.Context, answer []byte, known []wire.Sum) (out Taken, err error) {
	release, err := i.Lock.Acquire(ctx)
	if err != nil {
		return out, err
	}
	defer release()
	held, err := i.Store.Held(ctx)
	if err != nil {
		return out, err
	}
	err = errors.New("no bundle was made here")
	for _, sum := range known {
		var pulled wire.Pulled
		if pulled, err = i.believe(answer, sum); err != nil {
			continue
		}
		var newer []wire.Manifest
		for _, m := range pulled.Newest {
			if find(held, m.Stream).Follows(m.Snapshot(), pulled.Incarnation) == nil {
				newer = append(newer, m)
			}
		}
		pulled.Newest = newer
		return i.all(ctx, pulled, held, wire.MaxStreams)
	}
	return out, &village.Error{Kind: village.Invalid, Field: "file", Key: "err.courier.answer", Err: err}
}
