package tests

import (
	"strings"
	"testing"
)

// TestM1AnItemIsFoundByThemeAndByDepartment, by a finger and by the command, which name
// the same items; a search that found nothing is not counted for it.
func TestM1AnItemIsFoundByThemeAndByDepartment(t *testing.T) {
	k := newKiosk(t)
	type group struct {
		Name  string
		Items []struct{ Code, Name, Department string }
	}
	list := func(args ...string) (g group) {
		t.Helper()
		k.json("", &g, append([]string{"items", "list"}, args...)...)
		return g
	}
	old, office := list("--theme", "老年"), list("--department", "区民政局")
	if len(old.Items) < 2 || len(office.Items) < 2 {
		t.Fatalf("by theme %+v, by department %+v", old, office)
	}
	if code, _, errs := k.run("", "items", "list", "--theme", "火星"); code != 1 || errs == "" {
		t.Errorf("a theme that is none: exit %d, %s", code, errs)
	}
	if code, _, errs := k.run("", "items", "list", "--by", "火星"); code != 1 || !strings.Contains(errs, "by:") {
		t.Errorf("a way that is none: exit %d, %s", code, errs)
	}
	f := newScreen(t, k, 540, 960)
	f.small, f.still = 2, true
	f.window, f.flags = "540x960", []string{"--scale", "0.5"}
	f.startWindow()
	f.screen("home")
	f.tap("tile.1")
	f.screen("search")
	f.tap("by.theme")
	f.screen("browse")
	f.says("按主题找")
	f.tap("group.0")
	f.says(old.Name)
	for _, it := range old.Items[:2] {
		f.says(it.Name)
	}
	f.tap("step.back")
	f.tap("by.department")
	f.says("按部门找")
	f.tap("group.0")
	f.says(office.Name)
	f.tap("result.1")
	f.screen("guide")
	f.says(office.Items[1].Name)
	if _, out, _ := k.run("", "items", "misses", "--json"); out != "" {
		t.Errorf("counted %q", out)
	}
}
