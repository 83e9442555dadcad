package speech

import (
	"context"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"bianmin/app/needtest"
)

func morning() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }

// machine speaks into a folder.
func machine(t *testing.T) (Voice, string) {
	t.Helper()
	needtest.Tool(t, "espeak-ng")
	synth, err := FindSynth()
	if err != nil {
		t.Fatal(err)
	}
	heard := t.TempDir()
	hours, err := ParseHours(Calm)
	if err != nil {
		t.Fatal(err)
	}
	out, ok := FindOutput(heard)
	if !ok {
		t.Fatal("a folder takes no sound")
	}
	return Voice{Synth: synth, Out: out, Hours: hours, Now: morning}, heard
}

// seconds is how long a WAV lasts, as sox reads it.
func seconds(t *testing.T, path string) float64 {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), needtest.Tool(t, "soxi"), "-D", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// peak is the loudest sample of a WAV.
func peak(t *testing.T, path string) int {
	t.Helper()
	wav, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data, _, err := samples(wav)
	if err != nil {
		t.Fatal(err)
	}
	loudest := 0
	for i := 0; i+1 < len(data); i += 2 {
		loudest = max(loudest, int(math.Abs(float64(int16(uint16(data[i])|uint16(data[i+1])<<8)))))
	}
	return loudest
}

func TestEveryPhraseIsSoundOfItsLength(t *testing.T) {
	v, heard := machine(t)
	phrases := []Phrase{
		{Text: "您好"}, {Text: "请写几个字，再点下面要办的那一项。"}, {Text: "13800001234", Spell: true},
	}
	if err := v.Say(t.Context(), "zh-Hans", phrases); err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ least, most float64 }{{0.3, 2}, {2, 8}, {2, 8}} {
		name := filepath.Join(heard, "00"+strconv.Itoa(i+1))
		if n := seconds(t, name+".wav"); n < want.least || n > want.most {
			t.Errorf("%s lasts %.2f s, want %.1f to %.1f", phrases[i].Text, n, want.least, want.most)
		}
		if p := peak(t, name+".wav"); p < 3000 {
			t.Errorf("%s is as quiet as %d", phrases[i].Text, p)
		}
		if text, err := os.ReadFile(name + ".txt"); err != nil || string(text) != phrases[i].Text {
			t.Errorf("%s.txt says %q, %v", name, text, err)
		}
	}
}

func TestTheNightIsQuieter(t *testing.T) {
	v, heard := machine(t)
	for _, hour := range []int{10, 20, 23} {
		v.Now = func() time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
		if err := v.Say(t.Context(), "zh-Hans", []Phrase{{Text: "您好"}}); err != nil {
			t.Fatal(err)
		}
	}
	day, evening, night := peak(t, heard+"/001.wav"), peak(t, heard+"/002.wav"), peak(t, heard+"/003.wav")
	if !(day > evening && evening > night && night > day/4) {
		t.Errorf("by day %d, in the evening %d, at night %d", day, evening, night)
	}
}

func TestARecordedClipGoesBeforeTheMachinesVoice(t *testing.T) {
	v, heard := machine(t)
	if err := v.Say(t.Context(), "zh-Hans", []Phrase{{Text: "录音"}}); err != nil {
		t.Fatal(err)
	}
	packs := t.TempDir()
	clip := filepath.Join(packs, "chaozhou", "home.apply.wav")
	if err := os.MkdirAll(filepath.Dir(clip), 0o700); err != nil {
		t.Fatal(err)
	}
	recorded, err := os.ReadFile(filepath.Join(heard, "001.wav"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(clip, recorded, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(packs, "chaozhou", "home.rating.wav"), []byte("no sound"), 0o600); err != nil {
		t.Fatal(err)
	}
	v.Packs = Packs(packs)
	if err := v.Say(t.Context(), "zh-Hans", []Phrase{
		{Key: "home.apply", Text: "我要办事，一句长得多的话，念不成两个字"}, {Key: "home.rating", Text: "评价服务"},
	}); err != nil {
		t.Fatal(err)
	}
	if a, b := seconds(t, heard+"/001.wav"), seconds(t, heard+"/002.wav"); a != b {
		t.Errorf("the clip lasts %.2f s, %.2f s were heard", a, b)
	}
	if n := seconds(t, heard+"/003.wav"); n < 0.5 {
		t.Errorf("a clip that is no sound left %.2f s", n)
	}
}

func TestCoverageNamesWhatIsNotRecorded(t *testing.T) {
	packs := t.TempDir()
	if c := Cover(packs, "hakka", []string{"a", "b"}); c.Recorded != 0 || len(c.Missing) != 2 {
		t.Errorf("an empty slot: %+v", c)
	}
	if err := os.MkdirAll(filepath.Join(packs, "hakka"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, wav := range map[string][]byte{"a": silence(), "b": []byte("RIFF no WAVE")} {
		if err := os.WriteFile(filepath.Join(packs, "hakka", name+".wav"), wav, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if c := Cover(packs, "hakka", []string{"a", "b"}); c.Recorded != 1 || len(c.Missing) != 1 || c.Missing[0] != "b" {
		t.Errorf("one good, one broken: %+v", c)
	}
}

// silence is a WAV of four samples.
func silence() []byte {
	return []byte("RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x22\x56\x00\x00\x44\xac\x00\x00\x02\x00\x10\x00data\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
}

func TestOnlyOneLocalLanguageIsSpoken(t *testing.T) {
	packs := t.TempDir()
	for _, language := range Languages() {
		if err := os.MkdirAll(filepath.Join(packs, language), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(packs, language, "a.wav"), silence(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list := Packs(packs)
	if len(list) != 2 || list[0].Language != "chaozhou" || list[1].Language != "mandarin" {
		t.Errorf("spoken are %+v", list)
	}
}

// TestStoppingKillsThePlayer needs no sound card: the player says when it plays and
// would go on for an hour.
func TestStoppingKillsThePlayer(t *testing.T) {
	v, heard := machine(t)
	started := filepath.Join(heard, "started")
	script := filepath.Join(heard, "player")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nmkfifo \"$1.wait\"\ncat \"$1.wait\" &\necho $! >\"$1.new\"\nmv \"$1.new\" \"$1\"\nwait\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	v.Out, _ = FindOutput(script + " " + started)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan error, 1)
	go func() { done <- v.Say(ctx, "zh-Hans", []Phrase{{Text: "您好"}, {Text: "再见"}}) }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if _, err := os.Stat(started); err == nil {
			break
		}
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("stopped with %v", err)
	}
	child, err := os.ReadFile(started)
	if err != nil {
		t.Fatal(err)
	}
	for range tick.C { // a killed process is there until the system has cleared it away
		state, err := os.ReadFile("/proc/" + strings.TrimSpace(string(child)) + "/stat")
		if err != nil || strings.Contains(string(state), ") Z ") {
			break
		}
	}
}

func TestAPlayerThatFailsSaysSo(t *testing.T) {
	v, heard := machine(t)
	script := filepath.Join(heard, "player")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ncat >/dev/null\necho no card >&2\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	v.Out, _ = FindOutput(script)
	if err := v.Say(t.Context(), "zh-Hans", []Phrase{{Text: "您好"}}); err == nil || !strings.Contains(err.Error(), "no card") {
		t.Errorf("the error is %v", err)
	}
}
