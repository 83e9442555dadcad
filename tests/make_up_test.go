package tests

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestM3PapersThatMayFollowFollowBeforeTheirLastDay: M3, 2.3, through both programs: chosen
// and signed, accepted, the notice in two copies, made up with the receipt, granted only then.
func TestM3PapersThatMayFollowFollowBeforeTheirLastDay(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems(schoolItem)
	k.json("", &struct{}{}, "sync", "--once")
	main := `{"code":"form","declared":"original"},{"code":"sfz","declared":"licence"},{"code":"read","declared":"original"}`
	const signed = `"tolerance":{"agreed":true,"signature":"iVBORw0KGgo="},`
	k.mustRefuse(toSchool(strings.Replace(main, `"original"`, `"later"`, 1), signed), "tolerance", "accept")
	var out accepted
	k.json(toSchool(main, signed), &out, "accept", "--input", "-")
	notice := filepath.Join(t.TempDir(), "notice.pdf")
	if exit, _, errs := k.run("", "letter", out.Code, "--kind", "deferred", "--out", notice); exit != 1 || !strings.Contains(errs, "kind") {
		t.Errorf("a notice before anybody accepted: %d %s", exit, errs)
	}
	k.json("", &struct{}{}, "sync", "--once")
	c.stands(out.Code, "received")
	c.admin("cases", "set", out.Code, "--state", "accepted")
	if exit, _, _ := command(t, "", "countyd", "cases", "set", out.Code, "--state", "completed", "--database", c.database); exit != 1 {
		t.Error("completed before the papers were made up")
	}
	if exit, _, errs := command(t, "", "countyd", "cases", "set", out.Code, "--state", "ended", "--reason", "not_made_up", "--words", "没有补来", "--database", c.database); exit != 1 || !strings.Contains(errs, "后补的期限还没有到") {
		t.Errorf("ended before the last day: %d %s", exit, errs)
	}
	var waits struct {
		Code     string `json:"short_code"`
		Last     string
		Proposal string
	}
	if err := json.Unmarshal([]byte(c.admin("cases", "make-ups", "--json")), &waits); err != nil || waits.Code != strings.ReplaceAll(out.Code, "-", "") || waits.Last == "" || waits.Proposal != "" {
		t.Errorf("what follows is listed as %+v, %v", waits, err)
	}
	if over := c.admin("cases", "make-ups", "--over", "--json"); over != "" {
		t.Errorf("an end is proposed before the last day: %s", over)
	}
	k.json("", &struct{}{}, "sync", "--once")
	k.json("", &struct{}{}, "letter", out.Code, "--kind", "deferred", "--out", notice)
	raw, err := exec.CommandContext(t.Context(), "pdftotext", notice, "-").Output()
	if text := strings.ReplaceAll(string(raw), " ", ""); err != nil || !strings.Contains(text, "第一联") || !strings.Contains(text, "第二联") || !strings.Contains(text, "容缺清单1号") {
		t.Errorf("the notice says %s, %v", text, err)
	}
	if s := k.followed(out.Code); !slices.Contains(s.May, "make_up") {
		t.Errorf("the kiosk says %+v", s)
	}
	photo := scanFile(t, strings.Repeat(markInPhoto, 1000))
	made := `{"code":"` + out.Code + `","materials":[{"code":"photo","file":"` + photo + `"}]}`
	k.mustRefuse(strings.Replace(made, "photo", "form", 1), "materials[0].code", "makeup")
	var slip followed
	k.json(made, &slip, "makeup", "--input", "-")
	if slip.Verb != "make_up" || len(slip.Missing) != 0 {
		t.Errorf("answered %+v", slip)
	}
	if exit, g := k.verify(slip.QR); exit != 0 || g.Log != "match" {
		t.Errorf("its slip: %d %+v", exit, g)
	}
	k.mustRefuse(made, "code", "makeup") // each once
	if s := k.told(out.Code); s.FollowUps[0].Outcome != "taken" || slices.Contains(s.May, "make_up") {
		t.Errorf("the kiosk says %+v", s)
	}
	if found := residue(t, k.data, filepath.Dir(c.blobs)); len(found) > 0 {
		t.Errorf("to be read: %v", found)
	}
	if left := c.admin("cases", "make-ups", "--json"); left != "" {
		t.Errorf("what is here is still to follow: %s", left)
	}
	c.admin("cases", "set", out.Code, "--state", "completed")
}
