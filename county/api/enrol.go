package api

import (
	"bytes"
	"net/http"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// enrol serves POST /v1/enrol: the kiosk proves its key, then spends a try of
// its code. A kiosk that is known may come with a new code: it gets another
// certificate for its key.
func (s *Server) enrol(w http.ResponseWriter, r *http.Request) error {
	raw, err := body(w, r, wire.MaxEnrolBytes)
	if err != nil {
		return err
	}
	message, err := wire.Decode[wire.Enrol](bytes.NewReader(raw), wire.MaxEnrolBytes)
	if err != nil {
		return err
	}
	public, err := message.Key()
	if err != nil {
		return err
	}
	keys, err := s.Keys.CountyKeys(r.Context())
	if err != nil {
		return err
	}
	if len(keys) == 0 { // without one a kiosk could take in nothing
		return &village.Error{Kind: village.Internal, Key: "err.county.no_key"}
	}
	place, err := s.Office.Enrol(r.Context(), message.Code, public)
	if err != nil {
		return err
	}
	certificate, kiosk, err := s.Authority.Kiosk(message.Request, s.Now())
	if err != nil {
		return err
	}
	s.Log.InfoContext(r.Context(), "kiosk enrolled", "kiosk", kiosk, "village", place)
	return reply(w, http.StatusOK, wire.Enrolled{
		Kiosk: kiosk, Village: place, Centre: s.Centre(s.nameOf(place)), Certificate: certificate.Raw,
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

// renew serves POST /v1/renew: another certificate for the key that the kiosk
// proves to hold, on the line and by its signature.
func (s *Server) renew(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID) error {
	envelope, err := s.envelopeOf(w, r, kiosk, wire.MaxEnrolBytes)
	if err != nil {
		return err
	}
	key, err := s.Keys.KioskKey(r.Context(), kiosk)
	if err != nil {
		return err
	}
	var message wire.Renew
	if err := s.Codec.Open(envelope, key, wire.RenewContext, &message); err != nil {
		return err
	}
	certificate, certified, err := s.Authority.Kiosk(message.Request, s.Now())
	if err != nil {
		return err
	}
	if message.V != wire.Version || message.Kiosk != kiosk || certified != kiosk {
		return village.Refuse("request", "err.enrol.request")
	}
	s.Log.InfoContext(r.Context(), "certificate renewed", "kiosk", kiosk, "until", certificate.NotAfter)
	answer, _, err := s.Codec.Seal(s.Signer, wire.RenewedContext, wire.Renewed{
		V: wire.Version, Kiosk: kiosk, Asked: envelope.Sum(), Certificate: certificate.Raw, ServerMS: s.Now().UnixMilli(),
	})
	if err != nil {
		return err
	}
	return send(w, answer)
}
