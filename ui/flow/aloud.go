package flow

import (
	"strings"

	"bianmin/app/village"
)

// Aloud is what 朗读 says of the page shown: what it is, what it asks, what can
// be chosen, what to do next. Nothing that a person filled in is in it.
func (t *Turn) Aloud() []Phrase {
	if over, ok := t.aloudOver(); ok {
		return over
	}
	pages := map[Route]func() []Phrase{
		RouteSearch:    t.Search.aloud,
		RouteBrowse:    t.Browse.aloud,
		RouteGuide:     t.Guide.aloud,
		RouteNotice:    t.Notice.aloud,
		RouteForm:      t.Form.aloud,
		RouteMaterials: t.Materials.aloud,
		RoutePrecheck:  t.Precheck.aloud,
		RouteTolerance: t.Tolerance.aloud,
		RoutePromise:   t.Promise.aloud,
		RouteConfirm:   t.Confirm.aloud,
		RouteAccepted:  t.Accepted.aloud,
		RouteRating:    t.Rating.aloud,
		RouteProgress:  t.Progress.aloud,
		RouteLeave:     t.Leave.aloud,
		RouteMachine:   t.Machine.aloud,
		RouteResume:    t.Resume.aloud,
		RouteHotline:   t.Hotline.aloud,
		RoutePhoto:     t.Photo.aloud,
		RouteDevices:   t.Devices.aloud,
		RouteBooking:   t.Booking.aloud,
		RoutePractice:  t.Practice.aloud,
		RouteLetters:   t.Letters.aloud,
		RouteBoard:     t.Board.aloud,
		RouteFollowUp:  t.FollowUp.aloud,
		RouteVisit:     t.Visit.aloud,
		RouteChecklist: t.Checklist.aloud,
		RouteFinding:   t.Finding.aloud,
		RouteVerdict:   t.Verdict.aloud,
		RoutePresence:  t.Presence.aloud, RouteOrders: t.Orders.aloud, RouteRectify: t.Rectify.aloud, RouteToday: t.Today.aloud,
	}
	if say, ok := pages[t.route]; ok {
		return say()
	}
	return t.Home.aloud()
}

// said are the phrases of keys, which have clips; "" is none.
func (p page) said(keys ...string) []Phrase {
	var list []Phrase
	for _, key := range keys {
		if key != "" {
			list = append(list, Phrase{Key: key, Text: plain(p.T(key))})
		}
	}
	return list
}

// spoken are words that no clip can say, because they vary.
func spoken(texts ...string) []Phrase {
	var list []Phrase
	for _, text := range texts {
		if text != "" {
			list = append(list, Phrase{Text: plain(text)})
		}
	}
	return list
}

// plain is text without the marks of bold type.
func plain(text string) string { return strings.ReplaceAll(text, "**", "") }

// script is a reading in the making.
type script struct {
	page
	phrases []Phrase
}

func (s *script) say(keys ...string)     { s.phrases = append(s.phrases, s.said(keys...)...) }
func (s *script) speak(texts ...string)  { s.phrases = append(s.phrases, spoken(texts...)...) }
func (p page) script(key string) *script { return &script{page: p, phrases: p.said(key)} }

// most is how many entries of a list are read: nobody remembers more, and the
// rest is on the screen.
const most = 6

func first[T any](list []T) []T { return list[:min(most, len(list))] }

func (h *Home) aloud() []Phrase {
	s := h.script("home.kind")
	s.speak(h.kiosk.Centre().Name)
	if !h.kiosk.Centre().Enrolled {
		s.say("home.unregistered")
	}
	if h.kiosk.Line().Full {
		s.say("line.full")
	}
	s.speak(h.PrinterNews(), h.Bill.Title, h.Bill.Sub)
	for _, tile := range h.Tiles {
		key := map[Route]string{RouteSearch: "home.apply", RouteProgress: "home.progress", RouteRating: "home.rating", RouteHotline: "home.hotline", RouteBooking: "home.booking"}[tile.Route]
		s.say(key, key+".note")
	}
	if h.Wait.Any() {
		s.say("home.wait.code", "home.wait.code.note")
	}
	s.say("voice.next.home")
	return s.phrases
}

