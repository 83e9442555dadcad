package tests

import (
	"net/url"
	"strings"
	"testing"

	demo "bianmin/assets/catalog"
)

// parted is what a kiosk says of a case of a package.
type parted struct {
	State string
	Parts []struct {
		N                           int
		Name, Unit, State, Decision string
	}
}

func (s parted) states() (list string) {
	for _, p := range s.Parts {
		list += p.State
		if p.Decision != "" && p.Decision != p.State {
			list += ":" + p.Decision
		}
		list += " "
	}
	return list
}

// TestM2M14APackageIsTakenInOnceDecidedByItsUnitsAndToldToThePaper through both programs: one
// record, parts derived by the county, one handing over, and where each unit stands on the
// paper after the next pull.
func TestM2M14APackageIsTakenInOnceDecidedByItsUnitsAndToldToThePaper(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems(string(demo.Package()))
	k.json("", &struct{}{}, "sync", "--once")
	var out accepted
	k.json(house, &out, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.stands(out.Code, "received")
	page := "/cases/" + k.name() + "/" + out.ID
	for _, words := range []string{"各部门同时办理", "1. 存量房买卖合同网签备案", "2. 契税申报缴纳", "3. 房屋所有权转移登记", "等第 2 项办好再办"} {
		c.shows(page, words)
	}
	says := func(state, parts string) {
		t.Helper()
		var s parted
		k.json("", &struct{}{}, "sync", "--once")
		k.json("", &s, "status", out.Code)
		if s.State != state || s.states() != parts {
			t.Errorf("the kiosk says %s, %s; want %s, %s", s.State, s.states(), state, parts)
		}
	}
	says("received", "")
	c.does(page+"/act", url.Values{"verb": {"accept"}})
	says("accepted", "accepted accepted accepted ")
	does := func(part string, verbs ...string) {
		for _, verb := range verbs {
			form := url.Values{"verb": {verb}}
			if verb == "reject" {
				form.Set("words", "产权有争议")
			}
			c.does(page+"/parts/"+part+"/act", form)
		}
	}
	does("2", "review", "approve", "deliver")
	does("1", "review")
	says("review", "review delivery:approved accepted ")
	does("3", "review", "reject")
	says("review", "review delivery:approved refused ")
	does("3", "deliver")
	does("1", "approve", "deliver")
	says("delivery", "delivery:approved delivery:approved delivery:refused ")
	c.does(page+"/act", url.Values{"verb": {"complete"}})
	says("completed", "completed:approved completed:approved completed:refused ")
	if _, words, _ := k.run("", "status", out.Code); !strings.Contains(words, "第 3 项 房屋所有权转移登记") || !strings.Contains(words, "没有同意（已办结）") {
		t.Errorf("in words: %s", words)
	}
}

const house = `{"item":"house-transfer","applicant":{"kind":"person","name":"张三","id_type":"resident_id","id":"` + markID + `","phone":"13800000000"},
 "form":{"site":"锡场镇江滨村一巷2号","certificate":"粤2026揭东区不动产权第0000001号","build_area":98,"price":300000,"other_party":"李四","first_home":false,"signature":"iVBORw0KGgo="},
 "materials":[{"code":"sqb","declared":"original"},{"code":"sfz","declared":"original"},{"code":"htwb","declared":"original"},{"code":"bdcq","declared":"original"}],
 "delivery":{"mode":"pickup"},"consent":true}`
