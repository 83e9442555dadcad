package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"bianmin/app/seal"
	"bianmin/app/stats"
	"bianmin/app/village"
	demo "bianmin/assets/catalog"
	"bianmin/county/api"
	"bianmin/county/authority"
	"bianmin/county/console"
	"bianmin/county/monitor"
	"bianmin/county/office"
	"bianmin/county/openapi"
	"bianmin/storage/county"
	"bianmin/storage/listfile"
	"bianmin/sync/wire"
)

// Limits of a connection. A push of 8 MiB must pass on a line of 256 kbit/s,
// which takes a little over four minutes.
const (
	headerTimeout = 10 * time.Second
	bodyTimeout   = 5 * time.Minute
	answerTimeout = 6 * time.Minute // counts from the end of the headers
	idleTimeout   = 2 * time.Minute
	derivedAtOnce = 500 // cases, each time that the opener looks
	stopTimeout   = 20 * time.Second
	headerBytes   = 16 << 10
)

type serveCmd struct {
	database
	secrets
	bucketKey
	documentAddress
	Role   string    `enum:"all,gateway,office" default:"all" help:"all; gateway: take in only, with no private key; office: open and show only."`
	Listen string    `default:"127.0.0.1:8443" placeholder:"ADDR" help:"Where to listen; port 0 chooses one."`
	Host   []string  `placeholder:"NAME" help:"Another name or address that kiosks call this machine by, as county.example or 10.0.0.2; may be repeated."`
	Inside string    `placeholder:"ADDR" help:"Where to serve /metrics for Prometheus, /readyz and /healthz without TLS, as 127.0.0.1:9464; not for the outside. Default: nowhere."`
	Blobs  blobPlace `required:"" placeholder:"DIR" help:"Folder for photographs, or s3://HOST/BUCKET."`

	Licences string `placeholder:"FILE" type:"path" help:"List that answers look-ups of electronic licences, as licences check --register; read at the start. Without it nothing is looked up by itself."`

	City      cityWay       `embed:"" prefix:"city-"`
	CityEvery time.Duration `default:"1m" help:"With --city-to: how often the city's platform is told what is new; 0: never, only what officers send again."`

	OIDC oidcWay `embed:"" prefix:"oidc-"`

	Backups     string        `placeholder:"DIR" type:"path" help:"Folder for backups (default: beside the SQLite file, else beside the folder of photographs); better on another disk."`
	BackupEvery time.Duration `default:"1h" help:"How often to take and verify one; 0: never. Machines clear only what a verified one holds."`
}

// Run serves until it is told to stop, then finishes what is under way.
func (c *serveCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		log := w.log()
		house, err := c.open(w, db, log)
		if err != nil {
			return err
		}
		var config net.ListenConfig
		listener, err := config.Listen(w.ctx, "tcp", c.Listen)
		if err != nil {
			return village.Failed("listen", err)
		}
		line, err := c.newLine(w, house.authority, listener)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		server := &http.Server{
			Handler: house.monitor.Watch(house.mux), TLSConfig: line.Config(), ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: answerTimeout,
			IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		}
		if house.backups != nil && c.Backups == "" {
			log.Warn("backups lie beside what they are of; machines delete what they hold: name a folder on another disk, --backups")
		}
		fmt.Fprintf(w.stdout, "countyd https://%s\n", listener.Addr())
		var beside sync.WaitGroup
		if err := c.inside(w, house, &beside); err != nil {
			return errors.Join(err, listener.Close())
		}
		house.beside(&beside)
		context.AfterFunc(w.ctx, house.monitor.Stop)
		err = untilStopped(w.ctx, server, listener, log)
		beside.Wait() // the database closes after this
		return err
	})
}