func (sr *Search) aloud() []Phrase {
	s := sr.script("search.title")
	if len(sr.Results) == 0 {
		s.say("search.none.note")
		return s.phrases
	}
	s.say("voice.choices")
	for _, it := range first(sr.Results[min(sr.Pages.First(), len(sr.Results)):]) {
		s.speak(it.Name)
	}
	s.say("voice.next.search")
	if sr.Empty() {
		s.say("voice.next.search.ways")
	}
	return s.phrases
}

func (s *script) needs(list []Need) {
	for _, n := range list {
		s.speak(n.Name)
		if n.MayFollow {
			s.say("guide.may_follow")
		}
	}
}

func (n *Notice) aloud() []Phrase {
	s := n.script("notice.title")
	if n.Full {
		s.say("notice.full.head")
	} else {
		s.say("notice.head")
		s.speak(n.Item.Name)
	}
	for _, told := range n.Told() {
		s.say(told.Key)
		if told.Said == "" {
			s.speak(told.Text)
		} else {
			s.say(told.Said)
		}
	}
	if n.Full {
		s.speak(n.T("notice.asked", "n", len(n.Asked)))
		for _, asked := range n.Asked {
			s.speak(asked.Label, asked.Why)
		}
	}
	s.say("voice.next.notice")
	return s.phrases
}

func (f *Form) aloud() []Phrase {
	s := f.script("form.title")
	q := f.Question()
	if n, all := f.Place(); f.Correcting() {
		s.say("form.correct")
	} else {
		s.speak(f.T("form.count", "n", n, "all", all))
	}
	s.speak(q.Ask)
	if !q.Required {
		s.say("form.optional")
	}
	if q.Why != "" {
		s.speak(f.T("form.why", "why", q.Why))
	}
	s.speak(f.Problem.Text)
	if f.Card.State != CardTaken { // a day on somebody's card is his own
		s.speak(f.Card.Words)
	}
	f.choices(s, q)
	if q.Type == village.FieldPhoto && !f.CanPhotograph() {
		s.say("form.photo.none")
		return s.phrases
	}
	s.say(f.nextStep(q))
	return s.phrases
}

func (f *Form) choices(s *script, q Question) {
	var names []string
	for _, c := range q.Choices {
		names = append(names, c.Label)
	}
	if q.Type == village.FieldDivision {
		s.say(map[bool]string{true: "form.town", false: "form.village"}[f.Town == ""])
		places := f.Places()
		for _, d := range first(places[min(f.Pages.First(), len(places)):]) {
			names = append(names, d.Name)
		}
	}
	if len(names) > 0 {
		s.say("voice.choices")
		s.speak(names...)
	}
}

func (f *Form) nextStep(q Question) string {
	switch q.Type {
	case village.FieldChoice, village.FieldBool, village.FieldDivision:
		return "voice.next.form.choose"
	case village.FieldText, village.FieldList:
		return "voice.next.form.write"
	case village.FieldPhoto:
		switch {
		case len(f.Picture().Data) > 0:
			return "voice.next.form.photo.there"
		case q.Required:
			return "voice.next.form.photo.required"
		}
		return "voice.next.form.photo"
	}
	return "voice.next.form.digits"
}

func (m *Materials) aloud() []Phrase {
	s := m.script("materials.title")
	if len(m.Rows) == 0 {
		s.say("materials.head.none", "materials.none.note", "voice.next.materials")
		return s.phrases
	}
	if m.Free() { // the title of a request
		s.phrases = m.said("materials.title.ticket")
		s.say("request.photos.head", "request.photos.note", "request.photos.others", "voice.next.materials")
		return s.phrases
	}
	if n := m.Open(); n > 0 {
		s.speak(m.T("materials.head.open", "n", n))
	} else {
		s.say("materials.head.done")
	}
	for _, p := range m.Rows {
		s.speak(p.Material.Name)
		if p.Material.Necessity == village.Conditional {
			s.say("materials.chip.sometimes")
		}
		if p.Material.ReplacedBy != "" { // what the answer beside it agrees to
			s.say("materials.licence", "materials.licence.note")
		}
	}
	s.say(m.Note(), "voice.next.materials")
	return s.phrases
}

