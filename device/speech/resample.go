package speech

import (
	"encoding/binary"
	"fmt"
)

// resampled are the samples of a WAV of one channel at another rate, on straight lines
// between them: speech has nothing up there that this would spoil.
func resampled(wav []byte, rate int) ([]byte, error) {
	data, _, err := samples(wav)
	if err != nil {
		return nil, err
	}
	channels, from, err := format(wav)
	if err != nil {
		return nil, err
	}
	if channels != 1 || from < 1 {
		return nil, fmt.Errorf("%d channels at %d samples a second: %w", channels, from, errWAV)
	}
	n := len(data) / 2
	if n == 0 {
		return nil, nil
	}
	at := func(i int) float64 {
		return float64(int16(binary.LittleEndian.Uint16(data[2*min(i, n-1):]))) //nolint:gosec // a sample
	}
	out := make([]byte, 0, 2*n*rate/from+2)
	for i := range n * rate / from {
		place := float64(i) * float64(from) / float64(rate)
		whole := int(place)
		part := place - float64(whole)
		v := at(whole)*(1-part) + at(whole+1)*part
		out = binary.LittleEndian.AppendUint16(out, uint16(int16(v))) //nolint:gosec // between two samples
	}
	return out, nil
}

// format is how many channels a WAV has, and its samples a second.
func format(wav []byte) (channels, rate int, err error) {
	for rest := wav[12:]; len(rest) >= 8; {
		name, body := string(rest[:4]), rest[8:]
		n := min(int64(binary.LittleEndian.Uint32(rest[4:])), int64(len(body)))
		if name == "fmt " && n >= fmtLength {
			return int(binary.LittleEndian.Uint16(body[2:])), int(binary.LittleEndian.Uint32(body[4:])), nil
		}
		rest = body[min(n+n%2, int64(len(body))):]
	}
	return 0, 0, errWAV
}
