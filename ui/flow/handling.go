package flow

import (
	"slices"
	"strings"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/desk"
	"bianmin/app/village"
)

// HeldText says who has a case now, since when and until when (M13); "" while nobody does.
func HeldText(text calendar.Texts, h desk.Handling) string {
	if h.Unit == "" {
		return ""
	}
	key, day := "progress.held", ""
	due, err := time.ParseInLocation(time.DateOnly, string(h.Due), village.Zone)
	if err == nil {
		day = calendar.DateText(text, due)
	}
	switch {
	case err != nil:
		key += ".open"
	case h.Left < 0:
		key += ".over"
	case h.Today:
		key += ".today"
	case h.Left == 0: // the county works on a day that this machine takes for free
		key += ".later"
	}
	return text.T(key, "unit", h.Unit, "since", calendar.DateText(text, h.Since.In(village.Zone)), "day", day, "n", h.Left)
}

// Agrees reports whether the county told no other last day; "" is none.
func (d DeadlineText) Agrees(due village.Day) bool {
	return due == "" || slices.ContainsFunc(d.Days, func(s calendar.StripDay) bool { return s.Due && village.DayOf(s.Date) == due })
}

// withHeld is what a state means for the person with who has the case now. Of a case that is
// simply being worked on that says all.
func (p page) withHeld(sentence string, state village.CaseState, h desk.Handling) string {
	held := HeldText(p.kiosk.Text, h)
	if held != "" && (state == village.CaseAccepted || state == village.UnderReview) {
		return strings.TrimSpace(held)
	}
	return sentence + held
}

// untilResult is the result that is still to come, with the last day for it where one is told.
func (p page) untilResult(h desk.Handling) Stage {
	s := Stage{Name: p.T("progress.result"), Note: p.T("progress.step.result"), State: StageLater}
	if h.Due != "" {
		s.Note, s.When = "", p.T("progress.due", "day", p.DayText(h.Due))
	}
	return s
}
