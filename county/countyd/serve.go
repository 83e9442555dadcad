package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"bianmin/app/village"
	demo "bianmin/assets/catalog"
	"bianmin/county/api"
	"bianmin/county/console"
	"bianmin/county/office"
	"bianmin/storage/county"
)

// Limits of a connection. A push of 8 MiB must pass on a line of 256 kbit/s,
// which takes a little over four minutes.
const (
	headerTimeout = 10 * time.Second
	bodyTimeout   = 5 * time.Minute
	answerTimeout = 6 * time.Minute // counts from the end of the headers
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 20 * time.Second
	headerBytes   = 16 << 10
)

type serveCmd struct {
	database
	Listen string `default:"127.0.0.1:8443" placeholder:"ADDR" help:"Where to listen; port 0 chooses one. The console answers this machine only."`
	Blobs  string `required:"" placeholder:"DIR" type:"path" help:"Folder for photographs."`
}

// Run serves until it is told to stop, then finishes what is under way.
func (c *serveCmd) Run(w *world) error {
	return c.with(w, func(db *county.DB) error {
		log := slog.New(slog.NewJSONHandler(w.stderr, nil))
		handler, err := c.handler(w, db, log)
		if err != nil {
			return err
		}
		var config net.ListenConfig
		listener, err := config.Listen(w.ctx, "tcp", c.Listen)
		if err != nil {
			return village.Failed("listen", err)
		}
		server := &http.Server{
			Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: answerTimeout,
			IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		}
		fmt.Fprintf(w.stdout, "countyd http://%s\n", listener.Addr())
		return untilStopped(w.ctx, server, listener, log)
	})
}

func (c *serveCmd) handler(w *world, db *county.DB, log *slog.Logger) (http.Handler, error) {
	blobs, err := county.OpenBlobs(c.Blobs, w.now())
	if err != nil {
		return nil, err
	}
	places, err := loadPlaces(w.text)
	if err != nil {
		return nil, err
	}
	tags, err := demo.RatingTags()
	if err != nil {
		return nil, village.Failed("read the rating tags", err)
	}
	mux := http.NewServeMux()
	kiosks := &api.Server{
		Office: &office.Office{Store: db, Blobs: blobs, Now: w.now, Rand: w.random},
		Keys:   db, Places: places, Centre: places.Centre, Log: log, Now: w.now,
	}
	kiosks.Routes(mux)
	officers := &console.Console{
		Book: db, Files: blobs, Log: log, Now: w.now,
		Names: console.Names{
			Place: places.Path, District: places.divisions.County.Name,
			Tag: func(code string) string { tag, _, _ := tags.Find(code); return tag.Text },
		},
	}
	if err := officers.Open(); err != nil {
		return nil, village.Failed("open the console", err)
	}
	officers.Routes(mux)
	return mux, nil
}

// untilStopped serves until ctx ends, then takes no new requests and waits for
// those under way.
func untilStopped(ctx context.Context, server *http.Server, listener net.Listener, log *slog.Logger) error {
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return village.Failed("serve", err)
	case <-ctx.Done():
	}
	log.Info("stopping")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	err := server.Shutdown(last)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close() // kiosks repeat what was not answered
	}
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	if err != nil {
		return village.Failed("stop", err)
	}
	return nil
}
