package flow

import (
	"slices"

	"bianmin/app/desk"
	"bianmin/app/village"
	"bianmin/assets/lang"
)

// Turn is one person's turn at the kiosk: every page and the way between them.
// Nothing of it is left when the person goes home.
type Turn struct {
	Home      *Home
	Search    *Search
	Browse    *Browse
	Guide     *Guide
	Notice    *Notice
	Form      *Form
	Materials *Materials
	Precheck  *Precheck
	Tolerance *Undertaking // 容缺受理
	Promise   *Undertaking // 告知承诺
	Confirm   *Confirm
	Accepted  *Accepted
	Rating    *Rating
	Progress  *Progress
	Leave     *Leave
	Resume    *Resume
	Hotline   *Hotline
	Photo     *Photo
	Devices   *Devices
	Booking   *Booking
	Letters   *Letters
	Board     *Board
	FollowUp  *FollowUp
	Idle      *Idle
	Calling   *Calling
	Reading   *Reading
	Exit      *Exit
	Helper    *Helper
	Practice  *Practice
	Machine   *Machine
	Visit     *Visit
	Checklist *Checklist
	Finding   *Finding
	Verdict   *Verdict
	Presence  *Presence
	Orders    *Orders
	Rectify   *Rectify
	Today     *Today

	Moved  func(Route) // the shell shows another page
	Styled func(Modes) // the shell draws the pages in other modes

	// WantCode is asked first what to do with a code that was scanned, as a badge; it
	// reports whether it has taken it. nil: nobody waits for one.
	WantCode func(text string) bool

	kiosk     *Kiosk
	languages []*lang.Text // the machine's own first
	modes     Modes
	stack     []Route // below the page shown
	route     Route
	draft     keeping
	person    int // counts turns, so that a late answer does not reach the next person
}

// NewTurn is a kiosk that stands at its home page.
func NewTurn(k Kiosk) *Turn {
	t := &Turn{kiosk: &k, route: RouteHome, Moved: func(Route) {}, Styled: func(Modes) {}}
	t.languages = append([]*lang.Text{k.Text}, k.Others...)
	t.Home = &Home{page: t.page(), Go: t.start}
	t.Search = &Search{page: t.page(), Chosen: t.choose, counts: func() bool { return !t.Practice.On }, Browse: t.browse}
	t.Browse = &Browse{page: t.page(), Chosen: t.choose}
	t.Guide = &Guide{page: t.page(), Start: func() { t.startFor(false, false) }, StartFor: func() { t.startFor(true, false) }, StartHome: func() { t.startFor(false, true) }, Book: t.bookFor, Blank: t.blank, Acting: func() string { return t.Helper.Acting() }}
	t.Notice = &Notice{page: t.page(), Agreed: func() { t.begin(); t.show(RouteForm) }, Refused: t.refuse}
	t.Form = &Form{page: t.page(), Done: t.afterForm, Leave: t.leaveForm, Shoot: t.photograph, Acting: func() string { return t.Helper.Acting() }}
	t.Materials = &Materials{page: t.page(), Done: t.afterMaterials, Shoot: t.photograph}
	t.Precheck = &Precheck{page: t.page(), Done: t.usual, Defer: t.follow}
	t.Tolerance = &Undertaking{page: t.page(), Kind: "tolerance", Done: t.afterPrecheck}
	t.Promise = &Undertaking{page: t.page(), Kind: "promise", Done: func() { t.show(RouteConfirm) }}
	t.Devices = &Devices{page: t.page(), Trials: map[string]Trial{}}
	t.Photo = &Photo{page: t.page(), Keep: t.photographed, Drop: t.dropped, Room: func() int { return t.papers().Room() }}
	t.Confirm = &Confirm{page: t.page(), Application: t.application, Edit: t.edit, Done: t.accepted}
	t.Accepted = &Accepted{page: t.page(), Home: t.Finish, Rate: t.rate, Letters: t.letters}
	t.Rating = &Rating{page: t.page(), Leave: t.Finish}
	t.Progress = &Progress{
		page: t.page(), Rate: t.rate, Letters: t.letters, Acting: func() string { return t.Helper.Acting() }, FollowUp: t.followUp, Complain: t.complain, Elsewhere: &Elsewhere{page: t.page()},
	}
	t.FollowUp = &FollowUp{page: t.page(), Papers: &Materials{page: t.page(), Shoot: t.photograph}, Home: t.Finish, Acting: func() string { return t.Helper.Acting() }}
	t.Leave = &Leave{page: t.page(), Draft: t.snapshot, Stay: t.Back, Home: t.Finish, gone: t.left}
	t.Resume = &Resume{page: t.page(), Found: t.resume}
	t.Hotline = &Hotline{page: t.page(), Chosen: t.request}
	t.Booking = &Booking{page: t.page(), Chosen: t.book, Find: t.findMatter}
	t.Letters = &Letters{page: t.page()}
	t.Board = &Board{page: t.page(), Ask: func() { t.start(RouteBooking) }}
	t.Idle = &Idle{page: t.page(), Wipe: t.Finish}
	t.Calling = &Calling{page: t.page()}
	t.Reading = t.reading()
	t.Exit = t.exit()
	t.Helper = t.helper()
	t.Practice = &Practice{page: t.page(), Home: t.GoHome}
	t.Machine = &Machine{page: t.page(), Quit: func() {}, Try: func() { t.show(RouteDevices) }, Home: t.Finish}
	t.visitPages()
	t.orderPages()
	t.Today = &Today{page: t.page(), See: t.seeCase}
	t.Idle.Touch()
	t.Home.wipe()
	return t
}

