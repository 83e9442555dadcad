package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"bianmin/app/catalog"
	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	demo "bianmin/assets/catalog"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
	"bianmin/sync/wire"
)

// publisher publishes in the name of the key that kiosks know.
func publisher(w *world, db *county.DB, signer seal.Identity) *office.Publisher {
	return &office.Publisher{Store: db, List: db, Staff: db, Trips: db, Serving: db, Plans: db, Editions: db, Signer: signer, Pack: wire.PackContent, Now: w.now}
}

// publishing is what every command needs that publishes.
type publishing struct {
	database
	secrets
	JSON bool `help:"Answer as JSON."`
}

// publishedAnswer is the JSON answer of a command that published.
type publishedAnswer struct {
	Stream  snapshot.Stream `json:"stream"`
	Version int64           `json:"version"`
	SHA256  string          `json:"sha256"` // of the content as it travels, hex
	Bytes   int64           `json:"bytes"`
}

// publish makes a content the newest of its stream and says so.
func (c publishing) publish(w *world, stream snapshot.Stream, content func(*county.DB) ([]byte, error)) error {
	return c.publishBy(w, func(db *county.DB, p *office.Publisher) (snapshot.Manifest, error) {
		plain, err := content(db)
		if err != nil {
			return snapshot.Manifest{}, err
		}
		return p.Publish(w.ctx, stream, plain)
	})
}

// publishBy lets do publish in the name of the key that kiosks know, and says so.
func (c publishing) publishBy(w *world, do func(*county.DB, *office.Publisher) (snapshot.Manifest, error)) error {
	return c.with(w, func(db *county.DB) error {
		signer, err := c.signer(w, c.Database)
		if err != nil {
			return err
		}
		m, err := do(db, publisher(w, db, signer))
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(publishedAnswer{m.Stream, m.Version, fmt.Sprintf("%x", m.SHA256), m.Size})
		}
		return w.say("county.published", "version", m.Version, "stream", w.text.T("stream."+string(m.Stream)), "bytes", m.Size)
	})
}

// fileCmd publishes a file of our own format as it stands, in the stream of F.
type fileCmd[F interface{ stream() snapshot.Stream }] struct {
	publishing
	File string `arg:"" type:"path" help:"The file, JSON."`
}

// Run refuses what the machines could not use.
func (c *fileCmd[F]) Run(w *world) error {
	var of F
	return c.publish(w, of.stream(), func(*county.DB) ([]byte, error) { return readBounded(c.File) })
}

// Files by the stream that they are for.
type (
	calendarFile  struct{}
	noticesFile   struct{}
	templatesFile struct{}
	tagsFile      struct{}
	hoursFile     struct{}
)

func (calendarFile) stream() snapshot.Stream  { return snapshot.Calendar }
func (noticesFile) stream() snapshot.Stream   { return snapshot.Notices }
func (templatesFile) stream() snapshot.Stream { return snapshot.Templates }
func (tagsFile) stream() snapshot.Stream      { return snapshot.Tags }
func (hoursFile) stream() snapshot.Stream     { return snapshot.Hours }

// readBounded is the content of a file of at most [snapshot.MaxPlainBytes].
func readBounded(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() { // opening a pipe would wait for its other end
		err = fmt.Errorf("%s is no regular file", name)
	}
	if err != nil {
		return nil, &village.Error{Kind: village.Invalid, Field: "file", Key: "err.list.open", Err: err}
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, &village.Error{Kind: village.Invalid, Field: "file", Key: "err.list.open", Err: err}
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, snapshot.MaxPlainBytes+1))
	if err == nil && len(raw) > snapshot.MaxPlainBytes {
		err = village.Refuse("file", "err.snapshot.large")
	}
	return raw, err
}

type calendarCmd struct {
	Import fileCmd[calendarFile] `cmd:"" help:"Check a calendar and publish it."`
}

type noticesCmd struct {
	Publish fileCmd[noticesFile] `cmd:"" help:"Check a file of notices and publish it in place of the last."`
}

type templatesCmd struct {
	Publish fileCmd[templatesFile] `cmd:"" help:"Check a file of letter texts and publish it in place of the last."`
}

type tagsCmd struct {
	Publish fileCmd[tagsFile] `cmd:"" help:"Check a set of rating tags and publish it in place of the last."`
}

