package tests

import (
	"bytes"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"bianmin/app/needtest"
	"bianmin/county/countytest"
	"bianmin/device/printer/printertest"
	"bianmin/sync/wire"
)

// frame is how anything that zstd packed begins.
var frame = []byte{0x28, 0xb5, 0x2f, 0xfd}

// unpacked is raw with all that is packed in it, whatever stands around it, and what
// is packed in that: a backup holds contents that travel packed too. What a database
// cuts into pages is unpacked up to the first cut.
func unpacked(t *testing.T, raw []byte, depth int) [][]byte {
	t.Helper()
	all := [][]byte{raw}
	for rest := raw; depth > 0; rest = rest[len(frame):] {
		i := bytes.Index(rest, frame)
		if i < 0 {
			break
		}
		rest = rest[i:]
		zip, err := zstd.NewReader(bytes.NewReader(rest), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20), zstd.IgnoreChecksum(true))
		if err != nil {
			t.Fatal(err)
		}
		plain, _ := io.ReadAll(io.LimitReader(zip, 256<<20)) // what follows the frame is none
		zip.Close()
		if len(plain) > 0 {
			all = append(all, unpacked(t, plain, depth-1)...)
		}
	}
	return all
}

// onPaper is what can be read of a receipt that was written to a file: with the eyes
// of tesseract where there are only dots.
func onPaper(t *testing.T, path string) string {
	t.Helper()
	if filepath.Ext(path) == ".pdf" { // a picture too
		drawn := filepath.Join(t.TempDir(), "page")
		if out, err := exec.CommandContext(t.Context(), needtest.Tool(t, "pdftoppm"), "-r", "203", "-gray", "-png", "-singlefile", path, drawn).CombinedOutput(); err != nil {
			t.Fatalf("pdftoppm: %v %s", err, out)
		}
		path = drawn + ".png"
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(path) == ".bin" {
		paper := printertest.NewPaper(576)
		if _, err := paper.Write(raw); err != nil || paper.Fault != nil {
			t.Fatal(err, paper.Fault)
		}
		return readPart(t, paper.Picture(0, len(paper.Pix)/576))
	}
	picture, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return readPart(t, picture)
}

// TestTheSearchSeesIntoWhatIsPacked plants a mark where only unpacking finds it: in a
// backup, in what is published inside one, and on sticks of both directions.
func TestTheSearchSeesIntoWhatIsPacked(t *testing.T) {
	t.Parallel()
	c, k, stick, backups := newCounty(t), newKiosk(t), t.TempDir(), t.TempDir()
	c.enrol(k)
	c.publishItems(itemList(markName))
	if code, _, errs := command(t, "", "countyd", "backup", "--database", c.database, "--blobs", c.blobs, "--out", backups); code != 0 {
		t.Fatalf("backup: %s", errs)
	}
	k.accept()
	k.json("", &struct{}{}, "courier", "export", filepath.Join(stick, "out.bmc"))
	if code, _, errs := c.carried(filepath.Join(stick, "out.bmc"), filepath.Join(stick, "answer.bmc")); code != 0 {
		t.Fatalf("import: %s", errs)
	}
	planted, err := os.Create(filepath.Join(stick, "planted.bmc"))
	if err != nil {
		t.Fatal(err)
	}
	defer planted.Close()
	bundle, err := wire.NewBundle(planted)
	if err != nil {
		t.Fatal(err)
	}
	unsealed := countytest.Case(1, func(b map[string]any) { b["department"] = markName })
	if err := bundle.Add(wire.Frame{Kind: wire.FramePush, Bytes: countytest.Push(countytest.Identity(1), unsealed)}); err != nil {
		t.Fatal(err)
	}
	if found := residue(t, backups); !slices.ContainsFunc(found, func(f string) bool { return strings.HasSuffix(f, markName) }) {
		t.Errorf("in the backup %v is found", found)
	}
	found := residue(t, stick)
	for _, file := range []string{"answer.bmc", "planted.bmc"} {
		if !slices.Contains(found, file+" holds "+markName) {
			t.Errorf("on the stick %v is found, and not %s", found, file)
		}
	}
	t.Logf("trials: planted in a backup and on sticks, packed, a mark is found: %v", found)
	for _, dir := range []string{backups, stick} { // the control: as they lie there they show nothing
		_ = filepath.WalkDir(dir, func(path string, _ os.DirEntry, _ error) error {
			if raw, _ := os.ReadFile(path); bytes.Contains(raw, []byte(markName)) {
				t.Errorf("%s shows the mark without unpacking: it tests nothing", path)
			}
			return nil
		})
	}
}