// beside starts what runs beside the answers, until the program stops.
func (h *house) beside(all *sync.WaitGroup) {
	ctx := h.world.ctx
	if h.opener != nil {
		all.Go(func() { h.opener.Run(ctx, h.taken, h.log) })
		all.Go(func() { h.keys.Run(ctx, h.asked, h.log) })
	}
	if h.licences != nil {
		all.Go(func() { h.licences.Run(ctx, h.log) })
	}
	if h.platform != nil && h.cmd.CityEvery > 0 {
		all.Go(func() { office.KeepCityTold(ctx, h.db, h.platform, h.cmd.CityEvery, h.log) })
	}
	if h.publisher != nil {
		all.Go(func() { h.publisher.Run(ctx, h.log) })
	}
	if h.backups != nil {
		all.Go(func() { h.backups.Run(ctx, h.cmd.BackupEvery, h.log) })
	}
}

// house is what a role needs of the platform.
type house struct {
	cmd    *serveCmd
	world  *world
	db     *county.DB
	blobs  county.Blobs
	places places
	days   *office.WorkingDays
	log    *slog.Logger
	mux    *http.ServeMux
	opener *office.Opener      // nil in a gateway
	keys   *office.KeyReturner // the same
	taken  chan struct{}       // wakes the opener
	asked  chan struct{}       // wakes who returns keys

	monitor   *monitor.Monitor
	authority *authority.Authority
	minder    *office.Minder    // nil in a gateway
	backups   *office.Backups   // nil where none are taken
	publisher *office.Publisher // nil in an office, which has no key that kiosks know

	licences *office.LicenceDesk // nil where nothing is looked up

	platform  office.CityPlatform // nil where nobody tells the city
	elsewhere office.Elsewhere    // nil where officers sign in here alone
}

func (c *serveCmd) open(w *world, db *county.DB, log *slog.Logger) (*house, error) {
	h := &house{cmd: c, world: w, db: db, log: log, mux: http.NewServeMux(), taken: make(chan struct{}, 1), asked: make(chan struct{}, 1)}
	h.monitor = monitor.New(version, db, w.now, log)
	h.monitor.Ready(h.mux)
	openapi.Routes(h.mux)
	var err error
	if h.blobs, err = c.blobs(w, c.Blobs); err != nil {
		return nil, err
	}
	if h.places, err = loadPlaces(w.text); err != nil {
		return nil, err
	}
	if err = db.MoveRenamed(w.ctx); err != nil {
		return nil, err
	}
	if h.days, err = workingDays(w, db); err != nil {
		return nil, err
	}
	if h.authority, err = c.authority(w, db, c.Database); err != nil {
		return nil, err
	}
	if c.Role != "office" {
		if err := h.gateway(); err != nil {
			return nil, err
		}
	}
	if c.Role == "gateway" {
		return h, nil
	}
	if err := h.outside(); err != nil {
		return nil, err
	}
	h.minder = &office.Minder{Book: db, Shop: h.blobs, Log: log}
	if c.BackupEvery > 0 {
		if h.backups, err = c.backups(h); err != nil {
			return nil, err
		}
	}
	return h, h.office()
}

// backups takes them into the folder that was named.
func (c *serveCmd) backups(h *house) (*office.Backups, error) {
	dir := c.Backups
	if dir == "" {
		if dir = beside(c.Database, c.Blobs); dir == "" {
			return nil, village.Refuse("backups", "err.blobs.backups")
		}
	}
	shelf, err := h.db.OpenShelf(dir, h.blobs, h.world.random)
	if err != nil {
		return nil, err
	}
	h.minder.Spare = shelf.Piece
	return &office.Backups{Shelf: shelf, Notes: h.db, Minder: h.minder, Now: h.world.now, Keep: office.KeptBackups}, nil
}

// readAtOnce is how many requests of kiosks are read at a time: each may hold a
// message of eight MiB.
const readAtOnce = 16

