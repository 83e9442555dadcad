package api

import (
	"context"
	"net/http"

	"bianmin/app/seal"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

// mail serves POST /v1/mail: the letters that a kiosk does not have yet. The
// question is the acknowledgement of those before.
func (s *Server) mail(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID) error {
	envelope, err := s.envelopeOf(w, r, kiosk, wire.MaxEnrolBytes)
	if err != nil {
		return err
	}
	answer, err := s.letters(r.Context(), envelope)
	if err != nil {
		return err
	}
	return send(w, answer)
}

// letters answers the question in an envelope, signed.
func (s *Server) letters(ctx context.Context, envelope wire.Envelope) ([]byte, error) {
	q, err := s.mailQuestion(ctx, envelope)
	if err != nil {
		return nil, err
	}
	a, err := s.Office.Mail(ctx, q)
	if err != nil {
		return nil, err
	}
	answer, _, err := s.sealLetters(q.Kiosk, envelope.Sum(), a)
	return answer, err
}

func (s *Server) mailQuestion(ctx context.Context, envelope wire.Envelope) (office.MailQuestion, error) {
	q, err := open[wire.Mail](ctx, s, envelope, wire.MailContext)
	return office.MailQuestion{Kiosk: q.Kiosk, Seq: q.Seq, Head: q.Head, Epoch: q.Epoch, Next: q.Next, Chain: q.Chain}, err
}

// sealLetters is a as it travels, in answer to the message called asked, and the
// head behind its last letter.
func (s *Server) sealLetters(kiosk seal.KioskID, asked wire.Sum, a office.MailAnswer) ([]byte, seal.Head, error) {
	out := wire.Letters{
		V: wire.Version, Kiosk: kiosk, Request: asked, Incarnation: a.Incarnation, After: a.After, Before: a.Before,
		Letters: wire.NewLetters(a.Letters), Head: a.Before, More: a.More, ServerMS: s.Now().UnixMilli(),
	}
	if n := len(a.Letters); n > 0 {
		copy(out.Head[:], a.Letters[n-1].Head)
	}
	answer, _, err := s.Codec.Seal(s.Signer, wire.LettersContext, out)
	return answer, out.Head, err
}
