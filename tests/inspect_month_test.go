package tests

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/ui/flow"
)

// month is a month of spot checks: the machines of the centres that were drawn, and that
// of the inspectors.
type month struct {
	*testing.T
	c      *county
	chosen []string
	sites  map[string]kiosk // by centre
	papers map[string]inspectors
	own    kiosk   // of the inspectors
	front  *finger // the window of the first centre
	scan   func(string)
	rng    *rand.Rand
}

// How the visits are made.
const (
	byFinger   = 4  // first so many on real windows, the last of them on the inspectors' own machine
	atTheSite  = 17 // up to here by command at the centre's own machine, and then at the inspectors'
	drawnSites = 30
)

// TestAMonthOfThirtyVisitsIsDrawnFiledRankedAndPutRight: 30 of 217 centres, offline, on the
// real windows and by command, at the centres' own machines and at that of the inspectors;
// what they found is put right with photographs, looked at again and ranked. The draw and
// every figure are made again in another language.
func TestAMonthOfThirtyVisitsIsDrawnFiledRankedAndPutRight(t *testing.T) {
	c := newCounty(t)
	chosen, draw := c.drawn(t, drawnSites)
	m := &month{T: t, c: c, chosen: chosen, sites: map[string]kiosk{}, papers: map[string]inspectors{}, own: newKiosk(t), rng: rand.New(rand.NewPCG(30, 217))}
	badge := m.open()
	c.kill()
	m.visit()
	c.start()
	for _, k := range m.machines() {
		k.json("", &struct{}{}, "sync", "--once")
	}
	m.arrived()
	orders := m.putRight(badge)

	period := c.visits(drawnSites)[0].month()
	inspectors{c: c}.recomputed(t, period)
	c.admin("inspect", "verify", "--blobs", c.blobs)
	c.nextDraw(t, chosen)
	out := filepath.Join(t.TempDir(), "pack.pdf")
	c.admin("inspect", "pack", "--period", period[:len("2006")], "--out", out)
	text, err := exec.Command("pdftotext", "-layout", out, "-").Output()
	if err != nil || strings.Count(string(text), "ZG") < orders {
		t.Errorf("the evidence pack names %d orders of %d, %v", strings.Count(string(text), "ZG"), orders, err)
	}
	m.drawChanged(draw)
	inspectors{c: c}.tampered(t)
}

// drawChanged wants the draw to be believed as it is, and not with another centre in it.
func (m *month) drawChanged(draw string) {
	var whole struct {
		OK     bool
		Chosen []string
	}
	if m.own.json("", &whole, "check", "verify-draw", draw); !whole.OK || !slices.Equal(whole.Chosen, m.chosen) {
		m.Errorf("the draw is %+v", whole)
	}
	raw, err := os.ReadFile(draw)
	if err != nil {
		m.Fatal(err)
	}
	changed := filepath.Join(m.TempDir(), "draw.json")
	at := strings.LastIndex(string(raw), m.chosen[0])
	if err := os.WriteFile(changed, []byte(string(raw[:at])+undrawn(m.T, m.chosen)+string(raw[at+len(m.chosen[0]):])), 0o600); err != nil {
		m.Fatal(err)
	}
	if exit, out, _ := m.own.run("", "check", "verify-draw", changed, "--json"); exit != 1 {
		m.Errorf("with another centre: %d %s", exit, out)
	}
}

// machines are all of them, the inspectors' last.
func (m *month) machines() (list []kiosk) {
	for _, place := range m.chosen {
		list = append(list, m.sites[place])
	}
	return append(list, m.own)
}

