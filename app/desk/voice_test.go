package desk_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/seal/sealtest"
	"bianmin/app/sound"
	"bianmin/app/village"
)

// speech is a recording of so many seconds.
func speech(seconds int) []byte {
	return sound.Clip{Rate: 8000, Channels: 1, Samples: bytes.Repeat([]byte("said"), 4000*seconds)}.WAV()
}

func TestP9WhatSomebodySaysIsSealedWithTheRatingAndNothingElseOfTheFile(t *testing.T) {
	d, store := counter(t)
	for name, tt := range map[string]struct {
		said []byte
		want string
	}{
		"no sound": {[]byte("\xff\xd8\xff picture"), "err.rating.voice"}, "an empty one": {speech(0), "err.rating.voice"}, "too long": {speech(31), "err.rating.voice_long"},
	} {
		_, err := d.Rate(t.Context(), desk.RatingInput{Target: desk.TargetCentre, Grade: 1, Said: tt.said})
		if e := village.Keyed(err); e.Field != "voice" || e.Key != tt.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(pending(t, store)); n != 0 {
		t.Fatalf("%d were kept", n)
	}
	said := append(speech(30), "LIST of who recorded it"...)
	if _, err := d.Rate(t.Context(), desk.RatingInput{Target: desk.TargetCentre, Grade: 1, Said: said}); err != nil {
		t.Fatalf("a poor rating whose reason was said: %v", err)
	}
	r := pending(t, store)[0]
	var b desk.RatingBody
	text, err := sealtest.Text("K1", r)
	if err := errors.Join(err, json.Unmarshal(text, &b)); err != nil || len(b.Files) != 1 || b.Files[0].Bytes != len(speech(30)) || b.Files[0].Type != "audio/wav" {
		t.Fatalf("sealed is %s, %v", text, err)
	}
	if len(r.Parts) != b.Files[0].Pieces || len(r.Parts) == 0 {
		t.Errorf("%d pieces", len(r.Parts))
	}
	for _, p := range r.Parts {
		if bytes.Contains(p.Data, []byte("saidsaid")) || bytes.Contains(r.Body, []byte("saidsaid")) || p.Type != "" || p.Material != "" {
			t.Error("what was said can be read")
		}
	}
}
