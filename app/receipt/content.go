// Package receipt says what a receipt says: the signed text of its QR code, its
// words, and the one picture that every printer and file is made from.
package receipt

// Content is what stands on a receipt (收件回执), in the words of one language
// and in the order of the paper. It is made from what a kiosk keeps in clear,
// so it can be printed again at any time and holds nothing personal.
type Content struct {
	Mark     [2]string // the square at the head, two characters
	Centre   string
	Title    string
	Keep     string // what the paper is good for, behind the title
	Band     string // 已收件，尚未受理
	Again    string // 补打 第1次; "" on the first paper
	Item     string
	Received string // date with weekday and time
	Behalf   string // that somebody else handed it in; "" when it was the applicant

	CodeLabel string
	Code      string // in two groups
	Number    Row    // case number; zero until leased
	QR        string // text of the QR code, ASCII

	UseHeading string
	Uses       []string
	UseHow     string
	UseShort   string // all of that in one line, for narrow paper

	MaterialsHeading string // "" on a paper that is about none
	Materials        []MaterialLine
	MaterialsNote    string // what is still to bring; or what stands in place of a list

	TimeHeading string
	Time        string
	Due         string // the part of Time that is printed bold, or ""
	Days        Days   // how Time is counted; zero when that is not known

	Office Row // who decides; zero when not known
	Ask    Row // 12345

	Machine  string
	Sequence string
	Notes    []string // small print
}

// Days are the weeks of a limit, from Monday on.
type Days struct {
	Heads [7]string // of the columns
	Days  []CountedDay
	Key   string // what the frames mean
}

// CountedDay is one square.
type CountedDay struct {
	Label string // 24, or 12/1 at the first of a month
	Mark  DayMark
}

// DayMark says what a day is.
type DayMark string

const (
	DayOff     DayMark = ""        // not counted, or outside
	DayStart   DayMark = "start"   // of the acceptance: not counted
	DayCounted DayMark = "counted" //
	DayDue     DayMark = "due"     // the last one
)

// Row is a value with its label before it.
type Row struct{ Label, Value string }

// Mark is the box before a material.
type Mark string

const (
	MarkThere     Mark = "there"      // tick
	MarkNotNeeded Mark = "not_needed" // slash
	MarkOpen      Mark = "open"       // empty: still to bring
)

// MaterialLine is one material with what became of it.
type MaterialLine struct {
	Mark  Mark
	Name  string
	State string
}
