//go:build unix

package microphone

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bianmin/app/sound"
	"bianmin/app/village"
)

// recorder is a program that stands in for one of the system.
func recorder(t *testing.T, script string) Microphone {
	t.Helper()
	path := filepath.Join(t.TempDir(), "recorder")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil { //nolint:gosec // it has to run
		t.Fatal(err)
	}
	m, ok := Find(path)
	if !ok {
		t.Fatal("a program that is named is not found")
	}
	return m
}

const talks = "exec yes hello\n" // any bytes are samples

func TestARecordingEndsByItselfAfterItsTime(t *testing.T) {
	wav, err := recorder(t, talks).Record(t.Context(), 250*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if clip, err := sound.Read(wav); err != nil || clip.Long() != 250*time.Millisecond || clip.Rate != rate {
		t.Errorf("%s, %v", clip.Long(), err)
	}
}

func TestARecordingEndsWhenSomebodyStopsIt(t *testing.T) {
	m := recorder(t, "head -c 32000 /dev/zero | tr '\\0' a\nread forever < $0.pipe\n")
	fifo(t, m.Program+".pipe")
	if clip, _ := stopped(t, m); clip.Long() != time.Second {
		t.Errorf("%s", clip.Long())
	}
}

// TestWhatARecorderStillHoldsIsHeard: asked to end, it writes its last piece.
func TestWhatARecorderStillHoldsIsHeard(t *testing.T) {
	m := recorder(t, "say() { head -c 16000 /dev/zero | tr '\\0' a; }\ntrap 'say; exit 0' TERM\nsay\ncat $0.pipe >/dev/null &\nwait\n")
	fifo(t, m.Program+".pipe")
	m.last = time.Minute // on a busy machine its last piece takes a while
	clip, _ := stopped(t, m)
	if clip.Long() != time.Second {
		t.Errorf("%s of a second", clip.Long())
	}
}

// TestWhatARecorderHasStartedEndsWithIt, though it holds the pipe and does not listen.
func TestWhatARecorderHasStartedEndsWithIt(t *testing.T) {
	m := recorder(t, "(trap '' TERM; head -c 32000 /dev/zero | tr '\\0' a; read forever < $0.pipe) &\nwait\n")
	fifo(t, m.Program+".pipe")
	clip, pipe := stopped(t, m)
	if clip.Long() != time.Second {
		t.Errorf("%s", clip.Long())
	}
	end := time.Now().Add(time.Minute)
	for err := error(nil); err == nil; { // the reader is there until the system has cleared it away
		if _, err = pipe.Write([]byte("a")); time.Now().After(end) {
			t.Fatal("what it has started goes on")
		}
	}
}

// stopped is what m records until it waits at its pipe, and is stopped there.
func stopped(t *testing.T, m Microphone) (sound.Clip, *os.File) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	var wav []byte
	go func() {
		var err error
		wav, err = m.Record(ctx, time.Minute)
		ended <- err
	}()
	pipe := feed(t, m.Program+".pipe") // the recorder waits there: it has said everything
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	clip, err := sound.Read(wav)
	if err != nil {
		t.Fatal(err)
	}
	return clip, pipe
}

func TestWhatCannotBeHeardIsSaid(t *testing.T) {
	for name, tt := range map[string]struct {
		m    Microphone
		want string
	}{
		"pulled out while somebody speaks": {recorder(t, "echo words\nexit 1\n"), "err.microphone.gone"},
		"no such program":                  {Microphone{Program: filepath.Join(t.TempDir(), "none")}, "err.microphone.gone"},
		"silence":                          {recorder(t, "exec cat /dev/zero\n"), "err.microphone.silent"},
		"a file that is gone":              {Microphone{File: filepath.Join(t.TempDir(), "a.wav")}, "err.microphone.gone"},
	} {
		if wav, err := tt.m.Record(t.Context(), 100*time.Millisecond); village.Keyed(err).Key != tt.want || wav != nil {
			t.Errorf("%s: %d bytes, %v", name, len(wav), err)
		}
	}
	if _, ok := Find(None); ok {
		t.Error("no microphone is one")
	}
}

func TestAFileStandsInForWhatIsSaid(t *testing.T) {
	path := filepath.Join(t.TempDir(), "said.wav")
	said := sound.Clip{Rate: 8000, Channels: 1, Samples: []byte("loud enough ")}
	if err := os.WriteFile(path, said.WAV(), 0o600); err != nil {
		t.Fatal(err)
	}
	m, _ := Find(path)
	if wav, err := m.Record(t.Context(), time.Minute); err != nil || string(wav) != string(said.WAV()) {
		t.Errorf("%q, %v", wav, err)
	}
}
