// Package sound reads and writes recorded speech: WAV with samples of 16 bits.
package sound

import (
	"bytes"
	"encoding/binary"
	"errors"
	"time"
)

// Clip is recorded speech.
type Clip struct {
	Rate     int    // samples a second
	Channels int    // 1 or 2
	Samples  []byte // little endian, 16 bits each, channel by channel
}

// errWAV is the answer to what is no clip.
var errWAV = errors.New("no WAV of 16 bits PCM with one or two channels and 8,000 to 48,000 samples a second")

const (
	pcm       = 1
	fmtLength = 16
	deep      = 2 // bytes of a sample
)

// Read takes a WAV file apart. Whatever else lies in it is left out. A length beyond the
// end, as recorders write it that were stopped, ends there.
func Read(wav []byte) (Clip, error) {
	var c Clip
	if len(wav) < 12 || !bytes.HasPrefix(wav, []byte("RIFF")) || !bytes.Equal(wav[8:12], []byte("WAVE")) {
		return c, errWAV
	}
	for rest := wav[12:]; len(rest) >= 8; {
		name, body := string(rest[:4]), rest[8:]
		n := min(int64(binary.LittleEndian.Uint32(rest[4:])), int64(len(body)))
		switch {
		case name == "fmt " && n >= fmtLength:
			if binary.LittleEndian.Uint16(body) != pcm || binary.LittleEndian.Uint16(body[14:]) != 8*deep {
				return c, errWAV
			}
			c.Channels, c.Rate = int(binary.LittleEndian.Uint16(body[2:])), int(binary.LittleEndian.Uint32(body[4:]))
		case name == "data":
			if c.Channels < 1 || c.Channels > 2 || c.Rate < 8000 || c.Rate > 48000 {
				return c, errWAV
			}
			c.Samples = body[:n-n%int64(deep*c.Channels)]
			return c, nil
		}
		rest = body[min(n+n%2, int64(len(body))):]
	}
	return c, errWAV
}

// Long is for how long c plays.
func (c Clip) Long() time.Duration {
	if c.Rate <= 0 || c.Channels <= 0 {
		return 0
	}
	return time.Duration(len(c.Samples)) * time.Second / time.Duration(c.Rate*c.Channels*deep)
}

// Loudest is the largest sample of c, without its sign.
func (c Clip) Loudest() (most int) {
	for i := 0; i+1 < len(c.Samples); i += deep {
		v := int(int16(binary.LittleEndian.Uint16(c.Samples[i:]))) //nolint:gosec // a sample
		most = max(most, v, -v)
	}
	return most
}

// First is the beginning of c, at most so long.
func (c Clip) First(most time.Duration) Clip {
	if frames := int(most * time.Duration(c.Rate) / time.Second); c.Long() > most {
		c.Samples = c.Samples[:frames*c.Channels*deep]
	}
	return c
}

// WAV is c as a file: a head of 44 bytes, the samples and nothing else.
func (c Clip) WAV() []byte {
	out := make([]byte, 0, 44+len(c.Samples))
	put32 := func(n int) { out = binary.LittleEndian.AppendUint32(out, uint32(n)) } //nolint:gosec // seconds of speech
	put16 := func(n int) { out = binary.LittleEndian.AppendUint16(out, uint16(n)) } //nolint:gosec // a few bytes
	out = append(out, "RIFF"...)
	put32(36 + len(c.Samples))
	out = append(out, "WAVEfmt "...)
	put32(fmtLength)
	put16(pcm)
	put16(c.Channels)
	put32(c.Rate)
	put32(c.Rate * c.Channels * deep)
	put16(c.Channels * deep)
	put16(8 * deep)
	out = append(out, "data"...)
	put32(len(c.Samples))
	return append(out, c.Samples...)
}
