package tests

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"bianmin/county/countytest"
)

// move is one thing on the way of a journey to its end: a deed is handed in, something
// else is handed in with the paper, an officer presses a button of the console, or the
// paper's code says something at the machine.
type move struct {
	Deed *int // which of the journey's deeds

	Do   string         // the command at the machine: makeup, supplement, rate
	With map[string]any // what it reads

	By    string         // officer, see [offices]
	On    string         // cases, tickets, bookings or ratings
	Waits string         // words that have to stand on the page first: what comes in is opened a moment later
	Press string         // words of the button
	Fill  map[string]any // values of its form by their names

	State string   // in which the paper is
	Says  []string // words of `bianmin status`

	Code string // of the paper, for officers and the paper; "" = "$code"
}

// offices are the accounts that carry journeys on: their role, with its part of the
// district.
func offices() map[string][]string {
	return map[string][]string{
		"lijun":    {"--role", "county"},
		"town":     {"--role", "town", "--division", "445203104000"},
		"village":  {"--role", "assistant", "--division", "445203104202"},
		"civil":    {"--role", "unit", "--unit", "区民政局"},
		"social":   {"--role", "unit", "--unit", "区人社局"},
		"medical":  {"--role", "unit", "--unit", "区医保局"},
		"disabled": {"--role", "unit", "--unit", "区残联"},
		"police":   {"--role", "unit", "--unit", "区公安分局"},
		"streets":  {"--role", "unit", "--unit", "区城管局"},
	}
}

// officers press buttons in a real Chromium, see carry.mjs.
type officers struct {
	t    *testing.T
	tell io.Writer
	hear *bufio.Scanner
}

// officers makes the accounts and lets each of them sign in, with a password and the
// digits of the second factor.
func (c *county) officers() *officers {
	c.t.Helper()
	chromium, folder := countytest.Browser(c.t, "..")
	say, err := json.Marshal(map[string]string{"address": c.url(), "chromium": chromium, "shots": os.Getenv("BIANMIN_SHOTS")})
	if err != nil {
		c.t.Fatal(err)
	}
	script := exec.CommandContext(c.t.Context(), "node", "carry.mjs", string(say))
	script.Dir, script.Stderr = folder, c.t.Output()
	in, err := script.StdinPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	out, err := script.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := script.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = in.Close(); _ = script.Wait() })
	o := &officers{t: c.t, tell: in, hear: bufio.NewScanner(out)}
	for name, part := range offices() {
		var added struct{ Code string }
		made := c.admin(append([]string{"users", "add", name, "--person", "陈丽君", "--json"}, part...)...)
		if err := json.Unmarshal([]byte(made), &added); err != nil {
			c.t.Fatal(err)
		}
		if said := o.told(map[string]any{"name": name, "code": added.Code}); said != "ok" {
			c.t.Fatalf("%s: %s", name, said)
		}
	}
	return o
}

// told says one thing and waits until it is done; the answer is "ok", or what is wrong.
func (o *officers) told(what map[string]any) string {
	o.t.Helper()
	line, err := json.Marshal(what)
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := o.tell.Write(append(line, '\n')); err != nil {
		o.t.Fatal(err)
	}
	if !o.hear.Scan() {
		o.t.Fatalf("the officers are gone: %v", o.hear.Err())
	}
	return o.hear.Text()
}

// carriage is a journey on its way, with a player of its own at a machine that it shares.
type carriage struct {
	journey
	player
	done int // steps
}

// atMachine does the steps up to the next one of an officer.
func (j *carriage) atMachine() {
	for ; j.done < len(j.Carry) && j.Carry[j.done].By == ""; j.done++ {
		switch s := j.Carry[j.done]; {
		case s.Deed != nil:
			j.command(j.Deeds[*s.Deed])
		case s.Do != "":
			j.command(deed{Do: s.Do, With: s.With})
		default:
			j.paper(s)
		}
	}
}

// of is the code of the paper that a step is about.
func (j *carriage) of(s move) string {
	if s.Code == "" {
		return j.code
	}
	return j.filled(s.Code).(string)
}

// paper looks at what the code of the paper says.
func (j *carriage) paper(s move) {
	t, code := j.kiosk.t, j.of(s)
	t.Helper()
	j.kiosk.until(func() bool { return j.kiosk.status(code).State == s.State })
	_, said, _ := j.kiosk.run("", "status", code)
	for _, words := range s.Says {
		words = j.filled(words).(string)
		if !strings.Contains(said, words) {
			t.Errorf("%s: the paper does not say %s:\n%s", j.Story, words, said)
		}
	}
	t.Logf("the paper: %s", strings.TrimSpace(said))
}

// atOffice does the steps up to the next one at the machine. A journey that is stuck ends
// there.
func (j *carriage) atOffice(o *officers) {
	for ; j.done < len(j.Carry) && j.Carry[j.done].By != ""; j.done++ {
		s := j.Carry[j.done]
		code := j.of(s)
		said := o.told(map[string]any{"by": s.By, "on": s.On, "code": code[:4] + "-" + code[4:], "waits": s.Waits, "press": s.Press, "fill": j.filled(s.Fill)})
		if said != "ok" {
			o.t.Errorf("%s: %s presses %s: %s", j.Story, s.By, s.Press, said)
			j.done = len(j.Carry)
			return
		}
	}
}

// carried takes every journey to its end: machine and offices in turn, with one contact
// between them, as they come about. It returns how often they took turns.
func carried(k kiosk, o *officers, list []*carriage) (turns int) {
	k.t.Helper()
	for left := true; left; turns++ {
		left = false
		k.json("", &struct{}{}, "sync", "--once")
		for _, j := range list {
			j.atMachine()
		}
		k.json("", &struct{}{}, "sync", "--once")
		for _, j := range list {
			j.atOffice(o)
			left = left || j.done < len(j.Carry)
		}
	}
	return turns
}

// TestTheTwelveJourneysAreCarriedToTheirEndInTheConsole: people hand in at one machine,
// officers of the district, a town, a village and five units decide, deliver, answer and put
// right in a real Chromium, and the code of the paper shows the outcome, at the command for
// all and in the real window for one.
func TestTheTwelveJourneysAreCarriedToTheirEndInTheConsole(t *testing.T) {
	c := newCounty(t)
	p := player{kiosk: newKiosk(t)}
	c.enrol(p.kiosk)
	c.equips(&p)
	var list []*carriage
	for _, group := range []string{"villager", "helper", "home"} {
		for _, j := range journeys(t, group) {
			if len(j.Carry) == 0 {
				t.Errorf("nobody carries this on: %s", j.Story)
			}
			list = append(list, &carriage{journey: j, player: p})
		}
	}
	if len(list) != 12 {
		t.Errorf("%d journeys", len(list))
	}
	turns := carried(p.kiosk, c.officers(), list)
	presses := 0
	for _, j := range list {
		for _, s := range j.Carry {
			if s.By != "" {
				presses++
			}
		}
	}
	t.Log(fmt.Sprintf("%d journeys in %d turns, %d deeds of officers", len(list), turns, presses))
	f := newFinger(t, p.kiosk, 1080, 1920)
	f.screen("home")
	f.find(list[1].code)
	f.says("区里已办结")
	f.picture("carried")
	f.says("您评价里说的事，区里已经处理。")
}
