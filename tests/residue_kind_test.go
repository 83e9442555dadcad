package tests

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"bianmin/app/sound"
	"bianmin/app/village"
)

// handedFile is one kind of file that a person or an inspector hands in.
type handedFile struct {
	kind, mark  string
	given, file []byte // as it comes, and as it is kept
	path        string
	hand        func(k kiosk, path string) // the command that hands it in
}

// fileOf is file number n, of a kind; its path is but the ending.
func fileOf(t *testing.T, kind string, n int) handedFile {
	t.Helper()
	e := handedFile{kind: kind, path: ".jpg", given: speckled(t, n)}
	switch {
	case strings.HasPrefix(kind, "voice"):
		mark := "MARK-OF-" + strings.ToUpper(strings.ReplaceAll(kind, " ", "-")) + "-0123456789"
		e.given = sound.Clip{Rate: 8000, Channels: 1, Samples: []byte(strings.Repeat(mark+"  ", 1000))}.WAV()
		e.mark, e.path, e.file = mark, ".wav", e.given
		return e
	case strings.HasPrefix(kind, "photograph"):
		e.file = developed(t, e.given, village.PictureScene)
	default: // a signature is kept as it comes
		e.file = e.given
	}
	e.mark = markOf(e.file)
	return e
}

// evidences are the kinds that travel beside what is written, each with a mark of its own.
func evidences(t *testing.T, p inspectors, order string) (list []handedFile) {
	t.Helper()
	dir := t.TempDir()
	add := func(kind string, hand func(kiosk, string)) {
		e := fileOf(t, kind, len(list)+1)
		e.path, e.hand = filepath.Join(dir, fmt.Sprint(len(list), e.path)), hand
		if err := os.WriteFile(e.path, e.given, 0o600); err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	add("photograph of a request", func(k kiosk, path string) {
		k.json(strings.Replace(request, `"consent"`, `"photos":[{"file":`+quoted(t, path)+`}],"consent"`, 1), &struct{}{}, "ticket", "--input", "-")
	})
	add("voice of a rating", func(k kiosk, path string) {
		k.json(`{"target":"centre","grade":1,"voice":`+quoted(t, path)+`}`, &struct{}{}, "rate", "--input", "-")
	})
	add("photograph of an inspection", func(k kiosk, path string) {
		found := map[string]any{"rule": "run.hygiene", "note": markStreet, "photos": []any{map[string]any{"file": path}}}
		k.json(p.visitOf(t, inspectedCentre, found), &filed{}, "check", "file", "--input", "-")
	})
	add("signature under an inspection", func(k kiosk, path string) {
		signed := strings.NewReplacer(`"answer":"objects"`, `"answer":"signed","signature":{"file":`+quoted(t, path)+`}`, `,"objection":`+quoted(t, markWords), "")
		k.json(signed.Replace(p.visitOf(t, inspectedCentre)), &filed{}, "check", "file", "--input", "-")
	})
	add("photograph of a reply", func(k kiosk, path string) {
		in := fmt.Sprintf(`{"order":%s,"text":%s,"photos":[{"file":%s}]}`, quoted(t, order), quoted(t, markStreet), quoted(t, path))
		k.json(in, &accepted{}, "check", "reply", "--input", "-")
	})
	return list
}

// TestEvidenceOfEveryKindIsReadByTheCountyAlone: pictures of requests, of visits and of
// replies, and what is said with a rating, are in no file of the machine, nor of the
// county without its key, before they are sent and after.
func TestEvidenceOfEveryKindIsReadByTheCountyAlone(t *testing.T) {
	beside := t.TempDir()
	t.Setenv("TMPDIR", beside)
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	p := c.papersFor(inspectedCentre)
	c.admin("inspect", "open", "--centre", inspectedCentre, "--source", "city", "--severity", "serious", "--text", "门口积水", "--by", "市里")
	list := evidences(t, p, k.ordered(1, "todo")[0].Number)
	c.kill()
	marks := []string{markName, markStreet, markPhone, markWords}
	for _, e := range list {
		e.hand(k, e.path)
		marks = append(marks, e.mark, markOf(e.given))
	}
	if found := holding(t, marks, k.data, beside); len(found) > 0 {
		t.Errorf("before it was sent: %q", found)
	}
	c.start()
	opened, err := json.Marshal(c.opened(k)) // with the county's key all of it is there
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if sum := sha256.Sum256(e.file); !bytes.Contains(opened, []byte(base64.StdEncoding.EncodeToString(sum[:]))) {
			t.Errorf("the county has no %s", e.kind)
		}
	}
	c.kill()
	if found := holding(t, marks, k.data, beside, filepath.Dir(c.blobs)); len(found) > 0 {
		t.Errorf("sent, it is read: %q", found)
	}
	for _, e := range list {
		e.isFoundWhenPlanted(t, k)
	}
	t.Logf("trials: %d kinds of files, handed in and sent, are in no file; each is found when it is left in three ways", len(list))
}

// isFoundWhenPlanted is the negative control of a kind: left behind as it was handed in,
// packed, or between other bytes of a database, it is found under its own mark.
func (e handedFile) isFoundWhenPlanted(t *testing.T, k kiosk) {
	t.Helper()
	zip, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	packed := zip.EncodeAll(e.file, nil)
	for how, left := range map[string][]byte{"as it is": e.file, "packed": packed, "among others": append([]byte("SQLite format 3\x00"), packed...)} {
		path := filepath.Join(k.data, "left")
		if err := os.WriteFile(path, left, 0o600); err != nil {
			t.Fatal(err)
		}
		if found := holding(t, []string{e.mark}, k.data); len(found) != 1 || found[0] != "left holds "+e.mark {
			t.Errorf("%s, left %s, is not found: %q", e.kind, how, found)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}
