// Package click makes the short low sound of a key. A press never waits for it.
package click

import (
	"context"
	"math"

	"bianmin/device/bell"
)

// Output plays a WAV and returns at its end; text is what it says.
type Output interface {
	Play(ctx context.Context, text string, wav []byte) error
}

// Clicker plays the sound in the background, one at a time.
type Clicker struct {
	next chan struct{}
	done chan struct{}
}

// Start is a clicker on out until ctx ends. failed hears of the first sound that
// could not be played; then it is silent, because nobody at the screen can help it.
func Start(ctx context.Context, out Output, failed func(error)) *Clicker {
	c := &Clicker{next: make(chan struct{}, 1), done: make(chan struct{})}
	go func() {
		defer close(c.done)
		sound := Sound()
		for {
			select {
			case <-ctx.Done():
				return
			case <-c.next:
			}
			if err := out.Play(ctx, "", sound); err != nil {
				if ctx.Err() == nil {
					failed(err)
				}
				return
			}
		}
	}()
	return c
}

// Click asks for the sound and returns at once. A press during a sound is heard
// after it; more than one are one.
func (c *Clicker) Click() {
	select {
	case c.next <- struct{}{}:
	default:
	}
}

// Wait waits for the end of the last sound, after the context has ended.
func (c *Clicker) Wait() { <-c.done }

const (
	hertz   = 220.0 // low: it is felt rather than heard
	samples = bell.Rate * 25 / 1000
)

// Sound is a WAV of 25 ms, much softer than the bell.
func Sound() []byte {
	wave := make([]int16, samples)
	for n := range wave {
		t := float64(n) / bell.Rate
		wave[n] = int16(math.Sin(2*math.Pi*hertz*t) * math.Exp(-120*t) * 0.35 * math.MaxInt16)
	}
	return bell.WAV(wave)
}
