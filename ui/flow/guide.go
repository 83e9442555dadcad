package flow

import (
	"strconv"
	"strings"
	"time"

	"bianmin/app/village"
)

// Guide says what an item takes: visits, time, fee, and which papers.
type Guide struct {
	page
	Item      village.ServiceItem
	Bring     []Need // 要带的
	Sometimes []Need // only in the case that Why names
	NotBring  []Need // 不用带的
	Parts     []PartLine
	Deadline  DeadlineText
	Pages     Pages
	Start     func()        // 开始办理
	StartFor  func()        // 替别人办
	StartHome func()        // at somebody's home
	Book      func()        // 预约 for it
	Blank     func()        // the empty letter of entrustment
	Acting    func() string // badge of who helps
}

// Need is a paper and the reason for what is said about it.
type Need struct {
	Name      string
	Why       string
	MayFollow bool // 可后补（容缺）
}

// PartLine is what one unit does with a package, with its own limit.
type PartLine struct{ Name, Note, Days string }

// Figure is one large figure with its unit and reason.
type Figure struct {
	Label, Value, Unit, Note string
}

// freeFee is how catalogues write that an item costs nothing.
const freeFee = "不收费"

// Figures are visits, time and fee. What the catalogue does not know is said
// to be unknown.
func (g *Guide) Figures() []Figure {
	return []Figure{g.visits(), g.days(), g.fee()}
}

func (g *Guide) visits() Figure {
	f := Figure{Label: g.T("guide.visits"), Value: g.T("guide.unknown"), Note: g.T("guide.visits.unknown")}
	if n := g.Item.Visits; n != nil {
		f.Value, f.Unit, f.Note = strconv.Itoa(*n), g.T("guide.visits.unit"), g.T("guide.visits.note")
		switch {
		case g.kiosk.Contradicted(g.Item):
			f.Value, f.Unit, f.Note = g.T("guide.visits.doubted"), "", g.T("guide.visits.doubted.note")
		case *n == 0:
			f.Note = g.T("guide.visits.none")
		}
	}
	return f
}

func (g *Guide) days() Figure {
	f := Figure{Label: g.T("guide.days")}
	unit := g.T("guide.days.working")
	if g.Item.DaysUnit == village.CalendarDays {
		unit = g.T("guide.days.calendar")
	}
	switch it := g.Item; {
	case it.Instant:
		f.Value, f.Note = g.T("guide.days.instant"), g.T("guide.days.instant.note")
	case it.PromisedDays > 0:
		f.Value, f.Unit, f.Note = strconv.Itoa(it.PromisedDays), unit, g.T("guide.days.note")
	case it.LegalDays > 0:
		f.Value, f.Unit, f.Note = strconv.Itoa(it.LegalDays), unit, g.T("guide.days.legal")
	default:
		f.Value, f.Note = g.T("guide.unknown"), g.T("guide.days.unknown")
	}
	return f
}

// NoDeadline is the key of what is said where no last day can be.
func (g *Guide) NoDeadline() string {
	switch {
	case g.Item.Instant:
		return "guide.no_deadline.instant"
	case g.Item.LegalDays > 0:
		return "guide.no_deadline.legal"
	}
	return "guide.no_deadline"
}

func (g *Guide) fee() Figure {
	f := Figure{Label: g.T("guide.fee")}
	switch g.Item.Fee {
	case freeFee:
		f.Value, f.Unit, f.Note = "0", g.T("guide.fee.unit"), g.T("guide.fee.none")
	case "":
		f.Value, f.Note = g.T("guide.unknown"), g.T("guide.fee.unknown")
	default:
		f.Value, f.Note = g.T("guide.fee.some"), g.T("guide.fee.below")
	}
	return f
}

// FeeText is the fee in words when a figure cannot say it.
func (g *Guide) FeeText() string {
	if g.Item.Fee == freeFee {
		return ""
	}
	return g.Item.Fee
}

// Down goes on to the page that starts at next.
func (g *Guide) Down(next int) { g.Pages.Down(next); g.Changed() }

// Up goes back one page.
func (g *Guide) Up() { g.Pages.Up(); g.Changed() }

