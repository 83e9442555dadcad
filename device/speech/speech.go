// Package speech reads phrases aloud: a recorded clip where a voice pack has
// one, else the words as espeak-ng says them. espeak-ng and the player are
// programs of the system that are run, not linked.
package speech

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Phrase is one thing to say.
type Phrase struct {
	Key   string // of its clip, a message key as "home.apply"; "" when its words vary
	Text  string // the words, for the machine's own voice
	Spell bool   // one character at a time, as the numbers of documents
}

// Output makes sound of a WAV and returns when it has ended. text is what the
// WAV says.
type Output interface {
	Play(ctx context.Context, text string, wav []byte) error
}

// Voice says phrases through Out.
type Voice struct {
	Packs []Pack // asked in their order; the first that has a clip says the phrase
	Synth Synth
	Out   Output
	Hours Hours // how loud
	Now   func() time.Time
}

// phraseFor is the longest that one phrase may take to be made and played.
const phraseFor = time.Minute

// Say says phrases in language ("zh-Hans", "en") and returns after the last one.
// The end of ctx stops it within the phrase; then the error is that of ctx.
func (v Voice) Say(ctx context.Context, language string, phrases []Phrase) error {
	for _, p := range phrases {
		if err := v.say(ctx, language, p); err != nil {
			return errors.Join(ctx.Err(), err)
		}
	}
	return nil
}

func (v Voice) say(ctx context.Context, language string, p Phrase) error {
	ctx, cancel := context.WithTimeout(ctx, phraseFor)
	defer cancel()
	wav, err := v.sound(ctx, language, p)
	if err != nil {
		return err
	}
	if err := scale(wav, v.Hours.At(v.Now())); err != nil {
		return err
	}
	return v.Out.Play(ctx, p.Text, wav)
}

// sound is the clip of p, or what the synthesiser makes of its words. A clip
// that cannot be read is as good as none: the phrase must be heard.
func (v Voice) sound(ctx context.Context, language string, p Phrase) ([]byte, error) {
	if language != English {
		for _, pack := range v.Packs {
			if wav, err := pack.clip(p.Key); err == nil {
				return wav, nil
			}
		}
	}
	wav, err := v.Synth.make(ctx, language, p)
	if err != nil {
		return nil, fmt.Errorf("speak: %w", err)
	}
	return wav, nil
}
