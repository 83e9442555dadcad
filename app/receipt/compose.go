package receipt

import (
	"strconv"
	"strings"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// Hotline is the number for questions and complaints everywhere in China.
const hotline = "12345"

// Centre is what a receipt says about the place and the machine, beyond what
// stands in the case.
type Centre struct {
	Name     string // as 锡场镇江滨村党群服务中心
	Enrolled bool   // the county knows this machine
	Example  bool   // the catalogue is example data, not the county's own
}

// Source is all that a receipt is made from. No type in it can hold an
// applicant: what is not there cannot be printed.
type Source struct {
	Case     village.Case
	Item     village.ServiceItem // as it was when the case was taken
	Centre   Centre
	Copy     village.Copy // whether a second medium has it too
	Void     bool         // an appointment that was taken back: its seat is another's
	Again    int          // how many papers of it there may be already (补打)
	Calendar *calendar.Calendar
	Places   village.Divisions
	Texts    calendar.Texts
}

// Compose is what the receipt of s says. It cannot fail: a case that is
// committed gets its receipt, whatever its catalogue says.
func Compose(s Source) Content {
	t := s.Texts.T
	band, time := s.stage()
	c := Content{
		Mark:   [2]string{t("receipt.mark.top"), t("receipt.mark.bottom")},
		Centre: s.Centre.Name, Title: t("receipt.title"), Keep: t("receipt.keep"), Band: t(band),
		Item: s.itemName(), Received: s.received(),
		CodeLabel: t("receipt.code"), Code: s.Case.ShortCode.Spaced(), QR: s.Case.QR,
		UseHeading: t("receipt.use.heading"), UseHow: t("receipt.use.how"), UseShort: t("receipt.use.short"),
		Uses:             []string{t("receipt.use.progress"), t("receipt.use.rate")},
		MaterialsHeading: t("receipt.materials"), TimeHeading: t(time),
		Ask:      Row{t("receipt.ask"), hotline},
		Machine:  t("receipt.machine", "machine", s.Case.Machine),
		Sequence: t("receipt.sequence", "sequence", s.Case.Seq),
		Notes:    s.notes(),
	}
	s.uses(&c)
	if s.Case.Behalf {
		c.Behalf = t("receipt.behalf")
	}
	if s.Again > 0 {
		c.Again = t("receipt.again", "n", s.Again)
	}
	if s.Case.Number != "" && !s.Void {
		c.Number = Row{t("receipt.number"), string(s.Case.Number)}
		if s.Case.Item == village.BookWindow {
			c.Number.Label = t("receipt.appointment")
		}
	}
	if s.Item.Department != "" {
		c.Office = Row{t("receipt.office"), s.Item.Department}
	}
	c.Materials, c.MaterialsNote = s.materials()
	var why *calendar.Explanation
	c.Time, c.Due, why = s.time()
	if why != nil {
		c.Days = s.days(*why)
	}
	return c
}

// stage are the keys of how far the case is when the paper comes, and of the head over the
// time. Nobody applies for anything with a request, so nobody accepts it as an application.
func (s Source) stage() (band, time string) {
	switch code := s.Case.Item; code.Kind() {
	case village.RecordTicket:
		return "receipt.band.ticket", "receipt.time.head.ticket"
	case village.RecordBooking:
		if s.Void {
			return "receipt.band.void", "receipt.time.head.booking"
		}
		return "receipt.band." + string(code), "receipt.time.head.booking"
	}
	return "receipt.band", "receipt.time"
}

// maxWeeks is how many weeks of a limit are shown; a longer one is a sentence alone.
const maxWeeks = 5

// uses are what the paper is good for besides progress and rating.
func (s Source) uses(c *Content) {
	switch kind := s.Case.Item.Kind(); {
	case kind == village.RecordInspection || kind == village.RecordRectification:
		c.Uses = c.Uses[:1] // it serves nobody who could rate it
	case kind == village.RecordCase && !s.Case.Item.IsRequest():
		c.UseHow, c.UseShort = s.Texts.T("receipt.use.how.case"), s.Texts.T("receipt.use.short.case")
	}
}

// days are the squares of a limit.
func (s Source) days(why calendar.Explanation) Days {
	strip := s.Calendar.Strip(why)
	if len(strip) > 7*maxWeeks {
		return Days{}
	}
	d := Days{Key: s.Texts.T("receipt.days.key")}
	for i, day := range strip {
		square := CountedDay{Label: day.Date.Format("2")}
		if day.Date.Day() == 1 {
			square.Label = day.Date.Format("1/2")
		}
		switch {
		case day.Due:
			square.Mark = DayDue
		case day.Start:
			square.Mark = DayStart
		case day.Count > 0:
			square.Mark = DayCounted
		}
		d.Days = append(d.Days, square)
		if i < 7 {
			d.Heads[i] = s.Texts.T("letter.strip.weekday." + strconv.Itoa(int(day.Date.Weekday())))
		}
	}
	return d
}

// itemName falls back to the code: an item may have left the catalogue since.
func (s Source) itemName() string {
	if s.Item.Name == "" {
		return string(s.Case.Item)
	}
	return s.Item.Name
}

func (s Source) received() string {
	at := s.Case.AcceptedAt.In(village.Zone)
	return s.Texts.T("receipt.received",
		"year", at.Year(), "date", calendar.DateText(s.Texts, at),
		"weekday", calendar.WeekdayText(s.Texts, at), "time", at.Format("15:04"))
}

func (s Source) notes() []string {
	t := s.Texts.T
	where := t("receipt.stored")
	if s.Copy == village.CopyLocalOnly {
		where = t("receipt.local_only")
	}
	notes := []string{where, t("receipt.private"), t("letter.foot.seal"), t("receipt.fades")}
	if s.Case.TimeTrust != village.TimeSynced {
		notes = append(notes, t("receipt.clock"))
	}
	if s.Centre.Example {
		notes = append(notes, t("receipt.example"))
	}
	if !s.Centre.Enrolled {
		notes = append(notes, t("receipt.not_enrolled"))
	}
	return notes
}

// materials are the item's materials with what became of each, then those
// that the item does not list, and the note below them.
func (s Source) materials() ([]MaterialLine, string) {
	how := map[string]village.MaterialState{}
	for _, h := range s.Case.Materials {
		how[h.Code] = h.How
	}
	var lines []MaterialLine
	for _, m := range s.Item.Materials {
		state, ok := how[m.Code]
		if !ok {
			state = village.Missing
		}
		lines = append(lines, s.line(m.Name, m.Necessity, state))
	}
	for _, h := range s.Case.Materials {
		if _, listed := s.Item.Material(h.Code); !listed {
			lines = append(lines, s.line(s.freeName(h.Code), village.Required, h.How))
		}
	}
	open := 0
	for _, line := range lines {
		if line.Mark == MarkOpen {
			open++
		}
	}
	switch {
	case len(lines) == 0:
		return nil, s.Texts.T("receipt.materials.none")
	case open > 0:
		return lines, s.Texts.T("receipt.materials.open", "count", open)
	}
	return lines, ""
}

func (s Source) line(name string, need village.Necessity, how village.MaterialState) MaterialLine {
	mark, state := MarkOpen, string(how)
	switch how {
	case village.Photographed, village.Original:
		mark = MarkThere
	case village.ByLicence, village.Promised:
		mark = MarkNotNeeded
	case village.Later, village.Deferred:
	default:
		state = "missing"
		switch need {
		case village.MayFollow:
			state = "may_follow"
		case village.Conditional:
			mark, state = MarkNotNeeded, "if_needed"
		}
	}
	return MaterialLine{mark, name, s.Texts.T("receipt.how." + state)}
}

// freeName names a material that the item does not list. The code itself is
// never printed: only the desk's own free-1, free-2 … have a number to show.
func (s Source) freeName(code string) string {
	if n, ok := strings.CutPrefix(code, "free-"); ok {
		if number, err := strconv.Atoi(n); err == nil && number > 0 && number < 1000 {
			return s.Texts.T("receipt.material.free", "number", number)
		}
	}
	return s.Texts.T("receipt.material.unknown")
}

// time says how long the case may take, as a condition: nobody has accepted it
// yet. The second text is the last day, which stands in the first; why
// is how it comes about, when it does.
func (s Source) time() (text, due string, why *calendar.Explanation) {
	t := s.Texts.T
	switch s.Case.Item {
	case village.BookWindow:
		if s.Void {
			return t("receipt.time.given_back"), "", nil
		}
		id, _, _ := s.Case.Number.Seat()
		return t("receipt.time.slot", "slot", calendar.SlotText(s.Texts, s.Places, id)), "", nil
	case village.BookHome:
		return t("receipt.time.home"), "", nil
	case village.BookLonger:
		return t("receipt.time.longer"), "", nil
	}
	if s.Case.Item.IsRequest() { // it counts from the day on which the county gets it, which nobody knows yet
		if s.Item.PromisedDays == 0 {
			return t("receipt.time.unknown"), "", nil
		}
		return t("receipt.time.answer", "days", s.Item.PromisedDays), "", nil
	}
	if s.Item.Instant {
		return t("receipt.time.instant"), "", nil
	}
	start, days := "receipt.time.from", s.Item.PromisedDays
	if days == 0 {
		start, days = "receipt.time.legal", s.Item.LegalDays
	}
	accepted := s.Calendar.NextWorkday(s.Case.AcceptedAt)
	e, err := s.Calendar.Explain(accepted, calendar.Limit{Days: days, Unit: s.Item.DaysUnit})
	if err != nil { // not known, or a number that cannot be
		return t("receipt.time.unknown"), "", nil
	}
	return t(start) + e.Condition(s.Texts) + t("receipt.time.stop") + s.longest() + s.special(), e.DueText(s.Texts), &e
}

// longest says that the units of a package work at the same time.
func (s Source) longest() string {
	if note := s.Item.LimitNote(); note != "" {
		return s.Texts.T(note)
	}
	return ""
}

func (s Source) special() string {
	var kinds []string
	for _, p := range s.Item.Special {
		if p.Kind != "" {
			kinds = append(kinds, p.Kind)
		}
	}
	if len(kinds) == 0 {
		return ""
	}
	return s.Texts.T("receipt.time.special", "kinds", strings.Join(kinds, s.Texts.T("receipt.time.special.and")))
}
