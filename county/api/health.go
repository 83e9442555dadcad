package api

import (
	"context"
	"net/http"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Healths keeps how the machines say that they are.
type Healths interface {
	// SaveHealth keeps what a kiosk says now in place of what it said before.
	SaveHealth(ctx context.Context, kiosk seal.KioskID, h village.Health) error
}

// health serves POST /v1/health.
func (s *Server) health(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID) error {
	envelope, err := s.envelopeOf(w, r, kiosk, wire.MaxEnrolBytes)
	if err != nil {
		return err
	}
	message, err := open[wire.Health](r.Context(), s, envelope, wire.HealthContext)
	if err != nil {
		return err
	}
	if err := s.Healths.SaveHealth(r.Context(), kiosk, message.Village()); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
