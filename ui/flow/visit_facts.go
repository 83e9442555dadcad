package flow

import (
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// Facts are what the machine read out of its own log (机读), one sentence each, in the
// order of [inspect.FactNames]; nothing changes them.
func (v *Visit) Facts() []string {
	if v.Begun.Facts == nil {
		return nil
	}
	var list []string
	for _, name := range inspect.FactNames() {
		list = append(list, v.Fact(name))
	}
	if v.Begun.Facts.Trust != village.TimeSynced {
		list = append(list, v.T("visit.fact.clock"))
	}
	return list
}

// Fact is what the machine knows about one thing; "" when it knows nothing.
func (v *Visit) Fact(name string) string {
	f := v.Begun.Facts
	if f == nil || name == "" {
		return ""
	}
	switch name {
	case inspect.FactOpening:
		return v.opening(f.Opening)
	case inspect.FactRunning:
		return v.T("visit.fact.running", "days", inspect.FactDays, "hours", f.RunningSec/int64(time.Hour/time.Second), "starts", f.Starts, "unclean", f.Unclean)
	case inspect.FactBacklog:
		return v.T("visit.fact.backlog", "n", f.Backlog, "aside", f.Attention)
	case inspect.FactUnrated:
		return v.T("visit.fact.unrated", "days", inspect.FactDays, "n", f.Cases, "unrated", f.Cases-f.Rated)
	case inspect.FactPaper:
		return v.T("visit.fact.paper", "days", inspect.FactDays, "n", f.PaperOuts)
	case inspect.FactContact:
		if f.LastContact == 0 {
			return v.T("visit.fact.contact.never")
		}
		at := time.UnixMilli(f.LastContact).In(village.Zone)
		return v.T("visit.fact.contact", "day", v.Day(at), "clock", ClockOf(at))
	}
	return ""
}

// opening says on how many days the machine was used, and when on the last one.
func (v *Visit) opening(days []inspect.OpenDay) string {
	if len(days) == 0 {
		return v.T("visit.fact.opening.none", "days", inspect.FactDays)
	}
	last := days[len(days)-1]
	return v.T("visit.fact.opening", "days", inspect.FactDays, "n", len(days), "day", v.DayText(last.Day), "first", last.First, "last", last.Last)
}
