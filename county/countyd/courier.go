package main

import (
	"io"
	"os"

	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/sync/wire"
)

type courierCmd struct {
	Import courierImportCmd `cmd:"" help:"Take in what somebody carried from a machine; the answer has to go back there."`
}

type courierImportCmd struct {
	database
	secrets
	bucketKey
	Blobs  blobPlace `required:"" placeholder:"DIR" help:"Folder for photographs, or s3://HOST/BUCKET."`
	File   string    `arg:"" type:"path" help:"The machine's file."`
	Answer string    `placeholder:"FILE" type:"path" help:"Where the answer goes (default: beside the file, .answer)."`
}

// Run may stand beside a running serve. What is taken in is the same as by the
// line, and doing it again changes nothing.
func (c *courierImportCmd) Run(w *world) error {
	f, err := os.Open(c.File)
	if err != nil {
		return &village.Error{Kind: village.Invalid, Field: "file", Key: "err.courier.none", Err: err}
	}
	defer f.Close()
	if c.Answer == "" {
		c.Answer = c.File + ".answer"
	}
	return c.with(w, func(db *county.DB) error {
		h := house{world: w, db: db, log: w.log()}
		if h.blobs, err = c.blobs(w, c.Blobs); err != nil {
			return err
		}
		server, err := h.server(c.secrets, c.Database)
		if err != nil {
			return err
		}
		var out api.Imported
		var cut error
		err = wire.SaveBundle(c.Answer, func(to io.Writer) error {
			out, cut = server.Import(w.ctx, f, to)
			if out.Answered {
				return nil // also of one that is cut off
			}
			return cut
		})
		if err != nil {
			return err
		}
		if err := w.say(heldText(out), "kiosk", out.Kiosk, "records", out.Records, "pieces", out.Pieces, "answer", c.Answer); err != nil {
			return err
		}
		return cut
	})
}

// heldText says what became of a bundle. One whose records do not follow on what
// the county has is not taken in: the machine numbers them anew when it has the answer.
func heldText(out api.Imported) string {
	switch out.Verdict {
	case office.ChainStale, office.ChainFork:
		return "courier.renumber"
	case office.ChainCloned:
		return "courier.cloned"
	case office.ChainOK:
	}
	if out.Revoked {
		return "courier.review"
	}
	return "courier.imported"
}
