package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Snapshots is what the county published.
type Snapshots interface {
	// Newest are the newest contents of all streams without their bytes, and the
	// county's incarnation, both of one moment.
	Newest(ctx context.Context) (incarnation []byte, list []snapshot.Manifest, err error)

	// Content is the bytes of a published content, or [village.NotFound].
	Content(ctx context.Context, sum [32]byte) ([]byte, error)
}

// pull serves POST /v1/pull.
func (s *Server) pull(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID) error {
	envelope, err := s.envelopeOf(w, r, kiosk, wire.MaxEnrolBytes)
	if err != nil {
		return err
	}
	answer, err := s.pulled(r.Context(), envelope)
	if err != nil {
		return err
	}
	return send(w, answer)
}

// pulled answers the pull in an envelope, however it came.
func (s *Server) pulled(ctx context.Context, envelope wire.Envelope) ([]byte, error) {
	message, err := open[wire.Pull](ctx, s, envelope, wire.PullContext)
	if err != nil {
		return nil, err
	}
	incarnation, newest, err := s.Snapshots.Newest(ctx)
	if err != nil {
		return nil, err
	}
	keys, err := s.Keys.CountyKeys(ctx)
	if err != nil {
		return nil, err
	}
	out := wire.Pulled{
		V: wire.Version, Kiosk: envelope.Signer, Request: envelope.Sum(), Incarnation: incarnation, ServerMS: s.Now().UnixMilli(),
		Newest: lacking(message.Held, newest, incarnation), CountyKeys: keys,
	}
	answer, _, err := s.Codec.Seal(s.Signer, wire.PulledContext, out)
	return answer, err
}

// lacking are those of newest that a kiosk does not hold, or holds from another
// life of the county.
func lacking(held []wire.Held, newest []snapshot.Manifest, incarnation []byte) (list []wire.Manifest) {
	for _, m := range newest {
		has := false
		for _, h := range held {
			has = has || h.Stream == m.Stream && h.Version == m.Version && h.SHA256 == m.SHA256 && string(h.Incarnation) == string(incarnation)
		}
		if !has && len(list) < wire.MaxStreams {
			list = append(list, wire.NewManifest(m))
		}
	}
	return list
}

// content serves GET /v1/snapshots/{sum}: the range of a content that the Range
// header names, any gateway's bytes being the same.
func (s *Server) content(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID) error {
	sum, err := s.signedSum(r, kiosk, wire.FetchContext)
	if err != nil {
		return err
	}
	content, err := s.Snapshots.Content(r.Context(), sum)
	if err != nil {
		return err
	}
	from, ok := rangeOf(r.Header.Get("Range"), len(content))
	if !ok {
		return village.Refuse("range", "err.county.call")
	}
	part := content[from:min(len(content), from+wire.MaxFetchBytes)]
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Range", "bytes "+strconv.Itoa(from)+"-"+strconv.Itoa(from+len(part)-1)+"/"+strconv.Itoa(len(content)))
	w.WriteHeader(http.StatusPartialContent)
	if _, err := w.Write(part); err != nil {
		return &village.Error{Kind: village.Offline, Key: "err.sync.offline", Err: err}
	}
	return nil
}

// rangeOf is where an answer begins that "bytes=N-" asks for.
func rangeOf(header string, size int) (from int, ok bool) {
	number, open := strings.CutPrefix(strings.TrimSuffix(header, "-"), "bytes=")
	from, err := strconv.Atoi(number)
	return from, open && err == nil && from >= 0 && from < size
}
