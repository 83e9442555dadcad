package tests

import (
	"os"
	"strings"
	"testing"
	"time"
)

// kept waits until the turn on the screen is kept as it is: nothing was written for two
// seconds, longer than a change waits to be saved. The moment of the last stroke cannot be
// compared with that of a save: the first of two strokes is saved as well.
func (f *finger) kept(dir string) {
	f.t.Helper()
	last, since := time.Time{}, time.Now()
	f.until("quiet draft", func() bool {
		for _, file := range drafts(f.t, dir) {
			if info, err := os.Stat(file); err == nil && info.ModTime().After(last) {
				last, since = info.ModTime(), time.Now()
			}
		}
		return !last.IsZero() && time.Since(since) > 2*time.Second
	})
}

// claimsNothing fails if the home page speaks of something that is not done, or of more
// records than there are.
func (f *finger) claimsNothing(waiting int) {
	f.t.Helper()
	f.screen("home")
	if said := f.probe("say"); strings.Contains(said, "没办完") || strings.Contains(said, "先离开过") {
		f.t.Errorf("the home page says %s", said)
	}
	f.silent()
	if q := f.kiosk.queue(); q.Waiting != waiting {
		f.t.Errorf("%d wait, want %d", q.Waiting, waiting)
	}
}

// TestAWindowThatIsKilledAfterTheSignatureAndLaterHandsInOnce: at the signature, with the
// receipt on the screen, and while a rating is written. The owner goes on with the
// signature that was given; after the receipt nothing is left to go on with; a rating that
// was not sent is not there.
func TestAWindowThatIsKilledAfterTheSignatureAndLaterHandsInOnce(t *testing.T) {
	home := ownHome(t)
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.kill()
	dir := draftsOf(t, k)
	f := newFinger(t, k, 1080, 1920)
	f.screen("home")
	f.answerAll()
	f.kept(dir)
	f.crash()
	f.says("有人没办完")
	f.silent()
	if found := holding(t, []string{"王小明", "11010519491231002X", "13800000000"}, k.data, home, dir); len(found) > 0 {
		t.Errorf("after the kill: %v", found)
	}
	f.tap("resume")
	f.prove("002X", "0000")
	f.screen("confirm")
	for _, _, there := f.where("submit"); !there; _, _, there = f.where("submit") { // behind the answers, where it was signed
		f.tap("more")
	}
	code := f.submit()

	f.crash()
	f.claimsNothing(1)
	if left := drafts(t, dir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
	f.find(code)
	f.says("存在这台机器里，等联网送到区里")
	f.tap("rate")
	f.screen("rating")
	f.tap("face.2")
	f.tap("tag.207")
	f.crash()
	f.claimsNothing(1)
	f.find(code)
	f.rateTheReceipt()
	f.says("评价收好了")
	f.crash()
	f.claimsNothing(2)
	f.find(code)
	f.says("存在这台机器里，等联网送到区里")
}
