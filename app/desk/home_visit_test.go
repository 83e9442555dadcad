package desk_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// home is an application that two people took at somebody's home.
func home() desk.Application {
	a := application()
	a.Helper = "B-1"
	a.HomeVisit = &desk.HomeVisitInput{
		Booking: string(village.NewShortCode(rand.New(rand.NewPCG(1, 0)))), Reason: "年纪大，走不动", Address: "江滨村一巷2号", Second: "B-2",
		Signature: "iVBORw0KGgo=", Photos: []desk.PhotoInput{{File: "home.jpg", Data: []byte("\xff\xd8\xff a home")}},
	}
	return a
}

// visiting is a counter that knows the form of bookings at home.
func visiting(t *testing.T) *desk.Desk {
	t.Helper()
	d, _ := counter(t)
	known := d.Item
	d.Item = func(code village.ItemCode) (village.ServiceItem, bool) {
		if code == village.BookHome {
			return village.ServiceItem{Code: code, Fields: []village.FormField{{Key: village.BookReason, Choices: []string{"年纪大，走不动"}}}}, true
		}
		return known(code)
	}
	return d
}

// TestWhoMayTakeACaseAtSomebodysHome: M6. Each refusal has its field and its own sentence.
func TestWhoMayTakeACaseAtSomebodysHome(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*desk.Application)
		want   string // field and key; "" = taken in
	}{
		"two people with a photograph": {func(*desk.Application) {}, ""},
		"without a booking":            {func(a *desk.Application) { a.HomeVisit.Booking = "" }, ""},
		"nobody signed in":             {func(a *desk.Application) { a.Helper = "" }, "home_visit.staff err.home_visit.staff"},
		"one alone":                    {func(a *desk.Application) { a.HomeVisit.Second = "" }, "home_visit.second err.home_visit.second"},
		"the same one twice":           {func(a *desk.Application) { a.HomeVisit.Second = a.Helper }, "home_visit.second err.home_visit.same"},
		"a code that is none":          {func(a *desk.Application) { a.HomeVisit.Booking = "K7M4-9TA2" }, "home_visit.booking err.short_code.checksum"},
		"a reason of their own":        {func(a *desk.Application) { a.HomeVisit.Reason = "顺路" }, "home_visit.reason err.home_visit.reason"},
		"nowhere":                      {func(a *desk.Application) { a.HomeVisit.Address = "家" }, "home_visit.address err.home_visit.address"},
		"no photograph":                {func(a *desk.Application) { a.HomeVisit.Photos = nil }, "home_visit.photos err.home_visit.photos"},
		"too many photographs": {func(a *desk.Application) {
			one := a.HomeVisit.Photos[0]
			a.HomeVisit.Photos = []desk.PhotoInput{one, one, one, one}
		}, "home_visit.photos err.home_visit.photos"},
		"a photograph that is text": {func(a *desk.Application) { a.HomeVisit.Photos[0].Data = []byte("words") }, "home_visit.photos[0].file err.material.file_type"},
		"no signature":              {func(a *desk.Application) { a.HomeVisit.Signature = "" }, "home_visit.signature err.home_visit.signature"},
		"a signature that is text":  {func(a *desk.Application) { a.HomeVisit.Signature = "d29yZHM=" }, "home_visit.signature err.home_visit.signature"},
	} {
		d := visiting(t)
		a := home()
		tt.change(&a)
		_, err := d.Accept(t.Context(), a)
		got := ""
		if err != nil {
			got = village.Keyed(err).Field + " " + village.Keyed(err).Key
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if tt.want != "" && !strings.Contains(got, "[") && !strings.Contains(tt.want, "signature") {
			_, field, _ := strings.Cut(village.Keyed(err).Field, ".")
			if err := d.Check(a, "home_visit."+field); err == nil {
				t.Errorf("%s: the page that asks takes it", name)
			}
		}
	}
}