func (c *Confirm) aloud() []Phrase {
	s := c.script(c.Of(c.item.Code, "confirm.title"))
	s.speak(c.item.Name, c.Problem.Text)
	s.speak(c.Advice()...)
	if len(c.Modes) > 1 {
		s.say("confirm.delivery", "voice.choices")
		for _, m := range c.Modes {
			s.say("confirm.delivery." + string(m))
		}
	}
	s.say(c.Pledge())
	if len(c.Later) > 0 {
		s.speak(c.T("confirm.later.n", "n", len(c.Later)))
		s.say("materials.later")
	}
	if c.Signs && len(c.Signature) == 0 {
		s.say("voice.next.sign")
	} else {
		s.say("voice.next.submit")
	}
	return s.phrases
}

func (a *Accepted) aloud() []Phrase {
	s := a.script("accepted.title")
	s.say(a.Of(a.Item.Code, "accepted.head"), a.Of(a.Item.Code, "accepted.state"))
	s.speak(a.Warnings...)
	s.speak(a.Problem.Text)
	s.say("accepted.next")
	for _, step := range a.Steps() {
		s.speak(step.Label, step.Value)
	}
	s.say("voice.next.accepted")
	return s.phrases
}

func (r *Rating) aloud() []Phrase {
	s := r.script("rating.title")
	if r.Sent {
		s.say("rating.sent", "rating.sent.note", "voice.next.rating.done")
		return s.phrases
	}
	if r.Telling {
		s.speak(r.T("rating.voice.speak"), r.Problem.Text, r.T("rating.voice.note"))
		return s.phrases
	}
	s.say("rating.head")
	s.speak(r.Problem.Text)
	switch {
	case r.Grade == 0:
		s.say("rating.grade.5", "rating.grade.4", "rating.grade.3", "rating.grade.2", "rating.grade.1")
	case r.Grade.Poor():
		s.say("rating.poor", "rating.poor.note")
	default:
		s.say("rating.good", "rating.good.note")
	}
	for _, tag := range r.Offered() {
		s.speak(tag.Text)
	}
	s.say(map[string]string{
		"rating.lacks.nothing": "voice.next.rating.done", "rating.lacks.grade": "voice.next.rating.grade",
		"rating.lacks.reason": "voice.next.rating.reason", "rating.lacks.speaking": "rating.lacks.speaking", "": "voice.next.rating.send",
	}[r.Lacks()])
	return s.phrases
}

func (p *Progress) aloud() []Phrase {
	if p.Elsewhere.Open {
		return p.Elsewhere.aloud()
	}
	s := p.script("progress.title")
	if !p.Found {
		s.say("progress.head", "progress.note")
		s.speak(p.Problem.Text)
		s.say("voice.next.progress")
		return s.phrases
	}
	if state, sentence, ok := p.Decided(); ok {
		s.speak(state, sentence, p.Answer())
	} else {
		s.say(p.Of(p.Status.Case.Item, "accepted.state"))
		sent := p.sentStage()
		s.speak(sent.Name, sent.Note)
	}
	s.bring(p.ToBring())
	s.speak(p.LookedUp()...)
	if sentence, _, ok := p.Replied(); ok {
		s.say("progress.reply.head")
		s.speak(sentence)
	}
	s.say("voice.next.progress.found")
	return s.phrases
}

func (l *Leave) aloud() []Phrase {
	s := l.script("leave.title")
	s.speak(l.Problem.Text)
	if l.Gone() {
		s.say("leave.done", "leave.how")
		s.say("leave.how.1", "leave.how.1.note", "leave.how.2", "leave.how.2.note", "leave.how.3", "leave.how.3.note")
		s.say("leave.copy", "voice.next.leave.gone")
		return s.phrases
	}
	s.say("leave.head", "leave.what", "leave.what.text", "leave.who", "leave.who.text", "leave.not", "leave.not.text")
	s.say("voice.next.leave")
	return s.phrases
}

func (r *Resume) aloud() []Phrase {
	s := r.script("resume.title")
	s.speak(r.Problem.Text)
	if r.Over {
		s.say("voice.next.resume.over")
		return s.phrases
	}
	ask := "resume." + string(r.At)
	s.say(ask + ".ask")
	if r.At == AskNumber && !r.ByCode {
		s.say("resume.number.crash")
	} else {
		s.say(ask + ".note")
	}
	s.say("voice.next.resume")
	return s.phrases
}
