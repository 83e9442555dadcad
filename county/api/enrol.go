package api

import (
	"net/http"

	"bianmin/app/village"
	"bianmin/sync/wire"
)

// enrol serves POST /v1/enrol: the kiosk proves its key, then spends a try of
// its code.
func (s *Server) enrol(w http.ResponseWriter, r *http.Request) error {
	body := http.MaxBytesReader(w, r.Body, wire.MaxEnrolBytes+1)
	message, err := wire.Decode[wire.Enrol](body, wire.MaxEnrolBytes)
	if err != nil {
		return err
	}
	if err := message.Check(); err != nil {
		return err
	}
	keys, err := s.Keys.CountyKeys(r.Context())
	if err != nil {
		return err
	}
	if len(keys) == 0 { // without one a kiosk could take in nothing
		return &village.Error{Kind: village.Internal, Key: "err.county.no_key"}
	}
	place, err := s.Office.Enrol(r.Context(), message.Code, message.PublicKey)
	if err != nil {
		return err
	}
	s.Log.InfoContext(r.Context(), "kiosk enrolled", "kiosk", message.Kiosk, "village", place)
	return reply(w, http.StatusOK, wire.Enrolled{
		Kiosk: message.Kiosk, Village: place, Centre: s.Centre(s.nameOf(place)),
		County: place.County(), District: s.nameOf(place.County()), CountyKeys: keys, SigningKeys: [][]byte{s.Signer.Public()}, ServerTime: s.Now().UTC(),
	})
}

// nameOf is the name of a place, or its code when the county has no name.
func (s *Server) nameOf(c village.DivisionCode) string {
	if name := s.Places.Path(c); name != "" {
		return name
	}
	return string(c)
}
