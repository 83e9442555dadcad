package click_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"bianmin/device/click"
	"bianmin/device/speech"
)

// The player of the system gets a WAV of a click for a press.
func TestAPressIsPlayedByTheProgram(t *testing.T) {
	file := filepath.Join(t.TempDir(), "heard.wav")
	ctx, stop := context.WithCancel(t.Context())
	out := told{speech.Player{Program: "tee", Args: []string{file}}, make(chan struct{}, 9)}
	c := click.Start(ctx, out, func(err error) { t.Error(err) })
	c.Click()
	<-out.played
	stop()
	c.Wait()
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, click.Sound()) || len(got) > 2000 {
		t.Errorf("heard %d bytes, %v", len(got), err)
	}
}

// told says when something was played.
type told struct {
	click.Output
	played chan struct{}
}

func (o told) Play(ctx context.Context, text string, wav []byte) error {
	defer func() { o.played <- struct{}{} }()
	return o.Output.Play(ctx, text, wav)
}

// slow plays until it is let go.
type slow struct{ begun, end chan struct{} }

func (s slow) Play(ctx context.Context, _ string, _ []byte) error {
	s.begun <- struct{}{}
	select {
	case <-s.end:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Ten presses while a sound goes on return at once and are one more sound.
func TestNoPressWaitsForASound(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out := slow{make(chan struct{}), make(chan struct{})}
	c := click.Start(ctx, out, func(err error) { t.Error(err) })
	c.Click()
	<-out.begun
	for range 10 {
		c.Click()
	}
	out.end <- struct{}{}
	<-out.begun // the ten
	out.end <- struct{}{}
	c.Click()
	<-out.begun
	stop() // a sound under way ends with the program
	c.Wait()
}

type broken struct{}

func (broken) Play(context.Context, string, []byte) error { return errors.New("no card") }

func TestABrokenLoudspeakerIsToldOnceAndStaysSilent(t *testing.T) {
	failed := make(chan error, 9)
	c := click.Start(t.Context(), broken{}, func(err error) { failed <- err })
	c.Click()
	c.Wait()
	c.Click()
	c.Click()
	if len(failed) != 1 {
		t.Errorf("told %d times", len(failed))
	}
}
