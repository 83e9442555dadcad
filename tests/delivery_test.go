package tests

import (
	"encoding/base64"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
)

// TestM8TheWayOfAResultIsToldToThePaper through both programs: sent with carrier and number,
// come back, at the village, and there handed over by a helper to who signs and knows the last
// four; the address is in nothing that the machine says.
func TestM8TheWayOfAResultIsToldToThePaper(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	right := signs(c.hire("B-017"), helperPIN)
	k.listed(right, true)
	c.publishItems("事项编码,事项名称,承诺时限,法定时限,送达方式\n" + official + ",老年人优待证,5,10,快递；村点\n")
	k.json("", &struct{}{}, "sync", "--once")
	var out accepted
	wish := `"delivery":{"mode":"express","address":"江滨村一巷2号","name":"陈小妹","payer":"sender"}`
	k.json(strings.Replace(simple(official), `"delivery":{"mode":"pickup"}`, wish, 1), &out, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.stands(out.Code, "received")
	page := "/cases/" + k.name() + "/" + out.ID
	for _, verb := range []string{"accept", "review", "approve", "deliver"} {
		c.does(page+"/act", url.Values{"verb": {verb}})
	}
	c.shows(page, "已填写，查看个人信息后可见")
	c.shows(page, "寄付")
	if exit, _, errs := command(t, "", "countyd", "cases", "deliver", out.Code, "--how", "returned", "--database", c.database); exit != 1 {
		t.Errorf("it came back before it was sent: %d %s", exit, errs)
	}
	for n, step := range []struct {
		form  url.Values
		words string
	}{
		{url.Values{"verb": {"sent"}, "carrier": {"ems"}, "waybill": {"ea123456789cn"}}, "邮政 EMS，单号 ****89CN"},
		{url.Values{"verb": {"returned"}}, "结果没有送到，已经退回"},
		{url.Values{"verb": {"at_village"}}, "请带身份证和回执来领"},
		{url.Values{"verb": {"handed_over"}}, "结果已经领取（签收）了"},
	} {
		if n == 2 { // by command, under the same rules
			for name, how := range map[string][]string{"how": {"delivered"}, "carrier": {"sent", "--waybill", "EA123456789CN"}} {
				if exit, _, _ := command(t, "", "countyd", append([]string{"cases", "deliver", out.Code, "--database", c.database, "--how"}, how...)...); exit == 0 {
					t.Errorf("taken without its %s", name)
				}
			}
			c.admin("cases", "deliver", out.Code, "--how", step.form.Get("verb"))
		} else if n == 3 { // by the village
			k.handsOver(out.Code, asFile(t, right))
			c.shows(page, "后四位和申请人的对不上，没有算数")
			c.shows(page, "陈丽君 工牌 B-017")
			c.shows(page, "领取人的签名")
		} else {
			c.does(page+"/act", step.form)
		}
		k.json("", &struct{}{}, "sync", "--once")
		var s struct {
			State      string
			Steps      []struct{ State string }
			Deliveries []struct{ State, Carrier, Waybill string }
		}
		_, raw, _ := k.run("", "status", out.Code, "--json")
		k.json("", &s, "status", out.Code)
		if s.State != "delivery" || len(s.Steps) != 4 || len(s.Deliveries) != n+1 || s.Deliveries[n].State != step.form.Get("verb") || s.Deliveries[0].Carrier != "ems" || s.Deliveries[0].Waybill != "****89CN" {
			t.Errorf("after %s the machine says %+v", step.form.Get("verb"), s)
		}
		_, words, _ := k.run("", "status", out.Code)
		if !strings.Contains(words, step.words) {
			t.Errorf("after %s in words: %s", step.form.Get("verb"), words)
		}
		for _, personal := range []string{"一巷2号", "陈小妹"} {
			if strings.Contains(raw+words, personal) {
				t.Errorf("the machine says %s", personal)
			}
		}
	}
	c.kill()
	for _, dir := range []string{k.data, filepath.Dir(c.blobs)} {
		if found := holding(t, []string{"EA123456789CN"}, dir); len(found) > 0 {
			t.Errorf("the number of the parcel is read in %s: %v", dir, found)
		}
	}
}

// handsOver hands a result over: not without a helper, not without a signature, and not to who
// does not know the last four.
func (k kiosk) handsOver(code, helper string) {
	k.t.Helper()
	in := func(four, signature string) string {
		return `{"code":"` + code + `","last_four":"` + four + `","signature":"` + signature + `"}`
	}
	signed := base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\n" + strings.Repeat(markInPhoto, 100)))
	k.liesHere(code, helper, true)
	k.mustRefuse(in("002X", signed), "helper", "collect")
	if exit, answer, _ := k.run(in("002X", ""), "collect", "--input", "-", "--json", "--helper", helper); exit != 1 || !strings.Contains(answer, "err.collect.signature") {
		k.t.Errorf("handed over unsigned: %d %s", exit, answer)
	}
	for _, four := range []string{"1234", "002X"} {
		var slip followed
		k.json(in(four, signed), &slip, "collect", "--input", "-", "--helper", helper)
		said := k.told(code).FollowUps
		if want := map[string]string{"1234": "unproven", "002X": "taken"}[four]; said[len(said)-1].Outcome != want {
			k.t.Errorf("with %s: %+v", four, said)
		}
	}
	if exit, answer, _ := k.run(in("002X", signed), "collect", "--input", "-", "--json", "--helper", helper); exit != 1 || !strings.Contains(answer, "err.collect.done") {
		k.t.Errorf("handed over twice: %d %s", exit, answer)
	}
	k.liesHere(code, helper, false)
	if found := residue(k.t, k.data); len(found) > 0 {
		k.t.Errorf("handed over, and read in %v", found)
	}
}

// liesHere looks whether the result of a case is among those of the day that wait here, which
// are told to who helps alone.
func (k kiosk) liesHere(code, helper string, want bool) {
	k.t.Helper()
	if exit, answer, _ := k.run("", "today", "--json"); exit != 1 || !strings.Contains(answer, "err.helper.today") {
		k.t.Errorf("told to anybody: %d %s", exit, answer)
	}
	var day struct {
		Cases, Results []struct {
			Code string `json:"short_code"`
		}
	}
	k.json("", &day, "today", "--helper", helper)
	found := len(day.Results) == 1 && day.Results[0].Code == code
	if found != want || len(day.Cases) != 1 {
		k.t.Errorf("the day is %+v; does %s lie here: %v", day, code, want)
	}
}
