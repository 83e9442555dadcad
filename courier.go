package main

import (
	"context"
	"io"
	"os"

	"bianmin/app/village"
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
		out, err = q.Export(ctx, w)
		return err
	})
	if err != nil {
		return out, err
	}
	return out, k.store.NoteBundle(ctx, out.Last)
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
	err = wire.ReadBundle(f, func(frame wire.Frame) error {
		if frame.Kind != wire.FrameAnswer {
			return village.Refuse("file", "err.courier.direction")
		}
		return q.TakeAnswer(ctx, frame.Bytes, known)
	})
	if err != nil {
		return err
	}
	return k.purge(ctx)
}
