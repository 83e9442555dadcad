package mirror

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"slices"

	"bianmin/app/village"
)

// Found is what a copy says about itself, before anything in it is believed.
type Found struct {
	Owner
	Segments int
	Damaged  int // segments that end in something that is no frame; a torn end is one of them
}

// Look says whose copy lies in dir, by its newest segment that can be read. The
// error is [village.Invalid] at "from", err.mirror.none, when there is none.
func Look(dir string) (Found, error) {
	var found Found
	err := each(dir, func(d disk, list []segment) error {
		found.Segments = len(list)
		for _, s := range slices.Backward(list) {
			owner, err := ownerOf(d, s)
			if err == nil {
				found.Owner = owner
				return nil
			}
		}
		return errors.New("no segment can be read")
	})
	if err != nil {
		return found, &village.Error{Kind: village.Invalid, Field: "from", Key: KeyNone, Err: err}
	}
	return found, nil
}

func each(dir string, do func(disk, []segment) error) error {
	d, err := openDisk(dir, false)
	if err != nil {
		return err
	}
	list, err := segments(d)
	if err == nil {
		err = do(d, list)
	}
	return errors.Join(err, d.Close())
}

func ownerOf(d disk, s segment) (Owner, error) {
	f, err := d.open(segmentName(s.number, s.papers))
	if err != nil {
		return Owner{}, err
	}
	defer f.Close()
	size, err := f.Size()
	if err != nil {
		return Owner{}, err
	}
	first, _, owner, err := readOwner(f, size)
	if err == nil {
		if _, ok := owner.signer(); !ok || !first.signedBy(owner.Public) {
			err = errTail
		}
	}
	return owner.owner(), err
}

// Read hands over every record of the copy in dir that the holder of public
// signed, each once, in the order of places, until take fails. What cannot be read
// is left out and counted; the records behind it are in later segments, when the
// kiosk had the time to write them again.
func Read(dir string, public ed25519.PublicKey, take func(Entry) error) (Found, error) {
	var found Found
	err := each(dir, func(d disk, list []segment) error {
		r := reader{public: public, take: take}
		for _, s := range list {
			whole, err := r.segment(d, s)
			if err != nil {
				return err
			}
			if found.Segments++; !whole {
				found.Damaged++
			}
		}
		return nil
	})
	if err != nil {
		return found, fmt.Errorf("read the copy: %w", err)
	}
	return found, nil
}

type reader struct {
	public ed25519.PublicKey
	take   func(Entry) error
	last   int64 // place of the last record that was handed over
}

// segment hands over what is new in one and reports whether it was whole.
func (r *reader) segment(d disk, s segment) (whole bool, err error) {
	f, err := d.open(segmentName(s.number, s.papers))
	if err != nil {
		return false, nil //nolint:nilerr // counted as damaged: the others are worth as much
	}
	defer f.Close()
	size, err := f.Size()
	if err != nil {
		return false, nil //nolint:nilerr // the same
	}
	first, offset, _, err := readOwner(f, size)
	if err != nil || !first.signedBy(r.public) {
		return false, nil //nolint:nilerr // the same
	}
	for head := first.head; ; {
		next, end, err := readFrame(f, size, offset, head, true)
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil || next.kind != kindRecord || !next.signedBy(r.public) {
			return false, nil //nolint:nilerr // the same
		}
		e, err := decodeEntry(next)
		if err != nil {
			return false, nil //nolint:nilerr // the same
		}
		offset, head = end, next.head
		if e.Place <= r.last {
			continue
		}
		if err := r.take(e); err != nil {
			return false, err
		}
		r.last = e.Place
	}
}
