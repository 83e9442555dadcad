package letter

import (
	"slices"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

const hotline = "12345"

// Source is what the letters about a case are made from: what a kiosk keeps in
// clear, and the person's name and number when the person stands there. Neither is
// kept, and both are masked.
type Source struct {
	Case     village.Case
	Item     village.ServiceItem
	Steps    []village.CaseStep // of the county
	From     string             // the centre
	Calendar *calendar.Calendar
	Texts    calendar.Texts
	Name     string
	ID       string
	Compound []string  // surnames of more than one character
	Starts   time.Time // of the time limit; zero = with the acceptance
	Again    int       // how many papers of the letter there may be already (补打)
}

// Compose is the letter of a kind about a case, in as many copies as it has. The
// error is [village.Conflict] at "kind", err.letter.early, when the case has not
// come so far: a letter never says more than the county decided.
func Compose(kind Kind, s Source) ([]Letter, error) {
	switch kind {
	case Acceptance:
		return s.acceptance()
	case Supplement:
		return s.supplement()
	case Deferred:
		return s.deferred()
	case Entrust:
		return []Letter{s.entrust()}, nil
	case Tolerance, Promise:
		return one(s.undertaking(kind))
	case Renewal:
		return one(s.renewal())
	case Helped:
		return []Letter{s.helped()}, nil
	case HelpedStop:
		return one(s.helpedStop())
	case HelpedEnd:
		return one(s.helpedEnd())
	}
	return nil, village.Refuse("kind", "err.letter.kind")
}

func one(l Letter, err error) ([]Letter, error) {
	if err != nil {
		return nil, err
	}
	return []Letter{l}, nil
}

func early() error {
	return &village.Error{Kind: village.Conflict, Field: "kind", Key: "err.letter.early"}
}

// step is the county's last step to a state.
func (s Source) step(state village.CaseState) (village.CaseStep, bool) {
	for _, step := range slices.Backward(s.Steps) {
		if step.State == state {
			return step, true
		}
	}
	return village.CaseStep{}, false
}

// sheet is what every letter about the case has.
func (s Source) sheet(kind Kind, at time.Time) Letter {
	t := s.Texts.T
	l := Letter{
		Kind: kind, Title: t("letter." + string(kind)), From: s.From, At: at, OnePage: true,
		Code: s.Case.ShortCode.Spaced(), CodeLabel: t("letter.code"), PageText: t("letter.page"), QR: s.Case.QR,
		Foot: []string{
			t("letter.foot.seal"), t("letter.foot.code"),
			t("letter.foot.ask", "phone", hotline),
		},
	}
	l.ToLine = t("letter.line.to")
	if name := village.MaskedName(s.Name, s.Compound); name != "" {
		l.To = t("letter.to", "name", name)
	}
	if s.Again > 0 {
		l.Again = t("receipt.again", "n", s.Again)
	}
	if s.Case.Example {
		l.Foot = append(l.Foot, t("receipt.example"))
	}
	return l
}

// facts name the case.
func (s Source) facts(more ...Fact) Part {
	t := s.Texts.T
	list := []Fact{{t("letter.fact.item"), s.itemName()}}
	if s.Case.Number != "" {
		list = append(list, Fact{t("receipt.number"), string(s.Case.Number)})
	}
	if number := Number(s.ID); number != "" {
		list = append(list, Fact{t("letter.fact.id"), number})
	}
	if !s.Case.AcceptedAt.IsZero() {
		list = append(list, Fact{t("letter.fact.received"), s.day(s.Case.AcceptedAt)})
	}
	list = append(list, more...)
	if s.Item.Department != "" {
		list = append(list, Fact{t("receipt.office"), s.Item.Department})
	}
	return Part{Facts: list}
}

func (s Source) itemName() string {
	if s.Item.Name == "" {
		return string(s.Case.Item)
	}
	return s.Item.Name
}

func (s Source) day(at time.Time) string {
	at = at.In(village.Zone)
	return s.Texts.T("letter.day", "year", at.Year(), "date", calendar.DateText(s.Texts, at), "weekday", calendar.WeekdayText(s.Texts, at))
}

// limit is by when it is done, explained, with its calendar.
func (s Source) limit(accepted time.Time) (calendar.Explanation, []Part) {
	t := s.Texts.T
	if s.Item.Instant {
		return calendar.Explanation{}, []Part{{Head: t("receipt.time")}, {Text: t("receipt.time.instant")}}
	}
	days := s.Item.PromisedDays
	if days == 0 {
		days = s.Item.LegalDays
	}
	e, err := s.Calendar.Explain(accepted, calendar.Limit{Days: days, Unit: s.Item.DaysUnit})
	if err != nil { // not known, or a number that cannot be
		return calendar.Explanation{}, []Part{{Head: t("receipt.time")}, {Text: t("receipt.time.unknown")}}
	}
	words := e.Sentence(s.Texts) + t("receipt.time.stop")
	if note := s.Item.LimitNote(); note != "" {
		words += t(note)
	}
	parts := []Part{{Head: t("receipt.time")}, {Text: words}}
	if squares := strip(e, s.Calendar, s.Texts); squares != nil {
		parts = append(parts, Part{Strip: squares})
	}
	return e, parts
}

func (s Source) acceptance() ([]Letter, error) {
	step, ok := s.step(village.CaseAccepted)
	if !ok {
		return nil, early()
	}
	at, t := time.UnixMilli(step.AtMS), s.Texts.T
	l := s.sheet(Acceptance, at)
	from := at
	if !s.Starts.IsZero() { // by law, before anybody said so
		from = s.Starts
	}
	_, limit := s.limit(from)
	l.Parts = append([]Part{
		{Text: t("letter.acceptance.text", "item", s.itemName())},
		s.facts(Fact{t("letter.fact.accepted"), s.day(at)}),
	}, limit...)
	return []Letter{l}, nil
}

// license is the type of item that the licensing law is about.
const license = "01"

func (s Source) supplement() ([]Letter, error) {
	step, ok := s.step(village.SupplementAsked)
	if !ok {
		return nil, early()
	}
	at, t := time.UnixMilli(step.AtMS), s.Texts.T
	l := s.sheet(Supplement, at)
	var boxes []string
	for _, code := range step.Materials {
		boxes = append(boxes, s.material(code))
	}
	text := t("letter.supplement.text", "item", s.itemName())
	if s.Item.Type == license {
		text += t("letter.supplement.law")
	}
	l.Parts = []Part{
		{Text: text}, s.facts(Fact{t("letter.fact.told"), s.day(at)}),
		{Head: t("letter.supplement.list", "n", len(boxes))}, {Boxes: boxes},
		{Notice: t("letter.supplement.once")}, {Text: t("letter.supplement.how")},
	}
	return []Letter{l}, nil
}

// material is the name of a material, with its form when that is known.
func (s Source) material(code string) string {
	m, ok := s.Item.Material(code)
	if !ok {
		return s.Texts.T("receipt.material.unknown")
	}
	if m.Form != "" {
		return s.Texts.T("letter.material", "name", m.Name, "form", m.Form)
	}
	return m.Name
}

// deferred needs an accepted case in which the person chose that papers follow. The
// last day for them counts from the acceptance and is never behind the promised one.
func (s Source) deferred() ([]Letter, error) {
	step, ok := s.step(village.CaseAccepted)
	codes := s.Case.Deferred()
	if !ok || len(codes) == 0 {
		return nil, early()
	}
	var open []string
	for _, code := range codes {
		open = append(open, s.material(code))
	}
	at, t := time.UnixMilli(step.AtMS), s.Texts.T
	by := t("letter.deferred.promised")
	if e, err := s.Calendar.MakeUp(s.Item, at); err == nil {
		by = e.DueText(s.Texts)
	}
	basis := s.Item.ToleranceBasis
	var copies []Letter
	for _, which := range []string{"person", "file"} {
		l := s.sheet(Deferred, at)
		l.Copy = t("letter.deferred.copy." + which)
		facts := []Fact{{t("letter.fact.accepted"), s.day(at)}, {t("letter.deferred.by"), by}}
		if basis != "" {
			facts = append(facts, Fact{t("letter.deferred.basis"), basis})
		}
		l.Parts = []Part{
			{Text: t("letter.deferred.text", "item", s.itemName())}, s.facts(facts...),
			{Head: t("letter.deferred.list", "n", len(open))}, {Boxes: open},
			{Text: t("letter.deferred.how", "by", by)},
			{Notice: t("letter.deferred.else")},
			{Lines: []string{t("letter.line.applicant"), t("letter.line.date")}},
		}
		copies = append(copies, l)
	}
	return copies, nil
}

// Blank is the empty letter of entrustment for an item, before there is a case: nothing
// on it claims that anything was handed in.
func Blank(s Source, at time.Time) Letter {
	l := s.entrust()
	l.At, l.CodeLabel = at, ""
	l.Foot = []string{s.Texts.T("letter.foot.ask", "phone", hotline)}
	if s.Case.Example {
		l.Foot = append(l.Foot, s.Texts.T("receipt.example"))
	}
	return l
}

// entrust is a form: what names a person is written by hand, and nowhere else.
func (s Source) entrust() Letter {
	t := s.Texts.T
	s.Name, s.ID = "", ""
	l := s.sheet(Entrust, s.Case.AcceptedAt)
	l.ToLine = ""
	var papers []string
	for _, m := range s.Item.Materials {
		papers = append(papers, m.Name)
	}
	l.Parts = []Part{
		{Text: t("letter.entrust.text", "item", s.itemName())},
		{Lines: []string{t("letter.line.principal"), t("letter.line.principal.id"), t("letter.line.phone")}},
		{Lines: []string{t("letter.line.agent"), t("letter.line.agent.id"), t("letter.line.relation")}},
		{Head: t("letter.entrust.scope")},
		s.scope(), {Lines: []string{t("letter.entrust.until")}},
	}
	if len(papers) > 0 && s.Case.ShortCode != "" { // an empty one is signed on the page that it is written on
		l.Parts = append(l.Parts, Part{Text: t("letter.entrust.papers", "list", strings.Join(papers, t("receipt.time.special.and")))})
	}
	l.Parts = append(l.Parts, Part{Notice: t("letter.entrust.notice")},
		Part{Lines: []string{t("letter.line.sign.principal"), t("letter.line.sign.agent"), t("letter.line.date")}})
	return l
}
