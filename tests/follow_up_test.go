package tests

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

type followed struct {
	ID, Verb, State, QR string
	Code                string `json:"short_code"`
	Missing             []string
}

// followedUp is what a kiosk says of a receipt and what was handed in with it.
type followedUp struct {
	State     string
	Left, May []string
	FollowUps []struct {
		Verb, Record, Problem, Outcome string
		Nth                            int
	} `json:"follow_ups"`
}

func (k kiosk) followed(code string) (s followedUp) {
	k.t.Helper()
	k.json("", &s, "status", code)
	return s
}

// TestM13StatusSaysWhoHasTheCaseUntilWhenAndWhatMayBeRated: what the page of a receipt says, by command.
func TestM13StatusSaysWhoHasTheCaseUntilWhenAndWhatMayBeRated(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems("事项编码,事项名称,实施主体,承诺时限,法定时限\na-1,老龄津贴,区民政局,5,10\n")
	k.json("", &struct{}{}, "sync", "--once")
	var out accepted
	k.json(simple("a-1"), &out, "accept", "--input", "-")
	var s struct {
		State, Due string
		Unrated    []string
		Steps      []struct{ Unit, Due string }
	}
	if k.json("", &s, "status", out.Code); s.Due != "" || !slices.Equal(s.Unrated, []string{"receive"}) {
		t.Errorf("before the county has it: %+v", s)
	}
	if _, said, _ := k.run("", "status", out.Code); !strings.Contains(said, "还可以评：评价收件。") || strings.Contains(said, "受理，") {
		t.Errorf("in words: %s", said)
	}
	k.json("", &struct{}{}, "sync", "--once")
	c.stands(out.Code, "received")
	c.admin("cases", "set", out.Code, "--state", "accepted")
	k.until(func() bool { k.json("", &s, "status", out.Code); return s.State == "accepted" })
	if _, said, _ := k.run("", "status", out.Code); !strings.Contains(s.Due, "个工作日") || !strings.Contains(said, s.Due+"。") {
		t.Errorf("accepted: %+v, in words %s", s, said)
	}
	if _, said, _ := k.run("", "status", out.Code); len(s.Steps) != 1 || s.Steps[0].Unit != "区民政局" || s.Steps[0].Due == "" || !strings.Contains(said, "现在是区民政局在办，") || !strings.Contains(said, " 个工作日。") {
		t.Errorf("who has it: %+v, in words %s", s.Steps, said)
	}
	k.json(`{"target":"`+out.Code+`","grade":5}`, &struct{}{}, "rate", "--input", "-")
	if k.json("", &s, "status", out.Code); len(s.Unrated) != 0 {
		t.Errorf("rated, and still to be rated: %v", s.Unrated)
	}
	if _, said, _ := k.run("", "status", out.Code); strings.Contains(said, "还可以评") {
		t.Errorf("in words: %s", said)
	}
}

// stands waits until the county's case is in a state: records are opened a moment
// after they came.
func (c *county) stands(code, state string) {
	c.t.Helper()
	var found countyCase
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		exit, out, _ := command(c.t, "", "countyd", "cases", "show", code, "--database", c.database, "--json")
		if exit == 0 && json.Unmarshal([]byte(out), &found) == nil && found.State == state {
			return
		}
	}
	c.t.Fatalf("%s is %+v at the county, want %s", code, found, state)
}

// told pulls until the kiosk knows what became of the last follow-up.
func (k kiosk) told(code string) (s followedUp) {
	k.t.Helper()
	k.until(func() bool {
		k.json("", &struct{}{}, "sync", "--once")
		s = k.followed(code)
		n := len(s.FollowUps)
		return n > 0 && s.FollowUps[n-1].Outcome != ""
	})
	return s
}

