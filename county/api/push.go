package api

import (
	"context"
	"net/http"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

// push serves POST /v1/push.
func (s *Server) push(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID) error {
	envelope, err := s.envelopeOf(w, r, kiosk, wire.MaxPushBytes)
	if err != nil {
		return err
	}
	message, err := open[wire.Push](r.Context(), s, envelope, wire.PushContext)
	if err != nil {
		return err
	}
	got, err := s.take(r.Context(), envelope, message, false)
	if err != nil {
		return err
	}
	return send(w, got.answer)
}

// send answers with an envelope.
func send(w http.ResponseWriter, answer []byte) error {
	w.Header().Set("Content-Type", wire.MediaType)
	if _, err := w.Write(answer); err != nil {
		return &village.Error{Kind: village.Offline, Key: "err.sync.offline", Err: err}
	}
	return nil
}

// taken is a push with what the county made of it.
type taken struct {
	push   wire.Push
	ack    office.Ack
	answer []byte // ack, signed
}

// held is how many records of the push the county has now.
func (t taken) held() int {
	if t.ack.Verdict != office.ChainOK {
		return 0
	}
	return int(min(max(t.ack.Want-t.push.FirstSeq, 0), int64(len(t.push.Records))))
}

// take stores what an envelope hands over, by the line or carried, and signs the
// answer.
func (s *Server) take(ctx context.Context, envelope wire.Envelope, message wire.Push, carried bool) (out taken, err error) {
	records, err := message.Village()
	if err != nil {
		return out, err
	}
	ack, err := s.Office.TakePush(ctx, office.Push{
		Kiosk: message.Kiosk, Epoch: message.Epoch, FirstSeq: message.FirstSeq, Prev: message.Prev, Records: records,
		Raw: message.Raw, Incarnation: message.Incarnation, RejectsSeen: message.RejectsSeen, Lifetime: message.Lifetime,
		Lost: message.Lost, Audit: auditOf(message), Carried: carried,
	})
	if err != nil {
		return out, err
	}
	answer, err := s.answer(envelope, ack)
	return taken{message, ack, answer}, err
}

// answer is ack, signed, for the push in envelope.
func (s *Server) answer(envelope wire.Envelope, ack office.Ack) ([]byte, error) {
	out := wire.Ack{
		V: wire.Version, Kiosk: envelope.Signer, Request: envelope.Sum(), Status: wire.Status(ack.Verdict), Incarnation: ack.Incarnation,
		MaxEpoch: ack.MaxEpoch, Epoch: ack.Epoch, WantSeq: ack.Want, Head: ack.Head, CompleteSeq: ack.Complete, DurableSeq: ack.Durable,
		Missing: ack.Missing, ServerMS: s.Now().UnixMilli(), AuditWant: ack.AuditWant,
	}
	out.PaceMS = s.load.wait(s.Now(), len(s.Slots), cap(s.Slots), out.Request[0]).Milliseconds()
	for _, r := range ack.Rejects {
		out.Rejects = append(out.Rejects, wire.Reject{Number: r.Number, ID: r.ID, Key: r.Key})
	}
	raw, _, err := s.Codec.Seal(s.Signer, wire.AckContext, out)
	return raw, err
}

// auditOf is what a push says of its machine's log.
func auditOf(p wire.Push) office.AuditReport {
	a := p.Audit
	return office.AuditReport{
		Base: a.Base, Seq: a.Seq, Head: a.Head, First: a.First, Prev: a.Prev, Rows: a.Rows, SentMS: p.SentMS, Next: p.NextSeq,
	}
}

// piece serves PUT /v1/blobs/{sum}: a piece of a file that a record of the kiosk
// names. It may come any number of times and to any gateway.
func (s *Server) piece(w http.ResponseWriter, r *http.Request, kiosk seal.KioskID) error {
	sum, err := s.signedSum(r, kiosk, wire.PieceContext)
	if err != nil {
		return err
	}
	data, err := body(w, r, wire.MaxPartBytes)
	if err != nil {
		return err
	}
	if err := s.Office.KeepPiece(r.Context(), kiosk, sum, data); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// problem is what the caller may know of err. The cause stays in the log.
func problem(err error) wire.Problem {
	e := village.Keyed(err)
	return wire.Problem{Kind: e.Kind, Field: e.Field, Key: e.Key}
}
