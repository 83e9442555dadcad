package flow_test

import (
	"context"
	"image"
	"reflect"
	"slices"
	"testing"

	"bianmin/app/sound"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// killedLater is a page of which no draft is kept: what is typed there is short, or has
// no number by which its owner could prove to be it.
type killedLater struct {
	page  string
	at    func(*testing.T) (*flowtest.Machine, string)  // a machine, and the code of a paper
	to    func(t *testing.T, turn *flow.Turn, c string) // everything is filled in
	send  func(*testing.T, *flow.Turn)                  // hands it in
	again func(t *testing.T, turn *flow.Turn, c string) // what who comes back hears: nothing is stored twice unsaid
}

// wrote is what people write on those pages, and secretsLater is all that they give.
const wrote = "标记路灯坏了三天"

func secretsLater() []string { return append(secrets(), wrote, "0021", "\xff\xd8\xff picture") }

func laterPages() []killedLater {
	return []killedLater{
		{"rating", taken, rate, sendRating, func(t *testing.T, turn *flow.Turn, c string) {
			rate(t, turn, c)
			sendRating(t, turn)
			if r := turn.Rating; r.Sent || !r.Closed || r.Problem.Text != "这次服务已经评过了，不用再评" {
				t.Errorf("sent %v, closed %v, %q", r.Sent, r.Closed, r.Problem.Text)
			}
		}},
		{"rating that is said", taken, func(t *testing.T, turn *flow.Turn, c string) {
			turn.Kiosk().Record = func(context.Context) ([]byte, error) {
				return sound.Clip{Rate: 8000, Channels: 1, Samples: []byte(wrote + wrote)}.WAV(), nil
			}
			rate(t, turn, c)
			turn.Rating.SetText("")
			turn.Rating.Tell(true)
			turn.Rating.Speak(t.Context())
			wantIs(t, "what was said", turn.Rating.Memo, flow.MemoThere)
		}, sendRating, nil},
		follow(village.Supplement, func(turn *flow.Turn) { shoot(turn, turn.FollowUp.Papers, "hkb") }),
		follow(village.MakeUp, func(turn *flow.Turn) { shoot(turn, turn.FollowUp.Papers, "zp") }),
		follow(village.Withdraw, func(turn *flow.Turn) {
			for _, r := range "0021" {
				turn.FollowUp.Insert(string(r))
			}
		}),
		{"request", fresh, ask, submit, warned(ask, "这台机器今天好像收过同一个地方的同一类诉求。这一份也收下了，区里会核对")},
		{"booking", fresh, book, submit, warned(book, "这台机器今天好像收过同一个电话的预约。这一份也收下了")},
	}
}

func rate(t *testing.T, turn *flow.Turn, c string) {
	look(t, turn, c)
	turn.Progress.Rate(village.ShortCode(c), "receive", "津贴")
	turn.Rating.Choose(1)
	turn.Rating.SetText(wrote)
}

func sendRating(t *testing.T, turn *flow.Turn) { turn.Rating.Submit(t.Context()) }

func submit(t *testing.T, turn *flow.Turn) { turn.Confirm.Submit(t.Context()) }

// ask fills in a request to 12345.
func ask(t *testing.T, turn *flow.Turn, _ string) {
	toTicket(turn, village.TicketHelp)
	answers := named()
	answers["form.content"] = wrote
	answerAll(t, turn, answers)
	shoot(turn, turn.Materials, turn.Materials.Rows[0].Material.Code)
	turn.Materials.Next()
}

// shoot hands a paper in as a picture.
func shoot(turn *flow.Turn, papers *flow.Materials, code string) {
	papers.Choose(code, village.Photographed)
	turn.Photo.Shoot()
	turn.Photo.Use()
}

// book fills in a booking.
func book(t *testing.T, turn *flow.Turn, _ string) {
	turn.Home.Choose(5)
	turn.Booking.InOwnWords()
	turn.Booking.Window()
	turn.Notice.Agree()
	answerAll(t, turn, map[string]string{
		"form.slot": string(freeSlot), "form.matter": wrote, "form.priority": "不用", "form.name": "陈阿妹", "form.phone": "13800000000",
	})
}

// follow is the page on which papers come later, or an application is taken back. Once
// it is stored the page of the case offers it no more.
func follow(verb village.FollowVerb, bring func(*flow.Turn)) killedLater {
	return killedLater{string(verb), taken, func(t *testing.T, turn *flow.Turn, c string) {
		look(t, turn, c)
		turn.Progress.FollowUp(verb)
		bring(turn)
	}, func(t *testing.T, turn *flow.Turn) { turn.FollowUp.Submit(t.Context()) }, func(t *testing.T, turn *flow.Turn, c string) {
		look(t, turn, c)
		wantIs(t, "offered once more", turn.Progress.Can(verb), false)
	}}
}

// warned: a second one is taken, and the person hears that there is one of today.
func warned(to func(*testing.T, *flow.Turn, string), sentence string) func(*testing.T, *flow.Turn, string) {
	return func(t *testing.T, turn *flow.Turn, c string) {
		to(t, turn, c)
		submit(t, turn)
		if turn.Route() != flow.RouteAccepted || !slices.Contains(turn.Accepted.Warnings, sentence) {
			t.Errorf("at %s: %v", turn.Route(), turn.Accepted.Warnings)
		}
	}
}

// taken is a machine that took a case in; the county asked for a paper, and one follows.
func taken(t *testing.T) (*flowtest.Machine, string) {
	m, turn := cameBack(t, "hkb")
	code := string(turn.Progress.Status.Case.ShortCode)
	turn.Finish()
	camera(m)
	return m, code
}

func camera(m *flowtest.Machine) {
	m.Camera = image.NewGray(image.Rect(0, 0, 40, 30))
	m.Kiosk.Watch = m.Plug()
}

// fresh is a machine that took nothing in and has seats.
func fresh(*testing.T) (*flowtest.Machine, string) {
	m := flowtest.New()
	camera(m)
	m.Store.Free = []village.SlotLeft{{Slot: freeSlot, Next: 2, Left: 3}}
	return m, ""
}

// look finds a case by its code.
func look(t *testing.T, turn *flow.Turn, code string) {
	t.Helper()
	turn.Home.Choose(2)
	for _, r := range code {
		turn.Progress.Type(t.Context(), string(r))
	}
	if !turn.Progress.Found {
		t.Fatalf("%+v", turn.Progress.Problem)
	}
}

// TestAKillOfWhatHasNoDraftStoresItOnceOrNotAtAll: rating, papers that come later, a
// withdrawal, a request, a booking. Killed while it is filled in, or before the commit,
// nothing is there and nobody is told otherwise; killed after the commit it is there once,
// and who comes back hears of it.
func TestAKillOfWhatHasNoDraftStoresItOnceOrNotAtAll(t *testing.T) {
	for _, tt := range laterPages() {
		for _, when := range []string{"while it is filled in", "before the commit", "after the commit"} {
			t.Run(tt.page+", "+when, func(t *testing.T) {
				m, code := tt.at(t)
				before := m.Store.Saved()
				turn := flow.NewTurn(m.Kiosk)
				tt.to(t, turn, code)
				turn.Tick()
				if committed := when == "after the commit"; committed || when == "before the commit" {
					turn.Kiosk().Run = killing(committed)
					tt.send(t, turn)
				}
				shows(t, turn, true)
				turn = crash(m)
				shows(t, turn, false)
				wantIs(t, "drafts", kept(t, m), 0)
				if when == "after the commit" {
					wantIs(t, "records", m.Store.Saved()-before, 1)
					if tt.again != nil {
						tt.again(t, turn, code)
					}
					return
				}
				wantIs(t, "records", m.Store.Saved()-before, 0)
				tt.to(t, turn, code)
				tt.send(t, turn)
				wantIs(t, "records after it was done again", m.Store.Saved()-before, 1)
			})
		}
	}
}

// shows fails unless the window holds something of the person as expected.
func shows(t *testing.T, turn *flow.Turn, want bool) {
	t.Helper()
	found := slices.ContainsFunc(secretsLater(), func(s string) bool { return holds(reflect.ValueOf(turn), s, map[uintptr]bool{}) })
	if found != want {
		t.Errorf("the window holds something of the person: %v", found)
	}
}
