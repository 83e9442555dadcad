package tests

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checked is the answer of `accept --check`.
type checked struct {
	Complete bool
	MayDefer bool `json:"may_defer"`
	Papers   []struct {
		Material, Verdict, Rule, Why, Basis, Where, Inputs string
		Version                                            int
	}
	Trip struct {
		Text  string
		Stops []struct {
			Where  string
			Papers []string
		}
	}
}

// verdicts are the papers of c with what is said of each.
func (c checked) verdicts() string {
	var list []string
	for _, p := range c.Papers {
		list = append(list, p.Material+" "+p.Verdict)
	}
	return strings.Join(list, ", ")
}

// schoolItem is an item with a paper of every sort.
const schoolItem = `{"format":"bianmin-catalogue/1","version":"p","source":"区里","items":[{"code":"school","name":"助学金","department":"区教育局",
 "legal_basis":["助学办法"],"promised_days":10,"days_unit":"工作日","fee":"不收费","delivery":["pickup"],"tolerance_allowed":true,"tolerance_basis":"容缺清单1号","tolerance_days":5,
 "materials":[
  {"code":"form","name":"申请表","source":"申请人自备","where":"村里服务点","necessity":"必要"},
  {"code":"sfz","name":"身份证","source":"政府部门核发","where":"派出所","necessity":"必要","replaceable_by_licence":"居民身份证","dated":true},
  {"code":"photo","name":"照片","source":"申请人自备","where":"照相馆","necessity":"容缺后补"},
  {"code":"read","name":"在读证明","source":"其他","where":"学校","necessity":"必要","promise":{"text":"我在读","basis":"承诺清单1号"}}]}]}`

// toSchool is an application for it with what is said of papers.
func toSchool(materials, more string) string {
	return strings.Replace(simple("school"), `"consent"`, `"materials":[`+materials+`],`+more+`"consent"`, 1)
}

func Test43ThePrecheckExplainsEveryPaperAndStoresNothing(t *testing.T) { // P13
	k := newStation(t)
	var got checked
	k.json(good, &got, "accept", "--check", "--input", "-")
	if want := "sqb missing, sfz there, hkb licence, yhzh missing, zp may_follow, wtcl not_needed"; got.verdicts() != want {
		t.Errorf("got %s, want %s", got.verdicts(), want)
	}
	if got.Complete || got.MayDefer || len(got.Trip.Stops) != 2 {
		t.Errorf("complete %v, may defer %v, trip %+v", got.Complete, got.MayDefer, got.Trip)
	}
	for _, p := range got.Papers {
		if p.Why == "" || p.Basis == "" || p.Rule == "" || p.Version < 1 || len(p.Inputs) != 64 {
			t.Errorf("unexplained: %+v", p)
		}
	}
	code, out, errs := k.run(good, "accept", "--check", "--input", "-")
	if code != 0 || !strings.Contains(out, "下次只差这 2 样") || !strings.Contains(out, "规则 missing/1") {
		t.Errorf("in words: %d %s%s", code, out, errs)
	}
	k.mustRefuse(put(t, "item", "none"), "item", "accept")
	if code, _, errs := k.run(put(t, "materials", material(map[string]any{"code": "xx", "declared": "later"})), "accept", "--check", "--input", "-"); code != 1 || !strings.Contains(errs, "materials[0].code") {
		t.Errorf("a check of a paper that is none: %d %s", code, errs)
	}
	if q := k.queue(); q.Waiting != 0 {
		t.Errorf("a check was stored: %+v", q)
	}
}

func TestP14EveryDecisionIsMadeAgainByTheCounty(t *testing.T) { // P14
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems(schoolItem)
	k.json("", &struct{}{}, "sync", "--once")
	app := toSchool(`{"code":"form","declared":"original"},{"code":"sfz","declared":"original","valid_until":"2019-05-01"},{"code":"read","declared":"promise"}`,
		`"promise":{"agreed":true,"signature":"iVBORw0KGgo="},`)
	var told checked
	k.json(app, &told, "accept", "--check", "--input", "-")
	var twice struct {
		Warnings []struct{ Key, Message string }
	}
	if k.json(app, &twice, "accept", "--check", "--input", "-"); len(twice.Warnings) != 0 {
		t.Errorf("of the first one: %+v", twice)
	}
	if want := "form there, sfz expired, photo may_follow, read promised"; told.verdicts() != want {
		t.Errorf("got %s, want %s", told.verdicts(), want)
	}
	var a accepted
	k.json(app, &a, "accept", "--input", "-")
	if k.json(app, &twice, "accept", "--check", "--input", "-"); len(twice.Warnings) != 1 || twice.Warnings[0].Key != "warn.case.again.before" || twice.Warnings[0].Message == "" {
		t.Errorf("before the same is handed in again: %+v", twice)
	}
	if q := k.queue(); q.Waiting != 1 {
		t.Errorf("a check was stored: %+v", q)
	}
	k.json("", &struct{}{}, "sync", "--once")
	c.shows("/cases", spaced(a.Code))
	n := 0
	for line := range strings.Lines(c.admin("cases", "recheck", a.Code, "--json")) {
		var got struct {
			Said, Made struct{ Material, Verdict, Rule, Inputs string }
			Same       bool
		}
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		if want := told.Papers[n]; !got.Same || got.Made.Material != want.Material || got.Made.Verdict != want.Verdict || got.Made.Inputs != want.Inputs {
			t.Errorf("got %+v, told %+v", got, want)
		}
		n++
	}
	if n != 4 {
		t.Errorf("%d decisions", n)
	}
}

func TestP13AnItemThatCannotBeExplainedIsRefused(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	for field, change := range map[string][2]string{
		"materials[photo].source": {`"source":"申请人自备","where":"照相馆",`, ``},
		"materials[form].basis":   {`"legal_basis":["助学办法"],`, ``},
		"materials[read].promise": {`"basis":"承诺清单1号"`, `"basis":""`},
		"tolerance_basis":         {`"tolerance_basis":"容缺清单1号",`, ``},
		"tolerance_days":          {`"tolerance_days":5`, `"tolerance_days":11`},
	} {
		file := filepath.Join(t.TempDir(), "items.json")
		if err := os.WriteFile(file, []byte(strings.Replace(schoolItem, change[0], change[1], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out, _ := k.run("", "items", "import", file); code != 1 || !strings.Contains(out, field) {
			t.Errorf("%s: exit %d, %s", field, code, out)
		}
	}
}
