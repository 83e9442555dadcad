package wire_test

import (
	"reflect"
	"strings"
	"testing"

	"bianmin/app/village"
	"bianmin/sync/wire"
)

func question(t testing.TB) wire.Ask {
	return wire.Ask{V: wire.Version, Kiosk: identity(t).ID, Code: "H6FAJ7HN", LastFour: "002X"}
}

func TestAQuestionThatCannotBeIsRefusedWithItsField(t *testing.T) {
	good := question(t)
	if code, err := village.ParseShortCode(string(good.Code)); err != nil || good.Check() != nil || code != good.Code {
		t.Fatalf("%v, %v", err, good.Check())
	}
	for field, change := range map[string]func(*wire.Ask){
		"v":         func(a *wire.Ask) { a.V = wire.AskPapers + 1 },
		"code":      func(a *wire.Ask) { a.Code = "k7m4-9ta2" },
		"last_four": func(a *wire.Ask) { a.LastFour = "12" },
		"village":   func(a *wire.Ask) { a.Village = "x" },
	} {
		bad := good
		change(&bad)
		if e, ok := bad.Check().(*village.Error); !ok || e.Field != field || e.Kind != village.Invalid { //nolint:errorlint // it is not wrapped
			t.Errorf("%s: %v", field, bad.Check())
		}
	}
}

// FuzzAsk opens whatever a kiosk or the county signed.
func FuzzAsk(f *testing.F) {
	id, c := identity(f), codec(f)
	for _, m := range []any{question(f), wire.Told{V: wire.Version, Kiosk: id.ID, Item: "x", Steps: []wire.ToldStep{{State: village.CaseAccepted, AtMS: 1, Materials: []string{}}}},
		wire.ToldAll{V: wire.AskAll, Kiosk: id.ID, Code: "12345-help", Steps: []wire.WhyStep{{State: village.Answered, AtMS: 1, Materials: []string{}, Text: "x"}}},
		wire.ToldPapers{Told: wire.ToldAll{V: wire.AskAll, Kiosk: id.ID, Steps: []wire.WhyStep{}}, Wanted: []wire.ToldPaper{{Code: "sfz", Name: "身份证"}}, Follow: []wire.ToldPaper{}, Delivered: []wire.ToldDelivery{}}} {
		raw, _, err := c.Seal(id, wire.AskContext, m)
		if err != nil {
			f.Fatal(err)
		}
		e, err := c.Envelope(raw)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(e.Payload)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		e := wire.Envelope{Signer: id.ID, Signature: id.Sign(wire.AskContext, payload), Payload: payload}
		var a wire.Ask
		if c.Open(e, id.Public(), wire.AskContext, &a) == nil && a.Check() == nil {
			var again wire.Ask
			raw, _, err := c.Seal(id, wire.AskContext, a)
			if err == nil {
				e, err = c.Envelope(raw)
			}
			if err == nil {
				err = c.Open(e, id.Public(), wire.AskContext, &again)
			}
			if err != nil || !reflect.DeepEqual(a, again) {
				t.Errorf("what was written is not read: %v", err)
			}
		}
		var told wire.ToldAll
		if c.Open(e, id.Public(), wire.AskContext, &told) == nil {
			_, _ = told.Seen()
		}
		var papers wire.ToldPapers
		if c.Open(e, id.Public(), wire.AskContext, &papers) == nil {
			_, _ = papers.Way()
		}
	})
}

// TestAnEarlierReleaseIsToldOfACaseAsBefore: what it asks is answered in its own form, and
// what it answers is read.
func TestAnEarlierReleaseIsToldOfACaseAsBefore(t *testing.T) {
	c, id := codec(t), identity(t)
	all := wire.ToldAll{
		V: wire.AskAll, Kiosk: id.ID, Record: "01930000-0000-7000-8000-000000000001", Item: "高龄津贴", Number: "312026112300012345", FiledMS: 5, State: village.NotAccepted,
		Steps: []wire.WhyStep{{State: village.NotAccepted, AtMS: 7, Reason: "not_ours", Materials: []string{}, Text: "请到社保局办"}},
	}
	raw, sum, err := c.Seal(id, wire.ToldContext, all.Told())
	if err != nil {
		t.Fatal(err)
	}
	all.Request = sum
	e, err := c.Envelope(raw)
	if err != nil {
		t.Fatal(err)
	}
	var told wire.Told
	if err := c.Open(e, id.Public(), wire.ToldContext, &told); err != nil {
		t.Fatal(err)
	}
	back := told.All()
	steps, err := back.Seen()
	if err != nil || back.Item != all.Item || back.Number != all.Number || back.State != all.State || len(steps) != 1 || steps[0].Reason != "not_ours" || steps[0].Text != "" {
		t.Errorf("read as %+v, %v", back, err)
	}
	if err := c.Open(e, id.Public(), wire.ToldContext, &wire.ToldAll{}); err == nil {
		t.Error("one form is taken for the other")
	}
}

// TestAnAnswerAboutPapersSaysNothingThatCannotBe: a carrier or a day that is none, an endless name.
func TestAnAnswerAboutPapersSaysNothingThatCannotBe(t *testing.T) {
	sent := wire.ToldDelivery{State: village.DeliverySent, AtMS: 5, Carrier: "sf", Waybill: "****5678"}
	good := wire.ToldPapers{Told: wire.ToldAll{Record: "r"}, Wanted: []wire.ToldPaper{{Code: "sfz", Name: "身份证"}}, FollowBy: "2026-12-01", Delivered: []wire.ToldDelivery{sent}}
	if way, err := good.Way(); err != nil || len(way) != 1 || way[0].Carrier != "sf" || way[0].AtMS != 5 {
		t.Errorf("%+v, %v", way, err)
	}
	for name, change := range map[string]func(*wire.ToldPapers){
		"carrier": func(p *wire.ToldPapers) {
			p.Delivered = []wire.ToldDelivery{{State: village.DeliverySent, Carrier: "陈", Waybill: "****5678"}}
		},
		"state": func(p *wire.ToldPapers) { p.Delivered = []wire.ToldDelivery{{State: "thrown"}} },
		"day":   func(p *wire.ToldPapers) { p.FollowBy = "2026-13-01" },
		"name":  func(p *wire.ToldPapers) { p.Follow = []wire.ToldPaper{{Name: strings.Repeat("长", 501)}} },
	} {
		bad := good
		change(&bad)
		if _, err := bad.Way(); err == nil {
			t.Errorf("%s is believed", name)
		}
	}
}
