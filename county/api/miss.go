package api

import (
	"context"
	"net/http"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Misses keeps searches that found nothing.
type Misses interface {
	// KeepMisses keeps what a kiosk counted; of a day and words the highest count
	// stands, so that what is told again changes nothing.
	KeepMisses(ctx context.Context, kiosk seal.KioskID, list []village.Miss) error
}

// misses serves POST /v1/misses.
func (s *Server) misses(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID) error {
	envelope, err := s.envelopeOf(w, r, kiosk, wire.MaxEnrolBytes)
	if err != nil {
		return err
	}
	message, err := open[wire.Misses](r.Context(), s, envelope, wire.MissContext)
	if err != nil {
		return err
	}
	if err := s.Misses.KeepMisses(r.Context(), kiosk, message.Village()); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
