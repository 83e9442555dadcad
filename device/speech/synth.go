package speech

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"bianmin/device/family"
)

// English is the language that is not read as Chinese.
const English = "en"

// Synth is espeak-ng 1.51 or later.
type Synth struct {
	Program string // "" has no voice of its own: only clips are heard
	Latin   *Latin
}

const (
	wordsAMinute = 140 // espeak-ng's own 175 is too fast for who hears badly
	synthFor     = 10 * time.Second
	// leaveFor is how long a program that was killed may keep its pipes open.
	leaveFor = time.Second
)

// errMute is the answer for a phrase without a clip where nothing can make one.
var errMute = errors.New("no clip and no synthesiser")

// FindSynth looks for espeak-ng.
func FindSynth() (Synth, error) {
	latin, err := NewLatin()
	if err != nil {
		return Synth{}, err
	}
	program, err := exec.LookPath("espeak-ng")
	if err != nil {
		return Synth{Latin: latin}, nil //nolint:nilerr // clips may do without
	}
	return Synth{Program: program, Latin: latin}, nil
}

// make is a WAV of the phrase. The words go through standard input, because the
// arguments of a program can be read by everybody on the machine.
func (s Synth) make(ctx context.Context, language string, p Phrase) ([]byte, error) {
	if s.Program == "" {
		return nil, errMute
	}
	ctx, cancel := context.WithTimeout(ctx, synthFor)
	defer cancel()
	voice, words := "cmn-latn-pinyin", ""
	switch {
	case language == English && p.Spell:
		voice, words = "en", strings.Join(strings.Split(p.Text, ""), " ")
	case language == English:
		voice, words = "en", p.Text
	case p.Spell:
		words = s.Latin.Spell(p.Text)
	default:
		words = s.Latin.Write(p.Text)
	}
	cmd := exec.CommandContext(ctx, s.Program, "-v", voice, "-s", strconv.Itoa(wordsAMinute), "--stdin", "--stdout")
	cmd.WaitDelay = leaveFor
	family.Kill(cmd)
	cmd.Stdin = strings.NewReader(words + "\n")
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", s.Program, err, bytes.TrimSpace(problem.Bytes()))
	}
	return mended(out.Bytes())
}
