//go:build linux

package idcard

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"bianmin/app/needtest"
	"bianmin/app/village"
	"bianmin/device/idcard/idcardtest"
	"bianmin/device/ptytest"
)

const (
	someName   = "陈𬱖䶮"
	someNumber = "445221194403120021"
)

func someCard() *idcardtest.Card {
	c := idcardtest.Citizen(someName, someNumber, "20360101")
	return &c
}

// plug is a simulated reader on a serial line.
func plug(t *testing.T, a idcardtest.Answer) (*idcardtest.Reader, *ptytest.Line) {
	t.Helper()
	line := ptytest.Open(t)
	sim := &idcardtest.Reader{}
	sim.Set(a)
	go sim.Serve(line) // ends with the line
	return sim, line
}

func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func TestACardIsReadWhateverTheLineDoes(t *testing.T) {
	for name, a := range map[string]idcardtest.Answer{
		"at once":            {Card: someCard()},
		"in bits":            {Card: someCard(), Piece: 37, ByteTime: 10 * time.Microsecond},
		"byte by byte":       {Card: someCard(), Piece: 1},
		"behind garbage":     {Card: someCard(), Before: bytes.Repeat([]byte{0xAA, 0x00, 0x96}, 50)},
		"behind a half mark": {Card: someCard(), Before: []byte{0xAA, 0xAA}},
	} {
		t.Run(name, func(t *testing.T) {
			_, line := plug(t, a)
			c, err := Serial(line.Path).Await(within(t, 20*time.Second))
			if err != nil || c.Name != someName || c.Number != someNumber || c.Type != village.IDResident {
				t.Errorf("%+v, %v", c, err)
			}
		})
	}
}

func TestNoFingerprintIsAskedFor(t *testing.T) {
	sim, line := plug(t, idcardtest.Answer{Card: someCard()})
	if _, err := Serial(line.Path).Await(within(t, 20*time.Second)); err != nil {
		t.Fatal(err)
	}
	if got := sim.Orders(); !bytes.Equal(got, []byte{0x20, 0x01, 0x20, 0x02, 0x30, 0x01}) {
		t.Errorf("the orders were % X", got)
	}
}

// TestFaultsOfTheReader is the table of what can go wrong with a reader: each fault
// has its sentence, and none holds the program.
func TestFaultsOfTheReader(t *testing.T) {
	for name, c := range map[string]struct {
		a    idcardtest.Answer
		key  string
		kind village.Kind
	}{
		"a wrong bit":             {idcardtest.Answer{Card: someCard(), Spoil: true}, "err.card.again", village.Invalid},
		"card taken away":         {idcardtest.Answer{Card: someCard(), Pulled: true}, "err.card.again", village.Invalid},
		"stuck":                   {idcardtest.Answer{Silent: true}, "err.card.reader", village.Internal},
		"nothing but garbage":     {idcardtest.Answer{Before: bytes.Repeat([]byte("no reader "), 4000)}, "err.card.reader", village.Internal},
		"a card of another maker": {idcardtest.Answer{Card: &idcardtest.Card{}}, "err.card.again", village.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, line := plug(t, c.a)
			card, err := Serial(line.Path).Await(within(t, 20*time.Second))
			if e := village.Keyed(err); e.Key != c.key || e.Kind != c.kind {
				t.Errorf("%+v, %s %s: %v", card, e.Kind, e.Key, err)
			}
		})
	}
}

// TestASlowReaderIsReadAllTheSame: one that takes six times as long as the line does.
func TestASlowReaderIsReadAllTheSame(t *testing.T) {
	_, line := plug(t, idcardtest.Answer{Card: someCard(), Piece: 37, ByteTime: 6 * lineTime(1)})
	if card, err := Serial(line.Path).Await(within(t, 20*time.Second)); err != nil || card.Name != someName || card.Number != someNumber {
		t.Errorf("%+v, %v", card, err)
	}
}

func TestAnAbsentReaderIsSaidAndFoundLater(t *testing.T) {
	missing := Serial(t.TempDir() + "/ttyUSB0")
	if _, err := missing.Await(t.Context()); village.Keyed(err).Key != "err.card.reader" {
		t.Errorf("absent: %v", err)
	}
	if err := missing.Ask(t.Context()); village.Keyed(err).Key != "err.card.reader" {
		t.Errorf("asked: %v", err)
	}
	_, line := plug(t, idcardtest.Answer{Card: someCard()})
	if err := Serial(line.Path).Ask(t.Context()); err != nil {
		t.Errorf("there: %v", err)
	}
}

func TestAReaderThatFailedItsTestSaysSo(t *testing.T) {
	_, line := plug(t, idcardtest.Answer{Broken: true})
	if err := Serial(line.Path).Ask(t.Context()); village.Keyed(err).Key != "err.card.reader_broken" {
		t.Error(err)
	}
}

func TestPullingTheReaderEndsTheWait(t *testing.T) {
	sim, line := plug(t, idcardtest.Answer{})
	done := make(chan error, 1)
	go func() {
		_, err := Serial(line.Path).Await(within(t, 20*time.Second))
		done <- err
	}()
	for len(sim.Orders()) == 0 { // the wait has begun
		time.Sleep(time.Millisecond)
	}
	line.Pull()
	if err := <-done; village.Keyed(err).Key != "err.card.reader" {
		t.Error(err)
	}
}

func TestTheEndOfATurnEndsTheWait(t *testing.T) {
	sim, line := plug(t, idcardtest.Answer{})
	ctx, end := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := Serial(line.Path).Await(ctx)
		done <- err
	}()
	for len(sim.Orders()) == 0 {
		time.Sleep(time.Millisecond)
	}
	end()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestAnotherProgramReadsTheSimulatedCard lets a program that shares no line with
// this one read the simulator, so that both cannot be wrong in the same way.
func TestAnotherProgramReadsTheSimulatedCard(t *testing.T) {
	python := needtest.Tool(t, "python3")
	sim, line := plug(t, idcardtest.Answer{Card: someCard(), Piece: 37, Prints: 1024})
	out, err := exec.CommandContext(within(t, 20*time.Second), python, "testdata/sdt.py", line.Path).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Name, Number, Until string
		Sizes               []int
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if got.Name != someName || got.Number != someNumber || got.Until != "20360101" {
		t.Errorf("it read %s", strings.TrimSpace(string(out)))
	}
	if len(got.Sizes) != 2 || got.Sizes[0] != 1295 || got.Sizes[1] != 2321 {
		t.Errorf("the answers have %v bytes (%X)", got.Sizes, sim.Orders())
	}
}

// lineTime is how long n bytes take at 115200 baud with 8N1: ten bits each.
func lineTime(n int) time.Duration { return time.Duration(n) * 10 * time.Second / baud }

// BenchmarkCard reads a card from a reader that sends at the speed of the line, and
// gives the time of the line itself beside it.
func BenchmarkCard(b *testing.B) {
	line := ptytest.Open(b)
	sim := &idcardtest.Reader{}
	sim.Set(idcardtest.Answer{Card: someCard(), Piece: 64, ByteTime: lineTime(1)})
	go sim.Serve(line)
	r := Serial(line.Path)
	for b.Loop() {
		if _, err := r.Await(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	const overLine = 3*10 + 15 + 19 + 1295 // three orders; found, selected, read
	b.ReportMetric(float64(lineTime(overLine).Microseconds())/1000, "line-ms")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "card-ms")
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(lineTime(overLine)), "times-line")
}