func (t *Turn) page() page {
	return page{kiosk: t.kiosk, Changed: func() {}, run: t.run, hush: func() { t.Reading.hush() }}
}

// run is Kiosk.Run for this person only.
func (t *Turn) run(work, then func()) {
	person := t.person
	t.kiosk.Run(work, func() {
		if t.person == person {
			then()
		}
	})
}

// Route is the page shown.
func (t *Turn) Route() Route { return t.route }

// Kiosk is the machine of this turn.
func (t *Turn) Kiosk() *Kiosk { return t.kiosk }

// Busy reports whether something is being stored. Until it is, nobody leaves.
func (t *Turn) Busy() bool {
	return t.Confirm.Busy || t.Rating.Busy || t.Leave.Busy || t.Resume.Busy || t.FollowUp.Busy || t.Verdict.Busy || t.Rectify.Busy
}

// printing reports whether a paper is on its way. The turn does not end by itself
// meanwhile: the paper must not come out in the next person's.
func (t *Turn) printing() bool {
	return t.Today.Printing() || slices.Contains([]PrintState{t.Accepted.Paper, t.Leave.Paper, t.FollowUp.Paper, t.Practice.Paper, t.Verdict.Paper, t.Rectify.Paper}, Printing)
}

// Finish is the end of a person's turn: everything typed is gone, and the pages
// look and speak as the machine does by itself.
func (t *Turn) Finish() {
	if t.Busy() {
		return
	}
	t.SetModes(Modes{})
	t.GoHome()
}

// GoHome goes back to the home page: everything typed is gone. Whoever comes
// back by himself keeps his modes for a while, see [RestAfter].
func (t *Turn) GoHome() {
	if t.Busy() {
		return
	}
	t.end()
	t.endVisit()
	t.person++
	t.renew()
	for _, p := range []interface{ wipe() }{
		t.Home, t.Search, t.Browse, t.Guide, t.Notice, t.Form, t.Materials, t.Precheck, t.Tolerance, t.Promise, t.Confirm, t.Accepted, t.Rating, t.Progress,
		t.Leave, t.Resume, t.Hotline, t.Booking, t.Board, t.Photo, t.Devices, t.Letters, t.FollowUp, t.Idle, t.Calling, t.Exit, t.Helper, t.Practice, t.Machine, t.Reading,
		t.Visit, t.Checklist, t.Finding, t.Verdict, t.Presence, t.Orders, t.Rectify, t.Today,
	} {
		p.wipe()
	}
	t.route, t.stack = RouteHome, nil
	t.moved(RouteHome)
}

// renew takes up what was published since: between two turns nobody sees half of
// the old and half of the new.
func (t *Turn) renew() bool { return t.kiosk.Renew != nil && t.kiosk.Renew() }

func (t *Turn) show(r Route) {
	t.stack, t.route = append(t.stack, t.route), r
	switch r {
	case RouteMaterials:
		t.Materials.Pages = Pages{}
	case RouteConfirm:
		t.Confirm.Pages = Pages{}
		t.openConfirm()
	}
	t.moved(r)
}

func (t *Turn) openConfirm() {
	t.Confirm.open(t.Guide.Item, t.Form.AtHome())
	t.Confirm.Later = t.Materials.Later()
	t.Confirm.Rows = t.summary()
	t.Confirm.look()
}

// summary is everything answered, as the owner reads it once more.
func (t *Turn) summary() []Answer {
	if t.bare() {
		return t.Form.summary()
	}
	return append(t.Form.summary(), t.Materials.summary())
}

