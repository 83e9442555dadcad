package main

import (
	"context"
	"log/slog"

	"bianmin/device/click"
	"bianmin/device/speech"
	"bianmin/ui/style"
)

// look is what the pages are drawn with. With --click each press is heard; a folder
// that keeps what is spoken takes no clicks. silent waits for the end of the last
// sound, once ctx has ended.
func (r runCommand) look(ctx context.Context) (look style.Look, silent func()) {
	look = style.Default()
	if !r.Click {
		return look, func() {}
	}
	out, ok := speech.FindOutput(r.Speaker)
	player, plays := out.(speech.Player)
	if !ok || !plays {
		slog.Warn("no sound at a press: there is no loudspeaker")
		return look, func() {}
	}
	c := click.Start(ctx, player, func(err error) { slog.Error("click", "err", err) })
	look.Click = c.Click
	return look, c.Wait
}
