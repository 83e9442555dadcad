package tests

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestM5ACentreThatStaysOpenLongerIsNotedAndItsMachinesShowIt: with basis, reason and
// who; what lies within the hours is none, and one that is not known was not there.
func TestM5ACentreThatStaysOpenLongerIsNotedAndItsMachinesShowIt(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.hire("B-7")
	hours := filepath.Join(t.TempDir(), "hours.json")
	plain := `{"format":"bianmin-hours/1","centres":[{"area":"445203104202","workdays":["08:30-12:00","14:30-17:30"],"others":["08:30-12:00","14:30-17:30"]}]}`
	if err := os.WriteFile(hours, []byte(plain), 0o600); err != nil {
		t.Fatal(err)
	}
	c.admin("hours", "publish", hours)
	day := time.Now().In(time.FixedZone("CST", 8*3600)).AddDate(0, 0, 1).Format(time.DateOnly)
	extend := func(more ...string) (int, string, string) {
		t.Helper()
		args := map[string]string{"--day": day, "--hours": "18:00-20:00", "--basis": "揭东政务〔2026〕3号", "--reason": "村民下班后来办社保", "--badge": "B-7"}
		for i := 0; i+1 < len(more); i += 2 {
			args[more[i]] = more[i+1]
		}
		line := []string{"hours", "extend", "445203104202", "--json", "--database", c.database}
		for name, value := range args {
			line = append(line, name, value)
		}
		return command(t, "", "countyd", line...)
	}
	for name, tt := range map[string][2]string{
		"--hours": {"17:00-18:30", "hours"}, "--badge": {"B-8", "badge"}, "--day": {"2020-01-01", "day"}, "--basis": {" ", "basis"}, "--case": {"234567892", "case"},
	} {
		if exit, _, errs := extend(name, tt[0]); exit != 1 || !strings.Contains(errs, tt[1]+": ") {
			t.Errorf("%s %s: exit %d, %s", name, tt[0], exit, errs)
		}
	}
	exit, out, errs := extend()
	var noted struct {
		Number, Minutes int
		Hours           string
		Shown           bool
	}
	if err := json.Unmarshal([]byte(out), &noted); exit != 0 || err != nil || noted.Number != 1 || noted.Minutes != 120 || !noted.Shown {
		t.Fatalf("exit %d, %s%s", exit, out, errs)
	}
	if exit, _, errs := extend(); exit != 1 || !strings.Contains(errs, "hours: ") {
		t.Errorf("noted twice: exit %d, %s", exit, errs)
	}
	if list := c.admin("hours", "extended", "--json"); strings.Count(list, "\n") != 1 || !strings.Contains(list, "村民下班后来办社保") {
		t.Errorf("listed: %s", list)
	}
	k.json("", &struct{}{}, "sync", "--once")
	var board struct {
		Usual   bool
		Notices []any
		Hours   struct {
			Special []struct {
				Day   string
				Hours []string
				Why   string
			}
		}
	}
	k.json("", &board, "board")
	if s := board.Hours.Special; board.Usual || board.Notices == nil || len(s) != 1 || s[0].Day != day || s[0].Hours[len(s[0].Hours)-1] != "18:00-20:00" || s[0].Why != "延时服务" {
		t.Errorf("the board by command: %+v", board)
	}
	_, doctor, _ := k.run("", "doctor")
	if !strings.Contains(doctor, "服务时间第 2 版") {
		t.Errorf("the machine has not the new hours: %s", doctor)
	}
}

// TestM5APersonAsksTheWindowToStayOpenAndThePaperSaysWhetherItDoes, without a line first,
// through both programs; what was written is read by the county alone.
func TestM5APersonAsksTheWindowToStayOpenAndThePaperSaysWhetherItDoes(t *testing.T) {
	t.Parallel()
	awayFromMidnight(t)
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.hire("B-7")
	hours := filepath.Join(t.TempDir(), "hours.json") // a minute after midnight: the rest of any day can be asked for
	if err := os.WriteFile(hours, []byte(`{"format":"bianmin-hours/1","centres":[{"area":"445203104202","workdays":["00:00-00:01"],"others":["00:00-00:01"]}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	c.admin("hours", "publish", hours)
	k.json("", &struct{}{}, "sync", "--once")
	c.kill()
	ask := func(span string) string {
		return `{"kind":"longer","hours":"` + span + `","matter":"` + markWords + `","name":"` + markName + `","phone":"` + markPhone + `","consent":true}`
	}
	k.mustRefuse(ask("00:00-24:00"), "hours", "book")
	k.mustRefuse(ask("24:00"), "hours", "book")
	var yes, no accepted
	k.json(ask("00:01-24:00"), &yes, "book", "--input", "-")
	k.json(ask("00:01-24:00"), &no, "book", "--input", "-")
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("in the clear: %v", found)
	}
	c.start()
	k.json("", &struct{}{}, "sync", "--once")
	for _, code := range []string{yes.Code, no.Code} {
		if got := c.registered(code); got.State != "registered" || got.Form["matter"] != markWords {
			t.Errorf("the county has %+v", got)
		}
	}
	granted := c.admin("hours", "grant", yes.Code, "--basis", "揭东政务〔2026〕3号", "--badge", "B-7", "--json")
	if !strings.Contains(granted, `"number":1,`) || !strings.Contains(granted, `"minutes":1439`) || !strings.Contains(granted, yes.Code) || !strings.Contains(granted, `"shown":true`) {
		t.Errorf("granted: %s", granted)
	}
	if exit, _, errs := command(t, "", "countyd", "hours", "grant", yes.Code, "--basis", "x", "--badge", "B-7", "--database", c.database); exit != 1 {
		t.Errorf("granted twice: %d %s", exit, errs)
	}
	c.admin("hours", "decline", no.Code)
	k.json("", &struct{}{}, "sync", "--once")
	for code, want := range map[string]string{yes.Code: "窗口多开 00:01-24:00", no.Code: "没有延时"} {
		if exit, said, errs := k.run("", "status", code); exit != 0 || !strings.Contains(said, want) {
			t.Errorf("the paper says %s%s, want %s", said, errs, want)
		}
	}
	today := time.Now().In(time.FixedZone("CST", 8*3600)).Format(time.DateOnly)
	if counts := c.admin("hours", "counts", "--from", today, "--to", today, "--json"); !strings.Contains(counts, `"centre":"445203104202","asked":2,"granted":1,"declined":1,"noted":1,"minutes":1439`) {
		t.Errorf("counted: %s", counts)
	}
}