// DeliveryName says how the result comes, with the address when it is sent.
func (t *Turn) DeliveryName(m desk.DeliveryMode) string { return t.Form.deliveryName(m) }

// Touch is any sign of a person.
func (t *Turn) Touch() {
	t.Helper.touched = t.kiosk.Now()
	if t.Idle.Warning && t.Reading.State == ReadingAloud {
		t.Idle.listen()
		return
	}
	t.Idle.Touch()
	switch t.route {
	case RouteAccepted:
		t.Accepted.Left = AcceptedFor
	case RouteLeave:
		t.Leave.Seconds = AcceptedFor
	}
}

// Stay is the answer of a person to the question whether anybody is still here.
func (t *Turn) Stay() {
	t.Reading.hush()
	t.Touch()
}

// Tick is the second hand: it watches for a person who has left.
func (t *Turn) Tick() {
	t.keep()
	t.Calling.tick()
	if t.Reading.State == ReadingAloud { // who listens touches nothing
		t.Touch()
	}
	if t.Rating.tick(); t.Rating.halt != nil { // who speaks or listens touches nothing
		t.Touch()
	}
	t.Exit.tick()
	if t.Helper.tick(); t.Helper.Badge == "" {
		t.endHelp()
	}
	t.watchCard()
	t.Visit.tick()
	switch {
	case t.Calling.Waits():
		t.Idle.Touch()
	case t.Busy() || t.printing():
		t.Idle.Touch()
	case t.route == RouteAccepted:
		t.Idle.Touch()
		t.Accepted.tick()
	case t.route == RouteLeave && t.Leave.Gone():
		t.Idle.Touch()
		t.Leave.tick()
	case t.route == RouteHome:
		t.rest()
		t.Home.tick()
		if t.renew() {
			t.Home.Changed()
		}
	default:
		t.Idle.tick()
	}
}

// start opens what a tile of the home page stands for.
func (t *Turn) start(r Route) {
	if t.spared(r) {
		return
	}
	switch r {
	case RouteSearch:
		t.Search.SetQuery("")
	case RouteRating:
		t.Helper.HandOver()
		t.Rating.open("", "", "")
	case RouteResume:
		t.Resume.open(t.Home.Wait)
	case RouteBooking:
		t.Booking.open()
	case RouteBoard:
		t.Board.open()
	}
	t.show(r)
}

// choose opens an item. What was typed for another item is dropped.
func (t *Turn) choose(it village.ServiceItem) {
	if t.Search.Picks {
		t.pickedMatter(it)
		return
	}
	if t.Guide.Item.Code != it.Code {
		t.anew(it)
	}
	t.Guide.open(it)
	t.show(RouteGuide)
}

// anew prepares the pages of an application for it; nothing is typed yet.
func (t *Turn) anew(it village.ServiceItem) {
	t.end()
	t.Notice.open(it)
	t.Form.open(it)
	t.Materials.open(it)
	t.Precheck.wipe()
	t.Tolerance.wipe()
	t.Promise.wipe()
	t.Confirm.wipe()
}

// refuse leaves the notice of whoever does not agree: what was typed under an
// earlier consent is gone.
func (t *Turn) refuse() {
	t.anew(t.Guide.Item)
	t.Back()
}

// rate opens a rating. Whoever helps hands the machine over for it: nobody rates his
// own help.
func (t *Turn) rate(code village.ShortCode, act, name string) {
	t.Helper.HandOver()
	t.Rating.open(code, act, name)
	t.show(RouteRating)
}

// afterForm goes where the person came from when one answer was corrected.
func (t *Turn) afterForm(corrected bool) {
	if corrected && t.Tolerance.signed() == nil && t.Promise.signed() == nil {
		t.popTo(RouteConfirm)
		return
	}
	if corrected { // other papers may follow now than those that were signed for
		t.Tolerance.wipe()
		t.Promise.wipe()
		t.popTo(RouteMaterials)
		return
	}
	if t.bare() {
		t.show(RouteConfirm)
		return
	}
	t.show(RouteMaterials)
}

// leaveForm goes back from a correction without having changed anything.
func (t *Turn) leaveForm() {
	if t.Confirm.Mode == desk.Express && !t.Form.has(FieldAddress) {
		t.Confirm.Mode = desk.Pickup
	}
	t.popTo(RouteConfirm)
}

// popTo goes back to r, or on to it when it is not below.
func (t *Turn) popTo(r Route) {
	if r == RouteConfirm {
		t.openConfirm()
	}
	for i, below := range slices.Backward(t.stack) {
		if below == r {
			t.stack, t.route = t.stack[:i], r
			t.moved(r)
			return
		}
	}
	t.show(r)
}
