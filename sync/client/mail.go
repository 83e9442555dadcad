package client

import (
	"context"
	"net/http"

	"bianmin/sync/wire"
)

// Mail implements mailbox.County.
func (c *Client) Mail(ctx context.Context, envelope []byte) ([]byte, error) {
	return c.send(ctx, request{method: http.MethodPost, path: wire.MailPath, mediaType: wire.MediaType, body: envelope})
}
