package tests

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"
)

// TestM8TheWayOfAResultIsToldToThePaper through both programs: sent with carrier and number,
// come back, at the village, fetched; the address is in nothing that the machine says.
func TestM8TheWayOfAResultIsToldToThePaper(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems("事项编码,事项名称,承诺时限,法定时限,送达方式\n" + official + ",老年人优待证,5,10,快递；村点\n")
	k.json("", &struct{}{}, "sync", "--once")
	var out accepted
	wish := `"delivery":{"mode":"express","address":"江滨村一巷2号","name":"陈小妹"}`
	k.json(strings.Replace(simple(official), `"delivery":{"mode":"pickup"}`, wish, 1), &out, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.stands(out.Code, "received")
	page := "/cases/" + k.name() + "/" + out.ID
	for _, verb := range []string{"accept", "review", "approve", "deliver"} {
		c.does(page+"/act", url.Values{"verb": {verb}})
	}
	c.shows(page, "已填写，查看个人信息后可见")
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
