package api

import (
	"errors"
	"io"
	"net/http"
	"time"

	"bianmin/app/village"
)

// Of a body pace bytes must come within patience, again and again: a third of what
// a kiosk itself still calls a line. A sender who holds a slot and sends less keeps
// others out.
const (
	patience = 15 * time.Second
	pace     = 16 << 10
)

// body reads at most limit bytes, as long as they keep coming.
func body(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	if r.ContentLength > limit {
		return nil, &village.Error{Kind: village.Invalid, Key: "err.push.too_large"}
	}
	raw, err := readPaced(http.MaxBytesReader(w, r.Body, limit), patience, func() {
		// A server without deadlines has limits of its own.
		_ = http.NewResponseController(w).SetReadDeadline(time.Unix(1, 0))
	})
	if err != nil {
		return nil, unread(err)
	}
	return raw, nil
}

// readPaced reads to the end; cut is called when from does not keep the pace, and
// must make it fail.
func readPaced(from io.Reader, patience time.Duration, cut func()) ([]byte, error) {
	timer := time.AfterFunc(patience, cut)
	defer timer.Stop()
	return io.ReadAll(&paced{from: from, kept: func() { timer.Reset(patience) }})
}

// paced tells each time that as much came as must come in a while.
type paced struct {
	from io.Reader
	come int
	kept func()
}

func (p *paced) Read(into []byte) (n int, err error) {
	n, err = p.from.Read(into)
	if p.come += n; p.come >= pace {
		p.come = 0
		p.kept()
	}
	return n, err
}

// unread says why a body could not be read: too long, or the line broke.
func unread(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &village.Error{Kind: village.Invalid, Key: "err.push.too_large", Err: err}
	}
	return &village.Error{Kind: village.Offline, Key: "err.sync.offline", Err: err}
}
