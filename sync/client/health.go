package client

import (
	"context"

	"bianmin/sync/wire"
)

// Health tells the county how the kiosk is.
func (c *Client) Health(ctx context.Context, envelope []byte) error {
	_, err := c.Ask(ctx, wire.HealthPath, envelope)
	return err
}
