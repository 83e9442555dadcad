package tests

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Marks that a person's application carries; none may be read anywhere but by
// the county's officers.
const (
	markName    = "郝标记"
	markStreet  = "标记路七十七号"
	markID      = "11010519491231002X"
	markPhone   = "13877778888"
	markWords   = "标记评语等了很久"
	markInPhoto = "MARK-IN-THE-PHOTO-0123456789"
)

// marked is an application with every mark.
func marked(t *testing.T) string {
	t.Helper()
	photo := scanFile(t, strings.Repeat(markInPhoto, 30_000))
	var doc map[string]any
	if err := json.Unmarshal([]byte(put(t, "form.live_address", markStreet)), &doc); err != nil {
		t.Fatal(err)
	}
	doc["applicant"] = map[string]any{"kind": "person", "name": markName, "id_type": "resident_id", "id": markID, "phone": markPhone}
	doc["materials"] = []any{
		map[string]any{"code": "sfz", "file": photo}, map[string]any{"code": "sqb", "declared": "original"},
		map[string]any{"code": "hkb", "declared": "licence"}, map[string]any{"code": "yhzh", "declared": "original"},
	}
	signature := []byte("\x89PNG\r\n\x1a\n" + strings.Repeat(markInPhoto, 100))
	doc["tolerance"] = map[string]any{"agreed": true, "signature": base64.StdEncoding.EncodeToString(signature)}
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// residue names the files below dirs that hold a mark.
func residue(t *testing.T, dirs ...string) (found []string) {
	t.Helper()
	return holding(t, []string{markName, markStreet, markID, markPhone, markWords, markInPhoto}, dirs...)
}

// holding names the files below dirs that hold any of marks, packed or not.
func holding(t *testing.T, marks []string, dirs ...string) (found []string) {
	t.Helper()
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := os.ReadFile(path)
			texts := unpacked(t, raw, 2)
			for _, mark := range marks {
				if slices.ContainsFunc(texts, func(text []byte) bool { return bytes.Contains(text, []byte(mark)) }) {
					found = append(found, filepath.Base(path)+" holds "+mark)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func TestNoFileOfKioskOrCountyShowsWhatWasTyped(t *testing.T) {
	beside := t.TempDir() // where programs write what they think nobody sees, and what waits for a printer
	t.Setenv("TMPDIR", beside)
	c, k := newCounty(t), newKiosk(t)
	c.kill()
	var log bytes.Buffer
	c.log = &log
	c.start()
	c.enrol(k)
	var out accepted
	k.json(marked(t), &out, "accept", "--input", "-")
	k.json(`{"target":"`+out.Code+`","grade":1,"text":"`+markWords+`"}`, &struct{}{}, "rate", "--input", "-")
	county := filepath.Dir(c.blobs)
	for _, ending := range []string{"png", "pdf", "bin"} {
		spool := filepath.Join(beside, "spool."+ending)
		k.json("", &struct{}{}, "receipt", out.Code, "--out", spool)
		text := onPaper(t, spool)
		for _, mark := range []string{markName, markStreet, markID, markPhone} {
			if strings.Contains(text, mark) {
				t.Errorf("the receipt as %s shows %s", ending, mark)
			}
		}
		if !strings.Contains(text, "津贴") {
			t.Errorf("of the receipt as %s only this is read: %s", ending, text)
		}
	}
	if found := residue(t, k.data, beside); len(found) > 0 {
		t.Errorf("before it was sent: %v", found)
	}
	k.json("", &struct{}{}, "sync", "--once")
	c.shows("/cases", spaced(out.Code))
	c.shows("/ratings", "有留言</a>")
	if strings.Contains(c.page("/ratings"), markWords) {
		t.Error("the list of ratings shows what was typed")
	}
	rating := c.link("/ratings", "/ratings")
	c.does(rating+"/look", url.Values{"reason": {"complaint"}})
	c.shows(rating, markWords) // an officer reads it, for a reason
	c.purged(k, filepath.Join(county, "backups"))
	for _, when := range []string{"while the county runs", "after the county stopped"} {
		if found := residue(t, k.data, county, beside); len(found) > 0 {
			t.Errorf("%s: %v", when, found)
		}
		c.kill()
	}
	for _, mark := range []string{markName, markID, markWords} {
		if strings.Contains(log.String(), mark) {
			t.Errorf("the county's log shows %s", mark)
		}
	}
	// The search itself must be able to find.
	if err := os.WriteFile(filepath.Join(k.data, "draft"), []byte("x"+markName), 0o600); err != nil {
		t.Fatal(err)
	}
	if found := residue(t, k.data); len(found) != 1 {
		t.Errorf("a planted name is not found: %v", found)
	}
	t.Log("trials: what was typed, accepted, sent and purged is in no file; a planted name is found")
}

// purged takes a backup, tells k, and lets it delete the papers that are in it.
func (c *county) purged(k kiosk, backups string) {
	c.t.Helper()
	if code, _, errs := command(c.t, "", "countyd", "backup", "--database", c.database, "--blobs", c.blobs, "--out", backups); code != 0 {
		c.t.Fatalf("backup: %s", errs)
	}
	size := func() (n int) {
		raw, err := os.ReadFile(filepath.Join(k.data, "kiosk.db"))
		if err != nil {
			c.t.Fatal(err)
		}
		return len(raw) - bytes.Count(raw, []byte{0})
	}
	before := size()
	k.json("", &struct{}{}, "sync", "--once")
	k.json("", &struct{}{}, "sync", "--once")
	if after := size(); after > before/2 {
		c.t.Errorf("the papers are still there: %d bytes of %d", after, before)
	}
}

func Test42AStolenKioskTellsNothingThroughItsOwnProgram(t *testing.T) {
	k := newStation(t)
	var out accepted
	k.json(marked(t), &out, "accept", "--input", "-")
	k.json(`{"target":"`+out.Code+`","grade":1,"text":"`+markWords+`"}`, &struct{}{}, "rate", "--input", "-")
	k.json("", &struct{}{}, "items", "search", markName+"的补贴") // finds nothing, and is counted
	stolen := kiosk{t, filepath.Join(t.TempDir(), "stolen")}
	if err := os.CopyFS(stolen.data, os.DirFS(k.data)); err != nil {
		t.Fatal(err)
	}
	paper, letter := filepath.Join(t.TempDir(), "r.bin"), filepath.Join(t.TempDir(), "r.pdf")
	var said strings.Builder
	for _, args := range [][]string{
		{"status", out.Code}, {"status", out.Code, "--json"}, {"outbox"}, {"outbox", "--list"}, {"outbox", "--json"}, {"doctor"},
		{"doctor", "--json"}, {"receipt", out.Code, "--out", paper}, {"verify", out.QR}, {"sync", "--once"}, {"items", "search", markName},
		{"letter", out.Code, "--kind", "receipt", "--out", letter}, {"letter", out.Code, "--kind", "deferred", "--out", letter + "2"}, {"print", "--list"},
		{"print", out.Code, "--printer", paper}, {"items", "misses"}, {"items", "show", "elderly-allowance"}, {"book", "--slots"}, {"check", "orders"},
		{"status", out.Code, "--last-four", "002X"}, {"helper", "check", "--input", "-"}, {"courier", "export", paper + "3"}, {"voice", "coverage"}, {"version"},
	} {
		_, text, errs := stolen.run("", args...)
		said.WriteString(text + errs)
	}
	for _, file := range []string{letter, letter + "2"} {
		if raw, err := os.ReadFile(file); err == nil {
			said.WriteString(words(t, raw))
		}
	}
	if found := residue(t, filepath.Dir(paper), filepath.Dir(letter)); len(found) > 0 {
		t.Errorf("what it writes shows %v", found)
	}
	for _, mark := range []string{markName, markStreet, markID, markPhone, markWords, markInPhoto} {
		if strings.Contains(said.String(), mark) {
			t.Errorf("the program says %s", mark)
		}
	}
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("the disk holds %v", found)
	}
	if !strings.Contains(said.String(), out.Code) && !strings.Contains(said.String(), spaced(out.Code)) {
		t.Error("the program did not speak of the case at all")
	}
	t.Logf("trials: a stolen folder asked by the program's own commands says %d characters, and none of what was typed", said.Len())
}