// gateway answers kiosks. It opens nothing of what they hand over.
func (h *house) gateway() error {
	server, err := h.server(h.cmd.secrets, h.cmd.Database)
	if err != nil {
		return err
	}
	if h.cmd.Role == "all" { // here are the keys to compare with
		server.Asks = func(ctx context.Context, q office.CaseQuestion) (office.Asked, error) {
			return h.work().Ask(ctx, h.db, q)
		}
	}
	server.Routes(h.mux)
	h.publisher = publisher(h.world, h.db, server.Signer)
	return nil
}

// server takes in what kiosks hand over, by the line or on a stick.
func (h *house) server(from secrets, address string) (*api.Server, error) {
	signer, err := from.signer(h.world, address)
	if err != nil {
		return nil, err
	}
	if err := h.db.KeepSigner(h.world.ctx, signer.Public()); err != nil {
		return nil, err
	}
	name, err := h.world.fresh()
	if err != nil {
		return nil, village.Failed("draw a name", err)
	}
	if _, err := h.db.Incarnation(h.world.ctx, name[:16]); err != nil {
		return nil, err
	}
	codec, err := wire.NewCodec()
	if err != nil {
		return nil, village.Failed("open the line", err)
	}
	return &api.Server{
		Office: h.work(),
		Keys:   h.db, Snapshots: h.db, Healths: h.db, Misses: h.db, Authority: h.authority, Places: h.places, Centre: h.places.Centre, Signer: signer, Codec: codec, Slots: make(chan struct{}, readAtOnce),
		Log: h.log, Now: h.world.now,
	}, nil
}

// work is what the county does.
func (h *house) work() *office.Office {
	return &office.Office{Store: h.db, Blobs: h.blobs, Mailboxes: h.db, Days: h.days, Now: h.world.now, Rand: h.world.random, Taken: wake(h.taken), Asked: wake(h.asked)}
}

// opened gives cases that came in their numbers and starts their clocks.
func (h *house) opened(ctx context.Context) error {
	if err := errors.Join(h.work().Number(ctx), h.work().Settle(ctx, h.db)); err != nil {
		return err
	}
	_, err := h.db.Derive(ctx, derivedAtOnce) // the next time takes the rest: what came last waits for nothing older
	return errors.Join(h.work().Wind(ctx, h.db), err)
}

// wake tells a loop that there is something to do; one word is as good as many.
func wake(loop chan<- struct{}) func() {
	return func() {
		select {
		case loop <- struct{}{}:
		default:
		}
	}
}

// office opens what was taken in and shows it to officers.
func (h *house) office() error {
	keys, err := h.cmd.vault(h.cmd.Database)
	if err != nil {
		return err
	}
	secrets, err := unlock(h.world, h.db, keys)
	if err != nil {
		return err
	}
	if _, err := h.db.Reopen(h.world.ctx); err != nil { // a key or this release may know now what was set aside
		return err
	}
	if err := h.db.MatchEarlier(h.world.ctx); err != nil {
		return err
	}
	requests, err := hotline(h.world, h.db)
	if err != nil {
		return err
	}
	visits, err := inspectorate(h.world, h.db)
	if err != nil {
		return err
	}
	judge := &office.Judge{Book: h.db, Work: h.work(), Hotline: requests}
	misses := office.MissOpener{Book: h.db, Secrets: secrets}
	h.opener = &office.Opener{
		Log: h.db, Secrets: secrets, Editions: &office.Validators{Store: h.db}, Checks: office.Checks{Templates: visits.Templates, Signers: h.db.Signers, Kiosks: h.db.Kiosks, Today: h.db.Today},
		Opened: func(ctx context.Context) error {
			return errors.Join(h.days.Refresh(ctx), h.opened(ctx), requests.Register(ctx), requests.Visited(ctx), visits.Propose(ctx), visits.Tell(ctx, h.db), misses.Open(ctx), judge.Look(ctx))
		},
	}
	h.keys = &office.KeyReturner{Book: h.db, Secrets: secrets}
	if h.cmd.Licences != "" {
		register, err := openRegister(h.cmd.Licences)
		if err != nil {
			return err
		}
		h.licences = &office.LicenceDesk{Book: h.db, Register: register, Now: h.world.now}
	}
	return h.console(secrets, requests, visits)
}

