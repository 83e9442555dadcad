package client

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"net/http"

	"bianmin/sync/wire"
)

// Push implements outbox.County.
func (c *Client) Push(ctx context.Context, envelope []byte) ([]byte, error) {
	return c.Ask(ctx, wire.PushPath, envelope)
}

// PutPiece implements outbox.County.
func (c *Client) PutPiece(ctx context.Context, sum [32]byte, data []byte) error {
	_, err := c.send(ctx, request{
		method: http.MethodPut, path: wire.BlobPath + hex.EncodeToString(sum[:]), mediaType: "application/octet-stream", body: data,
		header: map[string]string{
			wire.HeaderKiosk:     string(c.line.Identity.ID),
			wire.HeaderSignature: base64.StdEncoding.EncodeToString(c.line.Identity.Sign(wire.PieceContext, sum[:])),
		},
	})
	return err
}
