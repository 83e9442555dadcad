// Package letter says what the papers of an office say (文书): the acceptance of a
// case, what is to be made up, what may follow, whom somebody entrusts, what a
// centre has to put right, and what stands behind it. It sets them on A4.
package letter

import (
	"time"

	"bianmin/app/calendar"
	"bianmin/app/receipt"
)

// Kind is a form of letter.
type Kind string

const (
	Receipt    Kind = "receipt"     // 收件回执, see [ComposeReceipt]
	Acceptance Kind = "acceptance"  // 受理通知书
	Supplement Kind = "supplement"  // 一次性补正告知书
	Deferred   Kind = "deferred"    // 容缺受理通知书, in two copies
	Entrust    Kind = "entrust"     // 代办服务委托书
	Renewal    Kind = "renewal"     // 续办委托书
	Helped     Kind = "helped"      // 帮办代办受理单
	HelpedStop Kind = "helped_stop" // 帮办代办中止单
	HelpedEnd  Kind = "helped_end"  // 帮办代办办结（终止）单
	Rectify    Kind = "rectify"     // 整改通知书
	Evidence   Kind = "evidence"    // 证据材料清单
)

// Kinds are all of them.
func Kinds() []Kind {
	return []Kind{Receipt, Tolerance, Promise, Acceptance, Supplement, Deferred, Entrust, Renewal, Helped, HelpedStop, HelpedEnd, Rectify, Evidence}
}

// Letter is one copy of a paper, in the words of one language and in the order of
// the page.
type Letter struct {
	Kind      Kind
	Title     string
	From      string // the office at the head
	Copy      string // 第一联 …; "" when there is one alone
	Again     string // 补打 第1次; "" on the first paper
	To        string // the salutation, masked; "" for none
	ToLine    string // without it, the label of a line on which a person writes their name; "" for none
	Parts     []Part
	Code      string // of the receipt, in two groups; "" for none
	CodeLabel string
	CodeNote  string // what the code is good for; "" for nothing
	PageText  string // with {page} and {pages}
	QR        string // text of the QR code, ASCII; "" for none
	Foot      []string
	OnePage   bool      // it is set closer before it takes a second page
	At        time.Time // date of the document: that of the act, never now
}

// Part is one piece of a letter: exactly one field is set, but for Days, which stand
// beside their Text.
type Part struct {
	Text   string       // a paragraph
	Days   receipt.Days // how Text is counted; zero for none
	Head   string       // a heading
	Facts  []Fact       // labels and values
	Boxes  []string     // each behind an empty box
	Marks  []receipt.MaterialLine
	Strip  *Strip   // the days that were counted
	Notice string   // in a frame
	Lines  []string // labels of lines to be filled in by hand
}

// Fact is a value with its label.
type Fact struct{ Label, Value string }

// Strip is the calendar of a time limit, in whole weeks from Monday on.
type Strip struct {
	Days  []StripDay
	Heads []string // of the seven columns
	Notes []string // what the marks mean
}

// StripDay is one square.
type StripDay struct {
	Label string // as 8, or 12月1 at the first of a month
	Mark  StripMark
	Word  string // below the number; "" for none
}

// StripMark says what a day is.
type StripMark string

const (
	Outside StripMark = ""        // before the start or behind the end
	Start   StripMark = "start"   // not counted
	Counted StripMark = "counted" //
	Off     StripMark = "off"     // not counted
	Due     StripMark = "due"     // the last day
)

// maxWeeks is how many weeks a strip has at most; a longer one would fill the page.
const maxWeeks = 7

// strip is the calendar of e, or nil when it would be too long.
func strip(e calendar.Explanation, c *calendar.Calendar, t calendar.Texts) *Strip {
	monday := func(day time.Time) time.Time { return day.AddDate(0, 0, -(int(day.Weekday())+6)%7) }
	from, to := monday(e.Start), monday(e.Due).AddDate(0, 0, 6)
	if to.Sub(from) > maxWeeks*7*24*time.Hour {
		return nil
	}
	s := &Strip{Notes: []string{t.T("letter.strip.start"), t.T("letter.strip.off"), t.T("letter.strip.due")}}
	for _, day := range c.Days(from, to) {
		square := StripDay{Label: day.Date.Format("2")}
		if day.Date.Day() == 1 || day.Date.Equal(from) {
			square.Label = day.Date.Format("1.2")
		}
		square.Mark, square.Word = mark(e, day, t)
		s.Days = append(s.Days, square)
		if len(s.Heads) < 7 {
			s.Heads = append(s.Heads, t.T("letter.strip.weekday."+string(rune('0'+day.Date.Weekday()))))
		}
	}
	return s
}

func mark(e calendar.Explanation, day calendar.Day, t calendar.Texts) (StripMark, string) {
	switch {
	case day.Date.Before(e.Start) || day.Date.After(e.Due):
		return Outside, ""
	case day.Date.Equal(e.Due):
		return Due, t.T("letter.strip.due.word")
	case day.Date.Equal(e.Start):
		return Start, t.T("letter.strip.start.word")
	case !day.Worked():
		return Off, t.T("letter.strip.off.word")
	}
	return Counted, ""
}
