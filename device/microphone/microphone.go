// Package microphone records speech into memory; nothing of it is ever a file.
package microphone

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"bianmin/app/sound"
	"bianmin/app/village"
	"bianmin/device/family"
)

// Microphone records by a program of the system, a process for each recording: a
// microphone that was pulled out and is back records the next one.
type Microphone struct {
	Program string // writes samples of 16 bits, one channel, rate, to standard output until it is asked to end
	Args    []string
	File    string // a WAV that stands in for what is said; "" = none

	last time.Duration // for what a recorder still holds when it is asked to end; 0 = [holds]
}

// None is the name of no microphone.
const None = "none"

const (
	rate  = 16000 // samples a second: speech
	late  = 3 * time.Second
	holds = time.Second
	quiet = 64 // loudest sample of what nobody said
)

// Find is the microphone with that name: a WAV file that stands in for what is said, or a
// program and its arguments. "" is what the system has; ok is false where there is none.
func Find(name string) (m Microphone, ok bool) {
	words := strings.Fields(name)
	switch {
	case name == None:
		return m, false
	case len(words) == 0:
		return system()
	case strings.EqualFold(filepath.Ext(name), ".wav"):
		return Microphone{File: name}, true
	}
	return Microphone{Program: words[0], Args: words[1:]}, true
}

// Record is a WAV of what is said until ctx ends, at most so long. Errors are
// [village.Internal]: err.microphone.gone when it cannot be heard through,
// err.microphone.silent when nothing was said.
func (m Microphone) Record(ctx context.Context, most time.Duration) ([]byte, error) {
	listen := m.listen
	if m.File != "" {
		listen = m.standIn
	}
	clip, err := listen(ctx, most)
	switch {
	case err != nil:
		return nil, fault("err.microphone.gone", err)
	case clip.Loudest() < quiet:
		return nil, fault("err.microphone.silent", nil)
	}
	return clip.WAV(), nil
}

// listen runs the program. Asked to end, it may still write what it holds; then nothing of
// it goes on, neither what it has started.
func (m Microphone) listen(ctx context.Context, most time.Duration) (sound.Clip, error) {
	clip := sound.Clip{Rate: rate, Channels: 1}
	ctx, stop := context.WithTimeout(ctx, most+late)
	defer stop()
	cmd := exec.CommandContext(ctx, m.Program, m.Args...)
	cmd.WaitDelay = cmp.Or(m.last, holds)
	family.Ask(cmd)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return clip, err
	}
	defer context.AfterFunc(ctx, func() { time.AfterFunc(cmd.WaitDelay, func() { _ = out.Close() }) })()
	limit := int64(2 * rate * most / time.Second)
	raw, err := io.ReadAll(io.LimitReader(out, limit))
	asked := ctx.Err() != nil || int64(len(raw)) == limit
	_ = family.Killed(cmd)
	if ended := cmd.Wait(); !asked { // by itself
		return clip, errors.Join(errors.New("the recorder ended"), err, ended)
	}
	clip.Samples = raw[:len(raw)&^1]
	return clip, nil
}

// standIn takes as long as the file does, and no longer than ctx.
func (m Microphone) standIn(ctx context.Context, most time.Duration) (sound.Clip, error) {
	raw, err := os.ReadFile(m.File)
	if err != nil {
		return sound.Clip{}, err
	}
	clip, err := sound.Read(raw)
	if err != nil {
		return clip, err
	}
	clip = clip.First(most)
	select {
	case <-ctx.Done():
	case <-time.After(clip.Long()):
	}
	return clip, nil
}

func fault(key string, err error) error {
	return &village.Error{Kind: village.Internal, Field: "voice", Key: key, Err: err}
}