// open enrols the machines and gives the inspectors their papers; it returns the badge of
// who helps at the first centre. Every machine knows the others before the line is cut.
func (m *month) open() (badge string) {
	for _, place := range m.chosen {
		m.sites[place] = newKiosk(m.T)
		m.c.enrolAt(m.sites[place], place)
	}
	m.c.enrolAt(m.own, undrawn(m.T, m.chosen))
	var last accepted
	m.sites[m.chosen[drawnSites-1]].json(request, &last, "ticket", "--input", "-")
	m.own.until(func() bool {
		exit, _, _ := m.own.run("", "verify", last.QR)
		return exit == 0
	})
	people := m.c.papersFor(m.chosen[0])
	for _, place := range m.chosen {
		m.papers[place] = people.sentTo(place)
	}
	badge = m.c.hireAt("B-017", m.chosen[0])
	m.sites[m.chosen[0]].listed(signs(badge, helperPIN), true)
	return badge
}

// visit goes to every centre that was drawn, without a line.
func (m *month) visit() {
	m.front, m.scan = m.papers[m.chosen[0]].inspects(m.T, m.sites[m.chosen[0]], nobodyThere)
	m.papers[m.chosen[1]].inspects(m.T, m.sites[m.chosen[1]], late((*finger).agrees))
	m.papers[m.chosen[2]].inspects(m.T, m.sites[m.chosen[2]], late((*finger).objects))
	m.papers[m.chosen[3]].inspectsElsewhere(m.T, m.own, m.sites[m.chosen[3]])
	for n := byFinger; n < drawnSites; n++ {
		place := m.chosen[n]
		at, proof := m.sites[place], ""
		if n >= atTheSite {
			at, proof = m.own, m.met(place)
		}
		in := m.papers[place].visitOf(m.T, place, m.found(n)...)
		if proof != "" {
			in = strings.Replace(in, `"order"`, `"presence":`+quoted(m.T, proof)+`,"order"`, 1)
		}
		var out filed
		at.json(in, &out, "check", "file", "--input", "-")
		if n == vetoed && out.Score.Points != 0 {
			m.Errorf("a veto left %v points", out.Score.Points)
		}
	}
}

// met is what the inspectors' machine and that of a centre say of their meeting.
func (m *month) met(place string) string {
	var challenge, answer struct{ Code string }
	m.own.json("", &challenge, "check", "challenge", "--order", m.papers[place].order)
	m.sites[place].json("", &answer, "check", "answer", challenge.Code)
	return challenge.Code + "|" + answer.Code
}

// vetoed is the visit that finds what leaves no points.
const vetoed = 7

// found is what visit n finds.
func (m *month) found(n int) (list []map[string]any) {
	rules := []string{"duty.late", "run.hygiene", "wait.seat", "sign.inside", "counter.missing", "safety.kit", "zone.access", "public.phone", "base.room"}
	for i, rule := range rules {
		if m.rng.IntN(3) == 0 {
			list = append(list, broken(m.T, rule, 100*n+i))
		}
	}
	if n == vetoed {
		list = append(list, broken(m.T, "veto.fake", 9999))
	}
	return list
}

// arrived wants each visit at the county with what shows that it was made there.
func (m *month) arrived() {
	at := map[string]visitLine{}
	for _, v := range m.c.visits(drawnSites) {
		at[v.Centre] = v
	}
	answers := []string{"absent", "signed", "objects", "absent"}
	for n, place := range m.chosen {
		v, proved := at[place], n == byFinger-1 || n >= atTheSite
		if want := map[bool]string{true: "proved", false: "machine"}[proved]; v.Presence != want || (v.Facts != nil) == proved {
			m.Errorf("visit %d: presence %q, want %s; facts %+v", n, v.Presence, want, v.Facts)
		}
		if n < byFinger && v.Answer != answers[n] {
			m.Errorf("visit %d: on duty %q, want %s", n, v.Answer, answers[n])
		}
	}
}

