package tests

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// request is a 12345 request with every mark of a person.
const request = `{"type":"help","place":"445203104202","place_text":"` + markStreet + `","content":"` + markWords + `",
 "name":"` + markName + `","phone":"` + markPhone + `","call_back":true,"consent":true}`

type countyTicket struct {
	Order, State, Due, Unit string
	Form                    map[string]any
}

// registered waits until the county has opened a request and given it a number.
func (c *county) registered(code string) (t countyTicket) {
	c.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		exit, out, _ := command(c.t, "", "countyd", "tickets", "show", code, "--reason", "check", "--database", c.database)
		if exit == 0 && json.Unmarshal([]byte(out), &t) == nil && t.Order != "" {
			return t
		}
	}
	c.t.Fatalf("%s has no number at the county", code)
	return t
}

// TestH1ATicketGoesToTheCountyAndItsAnswerComesBack: H1, through both programs.
func TestH1ATicketGoesToTheCountyAndItsAnswerComesBack(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	var out accepted
	k.json(request, &out, "ticket", "--input", "-")
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("before it was sent: %v", found)
	}
	if exit, _, errs := k.run("", "receipt", out.Code, "--out", filepath.Join(t.TempDir(), "r.png")); exit != 0 {
		t.Errorf("its receipt: %s", errs)
	}
	k.json("", &struct{}{}, "sync", "--once")
	got := c.registered(out.Code)
	if got.State != "registered" || len(got.Due) != 10 || !strings.Contains(got.Order, "445203") || got.Form["content"] != markWords || got.Form["phone"] != markPhone {
		t.Errorf("the county has %+v", got)
	}
	c.admin("users", "add", "xichang", "--person", "锡场镇", "--role", "unit", "--unit", "锡场镇人民政府")
	c.admin("tickets", "set", got.Order, "--state", "dispatched", "--unit", "锡场镇人民政府")
	refused := func(field string, args ...string) {
		t.Helper()
		exit, _, errs := command(t, "", "countyd", append([]string{"tickets", "set", out.Code, "--database", c.database}, args...)...)
		if exit != 1 || !strings.Contains(errs, field+":") {
			t.Errorf("%v: %d %s", args, exit, errs)
		}
	}
	refused("answer", "--state", "answered", "--answer", "已联系"+markName+"，路灯修好了")
	refused("answer", "--state", "answered", "--answer", "请看 "+markPhone[:3]+" "+markPhone[3:])
	refused("state", "--state", "completed")
	refused("unit", "--state", "dispatched")
	refused("unit", "--state", "dispatched", "--unit", markName)
	c.admin("tickets", "set", out.Code, "--state", "answered", "--answer", "路灯昨天修好了。")
	k.json("", &struct{}{}, "sync", "--once")
	var s struct {
		State string
		Steps []struct{ State, Order, Due, Unit, Text string }
	}
	k.json("", &s, "status", out.Code)
	if s.State != "answered" || len(s.Steps) != 3 || s.Steps[0].Order != got.Order || s.Steps[0].Due != got.Due ||
		s.Steps[1].Unit != "锡场镇人民政府" || s.Steps[2].Text != "路灯昨天修好了。" {
		t.Errorf("the kiosk says %+v", s)
	}
	if exit, said, _ := k.run("", "status", out.Code); exit != 0 || !strings.Contains(said, got.Order) || !strings.Contains(said, "路灯昨天修好了") {
		t.Errorf("in words: %s", said)
	}
	var slip followed
	k.mustRefuse(`{"code":"`+out.Code+`","solved":true}`, "pleased", "survey")
	k.json(`{"code":"`+out.Code+`","solved":true,"pleased":false}`, &slip, "survey", "--input", "-")
	if s := k.told(out.Code); slip.Verb != "survey" || s.FollowUps[0].Outcome != "taken" {
		t.Errorf("what the person says of the answer: %+v, %+v", slip, s)
	}
	k.mustRefuse(`{"code":"`+out.Code+`","solved":true,"pleased":true}`, "code", "survey") // each answer once
	if found := residue(t, k.data, filepath.Dir(c.blobs)); len(found) > 0 {
		t.Errorf("after the answer: %v", found)
	}
}

func TestAConfidentialTicketHasNoAnswerOnAMachine(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	var out accepted
	k.json(strings.Replace(request, `"call_back"`, `"confidential":true,"call_back"`, 1), &out, "ticket", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.registered(out.Code)
	if exit, _, errs := command(t, "", "countyd", "tickets", "set", out.Code, "--state", "answered", "--answer", "好", "--database", c.database); exit != 1 {
		t.Errorf("answered in clear: %s", errs)
	}
	c.admin("tickets", "set", out.Code, "--state", "answered")
}

func Test24BadTicketsAreRefusedWithTheirField(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	for field, in := range map[string]string{
		"type":    strings.Replace(request, `"help"`, `"gossip"`, 1),
		"place":   strings.Replace(request, "445203104202", "", 1),
		"name":    strings.Replace(request, `"call_back":true`, `"anonymous":true`, 1),
		"consent": strings.Replace(request, `"consent":true`, `"consent":false`, 1),
	} {
		k.mustRefuse(in, field, "ticket")
	}
	k.mustRefuse(strings.Replace(request, `"consent":true`, `"photos":[{"file":"/nowhere.png"}],"consent":true`, 1), "photos[0].file", "ticket")
}
