package office

import (
	"context"
	"strconv"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Rules by which the county decides by itself, beside [TwinRule], those of ratings
// (anomaly.json) and of proposed orders (proposal.json). A rule that changes gets another
// version; docs/decisions.md lists them all.
const (
	// MakeUpRule proposes the end of a case: the papers that were to follow (容缺) did not
	// come by their last day. Somebody who handles the case confirms it; no clock ends one.
	MakeUpRule    = "make_up_over"
	MakeUpVersion = "1"

	DeemedRule    = "deemed_accepted" // nobody answered in time: 行政许可法 art. 32
	DeemedVersion = "1"

	FirstRule    = "goes_first" // see [Case.GoesFirst]
	FirstVersion = "1"

	SameRequestRule    = "same_request" // see [Hotline.Twins]
	SameRequestVersion = "1"

	TripRule    = "trips_seen" // an item of which 0 trips are promised no more
	TripVersion = "1"
)

// Ruling is what a rule decided by itself about something, as the county keeps it. Nothing
// in it is personal, nor can be guessed from its digest.
type Ruling struct {
	village.Decided
	Kiosk   seal.KioskID // whose record, or whose ratings it is about; "" = neither
	Subject string       // see [CaseHead.Subject]; an item's code; "" = all ratings of the machine
	MadeAt  time.Time
}

// RulingBook keeps decisions. Every method is one transaction.
type RulingBook interface {
	// KeepRulings keeps those that are new. The same decision by the same inputs is one,
	// made when it was kept first.
	KeepRulings(ctx context.Context, list []Ruling) error

	// Rulings are those about something, the oldest first.
	Rulings(ctx context.Context, kiosk seal.KioskID, subject string) ([]Ruling, error)
}

// SubjectOf is what decisions about a case are kept under; sub is the number of a part, or 0.
func SubjectOf(id village.RecordID, sub int) string {
	if sub == 0 {
		return string(id)
	}
	return string(id) + "/" + strconv.Itoa(sub)
}

// Subject is [SubjectOf] the case, or of the part that it stands for.
func (c CaseHead) Subject() string {
	if c.part != nil {
		return SubjectOf(c.ID, c.part.sub.N)
	}
	return SubjectOf(c.ID, 0)
}

// decided is what was decided by itself about a case that stands at s.
func (s Standing) decided(c CaseHead, now time.Time) (list []village.Decided) {
	type inputs struct {
		Kiosk      seal.KioskID `json:"kiosk"`
		Subject    string       `json:"subject"`
		ReceivedMS int64        `json:"received_ms"`
		Days       int          `json:"days"`
		Unit       string       `json:"unit"`
		UntilMS    int64        `json:"until_ms"`
	}
	at := inputs{Kiosk: c.Kiosk, Subject: c.Subject(), ReceivedMS: c.ReceivedAt.UnixMilli()}
	if s.Deemed && c.part == nil {
		at.Days, at.Unit, at.UntilMS = DefaultFlow().Days[daysReply], "", s.DeemedAt.UnixMilli()
		list = append(list, village.Decide(DeemedRule, DeemedVersion, "accepted", at))
	}
	if s.MakeUpOver(now) {
		at.Days, at.Unit, at.UntilMS = c.MakeUpDays, c.Limit.Unit, s.MakeUpDue.UnixMilli()
		list = append(list, village.Decide(MakeUpRule, MakeUpVersion, "end", at))
	}
	return list
}

// rulings are the same as they are kept.
func (s Standing) rulings(c CaseHead, now time.Time) (list []Ruling) {
	for _, d := range s.decided(c, now) {
		list = append(list, Ruling{Decided: d, Kiosk: c.Kiosk, Subject: c.Subject(), MadeAt: now})
	}
	return list
}

// decidedFirst is whether a case goes first. Why it does is sealed with the record whose
// digest stands here.
func (c Case) decidedFirst(digest []byte) village.Decided {
	says := "no"
	if c.GoesFirst() {
		says = "yes"
	}
	return village.Decide(FirstRule, FirstVersion, says, struct {
		Kiosk  seal.KioskID     `json:"kiosk"`
		ID     village.RecordID `json:"id"`
		Record []byte           `json:"record"` // SHA-256 of the sealed record
	}{c.Kiosk, c.ID, digest})
}

// First is the decision about the place of a case in the list, of one of the green channel;
// digest is that of its record.
func (c Case) First(digest []byte, now time.Time) (list []Ruling) {
	if c.Priority == nil {
		return nil
	}
	return []Ruling{{Decided: c.decidedFirst(digest), Kiosk: c.Kiosk, Subject: SubjectOf(c.ID, 0), MadeAt: now}}
}

// decided is that 0 trips are promised of the item no more.
func (t ItemTrips) decided() village.Decided {
	return village.Decide(TripRule, TripVersion, "no_promise", struct {
		ItemTrips
		Last int `json:"last"`
	}{t, TripCases})
}

// shownDecided is what a machine says that it decided, as far as it can be shown.
func shownDecided(list []village.Decided) (all []village.Decided) {
	for _, d := range list[:min(len(list), maxShownLines)] {
		all = append(all, village.Decided{Rule: shown(d.Rule), Version: shown(d.Version), Says: shown(d.Says), Inputs: shown(d.Inputs)})
	}
	return all
}
