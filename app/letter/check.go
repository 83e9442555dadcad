package letter

import (
	"encoding/hex"
	"fmt"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// Finding is one thing to put right.
type Finding struct {
	What  string `json:"what"`
	Basis string `json:"basis"`
	Days  int    `json:"days"` // working days, from the day of the notice on
}

// Rectification is what a notice to put things right is made from.
type Rectification struct {
	Number   string    `json:"number"`
	From     string    `json:"from"` // the office that checks
	Centre   string    `json:"centre"`
	At       time.Time `json:"at"`
	Findings []Finding `json:"findings"`
}

// Exhibit is one file of an evidence pack.
type Exhibit struct {
	Name   string    `json:"name"`
	At     time.Time `json:"at"`
	Bytes  int64     `json:"bytes"`
	SHA256 string    `json:"sha256"` // hex

	raw []byte // see [Pack.Hold]
}

// Pack is what an evidence pack is made from.
type Pack struct {
	Number string    `json:"number"`
	From   string    `json:"from"`
	Centre string    `json:"centre"`
	At     time.Time `json:"at"`
	Files  []Exhibit `json:"files"`
}

// ComposeRectify is the notice to put things right, each with its last day. The
// error is [village.Invalid] at the field that is missing or impossible.
func ComposeRectify(r Rectification, c *calendar.Calendar, t calendar.Texts) (Letter, error) {
	if err := filled(map[string]string{"number": r.Number, "from": r.From, "centre": r.Centre}); err != nil {
		return Letter{}, err
	}
	if r.At.IsZero() || len(r.Findings) == 0 || len(r.Findings) > 100 {
		return Letter{}, village.Refuse("findings", "err.letter.empty")
	}
	l := Letter{
		Kind: Rectify, Title: t.T("letter.rectify"), From: r.From, To: t.T("letter.to.centre", "name", r.Centre), At: r.At, PageText: t.T("letter.page"),
		Foot: []string{t.T("letter.foot.unsealed"), t.T("letter.foot.number", "number", r.Number)},
	}
	l.Parts = []Part{
		{Text: t.T("letter.rectify.text", "date", dayText(r.At, t))},
		{Facts: []Fact{{t.T("letter.fact.number"), r.Number}, {t.T("letter.fact.centre"), r.Centre}}},
		{Head: t.T("letter.rectify.list", "n", len(r.Findings))},
	}
	for i, f := range r.Findings {
		e, err := c.Explain(r.At, calendar.Limit{Days: f.Days})
		if err != nil || f.What == "" || f.Basis == "" {
			return Letter{}, village.Refuse(fmt.Sprintf("findings[%d]", i), "err.letter.finding")
		}
		l.Parts = append(l.Parts, Part{Text: t.T("letter.rectify.what", "n", i+1, "what", f.What)},
			Part{Facts: []Fact{{t.T("letter.rectify.basis"), f.Basis}, {t.T("letter.rectify.by"), e.Sentence(t)}}})
	}
	l.Parts = append(l.Parts, Part{Notice: t.T("letter.rectify.objection")},
		Part{Lines: []string{t.T("letter.line.duty"), t.T("letter.line.inspector"), t.T("letter.line.date")}})
	return l, nil
}

// ComposeEvidence is the list of an evidence pack. The error is [village.Invalid] at
// the field that is missing or impossible.
func ComposeEvidence(p Pack, t calendar.Texts) (Letter, error) {
	if err := filled(map[string]string{"number": p.Number, "from": p.From, "centre": p.Centre}); err != nil {
		return Letter{}, err
	}
	if p.At.IsZero() || len(p.Files) == 0 || len(p.Files) > 500 {
		return Letter{}, village.Refuse("files", "err.letter.empty")
	}
	l := Letter{
		Kind: Evidence, Title: t.T("letter.evidence"), From: p.From, At: p.At, PageText: t.T("letter.page"),
		Foot: []string{t.T("letter.foot.unsealed"), t.T("letter.foot.number", "number", p.Number)},
		Parts: []Part{
			{Text: t.T("letter.evidence.text")},
			{Facts: []Fact{
				{t.T("letter.fact.number"), p.Number}, {t.T("letter.fact.centre"), p.Centre},
				{t.T("letter.evidence.files"), t.T("letter.evidence.count", "n", len(p.Files))},
			}},
		},
	}
	for i, f := range p.Files {
		sum, err := hex.DecodeString(f.SHA256)
		if err != nil || len(sum) != 32 || f.Name == "" || f.Bytes < 0 || f.At.IsZero() {
			return Letter{}, village.Refuse(fmt.Sprintf("files[%d]", i), "err.letter.file")
		}
		l.Parts = append(l.Parts, Part{Text: t.T("letter.evidence.file", "n", i+1, "name", f.Name)},
			Part{Facts: []Fact{
				{t.T("letter.evidence.at"), evidenceTime(f.At)},
				{t.T("letter.evidence.bytes"), fmt.Sprint(f.Bytes)}, {"SHA-256", f.SHA256},
			}})
	}
	l.Parts = append(l.Parts, Part{Lines: []string{t.T("letter.line.inspector"), t.T("letter.line.date")}})
	return l, nil
}

func evidenceTime(at time.Time) string { return at.In(village.Zone).Format(time.DateTime) }

func dayText(at time.Time, t calendar.Texts) string {
	at = at.In(village.Zone)
	return t.T("letter.day", "year", at.Year(), "date", calendar.DateText(t, at), "weekday", calendar.WeekdayText(t, at))
}

// filled refuses an empty or an endless field.
func filled(fields map[string]string) error {
	for _, name := range []string{"number", "from", "centre"} {
		if n := len(fields[name]); n == 0 || n > 200 {
			return village.Refuse(name, "err.letter.field")
		}
	}
	return nil
}
