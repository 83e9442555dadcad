package microphone

import (
	"slices"
	"testing"
)

// TestTheSoundServerIsAskedForShortPieces: what lies in an unfinished one is not heard.
func TestTheSoundServerIsAskedForShortPieces(t *testing.T) {
	if m := recorders()[0]; m.Program != "parecord" || !slices.Contains(m.Args, "--latency-msec=50") {
		t.Errorf("%+v", m)
	}
}