// putRight answers each order at the machine of its centre with photographs, the first one
// on the real window, and looks again: what was found back is answered twice. It returns
// how many orders there were. Those of the last centres stay open.
func (m *month) putRight(badge string) int {
	all := lines[rectLine](m.c, "inspect", "orders", "--open")
	if len(all) < drawnSites {
		m.Fatalf("%d orders", len(all))
	}
	closed := 0
	for n, place := range m.chosen[:8] {
		k, told := m.sites[place], m.told(place)
		for i, o := range told {
			if n+i == 0 {
				m.repliesByFinger(badge, o.Number)
			} else {
				m.replies(k, o.Number, 1000*n+i)
			}
			m.act(o.Number, "replied", map[bool]string{true: "reject", false: "accept"}[n == 4])
			if n == 4 {
				k.awaits(o.Number, "again")
				m.replies(k, o.Number, 5000*n+i)
				m.act(o.Number, "replied", "accept")
			}
			closed++
		}
	}
	struck := m.told(m.chosen[9])
	for _, o := range struck[:min(1, len(struck))] {
		m.act(o.Number, "open", "strike")
		closed++
	}
	if still := lines[rectLine](m.c, "inspect", "orders", "--open"); closed < 8 || len(still) != len(all)-closed {
		m.Errorf("%d orders are open of %d, %d were closed", len(still), len(all), closed)
	}
	return len(all)
}

// told are the orders that a centre's machine was told of.
func (m *month) told(place string) (list []orderAnswer) {
	m.sites[place].until(func() bool {
		list = m.sites[place].orders()
		return len(list) == len(slices.DeleteFunc(lines[rectLine](m.c, "inspect", "orders", "--open"), func(o rectLine) bool { return o.Centre != place }))
	})
	return list
}

// replies hands a reply in with a picture of before and one of after.
func (m *month) replies(k kiosk, number string, n int) {
	in := fmt.Sprintf(`{"order":%s,"text":"已经整改","photos":[{"file":%s}],"before":[{"file":%s}]}`, quoted(m.T, number), quoted(m.T, pictureFile(m.T, n, "")), quoted(m.T, pictureFile(m.T, n+50, "")))
	k.json(in, &accepted{}, "check", "reply", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
}

// act waits until an order stands so at the county and does what an officer does with it.
func (m *month) act(number, state, verb string) {
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		list := lines[rectLine](m.c, "inspect", "orders")
		if i := slices.IndexFunc(list, func(o rectLine) bool { return o.Number == number }); i >= 0 && list[i].State == state {
			break
		}
		if time.Now().After(deadline) {
			m.Fatalf("order %s is never %s", number, state)
		}
	}
	args := []string{"inspect", "act", number, verb, "--by", "郑检查", "--text", "看过了"}
	if verb == "reject" {
		args = append(args, "--reason", "back")
	}
	m.c.admin(args...)
}

// awaits syncs until the machine was told how an order stands.
func (k kiosk) awaits(number, step string) {
	k.t.Helper()
	k.until(func() bool {
		return slices.ContainsFunc(k.orders(), func(o orderAnswer) bool { return o.Number == number && o.Step == step })
	})
}

// repliesByFinger signs in with a badge at the first centre and answers an order there.
func (m *month) repliesByFinger(badge, number string) {
	m.Helper()
	f := m.front
	m.scan(badge)
	f.until("the question for the PIN", func() bool { return strings.Contains(f.probe("names"), "signin.try") })
	for _, digit := range helperPIN {
		f.tap(string(digit))
	}
	f.tap("signin.try")
	f.says("本机累计收件")
	f.tap("orders")
	f.screen(string(flow.RouteOrders))
	f.choose("reply." + number)
	f.screen(string(flow.RouteRectify))
	f.writes("write", "yi", "已")
	f.photographs("shoot.after")
	f.photographs("shoot.before")
	f.picture("inspector-rectify")
	f.tap("submit")
	f.says("整改回复已收")
	f.tap("home")
	f.screen(string(flow.RouteHome))
}

// photographs takes a picture from a page that asks for one.
func (f *finger) photographs(button string) {
	f.t.Helper()
	back := f.probe("current")
	f.choose(button)
	f.screen(string(flow.RoutePhoto))
	f.shoot()
	f.tap("use")
	f.screen(back)
}
