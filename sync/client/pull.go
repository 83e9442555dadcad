package client

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strconv"

	"bianmin/sync/wire"
)

// Pull implements inbox.County.
func (c *Client) Pull(ctx context.Context, envelope []byte) ([]byte, error) {
	return c.Ask(ctx, wire.PullPath, envelope)
}

// Content implements inbox.County.
func (c *Client) Content(ctx context.Context, sum [32]byte, from int64) ([]byte, error) {
	return c.send(ctx, request{
		method: http.MethodGet, path: wire.SnapshotPath + hex.EncodeToString(sum[:]), mediaType: "application/octet-stream",
		header: map[string]string{
			"Range":              "bytes=" + strconv.FormatInt(from, 10) + "-",
			wire.HeaderKiosk:     string(c.line.Identity.ID),
			wire.HeaderSignature: base64.StdEncoding.EncodeToString(c.line.Identity.Sign(wire.FetchContext, sum[:])),
		},
	})
}
