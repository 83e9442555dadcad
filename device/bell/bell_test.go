package bell

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

func player(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "player")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestThePlayerGetsAWAVOfAFewSeconds(t *testing.T) {
	heard := filepath.Join(t.TempDir(), "heard.wav")
	b, ok := Find(player(t, `cat >"$1"`) + " " + heard)
	if !ok {
		t.Fatal("a command is no bell")
	}
	if err := b.Ring(t.Context()); err != nil {
		t.Fatal(err)
	}
	wav, err := os.ReadFile(heard)
	if err != nil || len(wav) < 44 || !bytes.HasPrefix(wav, []byte("RIFF")) {
		t.Fatalf("the player heard %d bytes, %v", len(wav), err)
	}
	if size := binary.LittleEndian.Uint32(wav[40:]); int(size) != len(wav)-44 || size != 2*6*tone {
		t.Errorf("%d bytes of sound are announced, %d follow", size, len(wav)-44)
	}
	loudest := 0
	for i := 44; i+1 < len(wav); i += 2 {
		loudest = max(loudest, int(int16(binary.LittleEndian.Uint16(wav[i:]))))
	}
	if loudest < 20000 {
		t.Errorf("the loudest sample is %d: nobody hears it", loudest)
	}
}

func TestABellThatFailsSaysSo(t *testing.T) {
	b, _ := Find(player(t, "echo no card >&2; exit 1"))
	if err := b.Ring(t.Context()); err == nil || !bytes.Contains([]byte(err.Error()), []byte("no card")) {
		t.Errorf("the error is %v", err)
	}
}
