package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// beside is where backups lie when nobody said: beside the SQLite file, else
// beside the blobs; "" where neither lies in a folder.
func beside(address string, blobs blobPlace) string {
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		return strings.TrimSuffix(path, filepath.Ext(path)) + "-backups"
	}
	if blobs.bucket() {
		return ""
	}
	return filepath.Clean(string(blobs)) + "-backups"
}

type backupCmd struct {
	database
	bucketKey
	Blobs blobPlace `required:"" placeholder:"DIR" help:"Folder for photographs, or s3://HOST/BUCKET."`
	Out   string    `required:"" placeholder:"DIR" type:"path" help:"Folder for backups; best on another disk."`
	Keep  int       `default:"24" help:"How many to keep in the folder."`
}

// Run may stand beside a running serve: all rows are of one moment.
func (c *backupCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		blobs, err := c.blobs(w, c.Blobs)
		if err != nil {
			return err
		}
		shelf, err := db.OpenShelf(c.Out, blobs, w.random)
		if err != nil {
			return err
		}
		shelf.Progress = w.progress()
		minder := &office.Minder{Book: db, Shop: blobs, Spare: shelf.Piece, Log: w.log()}
		backups := office.Backups{Shelf: shelf, Notes: db, Minder: minder, Now: w.now, Keep: max(c.Keep, 1)}
		done, err := backups.Take(w.ctx)
		if err != nil {
			return broken("take a backup", err)
		}
		if err := w.say("backup.done", "file", filepath.Join(c.Out, done.File), "rows", done.Rows, "records", done.Records, "pieces", done.Pieces); err != nil {
			return err
		}
		if done.Absent > 0 {
			if err := w.say("backup.absent", "n", done.Absent); err != nil {
				return err
			}
		}
		return w.say("backup.no_keys")
	})
}

// broken is an error that nobody can correct by typing something else: what was
// just written cannot be read back.
func broken(what string, err error) error {
	if village.KindOf(err) == village.Internal {
		return err
	}
	return &village.Error{Kind: village.Internal, Err: fmt.Errorf("%s: %w", what, err)}
}

// progressEvery is how often a long run says how far it is.
const progressEvery = 2 * time.Second

// progress says on stderr how far a long run is.
func (w *world) progress() func(rows int64) {
	next := w.now().Add(progressEvery)
	return func(rows int64) {
		if now := w.now(); !now.Before(next) {
			next = now.Add(progressEvery)
			fmt.Fprintln(w.stderr, w.text.T("backup.progress", "n", rows))
		}
	}
}

type restoreCmd struct {
	database
	bucketKey
	From  string    `required:"" placeholder:"FILE" type:"path" help:"A backup, or its folder: then the newest. Its blobs lie beside it."`
	Blobs blobPlace `required:"" placeholder:"DIR" help:"Folder for photographs, or s3://HOST/BUCKET."`
}

// Run checks all sums before it writes anything.
func (c *restoreCmd) Run(w *world) error {
	shelf, file, err := c.find()
	if err != nil {
		return err
	}
	fmt.Fprintln(w.stderr, w.text.T("backup.checking", "file", file))
	held, err := office.Verify(w.ctx, shelf, file)
	if err != nil {
		return err
	}
	blobs, err := c.blobs(w, c.Blobs)
	if err != nil {
		return err
	}
	err = shelf.Restore(w.ctx, file, county.Restoring{
		Address: c.Database, Pieces: blobs, Now: w.now, Random: w.random, Progress: w.progress(),
	})
	if err != nil {
		return err
	}
	if err := w.say("backup.restored", "file", file, "rows", held.Rows, "records", held.Records, "pieces", held.Pieces-held.Absent); err != nil {
		return err
	}
	return w.say("backup.no_keys")
}

// find is the backup that was named.
func (c *restoreCmd) find() (*county.Shelf, string, error) {
	none := func(cause error) error {
		return &village.Error{Kind: village.Invalid, Field: "from", Key: "err.backup.none", Args: map[string]any{"file": c.From}, Err: cause}
	}
	info, err := os.Stat(c.From)
	if err != nil {
		return nil, "", none(err)
	}
	if !info.IsDir() {
		return county.ReadShelf(filepath.Dir(c.From)), filepath.Base(c.From), nil
	}
	shelf := county.ReadShelf(c.From)
	names, err := shelf.Files()
	if err != nil {
		return nil, "", err
	}
	if len(names) == 0 {
		return nil, "", none(nil)
	}
	return shelf, names[len(names)-1], nil
}
