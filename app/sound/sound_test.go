package sound

import (
	"bytes"
	"testing"
	"time"
)

func clip() Clip {
	return Clip{Rate: 16000, Channels: 1, Samples: bytes.Repeat([]byte{1, 2, 3, 4}, 8000)}
}

func TestAClipComesBackAsItWasAndNothingElseDoes(t *testing.T) {
	c := clip()
	if c.Long() != time.Second {
		t.Fatalf("plays for %s", c.Long())
	}
	wav := c.WAV()
	hidden := append(append(bytes.Clone(wav[:12]), "LIST\x05\x00\x00\x00name!\x00"...), wav[12:]...)
	for name, in := range map[string][]byte{"as written": wav, "with a note of the recorder": hidden, "with more behind it": append(bytes.Clone(wav), "chen"...)} {
		got, err := Read(in)
		if err != nil || got.Rate != c.Rate || got.Channels != c.Channels || !bytes.Equal(got.Samples, c.Samples) || !bytes.Equal(got.WAV(), wav) {
			t.Errorf("%s: %d bytes of %d, %v", name, len(got.Samples), len(c.Samples), err)
		}
	}
	endless := bytes.Clone(wav)
	copy(endless[40:], "\xff\xff\xff\xff") // of a recorder that was stopped
	if got, err := Read(endless); err != nil || got.Long() != time.Second {
		t.Errorf("without its length: %s, %v", got.Long(), err)
	}
}

func TestWhatIsNoSpeechIsRefused(t *testing.T) {
	change := func(at int, to string) []byte { w := clip().WAV(); copy(w[at:], to); return w }
	for name, wav := range map[string][]byte{
		"nothing": nil, "a picture": []byte("\xff\xd8\xff picture"), "a head alone": clip().WAV()[:30], "compressed": change(20, "\x55"), "8 bits": change(34, "\x08"),
		"three channels": change(22, "\x03"), "no channel": change(22, "\x00"), "a rate of nothing": change(24, "\x00\x00\x00\x00"), "samples before their form": change(12, "data"),
	} {
		if c, err := Read(wav); err == nil {
			t.Errorf("%s is %s of speech", name, c.Long())
		}
	}
}

func TestTheBeginningOfAClipIsNoLongerThanAsked(t *testing.T) {
	if got := clip().First(250 * time.Millisecond); got.Long() != 250*time.Millisecond {
		t.Errorf("%s", got.Long())
	}
	if got := clip().First(time.Minute); got.Long() != time.Second {
		t.Errorf("%s", got.Long())
	}
}

func FuzzRead(f *testing.F) {
	f.Add(clip().WAV())
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, wav []byte) {
		c, err := Read(wav)
		if err != nil {
			return
		}
		again, err := Read(c.WAV())
		if err != nil || !bytes.Equal(again.Samples, c.Samples) || again.Long() != c.Long() {
			t.Errorf("comes back as %s, %v", again.Long(), err)
		}
	})
}
