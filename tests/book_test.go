package tests

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
)

type slotLeft struct {
	Slot string
	Left int
	Text string
}

func appointment(slot string) string {
	return `{"kind":"window","slot":"` + slot + `","matter":"` + markWords + `","priority":"65岁以上","name":"` + markName + `","phone":"` + markPhone + `","consent":true}`
}

// offer opens a slot with one seat on each of n days.
func (c *county) offer(n int) {
	c.t.Helper()
	for i := range n {
		day := time.Now().In(village.Zone).AddDate(0, 0, 3+i).Format(time.DateOnly)
		c.admin("slots", "open", "--area", "445203104", "--day", day, "--from", "0930", "--to", "1000", "--seats", "1", "--share", "1")
	}
}

// free are the slots in which k may give a seat.
func (k kiosk) free() (list []string) {
	k.t.Helper()
	_, said, _ := k.run("", "book", "--slots", "--json")
	for _, line := range strings.Split(strings.TrimSpace(said), "\n") {
		var s slotLeft
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			k.t.Fatal(err)
		}
		list = append(list, s.Slot)
	}
	return list
}

// TestM4TwoMachinesWithoutALineNeverGiveTheSameSeat: M4, through both programs.
func TestM4TwoMachinesWithoutALineNeverGiveTheSameSeat(t *testing.T) {
	t.Parallel()
	c, one, two := newCounty(t), newKiosk(t), newKiosk(t)
	c.enrol(one)
	c.enrol(two)
	day := time.Now().In(village.Zone).AddDate(0, 0, 3).Format(time.DateOnly)
	c.admin("slots", "open", "--area", "445203104", "--day", day, "--from", "0930", "--to", "1000", "--seats", "3", "--share", "2")
	if exit, _, errs := command(t, "", "countyd", "slots", "open", "--area", "445203104", "--day", day, "--from", "0930", "--to", "0900", "--seats", "3",
		"--database", c.database); exit != 1 || !strings.Contains(errs, "to:") {
		t.Errorf("a slot that ends before it begins: %d %s", exit, errs)
	}
	var left slotLeft
	for n, k := range []kiosk{one, two} {
		k.json("", &struct{}{}, "sync", "--once")
		k.json("", &left, "book", "--slots")
		if left.Left != 2-n || !strings.Contains(left.Text, "9:30–10:00") {
			t.Fatalf("machine %d may give %+v", n+1, left)
		}
	}
	c.kill()
	numbers := map[string]bool{}
	for _, k := range []kiosk{one, one, two} {
		var out numbered
		k.json(appointment(left.Slot), &out, "book", "--input", "-")
		if out.Number == nil || !strings.HasPrefix(*out.Number, left.Slot) || numbers[*out.Number] {
			t.Fatalf("number %v behind %v", out.Number, numbers)
		}
		numbers[*out.Number] = true
		if found := residue(t, k.data); len(found) > 0 {
			t.Errorf("in the clear: %v", found)
		}
	}
	for _, k := range []kiosk{one, two} { // three seats, three people
		k.mustRefuse(appointment(left.Slot), "slot", "book")
	}
	c.start()
	for _, k := range []kiosk{one, two} {
		k.json("", &struct{}{}, "sync", "--once")
	}
	deadline := time.Now().Add(30 * time.Second)
	for !strings.Contains(c.admin("slots", "list", "--json"), `"booked":3`) {
		if time.Now().After(deadline) {
			t.Fatal(c.admin("slots", "list", "--json"))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// TestM6AHomeVisitIsArrangedAndItsDayIsOnThePaper: M6.
func TestM6AHomeVisitIsArrangedAndItsDayIsOnThePaper(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	in := `{"kind":"home","reason":"年纪大，走不动","place":"445203104202","address":"` + markStreet + `","matter":"领津贴","name":"` + markName + `","phone":"` + markPhone + `","consent":true}`
	var out accepted
	k.json(in, &out, "book", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	got := c.registered(out.Code)
	if got.State != "registered" || got.Due != "" || got.Form["address"] != markStreet {
		t.Errorf("the county has %+v", got)
	}
	day := time.Now().In(village.Zone).AddDate(0, 0, 3).Format(time.DateOnly)
	c.admin("bookings", "set", out.Code, "--state", "dispatched", "--unit", "锡场镇党群服务中心", "--day", day)
	k.json("", &struct{}{}, "sync", "--once")
	if exit, said, _ := k.run("", "status", out.Code); exit != 0 || !strings.Contains(said, day) || !strings.Contains(said, "锡场镇党群服务中心") {
		t.Errorf("the paper says %s", said)
	}
	c.admin("bookings", "set", out.Code, "--state", "completed")
}

// TestM4AnAppointmentIsMovedAndTakenBackWithoutALine: through both programs; the slip
// verifies on the machine alone, the paper says the new time, and the county follows.
func TestM4AnAppointmentIsMovedAndTakenBackWithoutALine(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.offer(2)
	k.json("", &struct{}{}, "sync", "--once")
	slots := k.free()
	c.kill()
	var out numbered
	k.json(appointment(slots[0]), &out, "book", "--input", "-")
	var moved struct {
		QR     string
		Number string `json:"case_number"`
	}
	k.json(`{"code":"`+out.Code+`","slot":"`+slots[1]+`"}`, &moved, "move", "--input", "-")
	var genuine struct{ OK bool }
	if k.json("", &genuine, "verify", moved.QR); !genuine.OK || !strings.HasPrefix(moved.Number, slots[1]) {
		t.Errorf("%+v is genuine: %v", moved, genuine.OK)
	}
	var status numbered
	if k.json("", &status, "status", out.Code); status.Number == nil || *status.Number != moved.Number {
		t.Errorf("the paper says %v, want %s", status.Number, moved.Number)
	}
	var second numbered
	k.json(appointment(slots[0]), &second, "book", "--input", "-") // the seat that was left
	k.json(`{"code":"`+second.Code+`"}`, &struct{}{}, "withdraw", "--input", "-")
	k.mustRefuse(`{"code":"`+second.Code+`","slot":"`+slots[0]+`"}`, "code", "move")
	var back struct {
		State  village.CaseState
		Number *string `json:"case_number"`
	}
	if k.json("", &back, "status", second.Code); back.State != village.Withdrawn || back.Number != nil {
		t.Errorf("what was given back stands as %+v", back)
	}
	if _, said, _ := k.run("", "status", second.Code); strings.Contains(said, *second.Number) || !strings.Contains(said, "预约已取消") {
		t.Errorf("of what was given back it says %s", said)
	}
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("in the clear: %v", found)
	}
	c.start()
	k.json("", &struct{}{}, "sync", "--once")
	k.until(func() bool {
		said := c.admin("slots", "list", "--json")
		return strings.Contains(said, `"moved":1,"withdrawn":1`) && strings.Contains(said, `"booked":1`)
	})
}