type hoursCmd struct {
	Extend   hoursExtendCmd     `cmd:"" help:"Note that a centre was or will be open outside its hours: basis, reason, who; its machines show it."`
	Extended hoursExtendedCmd   `cmd:"" help:"List such extensions, the latest first."`
	Grant    hoursGrantCmd      `cmd:"" help:"Say yes to a person who asked at a machine that the window stays open today: noted as an extension, told to the paper."`
	Decline  hoursDeclineCmd    `cmd:"" help:"Say no to such a person; the paper is told."`
	Counts   hoursCountsCmd     `cmd:"" help:"By centre: how often windows were asked to stay open, and did, and for how long."`
	Publish  fileCmd[hoursFile] `cmd:"" help:"Check a file of service hours by place and publish it in place of the last."`
}

type itemsCmd struct {
	Import  itemsImportCmd  `cmd:"" help:"Keep a list of items (CSV, XLSX, JSON) as a version that cases may name."`
	Lint    itemsLintCmd    `cmd:"" help:"Check a list without keeping it."`
	Publish itemsPublishCmd `cmd:"" help:"Give a kept version to every machine."`
	List    itemsListCmd    `cmd:"" help:"List kept versions, the last kept first."`
	Trips   itemsTripsCmd   `cmd:"" help:"List items in whose last 20 cases people had to come to a window."`
}

type itemsImportCmd struct {
	database
	JSON bool   `help:"Answer as JSON."`
	File string `arg:"" type:"path" help:"List of items."`
}

// Run keeps the whole list or nothing of it. Cases that waited for it go on.
func (c *itemsImportCmd) Run(w *world) error {
	list, problems, err := listfile.Items(c.File)
	if err != nil {
		return err
	}
	if catalog.Blocks(problems) {
		w.sayProblems(problems)
		return village.Refuse("file", "err.items.lint")
	}
	if list, err = list.Stamped(); err != nil {
		return err
	}
	plain, err := catalog.Encode(list)
	if err != nil {
		return err
	}
	if err := snapshot.Check(snapshot.Catalogue, plain); err != nil {
		return err
	}
	return c.with(w, func(db *county.DB) error {
		if err := keepExample(w, db); err != nil {
			return err
		}
		err := db.KeepEdition(w.ctx, list.Version, plain)
		if village.KindOf(err) == village.Conflict && err != nil { // the same items out of a file of another name
			_, err = db.Edition(w.ctx, list.Version)
		}
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(map[string]any{"version": list.Version, "items": len(list.Items)})
		}
		return w.say("county.items.kept", "count", len(list.Items), "version", list.Version)
	})
}

// keepExample keeps this release's example: machines take cases in with it until
// they have another.
func keepExample(w *world, db *county.DB) error {
	example, err := demo.Catalogue()
	if err != nil {
		return village.Failed("read the example", err)
	}
	return db.KeepEdition(w.ctx, example.Version, demo.Package())
}

type itemsLintCmd struct {
	File string `arg:"" type:"path" help:"List of items."`
}

// Run names every item, field and rule that is broken; exit 1 when one of them
// would keep the list from being imported.
func (c *itemsLintCmd) Run(w *world) error {
	list, problems, err := listfile.Items(c.File)
	if err != nil {
		return err
	}
	w.sayProblems(problems)
	errs := 0
	for _, p := range problems {
		if p.Severity == catalog.Error {
			errs++
		}
	}
	if err := w.say("cli.linted", "count", len(list.Items), "errors", errs, "warnings", len(problems)-errs); err != nil || errs == 0 {
		return err
	}
	return village.Refuse("file", "err.items.lint")
}

// sayProblems writes one line a problem.
func (w *world) sayProblems(problems []catalog.Problem) {
	for _, p := range problems {
		line := []string{string(p.Severity), string(p.Item), p.Field, p.Rule, p.Text(w.text)}
		fmt.Fprintln(w.stdout, strings.Join(line, "\t"))
	}
}

type itemsPublishCmd struct {
	publishing
	Version string `arg:"" optional:"" help:"Kept version (default: the last that was kept)."`
}

func (c *itemsPublishCmd) Run(w *world) error {
	return c.publish(w, snapshot.Catalogue, func(db *county.DB) ([]byte, error) {
		if c.Version == "" {
			kept, err := db.Editions(w.ctx)
			if err != nil {
				return nil, err
			}
			if len(kept) == 0 {
				return nil, village.Refuse("version", "err.items.none")
			}
			c.Version = kept[0]
		}
		plain, err := db.Edition(w.ctx, c.Version)
		if village.KindOf(err) == village.NotFound && err != nil {
			return nil, &village.Error{Kind: village.NotFound, Field: "version", Key: "err.items.none", Err: err}
		}
		return plain, err
	})
}

type itemsListCmd struct {
	database
}

func (c *itemsListCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		kept, err := db.Editions(w.ctx)
		for _, version := range kept {
			if err := w.say("county.items.version", "version", version); err != nil {
				return err
			}
		}
		return err
	})
}
