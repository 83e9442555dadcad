package api

import (
	"context"
	"net/http"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

// Asks finds what has a receipt; see [office.Office.Ask].
type Asks func(ctx context.Context, q office.CaseQuestion) (office.Asked, error)

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
	a, err := s.Asks(r.Context(), office.CaseQuestion{Kiosk: kiosk, Code: q.Code, LastFour: q.LastFour, Village: q.Village, All: q.V >= wire.AskAll})
	if err != nil {
		return err
	}
	all := toldAll(a)
	all.Kiosk, all.Request, all.ServerMS = kiosk, envelope.Sum(), s.Now().UnixMilli()
	var answer []byte
	switch q.V {
	case wire.AskPapers:
		answer, _, err = s.Codec.Seal(s.Signer, wire.ToldPapersContext, toldPapers(a, all))
	case wire.AskAll:
		answer, _, err = s.Codec.Seal(s.Signer, wire.ToldAllContext, all)
	default:
		answer, _, err = s.Codec.Seal(s.Signer, wire.ToldContext, all.Told())
	}
	if err != nil {
		return err
	}
	return send(w, answer)
}

// toldPapers is that with what is still to be brought, and where the result is.
func toldPapers(a office.Asked, all wire.ToldAll) wire.ToldPapers {
	papers := func(list []office.Material) []wire.ToldPaper {
		named := []wire.ToldPaper{}
		for _, m := range list {
			named = append(named, wire.ToldPaper{Code: m.Code, Name: m.Name})
		}
		return named
	}
	out := wire.ToldPapers{Told: all, Wanted: papers(a.Wanted), Follow: papers(a.Follow), FollowBy: a.FollowBy, Delivered: []wire.ToldDelivery{}}
	for _, w := range a.Delivered {
		out.Delivered = append(out.Delivered, wire.ToldDelivery{State: w.State, AtMS: w.AtMS, Carrier: w.Carrier, Waybill: w.Waybill})
	}
	return out
}

// toldAll is what the holder of a receipt is told.
func toldAll(a office.Asked) wire.ToldAll {
	out := wire.ToldAll{
		V: wire.AskAll, Record: a.ID, Taken: a.Kiosk, Code: a.Item, Item: a.Name, Number: a.Number, Village: a.Village,
		FiledMS: a.FiledAt.UnixMilli(), State: a.State, Steps: []wire.WhyStep{},
	}
	if len(a.Phone) == 11 {
		out.Phone = a.Phone.Masked()
	}
	for _, s := range a.Steps {
		out.Steps = append(out.Steps, wire.WhyStep{
			State: s.State, AtMS: s.AtMS, Reason: s.Reason, Materials: append([]string{}, s.Materials...), Order: s.Order, Due: s.Due, Unit: s.Unit, Hours: s.Hours, Text: s.Text,
		})
	}
	return out
}
