package client

import (
	"context"

	"bianmin/sync/wire"
)

// Mail implements mailbox.County.
func (c *Client) Mail(ctx context.Context, envelope []byte) ([]byte, error) {
	return c.Ask(ctx, wire.MailPath, envelope)
}
