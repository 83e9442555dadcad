package flow

import (
	"encoding/base64"

	"bianmin/app/desk"
	"bianmin/app/precheck"
	"bianmin/app/village"
)

// Undertaking is a form that is read, or heard, and signed: the commitment of 容缺受理, or
// the declaration of 告知承诺. They are two forms with words of their own.
type Undertaking struct {
	page
	Kind      string // "tolerance" or "promise"
	Item      village.ServiceItem
	Papers    []village.Material // that it is about
	Signature []byte             // PNG; empty until signed
	Pages     Pages

	Done func()
}

// Points are what is signed, one sentence each.
func (u *Undertaking) Points() []string {
	key := u.Kind + ".text."
	slots := []any{"item", u.Item.Name, "n", len(u.Papers), "days", u.Item.MakeUpDays(), "unit", u.unit()}
	first := u.T(key+"1", slots...)
	points := []string{first}
	for _, m := range u.Papers {
		if u.Kind == "promise" && m.Promise != nil {
			points = append(points, u.T("promise.text.paper", "paper", m.Name, "text", m.Promise.Text))
		} else {
			points = append(points, m.Name)
		}
	}
	second := key + "2"
	if u.Kind == "tolerance" && u.Item.MakeUpDays() == 0 {
		second += ".unknown"
	}
	return append(points, u.T(second, slots...), u.T(key+"3", slots...), u.T(key+"4", slots...))
}

func (u *Undertaking) unit() string {
	if u.Item.DaysUnit == village.CalendarDays {
		return u.T("guide.days.calendar")
	}
	return u.T("guide.days.working")
}

// Basis is the published list that allows it.
func (u *Undertaking) Basis() string {
	if u.Kind == "tolerance" {
		return u.Item.ToleranceBasis
	}
	for _, m := range u.Papers {
		if m.Promise != nil {
			return m.Promise.Basis
		}
	}
	return ""
}

// Sign takes the signature as a PNG; nil takes it back.
func (u *Undertaking) Sign(png []byte) {
	u.Signature = png
	u.Changed()
}

// Next goes on when it is signed.
func (u *Undertaking) Next() {
	if len(u.Signature) > 0 {
		u.Done()
	}
}

// Down goes on to the page that starts at next.
func (u *Undertaking) Down(next int) { u.Pages.Down(next); u.Changed() }

// Up goes back one page.
func (u *Undertaking) Up() { u.Pages.Up(); u.Changed() }

// signed is what the counter gets; nil while nothing is signed.
func (u *Undertaking) signed() *desk.Undertaking {
	if len(u.Signature) == 0 {
		return nil
	}
	return &desk.Undertaking{Agreed: true, Signature: base64.StdEncoding.EncodeToString(u.Signature)}
}

// open shows the form about papers; what was signed about others is gone.
func (u *Undertaking) open(it village.ServiceItem, rows []precheck.Row) {
	u.wipe()
	u.Item = it
	for _, row := range rows {
		u.Papers = append(u.Papers, row.Material)
	}
}

func (u *Undertaking) wipe() { *u = Undertaking{page: u.page, Kind: u.Kind, Done: u.Done} }

func (u *Undertaking) aloud() []Phrase {
	s := u.script(u.Kind + ".title")
	s.say(u.Kind + ".head")
	s.speak(u.Points()...)
	s.speak(u.T("precheck.basis", "basis", u.Basis()))
	s.say("voice.next.undertaking")
	return s.phrases
}
