package tests

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

// official is the code of an item that numbers are made of.
const (
	official     = "12441500196720244T3442199806003"
	officialList = "事项编码,事项名称,承诺时限,法定时限\n" + official + ",老龄津贴,5,10\n"
)

type numbered struct {
	ID     string
	Code   string  `json:"short_code"`
	Number *string `json:"case_number"`
}

func (k kiosk) acceptOfficial() (a numbered) {
	k.t.Helper()
	k.json(simple(official), &a, "accept", "--input", "-")
	return a
}

// known is what a kiosk says of a receipt.
type known struct {
	Number *string `json:"case_number"`
	State  string
	Steps  []struct{ State, At string }
}

func (k kiosk) status(code string) (s known) {
	k.t.Helper()
	k.json("", &s, "status", code)
	return s
}

type countyCase struct {
	State   string
	Number  *string `json:"case_number"`
	Doubled bool
}

// numberOf waits until the county has opened a case and given it a number: that
// is done a moment after it came.
func (c *county) numberOf(code string) (found countyCase) {
	c.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		exit, out, _ := command(c.t, "", "countyd", "cases", "show", code, "--database", c.database, "--json")
		if exit == 0 && json.Unmarshal([]byte(out), &found) == nil && found.Number != nil {
			return found
		}
	}
	c.t.Fatalf("%s has no number at the county", code)
	return found
}

// Test22NumbersAndNewsComeThroughTheCommands: a kiosk prints numbers of its block and no
// other; what it could not number, the county does; what the county decides comes
// back to the paper.
func Test22NumbersAndNewsComeThroughTheCommands(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems(officialList)
	k.json("", &struct{}{}, "sync", "--once")
	var cases []numbered
	for n := range 21 {
		a := k.acceptOfficial()
		if n < 20 && (a.Number == nil || !strings.HasPrefix(*a.Number, official) || len(*a.Number) != 43) || n == 20 && a.Number != nil {
			t.Fatalf("case %d has number %v", n, a.Number)
		}
		cases = append(cases, a)
	}
	k.json("", &struct{}{}, "sync", "--once")
	first, last := cases[0], cases[20]
	if got := c.numberOf(first.Code); *got.Number != *first.Number || got.Doubled {
		t.Errorf("the county has %+v for %s", got, *first.Number)
	}
	given := c.numberOf(last.Code)
	c.admin("cases", "set", first.Code, "--state", "accepted")
	if exit, _, errs := command(t, "", "countyd", "cases", "set", *first.Number, "--state", "accepted", "--database", c.database); exit != 1 {
		t.Errorf("accepted twice: %d %s", exit, errs)
	}
	c.admin("cases", "set", last.Code, "--state", "not_accepted", "--reason", "twice", "--words", markWords, "--told", "同样的一件已经办好了")
	k.json("", &struct{}{}, "sync", "--once")
	if s := k.status(first.Code); s.State != "accepted" || len(s.Steps) != 1 || *s.Number != *first.Number {
		t.Errorf("the kiosk says %+v", s)
	}
	if s := k.status(last.Code); s.State != "not_accepted" || s.Number == nil || *s.Number != *given.Number {
		t.Errorf("the kiosk says %+v, the county %+v", s, given)
	}
	if exit, out, _ := k.run("", "status", last.Code); exit != 0 || !strings.Contains(out, *given.Number) || !strings.Contains(out, "同样的申请以前交过") || !strings.Contains(out, "办理单位说：同样的一件已经办好了") || strings.Contains(out, markWords) {
		t.Errorf("in words: %s", out)
	}
	c.shows("/cases?q="+*first.Number, spaced(first.Code))
}

