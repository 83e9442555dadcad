//go:build linux

package scanner

import (
	"context"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bianmin/device/ptytest"
)

// listen runs a scanner at path; its clock moves by step with every code, and what
// it reads comes out of the channel.
func listen(t *testing.T, path string, step time.Duration) (*Scanner, chan string) {
	t.Helper()
	var ticks atomic.Int64
	now := func() time.Time { return time.Unix(0, 0).Add(time.Duration(ticks.Add(1)) * step) }
	s, codes := Serial(path, now), make(chan string, 64)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { s.Run(ctx, func(code string) { codes <- code }); close(done) }()
	t.Cleanup(func() { stop(); <-done })
	return s, codes
}

func await(t *testing.T, codes chan string, want string) {
	t.Helper()
	select {
	case got := <-codes:
		if got != want {
			t.Errorf("read %q, want %q", got, want)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("%q was not read", want)
	}
}

func until(t *testing.T, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if ok() {
			return
		}
	}
}

func TestEverySuffixEndsACode(t *testing.T) {
	line := ptytest.Open(t)
	_, codes := listen(t, line.Path, time.Minute)
	for _, suffix := range []string{"\r", "\n", "\r\n", "\t", ""} {
		if _, err := line.Write([]byte("BM1:A " + suffix)); err != nil {
			t.Fatal(err)
		}
		await(t, codes, "BM1:A ")
	}
}

func TestACodeThatDribblesIsOneCode(t *testing.T) {
	line := ptytest.Open(t)
	s, codes := listen(t, line.Path, time.Minute)
	until(t, s.There)
	for _, b := range []byte("BM1:K7M49TA2\r") {
		if _, err := line.Write([]byte{b}); err != nil {
			t.Fatal(err)
		}
	}
	await(t, codes, "BM1:K7M49TA2")
}

// TestACodeOfASlowScannerIsOneCode: its characters come with a pause after each.
func TestACodeOfASlowScannerIsOneCode(t *testing.T) {
	line := ptytest.Open(t)
	s, codes := listen(t, line.Path, time.Minute)
	until(t, s.There)
	beat := time.NewTicker(10 * time.Millisecond)
	defer beat.Stop()
	for _, b := range []byte("BM1:K7M49TA2\r") {
		<-beat.C
		if _, err := line.Write([]byte{b}); err != nil {
			t.Fatal(err)
		}
	}
	await(t, codes, "BM1:K7M49TA2")
}

// TestFaultsOfTheScanner: what is no code is dropped to its end, and the next one is
// read.
func TestFaultsOfTheScanner(t *testing.T) {
	for name, garbage := range map[string]string{
		"other characters": "BM1:\xff\x00\x07\xe4\xbd\xa0\r",
		"endless":          strings.Repeat("A", 3*MaxCode) + "\r",
		"only suffixes":    "\r\n\r\n\t\t",
		"spaces":           "      \r",
	} {
		t.Run(name, func(t *testing.T) {
			line := ptytest.Open(t)
			s, codes := listen(t, line.Path, time.Minute)
			until(t, s.There)
			if _, err := line.Write([]byte(garbage + "BM1:GOOD\r")); err != nil {
				t.Fatal(err)
			}
			await(t, codes, "BM1:GOOD")
		})
	}
}

func TestATriggerThatIsHeldGivesOneCode(t *testing.T) {
	line := ptytest.Open(t)
	_, codes := listen(t, line.Path, apart+time.Millisecond)
	if _, err := line.Write([]byte(strings.Repeat("BM1:A\r", 8) + "BM1:B\r")); err != nil {
		t.Fatal(err)
	}
	await(t, codes, "BM1:A")
	await(t, codes, "BM1:B")
}

// TestAPaperThatStaysUnderTheScannerIsReadOnce: the trigger fires for longer than one
// code counts once.
func TestAPaperThatStaysUnderTheScannerIsReadOnce(t *testing.T) {
	line := ptytest.Open(t)
	_, codes := listen(t, line.Path, sameFor/2)
	if _, err := line.Write([]byte(strings.Repeat("BM1:A\r", 40) + "BM1:B\r")); err != nil {
		t.Fatal(err)
	}
	await(t, codes, "BM1:A")
	await(t, codes, "BM1:B")
}

func TestAFloodOfCodesIsThrottled(t *testing.T) {
	line := ptytest.Open(t)
	_, codes := listen(t, line.Path, apart/10)
	var flood strings.Builder
	for i := range 40 {
		flood.WriteString("CODE" + string(rune('A'+i)) + "\r")
	}
	if _, err := line.Write([]byte(flood.String() + "\n")); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"CODEA", "CODEB", "CODEC"} { // a person may be quick
		await(t, codes, want)
	}
	if next := <-codes; next < "CODEJ" { // one in ten is let in
		t.Errorf("after three at once, %q", next)
	}
}

func TestAScannerThatIsPulledIsSaidAndFoundAgain(t *testing.T) {
	line := ptytest.Open(t)
	link := t.TempDir() + "/scanner"
	s, codes := listen(t, link, time.Minute)
	if s.There() {
		t.Error("there before it is plugged in")
	}
	plug(t, line.Path, link)
	until(t, s.There)
	line.Pull()
	until(t, func() bool { return !s.There() })
	other := ptytest.Open(t)
	plug(t, other.Path, link)
	until(t, s.There)
	if _, err := other.Write([]byte("BM1:BACK\r")); err != nil {
		t.Fatal(err)
	}
	await(t, codes, "BM1:BACK")
}

// plug gives a line the name under which the driver looks for it, as udev does.
func plug(t *testing.T, line, name string) {
	t.Helper()
	_ = os.Remove(name)
	if err := os.Symlink(line, name); err != nil {
		t.Fatal(err)
	}
}
