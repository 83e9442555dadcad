package tests

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/needtest"
	"bianmin/device/printer/printertest"
)

// openPrint is a print of which nobody knows whether it came out.
type openPrint struct {
	Code, State string
	Again       int
}

func (k kiosk) openPrints() (list []openPrint) {
	k.t.Helper()
	code, out, errs := k.run("", "print", "--list", "--json")
	if code != 0 {
		k.t.Fatalf("print --list: %d %s%s", code, out, errs)
	}
	for line := range strings.Lines(out) {
		list = append(list, decoded[openPrint](k.t, line))
	}
	return list
}

// read is what tesseract reads of the head of the paper that begins at row from, down
// to the QR code, which it would take for letters. It is given one part after the
// other: between others it overlooks what stands in a frame.
func read(t *testing.T, p printertest.Paper, from int) string {
	t.Helper()
	var text strings.Builder
	for top, row := -1, from; row <= from+420; row++ {
		blank := row == from+420 || !bytes.Contains(p.Pix[row*576:(row+1)*576], []byte{1})
		if !blank && top < 0 {
			top = row
		}
		if !blank || top < 0 {
			continue
		}
		text.WriteString(readPart(t, p.Picture(max(top-12, 0), row+12)))
		top = -1
	}
	return text.String()
}

func readPart(t *testing.T, picture image.Image) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "paper.png")
	if err := os.WriteFile(name, pngOf(t, picture), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), needtest.Tool(t, "tesseract"), name, "-", "-l", "chi_sim", "--psm", "6").Output()
	if err != nil {
		needtest.Lacks(t, "tesseract, and its Chinese: scripts/deps.sh test: %v", err)
	}
	return strings.ReplaceAll(string(out), " ", "")
}

// TestNoReceiptIsPrintedTwiceWithoutItsMark on a printer that answers, that has no
// paper, and that says nothing; the paper is read back.
func TestNoReceiptIsPrintedTwiceWithoutItsMark(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	code := k.accept().Code
	s := printertest.New(576)
	at := "tcp:" + s.Listen(t)
	print := func() (exit int, outcome string) {
		exit, out, _ := k.run("", "print", code, "--printer", at, "--json")
		return exit, decoded[struct{ Outcome string }](t, out).Outcome
	}
	s.Set(printertest.Sensors{End: true})
	if exit, _ := print(); exit != 3 {
		t.Errorf("without paper: exit %d", exit)
	}
	s.Set(printertest.Sensors{})
	if exit, outcome := print(); exit != 0 || outcome != "confirmed" {
		t.Fatalf("exit %d, %q", exit, outcome)
	}
	first := s.Printed()
	if text := read(t, first, 0); strings.Contains(text, "补打") || !strings.Contains(text, "尚未受理") {
		t.Errorf("the first paper reads\n%s", text)
	}
	s.Set(printertest.Sensors{Deaf: true})
	if exit, outcome := print(); exit != 0 || outcome != "sent" {
		t.Fatalf("deaf: exit %d, %q", exit, outcome)
	}
	awaitCuts(t, s, 2)
	second := s.Printed()
	if text := read(t, second, first.Rows); !strings.Contains(text, "补打") {
		t.Errorf("the second paper reads\n%s", text)
	}
	open := k.openPrints()
	if len(open) != 1 || open[0].State != "sent" || open[0].Again != 1 {
		t.Fatalf("open: %+v", open)
	}
	if exit, _, _ := k.run("", "print", code, "--lost"); exit != 0 || len(k.openPrints()) != 0 {
		t.Errorf("exit %d, open %+v", exit, k.openPrints())
	}
	if exit, _, _ := k.run("", "print", code, "--came"); exit != 1 {
		t.Errorf("a word on what nobody asked: exit %d", exit)
	}
}

// awaitCuts returns when so many papers were cut off.
func awaitCuts(t *testing.T, s *printertest.Simulator, n int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); len(s.Printed().Cuts) < n; {
		if time.Now().After(deadline) {
			t.Fatalf("%d papers, want %d", len(s.Printed().Cuts), n)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestAPrintThatIsKilledIsAskedFor: the power goes while the printer is out of
// paper, in the middle of a receipt.
func TestAPrintThatIsKilledIsAskedFor(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	code := k.accept().Code
	s := printertest.New(576)
	s.Set(printertest.Sensors{Stuck: true, Deaf: true})
	cmd := exec.CommandContext(t.Context(), filepath.Join(build, "bianmin"), "print", code, "--printer", "tcp:"+s.Listen(t), "--data", k.data)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; {
		if open := k.openPrints(); len(open) == 1 && open[0].State == "sent" {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("nothing was started: %s", errs.String())
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if open := k.openPrints(); !slices.Equal(open, []openPrint{{code, "sent", 0}}) {
		t.Errorf("open: %+v", open)
	}
	whole := printertest.New(576)
	if exit, out, errs := k.run("", "print", code, "--printer", "tcp:"+whole.Listen(t)); exit != 0 {
		t.Fatalf("printed again: %d %s%s", exit, out, errs)
	}
	p := whole.Printed()
	if text := read(t, p, 0); !strings.Contains(text, "补打") {
		t.Errorf("the paper after the kill reads\n%s", text)
	}
}

func decoded[T any](t *testing.T, line string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(line), &v); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return v
}

func pngOf(t *testing.T, p image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
