package api

import (
	"bytes"
	"net/http"

	"bianmin/county/office"
	"bianmin/sync/wire"
)

// replace serves POST /v1/replace: who shows a ticket for the replacement of a
// kiosk, and what lies sealed on that kiosk's second medium, gets its key back,
// sealed once more. A gateway only passes both on.
func (s *Server) replace(w http.ResponseWriter, r *http.Request) error {
	raw, err := body(w, r, wire.MaxEnrolBytes)
	if err != nil {
		return err
	}
	message, err := wire.Decode[wire.Replace](bytes.NewReader(raw), wire.MaxEnrolBytes)
	if err != nil {
		return err
	}
	found, err := s.Office.ReturnKey(r.Context(), message.Code, office.Replacement{
		Kiosk: message.Kiosk, Escrow: message.Escrow, Key: message.Key,
	})
	if err != nil {
		return err
	}
	if len(found.Answer) > 0 {
		s.Log.InfoContext(r.Context(), "key returned to a replacement", "kiosk", message.Kiosk)
	}
	return reply(w, http.StatusOK, wire.Replaced{Ready: len(found.Answer) > 0, Sealed: found.Answer, Lifetime: found.Lifetime, Epoch: found.Epoch})
}
