// Package ballast holds room on the disk that only the machine's own way out may
// use: on a full disk SQLite can neither delete nor empty its log, so there would
// be no end to it. The room is a file in the data folder with real blocks. It is
// let go when the disk is full and taken back when there is room again; while it
// is let go, nobody may hand in into it.
package ballast

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"bianmin/storage/sqldb"
)

// Name is the file in the data folder.
const Name = "ballast"

// Bytes is the room that is held: enough to delete papers, to empty the log and
// to write a bundle's worth of bookkeeping.
const Bytes = 16 << 20

// When it is let go, and how much must be free before it is taken (back), so that
// a small disk is left to the people.
const (
	lowest = 1 << 20
	plenty = Bytes + 64<<20
)

// State is what became of it.
type State string

const (
	None     State = "none"     // never made: the disk is too small
	Held     State = "held"     //
	Released State = "released" // let go; what is free is spoken for
)

// Mind lets the ballast of a data folder go or takes it, according to how many
// bytes are free there, and returns what it is then. The folder exists.
func Mind(dir string, free uint64) (State, error) {
	held, err := size(dir)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return None, sqldb.Failed("look at the reserve", err)
	case held > 0 && free < lowest:
		// Cutting it to nothing needs no room, and the empty file remembers.
		if err := os.Truncate(filepath.Join(dir, Name), 0); err != nil {
			return Held, sqldb.Failed("let the reserve go", err)
		}
	case held < Bytes && free >= plenty:
		if err := take(filepath.Join(dir, Name)); err != nil {
			return stateOf(dir), sqldb.Failed("take the reserve", err)
		}
	}
	return stateOf(dir), nil
}

// Spoken is how many of the free bytes are not for people, because the ballast
// that was let go has to come back from them.
func Spoken(dir string) uint64 {
	held, err := size(dir)
	if err != nil || held >= Bytes {
		return 0
	}
	return uint64(Bytes - held)
}

// Size is how many bytes are held.
func Size(dir string) int64 {
	held, _ := size(dir)
	return held
}

func size(dir string) (int64, error) {
	info, err := os.Stat(filepath.Join(dir, Name))
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func stateOf(dir string) State {
	held, err := size(dir)
	switch {
	case err != nil:
		return None
	case held >= Bytes:
		return Held
	}
	return Released
}

func take(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = fill(f, Bytes)
	if err == nil {
		err = f.Sync()
	}
	if err != nil { // half a reserve would hold people off and save nobody
		err = errors.Join(err, f.Truncate(0))
	}
	return errors.Join(err, f.Close())
}
