package speech

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"bianmin/device/family"
)

// Player is a program that plays a WAV from its standard input.
type Player struct {
	Program string
	Args    []string
}

// FindOutput is the loudspeaker named by speaker: a folder that takes the sound
// as files, or a program and its arguments. "" is what the system has; ok is false when
// there is no sound card, or nothing that plays.
func FindOutput(speaker string) (out Output, ok bool) {
	if info, err := os.Stat(speaker); err == nil && info.IsDir() {
		return &Folder{Path: speaker}, true
	}
	if words := strings.Fields(speaker); len(words) > 0 {
		return Player{words[0], words[1:]}, true
	}
	return systemOutput()
}

// Play waits for the end of the program; it is killed when ctx ends.
func (p Player) Play(ctx context.Context, _ string, wav []byte) error {
	cmd := exec.CommandContext(ctx, p.Program, p.Args...)
	cmd.WaitDelay = leaveFor
	family.Kill(cmd)
	cmd.Stdin = bytes.NewReader(wav)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("play with %s: %w: %s", p.Program, err, bytes.TrimSpace(out))
	}
	return nil
}

// Folder keeps the sound as files 001.wav, 002.wav … and the words beside each
// as 001.txt: for tests and for who wants to hear what a machine would say.
type Folder struct {
	Path string
	n    int
}

// Play writes the files. Calls must not overlap.
func (f *Folder) Play(ctx context.Context, text string, wav []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f.n++
	name := filepath.Join(f.Path, fmt.Sprintf("%03d", f.n))
	if err := os.WriteFile(name+".wav", wav, 0o600); err != nil {
		return err
	}
	return os.WriteFile(name+".txt", []byte(text), 0o600)
}
