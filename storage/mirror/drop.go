package mirror

import (
	"context"
	"errors"
	"io"
	"io/fs"
)

// Drop takes the papers out of segments whose records are all erased at the
// kiosk: by the same rule, and never before. What is clear stays. The newest
// segment is left alone. It reports how many it replaced.
func (w *Writer) Drop(ctx context.Context, from Source) (dropped int, err error) {
	err = w.locked(ctx, false, func(d disk) error {
		list, err := segments(d)
		if err != nil {
			return err
		}
		for i := range max(0, len(list)-1) {
			end, err := w.due(ctx, d, from, list[i])
			if err != nil {
				return err
			}
			if end == 0 {
				continue
			}
			if err := w.replace(d, list[i].number, end); err != nil {
				return err
			}
			dropped++
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return dropped, Fault(err)
	}
	return dropped, nil
}

// due is where the whole records of a segment end when the papers of all of them
// must go; 0 when they stay. One that is not this kiosk's, or is damaged, is left as
// it is: nothing is lost by keeping it.
func (w *Writer) due(ctx context.Context, d disk, from Source, s segment) (end int64, err error) {
	if !s.papers {
		return 0, nil
	}
	f, err := d.open(segmentName(s.number, true))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	size, err := f.Size()
	if err != nil {
		return 0, err
	}
	first, offset, owner, err := readOwner(f, size)
	if err != nil || !first.signedBy(w.Owner.Public()) {
		return 0, nil //nolint:nilerr // as said above
	}
	if erased, err := from.ErasedThrough(ctx, owner.Place, owner.Place+1); err != nil || !erased {
		return 0, err // what is not due at its beginning need not be read
	}
	at, err := w.follow(f, position{offset: offset, head: first.head, place: owner.Place})
	if err != nil || at.torn && at.place == owner.Place {
		return 0, err
	}
	if erased, err := from.ErasedThrough(ctx, owner.Place, at.place); err != nil || !erased {
		return 0, err
	}
	return at.offset, nil
}

// replace writes a segment up to end without its papers and then deletes it: after
// a power cut either is there, or both.
func (w *Writer) replace(d disk, number int, end int64) error {
	const temp = "clear.new"
	if err := d.remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	to, err := d.create(temp)
	if err != nil {
		return err
	}
	err = w.copyClear(d, number, end, to)
	if err == nil {
		err = to.Sync()
	}
	if err = errors.Join(err, to.Close()); err != nil {
		return err
	}
	if err := d.rename(temp, segmentName(number, false)); err != nil {
		return err
	}
	if err := d.sync(); err != nil {
		return err
	}
	if err := d.remove(segmentName(number, true)); err != nil {
		return err
	}
	return d.sync()
}

// copyClear leaves out what stands behind end: of a record whose papers were torn
// the clear part may be whole, and the record follows in the next segment.
func (w *Writer) copyClear(d disk, number int, end int64, to file) error {
	f, err := d.open(segmentName(number, true))
	if err != nil {
		return err
	}
	defer f.Close()
	out := position{}
	if err := out.put(to, []byte(magic)); err != nil {
		return err
	}
	var head Head
	for offset := int64(len(magic)); ; {
		next, behind, err := readFrame(f, end, offset, head, false)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		next.dropped = next.kind == kindRecord
		if err := out.put(to, next.bytes(w.Owner)); err != nil {
			return err
		}
		offset, head = behind, next.head
	}
}
