package mirror

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// position is where a copy ends.
type position struct {
	segment int   // number of the last that can be read; 0 = none
	newest  int   // highest number there is, readable or not
	papers  bool  // the segment still has its papers
	offset  int64 // behind the last whole frame
	torn    bool  // something else stands behind it: never written over
	head    Head
	place   int64 // of the last record; 0 = none
	id      village.RecordID
	owner   Owner
	have    map[string]bool // catalogues that are on it for certain
}

// Names of segments: a number from 1 and whether the papers are in it.
const (
	papersName = "%06d-papers.bmm"
	clearName  = "%06d-clear.bmm"
)

func (at position) name() string { return segmentName(at.segment, at.papers) }

func segmentName(number int, papers bool) string {
	if papers {
		return fmt.Sprintf(papersName, number)
	}
	return fmt.Sprintf(clearName, number)
}

// segment is one file of a copy.
type segment struct {
	number int
	papers bool
}

// segments are in the order in which they were written; of one number the one
// with papers comes first.
func segments(d disk) ([]segment, error) {
	names, err := d.names()
	if err != nil {
		return nil, err
	}
	var list []segment
	for _, name := range names {
		var number int
		for _, papers := range []bool{true, false} {
			form := clearName
			if papers {
				form = papersName
			}
			if n, _ := fmt.Sscanf(name, form, &number); n == 1 && number > 0 && name == segmentName(number, papers) {
				list = append(list, segment{number, papers})
			}
		}
	}
	slices.SortFunc(list, func(a, b segment) int {
		if a.number != b.number {
			return a.number - b.number
		}
		if a.papers == b.papers {
			return 0
		}
		if a.papers {
			return -1
		}
		return 1
	})
	return list, nil
}

// locate finds the end of the copy. It goes on from where the last call ended,
// before, when that is still there.
func (w *Writer) locate(d disk, before *position) (position, error) {
	list, err := segments(d)
	if err != nil || len(list) == 0 {
		return position{}, err
	}
	newest := list[len(list)-1].number
	if before != nil && before.newest == newest && !before.torn && before.papers {
		if at, err := w.goOn(d, *before); err == nil {
			return at, nil
		}
	}
	torn := false
	for _, s := range slices.Backward(list) {
		at, err := w.scan(d, s)
		if err == nil {
			at.newest, at.torn = newest, at.torn || torn || !s.papers
			return at, nil
		}
		if !errors.Is(err, errTail) {
			return position{}, err
		}
		torn = true
	}
	return position{newest: newest}, nil // nothing of it can be read: all of it once more, behind it
}

// goOn reads what other processes appended since at, if the segment is still the
// one that at is of.
func (w *Writer) goOn(d disk, at position) (position, error) {
	f, err := d.open(at.name())
	if err != nil {
		return at, err
	}
	defer f.Close()
	tag := make([]byte, frameTail)
	if at.offset < int64(len(magic)+frameTail) {
		return at, errTail
	}
	if _, err := f.ReadAt(tag, at.offset-frameTail); err != nil {
		return at, tail(err)
	}
	if !bytes.Equal(tag[32:64], at.head[:]) {
		return at, errTail
	}
	return w.follow(f, at)
}

// scan reads a segment from its beginning. One that has no head is errTail; one of
// another kiosk is refused.
func (w *Writer) scan(d disk, s segment) (position, error) {
	at := position{segment: s.number, papers: s.papers}
	f, err := d.open(segmentName(s.number, s.papers))
	if err != nil {
		return at, err
	}
	defer f.Close()
	size, err := f.Size()
	if err != nil {
		return at, err
	}
	first, end, owner, err := readOwner(f, size)
	if err != nil {
		return at, errTail
	}
	if owner.Kiosk != w.Owner.ID || !first.signedBy(w.Owner.Public()) {
		return at, refuse(KeyOther)
	}
	at.offset, at.head, at.place, at.id = end, first.head, owner.Place, owner.ID
	at.owner = owner.owner()
	return w.follow(f, at)
}

// readOwner is the first frame of a segment.
func readOwner(f io.ReaderAt, size int64) (first frame, end int64, owner ownerFrame, err error) {
	ok, err := hasMagic(f)
	if err == nil && !ok {
		err = errTail
	}
	if err != nil {
		return first, 0, owner, err
	}
	first, end, err = readFrame(f, size, int64(len(magic)), Head{}, false)
	if err == nil && first.kind != kindOwner {
		err = errTail
	}
	if err == nil {
		err = decode(first.clear, &owner)
	}
	if errors.Is(err, io.EOF) {
		err = errTail
	}
	return first, end, owner, err
}

func (o ownerFrame) owner() Owner {
	return Owner{Kiosk: o.Kiosk, Public: o.Public, URL: o.URL, County: o.County, Escrow: o.Escrow}
}

// follow reads whole frames from at on. What is not one ends the segment: whether
// it was torn or went bad later, a new one begins behind it.
func (w *Writer) follow(f file, at position) (position, error) {
	size, err := f.Size()
	if err != nil {
		return at, err
	}
	for {
		next, end, err := readFrame(f, size, at.offset, at.head, true)
		if errors.Is(err, io.EOF) {
			return at, nil
		}
		if err != nil || next.kind != kindRecord {
			at.torn = true
			return at, nil
		}
		clear, _, err := decodeClear(next.clear)
		if err != nil || !next.signedBy(w.Owner.Public()) {
			at.torn = true
			return at, nil
		}
		at.offset, at.head, at.place, at.id = end, next.head, clear.Place, clear.ID
	}
}

// signer is who signed a segment's first frame; "" when its name and key do not
// fit.
func (o ownerFrame) signer() (seal.KioskID, bool) {
	if len(o.Public) != 32 || seal.IDOf(o.Public) != o.Kiosk {
		return "", false
	}
	return o.Kiosk, true
}
