package tests

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// draftsOf is the folder in memory where the kiosk keeps what is not done.
func draftsOf(t *testing.T, k kiosk) string {
	t.Helper()
	sum := sha256.Sum256([]byte(k.data))
	dir := filepath.Join("/dev/shm", "bianmin-draft-"+hex.EncodeToString(sum[:8]))
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// drafts are the files of what is not done.
func drafts(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// ownHome gives the kiosk's program a home and a folder for temporary files that
// can be searched.
func ownHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("TMPDIR", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
	t.Setenv("XDG_CACHE_HOME", filepath.Join(home, "cache"))
	return home
}

// begin fills in name, number and phone, with the marks of the residue test.
func (f *finger) begin() {
	f.t.Helper()
	f.tap("tile.1")
	f.screen("search")
	f.keys("laoren")
	f.tap("老人")
	f.tap("result.0")
	f.screen("guide")
	f.tap("start")
	f.screen("notice")
	f.tap("agree")
	f.screen("form")
	f.keys("chen")
	f.tap("陈")
	f.keys("ming")
	f.tap("明")
	f.next()
	f.keys(markID)
	f.next()
	f.keys(markPhone)
	f.next()
}

// prove answers both questions of the proof.
func (f *finger) prove(first, second string) {
	f.t.Helper()
	f.screen("resume")
	f.keys(first)
	f.next()
	f.keys(second)
	f.next()
}

// leavesNoCore fails if a crash of the window would write its memory to the disk.
func (f *finger) leavesNoCore() {
	f.t.Helper()
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", f.pid))
	if err != nil || !regexp.MustCompile(`Max core file size +0 +0 `).Match(limits) {
		f.t.Errorf("a crash leaves an image: %v\n%s", err, limits)
	}
}

// silent fails if the page says anything of the person.
func (f *finger) silent() {
	f.t.Helper()
	said := f.probe("say")
	for _, mark := range []string{"陈明", markID, markPhone, "8888", "002X"} {
		if strings.Contains(said, mark) {
			f.t.Errorf("%s says %q", f.probe("current"), mark)
		}
	}
}

var resumeCode = regexp.MustCompile(`\b[2-9A-Z]{3}-[2-9A-Z]{3}\b`)

// Test311ATurnOutlivesKillsForItsOwnerAlone: the window is killed in the middle of a
// form, again and again. Nobody but the owner gets the turn, no file shows it,
// five wrong tries destroy it although a kill lies between them.
func Test311ATurnOutlivesKillsForItsOwnerAlone(t *testing.T) {
	home := ownHome(t)
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	dir := draftsOf(t, k)
	f := newFinger(t, k, 1080, 1920)
	f.screen("home")
	f.leavesNoCore()
	f.begin()
	f.until("a draft", func() bool { return len(drafts(t, dir)) >= 2 })
	f.crash()
	f.says("有人没办完")
	f.silent()
	f.picture("30-home-wait")
	if found := residue(t, k.data, home, dir); len(found) > 0 {
		t.Errorf("after the kill: %v", found)
	}
	f.tap("resume")
	f.silent()
	f.prove("002X", "8888")
	f.screen("form")

	code := f.leave()
	f.picture("31-left")
	if found := residue(t, k.data, home, dir); len(found) > 0 {
		t.Errorf("after leaving: %v", found)
	}
	f.crash()
	f.says("先离开过")
	f.tap("resume")
	f.prove(code, "002X")
	f.screen("form")

	f.crash()
	f.tap("resume")
	f.prove("002X", "1234")
	f.says("还可以试 4 次")
	f.silent()
	f.picture("32-resume-wrong")
	f.crash() // gives no try back
	f.tap("resume")
	for _, answer := range []string{"还可以试 3 次", "还可以试 2 次", "还可以试 1 次", "已经删掉"} {
		f.prove("1234", "8888")
		f.says(answer)
	}
	if left := drafts(t, dir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
	f.tap("home")
	f.screen("home")
	if said := f.probe("say"); strings.Contains(said, "没办完") || strings.Contains(said, "先离开过") {
		t.Errorf("the home page still asks: %s", said)
	}
}

// leave leaves for later; the code is returned without its hyphen.
func (f *finger) leave() string {
	f.t.Helper()
	f.tap("leave")
	f.screen("leave")
	f.tap("keep")
	f.says("存好了")
	f.silent()
	code := resumeCode.FindString(f.probe("say"))
	if code == "" {
		f.t.Fatalf("no code: %s", f.probe("say"))
	}
	return strings.ReplaceAll(code, "-", "")
}
