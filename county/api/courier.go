package api

import (
	"context"
	"crypto/sha256"
	"io"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/sync/wire"
)

// Imported says what a bundle brought.
type Imported struct {
	Kiosk    seal.KioskID
	Records  int            // that the county has now
	Verdict  office.Verdict // on the last message; unless it is ok, the machine has to take the answer and export again
	Pieces   int
	Unwanted int  // pieces that are here already, or that no record of this kiosk names
	Answered bool // the answer was written
	Revoked  bool // the machine is not trusted: its records wait for review
}

// Import takes a bundle of one kiosk in, by the rules of the line, and writes the
// answer bundle, which the kiosk has to get: until then everything waits there. A
// bundle that is cut off brings what comes before the cut, and has an answer; the
// error is then err.courier.cut. Importing it again changes nothing.
func (s *Server) Import(ctx context.Context, from io.Reader, to io.Writer) (out Imported, err error) {
	var last []byte
	var mail office.MailQuestion
	cut := wire.ReadBundle(from, func(f wire.Frame) error {
		switch f.Kind {
		case wire.FramePush:
			got, err := s.carried(ctx, f.Bytes)
			if err != nil {
				return err
			}
			kiosk := got.push.Kiosk
			if out.Kiosk != "" && out.Kiosk != kiosk {
				return village.Refuse("file", "err.courier.file")
			}
			out.Kiosk, last = kiosk, f.Bytes
			out.Records += got.held()
			out.Revoked = got.ack.Revoked
		case wire.FramePiece:
			return s.keepCarried(ctx, &out, f.Bytes)
		case wire.FrameMail:
			if out.Revoked { // it gets no letters
				return nil
			}
			mail, err = s.carriedMail(ctx, out.Kiosk, f.Bytes)
			return err
		case wire.FrameAnswer, wire.FramePublished, wire.FrameContent, wire.FrameLetters:
			return village.Refuse("file", "err.courier.direction")
		}
		return nil
	})
	if last == nil || cut != nil && !cutOff(cut) {
		return out, cut
	}
	out.Verdict, err = s.answerStick(ctx, to, last, mail)
	if err != nil {
		return out, err
	}
	out.Answered = true
	return out, cut
}

// answerStick writes the answer to the last message of a bundle and to its question
// for letters, when there is one.
func (s *Server) answerStick(ctx context.Context, to io.Writer, last []byte, mail office.MailQuestion) (office.Verdict, error) {
	got, err := s.carried(ctx, last) // once more: now the pieces are here
	if err != nil {
		return "", err
	}
	envelope, err := s.Codec.Envelope(last)
	if err != nil {
		return "", err
	}
	bundle, err := wire.NewBundle(to)
	if err == nil {
		err = bundle.Add(wire.Frame{Kind: wire.FrameAnswer, Bytes: got.answer})
	}
	if err == nil && mail.Kiosk != "" {
		err = s.carryLetters(ctx, bundle, envelope.Sum(), mail)
	}
	if err == nil {
		err = s.publications(ctx, bundle, envelope)
	}
	if err == nil {
		err = bundle.Close()
	}
	return got.ack.Verdict, err
}

// carriedMail is the question for letters of a bundle that began with records of
// kiosk.
func (s *Server) carriedMail(ctx context.Context, kiosk seal.KioskID, raw []byte) (q office.MailQuestion, err error) {
	envelope, err := s.Codec.Envelope(raw)
	if err == nil {
		q, err = s.mailQuestion(ctx, envelope)
	}
	if err == nil && q.Kiosk != kiosk {
		err = village.Refuse("file", "err.courier.file")
	}
	return q, err
}

// maxCarried bounds how many answers with letters one stick gets; the next stick
// brings what is behind them.
const maxCarried = 100

// carryLetters adds all letters that the kiosk lacks, and its lease on the way: the
// records that came before are here now.
func (s *Server) carryLetters(ctx context.Context, bundle *wire.BundleWriter, asked wire.Sum, q office.MailQuestion) error {
	for range maxCarried {
		a, err := s.Office.Mail(ctx, q)
		if err != nil {
			return err
		}
		raw, head, err := s.sealLetters(q.Kiosk, asked, a)
		if err != nil {
			return err
		}
		if err := bundle.Add(wire.Frame{Kind: wire.FrameLetters, Bytes: raw}); err != nil || !a.More {
			return err
		}
		q.Seq, q.Head, q.Onward = a.After+int64(len(a.Letters)), head, true
	}
	return nil
}

// publications adds everything that is published, whatever the kiosk has: a stick
// has room, and nobody asks twice.
func (s *Server) publications(ctx context.Context, bundle *wire.BundleWriter, envelope wire.Envelope) error {
	incarnation, newest, err := s.Snapshots.Newest(ctx)
	if err != nil {
		return err
	}
	keys, err := s.Keys.CountyKeys(ctx)
	if err != nil {
		return err
	}
	out := wire.Pulled{
		V: wire.Version, Kiosk: envelope.Signer, Request: envelope.Sum(), Incarnation: incarnation, ServerMS: s.Now().UnixMilli(),
		Newest: lacking(nil, newest, incarnation), CountyKeys: keys,
	}
	raw, _, err := s.Codec.Seal(s.Signer, wire.PulledContext, out)
	if err == nil {
		err = bundle.Add(wire.Frame{Kind: wire.FramePublished, Bytes: raw})
	}
	for _, m := range out.Newest {
		var content []byte
		if err == nil {
			content, err = s.Snapshots.Content(ctx, m.SHA256)
		}
		if err == nil {
			err = bundle.Add(wire.Frame{Kind: wire.FrameContent, Bytes: content})
		}
	}
	return err
}

// carried takes an envelope that came without a line: its signature alone says
// whose it is. A machine that was revoked may hold what people handed in before.
func (s *Server) carried(ctx context.Context, raw []byte) (taken, error) {
	envelope, err := s.Codec.Envelope(raw)
	if err != nil {
		return taken{}, err
	}
	key, err := s.Keys.CarriedKey(ctx, envelope.Signer)
	if err != nil {
		return taken{}, err
	}
	message, err := openWith[wire.Push](s, envelope, key, wire.PushContext)
	if err != nil {
		return taken{}, err
	}
	return s.take(ctx, envelope, message, true)
}

func (s *Server) keepCarried(ctx context.Context, out *Imported, data []byte) error {
	err := s.Office.KeepPiece(ctx, out.Kiosk, sha256.Sum256(data), data)
	if village.KindOf(err) == village.NotFound && err != nil {
		out.Unwanted++
		return nil
	}
	out.Pieces++
	return err
}

func cutOff(err error) bool {
	e := village.Keyed(err)
	return e != nil && e.Key == "err.courier.cut"
}
