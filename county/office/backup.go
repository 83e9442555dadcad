package office

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// KeptBackups is how many backups stay when nothing else is said: a day of
// hourly ones.
const KeptBackups = 24

// Backup is one that was read back from the disk and found whole.
type Backup struct {
	File       string // its name in the folder
	TakenAt    time.Time
	VerifiedAt time.Time // zero = there is none
	Contents
}

// Contents is what a backup was found to hold.
type Contents struct {
	Incarnation []byte // of the database it was taken from
	Rows        int64
	Records     int64
	Pieces      int64
	Absent      int64     // pieces that the county did not have, or not whole, when it was taken
	Reach       []Durable // by kiosk: how far it holds every record of the newest epoch with all pieces
}

// BackupRecord is a record in a backup.
type BackupRecord struct {
	Kiosk        seal.KioskID
	ID           village.RecordID
	Body, Digest []byte
}

// BackupPosition is the place of a record in its kiosk's chain.
type BackupPosition struct {
	Kiosk      seal.KioskID
	Epoch, Seq int64
	ID         village.RecordID
}

// BackupPart is a part of a record; its bytes lie beside the backup.
type BackupPart struct {
	Kiosk  seal.KioskID
	Record village.RecordID
	SHA256 [32]byte
	Bytes  int64
	Lost   bool // the kiosk said that it does not have it: nobody waits for it
}

// BackupView is shown what a backup holds, in the order of the file.
type BackupView struct {
	Record   func(BackupRecord) error
	Position func(BackupPosition) error
	Part     func(BackupPart) error
}

// BackupSummary is what a backup says of itself.
type BackupSummary struct {
	Incarnation []byte
	Rows        int64
	Absent      map[[32]byte]bool // pieces that were not there when it was taken
}

// Shelf keeps backups in a folder that others may copy away at any time.
type Shelf interface {
	// Save writes one state of the database, with the pieces it names, and
	// returns when both are on the disk.
	Save(ctx context.Context, taken time.Time) (file string, err error)

	// Scan reads a whole file from the disk. A file whose sum or row counts are
	// wrong, or that is cut off, is [village.Invalid], err.backup.damaged.
	Scan(ctx context.Context, file string, see BackupView) (BackupSummary, error)

	// Piece is the content of a piece, or a [village.NotFound] error. Whether it
	// is the right one the caller finds out.
	Piece(sum [32]byte) ([]byte, error)

	// SetAside renames a piece that is not what its name says, so that the next
	// backup copies it anew.
	SetAside(sum [32]byte) error

	// Prune removes all but the newest files, of which newest is one whatever its
	// time, and pieces that none of these names.
	Prune(newest string, keep int) error

	// Lock keeps others from the folder until unlock.
	Lock(ctx context.Context) (unlock func(), err error)
}

// BackupNotes remembers backups that were verified.
type BackupNotes interface {
	// NoteBackup notes b, and in the same transaction that kiosks may clear what
	// it holds.
	NoteBackup(ctx context.Context, b Backup) error
	LastBackup(ctx context.Context) (Backup, error) // zero when there is none
}

// Backups takes backups and believes none that it has not read back.
type Backups struct {
	Shelf  Shelf
	Notes  BackupNotes
	Minder *Minder // looks at the county's own pieces before each
	Now    func() time.Time
	Keep   int
}

// Take makes a backup and verifies it. Only then is it noted, are kiosks allowed
// to clear what it holds, and do older ones go. A piece of the county's own that is
// not whole is mended from the backups before, or asked for again.
func (b *Backups) Take(ctx context.Context) (Backup, error) {
	unlock, err := b.Shelf.Lock(ctx)
	if err != nil {
		return Backup{}, err
	}
	defer unlock()
	if _, err := b.Minder.Check(ctx); err != nil {
		return Backup{}, err
	}
	taken := b.Now()
	file, err := b.Shelf.Save(ctx, taken)
	if err != nil {
		return Backup{}, err
	}
	contents, err := verify(ctx, b.Shelf, file, b.Shelf.SetAside)
	if err != nil {
		return Backup{}, village.Failed("verify a backup", err)
	}
	done := Backup{File: file, TakenAt: taken, VerifiedAt: b.Now(), Contents: contents}
	if err := b.Notes.NoteBackup(ctx, done); err != nil {
		return done, err
	}
	return done, b.Shelf.Prune(file, b.Keep)
}

