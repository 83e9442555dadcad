package tests

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// admin runs a command of the county on its database.
func (c *county) admin(args ...string) string {
	c.t.Helper()
	code, out, errs := command(c.t, "", "countyd", append(args, "--database", c.database)...)
	if code != 0 {
		c.t.Fatalf("countyd %v: exit %d: %s%s", args, code, out, errs)
	}
	return out
}

// publishItems makes a list the county's catalogue.
func (c *county) publishItems(list string) (version string) {
	c.t.Helper()
	path := filepath.Join(c.t.TempDir(), "items.csv")
	if strings.HasPrefix(list, "{") {
		path = strings.TrimSuffix(path, "csv") + "json"
	}
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		c.t.Fatal(err)
	}
	var kept struct{ Version string }
	if err := json.Unmarshal([]byte(c.admin("items", "import", "--json", path)), &kept); err != nil {
		c.t.Fatal(err)
	}
	c.admin("items", "publish")
	return kept.Version
}

const (
	listOne = "事项编码,事项名称,承诺时限,法定时限\na-1,老龄津贴（一）,5,10\n"
	listTwo = "事项编码,事项名称,承诺时限,法定时限\nb-2,老龄津贴（二）,5,10\n"
)

func simple(item string) string {
	return `{"item":"` + item + `","applicant":{"kind":"person","name":"陈阿婆","id_type":"resident_id","id":"11010519491231002X","phone":"13800000000"},
		"delivery":{"mode":"pickup"},"consent":true}`
}

// Test39CasesOfAnOldCatalogueAreTakenAfterTheNewOneIsPublished: the county's
// catalogue comes over the line; what was taken with the first while the second is
// published is rejected by nobody.
func Test39CasesOfAnOldCatalogueAreTakenAfterTheNewOneIsPublished(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	first := c.publishItems(listOne)
	k.json("", &struct{}{}, "sync", "--once")
	k.json("", &struct{}{}, "items", "show", "a-1")
	var old accepted
	k.json(simple("a-1"), &old, "accept", "--input", "-")
	second := c.publishItems(listTwo)
	if first == second {
		t.Fatalf("both lists are version %s", first)
	}
	k.json("", &struct{}{}, "sync", "--once")
	k.mustFail(1, "code", "err.item.unknown", "items", "show", "a-1")
	var young accepted
	k.json(simple("b-2"), &young, "accept", "--input", "-")
	var status struct{ Item struct{ Name string } }
	if k.json("", &status, "status", old.Code); status.Item.Name != "老龄津贴（一）" {
		t.Errorf("the old case is of %q", status.Item.Name)
	}
	k.json("", &struct{}{}, "sync", "--once")
	c.shows("/cases", spaced(old.Code))
	c.shows("/cases", spaced(young.Code))
	k.json("", &struct{}{}, "sync", "--once")
	if s := k.standing(); s != (standing{Stored: 2}) {
		t.Errorf("at the end: %+v", s)
	}
	if code, out, errs := k.importItems("老龄津贴"); code != 1 || !strings.Contains(out+errs, "err.items.county") {
		t.Errorf("an import of its own: %d %s%s", code, out, errs)
	}
}

// Test41AnyMachineChecksTheReceiptsOfAllWithoutALine, and says since when a machine
// is not trusted.
func Test41AnyMachineChecksTheReceiptsOfAllWithoutALine(t *testing.T) {
	c, k, other := newCounty(t), newKiosk(t), newKiosk(t)
	c.enrol(k)
	c.enrol(other)
	receipt := k.accept()
	if code, _ := other.verify(receipt.QR); code != 1 {
		t.Errorf("before it knows the machine: exit %d", code)
	}
	other.until(func() bool { code, _ := other.verify(receipt.QR); return code == 0 })
	var g struct{ Kiosk string }
	other.json("", &g, "verify", receipt.QR)
	c.admin("kiosks", "revoke", g.Kiosk)
	revoked := func() (out struct {
		OK      bool   `json:"ok"`
		Revoked string `json:"revoked_at"`
	}) {
		other.json("", &out, "verify", receipt.QR)
		return out
	}
	other.until(func() bool { return revoked().Revoked != "" })
	c.kill()
	if got := revoked(); !got.OK || got.Revoked == "" {
		t.Errorf("without a line: %+v", got)
	}
	if code, states := other.diagnosis(); states["published"] != "ok" {
		t.Errorf("doctor: %d %v", code, states)
	}
}

// until syncs until something holds: the county publishes its list of machines a
// few seconds after a change.
func (k kiosk) until(holds func() bool) {
	k.t.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		if k.json("", &struct{}{}, "sync", "--once"); holds() {
			return
		}
	}
	k.t.Fatal("it never holds")
}

// TestM17AnOpenWindowTakesUpWhatIsPublished: its next person meets the new items and
// the notice, and nobody has started anything again.
func TestM17AnOpenWindowTakesUpWhatIsPublished(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	f := newFinger(t, k, 1080, 1920)
	f.screen("home")
	notices := filepath.Join(t.TempDir(), "notices.json")
	raw := `{"format":"bianmin-notices/2","notices":[{"id":"power","title":"周五下午停电，请改天再来","text":"检修线路。","signer":"江滨村民委员会","area":"445203104202","from":"2020-01-01","to":"2099-12-31"},
		{"id":"old","title":"已经过期","signer":"江滨村民委员会","from":"2020-01-01","to":"2020-01-02"},
		{"id":"else","title":"别的村","signer":"江滨村民委员会","area":"445203104203","from":"2020-01-01","to":"2099-12-31"}]}`
	if err := os.WriteFile(notices, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	c.admin("notices", "publish", notices)
	hours := filepath.Join(t.TempDir(), "hours.json")
	if err := os.WriteFile(hours, []byte(`{"format":"bianmin-hours/1","centres":[{"area":"445203104000","workdays":["00:00-24:00"],"others":["00:00-24:00"]}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	c.admin("hours", "publish", hours)
	for _, list := range []struct{ file, item string }{{listOne, "老龄津贴（一）"}, {listTwo, "老龄津贴（二）"}} {
		c.publishItems(list.file)
		k.json("", &struct{}{}, "sync", "--once") // the window would ask within the minute
		f.until("the new items", func() bool {
			f.tap("tile.1")
			f.screen("search")
			found := strings.Contains(f.probe("say"), list.item)
			f.tap("back")
			f.screen("home")
			return found
		})
	}
	for _, words := range []string{"周五下午停电，请改天再来", "江滨村民委员会 · 到"} {
		f.says(words)
	}
	f.picture("notice")
	f.tap("board")
	f.screen("board")
	f.says("0:00–24:00")
	f.tap("notice.power")
	for _, words := range []string{"检修线路。", "江滨村民委员会", "2099年12月31日"} {
		f.says(words)
	}
}
