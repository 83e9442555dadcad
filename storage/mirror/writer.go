package mirror

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/gofrs/flock"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Source is what a copy is made of.
type Source interface {
	// MirrorEntries are what stands behind a place, in order: as many as have
	// about limit bytes, and one at least unless there is none.
	MirrorEntries(ctx context.Context, after int64, limit int) ([]Entry, error)

	// RecordAt names the record at a place; [village.NotFound] when there is
	// none.
	RecordAt(ctx context.Context, place int64) (village.RecordID, error)

	// ErasedThrough reports whether the papers of all records behind the place
	// after, up to through, are deleted.
	ErasedThrough(ctx context.Context, after, through int64) (bool, error)

	// MirrorCatalogue is a version that cases name, or [village.NotFound].
	MirrorCatalogue(ctx context.Context, version string) (Catalogue, error)
}

// Place says where a copy belongs.
type Place struct {
	Dir      string // folder on the second medium
	Data     string // the data folder; on the same file system there is no second medium
	SameDisk bool   // on it all the same, for trying out
	Lock     string // file in the data folder: one process writes at a time
}

// Writer adds to the copy at Place. Its methods are called by one goroutine; the
// files are open only while one runs, so that a stick can be taken out.
type Writer struct {
	Place Place
	Owner seal.Identity
	Self  func(context.Context) (Owner, error) // whose copy it is by now

	open  func(dir string, make bool) (disk, error) // nil: the real one
	limit int64                                     // bytes of a segment; 0: segmentBytes
	at    *position                                 // where the last call ended
}

// segmentBytes is when a new segment begins: what is read at a start, and what
// one damaged place may cost at most.
const segmentBytes = 4 << 20

// batchBytes is about how much is written between two syncs.
const batchBytes = 1 << 20

// lockWait is how long a process waits for another that is writing.
const lockWait = 30 * time.Second

// CatchUp appends what the copy lacks, in the order of places, and returns the
// last place that is synced there. A medium without a copy gets one of
// everything. A copy that was begun for another key of the county, or another
// address, goes on in a segment that says the present ones, also when no record
// follows. The error is one of the keys above; what was appended before it stays.
func (w *Writer) CatchUp(ctx context.Context, from Source) (through int64, err error) {
	self, err := w.Self(ctx)
	if err != nil {
		return 0, err
	}
	before := w.at
	w.at = nil // until it is found again: the medium may be another one
	err = w.locked(ctx, true, func(d disk) error {
		at, err := w.locate(d, before)
		if err != nil {
			return err
		}
		if err := belongs(ctx, from, at); err != nil {
			return err
		}
		w.at = &at
		return w.appendAll(ctx, d, self, from)
	})
	if w.at != nil {
		through = w.at.place
	}
	if err != nil {
		return through, Fault(err)
	}
	return through, nil
}

// locked does work on the copy's folder while no other process of this kiosk
// does.
func (w *Writer) locked(ctx context.Context, make bool, work func(disk) error) error {
	if same, err := sameDevice(w.Place.Dir, w.Place.Data); err != nil {
		return err
	} else if same && !w.Place.SameDisk {
		return refuse(KeySameDisk)
	}
	waiting, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	lock := flock.New(w.Place.Lock, flock.SetPermissions(0o600))
	if got, err := lock.TryLockContext(waiting, 20*time.Millisecond); err != nil || !got {
		return &village.Error{Kind: village.Internal, Key: KeySlow, Err: fmt.Errorf("wait for the copy: %w", err)}
	}
	defer lock.Close()
	open := w.open
	if open == nil {
		open = openDisk
	}
	d, err := open(w.Place.Dir, make)
	if err != nil {
		return err
	}
	return errors.Join(work(d), d.Close())
}

// belongs refuses a copy that holds what this machine's database does not: it
// was put back to an older state, and the copy may be all that is left.
func belongs(ctx context.Context, from Source, at position) error {
	if at.place == 0 {
		return nil
	}
	id, err := from.RecordAt(ctx, at.place)
	if err != nil && village.KindOf(err) != village.NotFound {
		return err
	}
	if err != nil || id != at.id {
		return refuse(KeyAhead)
	}
	return nil
}

func (w *Writer) appendAll(ctx context.Context, d disk, self Owner, from Source) error {
	for {
		entries, err := from.MirrorEntries(ctx, w.at.place, batchBytes)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			if w.at.segment == 0 || w.at.owner.same(self) {
				return nil
			}
			return w.append(d, self, nil)
		}
		if err := w.catalogues(ctx, d, from, entries); err != nil {
			return err
		}
		if err := w.append(d, self, entries); err != nil {
			return err
		}
	}
}

// append writes entries and returns when they are synced.
func (w *Writer) append(d disk, self Owner, entries []Entry) error {
	limit := w.limit
	if limit == 0 {
		limit = segmentBytes
	}
	fresh := w.at.segment == 0 || w.at.torn || w.at.offset >= limit || !w.at.owner.same(self)
	var f file
	var err error
	next := *w.at
	if fresh {
		f, err = w.begin(d, self, &next)
	} else {
		f, err = d.open(next.name())
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err == nil {
			err = w.write(f, e, &next)
		}
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil && fresh {
		err = d.sync()
	}
	if err != nil {
		return fmt.Errorf("append to the copy: %w", err)
	}
	w.at = &next
	return nil
}

// begin makes the next segment with its first frame.
func (w *Writer) begin(d disk, self Owner, at *position) (file, error) {
	at.segment, at.offset, at.torn, at.owner = at.newest+1, 0, false, self
	at.newest, at.papers = at.segment, true
	f, err := d.create(at.name())
	if err != nil {
		return nil, err
	}
	clear, err := encode(ownerFrame{
		Kiosk: self.Kiosk, Public: self.Public, URL: self.URL, County: self.County, Escrow: self.Escrow,
		Prev: at.head[:], Place: at.place, ID: at.id,
	})
	if err == nil {
		err = at.put(f, []byte(magic))
	}
	if err == nil {
		frame := newFrame(kindOwner, at.head, clear, nil)
		at.head = frame.head
		err = at.put(f, frame.bytes(w.Owner))
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (w *Writer) write(f file, e Entry, at *position) error {
	clear, papers, err := encodeEntry(e)
	if err != nil {
		return err
	}
	frame := newFrame(kindRecord, at.head, clear, papers)
	if err := at.put(f, frame.bytes(w.Owner)); err != nil {
		return err
	}
	at.head, at.place, at.id = frame.head, e.Place, e.Record.ID
	return nil
}

func (at *position) put(f io.WriterAt, b []byte) error {
	n, err := f.WriteAt(b, at.offset)
	at.offset += int64(n)
	return err
}

// Through is the last place that the copy holds, as far as it can be read now.
// It makes and changes nothing.
func (w *Writer) Through(ctx context.Context) (int64, error) {
	var at position
	err := w.locked(ctx, false, func(d disk) (err error) {
		at, err = w.locate(d, nil)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) && w.Place.there() {
		return 0, nil // an empty medium: the next record brings everything
	}
	if err != nil {
		return 0, Fault(err)
	}
	return at.place, nil
}

func (p Place) there() bool {
	_, err := sameDevice(p.Dir, p.Data)
	return err == nil
}
