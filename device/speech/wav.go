package speech

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// errWAV is the answer to a file that is no WAV of 16 bits.
var errWAV = errors.New("no WAV of 16 bits PCM")

const (
	pcm       = 1
	fmtLength = 16
)

// samples are the bytes of the samples in wav. A data chunk whose announced
// length is beyond the end, as espeak-ng writes it into a pipe, ends there.
func samples(wav []byte) (data []byte, size []byte, err error) {
	if len(wav) < 12 || !bytes.HasPrefix(wav, []byte("RIFF")) || !bytes.Equal(wav[8:12], []byte("WAVE")) {
		return nil, nil, errWAV
	}
	deep := false
	for rest := wav[12:]; len(rest) >= 8; {
		name, size, body := string(rest[:4]), rest[4:8], rest[8:]
		n := min(int64(binary.LittleEndian.Uint32(size)), int64(len(body)))
		switch {
		case name == "fmt " && n >= fmtLength:
			deep = binary.LittleEndian.Uint16(body) == pcm && binary.LittleEndian.Uint16(body[14:]) == 16
		case name == "data" && deep:
			return body[:n&^1], size, nil
		}
		rest = body[min(n+n%2, int64(len(body))):]
	}
	return nil, nil, errWAV
}

// mended writes into the head of wav how long it is.
func mended(wav []byte) ([]byte, error) {
	data, size, err := samples(wav)
	if err != nil {
		return nil, err
	}
	binary.LittleEndian.PutUint32(size, uint32(len(data)))     //nolint:gosec // a minute of speech
	binary.LittleEndian.PutUint32(wav[4:], uint32(len(wav)-8)) //nolint:gosec // a minute of speech
	return wav, nil
}

// scale makes the samples of wav quieter in place, to percent of what they are.
func scale(wav []byte, percent int) error {
	data, _, err := samples(wav)
	if err != nil || percent >= 100 {
		return err
	}
	for i := 0; i+1 < len(data); i += 2 {
		v := int(int16(binary.LittleEndian.Uint16(data[i:]))) * percent / 100 //nolint:gosec // a sample
		binary.LittleEndian.PutUint16(data[i:], uint16(int16(v)))             //nolint:gosec // smaller than it was
	}
	return nil
}