// Run takes a backup every so often until ctx ends; one that was taken by
// anybody less than that ago counts.
func (b *Backups) Run(ctx context.Context, every time.Duration, log *slog.Logger) {
	wait := time.Duration(0)
	if last, err := b.Notes.LastBackup(ctx); err == nil {
		wait = min(max(last.VerifiedAt.Add(every).Sub(b.Now()), 0), every)
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		done, err := b.Take(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.ErrorContext(ctx, "backup", "kind", village.KindOf(err), "err", err)
		case done.Absent > 0:
			log.WarnContext(ctx, "backup verified, but pieces are not here", "file", done.File, "records", done.Records, "absent", done.Absent)
		default:
			log.InfoContext(ctx, "backup verified", "file", done.File, "records", done.Records)
		}
		timer.Reset(every)
	}
}

// Verify reads a backup back from the disk: its sum and row counts, each
// record's digest against its body, each piece against its name. What is wrong
// is [village.Invalid], err.backup.damaged, with the file in the error.
func Verify(ctx context.Context, shelf Shelf, file string) (Contents, error) {
	return verify(ctx, shelf, file, func([32]byte) error { return nil })
}

func verify(ctx context.Context, shelf Shelf, file string, damaged func(sum [32]byte) error) (Contents, error) {
	v := verifying{
		shelf: shelf, file: file, damaged: damaged,
		missing: map[[32]byte]bool{}, waiting: map[recordName]bool{}, spans: map[chainName][]span{},
	}
	summary, err := shelf.Scan(ctx, file, BackupView{Record: v.record, Position: v.position, Part: v.part})
	if err != nil {
		return Contents{}, err
	}
	for sum := range v.missing {
		if !summary.Absent[sum] {
			return Contents{}, Damaged(file, fmt.Errorf("piece %x is not beside it", sum))
		}
	}
	c := Contents{
		Incarnation: summary.Incarnation, Rows: summary.Rows, Records: v.records, Pieces: v.pieces, Absent: int64(len(v.missing)),
	}
	if len(v.waiting) > 0 { // find where these stand
		if _, err := shelf.Scan(ctx, file, BackupView{Position: v.hold}); err != nil {
			return Contents{}, err
		}
	}
	c.Reach = v.reach()
	return c, nil
}

// Damaged is the error of a backup that is not whole.
func Damaged(file string, cause error) error {
	return &village.Error{Kind: village.Invalid, Field: "from", Key: "err.backup.damaged", Args: map[string]any{"file": file}, Err: cause}
}

type verifying struct {
	shelf           Shelf
	file            string
	damaged         func(sum [32]byte) error // is told of a piece
	records, pieces int64
	missing         map[[32]byte]bool
	waiting         map[recordName]bool // records that lack a piece
	spans           map[chainName][]span
}

type recordName struct {
	kiosk seal.KioskID
	id    village.RecordID
}

type chainName struct {
	kiosk seal.KioskID
	epoch int64
}

func (v *verifying) record(r BackupRecord) error {
	if sum := sha256.Sum256(r.Body); string(sum[:]) != string(r.Digest) {
		return Damaged(v.file, fmt.Errorf("record %s is not what its digest says", r.ID))
	}
	v.records++
	return nil
}

func (v *verifying) position(p BackupPosition) error {
	at := chainName{p.Kiosk, p.Epoch}
	v.spans[at] = addSpan(v.spans[at], p.Seq)
	return nil
}

func (v *verifying) part(p BackupPart) error {
	v.pieces++
	data, err := v.shelf.Piece(p.SHA256)
	switch {
	case err != nil && village.KindOf(err) == village.NotFound:
		v.missing[p.SHA256] = true
		if !p.Lost {
			v.waiting[recordName{p.Kiosk, p.Record}] = true
		}
		return nil
	case err != nil:
		return err
	case sha256.Sum256(data) != p.SHA256:
		err := errors.Join(errors.New("its content is not what its name says"), v.damaged(p.SHA256))
		return Damaged(fmt.Sprintf("blobs/%x", p.SHA256), err)
	}
	return nil
}

// hold ends the reach of a chain before a record that lacks a piece.
func (v *verifying) hold(p BackupPosition) error {
	if v.waiting[recordName{p.Kiosk, p.ID}] {
		at := chainName{p.Kiosk, p.Epoch}
		v.spans[at] = cutSpans(v.spans[at], p.Seq)
	}
	return nil
}

// reach is the end of the first unbroken run of each kiosk's newest epoch.
func (v *verifying) reach() []Durable {
	newest := map[seal.KioskID]Durable{}
	for chain, spans := range v.spans {
		if have, known := newest[chain.kiosk]; !known || chain.epoch > have.Epoch {
			newest[chain.kiosk] = Durable{Kiosk: chain.kiosk, Epoch: chain.epoch, Seq: firstRun(spans)}
		}
	}
	return slices.SortedFunc(maps.Values(newest), func(a, b Durable) int { return strings.Compare(string(a.Kiosk), string(b.Kiosk)) })
}
