package tests

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestM11WhoComesBackWithThePaperIsSaidAndTheCountySeesIt: an agent does what the letter
// says and no more, a helper is named, and a look has its reason in the log of the machine.
func TestM11WhoComesBackWithThePaperIsSaidAndTheCountySeesIt(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	right := signs(c.hire("B-017"), helperPIN)
	k.listed(right, true)
	until := time.Now().AddDate(0, 1, 0).Format(time.DateOnly)
	agent := map[string]any{
		"relation": "child", "name": markName, "id_type": "resident_id", "id": "445221197003120026", "phone": markPhone,
		"entrust": map[string]any{"scope": []string{"hand_in", "supplement"}, "valid_to": until, "original": true},
	}
	in := strings.Replace(put(t, "behalf", agent), `"declared":"original"`, `"declared":"later"`, 1)
	var out accepted
	k.json(in, &out, "accept", "--input", "-")
	paper := fmt.Sprintf(`{"code":%q,"materials":[{"code":"sfz","declared":"original"}]}`, out.Code)
	by := func(who string) string { return strings.Replace(paper, `{`, `{"by":"`+who+`",`, 1) }
	k.mustRefuse(paper, "by", "makeup")
	k.mustRefuse(fmt.Sprintf(`{"code":%q,"last_four":"002X","by":"agent"}`, out.Code), "by", "withdraw")
	if exit, answer, _ := k.run(by("agent"), "makeup", "--input", "-", "--json", "--helper", asFile(t, signs(c.hire("B-018"), helperPIN))); exit != 1 || !strings.Contains(answer, "err.helper.revoked") {
		t.Errorf("a helper of no list: %d %s", exit, answer)
	}
	var slip followed
	k.json(by("agent"), &slip, "makeup", "--input", "-", "--helper", asFile(t, right))
	var status struct {
		Behalf  bool
		Entrust struct {
			Scope   []string
			ValidTo string `json:"valid_to"`
		}
	}
	k.json("", &status, "status", out.Code, "--helper", asFile(t, right), "--reason", "progress")
	if !status.Behalf || status.Entrust.ValidTo != until || len(status.Entrust.Scope) != 2 {
		t.Errorf("status says %+v", status)
	}
	for _, args := range [][]string{{"--helper", asFile(t, right)}, {"--reason", "progress"}, {"--helper", asFile(t, right), "--reason", "curious"}} {
		if exit, answer, _ := k.run("", append([]string{"status", out.Code, "--json"}, args...)...); exit != 1 || strings.Contains(answer, `"state"`) {
			t.Errorf("a look with %v: %d %s", args, exit, answer)
		}
	}
	k.looksAtAReceipt(out.Code, right)
	var rated struct{ ID string }
	k.json(fmt.Sprintf(`{"target":%q,"grade":5}`, out.Code), &rated, "rate", "--input", "-", "--helper", asFile(t, right))
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("in the clear: %v", found)
	}
	k.json("", &struct{}{}, "sync", "--once")
	page := "/cases/" + k.name() + "/" + out.ID
	c.shows(page, "代办人，申请人没有来")
	c.shows(page, "陈丽君 工牌 B-017")
	c.shows("/ratings/"+k.name()+"/"+rated.ID, "帮办：工牌 B-017")
	rows := c.admin("audit", "--rows", "--kiosk", k.name(), "--json")
	for _, want := range []string{`"helped"`, `"look"`, `"progress"`, `"reprint"`} {
		if !strings.Contains(rows, want) {
			t.Errorf("the log at the county has no %s: %s", want, rows)
		}
	}
}

// looksAtAReceipt draws one for somebody, with its reason in the log, and not without.
func (k kiosk) looksAtAReceipt(code, right string) {
	k.t.Helper()
	out := filepath.Join(k.t.TempDir(), "receipt.png")
	for _, args := range [][]string{{"--helper", asFile(k.t, right)}, {"--reason", "reprint"}} {
		if exit, answer, _ := k.run("", append([]string{"receipt", code, "--out", out, "--json"}, args...)...); exit != 1 {
			k.t.Errorf("a receipt drawn with %v: %d %s", args, exit, answer)
		}
		if _, err := os.Stat(out); err == nil {
			k.t.Error("it was drawn all the same")
		}
	}
	k.json("", &struct{}{}, "receipt", code, "--out", out, "--helper", asFile(k.t, right), "--reason", "reprint")
}
