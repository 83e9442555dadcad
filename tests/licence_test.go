package tests

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// lookedUp is what a kiosk says of papers that were looked up.
type lookedUp struct {
	Licences []struct{ Material, State string }
	May      []string
}

// TestP7M10AnAgreedPaperIsLookedUpAndTheReceiptSaysSo: M10, P7, through both programs: agreed to
// paper by paper, asked of the register that was named, told to the paper; what was not found
// an officer asks for, and the person may bring it before.
func TestP7M10AnAgreedPaperIsLookedUpAndTheReceiptSaysSo(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems(strings.Replace(schoolItem, `{"code":"photo"`, `{"code":"hkb","name":"户口簿","source":"政府部门核发","where":"派出所","necessity":"必要","replaceable_by_licence":"居民户口簿"},
  {"code":"photo"`, 1))
	k.json("", &struct{}{}, "sync", "--once")
	var out accepted
	k.json(toSchool(`{"code":"sfz","declared":"licence","agreed":true},{"code":"hkb","declared":"licence","agreed":true}`, ""), &out, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.stands(out.Code, "received")
	page := "/cases/" + k.name() + "/" + out.ID
	c.shows(page, "待核验")
	list := filepath.Join(t.TempDir(), "register.csv")
	if err := os.WriteFile(list, []byte("证照名称,证件号码,证照编号,发证机关,有效期止\n居民身份证,"+markID+",A-0001-0001,揭东区公安局,2099-12-31\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	look := func() (run struct{ Asked, Found, None, Failed int }) {
		t.Helper()
		exit, said, errs := command(t, "", "countyd", "licences", "check", "--register", list, "--database", c.database, "--json")
		if err := json.Unmarshal([]byte(said), &run); exit != 0 || err != nil {
			t.Fatalf("licences check: %d %s%s", exit, said, errs)
		}
		return run
	}
	if run := look(); run.Asked != 2 || run.Found != 1 || run.None != 1 {
		t.Fatalf("looked up %+v", run)
	}
	if run := look(); run.Asked != 0 {
		t.Errorf("looked up twice %+v", run)
	}
	c.shows(page, "已核验")
	c.shows(page, "参考登记册（不是国家平台）")
	listed := c.admin("licences", "list", "--json")
	if strings.Count(listed, "\n") != 2 || strings.Contains(listed, markID) || strings.Contains(listed, "A-0001") {
		t.Errorf("listed %s", listed)
	}
	k.json("", &struct{}{}, "sync", "--once")
	var s lookedUp
	k.json("", &s, "status", out.Code)
	if len(s.Licences) != 2 || s.Licences[0].Material != "sfz" || s.Licences[0].State != "found" || s.Licences[1].Material != "hkb" || s.Licences[1].State != "none" {
		t.Fatalf("the kiosk says %+v", s)
	}
	if exit, words, _ := k.run("", "status", out.Code); exit != 0 || !strings.Contains(words, "已核到，不用带") || !strings.Contains(words, "没有查到，请带原件来补") {
		t.Errorf("in words: %s", words)
	}
	if s := k.followed(out.Code); s.State != "received" || len(s.Left) != 0 {
		t.Errorf("somebody asked by itself: %+v", s)
	}
	c.admin("cases", "set", out.Code, "--state", "supplement", "--material", "hkb")
	k.json("", &struct{}{}, "sync", "--once")
	if s := k.followed(out.Code); len(s.Left) != 1 || s.Left[0] != "hkb" {
		t.Errorf("asked for %+v", s)
	}
	var count struct {
		Month, Centre, Item, Displayed       string
		Agreed, Found, None, Asked, Replaced int
	}
	if err := json.Unmarshal([]byte(c.admin("licences", "counts", "--json")), &count); err != nil || count.Item != "school" || count.Centre != "445203104202" {
		t.Errorf("counted %+v, %v", count, err)
	}
	states := map[string]int{} // another computation: of what is listed
	for line := range strings.Lines(listed) {
		var one struct{ State string }
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatal(err)
		}
		states[one.State]++
	}
	if count.Agreed != states["found"]+states["none"] || count.Found != states["found"] || count.Asked != 1 || count.Replaced != states["found"] || count.Displayed != "50.00" {
		t.Errorf("counted %+v, listed %v", count, states)
	}
	if found := residue(t, k.data, filepath.Dir(c.blobs)); len(found) > 0 {
		t.Errorf("to be read: %v", found)
	}
}
