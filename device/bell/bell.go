// Package bell makes the sound after 叫人. It hands a WAV to a player of the
// system, so that the kiosk links no sound library for two tones.
package bell

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os/exec"
	"strings"
)

// Bell is a program that plays a WAV from its standard input, or anything else
// that rings and ends with 0, as a relay's.
type Bell struct {
	Program string
	Args    []string
}

// players are what Linux desktops bring, with the arguments that make them read
// standard input.
func players() []Bell {
	return []Bell{
		{"pw-play", []string{"-"}}, {"paplay", []string{"/dev/stdin"}}, {"aplay", []string{"-q", "-"}},
	}
}

// Find is the bell of command, a program and its arguments, or of the first
// player that the system has. ok is false when there is none.
func Find(command string) (b Bell, ok bool) {
	if words := strings.Fields(command); len(words) > 0 {
		return Bell{words[0], words[1:]}, true
	}
	for _, b := range players() {
		if _, err := exec.LookPath(b.Program); err == nil {
			return b, true
		}
	}
	return Bell{}, false
}

// Ring plays the two tones and waits for their end. nil says that the player
// was content, not that anybody heard it.
func (b Bell) Ring(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, b.Program, b.Args...)
	cmd.Stdin = bytes.NewReader(Sound())
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("ring with %s: %w: %s", b.Program, err, bytes.TrimSpace(out))
	}
	return nil
}

// Rate is the number of samples a second.
const Rate = 16000

const (
	tone   = Rate * 6 / 10
	rounds = 3
)

// Sound is a WAV of one channel with 16 bits: a high and a low tone, three
// times, 3.6 s in all. Each dies away like a struck bell.
func Sound() []byte {
	samples := make([]int16, 0, 2*rounds*tone)
	for i := range 2 * rounds {
		hertz := []float64{1046.5, 784}[i%2] // C6, G5
		for n := range tone {
			t := float64(n) / Rate
			v := math.Sin(2*math.Pi*hertz*t) * math.Exp(-4*t)
			samples = append(samples, int16(v*0.8*math.MaxInt16))
		}
	}
	return WAV(samples)
}

// WAV is one channel of samples, [Rate] a second, as a file.
func WAV(samples []int16) []byte {
	var b bytes.Buffer
	size := uint32(2 * len(samples))
	for _, part := range []any{
		[]byte("RIFF"), 36 + size, []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1),
		uint32(Rate), uint32(2 * Rate), uint16(2), uint16(16), []byte("data"), size, samples,
	} {
		_ = binary.Write(&b, binary.LittleEndian, part) // a buffer takes everything
	}
	return b.Bytes()
}