func (g *Guide) open(it village.ServiceItem) {
	g.wipe()
	g.Item, g.Deadline = it, g.deadline(it, time.Time{})
	g.Parts = g.parts()
	for _, m := range it.Materials {
		need := Need{Name: m.Name, Why: g.shared(m), MayFollow: m.Necessity == village.MayFollow}
		switch {
		case m.ReplacedBy != "":
			need.Why = g.T("guide.replaced")
			g.NotBring = append(g.NotBring, need)
		case m.Necessity == village.Conditional:
			g.Sometimes = append(g.Sometimes, need)
		default:
			g.Bring = append(g.Bring, need)
		}
	}
}

// Strip is how the days of the limit would be counted.
func (g *Guide) Strip() Strip { return g.strip(g.Deadline.Days) }

// deadline is by when it is done, with what does not run against the limit (特别程序).
func (p page) deadline(it village.ServiceItem, accepted time.Time) DeadlineText {
	d := p.kiosk.Deadline(p.kiosk.Text, it, accepted)
	var kinds []string
	for _, special := range it.Special {
		kinds = append(kinds, special.Kind)
	}
	if d.Known {
		d.Sentence += p.T("receipt.time.stop")
	}
	if note := it.LimitNote(); d.Known && note != "" {
		d.Sentence += p.T(note)
	}
	if d.Known && len(kinds) > 0 {
		d.Sentence += p.T("receipt.time.special", "kinds", strings.Join(kinds, p.T("receipt.time.special.and")))
	}
	return d
}

func (g *Guide) wipe() {
	*g = Guide{page: g.page, Start: g.Start, StartFor: g.StartFor, StartHome: g.StartHome, Book: g.Book, Blank: g.Blank, Acting: g.Acting}
}

// PaperIcon is the picture of a paper by its name: one sees at a glance which
// of the papers at home is meant.
func PaperIcon(name string) string {
	for _, p := range []struct{ word, icon string }{
		{"身份证", "idcard"}, {"户口", "hukou"}, {"存折", "bank"}, {"银行", "bank"}, {"账", "bank"}, {"卡", "bank"}, {"照片", "photo"},
	} {
		if strings.Contains(name, p.word) {
			return p.icon
		}
	}
	return "receipt"
}

// backed reads the laws behind the item, and that it can be done online.
func (g *Guide) backed(s *script) {
	if len(g.Item.LegalBasis) > 0 {
		s.say("guide.basis")
		s.speak(first(g.Item.LegalBasis)...)
	}
	if _, ok := g.Item.OnlineHost(); ok && g.kiosk.QR != nil {
		s.say("guide.online", "guide.online.scan", "guide.online.here")
	}
}

func (g *Guide) aloud() []Phrase {
	s := g.script("guide.title")
	s.speak(g.Item.Name)
	for _, f := range g.Figures() {
		s.speak(f.Label + g.T("confirm.colon") + f.Value + f.Unit)
	}
	s.speak(g.FeeText())
	if photo := g.Unphotographed(); photo != "" {
		s.speak(g.T("guide.no_camera", "photo", photo))
	}
	if len(g.Bring) == 0 {
		s.say("guide.bring.none", "guide.bring.none.note")
	} else {
		s.speak(g.T("guide.bring", "n", len(g.Bring)))
	}
	s.needs(g.Bring)
	if len(g.Sometimes) > 0 {
		s.say("guide.sometimes")
		s.needs(g.Sometimes)
	}
	if len(g.NotBring) > 0 {
		s.speak(g.T("guide.not_bring", "n", len(g.NotBring)))
		s.needs(g.NotBring)
	}
	if g.CanBlank() {
		s.speak(g.T("guide.blank.note"))
	}
	g.backed(s)
	if g.Deadline.Known {
		s.speak(g.Deadline.Sentence)
	} else {
		s.say(g.NoDeadline())
	}
	s.say("guide.received")
	if !g.kiosk.Centre().Enrolled {
		s.say("guide.unregistered")
		return s.phrases
	}
	s.say("voice.next.guide")
	return s.phrases
}
