package speech

import (
	"encoding/binary"
	"math"
	"testing"

	"bianmin/device/bell"
)

// TestASoundKeepsItsPitchAndLengthAtAnotherRate: a tone of the bell's rate, counted by
// where it crosses zero.
func TestASoundKeepsItsPitchAndLengthAtAnotherRate(t *testing.T) {
	tone := make([]int16, bell.Rate)
	for i := range tone {
		tone[i] = int16(9000 * math.Sin(2*math.Pi*440*float64(i)/bell.Rate))
	}
	out, err := resampled(bell.WAV(tone), 48000)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(out) / 2; n != 48000 {
		t.Errorf("a second has %d samples", n)
	}
	crossed, last, peak := 0, int16(0), int16(0)
	for i := 0; i < len(out); i += 2 {
		v := int16(binary.LittleEndian.Uint16(out[i:]))
		if last < 0 && v >= 0 {
			crossed++
		}
		last, peak = v, max(peak, v)
	}
	if crossed < 438 || crossed > 441 || peak < 8800 || peak > 9000 {
		t.Errorf("440 Hz at 9000 came out as %d Hz at %d", crossed, peak)
	}
	if _, err := resampled([]byte("no sound at all"), 48000); err == nil {
		t.Error("no WAV is a sound")
	}
}
