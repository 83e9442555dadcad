package desk

import (
	"slices"
	"strconv"

	"bianmin/app/precheck"
	"bianmin/app/village"
)

// Rules by which the counter decides by itself, beside those of papers (app/precheck) and
// of the green channel (priority.json). A rule that changes gets another version.
const (
	AgainRule    = "again_today" // the same seems to have been handed in today
	AgainVersion = "1"

	FollowRule    = "papers_may_follow" // 容缺 can be chosen
	FollowVersion = "1"

	AloneRule    = "minor_alone" // who is not of age hands in without anybody
	AloneVersion = "1"

	SeatRule    = "next_seat" // of an appointment
	SeatVersion = "1"

	ChannelRule = "green_channel." // and the class
	TriageRule  = "triage."        // and the door that the words of a request speak of (triage.json)
)

// decidedAgain is the hint that the same came today. The key of the tag lives a day, and so
// does the way to decide again.
func decidedAgain(c village.Case) village.Decided {
	return village.Decide(AgainRule, AgainVersion, "seen", struct {
		Item village.ItemCode `json:"item"`
		Tag  uint32           `json:"tag"`
		Day  string           `json:"day"`
	}{c.Item, c.Tag, c.TagDay})
}

// decidedFollow says whether 容缺 could be chosen, of an item that allows it.
func (c checked) decidedFollow() village.Decided {
	says := "no"
	if c.check.MayDefer() {
		says = "yes"
	}
	return village.Decide(FollowRule, FollowVersion, says, struct {
		Item   village.ItemCode    `json:"item"`
		Table  int                 `json:"table"`
		Papers []precheck.Decision `json:"papers"`
	}{c.item.Code, c.check.Table, c.check.Decisions()})
}

// decided is that the rule of a class let somebody choose it.
func (r priorityRule) decided(a village.Applicant, years int, known, helped bool) village.Decided {
	return village.Decide(ChannelRule+string(r.ID), strconv.Itoa(r.Version), "fits", struct {
		Rule   priorityRule          `json:"rule"`
		Kind   village.ApplicantKind `json:"kind"`
		IDType village.IDType        `json:"id_type"`
		Known  bool                  `json:"known"` // the document says an age
		Years  int                   `json:"years"`
		Helped bool                  `json:"helped"` // who helped agreed
	}{r, a.Kind, a.IDType, known, years, helped})
}

// decided is that words of a request named the door.
func (d Door) decided(words string) village.Decided {
	return village.Decide(TriageRule+d.ID, strconv.Itoa(d.Version), "named", struct {
		Rule    Door   `json:"rule"`
		Content string `json:"content"`
	}{d, words})
}

// decidedAlone is the hint about who is not of age and hands in alone.
func decidedAlone(item village.ItemCode, years int) village.Decided {
	return village.Decide(AloneRule, AloneVersion, "minor", struct {
		Item  village.ItemCode `json:"item"`
		Years int              `json:"years"`
		From  int              `json:"from"`
		Until int              `json:"until"`
	}{item, years, ofAct, ofAge})
}

// decidedSeat is that an appointment got the next number of its slot.
func decidedSeat(number village.CaseNumber) village.Decided {
	slot, seat, _ := number.Seat()
	return village.Decide(SeatRule, SeatVersion, "next", struct {
		Slot village.SlotID `json:"slot"`
		Next int            `json:"next"`
	}{slot, seat})
}

// decided is everything that was decided here by itself about c, beside the papers.
func (in checked) decided(c village.Case, warnings []Warning) []village.Decided {
	list := slices.Clone(in.rules)
	if in.item.ToleranceAllowed && len(in.check.Rows) > 0 {
		list = append(list, in.decidedFollow())
	}
	if slices.ContainsFunc(warnings, func(w Warning) bool { return w.Key == againKey(c) }) {
		list = append(list, decidedAgain(c))
	}
	if c.Item == village.BookWindow {
		list = append(list, decidedSeat(c.Number))
	}
	return list
}

// againKey is the message key of the hint that the same came today.
func againKey(c village.Case) string { return "warn." + string(c.Item.Kind()) + ".again" }