// Test44PapersThatWereAskedForComeWithTheReceipt: 4.4, 补正, through both programs: each
// paper once, sealed, with a slip that verifies, and the case goes on by itself.
func Test44PapersThatWereAskedForComeWithTheReceipt(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	var out accepted
	k.json(marked(t), &out, "accept", "--input", "-")
	photo := scanFile(t, strings.Repeat(markInPhoto, 1000))
	paper := func(code string) string {
		return `{"code":"` + out.Code + `","materials":[{"code":"` + code + `","file":"` + photo + `"}]}`
	}
	k.mustRefuse(paper("sfz"), "code", "supplement") // nobody has asked
	k.json("", &struct{}{}, "sync", "--once")
	c.stands(out.Code, "received")
	c.admin("cases", "set", out.Code, "--state", "supplement", "--material", "sfz", "--material", "hkb")
	k.json("", &struct{}{}, "sync", "--once")
	if s := k.followed(out.Code); !slices.Equal(s.Left, []string{"sfz", "hkb"}) || !slices.Equal(s.May, []string{"supplement", "make_up", "withdraw"}) {
		t.Fatalf("the kiosk says %+v", s)
	}
	k.mustRefuse(paper("cz"), "materials[0].code", "supplement")
	k.mustRefuse(`{"code":"`+out.Code+`","materials":[]}`, "materials", "supplement")
	k.mustRefuse(`{"code":"`+out.Code+`","materials":[{"code":"sfz","declared":"later"}]}`, "materials[0].declared", "supplement")
	var first, second followed
	k.json(paper("sfz"), &first, "supplement", "--input", "-")
	if first.State != "received" || first.Code != out.Code || !slices.Equal(first.Missing, []string{"hkb"}) {
		t.Errorf("answered %+v", first)
	}
	if exit, g := k.verify(first.QR); exit != 0 || g.Log != "match" {
		t.Errorf("its slip: %d %+v", exit, g)
	}
	if exit, _, errs := k.run("", "receipt", out.Code, "--follow", "1", "--out", filepath.Join(t.TempDir(), "slip.png")); exit != 0 {
		t.Errorf("its slip: %s", errs)
	}
	k.mustRefuse(paper("sfz"), "materials[0].code", "supplement")
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("before it was sent: %v", found)
	}
	if s := k.told(out.Code); s.FollowUps[0].Outcome != "taken" || !slices.Equal(s.Left, []string{"hkb"}) {
		t.Errorf("the kiosk says %+v", s)
	}
	c.stands(out.Code, "supplement") // one paper is still to come
	k.json(paper("hkb"), &second, "supplement", "--input", "-")
	k.mustRefuse(paper("hkb"), "code", "supplement") // all is there
	if s := k.told(out.Code); s.FollowUps[1].Outcome != "taken" {
		t.Errorf("the kiosk says %+v", s)
	}
	c.stands(out.Code, "precheck")
	if _, said, _ := k.run("", "status", out.Code); !strings.Contains(said, "补材料") || !strings.Contains(said, "已经转到这一件") {
		t.Errorf("in words: %s", said)
	}
	if found := residue(t, k.data, filepath.Dir(c.blobs)); len(found) > 0 {
		t.Errorf("after it was sent: %v", found)
	}
}

// Test44AnApplicationIsTakenBackByItsOwnerAlone: whoever found the paper cannot, and who
// comes too late is told so.
func Test44AnApplicationIsTakenBackByItsOwnerAlone(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	take := func() (out accepted) {
		k.json(marked(t), &out, "accept", "--input", "-")
		return out
	}
	back := func(code, four string) (f followed) {
		t.Helper()
		k.json(`{"code":"`+code+`","last_four":"`+four+`"}`, &f, "withdraw", "--input", "-")
		return f
	}
	out, late := take(), take()
	k.mustRefuse(`{"code":"`+out.Code+`","last_four":"12"}`, "last_four", "withdraw")
	back(out.Code, "1234")
	k.mustRefuse(`{"code":"`+out.Code+`","last_four":"002X"}`, "code", "withdraw") // the first waits for its answer
	if s := k.told(out.Code); s.FollowUps[0].Outcome != "unproven" || s.State != "received" || !slices.Contains(s.May, "withdraw") {
		t.Errorf("with other digits: %+v", s)
	}
	c.stands(out.Code, "received")
	back(out.Code, "002x")
	if s := k.told(out.Code); s.FollowUps[1].Outcome != "taken" || s.State != "withdrawn" || len(s.May) != 0 {
		t.Errorf("the kiosk says %+v", s)
	}
	c.stands(out.Code, "withdrawn")
	k.mustRefuse(`{"code":"`+out.Code+`","last_four":"002X"}`, "code", "withdraw")

	c.admin("cases", "set", late.Code, "--state", "not_accepted", "--reason", "twice", "--words", "交过") // the kiosk has not heard of it
	back(late.Code, "002X")
	if s := k.told(late.Code); s.FollowUps[0].Outcome != "late" || s.State != "not_accepted" {
		t.Errorf("the kiosk says %+v", s)
	}
	if found := residue(t, k.data, filepath.Dir(c.blobs)); len(found) > 0 {
		t.Errorf("in the clear: %v", found)
	}
}
