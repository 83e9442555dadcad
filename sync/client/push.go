package client

import (
	"context"
	"encoding/hex"
	"net/http"

	"bianmin/sync/wire"
)

// Push implements outbox.County.
func (c *Client) Push(ctx context.Context, envelope []byte) ([]byte, error) {
	return c.send(ctx, request{http.MethodPost, wire.PushPath, wire.MediaType, envelope})
}

// PutPiece implements outbox.County.
func (c *Client) PutPiece(ctx context.Context, sum [32]byte, data []byte) error {
	_, err := c.send(ctx, request{http.MethodPut, wire.BlobPath + hex.EncodeToString(sum[:]), "application/octet-stream", data})
	return err
}
