package main

import (
	"context"
	"crypto/sha256"
	"io"
	"os"

	"bianmin/app/village"
	"bianmin/sync/inbox"
	"bianmin/sync/mailbox"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

type courierCommands struct {
	Export courierExport `cmd:"" help:"Write what the county lacks into a file, for somebody to carry there."`
	Import courierImport `cmd:"" help:"Take in the county's answer to such a file."`
}

type courierExport struct {
	File string `arg:"" help:"File to write, on a stick." type:"path"`
}

type exportAnswer struct {
	File    string `json:"file"`
	Records int    `json:"records"`
	Pieces  int    `json:"pieces"`
	Absent  int    `json:"absent"`
}

// Run writes the file. Nothing counts as sent before the answer is back.
func (e courierExport) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	out, err := k.export(c, e.File)
	if err != nil {
		return err
	}
	text := c.text.T("courier.exported", "file", e.File, "records", out.Records, "pieces", out.Pieces)
	if out.Absent > 0 {
		text += "\n" + c.text.T("courier.absent", "n", out.Absent)
	}
	return c.answer(exportAnswer{e.File, out.Records, out.Pieces, out.Absent}, text)
}

func (k *kiosk) export(ctx context.Context, path string) (out outbox.Exported, err error) {
	q, done, err := k.queue(ctx, onceWait)
	if err != nil {
		return out, err
	}
	defer done()
	err = wire.SaveBundle(path, func(w io.Writer) (err error) {
		if out, err = q.Export(ctx, w, k.mailbox(q, nil).Question); err != nil {
			return err
		}
		return k.store.NoteBundle(ctx, out.Last) // before the file stands, or its answer would not be believed
	})
	return out, err
}

type courierImport struct {
	File string `arg:"" help:"The county's answer, from a stick." type:"path"`
}

// Run takes the answer in; doing it again changes nothing.
func (i courierImport) Run(c *call) error {
	k, err := openKiosk(c)
	if err != nil {
		return err
	}
	defer k.Close()
	if err := k.importAnswer(c, i.File); err != nil {
		return err
	}
	return c.answerCount(k)
}

func (k *kiosk) importAnswer(ctx context.Context, path string) error {
	q, done, err := k.queue(ctx, onceWait)
	if err != nil {
		return err
	}
	defer done()
	known, err := k.store.Bundles(ctx)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return &village.Error{Kind: village.Invalid, Field: "file", Key: "err.courier.none", Err: err}
	}
	defer f.Close()
	a := carriedAnswer{queue: q, box: k.mailbox(q, nil), known: known, contents: inbox.Carried{}}
	if err := wire.ReadBundle(f, func(frame wire.Frame) error { return a.take(ctx, frame) }); err != nil {
		return err
	}
	if err := k.purge(ctx); err != nil || a.published == nil {
		return err
	}
	in := k.inbox(q)
	in.County = a.contents
	_, err = in.TakeCarried(ctx, a.published, known)
	return err
}

// carriedAnswer takes an answer of the county frame by frame, by the rules of the
// line. What is published waits for its contents, which come behind it.
type carriedAnswer struct {
	queue     *outbox.Queue
	box       *mailbox.Box
	known     []wire.Sum
	published []byte
	contents  inbox.Carried
}

func (a *carriedAnswer) take(ctx context.Context, frame wire.Frame) error {
	switch frame.Kind {
	case wire.FrameAnswer:
		return a.queue.TakeAnswer(ctx, frame.Bytes, a.known)
	case wire.FrameLetters:
		return a.box.TakeCarried(ctx, frame.Bytes, a.known)
	case wire.FramePublished:
		a.published = frame.Bytes
	case wire.FrameContent:
		if len(a.contents) < wire.MaxStreams {
			a.contents[sha256.Sum256(frame.Bytes)] = frame.Bytes
		}
	default:
		return village.Refuse("file", "err.courier.direction")
	}
	return nil
}
