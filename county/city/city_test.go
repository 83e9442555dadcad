package city_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/city"
	"bianmin/county/citytest"
	"bianmin/county/office"
)

// echo signs with the message turned round.
type echo struct{}

func (echo) Algorithm() string { return "echo" }
func (echo) Sign(m []byte) []byte {
	out := bytes.Clone(m)
	for i := range out {
		out[i] ^= 0x5a
	}
	return out
}
func verify(m, sign []byte) bool { return bytes.Equal(echo{}.Sign(m), sign) }

// book is a list of events, and what was refused of it by its key.
type book struct {
	events []office.CityEvent
	aside  map[string]office.CityAside
	acks   map[string]string
}

func (b *book) CityTook(_ context.Context, events []office.CityEvent, ack string) error {
	for _, e := range events {
		if b.acks[e.Key] == "" {
			b.acks[e.Key] = ack
		}
	}
	return nil
}

func (b *book) EachCityEvent(_ context.Context, _ time.Time, again bool, do func(office.CityEvent) error) (int, error) {
	for _, e := range b.events {
		if b.acks[e.Key] != "" && !again {
			continue
		}
		if _, refused := b.aside[e.Key]; refused {
			continue
		}
		if err := do(e); err != nil {
			return 0, err
		}
	}
	return 2, nil
}

func (b *book) SetCityEventAside(_ context.Context, e office.CityEvent, reason string) error {
	b.aside[e.Key] = office.CityAside{Event: e, Reason: reason, Tries: b.aside[e.Key].Tries + 1}
	return nil
}

func (b *book) CityAsides(context.Context) (list []office.CityAside, err error) {
	for _, e := range b.events {
		if a, refused := b.aside[e.Key]; refused {
			list = append(list, a)
		}
	}
	return list, nil
}

func (b *book) CityEventTaken(_ context.Context, e office.CityEvent) error {
	delete(b.aside, e.Key)
	return nil
}

func events(n int) *book {
	b := &book{aside: map[string]office.CityAside{}, acks: map[string]string{}}
	for i := range n {
		e := office.NewCityEvent("K1", village.RecordID(fmt.Sprint(i)), office.SourceKiosk, 0, time.Unix(1e9+int64(i), 0))
		e.CaseNo = village.CaseNumber(fmt.Sprint("no", i))
		b.events = append(b.events, e)
	}
	return b
}

func line(t testing.TB, s *citytest.Server) *city.Client {
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return &city.Client{Address: server.URL, Mark: "jiedong", Signer: echo{}, HTTP: server.Client(), Now: func() time.Time { return time.Unix(1e9, 0) }}
}

func TestP4EveryEventReachesTheCityOnceWhateverIsLost(t *testing.T) {
	const trials = 20
	for trial := range trials {
		rng := rand.New(rand.NewPCG(uint64(trial), 12))
		broken := map[int]string{} // calls that fail, and how
		for range rng.IntN(7) {
			broken[1+rng.IntN(8)] = []string{"lost", "refused", "answer lost"}[rng.IntN(3)]
		}
		s := &citytest.Server{
			Verify: verify,
			Lost:   func(call int) bool { return broken[call] == "lost" },
			Down:   func(call int) bool { return broken[call] == "refused" },
			Drop:   func(call int) bool { return broken[call] == "answer lost" },
		}
		all, c := events([]int{0, 1, 199, 200, 201, 401}[rng.IntN(6)]), line(t, s)
		var done office.Handover
		var err error
		for range 10 { // somebody runs it again until it ends well
			if done, err = office.TellCity(t.Context(), all, c, time.Time{}, true); err == nil {
				break
			}
			if village.KindOf(err) != village.Offline {
				t.Fatalf("trial %d: %v", trial, err)
			}
		}
		if err != nil || done.Sent != len(all.events) || done.Aside != 0 || done.Left != 2 || len(s.Held()) != len(all.events) {
			t.Fatalf("trial %d: %+v of %d, the city holds %d, %v", trial, done, len(all.events), len(s.Held()), err)
		}
		clear(broken)
		if again, err := office.TellCity(t.Context(), all, c, time.Time{}, true); err != nil || again.Known != len(all.events) {
			t.Fatalf("trial %d, again: %+v, %v", trial, again, err)
		}
	}
}

