package speech

import (
	"bytes"
	"context"
	"sync"
	"time"

	"github.com/ebitengine/oto/v3"
)

// rate is what the sound library is opened with; everything is brought to it. It can be
// opened once in the life of a program.
const rate = 48000

// opened is the way to the sound card, or why there is none.
var opened = sync.OnceValues(func() (*oto.Context, error) { //nolint:gochecknoglobals // the library itself is global
	c, ready, err := oto.NewContext(&oto.NewContextOptions{SampleRate: rate, ChannelCount: 1, Format: oto.FormatSignedInt16LE})
	if err != nil {
		return nil, err
	}
	<-ready
	return c, c.Err()
})

// card plays through the sound library: Windows brings no player of files that could be
// run. It was compiled and never run.
type card struct{}

// systemOutput is the sound card of Windows.
func systemOutput() (Output, bool) { return card{}, true }

// lookAtPlayer is the pause between two looks whether a phrase is over.
const lookAtPlayer = 20 * time.Millisecond

// Play returns at the end of the sound, or when ctx ends.
func (card) Play(ctx context.Context, _ string, wav []byte) error {
	data, err := resampled(wav, rate)
	if err != nil {
		return err
	}
	c, err := opened()
	if err != nil {
		return err
	}
	p := c.NewPlayer(bytes.NewReader(data))
	defer p.Close() //nolint:errcheck // nothing is left to be done about it
	p.Play()
	look := time.NewTicker(lookAtPlayer)
	defer look.Stop()
	for p.IsPlaying() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
		}
	}
	return p.Err()
}
