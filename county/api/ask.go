package api

import (
	"context"
	"net/http"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

// Asks finds the case of a receipt; see [office.Office.Ask].
type Asks func(ctx context.Context, q office.CaseQuestion) (office.Case, office.CaseHead, error)

// ask serves POST /v1/ask. A gateway has no key of what is personal and cannot
// compare.
func (s *Server) ask(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID) error {
	if s.Asks == nil {
		return &village.Error{Kind: village.Offline, Key: "err.ask.not_here"}
	}
	envelope, err := s.envelopeOf(w, r, kiosk, wire.MaxEnrolBytes)
	if err != nil {
		return err
	}
	q, err := open[wire.Ask](r.Context(), s, envelope, wire.AskContext)
	if err != nil {
		return err
	}
	c, head, err := s.Asks(r.Context(), office.CaseQuestion{Kiosk: kiosk, Code: q.Code, LastFour: q.LastFour, Village: q.Village})
	if err != nil {
		return err
	}
	out := wire.Told{
		V: wire.Version, Kiosk: kiosk, Request: envelope.Sum(), Record: c.ID, Taken: c.Kiosk, Item: c.ItemName, Number: c.Number, Village: c.Village,
		FiledMS: c.AcceptedAt.UnixMilli(), State: c.State, Steps: []wire.ToldStep{}, ServerMS: s.Now().UnixMilli(),
	}
	if len(c.Applicant.Phone) == 11 {
		out.Phone = c.Applicant.Phone.Masked()
	}
	for _, a := range head.Told() {
		out.Steps = append(out.Steps, wire.ToldStep{State: a.State, AtMS: a.At.UnixMilli(), Reason: a.Reason, Materials: append([]string{}, a.Materials...)})
	}
	answer, _, err := s.Codec.Seal(s.Signer, wire.ToldContext, out)
	if err != nil {
		return err
	}
	return send(w, answer)
}
