package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"time"

	"bianmin/app/village"
	store "bianmin/storage/kiosk"
	"bianmin/sync/client"
)

// countyWay leads to the county that the kiosk is enrolled with now: a command
// may enrol it at another address while the window runs. One queue uses it, one
// push at a time.
type countyWay struct {
	kiosk  *kiosk
	at     store.Enrolment
	client *client.Client
}

// Push implements [outbox.County]. It renews the machine's certificate when two
// thirds of its life are over, and when one of the two certificates has expired:
// the county then says what time it is.
func (w *countyWay) Push(ctx context.Context, envelope []byte) ([]byte, error) {
	if err := w.kiosk.refresh(ctx); err != nil {
		return nil, err
	}
	county, err := w.follow()
	if err != nil {
		return nil, err
	}
	if !w.kiosk.clock.past().Before(county.RenewAt()) {
		if err := w.renew(ctx); err != nil { // the present one may be good for long
			slog.InfoContext(ctx, "renew certificate", "kind", village.KindOf(err), "err", err)
		}
	}
	answer, err := w.client.Push(ctx, envelope)
	if err == nil {
		return answer, nil
	}
	if key := village.Keyed(err).Key; key != "err.county.certificate_expired" && key != "err.sync.expired" {
		return nil, err
	}
	if renewal := w.renew(ctx); renewal != nil {
		return nil, errors.Join(err, renewal)
	}
	return w.client.Push(ctx, envelope)
}

// Mail implements [mailbox.County].
func (w *countyWay) Mail(ctx context.Context, envelope []byte) ([]byte, error) {
	return w.client.Mail(ctx, envelope)
}

// PutPiece implements [outbox.County].
func (w *countyWay) PutPiece(ctx context.Context, sum [32]byte, data []byte) error {
	return w.client.PutPiece(ctx, sum, data)
}

// follow is the client for the county as the enrolment names it now.
func (w *countyWay) follow() (*client.Client, error) {
	e := *w.kiosk.enrolment.Load()
	if w.client != nil && e.URL == w.at.URL && bytes.Equal(e.Certificate, w.at.Certificate) && bytes.Equal(e.Authority, w.at.Authority) {
		return w.client, nil
	}
	next, err := w.kiosk.connect(e, w.kiosk.clock.past)
	if err != nil {
		return nil, err
	}
	if w.client != nil {
		w.client.Close()
	}
	w.at, w.client = e, next
	return next, nil
}

// connect is a client for the county of an enrolment that judges certificates at
// the time that past gives.
func (k *kiosk) connect(e store.Enrolment, past func() time.Time) (*client.Client, error) {
	if e.URL == "" {
		return nil, village.Refuse("county", "err.kiosk.not_enrolled")
	}
	return client.New(client.Line{
		URL: e.URL, Identity: k.identity, Authority: e.Authority, Certificate: e.Certificate, Time: past,
	})
}

// renew gets another certificate, with the county's time, and uses both from now
// on. Whether the county's own certificate is over does not matter here: it may be
// this machine that is wrong, or the county that told a wrong time before. Nothing
// is handed over but the request, and only the county's own signature under it and
// its nonce counts as an answer.
func (w *countyWay) renew(ctx context.Context) error {
	asking, err := w.kiosk.connect(w.at, func() time.Time { return time.Time{} })
	if err != nil {
		return err
	}
	defer asking.Close()
	nonce, err := newSeed()
	if err != nil {
		return village.Failed("draw a nonce", err)
	}
	got, err := asking.Renew(ctx, w.kiosk.countySigners(), nonce)
	if err != nil {
		return err
	}
	if err := w.kiosk.store.SaveCertificate(ctx, w.at.Authority, got.Certificate, got.CountyTime); err != nil {
		return err
	}
	if err := w.kiosk.refresh(ctx); err != nil {
		return err
	}
	_, err = w.follow()
	return err
}
