package api_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"log/slog"
	"testing"
	"time"

	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/inbox"
	"bianmin/sync/mailbox"
	"bianmin/sync/wire"
)

// stick is a bundle of one message with its pieces.
func stick(t *testing.T, push []byte, pieces ...[]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	b, err := wire.NewBundle(&out)
	if err == nil {
		err = b.Add(wire.Frame{Kind: wire.FramePush, Bytes: push})
	}
	for _, p := range pieces {
		if err == nil {
			err = b.Add(wire.Frame{Kind: wire.FramePiece, Bytes: p})
		}
	}
	if err == nil {
		err = b.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestStickIsTakenInByTheRulesOfTheLine(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	first := countytest.Case(1, nil)
	photo := first.Parts[0].Data
	raw := stick(t, countytest.Push(kiosk, first, countytest.Rating(2, nil)), photo, []byte("nobody asked for this"))
	for again := range 2 {
		var back bytes.Buffer
		out, err := r.server.Import(t.Context(), bytes.NewReader(raw), &back)
		if err != nil || out.Kiosk != kiosk.ID || out.Records != 2 || out.Pieces != 1-again || out.Unwanted != 1+again {
			t.Fatalf("import %+v, %v", out, err)
		}
		var ack wire.Ack
		err = wire.ReadBundle(&back, func(f wire.Frame) (err error) {
			if f.Kind != wire.FrameAnswer {
				return nil
			}
			ack, err = countytest.ReadAck(f.Bytes, r.server.Signer.Public())
			return err
		})
		if err != nil || ack.WantSeq != 3 || ack.CompleteSeq != 2 || len(ack.Missing) != 0 {
			t.Errorf("answer %+v, %v", ack, err)
		}
	}
	if got := len(r.stored()); got != 2 {
		t.Errorf("%d records", got)
	}
}

// TestAStickSaysOnlyWhatWasTakenIn: records that do not follow on what is here are
// not counted, and whoever carries the stick hears that it has to come again.
func TestAStickSaysOnlyWhatWasTakenIn(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	all := countytest.Cases(1, 5)
	r.message(kiosk, again(kiosk.ID, 2, all[:3]...))
	for name, tt := range map[string]struct {
		push    wire.Push
		records int
		verdict office.Verdict
	}{
		"of a replaced machine": {again(kiosk.ID, 1, all[3:]...), 0, office.ChainStale},
		"of another past":       {again(kiosk.ID, 2, all[1:]...), 0, office.ChainFork},
		"of this machine":       {again(kiosk.ID, 2, all[:4]...), 4, office.ChainOK},
	} {
		var back bytes.Buffer
		out, err := r.server.Import(t.Context(), bytes.NewReader(stick(t, countytest.Envelope(kiosk, tt.push))), &back)
		if err != nil || out.Records != tt.records || out.Verdict != tt.verdict || !out.Answered {
			t.Errorf("%s: %+v, %v", name, out, err)
		}
	}
	if n := len(r.stored()); n != 4 {
		t.Errorf("%d records, want 4", n)
	}
}

func TestStickOfWhoIsNotTrustedIsRefused(t *testing.T) {
	r := newRig(t)
	one, two := r.enrolled(1), r.enrolled(2)
	stranger := countytest.Identity(9)
	forged := countytest.Push(one, countytest.Case(1, nil))
	forged[len(forged)-1] ^= 1
	mixed := stick(t, countytest.Push(one, countytest.Case(1, nil)))
	mixed = append(mixed[:len(mixed)-13], stick(t, countytest.Push(two, countytest.Case(1, nil)))[18:]...)
	for name, raw := range map[string][]byte{
		"nobody's": stick(t, countytest.Push(stranger, countytest.Case(1, nil))), "changed on the way": stick(t, forged),
		"of two machines": mixed, "no bundle": []byte("PK\x03\x04"),
	} {
		var back bytes.Buffer
		if out, err := r.server.Import(t.Context(), bytes.NewReader(raw), &back); err == nil || out.Answered || back.Len() > 0 {
			t.Errorf("%s: %+v, %v", name, out, err)
		}
	}
}

// TestStickBringsWhatIsPublished: by the rules of the line, and an old stick, or
// one of somebody else, changes nothing.
func TestStickBringsWhatIsPublished(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	push := countytest.Push(kiosk, countytest.Case(1, nil))
	e, err := r.server.Codec.Envelope(push)
	if err != nil {
		t.Fatal(err)
	}
	notices := func(title string) []byte {
		return []byte(`{"format":"bianmin-notices/1","notices":[{"id":"1","title":"` + title + `","from":"2026-11-01","to":"2026-11-30"}]}`)
	}
	back := func() (published []byte, contents inbox.Carried) {
		t.Helper()
		var out bytes.Buffer
		if _, err := r.server.Import(t.Context(), bytes.NewReader(stick(t, push)), &out); err != nil {
			t.Fatal(err)
		}
		contents = inbox.Carried{}
		err := wire.ReadBundle(&out, func(f wire.Frame) error {
			switch f.Kind {
			case wire.FramePublished:
				published = f.Bytes
			case wire.FrameContent:
				contents[sha256.Sum256(f.Bytes)] = f.Bytes
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return published, contents
	}
	shelf := storetest.NewShelf()
	take := func(published []byte, contents inbox.Carried, known wire.Sum) error {
		in := inbox.Inbox{
			Store: shelf, County: contents, Lock: free{}, Identity: kiosk, Trusted: trusted(r.signer), Codec: r.server.Codec,
			Check: snapshot.Check, Now: func() time.Time { return r.clock }, Log: slog.New(slog.DiscardHandler),
		}
		_, err := in.TakeCarried(t.Context(), published, []wire.Sum{{1}, known})
		return err
	}
	r.publish(snapshot.Notices, notices("old"))
	oldPublished, oldContents := back()
	r.publish(snapshot.Notices, notices("new"))
	published, contents := back()
	if err := take(published, contents, wire.Sum{2}); village.Keyed(err).Key != "err.courier.answer" {
		t.Errorf("a stick of another machine: %v", err)
	}
	for range 2 {
		if err := take(published, contents, e.Sum()); err != nil {
			t.Fatal(err)
		}
		if err := take(oldPublished, oldContents, e.Sum()); err != nil {
			t.Errorf("an old stick: %v", err)
		}
	}
	plain, err := shelf.Snapshot(t.Context(), snapshot.Notices)
	refused, err2 := shelf.Refused(t.Context())
	if err := errors.Join(err, err2); err != nil || string(plain) != string(notices("new")) || len(refused) != 0 {
		t.Errorf("in use is %s, refused %v, %v", plain, refused, err)
	}
}

// TestAStickBringsAllLettersHoweverMany: nobody can ask for the rest. Nothing counts
// as read before the kiosk says so.
func TestAStickBringsAllLettersHoweverMany(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	const all = 250
	err := r.db.Mail(t.Context(), kiosk.ID, func(tx office.MailTx) error {
		for n := range all {
			l, err := village.NewLetter(village.LetterCase, r.clock, village.CaseStep{Record: "r", State: village.CaseAccepted, AtMS: int64(n)})
			if err != nil {
				return err
			}
			if err := tx.Write(l); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	push := countytest.Envelope(kiosk, again(kiosk.ID, 1))
	e, err := r.server.Codec.Envelope(push)
	if err != nil {
		t.Fatal(err)
	}
	store := storetest.NewMemoryOf(kiosk.ID, func() time.Time { return r.clock })
	box := mailbox.Box{
		Store: store, Identity: kiosk, Trusted: trusted(r.signer), Codec: r.server.Codec, Lock: free{}, Now: func() time.Time { return r.clock },
	}
	question, err := box.Question(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var back bytes.Buffer
	if _, err := r.server.Import(t.Context(), bytes.NewReader(withQuestion(t, push, question)), &back); err != nil {
		t.Fatal(err)
	}
	err = wire.ReadBundle(&back, func(f wire.Frame) error {
		if f.Kind != wire.FrameLetters {
			return nil
		}
		return box.TakeCarried(t.Context(), f.Bytes, []wire.Sum{e.Sum()})
	})
	if n := len(store.Letters()); err != nil || n != all+1 { // and its lease
		t.Errorf("%d letters, %v", n, err)
	}
}

func withQuestion(t *testing.T, push, question []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	b, err := wire.NewBundle(&out)
	for _, f := range []wire.Frame{{Kind: wire.FramePush, Bytes: push}, {Kind: wire.FrameMail, Bytes: question}} {
		if err == nil {
			err = b.Add(f)
		}
	}
	if err == nil {
		err = b.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestAQuestionForLettersIsThatOfTheBundlesMachine: one of another machine, or one
// before any record, is no part of a bundle.
func TestAQuestionForLettersIsThatOfTheBundlesMachine(t *testing.T) {
	r := newRig(t)
	one, two := r.enrolled(1), r.enrolled(2)
	box := mailbox.Box{
		Store: storetest.NewMemoryOf(two.ID, func() time.Time { return r.clock }), Identity: two, Codec: r.server.Codec, Now: func() time.Time { return r.clock },
	}
	question, err := box.Question(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	raw := withQuestion(t, countytest.Envelope(one, again(one.ID, 1)), question)
	var back bytes.Buffer
	if out, err := r.server.Import(t.Context(), bytes.NewReader(raw), &back); village.Keyed(err) == nil || village.Keyed(err).Key != "err.courier.file" || out.Answered {
		t.Errorf("%+v, %v", out, err)
	}
}
