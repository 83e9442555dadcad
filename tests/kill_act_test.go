package tests

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
)

// killedAct is a command that is killed while it does something. There is what the machine
// answers when it is done a second time; nil where a second one is another record.
type killedAct struct {
	name, in string
	there    []string // keys of a refusal that says that it was done
	verb     string   // of what follows a case
}

func killedActs(code string) []killedAct {
	bring := func(material string) string {
		return `{"code":"` + code + `","materials":[{"code":"` + material + `","declared":"original"}]}`
	}
	return []killedAct{
		{"rate", `{"target":"` + code + `","grade":1,"text":"` + markWords + `"}`, []string{"err.rating.twice"}, ""},
		{"supplement", bring("sfz"), []string{"err.follow.all_there"}, "supplement"},
		{"makeup", bring("zp"), []string{"err.follow.all_there"}, "make_up"},
		{"withdraw", `{"code":"` + code + `","last_four":"002X"}`, []string{"err.follow.withdrawn"}, "withdraw"},
		{"ticket", request, nil, ""},
		{"book", strings.Replace(request[:strings.Index(request, `"place_text"`)], `"type":"help"`, `"kind":"home","reason":"年纪大，走不动"`, 1) +
			`"address":"` + markStreet + `","matter":"领津贴","name":"` + markName + `","phone":"` + markPhone + `","consent":true}`, nil, ""},
	}
}

// TestAnActThatIsKilledIsAtTheCountyOnceOrNotAtAll: ratings, papers that come later, a
// withdrawal, requests and bookings, killed with kill -9 at random instants and done
// again. What was answered for is at the county once; what can be done once is there once,
// whichever of the tries had stored it; nothing shows what was typed.
func TestAnActThatIsKilledIsAtTheCountyOnceOrNotAtAll(t *testing.T) {
	t.Parallel()
	seed := *killSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	code := c.wanting(k)
	c.kill()
	tries := max(2, *kills/40)
	var answered []string // ids
	dead := 0
	for _, a := range killedActs(code) {
		start := time.Now()
		k.json("", &struct{}{}, "status", code) // as long as a command takes here today
		usual := time.Since(start)
		for range tries {
			if out, ended := k.killed(usual/4+time.Duration(rng.Int64N(int64(usual)*3/2)), a.in, a.name, "--input", "-", "--json"); ended {
				answered = append(answered, idOf(t, out))
			} else {
				dead++
			}
		}
		exit, out, errs := k.run(a.in, a.name, "--input", "-", "--json")
		if exit == 0 {
			answered = append(answered, idOf(t, out))
		} else if key := decoded[struct{ Error struct{ Key string } }](t, out).Error.Key; exit != 1 || !slices.Contains(a.there, key) {
			t.Errorf("-seed=%d: %s after kills: exit %d %s%s", seed, a.name, exit, out, errs)
		}
	}
	if found := residue(t, k.data); len(found) > 0 {
		t.Errorf("-seed=%d: after the kills: %v", seed, found)
	}
	c.start()
	opened := c.opened(k)
	held := c.digests()
	for _, id := range answered {
		if len(held[id]) != 1 {
			t.Errorf("-seed=%d: %s was answered for and is at the county as %v", seed, id, held[id])
		}
	}
	for _, a := range killedActs(code) {
		if a.there == nil {
			continue
		}
		if n := count(opened, a, code); n != 1 {
			t.Errorf("-seed=%d: %s is at the county %d times", seed, a.name, n)
		}
		if count(slices.Concat(opened, opened), a, code) != 2 || count(nil, a, code) != 0 {
			t.Errorf("%s is there twice, or not at all, and nobody sees it", a.name)
		}
	}
	if len(held) > 1+len(answered)+dead || dead == 0 {
		t.Errorf("-seed=%d: %d records for %d answers and %d kills", seed, len(held), len(answered), dead)
	}
	t.Logf("trials: %d kills of six acts, %d answers, %d records at the county, seed %d", dead, len(answered), len(held), seed)
}

// idOf is the record that an answer is about.
func idOf(t *testing.T, answer string) string {
	t.Helper()
	var a struct{ ID string }
	if err := json.Unmarshal([]byte(answer), &a); err != nil || a.ID == "" {
		t.Fatalf("answered %q: %v", answer, err)
	}
	return a.ID
}

// count is how many records do what a did to the case with that code.
func count(opened []map[string]any, a killedAct, code string) (n int) {
	for _, r := range opened {
		text := r["text"].(map[string]any)
		switch {
		case a.verb != "" && r["kind"] == string(village.RecordFollowUp) && text["verb"] == a.verb && text["short_code"] == code,
			a.verb == "" && r["kind"] == string(village.RecordRating) && text["target"] == code:
			n++
		}
	}
	return n
}
