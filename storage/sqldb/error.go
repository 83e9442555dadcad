package sqldb

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"bianmin/app/village"
)

// Failed gives err the shape of a [village.Error] and says what was attempted.
// An err that is one already keeps its kind, field and key. Otherwise a
// constraint is [village.Conflict], no row is [village.NotFound], and the rest
// is [village.Internal] with err.store.full, err.store.io, err.store.busy,
// err.store.damaged or no key.
func Failed(what string, err error) error {
	err = fmt.Errorf("%s: %w", what, err)
	if _, ok := errors.AsType[*village.Error](err); ok {
		return err
	}
	kind, key := judge(err)
	return &village.Error{Kind: kind, Key: key, Err: err}
}

func full(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

func judge(err error) (village.Kind, string) {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return village.NotFound, ""
	case full(err):
		return village.Internal, "err.store.full"
	}
	if _, ok := errors.AsType[*fs.PathError](err); ok {
		return village.Internal, "err.store.io"
	}
	e, ok := errors.AsType[sqlite3.Error](err)
	if !ok {
		return village.Internal, ""
	}
	if full(e.SystemErrno) { // its own code is then "disk I/O error"
		return village.Internal, "err.store.full"
	}
	switch e.Code {
	case sqlite3.ErrConstraint:
		return village.Conflict, ""
	case sqlite3.ErrFull:
		return village.Internal, "err.store.full"
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return village.Internal, "err.store.busy"
	case sqlite3.ErrIoErr, sqlite3.ErrCantOpen, sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return village.Internal, "err.store.io"
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return village.Internal, "err.store.damaged"
	}
	return village.Internal, ""
}
