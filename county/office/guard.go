package office

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"bianmin/app/village"
)

// SpecialKinds are the special procedures whose time does not count.
//
// Source: 行政许可法 art. 45.
func SpecialKinds() []string {
	return []string{"hearing", "tender", "auction", "inspection", "test", "quarantine", "appraisal", "experts"}
}

// weighing is what a guard judges by.
type weighing struct {
	most  map[string]int // days, by their names
	deed  Deed
	verb  FlowVerb
	stand Standing
	by    Account
	now   time.Time
}

// The longest reason that an officer types, and the longest sentence of it for the paper, in
// characters.
const (
	MaxCaseWords = 500
	MaxCaseTold  = 80
)

// guards are the conditions that flow.json names; each refuses with the field that is
// wrong.
//
//nolint:gochecknoglobals // a table of functions that never changes
var guards = map[string]func(weighing) error{
	"materials": func(w weighing) error {
		good := len(w.deed.Materials) > 0 && len(w.deed.Materials) <= maxAsked
		for _, code := range w.deed.Materials { // a code of the catalogue, nothing that somebody typed about a person
			good = good && plainCode(code)
		}
		return unless(good, village.Refuse("materials", "err.case.materials"))
	},
	"reason": func(w weighing) error {
		return unless(slices.Contains(w.verb.Reasons, w.deed.Reason), village.Refuse("reason", "err.case.reason"))
	},
	"words": func(w weighing) error {
		if !short(strings.TrimSpace(w.deed.Words), 1, MaxCaseWords) {
			return village.Refuse("words", "err.case.words")
		}
		return unless(short(w.deed.Told, 0, MaxCaseTold) && !strings.ContainsFunc(w.deed.Told, unicode.IsControl), village.Refuse("told", "err.case.told"))
	},
	"kind": func(w weighing) error {
		return unless(slices.Contains(SpecialKinds(), w.deed.Kind), village.Refuse("kind", "err.case.kind"))
	},
	"days": func(w weighing) error {
		return unless(w.deed.Days >= 1 && w.deed.Days <= w.most[daysExtension], village.Refuse("days", "err.case.days"))
	},
	"asked_never": func(w weighing) error { return unless(!w.stand.Asked, conflict("err.case.asked")) },
	"to_make_up":  func(w weighing) error { return unless(w.stand.MakeUp, conflict("err.case.to_make_up")) },
	"made_up":     func(w weighing) error { return unless(!w.stand.MakeUp, conflict("err.case.made_up")) },
	"in_time":     func(w weighing) error { return unless(!w.stand.Overdue(w.now), conflict("err.case.in_time")) },
	// What was promised to the applicant holds: nobody ends a case for papers that still
	// have time, or that are here.
	"make_up_over": func(w weighing) error {
		over := w.stand.MakeUp && !w.now.Before(w.stand.MakeUpDue)
		return unless(w.deed.Reason != village.ReasonNotMadeUp || over, conflict("err.case.make_up_time"))
	},
	"days_asked": func(w weighing) error { return unless(w.stand.Requested.Days > 0, conflict("err.case.days_asked")) },
	"extended_never": func(w weighing) error {
		return unless(w.stand.Extended == 0 && w.stand.Requested.Days == 0, conflict("err.case.extended"))
	},
	"on_way": func(w weighing) error { return unless(w.stand.Delivery.OnWay(), conflict("err.case.on_way")) },
	"not_handed_over": func(w weighing) error {
		return unless(w.stand.Delivery != village.DeliveryHandedOver, conflict("err.case.handed_over"))
	},
	"waybill": func(w weighing) error {
		_, err := village.ParseWaybill(w.deed.Waybill)
		return unless(err == nil && slices.Contains(village.Carriers(), w.deed.Carrier), village.Refuse("waybill", "err.case.waybill"))
	},
	"another_person": func(w weighing) error {
		return unless(w.stand.Requested.Account != w.by.Name, conflict("err.case.another_person"))
	},
}

func unless(good bool, err *village.Error) error {
	if good {
		return nil
	}
	return err
}

func conflict(key string) *village.Error {
	return &village.Error{Kind: village.Conflict, Field: "state", Key: key}
}

// maxAsked is how many papers one request for a supplement names.
const maxAsked = 20

func plainCode(code string) bool {
	for _, c := range []byte(code) {
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return code != "" && len(code) <= 40
}
