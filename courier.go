package main

import (
	"context"
	"crypto/sha256"
	"io"
	"os"

	"bianmin/app/village"
	"bianmin/sync/inbox"
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
		if out, err = q.Export(ctx, w); err != nil {
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
	var published []byte
	contents := inbox.Carried{}
	err = wire.ReadBundle(f, func(frame wire.Frame) error {
		switch frame.Kind {
		case wire.FrameAnswer:
			return q.TakeAnswer(ctx, frame.Bytes, known)
		case wire.FramePublished:
			published = frame.Bytes
		case wire.FrameContent:
			if len(contents) < wire.MaxStreams {
				contents[sha256.Sum256(frame.Bytes)] = frame.Bytes
			}
		default:
			return village.Refuse("file", "err.courier.direction")
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := k.purge(ctx); err != nil || published == nil {
		return err
	}
	return k.takeCarried(ctx, q, published, contents)
}

// takeCarried takes what the county published, off the same stick.
func (k *kiosk) takeCarried(ctx context.Context, q *outbox.Queue, published []byte, contents inbox.Carried) error {
	known, err := k.store.Bundles(ctx)
	if err != nil {
		return err
	}
	in := k.inbox(q)
	in.County = contents
	_, err = in.TakeCarried(ctx, published, known)
	return err
}
