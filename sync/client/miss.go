package client

import (
	"context"

	"bianmin/sync/wire"
)

// Misses tells the county which searches found nothing.
func (c *Client) Misses(ctx context.Context, envelope []byte) error {
	_, err := c.Ask(ctx, wire.MissPath, envelope)
	return err
}
