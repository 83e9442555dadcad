package main

import (
	"errors"
	"log/slog"
	"os"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/storage/ballast"
)

// Room that must be free before anybody starts: the largest record once in the
// database and once in its log, with as much again for what other programs write
// meanwhile.
const personBytes = 4 * village.MaxRecordBytes

// slackBytes is the room for the rows and pages around one record whose size is
// known.
const slackBytes = 256 << 10

// mindDisk takes the reserve or lets it go. A reserve that cannot be taken keeps
// nobody from anything.
func mindDisk(dir string) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return // opening the database says why
	}
	free, err := freeBytes(dir)
	if err != nil {
		return
	}
	if state, err := ballast.Mind(dir, free); err != nil {
		slog.Warn("reserve on the disk", "state", state, "err", err)
	}
}

// hasRoom reports whether a record of so many bytes can be taken in without
// touching the reserve. Where the room is not known, the database decides.
func (k *kiosk) hasRoom(bytes uint64) bool {
	free, err := freeBytes(k.dir)
	return err != nil || free >= bytes+ballast.Spoken(k.dir)
}

// roomFor refuses an act for which there is no room, before anything is written:
// [village.Internal], err.store.full.
func (k *kiosk) roomFor(papers int) error {
	mindDisk(k.dir)
	if k.hasRoom(2*uint64(papers) + slackBytes) { //nolint:gosec // a length
		return nil
	}
	return &village.Error{Kind: village.Internal, Key: "err.store.full", Err: errors.New("hardly any room is left")}
}

// weigh is about how many bytes an application takes.
func weigh(in desk.Application) (bytes int) {
	for _, m := range in.Materials {
		bytes += len(m.Data)
	}
	if b := in.Behalf; b != nil && b.Entrust != nil {
		bytes += len(b.Entrust.Data)
	}
	if v := in.HomeVisit; v != nil {
		bytes += len(v.Signature)
		for _, p := range v.Photos {
			bytes += len(p.Data)
		}
	}
	for _, v := range in.Form {
		if text, ok := v.(string); ok { // signatures and pictures travel as text
			bytes += len(text)
		}
	}
	return bytes
}

// checkBallast says whether the reserve is there.
func (k *kiosk) checkBallast() finding {
	held := ballast.Size(k.dir)
	switch {
	case held >= ballast.Bytes:
		return finding{"ballast", fine, k.text.T("doctor.ballast.held", "mb", held>>20)}
	case ballast.Spoken(k.dir) > 0:
		return finding{"ballast", uneasy, k.text.T("doctor.ballast.released")}
	}
	return finding{"ballast", uneasy, k.text.T("doctor.ballast.none")}
}
