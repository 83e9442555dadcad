package main

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"time"

	"bianmin/app/village"
	"bianmin/device/speech"
	"bianmin/ui/flow"
)

// voiceCommands look after the recorded voice.
type voiceCommands struct {
	Coverage voiceCoverage `cmd:"" help:"List the phrases that no clip says yet."`
}

// voiceFolder is where the voice packs are, below the data: one folder a
// language, KEY.wav each.
const voiceFolder = "voice"

type voiceCoverage struct {
	Pack string `help:"One language instead of all." enum:",chaozhou,hakka,mandarin" default:""`
}

// Run says for each language how many phrases are recorded and which are not.
func (v voiceCoverage) Run(c *call) error {
	for _, language := range speech.Languages() {
		if v.Pack != "" && v.Pack != language {
			continue
		}
		cover := speech.Cover(filepath.Join(c.cli.Data, voiceFolder), language, flow.ClipKeys())
		if c.cli.JSON {
			if err := c.line(cover); err != nil {
				return err
			}
			continue
		}
		line := c.text.T("cli.voice.line", "language", language, "phrases", cover.Phrases,
			"recorded", cover.Recorded, "missing", len(cover.Missing))
		for _, key := range cover.Missing {
			line += "\n  " + key + "  " + c.text.T(key)
		}
		if err := c.answer(nil, line); err != nil {
			return err
		}
	}
	return nil
}

// voice is the machine's voice; the key says what it can do, and without an
// output or anything to say it is not fit to be shown.
func voice(data, speaker string) (v speech.Voice, key string, fit bool) {
	out, ok := speech.FindOutput(speaker)
	if !ok {
		return v, "doctor.speaker.none", false
	}
	synth, err := speech.FindSynth()
	if err != nil {
		return v, "doctor.speaker.mute", false
	}
	v = speech.Voice{Packs: speech.Packs(filepath.Join(data, voiceFolder)), Synth: synth, Out: out}
	switch {
	case synth.Program != "":
		return v, "doctor.speaker.fine", true
	case len(v.Packs) > 0:
		return v, "doctor.speaker.clips", true
	}
	return v, "doctor.speaker.mute", false
}

// speaker is the voice of the window.
type speaker struct {
	voice  speech.Voice
	fit    bool
	failed atomic.Bool // when it last spoke
}

func (k *kiosk) speaker(name string, hours speech.Hours) *speaker {
	s := &speaker{}
	s.voice, _, s.fit = voice(k.dir, name)
	s.voice.Now, s.voice.Hours = inVillage(k.clock.wall), hours
	return s
}

// saying is the voice for the pages; nil hides 朗读.
func (s *speaker) saying() func(context.Context, string, []flow.Phrase) error {
	if !s.fit {
		return nil
	}
	return func(ctx context.Context, language string, phrases []flow.Phrase) error {
		list := make([]speech.Phrase, len(phrases))
		for i, p := range phrases {
			list[i] = speech.Phrase(p)
		}
		err := s.voice.Say(ctx, language, list)
		if ctx.Err() == nil { // a reading that was stopped says nothing of the loudspeaker
			s.failed.Store(err != nil)
		}
		return err
	}
}

// health is whether there is a voice, and whether the last phrase was played. It speaks
// nothing by itself.
func (s *speaker) health() health {
	if !s.fit || s.failed.Load() {
		return uneasy // people can read
	}
	return fine
}

// inVillage is now by the clocks of the village, whatever zone the machine has.
func inVillage(now func() time.Time) func() time.Time {
	return func() time.Time { return now().In(village.Zone) }
}

func (d doctorCommand) speaker(c *call) finding {
	v, key, fit := voice(c.cli.Data, d.Speaker)
	if !fit || v.Synth.Program == "" {
		return finding{"speaker", uneasy, c.text.T(key)}
	}
	return finding{"speaker", fine, c.text.T(key)}
}
