package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"

	"bianmin/app/village"
)

// inside serves figures of the running program to the house's own network, beside what
// is served to the outside, until the program stops.
func (c *serveCmd) inside(w *world, h *house, beside *sync.WaitGroup) error {
	if c.Inside == "" {
		return nil
	}
	var config net.ListenConfig
	listener, err := config.Listen(w.ctx, "tcp", c.Inside)
	if err != nil {
		return village.Failed("listen", err)
	}
	mux := http.NewServeMux()
	h.monitor.Routes(mux)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: headerTimeout, WriteTimeout: stopTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: headerBytes}
	h.log.Info("figures are served", "address", listener.Addr().String())
	beside.Go(func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			h.log.Error("figures are served no more", "err", err)
		}
	})
	context.AfterFunc(w.ctx, func() { _ = server.Close() })
	return nil
}

// untilStopped serves until ctx ends, then takes no new requests and waits for
// those under way.
func untilStopped(ctx context.Context, server *http.Server, listener net.Listener, log *slog.Logger) error {
	ended := make(chan error, 1)
	go func() { ended <- server.ServeTLS(listener, "", "") }()
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