func TestARefusedEventIsSetAsideAndTheOthersGoOn(t *testing.T) {
	s := &citytest.Server{Verify: verify}
	c, all := line(t, s), events(401)
	for _, i := range []int{0, 3, 205, 400} { // the city holds other content of these
		other := all.events[i]
		other.CaseNo = "other"
		if _, err := c.Take(t.Context(), []office.CityEvent{other}); err != nil {
			t.Fatal(err)
		}
	}
	if done, err := office.TellCity(t.Context(), all, c, time.Time{}, true); err != nil || done != (office.Handover{Sent: 397, Left: 2, Aside: 4}) {
		t.Fatalf("%+v, %v", done, err)
	}
	if done, err := office.TellCity(t.Context(), all, c, time.Time{}, true); err != nil || done != (office.Handover{Sent: 397, Known: 397, Left: 2}) {
		t.Errorf("again: %+v, %v", done, err)
	}
	third := all.events[3].Key
	if a := all.aside[third]; a.Reason != "other held with other content" {
		t.Errorf("set aside %+v", a)
	}
	if done, err := office.RetryCity(t.Context(), all, c, third); err != nil || done.Aside != 1 || all.aside[third].Tries != 2 {
		t.Errorf("not settled yet: %+v, %v", done, err)
	}
	s.Forget(third)
	if done, err := office.RetryCity(t.Context(), all, c); err != nil || done != (office.Handover{Sent: 1, Aside: 3}) || len(all.aside) != 3 {
		t.Errorf("one is settled: %+v, %v", done, err)
	}
	if _, err := office.RetryCity(t.Context(), all, c, third); village.KindOf(err) != village.NotFound {
		t.Errorf("tried again what was taken: %v", err)
	}
}

// TestWhatTheCityTookIsToldOnceAndItsNumberStays: also where its answer was lost, and where
// everything is told again.
func TestWhatTheCityTookIsToldOnceAndItsNumberStays(t *testing.T) {
	s := &citytest.Server{Verify: verify, Drop: func(call int) bool { return call == 2 }}
	c, all := line(t, s), events(450)
	tell := func(again bool) office.Handover {
		t.Helper()
		done, err := office.TellCity(t.Context(), all, c, time.Time{}, again)
		if err != nil && village.KindOf(err) != village.Offline {
			t.Fatal(err)
		}
		return done
	}
	if done := tell(false); done.Sent != 200 || len(all.acks) != 200 || all.acks[all.events[0].Key] != "JY000001" {
		t.Errorf("the second answer is lost: %+v, %d numbers", done, len(all.acks))
	}
	if done := tell(false); done.Sent != 250 || done.Known != 200 || len(all.acks) != 450 {
		t.Errorf("the rest: %+v, %d numbers", done, len(all.acks))
	}
	if done := tell(false); done.Sent != 0 {
		t.Errorf("there is nothing new: %+v", done)
	}
	if done := tell(true); done.Sent != 450 || done.Known != 450 || all.acks[all.events[0].Key] != "JY000001" {
		t.Errorf("again: %+v, first number %s", done, all.acks[all.events[0].Key])
	}
}

func TestAnAnswerThatIsNoneIsNoSuccess(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"a page":         func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>login</html>")) },
		"empty":          func(http.ResponseWriter, *http.Request) {},
		"no success":     func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"success":false,"code":"x"}`)) },
		"knows too much": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"success":true,"known":7}`)) },
		"server error": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(`{"success":true}`))
		},
	} {
		server := httptest.NewServer(h)
		c := &city.Client{Address: server.URL, Signer: echo{}, HTTP: server.Client(), Now: time.Now}
		if _, err := c.Take(t.Context(), events(1).events); village.KindOf(err) != village.Offline || err == nil {
			t.Errorf("%s: %v", name, err)
		}
		server.Close()
	}
}
