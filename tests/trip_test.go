package tests

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// TestM9ATripThatAnOfficerRecordedTakesThePromiseOfNoneAway from the machines, and a
// trip is no step that the applicant hears of.
func TestM9ATripThatAnOfficerRecordedTakesThePromiseOfNoneAway(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.publishItems("事项编码,事项名称,承诺时限,法定时限,到现场次数\n" + official + ",老龄津贴,5,10,0\n")
	k.json("", &struct{}{}, "sync", "--once")
	var filed accepted
	k.json(simple(official), &filed, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.numberOf(filed.Code)
	contradicted := func() bool {
		t.Helper()
		k.json("", &struct{}{}, "sync", "--once")
		var found struct {
			Items []struct {
				Visits       *int
				Contradicted bool
			}
		}
		k.json("", &found, "items", "search", "老龄津贴")
		if len(found.Items) != 1 || found.Items[0].Visits == nil || *found.Items[0].Visits != 0 {
			t.Fatalf("found %+v", found)
		}
		return found.Items[0].Contradicted
	}
	if contradicted() {
		t.Fatal("contradicted before anybody came")
	}
	c.admin("cases", "came", filed.Code)
	var line struct {
		Item               string
		Cases, Came, Trips int
	}
	if err := json.Unmarshal([]byte(strings.TrimSpace(c.admin("items", "trips", "--json"))), &line); err != nil || line.Item != official || line.Cases != 1 || line.Came != 1 || line.Trips != 1 {
		t.Fatalf("%+v, %v", line, err)
	}
	c.kill()
	c.start() // it looks for trips when it starts, and then once in a while
	for deadline := time.Now().Add(30 * time.Second); !contradicted(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the machine goes on promising that nobody has to come")
		}
	}
	var shown struct {
		Contradicted bool
		Due          string `json:"due_text"`
	}
	if k.json("", &shown, "items", "show", official); !shown.Contradicted || !strings.Contains(shown.Due, "5个工作日") {
		t.Errorf("its guide by command: %+v", shown)
	}
	if s := k.status(filed.Code); s.State != "received" || len(s.Steps) != 0 {
		t.Errorf("the applicant hears of %+v", s)
	}
}