// console shows officers what was opened.
func (h *house) console(secrets []seal.CountySecret, requests *office.Hotline, visits *office.Inspectorate) error {
	tags, err := demo.RatingTags()
	if err != nil {
		return village.Failed("read the rating tags", err)
	}
	hours, err := hoursDesk(h.world, h.db, func(ctx context.Context, plain []byte, last int64) error {
		if h.publisher == nil {
			return errors.New("this server publishes no hours")
		}
		return publishHours(h.publisher)(ctx, plain, last)
	})
	if err != nil {
		return err
	}
	papers, err := setter()
	if err != nil {
		return err
	}
	officers := &console.Console{
		Letters: papers.PDF, Documents: h.documents(),
		Hours: hours, City: h.platform, Elsewhere: h.elsewhere, ElsewhereName: h.cmd.OIDC.Name,
		Book: h.db, Work: h.work(), Hotline: requests, Ratings: &office.RatingDesk{Store: h.db, Due: requests.Due, Now: h.world.now}, Inspectorate: visits, Door: office.NewDoor(h.db, h.world.now, h.world.random), Sessions: h.db.Sessions(), Files: &office.Files{Book: h.db, Pieces: h.minder, Secrets: secrets}, Log: h.log, Now: h.world.now,
		Enrol: h.enrol, Items: listfile.ItemsFrom, Lists: listfile.RowsFrom,
		Catalogue:    &office.CatalogueDesk{Editions: h.db, Plans: h.db, Newest: h.db, Unpack: wire.UnpackContent, Now: h.world.now},
		Publications: h.publications(visits.Templates),
		Warnings:     &office.WarningDesk{Book: h.db, Rules: office.DefaultWarnings(), Days: h.work().Calendar, Now: h.world.now},
		Figures:      func(p stats.Period) (stats.Data, error) { return h.world.figures(h.db, p) }, Sheets: asSheet,
		Names: console.Names{
			Place: h.places.Path, Places: h.places.all, Centres: h.places.centres(), District: h.places.divisions.County.Name,
			Tag: func(code string) string { tag, _, _ := tags.Find(code); return tag.Text },
		},
	}
	if err := officers.Open(); err != nil {
		return village.Failed("open the console", err)
	}
	officers.Routes(h.mux)
	return nil
}

// documents numbers what officers print; it signs where the key that machines know is.
func (h *house) documents() *office.DocumentDesk {
	k := &office.DocumentDesk{Book: h.db, Address: h.cmd.VerifyAt, Now: h.world.now, Rand: h.world.random}
	if h.publisher != nil {
		k.Signer = &h.publisher.Signer
	}
	return k
}

// outside are the other houses that officers' pages reach.
func (h *house) outside() (err error) {
	if h.elsewhere, err = h.cmd.OIDC.house(h.world); err != nil || h.cmd.City.To == "" {
		return err
	}
	signer, err := h.cmd.signer(h.world, h.cmd.Database)
	if err != nil {
		return err
	}
	h.platform, err = h.cmd.City.client(h.world, signer)
	return err
}

// publications publishes what officers hand in, where the key that machines know is.
func (h *house) publications(known *office.Checklists) *office.PublicationDesk {
	d := &office.PublicationDesk{Newest: h.db, Unpack: wire.UnpackContent, Known: known}
	if h.publisher != nil {
		d.Publish = func() *office.Publisher { return h.publisher }
	}
	return d
}

// enrol makes a one-time code for a machine at a place.
func (h *house) enrol(ctx context.Context, place village.DivisionCode) (string, time.Time, error) {
	ticket, e, err := h.work().IssueTicket(ctx, place)
	return seal.EnrolmentCode{Ticket: ticket, Authority: h.authority.Fingerprint()}.String(), e.ExpiresAt, err
}