// TestADiskPutBackPrintsNoNumberAgain: after it has spoken to its county.
func TestADiskPutBackPrintsNoNumberAgain(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems(officialList)
	k.json("", &struct{}{}, "sync", "--once")
	image := t.TempDir()
	if err := os.CopyFS(image+"/data", os.DirFS(k.data)); err != nil {
		t.Fatal(err)
	}
	before := k.acceptOfficial()
	k.json("", &struct{}{}, "sync", "--once")
	if err := os.RemoveAll(k.data); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(k.data, os.DirFS(image+"/data")); err != nil {
		t.Fatal(err)
	}
	unspoken := k.acceptOfficial() // it cannot know yet
	k.json("", &struct{}{}, "sync", "--once")
	after := k.acceptOfficial()
	if before.Number == nil || unspoken.Number == nil || after.Number == nil || *unspoken.Number != *before.Number || *after.Number == *before.Number {
		t.Fatalf("numbers %v, %v, %v", before.Number, unspoken.Number, after.Number)
	}
	k.json("", &struct{}{}, "sync", "--once")
	renamed := c.numberOf(unspoken.Code)
	if !renamed.Doubled || *renamed.Number == *before.Number || *renamed.Number == *after.Number {
		t.Errorf("the county has %+v for a number that was printed twice", renamed)
	}
	k.json("", &struct{}{}, "sync", "--once")
	if s := k.status(unspoken.Code); *s.Number != *renamed.Number {
		t.Errorf("the kiosk still says %s", *s.Number)
	}
}

// TestAnAnswerToARatingComesBackToThePaper, and says nothing of what was rated.
func TestAnAnswerToARatingComesBackToThePaper(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems(officialList)
	k.json("", &struct{}{}, "sync", "--once")
	a := k.acceptOfficial()
	k.json(`{"target":"`+a.Code+`","grade":1,"text":"很久没人理"}`, &struct{}{}, "rate", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.numberOf(a.Code) // opened
	answer := func(args ...string) (int, string) {
		exit, out, errs := command(t, "", "countyd", append([]string{"ratings", "answer", a.Code, "--database", c.database}, args...)...)
		return exit, out + errs
	}
	if exit, out := answer("--state", "taken"); exit != 0 || !strings.Contains(out, "已签收") || strings.Contains(out, "很久没人理") {
		t.Fatalf("%d %s", exit, out)
	}
	if exit, out := answer("--state", "done", "--told", "phone"); exit != 0 {
		t.Fatalf("%d %s", exit, out)
	}
	if exit, out := answer("--state", "working"); exit != 1 || !strings.Contains(out, "state") {
		t.Errorf("backwards: %d %s", exit, out)
	}
	k.json("", &struct{}{}, "sync", "--once")
	var s struct {
		Replies []struct{ State, Told, At string }
	}
	k.json("", &s, "status", a.Code)
	if len(s.Replies) != 2 || s.Replies[1].State != "done" || s.Replies[1].Told != "phone" || s.Replies[1].At == "" {
		t.Errorf("the kiosk says %+v", s)
	}
	if _, out, _ := k.run("", "status", a.Code); !strings.Contains(out, "已经处理") || !strings.Contains(out, "打电话") || strings.Contains(out, "不满意") {
		t.Errorf("in words: %s", out)
	}
}

// TestADiskPutBackBesideItsStickPrintsNoNumber: the stick remembers a case that the
// disk has forgotten, also before the county could be asked.
func TestADiskPutBackBesideItsStickPrintsNoNumber(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems(officialList)
	k.json("", &struct{}{}, "sync", "--once")
	stick := t.TempDir()
	accept := func() (a numbered) {
		t.Helper()
		k.json(simple(official), &a, "accept", "--input", "-", "--mirror", stick, "--mirror-same-disk")
		return a
	}
	if a := accept(); a.Number == nil {
		t.Fatal("no number beside a stick that is as it should be")
	}
	image := t.TempDir()
	if err := os.CopyFS(image+"/data", os.DirFS(k.data)); err != nil {
		t.Fatal(err)
	}
	forgotten := accept()
	if err := os.RemoveAll(k.data); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(k.data, os.DirFS(image+"/data")); err != nil {
		t.Fatal(err)
	}
	if a := accept(); forgotten.Number == nil || a.Number != nil || a.Code == "" {
		t.Errorf("printed %v, then put back and printed %v", forgotten.Number, a.Number)
	}
}
